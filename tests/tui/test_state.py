"""The state of a sitting: undo is a list of values, and nothing typed is ever outside it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgtui.model import Records
from lgtui.tui import state as s
from lgtui.tui.state import Session
from tests.tui.sample import document, series


def titled(records: Records, title: str) -> Records:
    """The records with another first title."""
    return records._replace(talks=(records.talks[0]._replace(title=title), *records.talks[1:]))


def opened() -> Session:
    return s.open_session(document(series()))


def test_an_edit_is_one_step_and_undo_takes_it_back() -> None:
    start = opened()
    edited = s.edit(start, "S01E01: title", titled(start.records, "New"))
    assert edited.unsaved
    assert edited.done[-1].label == "S01E01: title"
    back = s.undo(edited)
    assert back.records == start.records
    assert not back.unsaved
    assert s.redo(back).records == edited.records


def test_an_edit_that_changes_nothing_is_no_step() -> None:
    start = opened()
    assert s.edit(start, "S01E01: title", start.records).done == ()


def test_a_new_edit_forgets_what_was_taken_back() -> None:
    start = opened()
    back = s.undo(s.edit(start, "one", titled(start.records, "One")))
    other = s.edit(back, "two", titled(start.records, "Two"))
    assert s.redo(other) == other


def test_what_is_being_typed_counts_as_unsaved_but_is_no_step() -> None:
    start = opened()
    now = s.typing(start, titled(start.records, "Hal"))
    assert now.unsaved
    assert now.current.talks[0].title == "Hal"
    assert now.done == ()


def test_undo_after_a_save_is_unsaved_again() -> None:
    start = opened()
    edited = s.edit(start, "one", titled(start.records, "One"))
    written = s.saved(edited, document(edited.records))
    assert not written.unsaved
    assert s.undo(written).unsaved


def test_undo_after_a_merge_keeps_what_others_wrote() -> None:
    start = opened()
    mine = s.edit(start, "title", titled(start.records, "Mine"))
    organizers = start.records.organizers[:1]
    theirs = start.records._replace(organizers=organizers)
    merged = s.merged(
        mine,
        document(theirs),
        mine.records._replace(organizers=organizers),
        lambda records: records._replace(organizers=organizers),
    )
    assert merged.records.talks[0].title == "Mine"
    back = s.undo(merged)
    assert back.records == theirs
    assert not back.unsaved


def test_redo_after_a_merge_keeps_what_others_wrote() -> None:
    start = opened()
    back = s.undo(s.edit(start, "title", titled(start.records, "Mine")))
    organizers = start.records.organizers[:1]
    theirs = start.records._replace(organizers=organizers)
    merged = s.merged(
        back, document(theirs), theirs, lambda records: records._replace(organizers=organizers)
    )
    again = s.redo(merged)
    assert again.records == titled(theirs, "Mine")
    assert s.undo(again).records == theirs


def test_a_merge_carries_the_newest_steps_of_undo_and_redo() -> None:
    session = opened()
    for number in range(s.STEPS + 2):
        session = s.edit(session, str(number), titled(session.records, f"version {number}"))
    merged = s.merged(session, session.document, session.records, lambda records: records)
    assert [step.label for step in merged.done] == [str(at) for at in range(2, s.STEPS + 2)]
    for _ in range(s.STEPS + 2):
        session = s.undo(session)
    merged = s.merged(session, session.document, session.records, lambda records: records)
    assert s.redo(merged).records.talks[0].title == "version 0"
    assert len(merged.undone) == s.STEPS


@pytest.mark.parametrize("step", ["undo", "redo", "merged"])
def test_what_was_typed_before_a_step_is_not_taken_for_typed_after_it(step: str) -> None:
    start = opened()
    session = s.edit(s.edit(start, "one", titled(start.records, "One")), "two",
                     titled(start.records, "Two"))  # fmt: skip
    if step == "redo":
        session = s.undo(session)
    typing = s.typing(session, titled(session.records, "Hal"))
    assert typing.typed is not None
    if step == "merged":
        now = s.merged(typing, typing.document, typing.records, lambda records: records)
    else:
        now = s.undo(typing) if step == "undo" else s.redo(typing)
    assert now.current == now.records
    assert now.current.talks[0].title == {"undo": "One", "redo": "Two", "merged": "Two"}[step]


def test_findings_of_older_records_are_not_taken_for_those_of_now() -> None:
    start = opened()
    edited = s.edit(start, "one", titled(start.records, "One"))
    assert s.checked(edited, start.records, ()).checked is None
    assert s.checked(edited, edited.records, ()).checked is edited.records


@given(st.lists(st.sampled_from(["edit", "undo", "redo"]), max_size=30), st.data())
def test_undo_and_redo_walk_one_line_of_versions(moves: list[str], data: st.DataObject) -> None:
    """A list of versions with a finger on one of them says what undo and redo have to give."""
    session = opened()
    versions, finger = [session.records], 0
    for number, move in enumerate(moves):
        if move == "edit":
            new = titled(session.records, f"version {number}")
            session = s.edit(session, str(number), new)
            versions, finger = [*versions[: finger + 1], new], finger + 1
        elif move == "undo":
            session, finger = s.undo(session), max(0, finger - 1)
        else:
            session, finger = s.redo(session), min(len(versions) - 1, finger + 1)
        assert session.records == versions[finger]
        assert len(session.done) == finger
        assert len(session.undone) == len(versions) - 1 - finger
