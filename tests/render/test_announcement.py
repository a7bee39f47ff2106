"""Announcements: the facts, the hours elsewhere, and text that shows exactly what was typed."""

import datetime
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from lgtui.model import DataError, Link, Organizer, Records, Season, Series, Speaker, Talk, Wording
from lgtui.render.announcement import FORMS, announcement, times, to_html, to_plain, weight
from lgtui.render.kramdown import one_line
from tests.counting import calls
from tests.render.nasty import BLOCKS, NASTY

CPH = "Europe/Copenhagen"
AT = datetime.datetime
REGISTER = "https://zoom.example/meeting/register/abc"


def series(*talks: Talk, **fields: object) -> Records:
    season = Season(9, "Evaluation", AT(2026, 3, 2, 15), REGISTER)
    season = season._replace(**fields)  # type: ignore[arg-type] # fields by their names
    return Records(
        Series("Looking-Glass", CPH), organizers=(Organizer("Amelia", "https://a.example"),),
        seasons=(season,), talks=talks,
    )  # fmt: skip


ADA = Talk(
    "S09E01", "From Metrics", (Speaker("Ada Lovelace", "Dr.", "https://ada.example"),),
    "University of X", abstract="See [the *paper*](https://p.example/1).\n\n* one\n* two",
    bio="She did it.", links=(Link("Slides", "https://s.example/1.pdf"),),
)  # fmt: skip


def announce(records: Records, form: str, length: int = 280) -> str:
    return announcement(records, records.seasons[0], form, length=length)


class Shown(HTMLParser):
    """What a reader of HTML sees, and the elements and addresses it is made of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.tags, self.links = "", set[str](), list[str]()
        self.feed(html)
        self.close()
        self.text = " ".join(self.text.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]
        assert {name for name, _ in attrs} <= {"href", "start", "class", "title"}

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_plain_text_is_exactly_this() -> None:
    assert announce(series(ADA), "plain") == (
        "Looking-Glass, webinar S09: Evaluation\n"
        "\n"
        "When: Monday 2 March 2026 at 3:00pm CET\n"
        "      9:00am EST in New York\n"
        "      11:00pm JST in Tokyo\n"
        f"Register here: {REGISTER}\n"
        "\n"
        "* Dr. Ada Lovelace (University of X)\n"
        "  From Metrics\n"
        "\n"
        "Abstract: See the paper (https://p.example/1).\n"
        "\n"
        "- one\n"
        "- two\n"
        "\n"
        "Short bio: She did it.\n"
        "\n"
        "Slides: https://s.example/1.pdf\n"
        "\n"
        "--\n"
        "Amelia\n"
    )


@pytest.mark.parametrize("form", FORMS)
def test_what_is_missing_reads_tba_and_nothing_else_is_invented(form: str) -> None:
    text = announce(series(Talk("S09E01"), theme="", start=None, register_url=""), form)
    assert "TBA" in text
    assert "None" not in text
    assert text.endswith("\n")


@pytest.mark.parametrize("form", FORMS)
def test_a_cancelled_season_says_so_and_invites_nobody(form: str) -> None:
    text = announce(series(ADA, state="cancelled"), form)
    assert "Cancelled: Looking" in text
    assert REGISTER not in text


@pytest.mark.parametrize(
    ("moment", "zones", "expected"),
    [
        (
            AT(2026, 3, 2, 15),
            ("America/New_York", "Asia/Tokyo", "UTC"),
            ("3:00pm CET", "9:00am EST in New York", "11:00pm JST in Tokyo", "2:00pm UTC"),
        ),
        # For three weeks in March the clocks of New York are ahead of Europe's.
        (AT(2026, 3, 16, 15), ("America/New_York",), ("3:00pm CET", "10:00am EDT in New York")),
        (AT(2026, 3, 30, 15), ("America/New_York",), ("3:00pm CEST", "9:00am EDT in New York")),
        (
            AT(2026, 6, 1, 9, 30),
            ("America/Los_Angeles", "Australia/Sydney", "Asia/Kolkata"),
            (
                "9:30am CEST",
                "12:30am PDT in Los Angeles",
                "5:30pm AEST in Sydney",
                "1:00pm IST in Kolkata",
            ),
        ),
        (
            AT(2026, 6, 1, 18),
            ("Asia/Tokyo",),
            ("6:00pm CEST", "1:00am JST on Tuesday 2 June 2026 in Tokyo"),
        ),
        # The same clock under another name adds nothing.
        (AT(2026, 6, 1, 18), ("Europe/Paris", CPH), ("6:00pm CEST",)),
        # This hour comes twice; the first one is meant.
        (AT(2026, 10, 25, 2, 30), ("UTC",), ("2:30am CEST", "12:30am UTC")),
    ],
)
def test_hours_elsewhere(
    moment: datetime.datetime, zones: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    first, *others = times(moment, CPH, zones)
    assert first.endswith(f" at {expected[0]}")
    assert tuple(others) == expected[1:]


def test_a_bare_date_has_no_hours_elsewhere() -> None:
    assert times(datetime.date(2026, 3, 2), CPH, ("Asia/Tokyo",)) == ("Monday 2 March 2026",)
    with pytest.raises(DataError, match="'Nowhere' is no time zone"):
        times(AT(2026, 3, 2, 15), CPH, ("Nowhere",))


def test_a_talk_on_another_day_says_when() -> None:
    second = ADA._replace(id="S09E02", date=AT(2026, 3, 3, 10))
    text = announce(series(ADA, second), "plain")
    assert "  When: Tuesday 3 March 2026 at 10:00am CET\n" in text
    assert text.count("When:") == 2


@pytest.mark.parametrize("text", NASTY)
def test_html_and_markdown_show_exactly_what_was_typed(text: str) -> None:
    talk = Talk("S09E01", text, (Speaker(text),), text, abstract=text, bio=text)
    records = series(talk, theme=text)
    wanted = " ".join(one_line(text).split())
    for html in (
        announce(records, "html"),
        MarkdownIt("commonmark").render(announce(records, "markdown")),
    ):
        shown = Shown(html)
        head, _, rest = shown.text.partition("Abstract:")
        assert head.count(wanted) >= 3 if wanted else "TBA" in head
        assert rest
        assert all(link.startswith(("http://", "https://")) for link in shown.links)
        allowed = "a blockquote code em h1 h2 hr li ol p pre strong ul"
        assert shown.tags <= set(allowed.split())


@pytest.mark.parametrize("text", BLOCKS)
def test_an_abstract_brings_no_element_of_its_own_into_html(text: str) -> None:
    shown = Shown(to_html(text))
    assert shown.tags <= set("a blockquote br code em li ol p pre strong ul".split())
    assert all(link.startswith(("http://", "https://")) for link in shown.links)
    assert not any(ord(char) < 32 and char != "\n" for char in to_plain(text))


@pytest.mark.parametrize(
    ("text", "plain", "markup"),
    [
        ("# Aim\nWe aim.", "Aim\n\nWe aim.", "<p><strong>Aim</strong></p>\n<p>We aim.</p>"),
        ("one\u2028two\vthree\x1b", "one two three", "<p>one\ntwo\nthree</p>"),
        ("#5 of them", "#5 of them", "<p>#5 of them</p>"),
        ("Let $$a*b*c_1_2$$ be", "Let $$a*b*c_1_2$$ be", "<p>Let $$a*b*c_1_2$$ be</p>"),
        ("```\n*a*\n```\nb", "*a*\n\nb", "<pre><code>*a*\n</code></pre>\n<p>b</p>"),
        ("~~~\nopen *end*", "~~~ open end", "<p>~~~\nopen <em>end</em></p>"),
        ("A [b].\n\n[b]: https://x.example", "A [b].\n\n[b]: https://x.example", None),
    ],
)
def test_an_abstract_is_read_as_the_page_reads_it(
    text: str, plain: str, markup: str | None
) -> None:
    assert to_plain(text) == plain
    assert markup is None or to_html(text) == markup


def test_lists_quotations_and_links_of_an_abstract_in_plain_text() -> None:
    text = "One *two* **three** `x_y`.\n\n1. a\n2. b [c](https://c.example)\n   * d\n\n> said\n> so"
    assert to_plain(text) == (
        "One two three x_y.\n\n1. a\n2. b c (https://c.example)\n   - d\n\n> said so"
    )


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(words, words, words, st.integers(90, 400))
def test_a_post_fits_and_keeps_its_link(theme: str, title: str, name: str, length: int) -> None:
    talk = Talk("S09E01", title, (Speaker(name), Speaker("Bo Chen")))
    text = announce(series(talk, talk, theme=theme), "social", length=length)
    assert weight(text.rstrip("\n")) <= length
    assert text.endswith(f"Register here: {REGISTER}\n")


@pytest.mark.parametrize("words", ["x", "of words ", "\u4e2d"])
def test_a_theme_without_end_is_cut_with_no_more_work_than_a_long_one(words: str) -> None:
    long, endless = series(ADA, theme=words * 1_000), series(ADA, theme=words * 50_000)
    text = announce(endless, "social", length=300)
    assert 250 < weight(text.rstrip("\n")) <= 300
    assert "…\n" in text
    assert text == announce(long, "social", length=300)
    assert calls(lambda: announce(endless, "social", length=300)) <= calls(
        lambda: announce(long, "social", length=300)
    )


def test_an_announcement_in_the_words_of_the_series() -> None:
    german = Wording(
        word_date="Termin:", word_register="**Anmeldung**", word_and="und",
        word_abstract="Worum es geht:", word_bio="Zur Person:", word_tba="*offen*", word_at="um",
        hour_style="15:00", date_style="2. March 2026",
        months="Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    )  # fmt: skip
    talk = Talk("S09E01", "Netze", (Speaker("Ada"), Speaker("Bo")))
    records = series(talk)._replace(wording=german)
    text = announce(records, "plain")
    assert "Termin: 2. März 2026 um 15:00 CET\n        09:00 EST in New York\n" in text
    assert f"Anmeldung: {REGISTER}" in text
    assert "* Ada und Bo\n  Netze\n\nWorum es geht: offen\n\nZur Person: offen\n" in text
    assert f'<a href="{REGISTER}">Anmeldung</a>' in announce(records, "html")
    assert "**Zur Person:** offen" in announce(records, "markdown")


def test_a_post_too_short_for_its_link_is_refused() -> None:
    with pytest.raises(DataError, match="too short"):
        announce(series(ADA), "social", length=50)


def test_the_richest_wording_that_fits_is_taken() -> None:
    assert "• Dr. Ada Lovelace: From Metrics" in announce(series(ADA), "social", length=400)
    short = announce(series(ADA), "social", length=110)
    assert short.startswith("S09: Evaluation\n")


def test_the_html_is_exactly_this() -> None:
    second = Talk("S09E02", "Counting", (Speaker("Bo Li"),), bio="He counts.")
    assert announce(series(ADA, second), "html") == (
        "<h1>Looking-Glass, webinar S09: Evaluation</h1>\n"
        "<p><strong>When:</strong> Monday 2 March 2026 at 3:00pm CET "
        "(9:00am EST in New York, 11:00pm JST in Tokyo)</p>\n"
        f'<p><a href="{REGISTER}">Register here</a></p>\n'
        "<h2>From Metrics</h2>\n"
        '<p><strong><a href="https://ada.example">Dr. Ada Lovelace</a></strong>, '
        "University of X</p>\n"
        "<p><strong>Abstract:</strong> See "
        '<a href="https://p.example/1">the <em>paper</em></a>.</p>\n'
        "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"
        "<p><strong>Short bio:</strong> She did it.</p>\n"
        '<p><a href="https://s.example/1.pdf">Slides</a></p>\n'
        "<h2>Counting</h2>\n"
        "<p><strong>Bo Li</strong></p>\n"
        "<p><strong>Abstract:</strong> TBA</p>\n"
        "<p><strong>Short bio:</strong> He counts.</p>\n"
        "<hr>\n"
        '<p>Organized by <a href="https://a.example">Amelia</a>.</p>\n'
    )


def test_a_post_that_is_too_long_is_cut_after_a_whole_word() -> None:
    post = announce(series(theme="counting " * 100), "social", length=200)
    [cut] = [line for line in post.split("\n") if line.endswith("…")]
    assert cut.endswith("counting…")


def test_lists_and_quotations_keep_their_margins_in_plain_text() -> None:
    text = (
        "Intro\n\n* one\n\n  second\n* two\n  1. deep\n  2. deeper\n\n"
        "> said\n\n* a\n\n  ```\n  code\n    more\n  ```\n\nEnd"
    )
    assert to_plain(text) == (
        "Intro\n\n- one\n\n  second\n\n- two\n  1. deep\n  2. deeper\n\n"
        "> said\n\n- a\n\n  code\n    more\n\nEnd"
    )


@pytest.mark.parametrize("form", FORMS)
def test_a_held_season_asks_nobody_to_register_and_shows_its_videos(form: str) -> None:
    seen = ADA._replace(video_url="https://v.example/1")
    kept = Talk("S09E02", "Nets", (Speaker("Bo"),), video_url="https://v.example/2",
                recording="withheld")  # fmt: skip
    text = announce(series(seen, kept, state="held", theme=""), form, 400)
    for word in ("Register", REGISTER, "TBA", "https://v.example/2"):
        assert word not in text
    assert "https://v.example/1" in text
    assert "From Metrics" in text
    assert "Bo" in text


def test_a_post_about_a_held_season_fits_without_its_videos() -> None:
    text = announce(
        series(ADA._replace(video_url="https://v.example/1"), state="held"), "social", 60
    )
    assert weight(text.rstrip("\n")) <= 60
    assert "v.example" not in text


def test_a_held_season_has_the_series_own_word_for_a_video() -> None:
    records = series(ADA._replace(video_url="https://v.example/1"), state="held")
    records = records._replace(wording=Wording(word_video="**Aufzeichnung**:"))
    assert "\nAufzeichnung: https://v.example/1\n" in announce(records, "plain")
