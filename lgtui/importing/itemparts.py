"""One item of the list of previous talks, taken apart: label, names, affiliation, day, title."""

import re
from typing import NamedTuple

from lgtui.importing.dates import Stamp, find_date
from lgtui.importing.inline import Link, blank, has_words, links
from lgtui.importing.listitem import (
    VIDEO_TEXT,
    affiliation_after,
    all_names,
    is_date,
    names_first,
    read_label,
    split_names,
)

_BREAK = re.compile(r"(?i)<br\s*/?>|&nbsp;|\u00a0")
_EDGE = " .,;:–—-|"


class Parts(NamedTuple):
    """What a list item consists of, still as Markdown; ``after`` is what is left of it."""

    label: tuple[int, int] | None
    label_text: str
    names: str
    affiliation: str
    stamp: Stamp | None
    date_text: str
    title: str
    after: str
    label_url: str = ""


def split_item(text: str) -> Parts | None:
    """A list item's text in its parts; ``None`` where it does not look like a talk.

    Without a label it does where it names people, and tells a day, a place or a video, or
    marks a title.
    """
    text = _BREAK.sub(lambda found: (". " if "r" in found[0] else "").ljust(len(found[0])), text)
    found = read_label(text)
    label, label_text, at = found if found else (None, "", 0)
    label_url = ""
    around = next((one for one in links(text) if label and one.start < at), None)
    if around and around.end < len(text) and label_text in around.text:
        label_url, at = around.url, around.end
    rest = text[at:]
    if label:
        lead = re.match(r"[\s\])*_]*[:–—|.-]*\s*", rest)
        between = lead[0] if lead else ""
        rest = _open_bold(text[:at] + between.rstrip(), rest[len(between) :], bool(label_url))
    day, rest = _day_first(rest)
    rest = names_first(rest)
    names, affiliation, rest = split_names(rest)
    if not label and not all_names(names) and not names.startswith(("**", "[")):
        return None
    placed = bool(affiliation)
    whole = rest
    if not placed:
        affiliation, rest = affiliation_after(rest)
    stamp, date_text, title, after = _told(rest)
    if not placed and affiliation and not title:
        affiliation, (stamp, date_text, title, after) = "", _told(whole)
    stamp, date_text = stamp or day[0], " ".join(part for part in (day[1], date_text) if part)
    told = stamp or _marked(whole) or any(VIDEO_TEXT.fullmatch(one.text) for one in links(text))
    if not label and not told and not (placed and all_names(names)):
        return None
    return Parts(label, label_text, names, affiliation, stamp, date_text, title, after, label_url)


def _open_bold(before: str, rest: str, linked: bool) -> str:
    """Balances bold marks where the label stands within them (``**S01E01 - Name**``).

    ``before`` is the text up to the names; bold marks that open right before them count as
    theirs, unless they surround the ``linked`` label only.
    """
    odd = before.count("**") % 2 and not rest.startswith("**")
    return f"**{rest}" if odd and not (linked and rest.startswith("[")) else rest


def _day_first(rest: str) -> tuple[tuple[Stamp | None, str], str]:
    """The day an item begins with, as it is written, and the text after it."""
    stamp = find_date(rest)
    if not stamp or has_words(rest[: stamp.spans[0][0]]):
        return (None, ""), rest
    end = stamp.spans[0][1]
    marks = rest[: stamp.spans[0][0]].strip()
    lead = re.compile(r"[\s\])*_.:,;|–—-]*(?<!\*\*)(?<!\*)").match(rest, end)
    if marks:
        lead = re.compile(re.escape(_closing(marks)) + r"[\s.:,;|–—-]*").match(rest, end) or lead
    behind = rest[lead.end() if lead else end :]
    return (stamp._replace(spans=stamp.spans[:1]), rest[slice(*stamp.spans[0])]), behind


def _closing(marks: str) -> str:
    """What closes the marks that open before a text: ``**`` or a bracket."""
    return marks[::-1].translate(str.maketrans("([", ")]"))


def _told(rest: str) -> tuple[Stamp | None, str, str, str]:
    """Day, the day as written, title, and what is left, from the text behind the affiliation."""
    marked = _marked(rest)
    # A date inside the title is the title's own: the day stands before it or in parentheses.
    stamp = find_date(blank(rest, [marked[0]]) if marked else rest)
    date_text = " ".join(rest[start:end] for start, end in stamp.spans) if stamp else ""
    remainder = blank(rest, list(stamp.spans)) if stamp else rest
    if marked:
        return stamp, date_text, marked[1], blank(remainder, [marked[0]])
    title = _plain_title(remainder, stamp.spans[0][0] if stamp else 0, stamp)
    if not title:
        return stamp, date_text, "", remainder
    return stamp, date_text, remainder[slice(*title)], blank(remainder, [title])


def _marked(text: str) -> tuple[tuple[int, int], str] | None:
    """The title in bold, quotes or italics: its span with the marks, and its text."""
    for found in re.finditer(r"\*\*(.+?)\*\*(?!\*)", text):
        if _is_title(found[1]):
            return found.span(), found[1]
    for pattern in (
        r"(?<!\w)[\"“‘](.+)[\"”’](?!\w)",
        r"(?<![\w*_])([*_])(?!\s)([^*_]+)\1(?![\w*_])",
    ):
        for found in re.finditer(pattern, text):
            inside = found[found.re.groups]
            alone = re.search(r"(?:^|[.,:;|)–—-])\s*$", text[: found.start()])
            ended = re.match(r"\s*(?:[.,:;|(\[–—-]|$|[0-9])", text[found.end() :])
            if alone and ended and _is_title(inside):
                return found.span(), inside
    return None


def _is_title(text: str) -> bool:
    """Whether a marked stretch can be a title: not only a day or the word "Video"."""
    return has_words(text) and not VIDEO_TEXT.fullmatch(text) and not is_date(text)


def _plain_title(text: str, day: int, stamp: Stamp | None) -> tuple[int, int] | None:
    """The span of a title without marks: the words after the day, else those before it.

    Links at the end and the word "Video" are none; where there are no other words, a link is.
    """
    found = links(text)
    aside = [one for one in found if VIDEO_TEXT.fullmatch(one.text)]
    masked = text
    end = len(text)
    for one in reversed(found):
        if has_words(text[one.end : end]) and not VIDEO_TEXT.fullmatch(text[one.end : end]):
            break
        end = one.start
    urls = [one.span() for one in re.finditer(r"<?https?://[^\s<>]+>?", text[:end])]
    masked = blank(text, [(one.start, one.end) for one in aside])
    masked = blank(masked, [span for span in urls if not _within(span, found)])[:end]
    stretches = [(0, day), (day, end)] if stamp and day < end else [(0, end)]
    for first, last in reversed(stretches):
        start, stop = _trimmed(masked, first, last)
        if has_words(masked[start:stop]) and not VIDEO_TEXT.fullmatch(masked[start:stop]):
            return start, stop
    for one in found:
        if one not in aside:
            return one.start, one.end
    return None


def _within(span: tuple[int, int], found: list[Link]) -> bool:
    return any(one.start <= span[0] < one.end for one in found)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without the punctuation around it and without a parenthesis that is not its own."""
    while True:
        piece = text[start:end]
        lead = len(piece) - len(piece.lstrip(_EDGE + ")]"))
        tail = len(piece.rstrip(_EDGE + "(["))
        start, end, before = start + lead, start + max(tail, lead), (start, end)
        piece = text[start:end]
        if word := re.search(r"(?i)\s*[.,;:|–—-]\s*(?:video|recording|slides)$", piece):
            end = start + word.start()
        if before == (start, end):
            return start, end
