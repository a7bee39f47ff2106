"""How a series words its pages: its own words, and names and affiliations of its people."""

import re
from collections.abc import Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from lgtui.model import (
    Records,
    Talk,
    Wording,
    as_date,
    full_name,
    make_id,
    parse_id,
    seasons_by_number,
    talk_moment,
    value_of,
    values_reader,
)
from lgtui.render.kramdown import escape, holds_none


class PageLabels(NamedTuple):
    """Every word of a page that is no fact; styles by the names in ``lgtui.model``."""

    next: str = "Next webinar:"
    tba: str = "**TBA**"
    and_: str = " and "
    at: str = "at"
    date: str = "Date:"
    where: str = "Where: **Zoom:**"
    register: str = "Register here"
    speakers: str = "Speakers:"
    title: str = "Title:"
    abstract: str = "Abstract:"
    bio: str = "Short bio:"
    video: str = "Video:"
    links: str = "Links:"
    add: str = "Add to:"
    withheld: str = ""
    cancelled: str = "(cancelled)"
    further: str = ""
    bold_titles: str = ""
    date_style: str = "2 March 2026"
    past_date_style: str = "2nd March 2026"
    hour_style: str = "3:00pm"
    months: tuple[str, ...] = ()
    level: str = "####"

    @property
    def heading(self) -> str:
        """What the heading of the next webinar begins with: its level and its word."""
        return f"{self.level} {self.next}"

    def titled(self, title: str, page: str) -> str:
        """Return a paragraph with a talk's title, escaped, as a page writes it; TBA for none.

        Args:
            title: the escaped title.
            page: the kind of page.
        """
        if title and self.bold_titles in (page, "both"):
            title = f"**{title}**"
        return f"{self.title} {title or self.tba}"

    @property
    def open(self) -> str:
        """What stands for a missing fact in a heading or between stars: TBA without its stars."""
        return self.tba.replace("*", "")


DEFAULT_LABELS = PageLabels()
"""The words of a series that names none."""

_NAMES = (
    "next tba and at date where register speakers title abstract bio video links add withheld "
    "cancelled further"
).split()


_AT_LINE_START = frozenset("date where speakers title abstract bio video links add".split())
"""The words that begin a line, where ``+`` or ``1.`` would begin a list."""


def default_label(field: str) -> str:
    """Return what stands on pages where a field such as ``word_and`` is empty."""
    name = field.removeprefix("word_")
    words: dict[str, Any] = DEFAULT_LABELS._asdict()
    return str(words["and_" if name == "and" else name]).strip()


def abstracts_labels(wording: Wording) -> PageLabels:
    """Return the words of a series on its page of abstracts."""
    own = {
        f"word_{name}": word
        for name in ("title", "abstract", "bio")
        if (word := value_of(wording, f"abstracts_word_{name}"))
    }
    return page_labels(wording._replace(**own) if own else wording)


def page_labels(wording: Wording) -> PageLabels:
    """Return the words of a series."""
    if _worded(wording) == _NOTHING:
        return DEFAULT_LABELS
    from lgtui.render.kramdown import line_start, one_line
    from lgtui.render.markdown import spans

    found: dict[str, Any] = {}
    level, wording = _level(wording)
    if level:
        found["level"] = level
    for name in _NAMES:
        if own := spans(one_line(value_of(wording, f"word_{name}"))):
            own = line_start(own) if name in _AT_LINE_START else own
            found["and_" if name == "and" else name] = f" {own} " if name == "and" else own
    for name in _STYLES:
        if own := value_of(wording, name):
            found[name] = own
    words = DEFAULT_LABELS._replace(**found)
    months = tuple(spans(one_line(wording.months)).split())
    return words._replace(months=months) if len(months) == 12 else words


_STYLES = ("date_style", "past_date_style", "hour_style", "bold_titles")
_worded = values_reader([*(f"word_{name}" for name in _NAMES), *_STYLES, "months"])
_NOTHING = _worded(Wording())


def _level(wording: Wording) -> tuple[str, Wording]:
    """Split off the signs that ``word_next`` begins with, empty for none."""
    signs = re.match(r"(#{1,6})(?:\s+|$)", wording.word_next)
    if not signs:
        return "", wording
    return signs[1], wording._replace(word_next=wording.word_next[signs.end() :])


def names_of_talks(records: Records) -> dict[str, str]:
    """Return what each talk is called on the pages, by its id; empty where that is its id.

    ``ids = "number"`` counts the talks by season and episode from 1; ``"date"`` takes their days,
    with a letter behind it where several are given on one. A talk without a day keeps its id.
    """
    scheme = records.wording.ids
    if scheme not in ("number", "date"):
        return {}
    pairs = [(key, talk) for talk in records.talks if (key := parse_id(talk.id))]
    keyed = sorted(pairs, key=itemgetter(0))
    if scheme == "number":
        return {make_id(*key): str(at) for at, (key, _) in enumerate(keyed, 1)}
    seasons = seasons_by_number(records)
    days: dict[str, list[str]] = {}
    for key, talk in keyed:
        if moment := talk_moment(talk, seasons.get(key[0])):
            days.setdefault(as_date(moment).isoformat(), []).append(talk.id)
    return {
        talk: day if len(ids) == 1 else f"{day}{_letters(at)}"
        for day, ids in days.items()
        for at, talk in enumerate(ids)
    }


def _letters(at: int) -> str:
    """Return the letters of a place: ``a`` to ``z``, then ``aa``."""
    return (_letters(at // 26 - 1) if at >= 26 else "") + chr(97 + at % 26)


def join(words: Sequence[str], last: str = " and ") -> str:
    """Return words in a row: ``A``, ``A and B``, ``A, B and C``."""
    if len(words) < 2:
        return "".join(words)
    return ", ".join(words[:-1]) + last + words[-1]


def names(talk: Talk, last: str = " and ") -> str:
    """Return a talk's escaped names with their prefixes; ``""`` while nobody is named."""
    if len(talk.speakers) == 1:
        return escape(full_name(talk.speakers[0]))
    return join([name for speaker in talk.speakers if (name := escape(full_name(speaker)))], last)


def affiliation(talk: Talk) -> str:
    """Return a talk's escaped affiliation; of several, each once, in their order."""
    if not any(speaker.affiliation for speaker in talk.speakers):
        return escape(talk.affiliation)
    found = (escape(speaker.affiliation) or escape(talk.affiliation) for speaker in talk.speakers)
    return "; ".join(dict.fromkeys(each for each in found if each))


_STARTS = "#-+0123456789"
"""Begins what may be more than a paragraph; so may some of what follows."""

_ACTING = bytes(range(32)) + b"\x7f\\`*_[]{}<>|$~^"


def labelled(label: str, text: str) -> str:
    """Return a text behind its label: ``Abstract: …``; ``""`` for an empty text.

    The label stands before the first paragraph, or above a list, table, quotation or code.
    """
    if holds_none(text, _ACTING):
        text = text.strip()
        if text[:1] not in _STARTS:
            return f"{label} {text}"
        if not text:
            return ""
    from lgtui.render.markdown import blocks

    found = blocks(text)
    if not found:
        return ""
    if found[0].kind == "paragraph":
        return "\n\n".join([f"{label} {found[0].inline}", *(block.text for block in found[1:])])
    return "\n\n".join([label, *(block.text for block in found)])


def ends_in_list(text: str) -> bool:
    """Tell whether a rendered text ends in a list, which would go on in a bullet that follows."""
    if "\n" not in text:
        return False
    from lgtui.render.markdown import is_list

    return is_list(text.rpartition("\n\n")[2])
