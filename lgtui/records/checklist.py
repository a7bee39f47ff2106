"""The checklist of each season: what it lacks to be announced and archived, and what is due.

A season's life has steps. Before its day: everything an announcement needs is collected. After
it: the season is marked as held, each talk gets its video (or the note that the speaker keeps
it), and the news item is written. Nothing of this is stored: it is read off the records, a day,
and which news items are written. What is due, by whom and since when, is read off the private side
as well.
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
from lgtui.records.private import (
    GONE,
    PUBLIC_ALL_THE_SAME,
    Private,
    PrivateTalk,
    entry_of,
    is_public_all_the_same,
    season_entry,
    sent,
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
        if talk.state == "cancelled":
            continue  # nothing of it is announced but that
        facts = {
            "speaker": ("speakers", any(each.name.strip() for each in talk.speakers)),
            "title": ("title", bool(talk.title.strip())),
            "abstract": ("abstract", bool(talk.abstract.strip())),
            "bio": ("bio", bool(talk.bio.strip())),
        }
        for what, (field, done) in facts.items():
            yield Item("announce", talk.id, what, done, Where("talks", place, field))


def without_refused_videos(
    found: tuple[Checklist, ...], records: Records, private: Private
) -> tuple[Checklist, ...]:
    """Return checklists that ask for no video of a speaker who said no to it.

    Args:
        found: the checklists, made of the records alone.
        records: all records.
        private: the private side.
    """
    refused = {talk.id for talk in records.talks if entry_of(private, talk).consent == "no"}
    return tuple(
        each._replace(
            items=tuple(
                item._replace(done=True, note=item.note or "consent is no")
                if item.what == "video" and item.record in refused and not item.done
                else item
                for item in each.items
            )
        )
        for each in found
    )


def _to_archive(
    records: Records, at: int, talks: list[tuple[int, Talk]], news: Collection[int] | None
) -> Iterator[Item]:
    """List what is done when it is over."""
    season = records.seasons[at]
    label = season_label(season.number)
    held = season.state == "held"
    yield Item("archive", label, "held", held, Where("seasons", at, "state"))
    for place, talk in talks:
        if talk.state == "cancelled":
            continue
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
    missing = [
        f"{item.record} has {item.note} talks"
        if item.what == "talks"
        else f"{item.record} {item.what}"
        for item in found.missing
    ]
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


OFFSETS = {
    "speakers": "56 days before",
    "answer": "10 days after",
    "texts": "21 days before",
    "registration": "14 days before",
    "announcement": "14 days before",
    "roles": "14 days before",
    "details": "2 days before",
    "reminder": "2 days before",
    "last_mail": "4 hours before",
    "consent": "1 day after",
    "videos": "2 days after",
    "thanks": "2 days after",
}
"""From when on what is due, from the start of the webinar; ``answer`` from the invitation."""

_OFFSET = re.compile(r"([0-9]{1,4}) (hour|day|week)s? (before|after)")


def read_offset(text: str) -> datetime.timedelta | None:
    """Return an offset from a start, ``None`` for ``never``.

    >>> read_offset("4 hours before"), read_offset("1 week after")
    (datetime.timedelta(days=-1, seconds=72000), datetime.timedelta(days=7))

    Raises:
        ValueError: it is no offset.
    """
    if text.strip() == "never":
        return None
    found = _OFFSET.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    hours = int(found[1]) * {"hour": 1, "day": 24, "week": 168}[found[2]]
    return datetime.timedelta(hours=hours if found[3] == "after" else -hours)


class DueItem(NamedTuple):
    """Something to be done now: of which talk or season, what, by whom (if known), since when."""

    record: str
    what: str
    who: str
    since: datetime.datetime


def due(records: Records, private: Private, now: datetime.datetime) -> tuple[DueItem, ...]:
    """List what is to be done now, the longest due first.

    What comes after the event is asked only of seasons that the private side knows: it may have
    begun long after the series did.

    Args:
        records: all records.
        private: the private side.
        now: the time in the series' zone.
    """
    found: list[DueItem] = []
    for checklist in checklists(records, now):
        season = checklist.season
        if season.state == "cancelled":
            continue
        keys = ((parse_id(talk.id), talk) for talk in records.talks)
        talks = [
            talk
            for key, talk in keys
            if key and key[0] == season.number and talk.state != "cancelled"
        ]
        start = _as_time(season.start)
        if start is None or now < start:
            found += _due_before(checklist, talks, private)
        known = any(each.number == season.number for each in private.seasons) or any(
            (parse_id(each.id) or (0, 0))[0] == season.number for each in private.talks
        )
        if known and start is not None and now >= start:
            found += _due_after(season, start, talks, private)
    found = [item for item in found if item.since <= now]
    return tuple(sorted(found, key=lambda item: (item.since, item.record)))


def text_deadline(season: Season, due_offsets: tuple[tuple[str, str], ...]) -> Moment | None:
    """Return when the speakers' texts are due; ``None`` for a season without a date."""
    return _moment(_as_time(season.start), "texts", dict(due_offsets))


def _as_time(moment: Moment | None) -> datetime.datetime | None:
    if moment is None or isinstance(moment, datetime.datetime):
        return moment
    return datetime.datetime.combine(moment, datetime.time())


def _moment(
    start: datetime.datetime | None, name: str, own: dict[str, str]
) -> datetime.datetime | None:
    """Return when something is due, ``None`` for never or where the start is not known."""
    offset = read_offset(own.get(name, OFFSETS[name]))
    if start is None or offset is None:
        return None
    try:
        return start + offset
    except OverflowError:
        return None


def _due_before(found: Checklist, talks: list[Talk], private: Private) -> Iterator[DueItem]:
    """List what has to be done before the start, due or not yet."""
    season, own = found.season, dict(private.due)
    entry, start = season_entry(private, season.number), _as_time(season.start)

    def items(name: str, record: str, whats: list[str], who: str) -> Iterator[DueItem]:
        since = _moment(start, name, own)
        if since is not None and whats:
            yield DueItem(record, ", ".join(whats), who, since)

    lacks = [item for item in found.items if item.step == "announce" and not item.done]
    here = [item for item in lacks if item.record == found.label]
    talks_short = [f"{item.what} ({item.note})" for item in here if item.what == "talks"]
    yield from items("speakers", found.label, talks_short, entry.moderator)
    page = [item.what for item in here if item.what != "talks"]
    yield from items("registration", found.label, page, entry.moderator)
    roles = {"moderator": entry.moderator, "backup": entry.backup}
    yield from items("roles", found.label, [what for what, who in roles.items() if not who], "")
    for name, kind in (("announcement", "list-before"), ("reminder", "list-reminder"),
                       ("last_mail", "list-reminder")):  # fmt: skip
        since, letter = _moment(start, name, own), sent(entry.letters, kind)
        early = (
            letter is not None
            and name == "last_mail"
            and since is not None
            and letter.day is not None
            and letter.day < since.date()
        )
        what = "last mail to the list" if name == "last_mail" else f"letter {kind}"
        yield from items(
            name, found.label, [what] if letter is None or early else [], entry.moderator
        )
    for talk in talks:
        mine = entry_of(private, talk)
        who = mine.cared_for_by
        asked = _invitation(talk, mine)
        yield from items("speakers", talk.id, asked, who)
        invited = sent(mine.letters, "invitation")
        if mine.state == "invited" and invited and invited.day:
            since = _moment(_as_time(invited.day), "answer", own)
            if since is not None:
                yield DueItem(talk.id, "answer to the invitation", who, since)
        if asked:
            continue
        texts = [item.what for item in lacks if item.record == talk.id and item.what != "speaker"]
        yield from items("texts", talk.id, texts, who)
        yield from items("details", talk.id, _unsent(talk, mine, "details"), who)


def _invitation(talk: Talk, entry: PrivateTalk) -> list[str]:
    """Say what is to be done to find a speaker; empty where there is one."""
    if entry.state in GONE:
        return [f"another speaker ({entry.state})"]
    if not any(speaker.name.strip() for speaker in talk.speakers):
        return ["speaker"]
    return ["invitation"] if entry.state == "idea" else []


def _due_after(
    season: Season, start: datetime.datetime, talks: list[Talk], private: Private
) -> Iterator[DueItem]:
    """List what has to be done after the event, due or not yet."""
    own, entry = dict(private.due), season_entry(private, season.number)
    for talk in talks:
        mine = entry_of(private, talk)
        if mine.state in GONE:
            continue
        begun = _as_time(talk.date) or start
        shared = talk.recording != "withheld" and mine.consent != "no"
        whats = {
            "consent": ["consent to the recording"] * (shared and mine.consent != "yes"),
            "videos": ["video"] * (shared and not talk.video_url.strip()),
            "thanks": _unsent(talk, mine, "thanks"),
        }
        if is_public_all_the_same(talk, mine):
            yield DueItem(talk.id, PUBLIC_ALL_THE_SAME, mine.cared_for_by or entry.moderator, begun)
        for name, what in whats.items():
            since = _moment(begun, name, own)
            if since is not None and what:
                who = mine.cared_for_by or entry.moderator
                yield DueItem(talk.id, ", ".join(what), who, since)


def _unsent(talk: Talk, entry: PrivateTalk, kind: str) -> list[str]:
    """Say which letter of a kind was not noted as sent, to whom where there are several."""
    names = [speaker.name for speaker in talk.speakers if speaker.name.strip()]
    open_ = [name for name in names if sent(entry.letters, kind, name) is None]
    if len(names) == len(open_):
        return [f"letter {kind}"] if names else []
    return [f"letter {kind} to {name}" for name in open_]
