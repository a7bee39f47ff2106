"""A record as the slots of a form: every field is there, and a text changes only its own."""

import datetime

import pytest

from lgtui.model import (
    FIELDS,
    Link,
    Organizer,
    Pages,
    Records,
    Season,
    Series,
    Speaker,
    Talk,
    Where,
)
from lgtui.tui.form import slots
from lgtui.tui.form.dates import NotUnderstoodError
from lgtui.tui.form.slots import field_label

TALK = Talk(
    "S09E01",
    "From Metrics to Meaning",
    (Speaker("Ada Lovelace", "Dr."), Speaker("Grace Hopper", url="https://example.org")),
    "DKFZ",
    abstract="One.\n\nTwo.",
    links=(Link("Slides", "https://example.org/s"),),
    unknown=(("colour", "red"),),
)
RECORDS = Records(
    Series("Webinar", "Europe/Copenhagen"),
    Pages("_pages/webinar.md"),
    (Organizer("Amelia"),),
    (Season(9, "Metrics", datetime.datetime(2026, 3, 2, 15)),),
    (TALK, Talk("S09E02")),
)
PLACES = [
    Where("series"),
    Where("wording"),
    Where("pages"),
    Where("organizers", 0),
    Where("seasons", 0),
    Where("talks", 0),
    Where("talks", 1),
]


@pytest.mark.parametrize("where", PLACES)
def test_every_field_of_the_schema_has_a_slot(where: Where) -> None:
    keys = [slot.key for slot in slots.slots_of(RECORDS, where)]
    for field in FIELDS[where.kind]:
        assert field.name in keys or f"{field.name}+" in keys
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("where", PLACES)
def test_putting_what_is_there_changes_nothing(where: Where) -> None:
    for slot in slots.slots_of(RECORDS, where):
        if slot.kind != "add":
            assert slots.put(RECORDS, where, slot, slot.text) == RECORDS


def test_putting_a_text_changes_its_field_alone() -> None:
    where = Where("talks", 0)
    by_key = {slot.key: slot for slot in slots.slots_of(RECORDS, where)}
    new = slots.put(RECORDS, where, by_key["speakers[1].name"], "Grace B. Hopper")
    assert new.talks[0] == TALK._replace(
        speakers=(TALK.speakers[0], TALK.speakers[1]._replace(name="Grace B. Hopper"))
    )
    assert new.talks[1] is RECORDS.talks[1]
    new = slots.put(RECORDS, where, by_key["date"], "3 Mar 16:00")
    assert new.talks[0].date == datetime.datetime(2026, 3, 3, 16)


def test_slots_stand_in_reading_order_with_the_speakers_parts_together() -> None:
    keys = [slot.key for slot in slots.slots_of(RECORDS, Where("talks", 0))]
    assert keys[:12] == [
        "id",
        "title",
        "speakers[0].name",
        "speakers[0].prefix",
        "speakers[0].url",
        "speakers[0].affiliation",
        "speakers[1].name",
        "speakers[1].prefix",
        "speakers[1].url",
        "speakers[1].affiliation",
        "speakers+",
        "affiliation",
    ]


def test_labels_fit_their_column_and_differ_within_a_record() -> None:
    for fields in FIELDS.values():
        labels = [field.label for field in fields]
        assert all(1 < len(label) <= 12 for label in labels)
        assert len(set(labels)) == len(labels)


def test_speakers_are_added_removed_and_reordered() -> None:
    where = Where("talks", 0)
    added = slots.add_item(RECORDS, where, "speakers")
    assert added.talks[0].speakers == (*TALK.speakers, Speaker(""))
    assert slots.remove_item(added, where, "speakers", 2) == RECORDS
    moved = slots.move_item(RECORDS, where, "speakers", 0, 1)
    assert moved.talks[0].speakers == TALK.speakers[::-1]
    assert slots.move_item(RECORDS, where, "speakers", 0, -1) == RECORDS
    assert slots.add_item(RECORDS, where, "links", 0).talks[0].links[0] == Link("", "")


def test_what_is_no_number_or_date_is_refused() -> None:
    where = Where("seasons", 0)
    by_key = {slot.key: slot for slot in slots.slots_of(RECORDS, where)}
    for key, text in (("number", "nine"), ("number", "-1"), ("number", ""), ("start", "soon")):
        with pytest.raises(NotUnderstoodError):
            slots.put(RECORDS, where, by_key[key], text)
        assert slots.aside(RECORDS, where, by_key[key], text).startswith("✗")


def test_what_is_derived_is_said_beside_the_field() -> None:
    season, talk = Where("seasons", 0), Where("talks", 0)
    start = next(slot for slot in slots.slots_of(RECORDS, season) if slot.key == "start")
    assert slots.aside(RECORDS, season, start, start.text) == ("= Monday 2 March 2026, 3:00pm CET")
    assert slots.aside(RECORDS, season, start, "") == "= TBA"
    name = slots.slots_of(RECORDS, talk)[0]
    assert slots.aside(RECORDS, talk, name, "S09E01") == (
        "= season 9, episode 1; upcoming, Monday 2 March 2026, 3:00pm CET"
    )
    assert "no record" in slots.aside(RECORDS, talk, name, "S11E01")
    assert slots.aside(RECORDS, talk, name, "S0901").startswith("✗")


def test_an_edit_is_called_by_record_and_field() -> None:
    found = {slot.key: slot for slot in slots.slots_of(RECORDS, Where("talks", 0))}
    assert slots.edit_label(RECORDS, Where("talks", 0), found["title"]) == "S09E01: title"
    assert slots.edit_label(RECORDS, Where("talks", 0), found["speakers[1].url"]) == (
        "S09E01: speaker 2 website"
    )
    assert slots.edit_label(RECORDS, Where("talks", 0), found["speakers[1].name"]) == (
        "S09E01: speaker 2"
    )


def test_a_place_without_a_record_has_no_slots() -> None:
    assert slots.slots_of(RECORDS, Where("talks", 7)) == ()
    assert slots.slots_of(RECORDS, Where()) == ()


def test_a_key_that_the_layout_does_not_know_is_named_as_in_the_file() -> None:
    assert field_label(Where("series", 0, "odd_key")) == "odd_key"
    assert field_label(Where("series", 0, "minutes")) == "Minutes"
    assert field_label(Where("series", 0, "talks_per_season")) == "Talks/season"
    assert field_label(Where("talks", 0, "links[0].url")) == "Link 1 address"
    assert field_label(Where("series")) == ""
