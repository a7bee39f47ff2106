"""Another series' words, dates, ids, file names and templates; this series' are the usual ones."""

import datetime
import sys
from pathlib import Path
from typing import Any

import pytest

from lgtui import render, store
from lgtui.checks import check
from lgtui.model import DATE_STYLES, DataError, Pages, Records, Season, Speaker, Templates, Wording
from lgtui.render.date_format import styled
from lgtui.render.labels import default_label, page_labels
from lgtui.render.markdown import blocks
from lgtui.render.news import news_glob, news_name
from lgtui.render.templates import BadTemplateError, from_template
from lgtui.store.reader import read_templates
from tests.render.making import HELD, MARCH, SEASONS, series, talk

GERMAN = Wording(
    date_style="2. March 2026",
    past_date_style="02.03.2026",
    hour_style="15:00",
    months="Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    word_next="Nächster Vortrag:",
    word_tba="*offen*",
    word_and="und",
    word_at="um",
    word_date="Termin:",
    word_where="Ort: **Online:**",
    word_register="Anmeldung",
    word_speakers="Es sprechen:",
    word_title="Titel:",
    word_abstract="Worum es geht:",
    word_bio="Zur Person:",
    word_video="Mitschnitt:",
    word_links="Mehr:",
)


def test_every_word_of_the_next_webinar_is_the_series_own() -> None:
    ada = talk("S02E01", "Netze", "Ada", "Bo", abstract="Es geht.", bio="Ada lebt.")
    records = series(ada, talk("S02E02"), wording=GERMAN)
    assert render.regions_of("webinar", records)["next"] == (
        "#### Nächster Vortrag: Evaluation metrics\n"
        "Termin: **2. März 2026 um 15:00 CET**\n"
        "\n"
        "Ort: **Online:** [Anmeldung](https://example.org/register)\n"
        "\n"
        "Es sprechen:\n"
        "\n"
        "* **Ada und Bo**\n"
        "\n"
        "Titel: Netze\n"
        "\n"
        "Worum es geht: Es geht.\n"
        "\n"
        "Zur Person: Ada lebt.\n"
        "\n"
        "* *offen*"
    )
    nothing = render.regions_of("webinar", series(seasons=(), wording=GERMAN))["next"]
    assert nothing.startswith("#### Nächster Vortrag: offen\nTermin: *offen*\n")


@pytest.mark.parametrize(
    ("word", "heading"),
    [
        ("### Coming up:", "### Coming up: Evaluation metrics"),
        ("# Coming up:", "# Coming up: Evaluation metrics"),
        ("##", "## Next webinar: Evaluation metrics"),
        ("####### Coming up:", "#### \\####### Coming up: Evaluation metrics"),
        ("#1 next:", "#### \\#1 next: Evaluation metrics"),
    ],
)
def test_signs_before_the_word_of_the_heading_are_its_level(word: str, heading: str) -> None:
    records = series(wording=Wording(word_next=word))
    region = render.regions_of("webinar", records)["next"]
    assert region.split("\n")[0].replace("\\", "") == heading.replace("\\", "")
    nothing = render.regions_of("webinar", records._replace(seasons=(), talks=()))["next"]
    assert nothing.partition(" ")[0] == heading.partition(" ")[0]


def test_previous_talks_and_abstracts_follow() -> None:
    records = series(wording=GERMAN)
    previous = render.regions_of("webinar", records)["previous"]
    assert "Rhys Compton und Lily Zhang" in previous
    assert "(Stanford University, USA). 27.02.2023. **Challenges" in previous
    abstracts = render.regions_of("abstracts", records)["abstracts"]
    for word in (
        "Titel:",
        "Worum es geht: What we know.",
        "Mitschnitt: [S01E01]",
        "Mehr: [Slides]",
    ):
        assert word in abstracts


@pytest.mark.parametrize(
    ("style", "text"), [(style, style.replace("2026", "2026")) for style in DATE_STYLES]
)
def test_each_style_of_dates_is_named_by_its_own_example(style: str, text: str) -> None:
    assert styled(datetime.date(2026, 3, 2), style) == text


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        ("", ["S01E01", "S01E02"]),
        ("SxxEyy", ["S01E01", "S01E02"]),
        ("number", ["1", "2"]),
        ("date", ["2023-02-27a", "2023-02-27b"]),
    ],
)
def test_talks_are_called_by_the_series_scheme(ids: str, expected: list[str]) -> None:
    records = series(wording=Wording(ids=ids))
    previous = render.regions_of("webinar", records)["previous"]
    assert [line.split(" - ")[0].removeprefix("* ") for line in previous.split("\n")] == expected
    assert f"Video: [{expected[0]}](" in render.regions_of("abstracts", records)["abstracts"]


@pytest.mark.parametrize("field", ["ids", "date_style", "past_date_style", "hour_style"])
def test_a_style_that_there_is_not_is_a_finding(field: str) -> None:
    own: dict[str, Any] = {field: "Roman"}
    wrong = Wording(**own)
    found = check(series(wording=wrong), (), datetime.date(2026, 1, 1), {})
    assert ("FILE002", field) in [(each.code, each.where.field) for each in found]


def test_what_would_be_passed_over_silently_is_a_finding() -> None:
    site = Pages(add_to_calendar="google, yahoo", site_url="nowhere")
    records = series(wording=Wording(months="Januar Februar"), pages=site)
    found = {
        (each.code, each.where.field): each.message
        for each in check(records, (), datetime.date(2026, 1, 1), {})
    }
    assert "“yahoo” is no calendar" in found["FILE002", "add_to_calendar"]
    assert "2 names: write twelve" in found["FILE002", "months"]
    assert ("LINK001", "site_url") in found


def test_words_cannot_break_out_of_their_place() -> None:
    hostile = GERMAN._replace(word_title="{% include x %}\n# <b>", word_next="<!-- lgtui:next -->")
    region = render.regions_of("webinar", series(talk("S02E01"), wording=hostile))["next"]
    assert "{%" not in region
    assert "<!--" not in region.replace("\\<!--", "")
    assert "\n# " not in region


@pytest.mark.parametrize(
    ("pattern", "name", "glob"),
    [
        ("", "20260302_webinar_2.md", "*_webinar_*.md"),
        ("{day}-talk-{number}.md", "2026-03-02-talk-2.md", "*-talk-*.md"),
        ("{day}-news", "2-2026-03-02-news.md", "*-*-news.md"),
        ("../x/{number}.md", "x-2.md", "x-*.md"),
    ],
)
def test_news_items_are_called_as_the_series_wants(pattern: str, name: str, glob: str) -> None:
    site = Pages(news="_news", news_name=pattern)
    assert news_name(site, 2, MARCH) == name
    assert news_glob(site) == glob
    held = (SEASONS[1]._replace(state="held"),)
    assert [page.path for page in render.files(series(pages=site, seasons=held))] == [
        f"_news/{name}"
    ]


def with_template(tmp_path: Path, region: str, text: str) -> tuple[Records, Templates]:
    (tmp_path / "t.md").write_text(text)
    (tmp_path / ".git").mkdir(exist_ok=True)
    own: dict[str, Any] = {f"{region}_template": "t.md"}
    site = Pages("_pages/webinar.md")._replace(**own)
    records = series(pages=site)
    return records, read_templates(records, str(tmp_path / "talks.toml"))


def test_a_region_is_made_by_its_template(tmp_path: Path) -> None:
    records, own = with_template(
        tmp_path,
        "previous",
        "{% for talk in talks %}\n- {{ talk.names }}: *{{ talk.title }}* ({{ talk.date }})  \n"
        "{% endfor %}\n\n\n",
    )
    found = render.regions_of("webinar", records, own)
    assert found["previous"] == (
        "- Dr. Roxana Daneshjou: *Challenges with equipoise* (27th February 2023)\n"
        "- Rhys Compton and Lily Zhang: *When more is less* (27th February 2023)"
    )
    assert found["next"].startswith("#### Next webinar:")


DOUBLING = (
    "{% set n = namespace(x='x') %}{% for a in range(99) %}{% set n.x = n.x ~ n.x %}{% endfor %}"
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", "steps"),
        ("{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}", "recursion"),
        ("{{ 'x' * 10 ** 12 }}", "too large"),
        ("{{ 9 ** 99999999 }}", "too large"),
        ("{{ (7 * [1]) * 10 ** 9 }}", "too large"),
        (DOUBLING, "too large"),
        (DOUBLING.replace("~", "+"), "too large"),
        (
            "{% macro d(x) %}{{ x }}{{ x }}{% endmacro %}"
            + DOUBLING.replace("n.x ~ n.x", "d(n.x)"),
            "too large",
        ),
        ("{% for a in range(99999) %}{{ 'x' * 999 }}{% endfor %}", "too large"),
        ("{{ 'x'|center(10 ** 10) }}{{ 'x'.center(10 ** 10) }}", "too large"),
        ("{{ 'x'.center(10 ** 10) }}", "too large"),
        ("{{ '%9999999999d' % 1 }}", "too large"),
        ("{{ '{:>9999999999}'.format(1) }}", "too large"),
        ("{{ '%*d' % (9999999999, 1) }}", "too large"),
        ("{{ '%9999999999d'|format(1) }}", "too large"),
        ("{{ ('x' * 9999)|replace('', 'y' * 9999) }}", "too large"),
        ("{{ (['x' * 9999] * 9999)|join }}", "too large"),
        ("{{ ('\\n' * 9999)|indent(9999) }}", "too large"),
        ("{{ none.x() }}", "none"),
        ("{{ '%q' % 1 }}", "format"),
    ],
)
def test_a_template_without_end_or_with_any_error_is_told(
    tmp_path: Path, text: str, message: str
) -> None:
    records, own = with_template(tmp_path, "next", "One.\n" + text)
    tracing = sys.gettrace()
    with pytest.raises(BadTemplateError, match=f"(?i)cannot be filled: .*{message}"):
        from_template("next", records, own)
    assert sys.gettrace() is tracing


def test_the_next_season_and_news_in_templates(tmp_path: Path) -> None:
    text = (
        "{% if season %}{{ season.theme }}: {{ season.date }}"
        "{% for t in season.talks %} {{ t.id }}{% endfor %}{% else %}none{% endif %}"
    )
    records, own = with_template(tmp_path, "next", text)
    assert render.regions_of("webinar", records, own)["next"] == (
        "Evaluation metrics: 2 March 2026 at 3:00pm CET S02E01 S02E02"
    )
    undated = (*records.seasons[:-1], records.seasons[-1]._replace(start=None))
    told = render.regions_of("webinar", records._replace(seasons=undated), own)["next"]
    assert told == "Evaluation metrics:  S02E01 S02E02"
    assert render.regions_of("webinar", records._replace(seasons=()), own)["next"] == "none"
    news, own = with_template(tmp_path, "news", "The {{ season.nth }}.")
    news = news._replace(pages=news.pages._replace(news="_news"))
    [item] = [page for page in render.files(news, own) if page.kind == "news"]
    assert item.write(None).endswith("---\n\nThe 1st.\n")


def test_every_fact_of_a_season_and_its_talks_in_templates(tmp_path: Path) -> None:
    text = (
        "{{ season.number }}/{{ season.nth }}/{{ season.label }}/{{ season.register_url }}\n"
        "{% for t in season.talks %}{{ t.id }}: {{ t.names }}, {{ t.affiliation }}, {{ t.date }}\n"
        "{% for s in t.speakers %}{{ s.name }} at {{ s.url }}\n{% endfor %}"
        "{{ t.abstract }} | {{ t.bio }} | {{ t.video_url }}\n"
        "{% for each in t.links %}{{ each.label }}: {{ each.url }}\n{% endfor %}{% endfor %}"
    )
    talk = HELD[1]._replace(
        id="S02E01",
        speakers=(Speaker("Bo Li", "Dr.", "https://bo.example"),),
        abstract="On *less*.",
        bio="Bo counts.",
        video_url="https://v.example",
    )
    records, own = with_template(tmp_path, "next", text)
    shared = talk._replace(id="S02E02", recording="", links=())
    region = render.regions_of("webinar", records._replace(talks=(talk, shared)), own)["next"]
    assert region.split("\n") == [
        "2/2nd/S02/https://example.org/register",
        "S02E01: Dr. Bo Li, New York University, USA, 2 March 2026 at 3:00pm CET",
        "Dr. Bo Li at https://bo.example",
        "On *less*. | Bo counts. |",
        "Slides: https://example.org/slides.pdf",
        "S02E02: Dr. Bo Li, New York University, USA, 2 March 2026 at 3:00pm CET",
        "Dr. Bo Li at https://bo.example",
        "On *less*. | Bo counts. | https://v.example",
    ]


def test_each_word_of_the_wording_has_a_default_that_people_are_shown() -> None:
    shown = {name: default_label(f"word_{name}") for name in ("and", "at", "tba", "register")}
    assert shown == {"and": "and", "at": "at", "tba": "**TBA**", "register": "Register here"}


def test_an_organizers_facts_in_templates(tmp_path: Path) -> None:
    text = (
        "{% for each in organizers[1:3] %}[{{ each.name }}]({{ each.url }}) "
        "{{ each.preposition }} {{ each.affiliation }};{% endfor %}"
    )
    records, own = with_template(tmp_path, "organizers", text)
    with_preposition = records.organizers[2]._replace(preposition="at the")
    records = records._replace(organizers=(*records.organizers[:2], with_preposition))
    plain = records.organizers[1].preposition
    assert render.regions_of("webinar", records, own)["organizers"] == (
        f"[Théo](https://theo.example) {plain} IT University of Copenhagen (Denmark);"
        "[Veronika](https://vero.example) at the IT University of Copenhagen (Denmark);"
    )


def test_a_fact_cannot_break_a_template_and_liquid_is_harmless(tmp_path: Path) -> None:
    records, own = with_template(tmp_path, "next", "{{ season.theme }}")
    hostile = (Season(2, "{{ 7*7 }} | *a* {% raw %}", MARCH),)
    region = render.regions_of("webinar", records._replace(seasons=hostile), own)["next"]
    assert region == r"{\{ 7*7 }} \| \*a\* &#123;% raw %}" or "{{" not in region
    assert "49" not in region


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{% for %}", "t.md:1: this is no template"),
        ("a\n{{ nothing.here }}", "t.md:2: the template cannot be filled: 'nothing' is undefined"),
        ("{{ ''.__class__.__mro__ }}", "cannot be filled"),
        ("{{ season.update({'a': 1}) }}", "cannot be filled"),
        ("{{ 1 // 0 }}", "cannot be filled"),
        ("<!-- lgtui:next -->", "may not write lgtui's own markers"),
    ],
)
def test_what_a_template_may_not_do_is_told_with_its_place(
    tmp_path: Path, text: str, told: str
) -> None:
    records, own = with_template(tmp_path, "next", text)
    with pytest.raises(DataError) as caught:
        render.regions_of("webinar", records, own)
    assert told in str(caught.value)


def test_a_template_that_is_not_there_or_outside_is_told_when_a_page_needs_it(
    tmp_path: Path,
) -> None:
    (tmp_path / ".git").mkdir()
    for path, told in (("no.md", "no.md"), ("../x.md", "leads out of the repository")):
        site = Pages("_pages/webinar.md", next_template=path)
        own = read_templates(series(pages=site), str(tmp_path / "talks.toml"))
        with pytest.raises(DataError, match=told):
            render.regions_of("webinar", series(pages=site), own)


@pytest.mark.parametrize("path", [".git/config", ".env", "_templates/../.git/logs/HEAD", "a/.b/c"])
def test_a_hidden_file_is_no_template(tmp_path: Path, path: str) -> None:
    for folder in (".git/logs", "_templates", "a/.b"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / path).write_text("url = https://me:SECRET@host.example")
    records = series(pages=Pages("_pages/webinar.md", next_template=path))
    own = read_templates(records, str(tmp_path / "talks.toml"))
    with pytest.raises(DataError, match=r"pages\.next_template: .* is a hidden file") as caught:
        render.regions_of("webinar", records, own)
    assert "SECRET" not in str(caught.value)


@pytest.mark.parametrize("folder", [False, True])
def test_a_link_is_no_template_wherever_it_leads(tmp_path: Path, folder: bool) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "t.md").write_text("SECRET")
    if folder:
        (tmp_path / "own").symlink_to("secret")
    else:
        (tmp_path / "own").mkdir()
        (tmp_path / "own" / "t.md").symlink_to("../secret/t.md")
    records = series(pages=Pages("_pages/webinar.md", next_template="own/t.md"))
    own = read_templates(records, str(tmp_path / "talks.toml"))
    with pytest.raises(DataError, match="leads through a link"):
        render.regions_of("webinar", records, own)


def test_templates_are_a_value_and_nothing_remembers_them(tmp_path: Path) -> None:
    records, own = with_template(tmp_path, "organizers", "We: {{ organizers[0].name }}")
    (tmp_path / "talks.toml").write_bytes(store.dumps(records))
    again = store.read(str(tmp_path / "talks.toml")).records
    assert render.regions_of("webinar", again, own)["organizers"] == "We: Amelia"
    (tmp_path / "t.md").write_text("They: {{ organizers[0].name }}")
    assert render.regions_of("webinar", again, own)["organizers"] == "We: Amelia"
    with pytest.raises(DataError, match=r"t\.md has not been read"):
        render.regions_of("webinar", again)


def test_long_texts_and_what_is_usual_stay_possible_in_templates(tmp_path: Path) -> None:
    text = (
        "{% set long = 'Ten to the 9999999999. ' * 2000 %}"
        "{{ long|replace('Ten', 'Eleven')|length }} {{ [long, 'b']|join(', ')|length }}"
        " {{ '%5.1f|%s'|format(2.25, 'a') }} {{ 'a' ~ 1 ~ none }}"
        " {{ 'x'.center(5) }}|{{ '{:>4}'.format('y') }} {{ [1] + [2] }} {{ 7 % 4 }} {{ 2 + 3 }}"
    )
    records, own = with_template(tmp_path, "next", text)
    assert from_template("next", records, own) == (
        "52000 46003   2.2|a a1None   x  |   y [1, 2] 3 5"
    )


@pytest.mark.parametrize("sign", ["+ ", "- ", "1. ", "# ", "> ", "| ", "--- ", "* ", ": ", "^ "])
def test_a_word_that_begins_a_line_begins_no_block(sign: str) -> None:
    labels = ("date", "where", "speakers", "title", "abstract", "bio", "video", "links", "add")
    values: dict[str, Any] = {f"word_{name}": f"{sign}Word:" for name in labels}
    words = page_labels(Wording(**values))
    for name in labels:
        [paragraph] = blocks(str(getattr(words, name)))
        assert paragraph.kind == "paragraph"
        assert not str(getattr(words, name)).startswith(sign)
