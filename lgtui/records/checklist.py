"""The rounds: what each season still lacks, to be announced and to be archived (pure).

A season's life has steps. Before its day: everything an announcement needs is collected. After
it: the season is marked as held, each talk gets its video (or the note that the speaker keeps
it), and the news item is written. Nothing of this is stored: it is read off the records, a day,
and the files that exist.
"""

import datetime
from collections.abc import Collection, Iterator
from typing import NamedTuple

from lgtui.model import (
    Moment,
    Records,
    Season,
    Talk,
    Where,
    as_date,
    parse_id,
    season_label,
    seasons_by_number,
    talk_moment,
)
from lgtui.render.news import news_name

STEPS = ("announce", "hold", "archive", "cancelled")
"""What is to be done next for a season, in the order of its life."""


class Item(NamedTuple):
    """One line of the checklist.

    Attributes:
        step: ``announce`` or ``archive``: what it is needed for.
        record: the id of the talk, or the season's short name.
        what: ``theme``, ``date``, ``hour``, ``registration link``, ``talks``; of a talk
            ``speaker``, ``title``, ``abstract``, ``bio``; afterwards ``held``, ``video``,
            ``news item``.
        done: whether it is there.
        where: the field it is written in.
        note: what is worth saying of it: ``withheld``, ``2 of 3``.
    """

    step: str
    record: str
    what: str
    done: bool
    where: Where
    note: str = ""


class Round(NamedTuple):
    """One season's state on one day.

    Attributes:
        season: its record.
        step: one of ``STEPS``; a held season stays at ``archive``.
        first: its first day, ``None`` while open.
        last: its last day: the talks may lie on several.
        today: the day it is judged by.
        items: the whole checklist.
    """

    season: Season
    step: str
    first: datetime.date | None
    last: datetime.date | None
    today: datetime.date
    items: tuple[Item, ...]

    @property
    def label(self) -> str:
        """The season's short name."""
        return season_label(self.season.number)

    @property
    def days(self) -> int | None:
        """Days from now to the first day, negative when the last one is past; 0 in between."""
        if self.first is None or self.last is None:
            return None
        if self.today < self.first:
            return (self.first - self.today).days
        return min((self.last - self.today).days, 0)

    @property
    def missing(self) -> tuple[Item, ...]:
        """What the present step lacks; a cancelled season lacks nothing."""
        wanted = {"announce": "announce", "hold": "archive", "archive": "archive"}.get(self.step)
        return tuple(item for item in self.items if item.step == wanted and not item.done)

    @property
    def ready_to_announce(self) -> bool:
        """Whether a season that is still to come has everything an announcement says."""
        return self.step == "announce" and not self.missing

    @property
    def ready_to_archive(self) -> bool:
        """Whether the event is over and of each talk it is known where its video is."""
        over = self.step in ("hold", "archive")
        return over and all(item.done for item in self.items if item.what == "video")

    @property
    def complete(self) -> bool:
        """Whether nothing is left to do, ever."""
        return self.step == "cancelled" or (self.step == "archive" and not self.missing)


def rounds(
    records: Records, today: Moment, files: Collection[str] | None = None
) -> tuple[Round, ...]:
    """The state of every season, by number; of two with one number the first.

    Args:
        records: all records.
        today: the day to judge by.
        files: the paths of the pages that exist, from the repository's root; ``None`` when it
            is not known, then a news item counts as written where the records can make it.
    """
    talks: dict[int, list[tuple[int, Talk]]] = {}
    for at, talk in enumerate(records.talks):
        if key := parse_id(talk.id):
            talks.setdefault(key[0], []).append((at, talk))
    places = {id(season): at for at, season in enumerate(records.seasons)}
    found = []
    for number, season in sorted(seasons_by_number(records).items()):
        mine = sorted(talks.get(number, ()), key=lambda pair: parse_id(pair[1].id) or (0, 0))
        found.append(_round(records, places[id(season)], mine, as_date(today), files))
    return tuple(found)


def _round(
    records: Records,
    at: int,
    talks: list[tuple[int, Talk]],
    today: datetime.date,
    files: Collection[str] | None,
) -> Round:
    season = records.seasons[at]
    days = [as_date(when) for _, talk in talks if (when := talk_moment(talk, season))]
    days += [as_date(season.start)] if season.start and not days else []
    first, last = min(days, default=None), max(days, default=None)
    if season.state == "cancelled":
        step = "cancelled"
    elif season.state == "held":
        step = "archive"
    else:
        step = "hold" if last is not None and last < today else "announce"
    items = [*_to_announce(records, at, talks), *_to_archive(records, at, talks, files)]
    return Round(season, step, first, last, today, tuple(items))


def _to_announce(records: Records, at: int, talks: list[tuple[int, Talk]]) -> Iterator[Item]:
    """What readers are told beforehand."""
    season = records.seasons[at]
    label = season_label(season.number)

    def item(what: str, done: bool, field: str, note: str = "") -> Item:
        return Item("announce", label, what, done, Where("seasons", at, field), note)

    yield item("theme", bool(season.theme.strip()), "theme")
    yield item("date", season.start is not None, "start")
    yield item("hour", isinstance(season.start, datetime.datetime), "start")
    yield item("registration link", bool(season.register_url.strip()), "register_url")
    wanted = max(records.series.talks_per_season, 1)
    note = f"{len(talks)} of {wanted}" if len(talks) < wanted else ""
    yield item("talks", len(talks) >= wanted, "number", note)
    for place, talk in talks:
        facts = {
            "speaker": ("speakers", any(each.name.strip() for each in talk.speakers)),
            "title": ("title", bool(talk.title.strip())),
            "abstract": ("abstract", bool(talk.abstract.strip())),
            "bio": ("bio", bool(talk.bio.strip())),
        }
        for what, (field, done) in facts.items():
            yield Item("announce", talk.id, what, done, Where("talks", place, field))


def _to_archive(
    records: Records, at: int, talks: list[tuple[int, Talk]], files: Collection[str] | None
) -> Iterator[Item]:
    """What is done when it is over."""
    season = records.seasons[at]
    label = season_label(season.number)
    held = season.state == "held"
    yield Item("archive", label, "held", held, Where("seasons", at, "state"))
    for place, talk in talks:
        withheld = talk.recording == "withheld"
        yield Item(
            "archive",
            talk.id,
            "video",
            withheld or bool(talk.video_url.strip()),
            Where("talks", place, "video_url"),
            "withheld" if withheld else "",
        )
    if records.pages.news and held:
        yield Item("archive", label, "news item", *_news(records, at, files))


def _news(records: Records, at: int, files: Collection[str] | None) -> tuple[bool, Where, str]:
    """Whether a held season's news item is there, the field it hangs on, and what to say."""
    season = records.seasons[at]
    if season.start is None:
        return False, Where("seasons", at, "start"), "it needs the season's date"
    name = news_name(records.pages, season.number, season.start)
    path = f"{records.pages.news.rstrip('/')}/{name}"
    if files is None or path in files:
        return True, Where("seasons", at, "state"), ""
    return False, Where("seasons", at, "state"), "lgtui --render writes it"


def how_far(days: int | None) -> str:
    """A distance in days in words: ``in 12 days``, ``today``, ``40 days ago``; none undated."""
    if days is None:
        return ""
    if not days:
        return "today"
    if days > 0:
        return "tomorrow" if days == 1 else f"in {days} days"
    return "yesterday" if days == -1 else f"{-days} days ago"


def how_long(item: Item, found: Round) -> str:
    """For how long something has been missing after the event: ``for 40 days``; else ``""``."""
    if item.done or item.step != "archive" or not found.days or found.days > 0:
        return ""
    return "for 1 day" if found.days == -1 else f"for {-found.days} days"
