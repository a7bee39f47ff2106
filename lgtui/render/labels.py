"""How a series words its pages: its own words, and names and affiliations of its people."""

import re
from collections.abc import Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from lgtui.model import (
    Records,
    Series,
    Talk,
    as_date,
    full_name,
    make_id,
    parse_id,
    seasons_by_number,
    talk_moment,
)
from lgtui.render.kramdown import plain


class Words(NamedTuple):
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
    date_style: str = "2 March 2026"
    past_date_style: str = "2nd March 2026"
    hour_style: str = "3:00pm"
    months: tuple[str, ...] = ()
    level: str = "####"

    @property
    def heading(self) -> str:
        """What the heading of the next webinar begins with: its level and its word."""
        return f"{self.level} {self.next}"

    @property
    def open(self) -> str:
        """What stands for a missing fact in a heading or between stars: TBA without its stars."""
        return self.tba.replace("*", "")


USUAL = Words()
"""The words of a series that names none."""

_NAMES = "next tba and at date where register speakers title abstract bio video links add".split()


def words_of(series: Series) -> Words:
    """The words of a series."""
    if series[5:-1] == _NOTHING:
        return USUAL
    from lgtui.render.kramdown import one_line
    from lgtui.render.markdown import spans

    found: dict[str, Any] = {}
    level, series = _level(series)
    if level:
        found["level"] = level
    for name in _NAMES:
        if own := spans(one_line(getattr(series, f"word_{name}"))):
            found["and_" if name == "and" else name] = f" {own} " if name == "and" else own
    for name in ("date_style", "past_date_style", "hour_style"):
        if own := getattr(series, name):
            found[name] = own
    words = USUAL._replace(**found)
    months = tuple(spans(one_line(series.months)).split())
    return words._replace(months=months) if len(months) == 12 else words


_NOTHING = Series()[5:-1]


def _level(series: Series) -> tuple[str, Series]:
    """The signs that ``word_next`` begins with, empty for none, and the series without them."""
    signs = re.match(r"(#{1,6})(?:\s+|$)", series.word_next)
    if not signs:
        return "", series
    return signs[1], series._replace(word_next=series.word_next[signs.end() :])


def names_of_talks(records: Records) -> dict[str, str]:
    """What each talk is called on the pages, by its id; empty where that is its id.

    ``ids = "number"`` counts the talks by season and episode from 1; ``"date"`` takes their days,
    with a letter behind it where several are given on one. A talk without a day keeps its id.
    """
    scheme = records.series.ids
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
    """The letters of a place: ``a`` to ``z``, then ``aa``."""
    return (_letters(at // 26 - 1) if at >= 26 else "") + chr(97 + at % 26)


def join(words: Sequence[str], last: str = " and ") -> str:
    """Words in a row: ``A``, ``A and B``, ``A, B and C``."""
    if len(words) < 2:
        return "".join(words)
    return ", ".join(words[:-1]) + last + words[-1]


def names(talk: Talk, last: str = " and ") -> str:
    """The escaped names of a talk's speakers with their prefixes; ``""`` while nobody is named."""
    if len(talk.speakers) == 1:
        return plain(full_name(talk.speakers[0]))
    return join([name for speaker in talk.speakers if (name := plain(full_name(speaker)))], last)


def affiliation(talk: Talk) -> str:
    """The escaped affiliation of a talk; of speakers with several, each once, in their order."""
    if not any(speaker.affiliation for speaker in talk.speakers):
        return plain(talk.affiliation)
    found = (plain(speaker.affiliation) or plain(talk.affiliation) for speaker in talk.speakers)
    return "; ".join(dict.fromkeys(each for each in found if each))
