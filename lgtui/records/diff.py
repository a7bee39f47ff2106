"""What differs between two versions of the records, in the words people use (pure)."""

from typing import NamedTuple

from lgtui.model import (
    FIELDS,
    KEYS,
    LISTS,
    TABLES,
    Keyed,
    Record,
    Records,
    Speaker,
    Where,
    field_of,
    record_label,
    records_of,
    value_of,
)
from lgtui.records.matching import key_of, pair_records

SINGULAR = {"talks": "talk", "seasons": "season", "organizers": "organizer"}


class Change(NamedTuple):
    """One thing that is different.

    Attributes:
        kind: a key of ``FIELDS``, or empty for the file's own keys.
        at: the record's position in the new version; in the old one for ``deleted``.
        label: what people call the record now.
        field: the field or key; empty for a whole record or the order of records.
        before: the old value, or record for ``deleted``; ``None`` if there was none.
        after: the new value, or record for ``added``.
        what: the change in words: ``video set``, ``title changed``, ``renumbered S09E01``.
    """

    kind: str
    at: int
    label: str
    field: str
    before: object
    after: object
    what: str

    def __str__(self) -> str:
        """Return one line: ``S09E01: video set``, ``S08E01 renumbered S09E01``."""
        if self.what.startswith(("renumbered ", "renamed ")):
            return f"{self.label} {self.what}"
        return f"{self.label}: {self.what}"


def changes(base: Records, new: Records) -> tuple[Change, ...]:
    """Name every difference between two versions, record by record and field by field.

    Args:
        base: the earlier version.
        new: the later one.

    Returns:
        Changes of the series, the pages and the file's own keys, then of organizers, seasons and
        talks, each in the order of ``new``, with what was deleted after it.
    """
    found: list[Change] = []
    for kind in TABLES:
        [old], [now] = records_of(base, kind), records_of(new, kind)
        found += _of_fields(kind, 0, kind, old, now)
    if base.legacy_wording != new.legacy_wording:
        moved = set(base.legacy_wording) - set(new.legacy_wording)
        what = "moved to [wording]" if moved else "moved to [series]"
        before, after = (", ".join(one.legacy_wording) or None for one in (base, new))
        found.append(Change("wording", 0, "wording", "", before, after, what))
    found += _of_keys("", 0, "data file", dict(base.unknown), dict(new.unknown))
    if base.schema != new.schema:
        found.append(_of_field("", 0, "data file", "schema", base.schema, after=new.schema))
    for kind in LISTS:
        found += _of_list(kind, base, new)
    return tuple(found)


def _of_list(kind: str, base: Records, new: Records) -> list[Change]:
    olds: tuple[Keyed, ...] = records_of(base, kind)
    news: tuple[Keyed, ...] = records_of(new, kind)
    found: list[Change] = []
    if olds is news:
        return found
    kept: list[int] = []
    for i, j in pair_records(olds, news):
        if j is None and i is not None:
            label = record_label(base, Where(kind, i))
            found.append(Change(kind, i, label, "", olds[i], None, "deleted"))
        elif i is None and j is not None:
            label = record_label(new, Where(kind, j))
            found.append(Change(kind, j, label, "", None, news[j], "added"))
        elif i is not None and j is not None:
            kept.append(i)
            labels = record_label(base, Where(kind, i)), record_label(new, Where(kind, j))
            found += of_record(Where(kind, j), labels, olds[i], news[j])
    if kept != sorted(kept):
        before, after = _in_order(olds, sorted(kept)), _in_order(olds, kept)
        found.append(Change(kind, 0, kind, "", before, after, "order changed"))
    return found


def of_record(where: Where, labels: tuple[str, str], old: Keyed, new: Keyed) -> tuple[Change, ...]:
    """Name the differences between two versions of one record.

    Args:
        where: the record's kind and its position in the new version.
        labels: what people called it before, and call it now.
        old: the earlier version.
        new: the later one.
    """
    found: list[Change] = []
    if key_of(old) != key_of(new):
        what = f"{'renamed' if where.kind == 'organizers' else 'renumbered'} {labels[1]}"
        keys = (key_of(old), key_of(new))
        found.append(Change(where.kind, where.at, labels[0], KEYS[where.kind], *keys, what))
    return (*found, *_of_fields(where.kind, where.at, labels[1], old, new))


def _in_order(records: tuple[Keyed, ...], places: list[int]) -> tuple[str | int, ...]:
    return tuple(key_of(records[at]) for at in places)


def _of_fields(kind: str, at: int, label: str, old: Record, new: Record) -> list[Change]:
    """Return the changed fields of one record, its id, number or name left aside."""
    if old == new:
        return []
    own = KEYS.get(kind, "")
    found: list[Change] = []
    for field in FIELDS[kind]:
        before, after = value_of(old, field.name), value_of(new, field.name)
        if before == after or field.name == own:
            continue
        if field.name == "speakers":
            found += _of_speakers(at, label, before, after)
        else:
            found.append(_of_field(kind, at, label, field.name, before, after=after))
    return found + _of_keys(kind, at, label, dict(old.unknown), dict(new.unknown))


def _of_field(
    kind: str, at: int, label: str, name: str, before: object, *, after: object
) -> Change:
    if name == "state":
        what = f"marked {after}" if after else f"no longer {before}"
    elif name == "recording":
        what = f"recording {after}" if after else "recording no longer withheld"
    else:
        what = f"{_spoken(kind, name)} {_verb(before, after)}"
    return Change(kind, at, label, name, before, after, what)


def _spoken(kind: str, name: str) -> str:
    """Return what a sentence calls a field."""
    field = field_of(kind, name)
    return (field.spoken if field else "") or name


def _verb(before: object, after: object) -> str:
    if before in ("", None, ()):
        return "set"
    return "removed" if after in ("", None, ()) else "changed"


def _of_keys(
    kind: str, at: int, label: str, old: dict[str, object], new: dict[str, object]
) -> list[Change]:
    """Return the changed keys that the schema does not know."""
    return [
        Change(kind, at, label, key, old.get(key), new.get(key),
               f"{key} {_verb(old.get(key), new.get(key))}")
        for key in [*new, *(key for key in old if key not in new)]
        if key not in old or key not in new or old[key] != new[key]
    ]  # fmt: skip


def _of_speakers(
    at: int, label: str, before: tuple[Speaker, ...], after: tuple[Speaker, ...]
) -> list[Change]:
    """Name who came, who went, and what was changed about whom; one line for each talk."""
    words: list[str] = []
    kept: list[int] = []
    for i, j in pair_records(before, after):
        if j is None and i is not None:
            words.append(f"speaker {before[i].name} removed")
        elif i is None and j is not None:
            words.append(f"speaker {after[j].name} added")
        elif i is not None and j is not None:
            kept.append(i)
            words += _of_speaker(before[i], after[j])
    if kept != sorted(kept):
        words.append("speakers reordered")
    return [Change("talks", at, label, "speakers", before, after, ", ".join(words))]


def _of_speaker(old: Speaker, new: Speaker) -> list[str]:
    words = [f"speaker {old.name} renamed {new.name}"] if old.name != new.name else []
    for field in FIELDS["speakers"]:
        before, after = value_of(old, field.name), value_of(new, field.name)
        if before != after and field.name != "name":
            said = field.spoken or field.name
            words.append(f"{said} of {new.name} {_verb(before, after)}")
    if old.unknown != new.unknown:
        words.append(f"speaker {new.name} changed")
    return words
