"""What a check says: the finding, and the table of all codes."""

from typing import NamedTuple

from lgtui.model import LISTS, TABLES, Records, Where, record_label
from lgtui.text.control_chars import exactly_visible


class Code(NamedTuple):
    """One line of the table of codes."""

    severity: str
    """``error`` or ``warning``; no page is rendered from data with errors."""

    meaning: str
    """What the code stands for, in one line."""

    fixable: bool = False
    """Whether some findings of this code have a safe fix."""


CODES: dict[str, Code] = {
    "SEQ001": Code("error", "two talks with one id, or two seasons with one number", True),
    "SEQ002": Code("error", "a season is missing from the sequence"),
    "SEQ003": Code("error", "an episode is missing from its season"),
    "SEQ004": Code("warning", "records out of order", True),
    "SEQ005": Code("error", "a later season is dated before an earlier one"),
    "SEQ006": Code("warning", "one season's talks lie on different days"),
    "SEQ007": Code("warning", "a held season has not as many talks as talks_per_season says"),
    "SEQ008": Code("error", "an id not of the form S01E01", True),
    "SEQ009": Code(
        "error", "a talk whose season has no record, or a held season without talks", True
    ),
    "SEQ010": Code("warning", "one talk, or one day, in two seasons"),
    "DATE001": Code("warning", "an upcoming season lies in the past"),
    "DATE002": Code("warning", "a held season lies in the future"),
    "DATE003": Code("error", "a time zone that is unknown, or that the date contradicts"),
    "TEXT001": Code("error", "text garbled by a wrong encoding"),
    "TEXT002": Code("error", "an invisible, control or direction-override character", True),
    "TEXT003": Code("warning", "raw HTML or Liquid, which pages show as it stands"),
    "TEXT004": Code("warning", "stray blanks or line breaks", True),
    "TEXT005": Code("error", "a required field is empty"),
    "LINK001": Code(
        "error", "not a well-formed http(s) URL, or a page path outside the repository", True
    ),
    "LINK002": Code("warning", "a held talk with no video that is not withheld, or with both"),
    "LINK003": Code("warning", "one video on two talks"),
    "LINK004": Code("warning", "tracking parameters in a URL", True),
    "LINK005": Code("warning", "a link to a page of the site's own under another host"),
    "LINK006": Code("warning", "a link in a text that leads nowhere, such as a bare mail address"),
    "LINK007": Code("warning", "a video's URL that also names a playlist", True),
    "LINK008": Code("warning", "with --online: a page or video that is gone"),
    "LINK009": Code("warning", "with --online: a page that has moved for good"),
    "LINK010": Code("warning", "with --online: a video that is private"),
    "NAME001": Code("warning", "one person spelled two ways, also in a biography or a news item"),
    "NEWS001": Code("warning", "a news item of your own with an offset that its day does not have"),
    "NEWS002": Code("warning", "a name in a news item of your own that leads to another video"),
    "NEWS003": Code("warning", "a misspelled or wrong ordinal in a news item of your own"),
    "PAGE001": Code("error", "a page is stale or has not been written yet"),
    "PAGE002": Code("error", "a region of a page was edited by hand"),
    "PAGE003": Code("error", "the markers of a page are damaged or missing"),
    "PAGE004": Code("error", "a template of your own cannot be read or filled"),
    "FILE001": Code("warning", "a key that the record layout does not know"),
    "FILE002": Code("error", "a value of the wrong type, or none of those allowed"),
    "FILE003": Code("error", "the data file is not valid TOML"),
    "FILE004": Code("error", "both sides of a conflict that git left in a text"),
    "FILE005": Code("warning", "wording under [series], where older versions kept it", True),
}
"""Every code in the order of the documentation; severity and fixability as JSON output has them."""


class Finding(NamedTuple):
    """One thing that is wrong, where, and whether a safe fix exists.

    ``file``, ``line`` and ``column`` (from 1, in characters) stay empty until whoever has the
    file at hand fills them in; findings about a page name the page's own path and line at once.
    """

    code: str
    severity: str
    message: str
    where: Where
    record: str
    fixable: bool = False
    file: str = ""
    line: int = 0
    column: int = 0


def make(
    records: Records, code: str, where: Where, message: str, *, fixable: bool = False
) -> Finding:
    """Return a finding of ``code`` at ``where``, with its severity and the record's usual name."""
    label = record_label(records, where)
    return Finding(code, CODES[code].severity, exactly_visible(message), where, label, fixable)


_KINDS = ("", *TABLES, *LISTS)


def order(found: Finding) -> tuple[int, int, str, int, str, str]:
    """Sort key: by kind of record, its position, the field, the offset, then the code."""
    where = found.where
    kind = _KINDS.index(where.kind) if where.kind in _KINDS else len(_KINDS)
    return kind, where.at, where.field, where.offset, found.code, found.message


def listed(parts: list[str]) -> str:
    """Join parts as a sentence: ``a``, ``a and b``, ``a, b and c``; long lists are cut."""
    if len(parts) > 8:
        parts = [*parts[:7], f"{len(parts) - 7} more"]
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))
