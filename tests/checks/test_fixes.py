"""Properties of the fixes, over records as bad as they come."""

import datetime
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from lgtui import checks
from lgtui.checks import CODES, fixes
from lgtui.checks.fixes import steps, what_changed
from lgtui.checks.index import texts_of
from lgtui.model import Link, Organizer, Pages, Records, Season, Series, Speaker, Talk, Wording
from tests.checks.making import TODAY

PIECES = (
    *("a", "b ", " c", "  ", "\n", "\t", "\u200b", "\x1b", "\u2028", "é", "ZajÄ…c", "<b>", "{{x}}"),
    *("a < b", "    code  \n", "```", "20 October 2025 at 3pm CET", "[x]()", "\r\n", "👀", "&amp;"),
)
texts = st.lists(st.sampled_from(PIECES), max_size=4).map("".join)
urls = st.sampled_from(
    ("", "https://youtu.be/a?si=1", "https://youtu.be/a", "htp://x", " https://x.org/?utm_a=1&b=2 ",
     "https://www.youtube.com/watch?v=a&t=3", "https://x.org\u200b/y")
)  # fmt: skip
ids = st.one_of(
    st.builds("S{:02}E{:02}".format, st.integers(1, 3), st.integers(1, 3)),
    st.sampled_from(("S0302", "s01e02", "S302", "", " S01E01", "S2E1\u200b", "S00E00", "S01 E09")),
    texts,
)
days = st.sampled_from(
    (
        None,
        datetime.date(2025, 5, 12),
        datetime.date(2025, 10, 20),
        datetime.datetime(2025, 10, 20, 15),
        datetime.datetime(2025, 3, 30, 2, 30),
        datetime.date(2030, 1, 1),
    )
)
names = st.sampled_from(("Ada Lovelace", "A. Lovelace", "Hubert Zając", "Hubert Zajac", "", "x\n"))
talks = st.builds(
    Talk,
    id=ids,
    title=st.one_of(texts, st.sampled_from(("One", "Two", "Three", "Four"))),
    speakers=st.lists(
        st.builds(Speaker, names, st.just(""), urls, texts, st.just(())), max_size=2
    ).map(tuple),
    affiliation=texts,
    video_url=urls,
    recording=st.sampled_from(("", "withheld", "odd")),
    abstract=texts,
    bio=texts,
    date=days,
    links=st.lists(st.builds(Link, texts, urls, st.just(())), max_size=1).map(tuple),
    unknown=st.just(()),
)
seasons = st.builds(
    Season,
    number=st.integers(0, 4),
    theme=texts,
    start=days,
    register_url=urls,
    state=st.sampled_from(("upcoming", "held", "cancelled", "odd")),
    unknown=st.just(()),
)
records_of = st.builds(
    Records,
    series=st.builds(
        Series,
        texts,
        st.sampled_from(("Europe/Copenhagen", "", "x")),
        st.integers(-1, 4),
        st.integers(0, 90),
    ),
    pages=st.just(Pages()),
    organizers=st.lists(
        st.builds(Organizer, names, urls, texts, st.just("at"), st.just(())), max_size=2
    ).map(tuple),
    seasons=st.lists(seasons, max_size=4).map(tuple),
    talks=st.lists(talks, max_size=6).map(tuple),
    schema=st.just(1),
    unknown=st.just(()),
)


def words(records: Records) -> Counter[str]:
    """Every text but ids and URLs, without blanks and unprintable characters."""
    found: Counter[str] = Counter()
    for kind in ("organizers", "seasons", "talks"):
        for at, record in enumerate(getattr(records, kind)):
            for text in texts_of(kind, at, record):
                if text.type != "url" and text.where.field not in ("id", "state"):
                    found["".join(c for c in text.value if c.isprintable() and c != " ")] += 1
    return +Counter({word: count for word, count in found.items() if word})


@settings(max_examples=30, deadline=None)
@given(records_of)
def test_findings_are_sorted_complete_and_of_known_codes(records: Records) -> None:
    findings = checks.check(records, (), TODAY)
    for finding in findings:
        assert finding.severity == CODES[finding.code].severity
        assert not finding.fixable or CODES[finding.code].fixable
        assert finding.message.isprintable()
    errors = [finding for finding in findings if finding.severity == "error"]
    assert checks.errors(records, ()) == errors


@settings(max_examples=30, deadline=None)
@given(records_of)
def test_fixing_twice_changes_nothing_and_leaves_nothing_fixable(records: Records) -> None:
    fixed, _ = fixes.fix_all(records, TODAY)
    assert not [finding for finding in checks.check(fixed, (), TODAY) if finding.fixable]
    assert fixes.fix_all(fixed, TODAY) == (fixed, [])


@settings(max_examples=30, deadline=None)
@given(records_of)
def test_no_word_and_no_record_is_lost(records: Records) -> None:
    fixed, _ = fixes.fix_all(records, TODAY)
    assert words(fixed) == words(records)
    assert len(fixed.talks) == len(records.talks)
    assert len(fixed.seasons) >= len(records.seasons)


@settings(max_examples=30, deadline=None)
@given(records_of)
def test_a_fix_settles_its_finding_and_touches_no_other_record(records: Records) -> None:
    for finding in checks.check(records, (), TODAY):
        fixed = fixes.fix(records, finding)
        if not finding.fixable:
            assert fixed == records
            continue
        assert fixed != records
        assert finding not in checks.check(fixed, (), TODAY)
        assert fixes.fix(fixed, finding) == fixed
        if finding.code in ("SEQ001", "SEQ004", "SEQ009"):
            continue
        kind, place = finding.where.kind, finding.where.at
        for other in ("organizers", "seasons", "talks"):
            for at, (one, two) in enumerate(
                zip(getattr(records, other), getattr(fixed, other), strict=True)
            ):
                assert one == two or (other, at) == (kind, place)


@settings(max_examples=30, deadline=None)
@given(records_of)
def test_renumbering_touches_only_talks_of_that_season_and_never_their_content(
    records: Records,
) -> None:
    for finding in checks.check(records, (), TODAY):
        if finding.code != "SEQ001" or finding.where.kind != "talks" or not finding.fixable:
            continue
        fixed = fixes.fix(records, finding)
        moved = [(a, b) for a, b in zip(records.talks, fixed.talks, strict=True) if a != b]
        assert moved
        for before, after in moved:
            assert after._replace(id=before.id, date=before.date) == before
        assert set(records.seasons) <= set(fixed.seasons)


@settings(max_examples=30, deadline=None)
@given(records_of)
def test_each_step_tells_what_it_changed(records: Records) -> None:
    for step in steps(records, TODAY):
        assert step.findings
        told = what_changed(step.before, step.after)
        assert told
        assert all(change.before != change.after for change in told)


def test_a_finding_of_records_that_have_changed_meanwhile_does_no_harm() -> None:
    records = Records(talks=(Talk("S01E01", " stray "), Talk("S01E01", "Two")))
    for finding in checks.check(records, (), TODAY):
        assert fixes.fix(Records(), finding) == Records()


def test_what_changed_is_told_by_record_and_field() -> None:
    before = Records(
        seasons=(Season(1, start=datetime.date(2025, 5, 12), state="held"),),
        talks=(
            Talk("S01E01", "One", (Speaker("Ada  Lovelace"),)),
            Talk("S01E01", "Two", date=datetime.date(2025, 10, 20)),
        ),
    )
    told = [
        change for step in steps(before, TODAY) for change in what_changed(step.before, step.after)
    ]
    assert [(*change,) for change in told] == [
        ("S01E01", "speakers[0].name", "Ada  Lovelace", "Ada Lovelace"),
        ("S02", "", "", "new season, held, start 2025-10-20"),
        ("S01E01", "id", "S01E01", "S02E01"),
        ("S01E01", "date", "2025-10-20", ""),
    ]


def test_moved_wording_is_told_with_its_old_and_its_new_table() -> None:
    records = Records(wording=Wording(word_at="um"), legacy_wording=("word_at",))
    [step] = steps(records, TODAY)
    [change] = what_changed(step.before, step.after)
    assert change == ("wording", "word_at", "under [series]", "under [wording]")


def test_sorting_is_told_by_the_records_that_moved() -> None:
    records = Records(talks=(Talk("S01E01"), Talk("S01E03"), Talk("S01E02"), Talk("S01E04")))
    [step] = [step for step in steps(records, TODAY) if step.findings[0].code == "SEQ004"]
    [change] = what_changed(step.before, step.after)
    assert change == ("talks", "order", "S01E03 and S01E02", "S01E02 and S01E03")
