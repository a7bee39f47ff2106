"""Differences between two versions read as an organizer would tell them."""

import datetime

import pytest
from hypothesis import given, settings

from lgtui.model import Organizer, Records, Season, Series, Speaker, Talk
from lgtui.records.commit_message import subject
from lgtui.records.diff import changes
from tests.checks.making import with_talk
from tests.records.editing import RECORDS, texts, versions

BASE = Records(
    Series("Datasets", "Europe/Copenhagen"),
    organizers=(Organizer("Ada Lo"), Organizer("Bo Li", "https://bo.example")),
    seasons=(Season(8, "Bias"), Season(9, "Metrics")),
    talks=(
        Talk("S08E01", "Bias in scans", (Speaker("Cy Young"),)),
        Talk("S09E01", "From metrics to meaning", (Speaker("Eva Christ"),)),
        Talk("S09E02", "Counting pixels", (Speaker("Di Ek"),)),
        Talk("S09E03", "Measuring trust", (Speaker("Fay Gu"),)),
    ),
)


def lines(new: Records, base: Records = BASE) -> list[str]:
    return [str(change) for change in changes(base, new)]


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"video_url": "https://v"}, "S09E01: video set"),
        ({"title": "Other"}, "S09E01: title changed"),
        ({"title": ""}, "S09E01: title removed"),
        ({"recording": "withheld"}, "S09E01: recording withheld"),
        ({"date": datetime.date(2026, 3, 2)}, "S09E01: date set"),
        ({"unknown": (("room", "A"),)}, "S09E01: room set"),
        ({"id": "S10E01"}, "S09E01 renumbered S10E01"),
        ({"speakers": (Speaker("Eva Christ"), Speaker("Al"))}, "S09E01: speaker Al added"),
        ({"speakers": ()}, "S09E01: speaker Eva Christ removed"),
        ({"speakers": (Speaker("Ewa Christ"),)}, "S09E01: speaker Eva Christ renamed Ewa Christ"),
        ({"speakers": (Speaker("Eva Christ", "Dr."),)}, "S09E01: prefix of Eva Christ set"),
    ],
)
def test_a_changed_field_is_named(fields: dict[str, object], line: str) -> None:
    new = with_talk(BASE, 1, **fields)
    assert lines(new) == [line]
    assert subject(changes(BASE, new)) == line


def test_seasons_organizers_and_series_are_named() -> None:
    new = BASE._replace(
        series=BASE.series._replace(talks_per_season=4),
        organizers=BASE.organizers[::-1],
        seasons=(BASE.seasons[0]._replace(state="held"), BASE.seasons[1], Season(10)),
        talks=BASE.talks[1:],
        unknown=(("colour", "red"),),
    )
    assert lines(new) == [
        "series: talks per season changed",
        "data file: colour set",
        "organizers: order changed",
        "S08: marked held",
        "S10: added",
        "S08E01: deleted",
    ]


def test_an_organizer_is_renamed() -> None:
    new = BASE._replace(organizers=(BASE.organizers[0], Organizer("Bo Lee", "https://bo.example")))
    assert lines(new) == ["Bo Li renamed Bo Lee"]


def test_a_change_tells_place_and_values() -> None:
    (change,) = changes(BASE, with_talk(BASE, 1, title="Other"))
    assert change[:6] == ("talks", 1, "S09E01", "title", "From metrics to meaning", "Other")


def test_the_subject_tells_one_change_of_a_whole_season() -> None:
    videos = tuple(talk._replace(video_url=f"https://{talk.id}") for talk in BASE.talks[1:])
    new = BASE._replace(talks=(BASE.talks[0], *videos))
    assert subject(changes(BASE, new)) == "S09: videos set for 3 talks"


def test_the_subject_tells_a_new_season_with_its_talks() -> None:
    planned = tuple(Talk(f"S10E0{n}") for n in (1, 2, 3))
    new = BASE._replace(seasons=(*BASE.seasons, Season(10)), talks=BASE.talks + planned)
    assert subject(changes(BASE, new)) == "S10: season and 3 talks added"
    alone = BASE._replace(seasons=(*BASE.seasons, Season(10)))
    assert subject(changes(BASE, alone)) == "S10: season added"
    assert subject(changes(new, BASE)) == "S10: season and 3 talks deleted"


def test_the_subject_tells_a_renumbered_season_once() -> None:
    new = BASE._replace(
        seasons=(BASE.seasons[0], Season(10, "Metrics")),
        talks=tuple(talk._replace(id=talk.id.replace("S09", "S10")) for talk in BASE.talks),
    )
    assert subject(changes(BASE, new)) == "S09 renumbered S10"


def test_the_subject_tells_several_fields_of_a_talk_together() -> None:
    new = with_talk(BASE, 1, title="Other", abstract="New")
    assert subject(changes(BASE, new)) == "S09E01: title and abstract changed"


def test_the_subject_counts_what_does_not_fit() -> None:
    one, two, three, four = BASE.talks
    new = BASE._replace(
        talks=(
            one._replace(title="new"),
            two._replace(bio="new"),
            three._replace(abstract="new"),
            four._replace(affiliation="new"),
        )
    )
    assert subject(changes(BASE, new)) == "S08E01: title changed; S09E01: bio set; 2 more changes"


def test_a_long_subject_is_cut_by_columns_of_the_terminal() -> None:
    new = with_talk(BASE, 1, speakers=(*BASE.talks[1].speakers, Speaker("講" * 60)))
    text = subject(changes(BASE, new))
    assert text.endswith("講…")
    assert sum(2 if mark == "講" else 1 for mark in text) in (71, 72)


def test_control_characters_do_not_reach_the_subject() -> None:
    new = BASE._replace(talks=(*BASE.talks, Talk("S09\nE04\x1b[31m")))
    assert subject(changes(BASE, new)) == "S09 E04 [31m: added"


def test_a_whole_import_is_counted() -> None:
    new = BASE._replace(talks=tuple(Talk(f"S{n:02}E01", f"T{n}") for n in range(10, 700)))
    assert subject(changes(BASE, new)) == "694 changes"


def test_nothing_changed_is_no_subject() -> None:
    assert changes(BASE, BASE) == ()
    assert subject(()) == ""


@settings(max_examples=100, deadline=None)
@given(versions("mine"), versions("theirs"))
def test_every_difference_is_told(base: Records, new: Records) -> None:
    found = changes(base, new)
    assert bool(found) == (base != new)
    named = {text for change in found for text in texts((change.field, change.after))}
    assert {text for text in texts(new) - texts(base) if not text.isdigit()} <= named
    assert len(subject(found)) <= 72
    assert "\n" not in subject(found)


@settings(max_examples=100, deadline=None)
@given(versions("mine"))
def test_what_is_added_one_way_is_deleted_the_other(new: Records) -> None:
    there, back = changes(RECORDS, new), changes(new, RECORDS)
    assert {change.label for change in there if change.what == "added"} == {
        change.label for change in back if change.what == "deleted"
    }
