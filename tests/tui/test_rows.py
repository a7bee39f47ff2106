"""A filter finds the records that hold all its words, wherever in them, and no others."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgtui.model import Records, Season, Speaker, Talk
from lgtui.text.folding import fold
from lgtui.tui.rows import Index, Row, build, select, words, words_of
from lgtui.tui.widgets.line_list import width

texts = st.lists(st.sampled_from("Théo THEO data Data-set ß SS łódź (CET) a\u0301b".split())).map(
    " ".join
)
talks = st.builds(
    lambda title, name, abstract: Talk("S01E01", title, (Speaker(name),), abstract=abstract),
    texts, texts, texts,
)  # fmt: skip


@given(st.lists(talks, max_size=5), texts)
def test_a_talk_is_found_when_each_word_stands_in_some_field(made: list[Talk], query: str) -> None:
    records = Records(talks=tuple(made))
    rows = [row for row in build(records, "file", {}) if row.kind == "talks"]
    found = {row.at for row in select(Index(), records, rows, words_of(query)) if row is not None}
    expected = {
        at
        for at, talk in enumerate(made)
        if all(
            any(word in fold(text) for text in (talk.id, talk.title, talk.speakers[0].name,
                                                talk.abstract))
            for word in words_of(query)
        )
    }  # fmt: skip
    assert found == expected


def test_many_times_the_same_word_is_kept_once() -> None:
    assert len(Index().text(Talk("S01E01", abstract="word " * 1000))) < 100


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("zolc lukasz", "Łukasz Żółć"),
        ("soren aero", "Søren Ærø"),
        ("d'arcy-o'brien", "Zoë D’Arcy–O’Brien"),
        ("o'neill", "Eugene O´Neill"),
        ("strasse", "Straße"),
        ("yilmaz", "Yılmaz"),
        ('"datasets"', "“Datasets”"),
    ],
)
def test_what_a_keyboard_has_finds_what_it_does_not_have(query: str, text: str) -> None:
    talk = Talk("S01E01", title=text)
    assert all(word in Index().text(talk) for word in words_of(query))


@pytest.mark.parametrize("query", ["28 mar 2099", "28 March 2099", "2099-03-28", "09:00"])
def test_a_day_is_found_as_the_list_writes_it(query: str) -> None:
    season = Season(4, start=datetime.datetime(2099, 3, 28, 9))
    assert all(word in Index().text(season) for word in words_of(query))


def test_names_with_accents_are_sorted_among_those_without() -> None:
    names = ["Ola Zając", "Bo Østergaard", "Ida Novák", "Al Popescu", "Jo Ångström"]
    records = Records(talks=tuple(Talk("", name, (Speaker(name),)) for name in names))
    rows = [row.at for row in build(records, "speaker", {}) if row.kind == "talks"]
    assert [names[at].split()[1] for at in rows] == [
        "Ångström", "Novák", "Østergaard", "Popescu", "Zając"
    ]  # fmt: skip


def test_speakers_are_named_in_full_where_they_fit_and_by_surname_where_they_do_not() -> None:
    long = Talk("S01E01", "Optimizing annotation cost for medical images and their metadata",
                (Speaker("Veronika Cheplygina", "Dr."), Speaker("Li")))  # fmt: skip

    def said(talk: Talk, room: int) -> str:
        records = Records(talks=(talk,))
        return "".join(text for text, _ in words(records, Row("talks", 0), room))

    assert said(long, 130).endswith(" · Dr. Veronika Cheplygina, Li")
    assert said(long, 60).endswith("… · Cheplygina, Li")
    assert said(long, 40).endswith("…")
    assert "·" not in said(long, 40)
    short = long._replace(title="Noise")
    assert said(short, 60).endswith("Noise · Dr. Veronika Cheplygina, Li")
    nobody = long._replace(speakers=(Speaker(""),))
    assert "·" not in said(nobody, 60)
    for room in range(12, 140):
        assert width(said(long, room)) <= room
