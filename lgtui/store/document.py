"""A data file as it was read: its bytes, the records in them, and what was wrong with them."""

from typing import NamedTuple

from lgtui.model import Records, Where


class Problem(NamedTuple):
    """Something in the file that the records cannot hold; the file keeps it.

    ``code`` is ``FILE001`` (a key the schema does not know) or ``FILE002`` (a value of a wrong
    type, which counts as absent).
    """

    code: str
    where: Where
    message: str


class Block(NamedTuple):
    """The bytes of one table: from its header's line to the end of its last statement's line.

    ``kind`` is a key of ``FIELDS``, ``""`` for what stands before the first header, or ``"?"``
    for a table that the schema does not know. Between two blocks lie only comments and blanks.
    """

    kind: str
    start: int
    end: int


class Document(NamedTuple):
    """One data file: ``path``, its bytes, its records, and the problems found on the way.

    ``blocks`` are the tables of the file in file order, or ``None`` where the file is laid out
    so that its records do not lie in blocks of their own (``talks = [{…}, …]``).
    """

    path: str
    raw: bytes
    records: Records
    problems: tuple[Problem, ...] = ()
    blocks: tuple[Block, ...] | None = None
