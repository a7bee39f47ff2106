"""The private side of a series: people, promises, letters sent, ideas (pure).

What organizers know of a talk and no page may ever say. It is kept in a file of its own outside
the public repository (:mod:`lgtui.store.private`), which nothing reads that writes pages, exports,
commits, drafts or findings.
"""

import datetime
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from lgtui.model import Records, Season, Talk, Unknown, parse_id, season_label
from lgtui.text.folding import fold

SCHEMA = 1
"""The number of the layout that this version reads and writes."""

STATES = ("", "idea", "invited", "accepted", "declined", "confirmed", "withdrawn")
"""How far a talk is, from a thought to a promise; ``""`` where nobody said."""

GONE = ("declined", "withdrawn")
"""The states in which nobody gives the talk any more."""

CONSENTS = ("", "asked", "yes", "no")
"""What a speaker said about publishing the recording."""


class Note(NamedTuple):
    """A remark of the organizers, with the day it was made."""

    text: str = ""
    day: datetime.date | None = None
    unknown: Unknown = ()


class SentLetter(NamedTuple):
    """A letter that was sent: its kind, the day, and to whom where a talk has several speakers."""

    kind: str = ""
    day: datetime.date | None = None
    to: str = ""
    unknown: Unknown = ()


class Person(NamedTuple):
    """Somebody that letters go to or come from; the first address is written to."""

    name: str = ""
    addresses: tuple[str, ...] = ()
    notes: str = ""
    unknown: Unknown = ()


class PrivateTalk(NamedTuple):
    """What is known of a talk besides its record; ``speaker`` tells it when talks change places."""

    id: str = ""
    speaker: str = ""
    state: str = ""
    cared_for_by: str = ""
    consent: str = ""
    notes: tuple[Note, ...] = ()
    letters: tuple[SentLetter, ...] = ()
    unknown: Unknown = ()


class PrivateSeason(NamedTuple):
    """What is known of a season besides its record: who does what, and letters to the list."""

    number: int = 0
    moderator: str = ""
    backup: str = ""
    notes: tuple[Note, ...] = ()
    letters: tuple[SentLetter, ...] = ()
    unknown: Unknown = ()


class Idea(NamedTuple):
    """Somebody to be asked for a later season, about what, and who proposed it."""

    name: str = ""
    topic: str = ""
    proposed_by: str = ""
    notes: str = ""
    unknown: Unknown = ()


class Mailing(NamedTuple):
    """How letters go out: from which address, to which list, and where own letters lie."""

    sender: str = ""
    list: str = ""
    folder: str = ""
    unknown: Unknown = ()


class Private(NamedTuple):
    """All that one private file holds; ``due`` are offsets of the series' own, by their names."""

    series: str = ""
    people: tuple[Person, ...] = ()
    seasons: tuple[PrivateSeason, ...] = ()
    talks: tuple[PrivateTalk, ...] = ()
    ideas: tuple[Idea, ...] = ()
    letters: Mailing = Mailing()
    due: tuple[tuple[str, str], ...] = ()
    unknown: Unknown = ()


KINDS: dict[str, type[Any]] = {
    "people": Person,
    "seasons": PrivateSeason,
    "talks": PrivateTalk,
    "ideas": Idea,
}
"""The lists of a private file, in the order in which they are written."""

TYPES: dict[type[Any], dict[str, str]] = {
    Note: {"day": "day", "text": "text"},
    SentLetter: {"kind": "line", "day": "day", "to": "line"},
    Person: {"name": "line", "addresses": "addresses", "notes": "text"},
    PrivateTalk: {
        "id": "line",
        "speaker": "line",
        "state": "state",
        "cared_for_by": "line",
        "consent": "consent",
        "notes": "notes",
        "letters": "letters",
    },
    PrivateSeason: {
        "number": "integer",
        "moderator": "line",
        "backup": "line",
        "notes": "notes",
        "letters": "letters",
    },
    Idea: {"name": "line", "topic": "line", "proposed_by": "line", "notes": "text"},
    Mailing: {"sender": "address", "list": "address", "folder": "line"},
}
"""For each kind of value its keys in the order in which they are written, with their types."""

PARTS: dict[str, type[Any]] = {"notes": Note, "letters": SentLetter}
"""The types that are lists of small tables, and what is in them."""

CHOICES = {"state": STATES, "consent": CONSENTS}
"""The types that are one of a few words."""

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]")


def fault_of_address(address: str) -> str:
    """Return what is wrong with a mail address, ``""`` where nothing is.

    Only what every mail program takes is right (RFC 5322, addr-spec without quotes and
    comments); a host of another script is written in its ASCII form (``xn--…``).
    """
    if "=?" in address:
        return "it has =? in it, which mail programs take for encoded text; use another address"
    if _ADDRESS.fullmatch(address):
        return "" if len(address) <= 254 else "it is too long for a mail address"
    if "<" in address or address != address.strip():
        return "write the address alone, such as ada@example.org; the name has a key of its own"
    if not address.isascii():
        return "write it in ASCII; a host in another script has a form that begins with xn--"
    return "it is no mail address; write one such as ada@example.org"


def person_named(private: Private, name: str) -> Person | None:
    """Return the entry of a person, however case and accents are written; ``None`` for none."""
    wanted = fold(name)
    return next((each for each in private.people if wanted and fold(each.name) == wanted), None)


def address_of(private: Private, name: str) -> str:
    """Return the address that a person is written to, ``""`` where none is known."""
    person = person_named(private, name)
    return person.addresses[0] if person and person.addresses else ""


def person_at(private: Private, address: str) -> Person | None:
    """Return who an address belongs to; ``None`` where nobody is known to have it."""
    wanted = address.casefold()
    own = (each for each in private.people if wanted in map(str.casefold, each.addresses))
    return next(own, None)


def entry_place(private: Private, talk: Talk) -> int | None:
    """Return where the entry of a talk is; ``None`` where it has none.

    An entry that names another speaker is not about this talk, even with its id: the talks may
    have changed places. Then the entry that names its speaker counts, in the same season.
    """
    names = {fold(speaker.name) for speaker in talk.speakers}
    season = (parse_id(talk.id) or (0, 0))[0]
    by_speaker = None
    for at, entry in enumerate(private.talks):
        about = fold(entry.speaker)
        if entry.id == talk.id and (not about or not names or about in names):
            return at
        same_season = (parse_id(entry.id) or (-1, 0))[0] == season
        if about and about in names and same_season and by_speaker is None:
            by_speaker = at
    return by_speaker


def entry_of(private: Private, talk: Talk) -> PrivateTalk:
    """Return what is known of a talk; an entry that says nothing where it has none."""
    at = entry_place(private, talk)
    return PrivateTalk(talk.id) if at is None else private.talks[at]


PUBLIC_ALL_THE_SAME = "consent is no, but a video is on the page"
"""What is said where :func:`is_public_all_the_same`."""


def is_public_all_the_same(talk: Talk, entry: PrivateTalk) -> bool:
    """Tell whether a recording has its link on the page although the speaker said no."""
    return entry.consent == "no" and talk.recording != "withheld" and bool(talk.video_url.strip())


def season_entry(private: Private, number: int) -> PrivateSeason:
    """Return what is known of a season; an entry that says nothing where it has none."""
    own = (each for each in private.seasons if each.number == number)
    return next(own, PrivateSeason(number))


def sent(letters: Iterable[SentLetter], kind: str, to: str = "") -> SentLetter | None:
    """Return the last letter of a kind that was sent, to one person where a name is given."""
    wanted = fold(to)
    found = [
        each
        for each in letters
        if each.kind == kind and (not wanted or not each.to or fold(each.to) == wanted)
    ]
    return found[-1] if found else None


def note_letter(private: Private, about: Talk | Season, letter: SentLetter) -> Private:
    """Return the private side with a letter noted as sent.

    An invitation makes a talk that was an idea, or nothing yet, an invited one; a letter that asks
    for consent is not known as such, so consent stays as it is.
    """
    if isinstance(about, Season):
        season = season_entry(private, about.number)
        return with_season(private, season._replace(letters=(*season.letters, letter)))
    entry = entry_of(private, about)
    if letter.kind == "invitation" and entry.state in ("", "idea"):
        entry = entry._replace(state="invited")
    entry = entry._replace(letters=(*entry.letters, letter))
    return with_entry(private, about, entry)


def note_text(private: Private, talk: Talk, note: Note) -> Private:
    """Return the private side with a remark about a talk; the same one is kept once."""
    entry = entry_of(private, talk)
    if note.text in (each.text for each in entry.notes):
        return private
    return with_entry(private, talk, entry._replace(notes=(*entry.notes, note)))


def note_consent(private: Private, talk: Talk, consent: str) -> Private:
    """Return the private side with what a speaker said about the recording, if nobody had."""
    entry = entry_of(private, talk)
    if entry.consent not in ("", "asked"):
        return private
    return with_entry(private, talk, entry._replace(consent=consent))


def with_entry(private: Private, talk: Talk, entry: PrivateTalk) -> Private:
    """Return the private side with another entry of a talk; it names the talk's one speaker."""
    at = entry_place(private, talk)
    if not entry.speaker and len(talk.speakers) == 1:
        entry = entry._replace(speaker=talk.speakers[0].name)
    if at is None:
        return private._replace(talks=(*private.talks, entry))
    return private._replace(talks=(*private.talks[:at], entry, *private.talks[at + 1 :]))


def with_season(private: Private, season: PrivateSeason) -> Private:
    """Return the private side with another entry of a season."""
    at = next((n for n, old in enumerate(private.seasons) if old.number == season.number), None)
    if at is None:
        return private._replace(seasons=(*private.seasons, season))
    return private._replace(seasons=(*private.seasons[:at], season, *private.seasons[at + 1 :]))


def strays(private: Private, records: Records) -> list[str]:
    """Name the entries that fit no record any more, one sentence each."""
    used = {entry_place(private, talk) for talk in records.talks}
    numbers = {season.number for season in records.seasons}
    found = []
    for at, entry in enumerate(private.talks):
        if at not in used:
            who = f" ({entry.speaker})" if entry.speaker else ""
            found.append(f"{entry.id}{who} in the private file is no talk of the records")
    for season in private.seasons:
        if season.number not in numbers:
            label = season_label(season.number)
            found.append(f"{label} in the private file is no season of the records")
    return found


def doubles(private: Private) -> list[str]:
    """Name the entries of one name that cannot be told apart, a sentence each."""
    names = [
        *(("people", fold(each.name), each.name) for each in private.people if each.name),
        *(("talks", f"{each.id} {fold(each.speaker)}", each.id) for each in private.talks),
        *(("seasons", f"{each.number}", season_label(each.number)) for each in private.seasons),
    ]
    counts = Counter((kind, key) for kind, key, _ in names)
    shown = {(kind, key): name for kind, key, name in reversed(names)}
    return [
        f"{count} [[{kind}]] are {shown[kind, key]}: the first is used; make one of them"
        for (kind, key), count in counts.items()
        if count > 1
    ]


class MergedPrivate(NamedTuple):
    """What two versions of a private side become; where both changed one thing it is mine.

    ``conflicts`` says of each such thing what both say, in a sentence.
    """

    private: Private
    conflicts: tuple[str, ...] = ()


def merge_private(base: Private, mine: Private, theirs: Private) -> MergedPrivate:
    """Merge two versions of a private side by record and field; lists of notes keep both sides'.

    Args:
        base: what both came from.
        mine: one of them.
        theirs: the other one.
    """
    conflicts: list[str] = []
    values = [each._asdict() for each in (base, mine, theirs)]
    merged: dict[str, Any] = {}
    for name in Private._fields:
        was, ours, other = (each[name] for each in values)
        if name in KINDS:
            merged[name] = _merged_list(name, was, ours, other, conflicts)
        elif name == "letters":
            merged[name] = _merged_record("[letters]", was, ours, other, conflicts)
        else:
            merged[name] = _merged_value(name, name, (was, ours, other), conflicts)
    return MergedPrivate(Private(**merged), tuple(conflicts))


def _merged_list(
    kind: str,
    base: tuple[Any, ...],
    mine: tuple[Any, ...],
    theirs: tuple[Any, ...],
    conflicts: list[str],
) -> tuple[Any, ...]:
    """Merge a list by its records' names, in mine's order, what only theirs has behind it."""
    if theirs in (mine, base) or mine == base:
        return theirs if mine == base else mine
    main = next(iter(TYPES[KINDS[kind]]))
    sides = [{each._asdict()[main]: each for each in side} for side in (base, mine, theirs)]
    if any(
        len(side) != len(found) for side, found in zip((base, mine, theirs), sides, strict=True)
    ):
        # Two records of one name cannot be told apart: then the list is one value.
        merged: tuple[Any, ...] = _merged_value(kind, kind, (base, mine, theirs), conflicts)
        return merged
    was, ours, other = sides
    found = []
    for name in [*ours, *(name for name in other if name not in ours)]:
        label = season_label(name) if kind == "seasons" else f"{name}"
        before, one, two = was.get(name), ours.get(name), other.get(name)
        if one is not None and two is not None:
            start = KINDS[kind](**{main: name}) if before is None else before
            found.append(_merged_record(label, start, one, two, conflicts))
        elif before is None:
            found.append(one or two)
        elif before != (one or two):
            conflicts.append(f"{label}: one side changed it, the other deleted it; it stays")
            found.append(one or two)
    return tuple(found)


def _merged_record(label: str, base: Any, mine: Any, theirs: Any, conflicts: list[str]) -> Any:
    was, ours, other = (each._asdict() for each in (base, mine, theirs))
    return type(mine)(
        **{
            name: _merged_value(label, name, (was[name], ours[name], other[name]), conflicts)
            for name in ours
        }
    )


def _merged_value(label: str, name: str, sides: tuple[Any, Any, Any], conflicts: list[str]) -> Any:
    """Merge one field.

    Args:
        label: the record that it is of.
        name: its name.
        sides: base, mine and theirs.
        conflicts: gets a sentence where both changed it.
    """
    base, mine, theirs = sides
    if theirs in (mine, base):
        return mine
    if mine == base:
        return theirs
    if name in ("unknown", "due"):
        return _merged_pairs(label, dict(base), dict(mine), dict(theirs), conflicts)
    if isinstance(mine, tuple):
        # Each side's list without what the other one took out, with what it added.
        kept = [each for each in mine if each in theirs or each not in base]
        return (*kept, *(each for each in theirs if each not in mine and each not in base))
    conflicts.append(
        f"{label}: both changed {name}: “{mine}” here, “{theirs}” there; it stays here"
    )
    return mine


def _merged_pairs(
    label: str,
    base: dict[str, Any],
    mine: dict[str, Any],
    theirs: dict[str, Any],
    conflicts: list[str],
) -> tuple[tuple[str, Any], ...]:
    found = []
    for name in [*mine, *(name for name in theirs if name not in mine)]:
        sides = base.get(name), mine.get(name), theirs.get(name)
        value = _merged_value(label, name, sides, conflicts)
        if value is not None:
            found.append((name, value))
    return tuple(found)
