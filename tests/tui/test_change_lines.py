"""What a change is shown as: the record, the field, and values that differ visibly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgtui.model import Link, Speaker
from lgtui.records.diff import changes
from lgtui.tui.widgets.bottom_lists import ChangeList, apart, change_lines
from tests.tui.sample import series


@pytest.mark.parametrize(
    "speaker",
    [Speaker("Ada", "Prof."), Speaker("Ada", url="https://x.example"),
     Speaker("Ada", affiliation="ITU"), Speaker("Ada L.")],
)  # fmt: skip
def test_a_change_within_a_speaker_shows_what_is_different(speaker: Speaker) -> None:
    records = series()
    plain = records.talks[0]._replace(speakers=(Speaker("Ada"),))
    old = records._replace(talks=(plain, *records.talks[1:]))
    new = old._replace(talks=(plain._replace(speakers=(speaker,)), *records.talks[1:]))
    before, after = change_lines(changes(old, new)).split("\n")[-1].split(" → ")
    assert before.strip() != after.strip()
    assert all(each in after for each in (speaker.prefix, speaker.url, speaker.affiliation))


def test_another_address_of_a_link_is_shown() -> None:
    records = series()
    old, new = (
        records._replace(
            talks=(records.talks[0]._replace(links=(Link("Slides", url),)), *records.talks[1:])
        )
        for url in ("https://one.example", "https://two.example")
    )
    text = change_lines(changes(old, new))
    assert "one.example" in text
    assert "two.example" in text


def test_a_speaker_in_full_reads_as_people_write_it() -> None:
    records = series()
    whole = Speaker("Ada", "Prof.", "https://x.example", "ITU")
    old, new = (
        records._replace(talks=(records.talks[0]._replace(speakers=(who,)), *records.talks[1:]))
        for who in (whole._replace(prefix=""), whole)
    )
    assert change_lines(changes(old, new)).endswith(
        "Ada, ITU, https://x.example → Prof. Ada, ITU, https://x.example"
    )


WORDS = st.lists(st.sampled_from("the data are here and there again".split()), max_size=30)


@given(WORDS, WORDS, WORDS, WORDS, st.integers(5, 60))
def test_texts_that_differ_are_shown_where_they_do(
    first: list[str], one: list[str], other: list[str], last: list[str], cells: int
) -> None:
    before, after = (" ".join([*first, *middle, *last]) for middle in (one, other))
    old, new = apart(before, after, cells)
    assert (old == new) == (before == after) or not (old and new)
    for whole, shown in ((before, old), (after, new)):
        assert shown.strip("…") in whole
        assert len(shown) <= len(whole) + 2


def test_a_sentence_added_to_an_abstract_is_seen() -> None:
    records = series()
    long = "An abstract that goes on for quite a while about data and how they are used. " * 3
    old = records._replace(
        talks=(records.talks[0]._replace(abstract=long.strip()), *records.talks[1:])
    )
    new = records._replace(
        talks=(records.talks[0]._replace(abstract=long + "One more."), *records.talks[1:])
    )
    values = change_lines(changes(old, new)).split("\n")[-1].strip()
    assert values == "…and how they are used. → …and how they are used. One more."
    shown = ChangeList()
    shown.changes = changes(old, new)
    assert "One more." in "".join(text for text, _ in shown.cells(0, 110))


def test_a_word_in_the_middle_of_a_title_is_seen_with_its_neighbours() -> None:
    title = "From Metrics to Meaning: Making {} Matter in Medical Imaging AI for Everybody"
    assert apart(title.format("Evaluation"), title.format("Data"), 40) == (
        "…Making Evaluation Matter in…",
        "…Making Data Matter in…",
    )


def test_a_record_that_is_gone_or_new_says_what_it_was() -> None:
    records = series()
    fewer = records._replace(talks=records.talks[1:], seasons=records.seasons[:-1])
    gone = change_lines(changes(records, fewer))
    assert "S01E01: deleted\n    Title 1-1 of words · Dr. Speaker 1-1 Zając" in gone
    assert "S03: deleted\n    Theme 3" in gone
    assert "S01E01: added\n    Title 1-1 of words" in change_lines(changes(fewer, records))
