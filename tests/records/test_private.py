"""The private side's pure part: whose entry is whose, and what a note of a letter changes."""

import datetime
from typing import Any

import pytest
from hypothesis import given

from lgtui.model import Records, Season, Speaker, Talk
from lgtui.records.private import (
    MergedPrivate,
    Note,
    Person,
    Private,
    PrivateSeason,
    PrivateTalk,
    SentLetter,
    address_of,
    entry_of,
    fault_of_address,
    merge_private,
    note_consent,
    note_letter,
    note_text,
    person_at,
    person_named,
    season_entry,
    sent,
    strays,
)
from tests.store.test_private import privates

ADA, BO = Speaker("Ada Lovelace"), Speaker("Bo Ek")
DAY = datetime.date(2026, 1, 5)


def test_people_are_found_by_name_and_by_any_address() -> None:
    ada = Person("Ada Lovelace", ("ada@b.org", "Countess@B.org"))
    private = Private(people=(Person("Bo"), ada))
    assert person_named(private, "ADA LOVELACE") == ada
    assert person_named(private, "") is None
    assert address_of(private, "Áda Lovelace") == "ada@b.org"
    assert address_of(private, "Bo") == address_of(private, "Cy") == ""
    assert person_at(private, "countess@b.org") == ada
    assert person_at(private, "cy@b.org") is None


def test_an_entry_follows_its_speaker_when_talks_change_places() -> None:
    private = Private(
        talks=(
            PrivateTalk("S02E01", "Ada Lovelace", "accepted"),
            PrivateTalk("S02E02", "Bo Ek", "declined"),
            PrivateTalk("S01E01", "Cy", "confirmed"),
        )
    )
    assert entry_of(private, Talk("S02E01", speakers=(ADA,))).state == "accepted"
    assert entry_of(private, Talk("S02E01", speakers=(BO,))).state == "declined"
    assert entry_of(private, Talk("S02E02", speakers=(ADA,))).state == "accepted"
    assert entry_of(private, Talk("S02E01")).state == "accepted"
    assert entry_of(private, Talk("S02E01", speakers=(Speaker("Cy"),))) == PrivateTalk("S02E01")
    swapped = Records(
        talks=(Talk("S02E01", speakers=(BO,)), Talk("S02E02", speakers=(ADA,))),
        seasons=(Season(2),),
    )
    assert strays(private, swapped) == ["S01E01 (Cy) in the private file is no talk of the records"]
    assert strays(Private(seasons=(PrivateSeason(3),)), swapped) == [
        "S03 in the private file is no season of the records"
    ]


def test_a_letter_is_noted_where_it_belongs() -> None:
    talk = Talk("S02E01", speakers=(ADA,))
    private = note_letter(Private(), talk, SentLetter("invitation", DAY))
    assert private.talks == (
        PrivateTalk("S02E01", "Ada Lovelace", "invited", letters=(SentLetter("invitation", DAY),)),
    )
    accepted = private._replace(talks=(private.talks[0]._replace(state="accepted"),))
    again = note_letter(accepted, talk, SentLetter("invitation"))
    assert (again.talks[0].state, len(again.talks[0].letters)) == ("accepted", 2)
    season = note_letter(again, Season(2), SentLetter("list-before", DAY))
    assert season.talks == again.talks
    assert season_entry(season, 2).letters == (SentLetter("list-before", DAY),)
    twice = note_letter(season, Season(2), SentLetter("list-after"))
    assert [each.kind for each in season_entry(twice, 2).letters] == ["list-before", "list-after"]


def test_a_letter_to_one_of_two_speakers_is_not_one_to_the_other() -> None:
    letters = (SentLetter("thanks", DAY, "Ada Lovelace"), SentLetter("details"))
    assert sent(letters, "thanks", "ada lovelace") == letters[0]
    assert sent(letters, "thanks", "Bo Ek") is None
    assert sent(letters, "details", "Bo Ek") == letters[1]
    assert sent(letters, "needs") is None


def test_notes_and_consent_are_added_and_nothing_is_written_over() -> None:
    talk = Talk("S02E01", speakers=(ADA, BO))
    private = note_text(note_text(Private(), talk, Note("a")), talk, Note("b", DAY))
    assert note_text(private, talk, Note("a", DAY)) == private
    assert private.talks == (PrivateTalk("S02E01", notes=(Note("a"), Note("b", DAY))),)
    said = note_consent(private, talk, "no")
    assert said.talks[0].consent == "no"
    assert note_consent(said, talk, "yes") == said


@pytest.mark.parametrize(
    "address",
    ["ada@example.org", "a.b+c@x-y.example.co", "o'neil@a.io", "a@xn--bcher-kva.example"],
)
def test_addresses_that_every_mail_program_takes(address: str) -> None:
    assert fault_of_address(address) == ""


@pytest.mark.parametrize(
    "address",
    ["", "ada", "ada@", "@b.org", "a@b", "a..b@c.org", ".a@b.org", "a b@c.org", "a@b..org",
     "a@-b.org", "a@b.org ", "a@b.org\nBcc: x@y.org", "Ada <a@b.org>", "é@b.org", "a@b.org,c@d.org",
     "a" * 250 + "@b.org", '"a b"@c.org', "a@[127.0.0.1]"],
)  # fmt: skip
def test_what_is_no_address_is_told(address: str) -> None:
    assert fault_of_address(address)


OLD = Private(
    people=(Person("Ada", ("a@b.org",)),),
    seasons=(PrivateSeason(2, "Mo"),),
    talks=(PrivateTalk("S02E01", state="invited", notes=(Note("a"), Note("b"))),),
    due=(("texts", "never"),),
)


def talk_of(**fields: Any) -> Private:
    return OLD._replace(talks=(OLD.talks[0]._replace(**fields),))


def test_edits_of_different_records_and_fields_meet_no_conflict() -> None:
    mine = talk_of(state="accepted")._replace(people=(*OLD.people, Person("Bo")), due=())
    theirs = talk_of(consent="yes")._replace(
        people=(*OLD.people, Person("Cy")), seasons=(PrivateSeason(2, "Mo", "Bea"),)
    )
    merged = merge_private(OLD, mine, theirs)
    assert merged.conflicts == ()
    assert merged.private == talk_of(state="accepted", consent="yes")._replace(
        people=(*OLD.people, Person("Bo"), Person("Cy")),
        seasons=(PrivateSeason(2, "Mo", "Bea"),),
        due=(),
    )


def test_notes_letters_and_addresses_of_both_sides_are_kept() -> None:
    letter = SentLetter("details", DAY)
    mine = talk_of(notes=(Note("b"), Note("mine")), letters=(letter,))
    theirs = talk_of(notes=(Note("a"), Note("b"), Note("theirs")), letters=(letter,))
    [talk] = merge_private(OLD, mine, theirs).private.talks
    assert [note.text for note in talk.notes] == ["b", "mine", "theirs"]
    assert talk.letters == (letter,)


def test_one_field_changed_twice_is_told_with_both_values() -> None:
    merged = merge_private(OLD, talk_of(state="accepted"), talk_of(state="declined"))
    assert merged.private == talk_of(state="accepted")
    assert merged.conflicts == (
        "S02E01: both changed state: “accepted” here, “declined” there; it stays here",
    )
    own = merge_private(
        OLD, OLD._replace(due=(("texts", "1 day before"),)), OLD._replace(due=(("texts", "x"),))
    )
    assert "due: both changed texts" in own.conflicts[0]


def test_what_one_side_deleted_goes_unless_the_other_changed_it() -> None:
    gone = OLD._replace(talks=())
    assert merge_private(OLD, gone, OLD).private == gone
    assert merge_private(OLD, OLD, gone).private == gone
    for mine, theirs in ((gone, talk_of(consent="no")), (talk_of(consent="no"), gone)):
        merged = merge_private(OLD, mine, theirs)
        assert merged.private == talk_of(consent="no")
        assert merged.conflicts == ("S02E01: one side changed it, the other deleted it; it stays",)


def test_records_of_one_name_are_merged_as_a_whole() -> None:
    twice = OLD._replace(people=(Person("Ada"), Person("Ada", ("x@y.org",))))
    assert merge_private(twice, twice, twice._replace(people=())).private.people == ()
    merged = merge_private(OLD, twice, OLD)
    assert (merged.private, merged.conflicts) == (twice, ())


@given(privates, privates)
def test_what_one_side_left_alone_is_as_on_the_other(one: Private, other: Private) -> None:
    assert merge_private(one, one, other) == MergedPrivate(other)
    assert merge_private(one, other, other) == MergedPrivate(other)
    assert merge_private(one, other, one) == MergedPrivate(other)
