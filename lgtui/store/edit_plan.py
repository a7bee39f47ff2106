"""Which bytes of a data file change, so that its records become others.

A record owns its block, the comment lines directly above its header and those directly below
its last field. Comments set off by a blank line belong to nobody and stay.
"""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from lgtui.model import (
    KEYS,
    LISTS,
    TABLES,
    Records,
    blank,
    records_of,
    replaced,
    value_of,
    with_records,
)
from lgtui.records.matching import pair_records
from lgtui.store.document import BOM, Block, Document, Problem
from lgtui.store.record_edit import block as written_block
from lgtui.store.record_edit import edit_record, encoded, line_end, same
from lgtui.store.record_spans import body_end, extent, lead, to_line_end
from lgtui.text.sequences import longest_increasing_subsequence

_ORDER = ("", *TABLES, *LISTS)
_BLANKS = re.compile(rb"(?:[ \t]*+\r?\n)*(?:[ \t]*\Z)?")


class Owner(NamedTuple):
    """A record of the new version, by kind and position."""

    kind: str
    at: int


class Piece(NamedTuple):
    """New bytes for a span of the old file, and where in them which records' blocks lie."""

    start: int
    end: int
    text: bytes
    owners: tuple[tuple[Owner, int, int], ...] = ()


def plan_edit(document: Document, new: Records) -> "EditPlan":
    """Return the plan for a document whose records lie in blocks of their own."""
    plan = EditPlan(document, new)
    for kind in TABLES:
        plan.table(kind)
    for kind in LISTS:
        plan.array(kind)
    plan.pieces.sort(key=lambda piece: (piece.start, piece.end))
    plan.trim_end()
    return plan


class EditPlan:
    """The pieces, and what becomes of the blocks that are in none of them."""

    def __init__(self, document: Document, new: Records) -> None:
        assert document.blocks is not None
        self.raw, self.blocks = document.raw, document.blocks
        self.old, self.new = document.records, new
        self.newline = line_end(self.raw)
        self.pieces: list[Piece] = []
        self.stays: dict[int, Owner] = {}
        self.moved: dict[Owner, Owner] = {}
        self.gone: set[int] = set()
        self.paired: set[str] = set()

    def table(self, kind: str) -> None:
        """Plan ``[series]`` or ``[pages]``."""
        owner = Owner(kind, 0)
        place = next((n for n, block in enumerate(self.blocks) if block.kind == kind), None)
        [before], [after] = records_of(self.old, kind), records_of(self.new, kind)
        if place is None:
            if not same(before, after):
                self.insert(kind, None, [self.fresh(owner)])
            return
        self.stays[place] = owner
        if not same(before, after):
            self.change(place, owner, before)

    def array(self, kind: str) -> None:
        """Plan the records of one kind: edited, deleted, added, moved."""
        before, after = records_of(self.old, kind), records_of(self.new, kind)
        places = [n for n, block in enumerate(self.blocks) if block.kind == kind]
        if before is after:
            self.stays.update((n, Owner(kind, at)) for at, n in enumerate(places))
            return
        self.paired.add(kind)
        pairs = _paired_in_place(kind, before, after, pair_records(before, after))
        staying = set(
            longest_increasing_subsequence([i for i, j in pairs if i is not None and j is not None])
        )
        for i, _ in pairs:
            if i is not None and i not in staying:
                self.remove(places[i])
        anchor: int | None = None
        waiting: list[tuple[bytes, tuple[Owner, int, int]]] = []
        for i, j in pairs:
            if j is None:
                continue
            owner = Owner(kind, j)
            if i is not None:
                self.moved[Owner(kind, i)] = owner
            if i is None:
                waiting.append(self.fresh(owner))
            elif i not in staying:
                waiting.append(self.carried(places[i], owner, before[i]))
            else:
                self.insert(kind, anchor, waiting, places[i])
                anchor, waiting = places[i], []
                self.stays[anchor] = owner
                if not same(before[i], after[j]):
                    self.change(anchor, owner, before[i])
        self.insert(kind, anchor, waiting)

    def change(self, place: int, owner: Owner, before: Any) -> None:
        """Plan an edit of a block where it stands."""
        start, end = self.blocks[place][1:]
        text = self.edited(place, owner, before)
        self.pieces.append(Piece(start, end, text, ((owner, 0, body_end(text)),)))

    def edited(self, place: int, owner: Owner, before: Any) -> bytes:
        """Return a block with its record's changed fields."""
        source = self.raw[self.blocks[place].start : self.blocks[place].end]
        after = records_of(self.new, owner.kind)[owner.at]
        if same(before, after):
            return source
        text = edit_record(source, owner.kind, before, after)
        if text is not None:
            return text
        from lgtui.store.toml_editor import edit_tables

        old, new = (_alone(owner.kind, record) for record in (before, after))
        return edit_tables(source, old, new, self.newline)

    def remove(self, place: int) -> None:
        """Take a record out, with its comments and the blank lines below."""
        start, end = extent(self.raw, self.blocks, place)
        blanks = _BLANKS.match(self.raw, end)
        assert blanks
        self.pieces.append(Piece(start, blanks.end(), b""))
        self.gone.add(place)

    def fresh(self, owner: Owner) -> tuple[bytes, tuple[Owner, int, int]]:
        """Return a new record's text."""
        text = encoded(
            written_block(owner.kind, records_of(self.new, owner.kind)[owner.at]), self.newline
        )
        return text, (owner, 0, len(text))

    def carried(
        self, place: int, owner: Owner, before: Any
    ) -> tuple[bytes, tuple[Owner, int, int]]:
        """Return a moved record's text, comments included."""
        start, end = extent(self.raw, self.blocks, place)
        block = self.blocks[place]
        above, below = self.raw[start : block.start], self.raw[block.end : end]
        text = self.edited(place, owner, before)
        if not text.endswith(b"\n"):
            text += self.newline
        if below and not below.endswith(b"\n"):
            below += self.newline
        return above + text + below, (owner, len(above), len(above) + body_end(text))

    def insert(
        self,
        kind: str,
        anchor: int | None,
        records: Iterable[tuple[bytes, tuple[Owner, int, int]]],
        following: int | None = None,
    ) -> None:
        """Put records below the block ``anchor``, or above ``following``, or where they belong."""
        records = list(records)
        if not records:
            return
        if anchor is None and following is None:
            anchor, following = self.home(kind)
        if anchor is not None:
            at = extent(self.raw, self.blocks, anchor)[1]
        else:
            at = lead(self.raw, self.blocks, following) if following is not None else len(self.raw)
        above = anchor is not None or following is None
        top = at == 0 or (at == len(BOM) and self.raw.startswith(BOM))
        parts = [] if top or self.raw[at - 1 : at] == b"\n" else [self.newline]
        length = sum(map(len, parts))
        owners: list[tuple[Owner, int, int]] = []
        for source, (owner, start, end) in records:
            if above and not (top and not parts):
                parts.append(self.newline)
                length += len(self.newline)
            owners.append((owner, length + start, length + end))
            parts += (source, b"" if above else self.newline)
            length += len(source) + len(parts[-1])
        if above and self.raw[at : at + 2].lstrip(b" \t")[:1] not in (b"\n", b"\r", b""):
            parts.append(self.newline)
        text = b"".join(parts)
        self.pieces.append(Piece(at, at, text, tuple(owners)))

    def home(self, kind: str) -> tuple[int | None, int | None]:
        """Return where a kind's first record goes: below the kinds before it, else at the top."""
        before = _ORDER[: _ORDER.index(kind)]
        for place in reversed(range(len(self.blocks))):
            if self.blocks[place].kind in before and place not in self.gone:
                return place, None
        return None, 0 if self.blocks else None

    def trim_end(self) -> None:
        """Leave no blank lines at the end of the file where the last records went."""
        end = len(self.raw)
        for number in reversed(range(len(self.pieces))):
            piece = self.pieces[number]
            if piece.end != end or piece.start == end or piece.text:
                return
            before = self.pieces[number - 1] if number else None
            if (
                before
                and before.end == piece.start
                and before.start < before.end
                and not before.text
            ):
                end = piece.start
                continue
            floor = before.end if before else 0
            start = piece.start
            while start > floor and self.raw[start - 1 : start] in b" \t\r\n":
                start -= 1
            kept = self.raw[start : piece.start].find(b"\n") + 1
            self.pieces[number] = piece._replace(start=start + kept)
            return

    def composed(self) -> tuple[bytes, list[Block], list[Owner | None]]:
        """Return the new bytes, their blocks, and whose they are (``None``: no record's)."""
        parts: list[bytes] = []
        blocks: list[Block] = []
        owners: list[Owner | None] = []
        at = shift = place = 0
        total = len(self.blocks)
        for piece in [*self.pieces, Piece(len(self.raw), len(self.raw), b"")]:
            while place < total and (block := self.blocks[place]).start < piece.start:
                blocks.append(Block(block.kind, block.start + shift, block.end + shift))
                owners.append(self.stays.get(place))
                place += 1
            while place < total and self.blocks[place].start < piece.end:
                place += 1
            parts += (self.raw[at : piece.start], piece.text)
            begin = piece.start + shift
            for owner, start, end in piece.owners:
                blocks.append(Block(owner.kind, begin + start, begin + end))
                owners.append(owner)
            at = piece.end
            shift += len(piece.text) - (piece.end - piece.start)
        raw = b"".join(parts)
        if not self.raw.endswith(b"\n"):
            blocks = [to_line_end(raw, block) for block in blocks]
        return raw, blocks, owners

    def kept_problems(self, problems: tuple[Problem, ...]) -> list[Problem]:
        """Return the problems of the records that were not written anew, at their new positions."""
        written = {owner for piece in self.pieces for owner, _, _ in piece.owners}
        staying = set(self.stays.values()) - written
        kept = []
        for problem in problems:
            before = Owner(problem.where.kind, problem.where.at)
            owner = self.moved.get(before) if before.kind in self.paired else before
            if not problem.where.kind:
                kept.append(problem)
            elif owner and owner in staying:
                kept.append(problem._replace(where=problem.where._replace(at=owner.at)))
        return kept


def _paired_in_place(
    kind: str,
    before: tuple[Any, ...],
    after: tuple[Any, ...],
    pairs: list[tuple[int | None, int | None]],
) -> list[tuple[int | None, int | None]]:
    """Pair, besides, records that say nothing but their id or number and got another in place.

    Nothing tells that such a record is the same, but its comments should not be lost for it.
    """
    if len(before) != len(after):
        return pairs
    gone = {i for i, j in pairs if j is None}
    bare = {at for at in gone if at is not None and _says_only_key(kind, before[at])}
    again = {j for i, j in pairs if i is None and j in bare}
    return [(j if j in again else i, j) for i, j in pairs if j is not None or i not in again]


def _says_only_key(kind: str, record: Any) -> bool:
    """Tell whether nothing but the key of a record differs from an empty one."""
    key = KEYS[kind]
    return bool(record == replaced(blank(kind), key, value_of(record, key)))


def _alone(kind: str, record: Any) -> Records:
    """Return records that hold one record only."""
    return with_records(Records(), kind, (record,))
