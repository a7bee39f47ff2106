"""What people wrote on pages and in news items, held against the records."""

import datetime

import pytest

from lgtui import checks
from lgtui.checks import Finding
from lgtui.checks.own_words import Item, OwnWords
from lgtui.model import Pages, Records, Season, Series, Speaker, Talk
from lgtui.render import write

SITE = "https://tides.example"
RECORDS = Records(
    Series("Tides", "Europe/Oslo", 2),
    Pages("_pages/webinar.md", "_pages/webinar_talks.md", "_news"),
    seasons=(
        Season(1, "", datetime.date(2024, 1, 15), state="held"),
        Season(2, "", datetime.date(2024, 7, 1), state="held"),
    ),
    talks=tuple(
        Talk(f"S0{season}E0{episode}", f"{name}'s title", (Speaker(name),), "Uni",
             f"https://youtu.be/vid{season}{episode}xxxxx")
        for season, episode, name in (
            (1, 1, "Ada Østergaard"), (1, 2, "Bo Lindqvist"), (2, 1, "Cy Marchetti"),
            (2, 2, "Dee Hallorane"),
        )
    ),
)  # fmt: skip


def item(body: str, season: int = 2, date: str = "2024-07-01 10:00:00+0200") -> Item:
    return Item(f"_news/{season}.md", season, f"---\nlayout: post\ndate: {date}\n---\n\n{body}\n")


def of_items(*items: Item) -> list[Finding]:
    found = checks.check(RECORDS, (), datetime.date(2024, 9, 1), {}, own=OwnWords(SITE, items))
    return [one for one in found if not one.code.startswith("PAGE")]


def of_page(words: str, site: str = SITE, records: Records = RECORDS) -> list[Finding]:
    """What is found on a webinar page with these words by hand in line 11."""
    page = write("webinar", None, records)
    head, rest = page.split("\n# ", 1)
    texts: dict[str, str | None] = {
        "_pages/webinar.md": f"{head}\n# {rest.replace(chr(10), f'{chr(10)}{words}{chr(10)}', 1)}",
        "_pages/webinar_talks.md": write("abstracts", None, records).replace(
            "permalink: /webinar_talks/", "permalink: /all-talks/"
        ),
    }
    found = checks.check(records, (), datetime.date(2024, 9, 1), texts, own=OwnWords(site))
    return [one for one in found if one.code != "PAGE001"]


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ("See [here](https://lab.example/all-talks/).", "LINK005", f"{SITE}/all-talks/"),
        ("See [here](http://lab.example/site/webinar).", "LINK005", f"{SITE}/webinar/"),
        ("[old](http://www.lab.example/all-talks/index.html)", "LINK005", f"{SITE}/all-talks/"),
        ('<a href="https://lab.example/all-talks/#x">x</a>', "LINK005", f"{SITE}/all-talks/"),
        ("[a@b.org](a@b.org)", "LINK006", "mailto:a@b.org"),
        ('<a class="x" href="list@tides.example">x</a>', "LINK006", "mailto:list@tides.example"),
        ("[slides](n/a)", "LINK006", "is no address"),
        ("[us](www.tides.example)", "LINK006", "https://www.tides.example"),
    ],
)
def test_a_link_by_hand_that_leads_astray_is_a_warning_at_its_place(
    words: str, code: str, says: str
) -> None:
    [found] = of_page(words)
    assert (found.code, found.severity, found.file) == (code, "warning", "_pages/webinar.md")
    assert says in found.message
    assert (found.line, found.fixable) == (11, False)
    assert found.column > 1


@pytest.mark.parametrize(
    "words",
    [
        f"See [here]({SITE}/all-talks/) and [there](https://www.tides.example/webinar/).",
        "See [here](/all-talks/), [there](webinar.html) and [us](https://lab.example/people/).",
        "[a@b.org](mailto:a@b.org), [x](#top), ![a](picture.png)",
        "<!-- [a@b.org](a@b.org) -->",
        "```\n[a@b.org](a@b.org)\n```",
    ],
)
def test_other_links_are_nobodys_fault(words: str) -> None:
    assert of_page(words) == []


def test_without_an_address_of_the_site_no_host_is_another_one() -> None:
    assert of_page("See [here](https://lab.example/all-talks/).", site="") == []


def test_links_in_the_records_are_checked_too() -> None:
    text = "Write to [me](me@uni.example), see [all](https://lab.example/webinar_talks/)."
    talks = (RECORDS.talks[0]._replace(abstract=text), *RECORDS.talks[1:])
    found = of_page("", records=RECORDS._replace(talks=talks))
    assert [(one.code, one.record, one.where.field) for one in found] == [
        ("LINK006", "S01E01", "abstract"),
        ("LINK005", "S01E01", "abstract"),
    ]
    assert [text[one.where.offset :][:6] for one in found] == ["me@uni", "https:"]


@pytest.mark.parametrize(
    ("date", "right"),
    [
        ("2024-07-01 10:00:00+0100", "+0200"),
        ("2024-07-01T10:00:00+01:00", "+02:00"),
        ("2024-07-01 10:00Z", "+0200"),
        ("2024-07-01 10:00:00 -0500", "+0200"),
    ],
)
def test_an_offset_that_the_day_does_not_have_is_a_warning(date: str, right: str) -> None:
    [found] = of_items(item("Thanks.", date=date))
    assert (found.code, found.file, found.line) == ("NEWS001", "_news/2.md", 3)
    assert f"write {right}" in found.message
    assert of_items(item("Thanks.", date="2024-01-15 10:00:00+0100", season=1)) == []
    assert of_items(item("Thanks.\n\ndate: 2024-07-01 10:00:00+0100")) == []


def test_a_name_that_leads_elsewhere_is_a_warning_and_the_video_in_any_form_is_none() -> None:
    video = "https://www.youtube.com/watch?v=vid21xxxxx&si=abc"
    assert of_items(item(f"Thanks, [Cy Marchetti]({video}) and Dee Hallorane.")) == []
    [found] = of_items(item("Thanks,\n[Dr. Cy Marchetti](https://cy.example/) and others."))
    assert (found.code, found.line) == ("NEWS002", 7)
    assert "S02E01" in found.message
    [found] = of_items(item("[Cy Marchetti](https://youtu.be/vid22xxxxx)"))
    assert found.code == "NEWS002"
    assert of_items(item("[the programme](https://cy.example/), [Cy](https://cy.example)")) == []


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ("secnd", "second"),
        ("2th", "2nd"),
        ("forth", "fourth"),
        ("twelth", "twelfth"),
        ("third", "second"),
        ("3rd", "2nd"),
        ("2rd", "2nd"),
        ("2st", "2nd"),
    ],
)
def test_a_wrong_ordinal_is_a_warning(words: str, right: str) -> None:
    first = item("Our first webinar.", 1, "2024-01-15")
    [found] = of_items(first, item(f"Thanks for our {words} webinar."))
    assert (found.code, found.file, found.line, found.column) == ("NEWS003", "_news/2.md", 6, 16)
    assert f"write {right}" in found.message


@pytest.mark.parametrize(
    "words", ["Our second webinar", "the 2nd online webinar", "Our last webinar", "the north round"]
)
def test_other_words_before_webinar_are_no_ordinals(words: str) -> None:
    assert of_items(item(words)) == []


def test_a_series_that_counts_otherwise_is_not_told_at_each_item() -> None:
    others = [item("Our eleventh webinar.", 1, "2024-01-15"), item("Our twelfth webinar.")]
    assert of_items(*others) == []


@pytest.mark.parametrize("spelled", ["Cy Marchetty", "Cy Marcheti", "Cy Marchétti"])
def test_a_name_spelled_otherwise_names_the_items_place(spelled: str) -> None:
    [found] = of_items(item(f"Thanks, {spelled}."))
    assert (found.code, found.record) == ("NAME001", "S02E01")
    assert (found.file, found.line, found.column) == ("_news/2.md", 6, 9)
    assert spelled in found.message
    assert "Cy Marchetti" in found.message
    assert of_items(item(f"Thanks, Cy Marchetti and {spelled.upper()}'s team.")) == [] or (
        spelled == "Cy Marchétti"
    )


def test_links_of_news_items_are_checked_too() -> None:
    found = of_items(
        item("Write to [us](us@tides.example), read [all](http://x.example/webinar/).")
    )
    assert [(one.code, one.file, one.line) for one in found] == [
        ("LINK005", "_news/2.md", 6),
        ("LINK006", "_news/2.md", 6),
    ]
