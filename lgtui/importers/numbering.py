"""Ids for the talks to which the pages give none: reported, as a guess where it is one."""

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence

from lgtui.importers.facts import Note, Upcoming
from lgtui.importers.linkage import Joined
from lgtui.model import Season, Talk, as_date, make_id, parse_id, season_label

TALKS_PER_SEASON = 3
"""How many talks a season is taken to have, where a page gives no other hint."""


def usual_size(
    seasons: Sequence[Season], talks: Sequence[Talk], source: str
) -> tuple[int, list[Note]]:
    """How many talks a season of the series has, and the report where that is not the usual three.

    That is what more than half of the held seasons have; 0 (any number) where no number is so
    common, and the usual one where there are fewer than two held seasons.
    """
    held = {season.number for season in seasons if season.state == "held"}
    keys = [key[0] for talk in talks if (key := parse_id(talk.id)) and key[0] in held]
    sizes = Counter(Counter(keys).values())
    if sizes.total() < 2:
        return TALKS_PER_SEASON, []
    size, often = sizes.most_common(1)[0]
    said = f"{often} of {sizes.total()} held seasons have so many talks"
    if often * 2 <= sizes.total():
        size, said = 0, "the held seasons differ; 0 is any number"
    if size == TALKS_PER_SEASON:
        return size, []
    why = f"talks_per_season: {said}; change it under [series]"
    return size, [Note(source, 1, 1, "guess", str(TALKS_PER_SEASON), str(size), why)]


class Ids:
    """The ids given so far, and the next free one of each season."""

    def __init__(self, labels: Iterable[tuple[int, int] | None]) -> None:
        self.taken = {label for label in labels if label}
        self.size = Counter(season for season, _ in self.taken)
        self.last: dict[int, int] = {}

    def take(self, season: int) -> tuple[int, int]:
        """The next free episode of a season, which is taken from now on."""
        episode = self.last.get(season, 0) + 1
        while (season, episode) in self.taken:
            episode += 1
        self.last[season] = episode
        self.taken.add((season, episode))
        self.size[season] += 1
        return season, episode

    def between(self, older: int, newer: int) -> int:
        """The season for a talk between two (0: none on that side): one with room, or a new one."""
        for season in (older, newer):
            if season and self.size[season] < TALKS_PER_SEASON:
                return season
        if not newer:
            return max(self.size, default=0) + 1
        gap = older + 1 if older else newer - 1
        return gap if gap and gap not in self.size else newer


def number(talks: list[Joined], upcoming: Upcoming | None) -> tuple[list[Joined], int, list[Note]]:
    """The talks with a label each, and the number of the upcoming season (0 for none).

    A talk without a label gets one: an upcoming one in the next free season; a held one in the
    season of the heading it stands under, else of its day, else of its neighbours on the page.
    """
    notes: list[Note] = []
    ids = Ids(talk.label for talk in talks)
    talks = _by_heading(talks, ids, notes)
    talks = _by_day(talks, ids, notes)
    talks = _by_neighbours(talks, ids, notes)
    held = [talk.label[0] for talk in talks if talk.label and not talk.upcoming]
    planned = [talk for talk in talks if talk.upcoming]
    said = upcoming and (upcoming.start or upcoming.theme or upcoming.register_url)
    if not planned and not said:
        return talks, 0, notes
    given = [talk.label[0] for talk in planned if talk.label]
    season = Counter(given).most_common(1)[0][0] if given else max(held, default=0) + 1
    why = f"{season_label(season)} is the next free season"
    kind = "certain" if held else "guess"
    result = [
        _labelled(talk, ids.take(season), kind, why, notes)
        if talk.upcoming and talk.label is None
        else talk
        for talk in talks
    ]
    return result, season, notes


def _labelled(
    talk: Joined, label: tuple[int, int], kind: str, why: str, notes: list[Note]
) -> Joined:
    """A talk with its label, which is noted."""
    lead = talk.entries[0]
    said = talk.talk.title or ", ".join(speaker.name for speaker in talk.talk.speakers)
    notes.append(Note(lead.source, lead.line, 1, kind, said, make_id(*label), why))
    return talk._replace(label=label)


def _is_bare(talk: Joined) -> bool:
    return talk.label is None and not talk.upcoming


def _by_heading(talks: list[Joined], ids: Ids, notes: list[Note]) -> list[Joined]:
    """Labels for the talks that stand under a season's heading, in page order."""
    result = []
    for talk in talks:
        season = next((entry.season for entry in talk.entries if entry.season), 0)
        if season and _is_bare(talk):
            why = "the season of its heading, in page order"
            result.append(_labelled(talk, ids.take(season), "guess", why, notes))
        else:
            result.append(talk)
    return result


def _by_day(talks: list[Joined], ids: Ids, notes: list[Note]) -> list[Joined]:
    """Labels for held talks that have a day: each day is a season, the earliest first.

    A day between those of known seasons gets a number between theirs, where one is free.
    """
    days: dict[datetime.date, int] = {}
    for talk in talks:
        if talk.label and talk.date and not talk.upcoming:
            days.setdefault(as_date(talk.date), talk.label[0])
    taken = {talk.label[0] for talk in talks if talk.label and not talk.upcoming}
    for day in sorted({as_date(talk.date) for talk in talks if talk.date and _is_bare(talk)}):
        if day not in days:
            older = max((season for other, season in days.items() if other < day), default=0)
            newer = min((season for other, season in days.items() if other > day), default=0)
            fits = older + 1 not in taken and (not newer or older + 1 < newer)
            days[day] = older + 1 if fits else max(taken, default=0) + 1
            taken.add(days[day])
    why = "the page gives the talk no id: each day is a season"
    return [
        _labelled(talk, ids.take(days[as_date(talk.date)]), "guess", why, notes)
        if talk.date and _is_bare(talk)
        else talk
        for talk in talks
    ]


def _by_neighbours(talks: list[Joined], ids: Ids, notes: list[Note]) -> list[Joined]:
    """Labels for held talks with neither label nor day, from where they stand on their page."""
    result = list(talks)
    lists: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for at, talk in enumerate(talks):
        for entry in talk.entries:
            lists.setdefault((entry.source, entry.section), []).append((entry.line, at))
    for (_, section), members in lists.items():
        order = [at for _, at in sorted(members) if not talks[at].upcoming]
        known = [label[0] for at in order if (label := result[at].label)]
        if (known and known[0] > known[-1]) or (section == "abstracts" and len(set(known)) < 2):
            order.reverse()
        newer = _newer(result, order)
        older = 0
        for at in order:
            label = result[at].label
            if label is None:
                why = "the page gives the talk no id: where it stands is all there is to go by"
                label = ids.take(ids.between(older, newer[at]))
                result[at] = _labelled(result[at], label, "guess", why, notes)
            older = label[0]
    return result


def _newer(talks: list[Joined], order: list[int]) -> dict[int, int]:
    """For each talk the season of the next one in order that has a label; 0 for none."""
    found: dict[int, int] = {}
    season = 0
    for at in reversed(order):
        found[at] = season
        label = talks[at].label
        season = label[0] if label else season
    return found
