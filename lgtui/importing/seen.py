"""What only the source shows: contradicted zone abbreviations, and text that stays in the page."""

import datetime
from collections.abc import Sequence

from lgtui.importing.dates import ZONES, find_date, true_abbreviation
from lgtui.importing.facts import Note, PageText, Section


def dates(page: PageText, zone: str) -> list[Note]:
    """DATE003: hours whose zone abbreviation does not hold on their day."""
    notes = []
    for at, line in enumerate(page.lines):
        stamp = find_date(line)
        if not stamp or not isinstance(stamp.moment, datetime.datetime) or "/" in stamp.zone:
            continue
        if not stamp.zone or stamp.zone == "UTC":
            continue
        home = zone if ZONES.get(stamp.zone) == ZONES.get("CET") else ZONES[stamp.zone]
        true = true_abbreviation(stamp.moment, home)
        if true and true != stamp.zone and true.isalpha():
            start = min(span[0] for span in stamp.spans)
            end = max(span[1] for span in stamp.spans)
            before = line[start:end].strip()
            after = before.replace(line[stamp.zone_at :][: len(stamp.zone)], true)
            why = f"on this day the clock in {home} shows {true}"
            notes.append(Note(page.name, at + 1, start + 1, "DATE003", before, after, why))
    return notes


def kept(page: PageText, sections: Sequence[Section]) -> list[Note]:
    """What was not understood within the stretches that were: it stays, below their region."""
    notes = []
    for section in sections:
        pieces = [*section.kept, *(one for entry in section.entries for one in entry.kept)]
        for at, text in sorted(pieces):
            if text.strip():
                column = page.lines[at].find(text.split("\n")[0].strip()) + 1
                why = f"not understood: stays in the page below the region {section.region!r}"
                notes.append(Note(page.name, at + 1, max(column, 1), "kept", text.strip(), "", why))
    return notes
