import datetime
from typing import Any

import pytest

from lgtui import checks
from lgtui.checks import fixes
from lgtui.model import Records, Season, Talk, Where, make_id
from tests.checks.making import (
    TODAY,
    codes,
    day,
    found,
    series,
    with_season,
    with_talk,
    without_talks,
)

OCTOBER = datetime.date(2025, 10, 20)


def doubled(ids: tuple[str, ...] = ("S03E01", "S03E02", "S03E03")) -> Records:
    """A series whose last season's ids are used again half a year later."""
    records = series()
    later = tuple(
        talk._replace(
            title=f"Later: {talk.title}",
            speakers=(talk.speakers[0]._replace(name=f"Somebody Else{at}"),),
            video_url=f"https://youtu.be/later{at}",
            date=OCTOBER,
        )
        for at, talk in enumerate(records.talks)
        if talk.id in ids
    )
    return records._replace(talks=records.talks + later)


def test_a_sound_series_has_no_finding() -> None:
    assert found(series()) == []


def test_each_talk_with_a_taken_id_is_found_and_named_by_its_later_date() -> None:
    findings = found(doubled(), "SEQ001")
    assert [(finding.where, finding.record) for finding in findings] == [
        (Where("talks", 9, "id"), "S03E01"),
        (Where("talks", 10, "id"), "S03E02"),
        (Where("talks", 11, "id"), "S03E03"),
    ]
    assert "20 October 2025" in findings[0].message
    assert "S04" in findings[0].message
    assert findings[0].severity == "error"


def test_the_later_date_is_the_duplicate_wherever_it_stands_in_the_file() -> None:
    records = doubled()
    turned = records._replace(talks=records.talks[9:] + records.talks[:9])
    assert [finding.where.at for finding in found(turned, "SEQ001")] == [0, 1, 2]


def test_doubled_ids_become_the_next_season_together_with_its_record() -> None:
    fixed, done = fixes.fix_all(doubled(), TODAY)
    assert codes(done) == ["SEQ001", "SEQ001", "SEQ001"]
    assert [talk.id for talk in fixed.talks[9:]] == ["S04E01", "S04E02", "S04E03"]
    assert [talk.date for talk in fixed.talks[9:]] == [None, None, None]
    assert fixed.seasons[3] == Season(4, start=OCTOBER, state="held")
    assert fixed.talks[:9] == doubled().talks[:9]
    assert found(fixed) == []


def test_talks_of_the_later_day_move_along_although_their_ids_are_free() -> None:
    records = doubled(("S03E01", "S03E02"))
    extra = records.talks[-1]._replace(id="S03E03", title="Third", video_url="")
    records = records._replace(
        talks=(*without_talks(records, "S03E03").talks, extra._replace(recording="withheld"))
    )
    fixed, _ = fixes.fix_all(records, TODAY)
    assert [talk.id for talk in fixed.talks[-3:]] == ["S04E01", "S04E02", "S04E03"]


def test_hours_of_the_moved_talks_become_their_new_season_s_start() -> None:
    hour = datetime.datetime(2025, 10, 20, 15)
    records = doubled()
    for at in (9, 10, 11):
        records = with_talk(records, at, date=hour)
    fixed, _ = fixes.fix_all(records, TODAY)
    assert fixed.seasons[3].start == hour
    assert [talk.date for talk in fixed.talks[9:]] == [None, None, None]


def test_a_season_record_that_waits_with_that_day_is_used() -> None:
    records = doubled()
    waiting = Season(4, "Already here", datetime.datetime(2025, 10, 20, 15), state="held")
    fixed, _ = fixes.fix_all(records._replace(seasons=(*records.seasons, waiting)), TODAY)
    assert fixed.seasons[3] == waiting
    assert [talk.id for talk in fixed.talks[9:]] == ["S04E01", "S04E02", "S04E03"]


def test_the_next_free_season_is_taken_when_numbers_between_are_in_use() -> None:
    records = doubled()
    fourth = series(4)
    moved = tuple(talk._replace(id=talk.id.replace("S04", "S05")) for talk in fourth.talks[9:])
    records = records._replace(
        seasons=(*records.seasons, fourth.seasons[3]._replace(number=5, start=TODAY)),
        talks=records.talks + moved,
    )
    fixed, _ = fixes.fix_all(records, TODAY)
    assert fixed.talks[9].id == "S04E01"
    assert [season.number for season in fixed.seasons] == [1, 2, 3, 4, 5]


def test_no_renumbering_when_the_free_number_contradicts_the_dates() -> None:
    records = doubled()
    fourth = series(4)
    records = records._replace(
        seasons=(*records.seasons, fourth.seasons[3]._replace(start=datetime.date(2026, 1, 1))),
        talks=records.talks + fourth.talks[9:],
    )
    findings = found(records, "SEQ001")
    assert [finding.fixable for finding in findings] == [False, False, False]
    assert "by hand" in findings[0].message
    assert fixes.fix(records, findings[0]) == records


def test_a_slip_of_an_episode_takes_the_free_one() -> None:
    records = with_talk(series(), 8, id="S03E02")
    finding = found(records, "SEQ001")[0]
    assert "S03E03" in finding.message
    assert fixes.fix(records, finding) == series()


@pytest.mark.parametrize(
    ("change", "advice"),
    [
        ({}, "delete one"),
        ({"video_url": "https://youtu.be/other"}, "one title"),
        ({"title": ""}, "S03E04 is free"),
    ],
)
def test_what_may_be_one_talk_twice_is_not_renumbered(change: dict[str, Any], advice: str) -> None:
    records = series()
    twin = records.talks[8]._replace(**change)
    records = records._replace(talks=(*records.talks, twin))
    finding = found(records, "SEQ001")[0]
    assert (finding.fixable, finding.where.at) == (False, 9)
    assert advice in finding.message


def test_a_slip_that_would_put_talks_out_of_order_is_left_to_people() -> None:
    records = with_talk(series(), 6, id="S03E02")
    records = with_talk(records, 8, id="S03E03")
    finding = found(records, "SEQ001")[0]
    assert not finding.fixable
    assert "S03E01 is free" in finding.message


def test_two_season_records_with_one_number_are_found() -> None:
    records = series()
    records = records._replace(seasons=(*records.seasons, records.seasons[2]))
    finding = found(records, "SEQ001")[0]
    assert (finding.where, finding.fixable) == (Where("seasons", 3, "number"), False)
    assert "delete one" in finding.message


def test_two_records_of_a_season_with_two_runs_of_talks_are_left_to_people() -> None:
    records = series()
    records = records._replace(
        seasons=(*records.seasons, records.seasons[2]._replace(start=OCTOBER)),
        talks=records.talks
        + tuple(talk._replace(title=f"Later: {talk.title}") for talk in records.talks[6:]),
    )
    findings = found(records, "SEQ001")
    assert len(findings) == 4
    assert not any(finding.fixable for finding in findings)
    assert "S03 has two records" in findings[1].message


def test_a_season_record_whose_talks_wait_under_the_next_number_gets_it() -> None:
    records = with_season(series(4), 3, number=3)
    finding = found(records, "SEQ001")[0]
    assert fixes.fix(records, finding) == series(4)


@pytest.mark.parametrize(
    ("gone", "missing"),
    [((2,), "S02 is missing"), ((2, 3), "S02 and S03 are"), ((1, 2, 3), "S01 to S03 are")],
)
def test_a_gap_between_seasons_is_found_once(gone: tuple[int, ...], missing: str) -> None:
    records = series(5)
    records = records._replace(
        seasons=tuple(season for season in records.seasons if season.number not in gone),
        talks=tuple(talk for talk in records.talks if int(talk.id[1:3]) not in gone),
    )
    [finding] = found(records)
    assert finding.code == "SEQ002"
    assert missing in finding.message
    assert finding.record == f"S{gone[-1] + 1:02}"


@pytest.mark.parametrize(
    ("gone", "missing", "record"),
    [
        (("S02E01",), "S02E01 is missing", "S02E02"),
        (("S02E02",), "S02E02 is missing", "S02E03"),
        (("S02E01", "S02E02"), "S02E01 and S02E02 are missing", "S02E03"),
    ],
)
def test_a_gap_between_episodes_is_found(gone: tuple[str, ...], missing: str, record: str) -> None:
    [finding] = found(without_talks(series(), *gone), "SEQ003")
    assert missing in finding.message
    assert finding.record == record


def test_a_last_episode_left_out_is_no_gap() -> None:
    assert codes(found(without_talks(series(), "S02E03"))) == ["SEQ007"]


def test_talks_out_of_order_are_sorted_each_kept_whole() -> None:
    records = series()
    shuffled = records._replace(talks=(*records.talks[4:], *records.talks[:4]))
    [finding] = found(shuffled)
    assert (finding.code, finding.severity) == ("SEQ004", "warning")
    assert finding.record == "S01E01"
    assert fixes.fix(shuffled, finding) == records


def test_talks_that_share_ids_are_not_sorted_into_each_other() -> None:
    assert found(doubled(), "SEQ004") == []


def test_seasons_out_of_order_are_sorted() -> None:
    records = series()
    turned = records._replace(seasons=records.seasons[::-1])
    [finding] = found(turned)
    assert finding.code == "SEQ004"
    assert fixes.fix(turned, finding) == records


def test_a_talk_without_a_readable_id_stays_behind_its_neighbour_when_sorted() -> None:
    records = series()
    odd = Talk("later", "Unnumbered")
    shuffled = records._replace(talks=(records.talks[1], odd, records.talks[0], *records.talks[2:]))
    fixed, _ = fixes.fix_all(shuffled, TODAY)
    assert [talk.id for talk in fixed.talks[:4]] == ["S01E01", "S01E02", "later", "S01E03"]


def test_a_season_dated_before_an_earlier_one_is_found_at_its_start() -> None:
    records = with_season(series(), 2, start=datetime.date(2023, 6, 1))
    [finding] = found(records)
    assert (finding.code, finding.where) == ("SEQ005", Where("seasons", 2, "start"))
    assert "1 June 2023" in finding.message


def test_a_wrong_year_in_the_middle_is_one_finding() -> None:
    assert codes(found(with_season(series(5), 2, start=datetime.date(2025, 12, 1)))) == ["SEQ005"]


def test_seasons_of_one_day_and_cancelled_ones_may_be_dated_anyhow() -> None:
    records = with_season(series(), 1, start=day(1))
    assert found(records, "SEQ005") == []
    cancelled = with_season(series(), 1, start=datetime.date(2030, 1, 1), state="cancelled")
    assert found(cancelled, "SEQ005") == []


def test_talks_of_one_season_on_two_days_are_a_warning() -> None:
    [finding] = found(with_talk(series(), 4, date=day(2) + datetime.timedelta(days=1)))
    assert (finding.code, finding.severity) == ("SEQ006", "warning")
    assert finding.where == Where("talks", 4, "date")


def test_two_talks_of_one_id_and_different_days_are_told_apart() -> None:
    records = with_talk(series(), 4, id="S02E01", date=day(2) + datetime.timedelta(days=1))
    [finding] = found(records, "SEQ006")
    assert "but another S02E01 " in finding.message


def test_talks_at_two_hours_of_one_day_are_fine() -> None:
    assert found(with_talk(series(), 4, date=day(2) + datetime.timedelta(hours=1))) == []


def test_a_held_season_with_another_number_of_talks_is_a_warning() -> None:
    [finding] = found(without_talks(series(), "S03E03"))
    assert (finding.code, finding.severity, finding.record) == ("SEQ007", "warning", "S03")


@pytest.mark.parametrize("expected", [0, 2])
def test_the_expected_number_comes_from_the_series(expected: int) -> None:
    records = without_talks(series(1), "S01E03")
    records = records._replace(series=records.series._replace(talks_per_season=expected))
    assert found(records) == []


def test_an_upcoming_season_may_still_lack_talks() -> None:
    records = with_season(series(), 2, state="upcoming", start=datetime.date(2026, 3, 2))
    assert found(without_talks(records, "S03E03")) == []


@pytest.mark.parametrize(
    "written",
    ["S0302", "s03e02", "S3E2", "S03 E02", "S03-E02", "3x02", "SO3E02", "S003E02",
     "Season 3, Episode 2", " S03E02 ", "S03.E02", "S03_E02"],
)  # fmt: skip
def test_an_id_whose_meaning_is_plain_is_put_right(written: str) -> None:
    records = with_talk(series(), 7, id=written)
    assert "SEQ008" in codes(found(records)) or written.strip() != written
    fixed, _ = fixes.fix_all(records, TODAY)
    assert fixed == series()


@pytest.mark.parametrize("written", ["S302", "Talk 8", "S03", "S03E", "E02", "S03E02b", "2025-3"])
def test_an_id_that_could_mean_several_talks_is_left_to_people(written: str) -> None:
    records = with_talk(series(), 7, id=written)
    [finding] = found(records, "SEQ008")
    assert not finding.fixable
    assert fixes.fix(records, finding) == records


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ("keynote", "write season and episode as in S01E01"),
        ("s1e3", "write S01E03"),
        ("S1E2", "it reads as S01E02, which another talk has: renumber one of the two"),
    ],
)
def test_an_id_of_another_form_is_told_with_what_to_write(written: str, advice: str) -> None:
    [finding] = found(with_talk(series(), 2, id=written), "SEQ008")
    assert finding.where == Where("talks", 2, "id")
    assert finding.message == f"the id “{written}” is not of the form S01E01: {advice}"
    assert finding.fixable == (written == "s1e3")


def test_an_id_is_not_put_right_onto_another_talk_s() -> None:
    records = with_talk(series(), 7, id="s03e01")
    assert not any(finding.fixable for finding in found(records, "SEQ008"))
    assert "SEQ001" in codes(found(records))


def test_large_numbers_are_ids_too() -> None:
    assert make_id(100, 7) == "S100E07"
    records = series(1)
    assert found(with_talk(records, 2, id="S01E100"), "SEQ008") == []


def test_talks_without_a_season_record_get_one_when_their_dates_agree() -> None:
    records = series()
    bare = records._replace(
        seasons=records.seasons[:2],
        talks=records.talks[:6] + tuple(talk._replace(date=day(3)) for talk in records.talks[6:]),
    )
    [finding] = found(bare)
    assert (finding.code, finding.record, finding.fixable) == ("SEQ009", "S03E01", True)
    fixed = fixes.fix(bare, finding)
    assert fixed.seasons[2] == Season(3, start=day(3), state="held")
    assert fixed.talks == bare.talks


def test_talks_without_a_season_record_or_date_are_left_to_people() -> None:
    records = series()
    [finding] = found(records._replace(seasons=records.seasons[:2]))
    assert (finding.code, finding.fixable) == ("SEQ009", False)
    assert "the number 3" in finding.message


def test_a_held_season_without_talks_is_an_error() -> None:
    records = series()._replace(
        seasons=(*series().seasons, Season(4, start=datetime.date(2026, 1, 15), state="held"))
    )
    [finding] = found(records)
    assert (finding.code, finding.record) == ("SEQ009", "S04")
    assert "id S04E01" in finding.message


@pytest.mark.parametrize("state", ["cancelled", "upcoming"])
def test_a_cancelled_or_only_planned_season_needs_no_talks(state: str) -> None:
    season = Season(4, "Later", datetime.date(2026, 1, 15), state=state)
    records = series()._replace(seasons=(*series().seasons, season))
    assert found(records) == []


def test_messages_are_for_people_who_never_see_the_file() -> None:
    records = series()
    late = records.seasons[2]._replace(state="upcoming")
    broken = records._replace(
        seasons=(records.seasons[0], late, Season(5)), talks=records.talks[2:-1]
    )
    messages = [finding.message for finding in checks.check(broken, (), TODAY)]
    assert messages
    assert not [text for text in messages if "[[" in text or '= "' in text]


def test_an_episode_of_number_0_fills_no_gap() -> None:
    records = with_talk(series(), 6, id="S03E00")
    records = with_talk(records, 7, id="S03E01")
    [finding] = found(records, "SEQ003")
    assert "S03E03 is here, but S03E02 is missing" in finding.message


def test_of_three_records_of_one_season_none_is_the_one_that_talks_wait_for() -> None:
    records = series(4)
    third = records.seasons[2]
    moved = Season(3, "Another", day(4), state="held")
    two = records._replace(seasons=(*records.seasons[:3], moved))
    [finding] = found(two, "SEQ001")
    assert finding.fixable
    three = records._replace(seasons=(*records.seasons[:3], moved, third._replace(start=day(5))))
    assert [finding.fixable for finding in found(three, "SEQ001")] == [False, False]


def test_talks_that_become_a_season_keep_an_hour_of_their_own() -> None:
    records = doubled(("S03E01", "S03E02"))
    for at, hour in ((9, 15), (10, 17)):
        records = with_talk(records, at, date=datetime.datetime(2025, 10, 20, hour))
    fixed, _ = fixes.fix_all(records, TODAY)
    [season] = [season for season in fixed.seasons if season.number == 4]
    assert season.start == datetime.datetime(2025, 10, 20, 15)
    assert [(talk.id, talk.date) for talk in fixed.talks[9:]] == [
        ("S04E01", None),
        ("S04E02", datetime.datetime(2025, 10, 20, 17)),
    ]


@pytest.mark.parametrize(("number", "state"), [(2, "held"), (3, "upcoming")])
def test_a_season_made_for_its_talks_was_held_where_a_later_one_was(
    number: int, state: str
) -> None:
    records = series()
    for at in range(3 * number - 3, 3 * number):
        records = with_talk(records, at, date=day(number), video_url="")
    seasons = tuple(season for season in records.seasons if season.number != number)
    fixed, _ = fixes.fix_all(records._replace(seasons=seasons), TODAY)
    assert [season.state for season in fixed.seasons if season.number == number] == [state]


def test_one_talk_in_two_seasons_is_a_warning_at_the_later_one() -> None:
    records = series()
    first = records.talks[1]
    again = with_talk(records, 7, title=f" {first.title.upper()} ".strip(), speakers=first.speakers)
    [finding] = [one for one in found(again) if one.code == "SEQ010"]
    assert (finding.severity, finding.record, finding.where.field) == ("warning", "S03E02", "id")
    assert "S01E02" in finding.message
    other = with_talk(records, 7, title=first.title)
    assert "SEQ010" not in [one.code for one in found(other)]
    for at in (0, 2):  # a talk of a cancelled season may be given in another one
        off = again.seasons[at]._replace(state="cancelled")
        seasons = (*again.seasons[:at], off, *again.seasons[at + 1 :])
        assert "SEQ010" not in [one.code for one in found(again._replace(seasons=seasons))]


def test_one_day_in_two_seasons_is_a_warning() -> None:
    records = series()
    second = records.seasons[1]._replace(start=records.seasons[0].start)
    seasons = (records.seasons[0], second, records.seasons[2])
    [finding] = found(records._replace(seasons=seasons), "SEQ010")
    assert (finding.record, finding.where.field) == ("S02", "start")
    assert "S01" in finding.message
    cancelled = (records.seasons[0], second._replace(state="cancelled"), records.seasons[2])
    assert "SEQ010" not in [one.code for one in found(records._replace(seasons=cancelled))]
