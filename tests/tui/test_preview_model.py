"""What one record becomes is exactly its part of the pages; the difference is that to the file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgtui import render
from lgtui.model import Records, Where, Wording
from lgtui.tui.preview_model import diff, differences, excerpts
from lgtui.tui.widgets.preview import markdown_lines
from tests.tui.sample import series

RECORDS = series()
PAGES = {page.path: page.write(None) for page in render.files(RECORDS)}


def places(records: Records) -> list[Where]:
    return [
        *(Where("talks", at) for at in range(len(records.talks))),
        *(Where("seasons", at) for at in range(len(records.seasons))),
        Where("organizers", 0),
        Where("series"),
        Where("wording"),
        Where("pages"),
    ]


@pytest.mark.parametrize("where", places(RECORDS))
def test_an_excerpt_is_a_part_of_the_page_word_for_word(where: Where, ids: str = "") -> None:
    records = RECORDS._replace(wording=Wording(ids=ids))
    regions = render.render(records)
    whole = "\n".join(text for kind in regions.values() for text in kind.values())
    found = [each for each in excerpts(records, where) if each.text and each.markdown]
    assert found
    for each in found:
        for line in each.text.split("\n"):
            assert line in whole


def test_a_held_talk_is_on_webinar_and_abstracts_page() -> None:
    found = {each.title: each for each in excerpts(RECORDS, Where("talks", 0))}
    assert "S01E01" in found["Webinar page, previous talks"].text
    assert "An abstract about dataset 1-1." in found["Abstracts page"].text
    assert "S01E02" not in found["Webinar page, previous talks"].text
    assert found["News item"].note == "Not written: Pages names no file for it."


def test_a_planned_talk_is_in_the_next_webinar_with_its_season() -> None:
    text = excerpts(RECORDS, Where("talks", 6))[0].text
    assert text.startswith("#### Next webinar: Theme 3")
    assert "Title 3-1 of words" in text
    assert "Title 3-2 of words" not in text


def test_a_season_after_the_next_one_is_not_on_the_webinar_page() -> None:
    later = RECORDS.seasons[2]._replace(number=4, start=None)
    records = RECORDS._replace(seasons=(*RECORDS.seasons, later))
    assert not any("Webinar" in each.title for each in excerpts(records, Where("seasons", 3)))


def test_a_record_on_no_page_says_why() -> None:
    lost = RECORDS._replace(talks=(RECORDS.talks[0]._replace(id="S0101"),))
    assert "S09E01" in excerpts(lost, Where("talks", 0))[0].note
    assert excerpts(RECORDS, Where())[0].note


def test_a_cancelled_season_is_shown_where_it_is_said_beside_the_next_one() -> None:
    off = RECORDS.seasons[2]._replace(number=4, state="cancelled", theme="Moths")
    records = RECORDS._replace(seasons=(*RECORDS.seasons, off))
    text = excerpts(records, Where("seasons", 3))[0].text
    assert text.startswith("#### Next webinar: Theme 3")
    assert "Moths" in text
    assert "(cancelled)" in text
    # After a season that was held nobody waits for an earlier one.
    early = RECORDS._replace(
        seasons=(RECORDS.seasons[0]._replace(state="cancelled"), *RECORDS.seasons[1:])
    )
    assert not any("Webinar" in each.title for each in excerpts(early, Where("talks", 0)))


def test_the_words_of_a_series_are_seen_in_the_next_season_and_the_last_held_one() -> None:
    changed = Wording(word_next="Coming up:", past_date_style="2026-03-02")
    found = excerpts(RECORDS._replace(wording=changed), Where("wording"))
    assert found[0].title == "For example"
    texts = {each.title: each.text for each in found}
    assert "#### Coming up: Theme 3" in texts["Webinar page, next webinar"]
    assert "2023-08-21" in texts["Webinar page, previous talks"]
    assert "S01E01" not in texts["Webinar page, previous talks"]
    assert {"Abstracts page"} <= set(texts)


def test_a_series_without_seasons_says_what_to_add() -> None:
    bare = RECORDS._replace(seasons=(), talks=())
    (only,) = excerpts(bare, Where("series"))
    assert "add one" in only.note


def test_an_unknown_zone_is_said_not_raised() -> None:
    records = RECORDS._replace(series=RECORDS.series._replace(timezone="Mars/Base"))
    assert "Mars/Base" in excerpts(records, Where("talks", 6))[0].note
    assert differences(records, Where("talks", 6), lambda _: None)[0].note


def test_a_page_that_says_it_already_has_no_difference() -> None:
    for each in differences(RECORDS, Where("talks", 0), PAGES.get):
        assert not each.text
        assert "Already says this" in each.note or "Not written" in each.note


def test_a_changed_title_shows_as_one_line_out_and_one_in() -> None:
    talk = RECORDS.talks[0]._replace(title="Another title")
    records = RECORDS._replace(talks=(talk, *RECORDS.talks[1:]))
    page = differences(records, Where("talks", 0), PAGES.get)[0]
    changed = [line for line in page.text.split("\n") if line[:1] in "+-"]
    assert len([line for line in changed if "Title 1-1 of words" in line]) == 1
    assert len([line for line in changed if "Another title" in line]) == 1


def test_a_missing_page_and_a_hand_edit_are_told() -> None:
    first = differences(RECORDS, Where("talks", 0), lambda _: None)[0]
    assert "creates" in first.note
    edited = {name: text.replace("Title 1-1 of words", "By hand") for name, text in PAGES.items()}
    found = differences(RECORDS, Where("talks", 0), edited.get)[0]
    assert "by hand" in found.note
    assert "By hand" in found.text


@pytest.mark.parametrize("scheme", ["number", "date"])
@pytest.mark.parametrize("where", places(RECORDS))
def test_a_talk_is_called_as_on_the_whole_page(scheme: str, where: Where) -> None:
    test_an_excerpt_is_a_part_of_the_page_word_for_word(where, scheme)


LINES = st.lists(st.sampled_from("abcde"), max_size=30)


@given(LINES, LINES)
def test_a_difference_names_each_line_that_is_not_in_both(old: list[str], new: list[str]) -> None:
    shown = diff("\n".join(old), "\n".join(new)).split("\n")
    removed = [line[1:] for line in shown if line[:1] == "-"]
    added = [line[1:] for line in shown if line[:1] == "+"]
    assert sorted([*old, *added]) == sorted([*new, *removed])


def test_a_character_reference_brings_no_control_character_in() -> None:
    for line in markdown_lines("a &#x1b;[31m &#x202e; **b** [c](https://d.example/\x1b)", 60):
        for segment in line:
            assert segment.text.isprintable()
            assert segment.style is None or segment.style.link is None


def test_links_show_their_addresses_and_lines_fit() -> None:
    lines = markdown_lines("See [the *paper*](https://example.org/paper).\n\n- one\n- two", 40)
    texts = ["".join(segment.text for segment in line) for line in lines]
    assert any("https://example.org/paper" in text for text in texts)
    assert all(len(text) <= 40 for text in texts)


def test_a_season_after_the_next_one_and_planned_abstracts_are_shown_where_pages_have_them() -> (
    None
):
    records = series(3)
    *held, last = records.seasons
    later = last._replace(number=4, theme="Later", start=None)
    records = records._replace(
        seasons=(*held, last, later),
        wording=Wording(word_further="Upcoming webinar:"),
        pages=records.pages._replace(abstracts_of="all"),
    )
    found = {one.title: one.text for one in excerpts(records, Where("seasons", 3))}
    assert any("#### Upcoming webinar: Later" in text for text in found.values())
    planned = {one.title: one.text for one in excerpts(records, Where("seasons", 2))}
    assert sum("### Dr. Speaker 3-1" in text for text in planned.values()) == 1
