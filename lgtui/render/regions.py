"""The parts of a page that lgtui writes: markers, checksums, and files written whole."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from lgtui.model import DataError

NAMES = ("next", "previous", "organizers", "abstracts")
"""Every region there is."""

_MARKER = re.compile(r"<!-- lgtui:(?:(end) )?([a-z]+)(?: ([0-9a-f]{12}))? -->")
_DAMAGED = re.compile(r"(?<!\\)<(?:!\s*-*|-+)\s*lgtui\s*:")


class MarkerError(DataError):
    """A marker is damaged, missing its partner, or one too many; nothing is written."""


class Region(NamedTuple):
    """A region of a page.

    ``start`` and ``stop`` bound the characters between the two marker lines, ``end`` is where the
    end marker's line ends; ``line`` counts from 1. ``text`` has LF line ends and no blank lines
    around it. ``checksum`` is ``""`` where the end marker has none.
    """

    name: str
    line: int
    start: int
    stop: int
    end: int
    checksum: str
    text: str
    newline: str


class Edit(NamedTuple):
    """A region edited by hand: ``found`` on the page, ``fresh`` from the records.

    ``region`` is empty for a file that lgtui writes whole, such as a news item; ``foreign`` tells
    that lgtui never wrote it.
    """

    file: str
    region: str
    line: int
    found: str
    fresh: str
    foreign: bool = False

    @property
    def words(self) -> str:
        """What happened: ``the region 'next' was edited by hand``."""
        if self.foreign:
            return "this file was not written by lgtui (rename it to keep it)"
        what = f"the region {self.region!r}" if self.region else "this file"
        return f"{what} was edited by hand"

    def diff(self) -> str:
        """Return what writing the region would change, as a unified diff."""
        from difflib import unified_diff

        name = f"{self.file} ({self.region})" if self.region else self.file
        lines = unified_diff(
            self.found.split("\n"),
            self.fresh.split("\n"),
            f"{name} as it is",
            f"{name} from the records",
            lineterm="",
        )
        return "\n".join(lines) + "\n"


class HandEdit(Exception):  # noqa: N818 (what happened; nothing is wrong with the program)
    """Regions were edited by hand; writing them would lose words that no record has."""

    def __init__(self, edits: Iterable[Edit]) -> None:
        self.edits = tuple(edits)
        super().__init__("\n".join(f"{edit.file}:{edit.line}: {edit.words}" for edit in self.edits))


def checksum(text: str) -> str:
    """Return twelve hex digits for what a Markdown text says, whoever formatted it."""
    return exact_checksum(_neutral(text))


def exact_checksum(text: str) -> str:
    """Return twelve hex digits for a text: BLAKE2b of 48 bits (RFC 7693) over its UTF-8.

    Regions and news items that older versions wrote have it of their text as it stands.
    """
    try:
        # hashlib loads OpenSSL, which takes longer than all that is done here.
        from _blake2 import blake2b
    except ImportError:
        from hashlib import blake2b
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


_ACTING = (("\\{", "\x03"), ("\\|", "\x04"), ("\\$", "\x05"))
"""Escapes that are no formatter's freedom: without them Liquid runs, or kramdown makes a table or
a formula, which no formatter for CommonMark knows."""

_FREE = (("\\", ""), ("_", "*"), ("~", "`"))
_OPENS = frozenset("*+-_#>0123456789")
"""Begins what may be another block than a paragraph."""


def _neutral(text: str) -> str:
    """Return a Markdown text without what a formatter is free to write in another way.

    That is: the signs of lists, emphasis, rules and fences, the numbers of a list's later items,
    blank lines below headings and how many there are elsewhere, the line ends in a paragraph,
    escapes, indentation, and the padding of tables. Every word stays, and so does what makes
    paragraphs. Lines are looked at one by one, which is ten times faster than expressions.
    """
    for escape, sign in _ACTING:
        text = text.replace(escape, sign)
    parts: list[str] = []
    number, is_apart, after_heading = -2, False, True
    for raw in text.split("\n"):
        line = raw.strip(" \t")
        if not line:
            is_apart = True
            continue
        if "  " in line or "\t" in line:
            line = " ".join(line.split())
        is_block = False
        if line[0] in _OPENS:
            body = line.lstrip("> ")
            quote = ">" * line.count(">", 0, len(line) - len(body))
            is_block, number, body = _neutral_block(body, number)
            line = quote + body
        if "|" in line:
            line = _neutral_row(line)
        if after_heading:
            parts.append("\n")
        elif is_apart:
            parts.append("\n\n")
        else:
            parts.append("\n" if is_block else " ")
        parts.append(line)
        is_apart, after_heading = False, is_block and line[0] == "#"
    text = "".join(parts)
    for sign, instead in _FREE:
        text = text.replace(sign, instead)
    return text


def _neutral_block(line: str, number: int) -> tuple[bool, int, str]:
    """Return whether a line begins a block of its own, the list's number now, and the line.

    Args:
        line: a line without indentation.
        number: the number of the list item before, below 0 for none.
    """
    first = line[:1]
    if first == "#":
        return line.lstrip("#")[:1] == " ", number, line
    if first in ("*", "-", "_") and len(line) > 2 and not line.strip(f"{first} "):
        return True, number, "---"
    if first in ("*", "+", "-") and line[1:2] in ("", " "):
        return True, number, f"- {line[2:]}"
    digits, _, rest = line.replace(") ", ". ", 1).partition(". ")
    if rest and len(digits) < 10 and digits.isascii() and digits.isdecimal():
        own = int(digits)
        shown = 1 if own in (number, number + 1) else own
        return True, own, f"{shown}. {rest}"
    return False, number, line


def _neutral_row(line: str) -> str:
    """Return a table's row without its padding and its outer signs."""
    cells = [cell.strip() for cell in line.strip("|").split("|")]
    if all(cell and not cell.strip("-:") for cell in cells):
        cells = [f"{':' * (cell[0] == ':')}-{':' * (cell[-1] == ':')}" for cell in cells]
    return "|".join(cells)


def wrap(name: str, text: str) -> str:
    """Return a new region with its markers, with LF line ends and no final one."""
    inner = f"\n\n{text}\n\n" if text else "\n\n"
    return f"<!-- lgtui:{name} -->{inner}<!-- lgtui:end {name} {checksum(text)} -->"


def find(page: str, file: str = "") -> list[Region]:
    """Return the regions of a page in their order.

    Raises:
        MarkerError: a marker is damaged, unknown, doubled, nested or without its partner.
    """
    found: list[Region] = []
    opened: tuple[str, int, int, str] | None = None
    for at, line, number in _marker_lines(page):
        marker = _MARKER.fullmatch(line.removesuffix("\r"))
        if marker is None or (marker[3] and not marker[1]):
            stands = f"{line.strip():.100}"
            raise MarkerError(f"damaged marker {stands!r}; {_FORM}", file, number)
        name = marker[2]
        if name not in NAMES:
            raise MarkerError(
                f"no region is called {name!r}; there are {', '.join(NAMES)}: correct the marker",
                file,
                number,
            )
        if not marker[1]:
            if opened:
                raise MarkerError(
                    f"region {name!r} begins inside region {opened[0]!r} (line {opened[1]}); "
                    f"put <!-- lgtui:end {opened[0]} --> on a line of its own before it",
                    file,
                    number,
                )
            if any(region.name == name for region in found):
                raise MarkerError(
                    f"region {name!r} is here twice; delete the markers of one", file, number
                )
            newline = "\r\n" if line.endswith("\r") else "\n"
            opened = (name, number, at + len(line), newline)
            continue
        if not opened or opened[0] != name:
            inside = f"; the region open here is {opened[0]!r}" if opened else ""
            raise MarkerError(
                f"region {name!r} ends here but has not begun{inside}; put <!-- lgtui:{name} --> "
                "on a line of its own above its text, or delete this line",
                file,
                number,
            )
        text = page[opened[2] : at].replace("\r\n", "\n").strip("\n")
        ending = at + len(line.removesuffix("\r"))
        found.append(
            Region(name, opened[1], opened[2], at, ending, marker[3] or "", text, opened[3])
        )
        opened = None
    if opened:
        raise MarkerError(
            f"region {opened[0]!r} has no end; put <!-- lgtui:end {opened[0]} --> on a line of "
            "its own below its text",
            file,
            opened[1],
        )
    return found


_FORM = "write <!-- lgtui:NAME --> and <!-- lgtui:end NAME -->, each on a line of its own"


def _marker_lines(page: str) -> Iterable[tuple[int, str, int]]:
    """Where a marker's line begins, the line, its number: also of lines that look like one."""
    at = number = counted = 0
    while (hit := page.find("lgtui", at)) >= 0:
        start = page.rfind("\n", 0, hit) + 1
        if start == 0 and page.startswith("\ufeff"):
            start = 1  # a byte order mark is no part of the first line
        stop = page.find("\n", hit)
        stop = len(page) if stop < 0 else stop
        number += page.count("\n", counted, start)
        counted = start
        line = page[start:stop]
        if _MARKER.fullmatch(line.removesuffix("\r")) or _DAMAGED.search(line):
            yield start, line, number + 1
        at = stop


def replace(page: str, fresh: Mapping[str, str], file: str = "", force: bool = False) -> str:
    """Return the page with its regions written anew; regions without a fresh text stay as they are.

    Args:
        page: the page's text, with its own line ends.
        fresh: for each region its new text.
        file: the page's name, for messages.
        force: write over what was edited by hand.

    Raises:
        MarkerError: see :func:`find`.
        HandEdit: a region's text is neither fresh nor what lgtui wrote.
    """
    regions = [region for region in find(page, file) if region.name in fresh]
    if not force and (edits := hand_edits(regions, fresh, file)):
        raise HandEdit(edits)
    parts: list[str] = []
    at = 0
    for region in regions:
        text = fresh[region.name]
        if _says(region.text, text):
            if region.checksum and is_as_written(region):
                continue  # as another version of lgtui wrote it, or a formatter left it
            text = region.text
        written = wrap(region.name, text).partition("-->")[2]
        if region.newline == "\r\n":
            written = written.replace("\n", "\r\n")
            parts.append(page[at : region.start - 1])
        else:
            parts.append(page[at : region.start])
        parts.append(written)
        at = region.end
    parts.append(page[at:])
    return "".join(parts)


def put_back(page: str, kept: Mapping[str, Region], file: str = "") -> str:
    """Return the page with some regions as they were, with their old checksums.

    So it is still seen that they were edited by hand.

    Args:
        page: the page's text, with its own line ends.
        kept: the regions by name, from a version of the page.
        file: the page's name, for messages.

    Raises:
        MarkerError: see :func:`find`.
    """
    for name, region in kept.items():
        parts = wrap(name, region.text).removeprefix(f"<!-- lgtui:{name} -->").rsplit("<!--", 1)
        sealed = f" {region.checksum}" if region.checksum else ""
        written = f"{parts[0]}<!-- lgtui:end {name}{sealed} -->"
        for there in find(page, file):
            if there.name == name:
                start = there.start
                if there.newline == "\r\n":
                    written = written.replace("\n", "\r\n")
                    start -= 1
                page = page[:start] + written + page[there.end :]
    return page


def hand_edits(regions: Iterable[Region], fresh: Mapping[str, str], file: str = "") -> list[Edit]:
    """Return the regions whose text is neither what lgtui wrote nor what it would write.

    Without a checksum lgtui did not write the text; markers just put around nothing are no edit.
    """
    return [
        Edit(file, region.name, region.line, region.text, fresh[region.name])
        for region in regions
        if region.name in fresh
        and not _says(region.text, fresh[region.name])
        and not is_as_written(region)
    ]


def is_as_written(region: Region) -> bool:
    """Tell whether a region says what lgtui wrote; markers put around nothing are no edit."""
    if not region.checksum:
        return not region.text
    return region.checksum in (checksum(region.text), exact_checksum(region.text))


def _says(found: str, fresh: str) -> bool:
    """Tell whether two texts say the same, whoever formatted them."""
    return found == fresh or _neutral(found) == _neutral(fresh)


NEWS = "# written by lgtui "
"""Begins the line in a news item's front matter."""

CALENDAR = "X-LGTUI-CHECKSUM:"
"""Begins the line in a calendar."""


def seal(before: str, begins: str, after: str) -> str:
    """Both parts of a file, with LF line ends, and the line with their checksum between them."""
    return f"{before}{begins}{_of_file(begins, before + after)}\n{after}"


def _of_file(begins: str, text: str) -> str:
    """Return the checksum of a whole file without its line; only news items are Markdown."""
    return checksum(text) if begins == NEWS else exact_checksum(text)


def _unsealed(text: str, begins: str) -> tuple[str, str]:
    """Return the checksum that a file with LF line ends has, empty for none, and its other text."""
    lines = text.split("\n")
    for at, line in enumerate(lines):
        if line.startswith(begins):
            del lines[at]
            return line.removeprefix(begins).rstrip(), "\n".join(lines)
    return "", text


def is_sealed(text: str, begins: str) -> bool:
    """Tell whether a file is as lgtui wrote it; its line ends may have become others."""
    found, rest = _unsealed(text.replace("\r\n", "\n"), begins)
    return bool(found) and found in (_of_file(begins, rest), exact_checksum(rest))


def is_foreign(text: str, begins: str) -> bool:
    """Tell whether a file was never written by lgtui: it has no line with a checksum."""
    return not any(line.startswith(begins) for line in text.replace("\r\n", "\n").split("\n"))


def update(old: str | None, fresh: str, begins: str, file: str, force: bool) -> str:
    """Return the file's new text; the old one, line ends and all, where it says the same already.

    Raises:
        HandEdit: the file is neither fresh nor as lgtui wrote it.
    """
    if old is None:
        return fresh
    found, wanted = (text.replace("\r\n", "\n") for text in (old, fresh))
    if found == wanted:
        return old
    (seal_there, says), (sealed, shall_say) = (_unsealed(text, begins) for text in (found, wanted))
    is_same = says == shall_say if begins != NEWS else _says(says, shall_say)
    if is_sealed(old, begins):
        if is_same:
            return old
    elif is_same and seal_there and begins == NEWS:
        # A formatter was here after an older version: its text stays, with the seal of today.
        wanted = found.replace(f"{begins}{seal_there}", f"{begins}{sealed}", 1)
    elif not force and not (is_same and seal_there):
        foreign = is_foreign(found, begins)
        raise HandEdit([Edit(file, "", 1, found.rstrip("\n"), wanted.rstrip("\n"), foreign)])
    return wanted.replace("\n", "\r\n") if "\r\n" in old or "\r\n" in fresh else wanted
