"""What two organizers did at once, and what comes of it."""

import datetime

import pytest

from lgtui.model import Link, Organizer, Records, Season, Series, Speaker, Talk, Where, Wording
from lgtui.records.conflicts import Merged, choices, resolve
from lgtui.records.merge import merge
from tests.checks.making import with_talk

DAY, LATER = datetime.date(2026, 3, 2), datetime.date(2026, 9, 7)

BASE = Records(
    Series("Datasets", "Europe/Copenhagen"),
    organizers=(Organizer("Ada Lo", "https://ada.example"), Organizer("Bo Li")),
    seasons=(Season(8, "Bias", state="held"), Season(9, "Metrics")),
    talks=(
        Talk("S08E01", "Bias in scans", (Speaker("Cy Young"),), abstract="On bias."),
        Talk("S09E01", "From metrics to meaning", (Speaker("Eva Christ"),), abstract="On metrics."),
        Talk("S09E02", "Counting pixels", (Speaker("Di Ek"), Speaker("Fay Gu")), bio="Di counts."),
    ),
)


def plus(records: Records, *talks: Talk) -> Records:
    return records._replace(talks=records.talks + talks)


def ids(merged: Merged) -> list[str]:
    return [talk.id for talk in merged.records.talks]


def test_different_fields_of_one_talk_merge() -> None:
    merged = merge(BASE, with_talk(BASE, 1, title="New"), with_talk(BASE, 1, video_url="https://v"))
    assert merged == Merged(with_talk(BASE, 1, title="New", video_url="https://v"))


def test_one_sets_a_link_the_other_retitles_the_talk_and_adds_a_season() -> None:
    mine = with_talk(BASE, 1, title="Retitled")
    mine = plus(mine, Talk("S10E01", "First of ten"))._replace(seasons=(*BASE.seasons, Season(10)))
    merged = merge(BASE, mine, with_talk(BASE, 1, video_url="https://v"))
    assert merged == Merged(with_talk(mine, 1, video_url="https://v"))


def test_the_same_change_on_both_sides_is_one_change() -> None:
    mine = with_talk(with_talk(BASE, 1, title="Same"), 0, bio="mine")
    theirs = with_talk(with_talk(BASE, 1, title="Same"), 2, bio="theirs")
    assert merge(BASE, mine, theirs) == Merged(with_talk(mine, 2, bio="theirs"))


def test_one_field_changed_by_both_is_a_conflict_that_holds_mine() -> None:
    merged = merge(BASE, with_talk(BASE, 1, title="Mine"), with_talk(BASE, 1, title="Theirs"))
    (conflict,) = merged.conflicts
    assert conflict.where == Where("talks", 1, "title")
    assert str(conflict) == "S09E01: both changed title"
    values = (conflict.base, conflict.mine, conflict.theirs)
    assert values == ("From metrics to meaning", "Mine", "Theirs")
    assert merged.records == with_talk(BASE, 1, title="Mine")


@pytest.mark.parametrize(
    ("choice", "outcome"),
    [("mine", "A\n"), ("theirs", "B"), ("base", "On metrics."), ("joined", "A\n\nB")],
)
def test_a_long_text_is_resolved_by_either_side_or_both(choice: str, outcome: str) -> None:
    merged = merge(BASE, with_talk(BASE, 1, abstract="A\n"), with_talk(BASE, 1, abstract="B"))
    resolved = resolve(merged, merged.conflicts[0], choice)
    assert resolved == Merged(with_talk(BASE, 1, abstract=outcome))


def test_a_conflict_is_resolved_by_a_text_of_ones_own() -> None:
    merged = merge(BASE, with_talk(BASE, 1, title="A"), with_talk(BASE, 1, title="B"))
    resolved = resolve(merged, merged.conflicts[0], "value", "A and B")
    assert resolved == Merged(with_talk(BASE, 1, title="A and B"))


def test_a_title_cannot_be_joined() -> None:
    merged = merge(BASE, with_talk(BASE, 1, title="A"), with_talk(BASE, 1, title="B"))
    assert "joined" not in choices(merged.conflicts[0])
    with pytest.raises(ValueError, match="no choice"):
        resolve(merged, merged.conflicts[0], "joined")


def test_a_season_renumbered_by_one_and_edited_by_the_other_is_both() -> None:
    mine = BASE._replace(
        seasons=(Season(8, "Bias", state="held"), Season(9, "Privacy"), Season(10, "Metrics")),
        talks=(
            BASE.talks[0],
            Talk("S09E01", "Keeping secrets", (Speaker("Gil Ho"),)),
            *(old._replace(id=old.id.replace("S09", "S10")) for old in BASE.talks[1:]),
        ),
    )
    theirs = with_talk(BASE, 1, video_url="https://v")._replace(
        seasons=(BASE.seasons[0], Season(9, "Metrics", datetime.date(2026, 3, 2)))
    )
    theirs = plus(theirs, Talk("S09E03", "A third one"))
    merged = merge(BASE, mine, theirs)
    assert not merged.conflicts
    assert merged.records.seasons[2] == Season(10, "Metrics", datetime.date(2026, 3, 2))
    assert ids(merged) == ["S08E01", "S09E01", "S10E01", "S10E02", "S10E03"]
    assert merged.records.talks[2].video_url == "https://v"
    assert merged.records.talks[4].title == "A third one"


def season_before(records: Records) -> Records:
    """S08 put in front of all seasons: what was S08 and S09 is S09 and S10."""
    return records._replace(
        seasons=(
            Season(8, "Prelude"),
            *(season._replace(number=season.number + 1) for season in records.seasons),
        ),
        talks=(
            Talk("S08E01", "Prelude one", (Speaker("Pre L"),)),
            Talk("S08E02"),
            Talk("S08E03"),
            *(
                talk._replace(id=talk.id.replace("S09", "S10").replace("S08", "S09"))
                for talk in records.talks
            ),
        ),
    )


@pytest.mark.parametrize("swap", [False, True])
def test_a_talk_added_to_an_untouched_season_follows_it(swap: bool) -> None:
    one, other = plus(BASE, Talk("S08E02", "Of noise", (Speaker("Ned"),))), season_before(BASE)
    merged = merge(BASE, other, one) if swap else merge(BASE, one, other)
    assert not merged.conflicts
    assert {talk.title: talk.id for talk in merged.records.talks if talk.title} == {
        "Prelude one": "S08E01",
        "Bias in scans": "S09E01",
        "Of noise": "S09E02",
        "From metrics to meaning": "S10E01",
        "Counting pixels": "S10E02",
    }


@pytest.mark.parametrize("swap", [False, True])
def test_a_planned_talk_filled_in_by_one_follows_its_season(swap: bool) -> None:
    base = plus(BASE, Talk("S08E02"), Talk("S08E03"))
    one, other = with_talk(base, 4, title="Of noise", bio="Ned"), season_before(base)
    merged = merge(base, other, one) if swap else merge(base, one, other)
    assert not merged.conflicts
    [filled] = [talk for talk in merged.records.talks if talk.title == "Of noise"]
    assert filled.id == "S09E03"
    assert merged.records.talks.count(Talk("S08E02")) == 1
    assert merged.records.talks.count(Talk("S08E03")) == 1
    assert merged.records.talks.count(Talk("S09E02")) == 1


def test_a_deleted_season_that_got_a_talk_meanwhile_is_asked_about() -> None:
    mine = plus(BASE, Talk("S09E03", "A third one"))
    theirs = BASE._replace(seasons=BASE.seasons[:1], talks=BASE.talks[:1])
    (conflict,) = merge(BASE, mine, theirs).conflicts
    assert str(conflict) == "S09: others deleted it, you edited it"
    merged = merge(BASE, theirs, mine)
    assert [season.number for season in merged.records.seasons] == [8, 9]
    assert ids(merged) == ["S08E01", "S09E03"]
    left = merged.conflicts[0]
    gone = resolve(merged, left, "mine").records
    assert (gone.seasons, gone.talks) == (theirs.seasons, theirs.talks)


M3 = Talk("S09E03", "A third one", (Speaker("Mo Third"),))


@pytest.mark.parametrize(
    ("old", "moved", "new"),
    [
        (Season(9), Season(10), Season(9)),
        (Season(9, "Metrics"), Season(10, "Measures"), Season(9, "Prelude")),
        (Season(9, "Metrics", DAY), Season(10, "Metrics", DAY), Season(9, "Metrics", LATER)),
    ],
    ids=["says nothing", "changed as well", "another of that theme"],
)
@pytest.mark.parametrize("swap", [False, True])
def test_a_season_is_followed_by_where_its_talks_went(
    old: Season, moved: Season, new: Season, swap: bool
) -> None:
    base = BASE._replace(seasons=(BASE.seasons[0], old))
    theirs = base._replace(
        seasons=(BASE.seasons[0], new, moved),
        talks=(
            BASE.talks[0],
            Talk("S09E01", "Before", (Speaker("Pre L"),)),
            *(talk._replace(id=talk.id.replace("S09", "S10")) for talk in BASE.talks[1:]),
        ),
    )
    mine = plus(base, M3)
    merged = merge(base, theirs, mine) if swap else merge(base, mine, theirs)
    assert not merged.conflicts
    [third] = [talk for talk in merged.records.talks if talk.title == M3.title]
    assert third.id == "S10E03"


def test_a_season_that_was_replaced_under_its_number_is_asked_about() -> None:
    other = (Season(9, "Other", LATER), Talk("S09E01", "O one", (Speaker("Olaf"),)))
    theirs = BASE._replace(seasons=(BASE.seasons[0], other[0]), talks=(BASE.talks[0], other[1]))
    merged = merge(BASE, plus(BASE, M3), theirs)
    assert "deleted" in {conflict.kind for conflict in merged.conflicts}
    by_theme = {season.theme: season.number for season in merged.records.seasons}
    assert by_theme == {"Bias": 8, "Other": 9, "Metrics": 10}
    assert {talk.title: talk.id for talk in merged.records.talks}[M3.title] == "S10E03"


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_of_two_seasons_of_one_number_each_takes_its_talks_along(choice: str) -> None:
    """One side put a season before, the other one appended a season."""
    mine = plus(
        BASE._replace(seasons=(*BASE.seasons, Season(10, "Last", LATER))),
        Talk("S10E01", "L one", (Speaker("Lou"),)),
    )
    merged = merge(BASE, mine, season_before(BASE))
    [conflict] = merged.conflicts
    assert str(conflict) == "S10: both sides have a record of this name; S11 is free"
    decided = resolve(merged, conflict, choice)
    assert not decided.conflicts
    themes = {season.theme: season.number for season in decided.records.seasons}
    titles = {talk.title: talk.id for talk in decided.records.talks if talk.title}
    last, metrics = (10, 11) if choice == "mine" else (11, 10)
    assert (themes["Last"], themes["Metrics"]) == (last, metrics)
    assert titles["L one"] == f"S{last}E01"
    assert titles["Counting pixels"] == f"S{metrics}E02"
    assert resolve(merged, conflict, "value", 15).records.seasons[-1].number in (10, 15)


def test_a_talk_of_a_deleted_season_is_not_put_under_the_next_one() -> None:
    """The season of the next number took the number of the deleted one."""
    theirs = BASE._replace(
        seasons=(BASE.seasons[1]._replace(number=8),),
        talks=tuple(talk._replace(id=talk.id.replace("S09", "S08")) for talk in BASE.talks[1:]),
    )
    merged = merge(BASE, with_talk(BASE, 0, bio="Cy."), theirs)
    assert {conflict.kind for conflict in merged.conflicts} == {"deleted"}
    titles = {talk.title: talk.id for talk in merged.records.talks}
    assert titles["Bias in scans"] == "S09E01"
    assert titles["From metrics to meaning"] == "S08E01"
    assert {season.theme: season.number for season in merged.records.seasons} == {
        "Metrics": 8,
        "Bias": 9,
    }


def test_a_decision_that_doubles_an_id_is_a_question_of_its_own() -> None:
    mine = plus(with_talk(BASE, 2, id="S09E07"), Talk("S10E01", "Mine", (Speaker("Mia"),)))
    theirs = with_talk(BASE, 2, id="S10E01")
    merged = merge(BASE, mine, theirs)
    clash = next(one for one in merged.conflicts if one.field == "id" and one.kind == "field")
    after = resolve(merged, clash, "theirs")
    (doubled,) = after.conflicts
    assert doubled.kind == "same id"
    assert str(doubled) == "S10E01: both sides have a record of this name; S10E02 is free"
    assert ids(resolve(after, doubled, "mine")) == ["S08E01", "S09E01", "S10E01", "S10E02"]
    assert ids(resolve(after, doubled, "theirs")) == ["S08E01", "S09E01", "S10E02", "S10E01"]


def test_a_talk_deleted_here_and_renumbered_with_its_season_keeps_its_new_id() -> None:
    mine = BASE._replace(talks=BASE.talks[:1] + BASE.talks[2:])
    theirs = season_before(with_talk(BASE, 1, abstract="Longer"))
    merged = merge(BASE, mine, theirs)
    (conflict,) = merged.conflicts
    assert str(conflict) == "S10E01: you deleted it, others edited it"
    for choice in ("theirs", "base"):
        assert ids(resolve(merged, conflict, choice)).count("S10E01") == 1


def test_season_moved_by_one_and_episode_by_the_other_move_both() -> None:
    merged = merge(BASE, with_talk(BASE, 2, id="S11E02"), with_talk(BASE, 2, id="S09E05"))
    assert ids(merged) == ["S08E01", "S09E01", "S11E05"]
    assert not merged.conflicts


def test_deleting_what_the_other_edited_keeps_it_and_asks() -> None:
    mine = BASE._replace(talks=BASE.talks[:1] + BASE.talks[2:])
    theirs = with_talk(BASE, 1, title="Better")
    merged = merge(BASE, mine, theirs)
    (conflict,) = merged.conflicts
    assert str(conflict) == "S09E01: you deleted it, others edited it"
    assert (conflict.base, conflict.mine) == (BASE.talks[1], None)
    assert conflict.theirs == theirs.talks[1]
    assert merged.records == theirs
    assert resolve(merged, conflict, "mine") == Merged(mine)
    assert resolve(merged, conflict, "theirs") == Merged(theirs)
    assert resolve(merged, conflict, "base") == Merged(BASE)
    assert str(merge(BASE, theirs, mine).conflicts[0]) == "S09E01: others deleted it, you edited it"


def test_a_deletion_stands_against_a_mere_renumbering() -> None:
    mine = BASE._replace(talks=BASE.talks[:2])
    merged = merge(BASE, mine, with_talk(BASE, 2, id="S10E02"))
    assert merged == Merged(mine)


def test_after_a_deletion_the_other_conflicts_point_to_their_records() -> None:
    mine = with_talk(BASE._replace(talks=BASE.talks[1:]), 1, bio="Mine")
    theirs = with_talk(with_talk(BASE, 0, title="Kept"), 2, bio="Theirs")
    merged = merge(BASE, mine, theirs)
    deleted, bio = sorted(merged.conflicts, key=lambda item: item.where.at)
    assert bio.where == Where("talks", 2, "bio")
    after = resolve(merged, deleted, "mine")
    assert after.conflicts[0].where == Where("talks", 1, "bio")
    assert resolve(after, after.conflicts[0], "theirs").records.talks[1].bio == "Theirs"


def test_two_new_talks_with_one_id_are_both_kept_and_a_free_id_proposed() -> None:
    one, other = (
        Talk("S09E03", "On trees", (Speaker("Al"),)),
        Talk("S09E03", "On cats", (Speaker("Bea"),)),
    )
    merged = merge(BASE, plus(BASE, one), plus(BASE, other))
    (conflict,) = merged.conflicts
    assert (conflict.kind, conflict.mine, conflict.theirs) == ("same id", one, other)
    assert conflict.proposal == "S09E04"
    assert set(merged.records.talks) == {*BASE.talks, one, other}
    theirs_moved = {*BASE.talks, one, other._replace(id="S09E04")}
    assert set(resolve(merged, conflict, "mine").records.talks) == theirs_moved
    mine_moved = {*BASE.talks, one._replace(id="S09E04"), other}
    assert set(resolve(merged, conflict, "theirs").records.talks) == mine_moved
    own = resolve(merged, conflict, "value", "S11E01").records.talks
    assert set(own) == {*BASE.talks, one, other._replace(id="S11E01")}


def test_a_conflict_of_ids_says_which_one_is_free() -> None:
    mine, theirs = plus(BASE, Talk("S09E03", "On trees")), plus(BASE, Talk("S09E03", "Of cats"))
    (conflict,) = merge(BASE, mine, theirs).conflicts
    assert str(conflict) == "S09E03: both sides have a record of this name; S09E04 is free"


def test_ids_of_another_form_are_counted_up_until_one_is_free() -> None:
    mine, theirs = plus(BASE, Talk("keynote", "On trees")), plus(BASE, Talk("keynote", "Of cats"))
    assert merge(BASE, mine, theirs).conflicts[0].proposal == "keynote-2"
    mine = plus(BASE, Talk("keynote", "On trees"), Talk("keynote-2", "On rocks"))
    theirs = plus(BASE, Talk("keynote", "Of cats"), Talk("keynote-3", "Of dogs"))
    (conflict,) = merge(BASE, mine, theirs).conflicts
    assert conflict.proposal == "keynote-4"


def test_two_new_talks_of_one_id_that_share_but_day_and_place_are_two() -> None:
    day = datetime.date(2026, 3, 2)
    one = Talk("S09E03", "On trees", affiliation="Uni", date=day)
    other = Talk("S09E03", "Of cats", affiliation="Uni", date=day)
    merged = merge(BASE, plus(BASE, one), plus(BASE, other))
    assert set(merged.records.talks) == {*BASE.talks, one, other}


def test_an_equal_copy_of_a_conflict_is_resolved_as_the_conflict_itself() -> None:
    mine = with_talk(BASE, 1, title="Mine", bio="Mine")
    merged = merge(BASE, mine, with_talk(BASE, 1, title="Theirs", bio="Theirs"))
    for at, conflict in enumerate(merged.conflicts):
        resolved = resolve(merged, conflict._replace(), "theirs")
        assert resolved == resolve(merged, conflict, "theirs")
        assert resolved.conflicts == (merged.conflicts[1 - at],)


def test_two_equal_new_talks_are_one() -> None:
    new = plus(BASE, Talk("S09E03", "On trees"))
    merged = merge(BASE, with_talk(new, 0, bio="x"), new)
    assert merged == Merged(with_talk(new, 0, bio="x"))


def test_a_talk_planned_by_both_and_filled_by_one_is_one() -> None:
    filled = plus(BASE, Talk("S09E03", "On trees", (Speaker("Al"),)))
    planned = plus(BASE, Talk("S09E03"), Talk("S09E04"))
    merged = merge(BASE, filled, planned)
    assert merged == Merged(plus(filled, Talk("S09E04")))


def test_two_new_talks_by_one_speaker_are_two() -> None:
    one = Talk("S08E02", "On trees", (Speaker("Al"),), "Uni")
    other = Talk("S09E03", "On cats", (Speaker("Al"),), "Uni")
    merged = merge(BASE, plus(BASE, one), plus(BASE, other))
    assert not merged.conflicts
    assert set(merged.records.talks) == {*BASE.talks, one, other}


def test_one_new_talk_put_under_two_ids_is_asked_about() -> None:
    one = Talk("S09E03", "On trees", (Speaker("Al"),), bio="Short")
    other = Talk("S10E01", "On Trees", (Speaker("Al"),), abstract="Long")
    merged = merge(BASE, plus(BASE, one), plus(BASE, other))
    assert [conflict.field for conflict in merged.conflicts] == ["id", "title"]
    assert merged.records.talks[3][6:8] == ("Long", "Short")


def test_several_pairs_of_one_id_get_different_proposals() -> None:
    mine = plus(BASE, Talk("S09E03", "On trees"), Talk("S09E04", "On rocks"))
    theirs = plus(BASE, Talk("S09E03", "Of cats"), Talk("S09E04", "Of dogs"))
    merged = merge(BASE, mine, theirs)
    assert sorted(str(item.proposal) for item in merged.conflicts) == ["S09E05", "S09E06"]


def test_ids_that_meet_only_in_the_merge_are_a_conflict() -> None:
    mine = with_talk(BASE, 0, id="S09E03")
    theirs = plus(BASE, Talk("S09E03", "On trees"))
    (conflict,) = merge(BASE, mine, theirs).conflicts
    assert (conflict.kind, conflict.mine, conflict.theirs) == (
        "same id",
        mine.talks[0],
        theirs.talks[3],
    )


def test_one_season_added_by_both_merges_by_field() -> None:
    day = datetime.date(2026, 9, 1)
    mine = BASE._replace(seasons=(*BASE.seasons, Season(10, "Trees")))
    theirs = BASE._replace(seasons=(*BASE.seasons, Season(10, "Cats", day)))
    merged = merge(BASE, mine, theirs)
    assert merged.records.seasons[2] == Season(10, "Trees", day)
    (conflict,) = merged.conflicts
    assert (conflict.label, conflict.field, conflict.base) == ("S10", "theme", "")


def test_one_adds_a_speaker_the_other_corrects_a_name() -> None:
    mine = with_talk(BASE, 1, speakers=(Speaker("Eva Christ"), Speaker("New One")))
    theirs = with_talk(BASE, 1, speakers=(Speaker("Evangelia Christ", "Dr."),))
    merged = merge(BASE, mine, theirs)
    assert not merged.conflicts
    assert merged.records.talks[1].speakers == (
        Speaker("Evangelia Christ", "Dr."),
        Speaker("New One"),
    )


@pytest.mark.parametrize("swap", [False, True])
def test_a_speaker_whom_one_removes_and_the_other_corrects_is_asked_about(swap: bool) -> None:
    one = with_talk(BASE, 2, speakers=(Speaker("Fay Gu"),))
    other = with_talk(BASE, 2, speakers=(Speaker("Di Ek", "Dr."), Speaker("Fay Gu")))
    merged = merge(BASE, other, one) if swap else merge(BASE, one, other)
    assert [item.field for item in merged.conflicts] == ["speakers"]
    assert merged.records == (other if swap else one)


def test_a_speaker_whom_one_removes_and_nobody_touched_is_gone() -> None:
    mine = with_talk(BASE, 2, speakers=(Speaker("Fay Gu"),))
    theirs = with_talk(BASE, 2, speakers=(Speaker("Di Ek"), Speaker("Fay Gu", "Dr.")))
    merged = merge(BASE, mine, theirs)
    assert merged == Merged(with_talk(BASE, 2, speakers=(Speaker("Fay Gu", "Dr."),)))


@pytest.mark.parametrize(("mine", "theirs"), [(2, 1), (1, 2)])
def test_the_newer_schema_of_both_sides_counts(mine: int, theirs: int) -> None:
    one = with_talk(BASE, 0, bio="Mine")._replace(schema=mine)
    other = with_talk(BASE, 1, bio="Theirs")._replace(schema=theirs)
    assert merge(BASE, one, other).records.schema == 2


def test_two_names_for_the_one_open_speaker_are_a_conflict() -> None:
    base = with_talk(BASE, 1, speakers=())
    merged = merge(
        base,
        with_talk(base, 1, speakers=(Speaker("Ada"),)),
        with_talk(base, 1, speakers=(Speaker("Bo"),)),
    )
    assert [item.field for item in merged.conflicts] == ["speakers"]
    joined = resolve(merged, merged.conflicts[0], "joined")
    assert joined.records.talks[1].speakers == (Speaker("Ada"), Speaker("Bo"))


def test_links_added_by_both_are_all_there() -> None:
    base = with_talk(BASE, 1, links=(Link("Paper", "https://p"),))
    slides, code = Link("Slides", "https://s"), Link("Code", "https://c")
    merged = merge(
        base,
        with_talk(base, 1, links=(*base.talks[1].links, slides)),
        with_talk(base, 1, links=(*base.talks[1].links, code)),
    )
    assert not merged.conflicts
    assert merged.records.talks[1].links == (Link("Paper", "https://p"), code, slides)


def test_keys_that_the_schema_does_not_know_merge_one_by_one() -> None:
    base = with_talk(BASE, 0, unknown=(("room", "A"), ("tags", ["x"])))
    mine = with_talk(base, 0, unknown=(("room", "B"), ("tags", ["x"])))
    theirs = with_talk(base, 0, unknown=(("room", "C"), ("tags", ["x", "y"])))
    merged = merge(base, mine, theirs)
    assert merged.records.talks[0].unknown == (("room", "B"), ("tags", ["x", "y"]))
    (conflict,) = merged.conflicts
    assert (conflict.kind, conflict.field) == ("key", "room")
    after = resolve(merged, conflict, "theirs")
    assert after.records.talks[0].unknown == (("room", "C"), ("tags", ["x", "y"]))


def test_series_and_pages_merge_by_field() -> None:
    mine = BASE._replace(series=BASE.series._replace(name="Mine"))
    theirs = BASE._replace(
        series=Series("Theirs", "Europe/Rome"), pages=BASE.pages._replace(news="_news")
    )
    merged = merge(BASE, mine, theirs)
    assert merged.records.series == Series("Mine", "Europe/Rome")
    assert merged.records.pages.news == "_news"
    (conflict,) = merged.conflicts
    assert conflict.where == Where("series", 0, "name")
    assert resolve(merged, conflict, "theirs").records.series == Series("Theirs", "Europe/Rome")


@pytest.mark.parametrize("swap", [False, True])
def test_moves_and_inserts_of_both_sides_combine(swap: bool) -> None:
    one = BASE._replace(talks=(BASE.talks[2], *BASE.talks[:2], Talk("S10E01", "Trees")))
    other = BASE._replace(
        talks=(BASE.talks[0], Talk("S08E02", "Cats"), *BASE.talks[1:], Talk("S09E03"))
    )
    merged = merge(BASE, other, one) if swap else merge(BASE, one, other)
    assert ids(merged) == ["S09E02", "S08E01", "S08E02", "S09E01", "S09E03", "S10E01"]
    assert not merged.conflicts


OLD_LAYOUT = BASE._replace(
    wording=Wording(date_style="2026-03-02", word_next="Bald:"),
    legacy_wording=("date_style", "word_next"),
)


def test_wording_merges_by_field_across_the_old_and_the_new_layout() -> None:
    mine = OLD_LAYOUT._replace(legacy_wording=(), wording=Wording("", "2026-03-02", word_at="um"))
    theirs = OLD_LAYOUT._replace(wording=Wording("", "02.03.2026", word_next="Bald:"))
    merged = merge(OLD_LAYOUT, mine, theirs)
    assert merged == Merged(mine._replace(wording=Wording("", "02.03.2026", word_at="um")))
    assert merge(OLD_LAYOUT, theirs, mine) == merged


def test_wording_stays_under_series_where_both_sides_left_it_there() -> None:
    merged = merge(OLD_LAYOUT, with_talk(OLD_LAYOUT, 0, bio="x"), with_talk(OLD_LAYOUT, 1, bio="y"))
    assert merged.records.legacy_wording == OLD_LAYOUT.legacy_wording


def test_a_new_key_of_the_data_file_with_two_values_is_a_conflict_of_the_file() -> None:
    mine = BASE._replace(unknown=(("host", "A"),))
    merged = merge(BASE, mine, BASE._replace(unknown=(("host", "B"),)))
    (conflict,) = merged.conflicts
    assert conflict.where == Where("", 0, "host")
    assert (conflict.kind, conflict.base, conflict.mine, conflict.theirs) == ("key", None, "A", "B")
    assert str(conflict) == "the data file: both changed host"
    assert resolve(merged, conflict, "theirs").records.unknown == (("host", "B"),)


def test_the_same_words_in_both_layouts_are_no_conflict() -> None:
    moved = OLD_LAYOUT._replace(legacy_wording=())
    assert merge(BASE, OLD_LAYOUT, moved).conflicts == ()
    assert merge(OLD_LAYOUT, OLD_LAYOUT, moved) == Merged(moved)
    assert merge(OLD_LAYOUT, moved, OLD_LAYOUT) == Merged(moved)


def test_a_field_of_the_wording_that_both_changed_is_a_conflict_of_the_wording() -> None:
    mine = OLD_LAYOUT._replace(legacy_wording=(), wording=Wording(word_next="Soon:"))
    theirs = OLD_LAYOUT._replace(wording=Wording(word_next="Next:", date_style="2026-03-02"))
    (conflict,) = merge(OLD_LAYOUT, mine, theirs).conflicts
    assert conflict.where == Where("wording", 0, "word_next")


def test_one_new_key_with_two_values_is_a_conflict() -> None:
    mine = with_talk(BASE, 0, unknown=(("room", "A"), ("floor", 1)))
    theirs = with_talk(BASE, 0, unknown=(("room", "B"),))
    merged = merge(BASE, mine, theirs)
    assert merged.records.talks[0].unknown == (("floor", 1), ("room", "A"))
    (conflict,) = merged.conflicts
    values = (conflict.base, conflict.mine, conflict.theirs)
    assert (conflict.kind, conflict.field, *values) == ("key", "room", None, "A", "B")


def test_an_organizer_whom_only_one_side_touched_goes_without_a_question() -> None:
    mine = BASE._replace(organizers=BASE.organizers[:1])
    ada = BASE.organizers[0]._replace(affiliation="Uni")
    theirs = BASE._replace(organizers=(ada, BASE.organizers[1]))
    assert merge(BASE, mine, theirs) == Merged(BASE._replace(organizers=(ada,)))


def renumbered(records: Records, number: int) -> Records:
    """The records with season 9 under another number, its talks with it."""
    talks = tuple(talk._replace(id=talk.id.replace("S09", f"S{number}")) for talk in records.talks)
    seasons = (records.seasons[0], records.seasons[1]._replace(number=number))
    return records._replace(seasons=seasons, talks=talks)


def test_while_a_seasons_number_is_open_a_new_talk_stays_where_it_was_put() -> None:
    theirs = plus(renumbered(BASE, 11), Talk("S11E03", "A third one"))
    merged = merge(BASE, renumbered(BASE, 10), theirs)
    assert "number" in [conflict.field for conflict in merged.conflicts]
    (third,) = [talk for talk in merged.records.talks if talk.title == "A third one"]
    assert third.id == "S11E03"


@pytest.mark.parametrize("swap", [False, True])
def test_an_id_that_both_sides_made_gives_way_to_the_one_that_a_side_chose(swap: bool) -> None:
    one = plus(with_talk(BASE, 2, id="S11E02"), Talk("S11E05", "On trees"))
    other = with_talk(BASE, 2, id="S09E05")
    merged = merge(BASE, other, one) if swap else merge(BASE, one, other)
    (conflict,) = merged.conflicts
    chosen, made = merged.records.talks[3], merged.records.talks[2]
    assert (chosen.title, made.title) == ("On trees", "Counting pixels")
    sides = (made, chosen) if swap else (chosen, made)
    assert (conflict.kind, conflict.mine, conflict.theirs) == ("same id", *sides)


def test_new_talks_with_one_video_are_one_whatever_they_are_called() -> None:
    one = Talk("S09E03", "On trees", (Speaker("Al"),), video_url="https://v", bio="Short")
    other = Talk("S10E01", "Of woods", (Speaker("Al"),), video_url="https://v", abstract="Long")
    merged = merge(BASE, plus(BASE, one), plus(BASE, other))
    assert [conflict.field for conflict in merged.conflicts] == ["id", "title"]
    assert merged.records.talks[3][6:8] == ("Long", "Short")
