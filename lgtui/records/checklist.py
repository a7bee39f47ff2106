"""The checklist of each season: what it still lacks to be announced and to be archived.

A season's life has steps. Before its day: everything an announcement needs is collected. After
it: the season is marked as held, each talk gets its video (or the note that the speaker keeps
it), and the news item is written. Nothing of this is stored: it is read off the records, a day,
and which news items are written.
"""

import datetime
import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from lgtui.model import (
    DataError,
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
from lgtui.text.control_chars import quoted

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


class Checklist(NamedTuple):
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
        """Give the season's short name."""
        return season_label(self.season.number)

    @property
    def days(self) -> int | None:
        """Count the days to the first day, negative when the last one is past; 0 in between."""
        if self.first is None or self.last is None:
            return None
        if self.today < self.first:
            return (self.first - self.today).days
        return min((self.last - self.today).days, 0)

    @property
    def missing(self) -> tuple[Item, ...]:
        """List what the present step lacks; a cancelled season lacks nothing."""
        wanted = {"announce": "announce", "hold": "archive", "archive": "archive"}.get(self.step)
        return tuple(item for item in self.items if item.step == wanted and not item.done)

    @property
    def ready_to_announce(self) -> bool:
        """Tell whether a season that is still to come has everything an announcement says."""
        return self.step == "announce" and not self.missing

    @property
    def ready_to_archive(self) -> bool:
        """Tell whether the event is over and of each talk it is known where its video is."""
        over = self.step in ("hold", "archive")
        return over and all(item.done for item in self.items if item.what == "video")

    @property
    def complete(self) -> bool:
        """Tell whether nothing is left to do, ever."""
        return self.step == "cancelled" or (self.step == "archive" and not self.missing)


def checklists(
    records: Records, today: Moment, news: Collection[int] | None = None
) -> tuple[Checklist, ...]:
    """Make the checklist of every season, by number; of two with one number the first's.

    Args:
        records: all records.
        today: the day to judge by.
        news: the numbers of the seasons whose news item is written; ``None`` when it is not
            known, then it counts as written where the records can make it.
    """
    talks: dict[int, list[tuple[int, Talk]]] = {}
    for at, talk in enumerate(records.talks):
        if key := parse_id(talk.id):
            talks.setdefault(key[0], []).append((at, talk))
    places = {id(season): at for at, season in enumerate(records.seasons)}
    found = []
    for number, season in sorted(seasons_by_number(records).items()):
        mine = sorted(talks.get(number, ()), key=lambda pair: parse_id(pair[1].id) or (0, 0))
        found.append(_checklist(records, places[id(season)], mine, as_date(today), news))
    return tuple(found)


def _checklist(
    records: Records,
    at: int,
    talks: list[tuple[int, Talk]],
    today: datetime.date,
    news: Collection[int] | None,
) -> Checklist:
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
    items = [*_to_announce(records, at, talks), *_to_archive(records, at, talks, news)]
    return Checklist(season, step, first, last, today, tuple(items))


def _to_announce(records: Records, at: int, talks: list[tuple[int, Talk]]) -> Iterator[Item]:
    """List what readers are told beforehand."""
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
    records: Records, at: int, talks: list[tuple[int, Talk]], news: Collection[int] | None
) -> Iterator[Item]:
    """List what is done when it is over."""
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
        yield Item("archive", label, "news item", *_news(records.seasons[at], at, news))


def _news(season: Season, at: int, news: Collection[int] | None) -> tuple[bool, Where, str]:
    """Tell whether a held season's news item is there, the field it hangs on, and a note."""
    if season.start is None:
        return False, Where("seasons", at, "start"), "it needs the season's date"
    if news is None or season.number in news:
        return True, Where("seasons", at, "state"), ""
    return False, Where("seasons", at, "state"), "lgtui --render writes it"


def how_far(days: int | None) -> str:
    """Say a distance in days: ``in 12 days``, ``today``, ``40 days ago``; none undated."""
    if days is None:
        return ""
    if not days:
        return "today"
    if days > 0:
        return "tomorrow" if days == 1 else f"in {days} days"
    return "yesterday" if days == -1 else f"{-days} days ago"


def how_long(item: Item, found: Checklist) -> str:
    """Say for how long something has been missing after the event: ``for 40 days``; else ``""``."""
    if item.done or item.step != "archive" or not found.days or found.days > 0:
        return ""
    return "for 1 day" if found.days == -1 else f"for {-found.days} days"


def doubts(records: Records, season: Season, today: Moment) -> str:
    """Say what speaks against announcing a season as it is; empty where nothing does.

    Args:
        records: all records.
        season: one of them.
        today: the day to judge by.
    """
    label = season_label(season.number)
    if season.state == "held":
        return f"{label} was held already"
    [found] = [each for each in checklists(records, today) if each.season.number == season.number]
    if found.step == "hold":
        return f"the day of {label} is past"
    missing = [f"{item.record} {item.what}" for item in found.missing]
    return f"still missing: {', '.join(missing)}" if missing else ""


def season_named(records: Records, name: str, option: str) -> Season:
    """Find the season of a name as people type it: ``S10``, ``s10`` or ``10``.

    Args:
        records: all records.
        name: as it was typed.
        option: the option it was typed after, for the message.

    Raises:
        DataError: it is no season's name, or there is no such season.
    """
    by_number = seasons_by_number(records)
    found = re.fullmatch(r"[sS]?([0-9]{1,9})", name.strip())
    if not found:
        raise DataError(f"{option}: {quoted(name)} is no season; write it as S09")
    number = int(found[1])
    if number not in by_number:
        known = label_runs([season_label(each) for each in sorted(by_number)]) or "no seasons yet"
        raise DataError(f"{option}: there is no season {season_label(number)}; there are {known}")
    return by_number[number]


def label_runs(labels: list[str]) -> str:
    """Join seasons' names in order, with runs of neighbours shortened: ``S01–S07, S09``."""
    found: list[list[str]] = []
    for label in labels:
        if found and int(label[1:]) == int(found[-1][-1][1:]) + 1:
            found[-1].append(label)
        else:
            found.append([label])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in found)
