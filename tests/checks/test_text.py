import pytest

from lgtui.checks import fixes
from lgtui.checks.text import markup_at, tidied
from lgtui.model import Link, Organizer, Series, Speaker, Where
from tests.checks.making import TODAY, codes, found, series, with_season, with_talk


@pytest.mark.parametrize(
    ("garbled", "offset"),
    [
        ("Hubert ZajÄ…c", 10),
        ("EspÃ­rito Santo", 3),
        ("metrics‚Äã and more", 7),
        ("the L\uf8ffüëÄking-Glass", 5),
        ("lost \ufffd byte", 5),
    ],
)
def test_garbled_text_is_found_where_it_begins(garbled: str, offset: int) -> None:
    findings = found(with_talk(series(), 2, affiliation=garbled), "TEXT001")
    assert [finding.where for finding in findings] == [Where("talks", 2, "affiliation", offset)]
    assert findings[0].severity == "error"


def test_garbled_text_is_found_outside_the_talks_too() -> None:
    records = series()
    records = records._replace(organizers=(Organizer("ThÃ©o Sourget"),))
    assert codes(found(records, "TEXT001")) == ["TEXT001"]


@pytest.mark.parametrize(
    "healthy",
    ["Zając", "Espírito Santo", "L👀king-Glass", "東京大学", "Ærø", "naïve “quotes” – so"],
)
def test_healthy_letters_of_any_kind_are_left_alone(healthy: str) -> None:
    assert found(with_talk(series(), 2, affiliation=healthy)) == []


@pytest.mark.parametrize("char", ["\u200b", "\x1b", "\u202e", "\x00", "\x9b", "\ufeff"])
def test_invisible_characters_are_found_and_removed(char: str) -> None:
    records = with_talk(series(), 2, title=f"Metrics{char} of it", abstract=f"One{char} two")
    findings = found(records, "TEXT002")
    assert [finding.where for finding in findings] == [
        Where("talks", 2, "abstract", 3),
        Where("talks", 2, "title", 7),
    ]
    assert char not in findings[0].message
    assert findings[1].message.endswith("delete it")
    [several] = found(with_talk(series(), 2, title=f"M{char}e{char}t"), "TEXT002")
    assert several.message.startswith("2 invisible or control characters in ")
    assert several.message.endswith("delete them")
    fixed = records
    for finding in findings:
        fixed = fixes.fix(fixed, finding)
    assert fixed == with_talk(series(), 2, title="Metrics of it", abstract="One two")


def test_joiners_that_belong_to_an_emoji_stay() -> None:
    assert found(with_talk(series(), 2, title="People 👩‍🔬 and ❤️")) == []


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("some <b>bold</b>", 5),
        ("a<br>b", 1),
        ("a <br/> b", 2),
        ("<!-- hidden -->", 0),
        ('x <script src="y">', 2),
        ("a {{ site.title }}", 2),
        ("a {% raw %}", 2),
        ("`{{ code }}`", 1),
        ("</div>", 0),
    ],
)
@pytest.mark.parametrize("field", ["title", "abstract", "bio"])
def test_html_and_liquid_are_warnings(text: str, offset: int, field: str) -> None:
    [finding] = found(with_talk(series(), 2, **{field: text}))
    assert (finding.code, finding.severity) == ("TEXT003", "warning")
    assert finding.where == Where("talks", 2, field, offset)


@pytest.mark.parametrize(
    "text",
    [
        "a < b and c > d",
        "p <0.05, n> 3",
        "see <https://example.org/x> or <me@example.org>",
        "code `<b>` in Markdown",
        "```\n<b>fenced</b>\n```",
        "~~~~ html\n~~~\n<b>fenced</b>\n~~~~",
        "so:\n\n    <b>indented</b>\n\nend",
        "a {b} % c",
        "Q&A with AT&T",
    ],
)
def test_what_only_looks_like_markup_is_left_alone(text: str) -> None:
    assert found(with_talk(series(), 2, abstract=text)) == []


def test_entities_are_markup_in_plain_text_only() -> None:
    assert markup_at("Q &amp; A", markdown=False) == (2, "&amp;")
    assert markup_at("Q &amp; A", markdown=True) is None


def test_liquid_is_shown_to_its_end_and_no_further() -> None:
    assert markup_at("Use {{ page.title }} here.", markdown=True) == (4, "{{ page.title }}")
    assert markup_at("Use {% if x %} here.", markdown=False) == (4, "{% if x %}")
    assert markup_at("An open {{ sign.", markdown=True) == (8, "{{")


@pytest.mark.parametrize(
    ("stray", "tidy"),
    [
        (" a", "a"),
        ("a ", "a"),
        ("a  b", "a b"),
        ("a\tb", "a b"),
        ("a\nb", "a b"),
        ("a \n b\n", "a b"),
        ("a\u2028b", "a b"),
        ("a\xa0 b", "a b"),
        ("\xa0a", "a"),
    ],
)
def test_one_line_texts_lose_stray_blanks(stray: str, tidy: str) -> None:
    records = with_talk(series(), 2, title=stray)
    assert "TEXT004" in codes(found(records))
    fixed, _ = fixes.fix_all(records, TODAY)
    assert fixed == with_talk(series(), 2, title=tidy)


@pytest.mark.parametrize("text", ["a b", "a\xa0b", "10\u202f000", "a\u3000b"])
def test_single_blanks_of_any_kind_stay(text: str) -> None:
    assert tidied(text, "line") == text


@pytest.mark.parametrize(
    ("stray", "tidy"),
    [
        ("a \nb", "a\nb"),
        ("a\t\nb", "a\nb"),
        ("a  \n\nb", "a\n\nb"),
        ("a  ", "a"),
        ("a\n   \nb", "a\n\nb"),
        ("  a", "a"),
        ("\n a", "\na"),
        ("a\r\nb", "a\nb"),
        ("a   \nb", "a  \nb"),
    ],
)
def test_markdown_loses_blanks_that_mean_nothing(stray: str, tidy: str) -> None:
    records = with_talk(series(), 2, abstract=stray)
    findings = found(records, "TEXT004")
    assert [finding.severity for finding in findings] == ["warning"]
    assert fixes.fix(records, findings[0]) == with_talk(series(), 2, abstract=tidy)


@pytest.mark.parametrize(
    "text",
    [
        "a  \nb",
        "    code  \n    more ",
        "```\ncode \n\n  x  \n```\n",
        "a  b",
        "\na\n",
        "* one\n  two",
        "a\n\n\nb",
    ],
)
def test_blanks_that_mean_something_in_markdown_stay(text: str) -> None:
    assert found(with_talk(series(), 2, abstract=text)) == []


def test_blanks_around_a_url_and_a_state_are_stray() -> None:
    url = series().talks[2].video_url
    records = with_talk(series(), 2, video_url=f" {url}\n")
    [finding] = found(records)
    assert finding.code == "TEXT004"
    assert fixes.fix(records, finding) == series()


def test_a_speaker_s_name_loses_stray_blanks() -> None:
    records = with_talk(series(), 2, speakers=(Speaker("Emmy  Noether "),))
    [finding] = found(records, "TEXT004")
    assert finding.where.field == "speakers[0].name"
    assert fixes.fix(records, finding) == series()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "  "}, "title"),
        ({"speakers": ()}, "speakers"),
        ({"speakers": (Speaker(""),)}, "speakers[0].name"),
        ({"links": (Link("", "https://example.org"),)}, "links[0].label"),
        ({"links": (Link("Slides", ""),)}, "links[0].url"),
        ({"id": ""}, "id"),
    ],
)
def test_a_held_talk_s_empty_required_field_is_an_error(
    change: dict[str, object], field: str
) -> None:
    findings = found(with_talk(series(), 8, **change), "TEXT005")
    assert [(finding.where.field, finding.severity) for finding in findings] == [(field, "error")]


def test_an_empty_field_of_a_speaker_is_named_as_people_count() -> None:
    speakers = (Speaker("Ada Lovelace"), Speaker(""))
    (finding,) = found(with_talk(series(), 8, speakers=speakers), "TEXT005")
    assert finding.message.startswith("the name of speaker 2 is empty")
    assert finding.where.field == "speakers[1].name"


def test_an_upcoming_talk_may_lack_title_and_speakers() -> None:
    records = with_season(series(), 2, state="upcoming", start=None)
    for at in (6, 7, 8):
        records = with_talk(records, at, title="", speakers=(), video_url="")
    assert found(records) == []


def test_the_series_needs_a_name_and_a_zone_and_an_organizer_a_name() -> None:
    records = series()._replace(series=Series(), organizers=(Organizer(""),))
    places = [finding.where[:3] for finding in found(records)]
    assert places == [("series", 0, "name"), ("series", 0, "timezone"), ("organizers", 0, "name")]


@pytest.mark.parametrize("ending", ["\n\n", "\n\n\n", "\r\n\r\n"])
def test_blank_lines_at_a_texts_end_are_a_warning_that_the_fix_mends(ending: str) -> None:
    records = with_talk(series(), 3, bio=f"Born.{ending}")
    [finding] = found(records)
    assert (finding.code, finding.fixable, finding.where.field) == ("TEXT004", True, "bio")
    assert fixes.fix_all(records, TODAY)[0].talks[3].bio == "Born.\n"
    assert found(with_talk(series(), 3, bio="Born.\n")) == []
