"""Records are followed from one version to the next by what they say."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lgtui.model import Keyed, Organizer, Season, Speaker, Talk, make_id
from lgtui.records.matching import pair_records
from tests.counting import calls

modest = settings(max_examples=30, deadline=None)

WORDS = ("shape", "metric", "scan", "label", "bias", "atlas", "noise", "cohort", "trust", "pixel")


def talk(season: int, episode: int, tag: int, **fields: object) -> Talk:
    """A talk whose content is told apart by ``tag`` alone."""
    made = Talk(
        make_id(season, episode),
        f"{WORDS[tag % 10]} study number{tag}",
        (Speaker(f"Speaker {tag}"),),
        "Some University",
        f"https://video.example/{tag}",
        "",
        f"Abstract{tag} about {WORDS[tag % 10]}{tag} unlike{tag} others{tag}.",
        f"Bio{tag}",
    )
    return made._replace(**fields)  # type: ignore[arg-type]  # keywords of the test's own making


TALKS = tuple(talk(1 + n // 3, 1 + n % 3, n) for n in range(9))

loose_talks = st.lists(
    st.builds(
        Talk,
        id=st.sampled_from(["S01E01", "S01E02", "S02E01", ""]),
        title=st.sampled_from(["", "A title", "Another title", "Deep metrics of shape"]),
        speakers=st.sampled_from([(), (Speaker("Ada"),), (Speaker("Ada"), Speaker("Bo"))]),
        video_url=st.sampled_from(["", "https://v.example/1", "https://v.example/2"]),
        unknown=st.sampled_from([(), (("tags", ["a", "b"]),)]),
    ),
    max_size=7,
).map(tuple)
loose_seasons = st.lists(
    st.builds(
        Season,
        number=st.integers(1, 3),
        theme=st.sampled_from(["", "Metrics", "Fair metrics"]),
        start=st.sampled_from([None, datetime.date(2026, 3, 2)]),
    ),
    max_size=6,
).map(tuple)
loose_organizers = st.lists(
    st.builds(
        Organizer,
        name=st.sampled_from(["Ada Lo", "Ada Ro", "Bo"]),
        url=st.sampled_from(["", "https://a.example"]),
    ),
    max_size=5,
).map(tuple)
loose: st.SearchStrategy[tuple[tuple[Keyed, ...], tuple[Keyed, ...]]] = st.one_of(
    *(st.tuples(kind, kind) for kind in (loose_talks, loose_seasons, loose_organizers))
)


@modest
@given(loose)
def test_a_version_aligned_with_itself_is_the_identity(
    two: tuple[tuple[Keyed, ...], tuple[Keyed, ...]],
) -> None:
    assert pair_records(two[0], two[0]) == [(at, at) for at in range(len(two[0]))]


@modest
@given(loose)
def test_every_position_of_both_versions_occurs_once(
    two: tuple[tuple[Keyed, ...], tuple[Keyed, ...]],
) -> None:
    pairs = pair_records(*two)
    assert sorted(i for i, _ in pairs if i is not None) == list(range(len(two[0])))
    assert [j for _, j in pairs if j is not None] == list(range(len(two[1])))


@modest
@given(loose)
def test_exchanging_the_versions_exchanges_the_pairs(
    two: tuple[tuple[Keyed, ...], tuple[Keyed, ...]],
) -> None:
    base, new = two
    assert {(j, i) for i, j in pair_records(base, new)} == set(pair_records(new, base))


@modest
@given(loose)
def test_a_unique_id_on_both_sides_is_never_deleted_and_added(
    two: tuple[tuple[Keyed, ...], tuple[Keyed, ...]],
) -> None:
    base, new = two
    pairs = pair_records(base, new)
    gone = {base[i][0] for i, j in pairs if i is not None and j is None}
    come = {new[j][0] for i, j in pairs if j is not None and i is None}
    assert not gone & come


@given(st.permutations(range(9)))
def test_moved_records_are_recognised(order: list[int]) -> None:
    assert pair_records(TALKS, tuple(TALKS[at] for at in order)) == [
        (at, to) for to, at in enumerate(order)
    ]


@given(st.integers(-1, 4), st.sets(st.integers(0, 8)))
def test_renumbering_whole_seasons_keeps_every_talk(by: int, retitled: set[int]) -> None:
    new = tuple(
        old._replace(
            id=make_id(1 + at // 3 + by, 1 + at % 3),
            title="An altogether other heading" if at in retitled else old.title,
        )
        for at, old in enumerate(TALKS)
    )
    assert pair_records(TALKS, new) == [(at, at) for at in range(9)]


EDITS: list[dict[str, object]] = [
    {"title": "Something else entirely"},
    {"speakers": (Speaker("Someone Else"),)},
    {"video_url": ""},
    {"abstract": "New words in every place"},
    {"bio": ""},
    {"id": "S42E07"},
    {"id": "no id"},
    {"unknown": (("room", {"floor": 2}),)},
]


@pytest.mark.parametrize("edit", EDITS, ids=str)
@pytest.mark.parametrize("at", [0, 4, 8])
def test_one_edited_field_leaves_the_record_the_same(at: int, edit: dict[str, object]) -> None:
    edited = TALKS[at]._replace(**edit)  # type: ignore[arg-type]  # any field
    assert pair_records(TALKS, (*TALKS[:at], edited, *TALKS[at + 1 :])) == [
        (n, n) for n in range(9)
    ]


def test_a_season_pushed_up_is_followed_though_its_old_ids_are_taken_over() -> None:
    base = (talk(8, 1, 1), talk(9, 1, 2))
    new = (talk(9, 1, 1, title="Now another heading"), talk(10, 1, 2, abstract="Rewritten."))
    assert pair_records(base, new) == [(0, 0), (1, 1)]


def test_two_talks_that_swap_their_ids_are_renumbered() -> None:
    base = (talk(8, 1, 1), talk(8, 2, 2))
    assert pair_records(base, (talk(8, 1, 2), talk(8, 2, 1))) == [(1, 0), (0, 1)]


@pytest.mark.parametrize(
    "edit",
    [{"video_url": "https://v.example/9"}, {"title": "Renamed"}, {"abstract": "Written anew."}],
)
def test_of_a_talk_and_its_copy_the_one_that_kept_the_id_is_the_talk(
    edit: dict[str, object],
) -> None:
    original = TALKS[0]._replace(**edit)  # type: ignore[arg-type]  # keywords of the test's own making
    copy = TALKS[0]._replace(id="S01E04")
    assert pair_records(TALKS[:1], (original, copy)) == [(0, 0), (None, 1)]
    assert pair_records(TALKS[:1], (copy, original)) == [(None, 0), (0, 1)]


def test_the_same_holds_for_organizers_and_seasons() -> None:
    ada = Organizer("Ada Lo", "https://a.example", "ITU")
    both = (ada._replace(affiliation="KU"), ada._replace(name="Ada Ro"))
    assert pair_records((ada,), both) == [(0, 0), (None, 1)]
    season = Season(1, "Metrics", datetime.date(2026, 3, 2))
    both_seasons = (season._replace(register_url="https://r.example"), season._replace(number=2))
    assert pair_records((season,), both_seasons) == [(0, 0), (None, 1)]


def test_talks_with_one_id_are_told_apart_by_content() -> None:
    base = (talk(7, 1, 1), talk(7, 1, 2), talk(7, 1, 3))
    new = (talk(7, 1, 1), talk(8, 1, 3, bio="More"), talk(7, 1, 2, video_url=""))
    assert pair_records(base, new) == [(0, 0), (2, 1), (1, 2)]


def test_another_talk_by_the_same_speaker_is_not_the_deleted_one() -> None:
    base = (talk(3, 1, 1),)
    new = (talk(9, 1, 2, speakers=base[0].speakers),)
    assert pair_records(base, new) == [(None, 0), (0, None)]


def test_nor_is_it_where_texts_are_still_missing() -> None:
    base = (Talk("S03E01", "On trees", (Speaker("Al"),), "Uni", "https://v.example/1"),)
    new = (Talk("S09E01", "On cats", (Speaker("Al"),), "Uni", "https://v.example/2"),)
    assert pair_records(base, new) == [(None, 0), (0, None)]


def test_empty_planned_talks_keep_to_their_ids() -> None:
    base = tuple(Talk(make_id(10, episode)) for episode in (1, 2, 3))
    new = (Talk("S10E02"), Talk("S10E03", "Found a speaker"), Talk("S10E04"))
    assert pair_records(base, new) == [(1, 0), (2, 1), (None, 2), (0, None)]


def test_seasons_follow_theme_or_date_when_renumbered() -> None:
    day = datetime.date(2026, 3, 2)
    base = (Season(8, "Bias"), Season(9, "Metrics", day), Season(10))
    new = (Season(8, "Privacy"), Season(9, "Bias"), Season(10, "Metrics and more", day), Season(11))
    assert pair_records(base, new) == [(None, 0), (0, 1), (1, 2), (None, 3), (2, None)]


def test_an_organizer_is_followed_through_a_corrected_name() -> None:
    base = (Organizer("Amelia Jimenez", "https://a.example"), Organizer("Bo Li", "", "Pisa"))
    new = (Organizer("Bo Lee", "", "Pisa"), Organizer("Amélia Jiménez", "https://a.example"))
    assert pair_records(base, new) == [(1, 0), (0, 1)]


def test_thousands_of_records_align_with_little_work() -> None:
    many = tuple(talk(1 + n // 3, 1 + n % 3, n) for n in range(4_000))
    again = tuple(Talk(*old) for old in many)
    renumbered = tuple(
        old._replace(id=make_id(2 + n // 3, 1), bio="x") for n, old in enumerate(many)
    )
    assert (
        pair_records(many, again)
        == pair_records(many, renumbered)
        == [(n, n) for n in range(4_000)]
    )
    assert calls(lambda: pair_records(many, again)) < 3 * len(many)
    part = calls(lambda: pair_records(many[:1_000], renumbered[:1_000]))
    assert calls(lambda: pair_records(many, renumbered)) < 5 * part
