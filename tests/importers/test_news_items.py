"""News items that people wrote tell themes of held seasons, and which of two videos is right."""

import pytest

from lgtui.importers import Note, Source
from lgtui.importers.pages import Import, import_pages

PAGE = """# S

#### Next webinar: Later
Date: **8 February 2027 at 3:00pm CET**

Speakers:

* **Bo Cee** - Lab

Title: Z

#### Upcoming webinar: Last
Date: **7 June 2027 at 3:00pm CEST**

Speakers:

* **Di Eff** - Lab

Title: W

#### Previous talks:
* S01E01 - **[Ann Bee](https://youtu.be/aaaaaaaaaaa)** (Lab). 3rd March 2025. **Y**
"""
ABSTRACTS = "# S\n\n### Ann Bee (Lab)\n\nTitle: Y\n\nAbstract: One.\n\nVideo: [S01E01]({})\n"


def read(*items: str, other: str = "https://youtu.be/aaaaaaaaaaa") -> Import:
    sources = [Source("w.md", PAGE.encode()), Source("a.md", ABSTRACTS.format(other).encode())]
    news = [
        Source(f"{at}.md", f"---\ndate: 2025-03-03 10:00:00+0100\n---\n\n{item}\n".encode())
        for at, item in enumerate(items)
    ]
    return import_pages(sources, news=news)


@pytest.mark.parametrize(
    ("item", "theme"),
    [
        ("Our first webinar is over. It was about mud and mills: thank you!", "mud and mills"),
        ("The first webinar was all about *mud*.", "mud"),
        ("The 1st webinar of S, on **Mud & Mills**, took place with Ann Bee.", "Mud & Mills"),
        ("Our webinar, dedicated to mud, is over.", "mud"),
        ("A webinar on the topic of mud with Ann Bee.", "mud"),
        ("We are back.\n\nTheme: Mud", "Mud"),
        ("The talks were about mud – thank you.", "mud"),
    ],
)
def test_the_theme_of_a_held_season_is_a_guess_from_its_item(item: str, theme: str) -> None:
    result = read(item)
    assert result.records.seasons[0].theme == theme
    [note] = [one for one in result.report if one.source == "0.md"]
    assert (note.kind, note.after) == ("guess", theme)
    assert note.line == 5 + item[: item.index(theme)].count("\n")


@pytest.mark.parametrize(
    "item",
    [
        "Thank you, [Ann Bee](https://youtu.be/aaaaaaaaaaa), for your talk about eels.",
        "The webinar on 3 March 2025 is over.",
        "Our webinar was a joy.",
        "<!-- It was about mud. -->",
    ],
)
def test_other_words_are_no_theme(item: str) -> None:
    assert read(item).records.seasons[0].theme == ""


def test_of_two_videos_the_one_of_the_news_is_right() -> None:
    other = "https://youtu.be/bbbbbbbbbbb"
    item = "Thanks, [Ann](https://www.youtube.com/watch?v={}&si=x)."
    assert read(item.format("b" * 11), other=other).records.talks[0].video_url == other
    result = read(item.format("a" * 11), other=other)
    assert result.records.talks[0].video_url == "https://youtu.be/aaaaaaaaaaa"
    for found in (read(item.format("b" * 11), other=other), result):
        notes: list[Note] = [one for one in found.report if one.kind == "disagree"]
        assert len(notes) == 1
        assert {notes[0].before, notes[0].after} == {other, "https://youtu.be/aaaaaaaaaaa"}


def test_of_two_forms_of_a_video_the_one_without_a_playlist_is_taken() -> None:
    clean = "https://www.youtube.com/watch?v=aaaaaaaaaaa"
    page = PAGE.replace("https://youtu.be/aaaaaaaaaaa", f"{clean}&list=PLx")
    result = import_pages(
        [Source("w.md", page.encode()), Source("a.md", ABSTRACTS.format(clean).encode())]
    )
    assert result.records.talks[0].video_url == clean


def test_talks_of_a_webinar_after_the_next_one_are_of_a_season_after_it() -> None:
    result = read()
    assert [(one.number, one.theme, one.state) for one in result.records.seasons] == [
        (1, "", "held"), (2, "Later", "upcoming"), (3, "Last", "upcoming"),
    ]  # fmt: skip
    assert [(one.id, one.title, one.date) for one in result.records.talks] == [
        ("S01E01", "Y", None), ("S02E01", "Z", None), ("S03E01", "W", None),
    ]  # fmt: skip
    text = result.pages["webinar"]
    written = [line for line in text.split("\n") if line and "lgtui:" not in line]
    order = (
        *("#### Next webinar: Later", "Title: Z"),
        *("#### Upcoming webinar: Last", "Title: W"),
    )
    places = [written.index(line) for line in order]
    assert places == sorted(places)
    assert any("S03 is planned after S02" in note.why for note in result.report)


@pytest.mark.parametrize(
    "words",
    ["Following webinar:", "Later:", "Save the date:", "Further webinar:", "Upcoming talk:"],
)
def test_a_webinar_after_the_next_one_is_known_by_its_place_and_day(words: str) -> None:
    text = PAGE.replace("Upcoming webinar:", words)
    result = import_pages([Source("w.md", text.encode())])
    assert [one.theme for one in result.records.seasons] == ["", "Later", "Last"]
    assert result.records.wording.word_further == words
    assert f"#### {words} Last\n" in result.pages["webinar"]
    without = text.replace("Date: **7 June 2027 at 3:00pm CEST**", "Come by train.")
    if not words.startswith("Upcoming"):
        found = import_pages([Source("w.md", without.encode())])
        assert len(found.records.seasons) == 2
        assert "Come by train." in found.pages["webinar"]
