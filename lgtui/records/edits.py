"""Edits of whole records: add, duplicate, delete, move, renumber (pure: records to records)."""

from collections.abc import Callable, Collection
from typing import NamedTuple

from lgtui.model import (
    Organizer,
    Records,
    Season,
    Speaker,
    Talk,
    Where,
    make_id,
    parse_id,
    replaced,
    season_label,
    value_of,
    with_record,
)
from lgtui.text.folding import fold
from lgtui.text.urls import without_tracking


class EditError(Exception):
    """An edit that cannot be made; the message says why and what to do instead."""


class Edit(NamedTuple):
    """The outcome: the records, the place of the record it was about, and what was done."""

    records: Records
    where: Where
    label: str


def talks_of(records: Records, season: int) -> tuple[int, ...]:
    """Return the places of a season's talks."""
    keys = enumerate(parse_id(talk.id) for talk in records.talks)
    return tuple(at for at, key in keys if key and key[0] == season)


def episode_of(records: Records, at: int) -> int:
    """Return the episode number of a talk that has one."""
    key = parse_id(records.talks[at].id)
    assert key is not None, "talks_of gives only talks with a number"
    return key[1]


def refuse_taken(records: Records, number: int) -> None:
    """Refuse a number that no season, or another season, can have.

    Raises:
        EditError: it is below 1, or there is a season of that number.
    """
    if number < 1:
        raise EditError("Seasons count from 1.")
    if any(season.number == number for season in records.seasons):
        raise EditError(f"There is a {season_label(number)} already; renumber that one first.")


def add_talk(records: Records, season: int, talk: Talk | None = None) -> Edit:
    """Add a talk at the end of a season, with the season's next episode number.

    Args:
        records: all records.
        season: the season's number; it need not have a record yet.
        talk: what the talk says; its id is given here.
    """
    new = (talk or Talk(""))._replace(id=next_id(records, season))
    at = _place_of_talk(records, season)
    talks = (*records.talks[:at], new, *records.talks[at:])
    return Edit(records._replace(talks=talks), Where("talks", at, "title"), f"add {new.id}")


def empty_talk(records: Records, season: int, first: int = -1) -> int | None:
    """Return where a season's planned talk is that says nothing yet; ``None`` for none.

    Args:
        records: all records.
        season: the season's number.
        first: the place of the talk that is taken if it is such a one; else the first episode is.
    """
    keys = ((parse_id(talk.id), at) for at, talk in enumerate(records.talks))
    found = [
        (at != first, key, at)
        for key, at in keys
        if key and key[0] == season and _says_nothing(records.talks[at])
    ]
    return min(found)[2] if found else None


def _says_nothing(talk: Talk) -> bool:
    return talk == Talk(talk.id, date=talk.date, unknown=talk.unknown)


def talks_meant(records: Records, talk: Talk, season: int, sender: str = "") -> tuple[int, ...]:
    """Return the places of the talks that a mail may be about: those of its speaker, else title.

    Speakers often come first and titles later. A talk of the speaker's that has another title
    already is another one; the season's own talks come before those of other seasons.

    Args:
        records: all records.
        talk: what the mail says.
        season: the season that is asked for.
        sender: who wrote the mail: its speaker, where it names none.
    """
    names = {fold(speaker.name) for speaker in talk.speakers} or (
        {fold(sender)} if sender else set()
    )
    title = fold(talk.title)
    open_ = [(at, old) for at, old in enumerate(records.talks) if not old.video_url]
    by_speaker = [
        at
        for at, old in open_
        if names & {fold(speaker.name) for speaker in old.speakers}
        and (not old.title or not title or fold(old.title) == title)
    ]
    by_title = [at for at, old in open_ if title and fold(old.title) == title]
    own = set(talks_of(records, season))
    for found in (by_speaker, by_title):
        if found:
            return tuple(at for at in found if at in own) or tuple(found)
    return ()


class Filled(NamedTuple):
    """A talk that was filled in: the edit, and the fields that say something else and stayed."""

    edit: Edit
    kept: tuple[str, ...] = ()


def fill_talk(records: Records, at: int, talk: Talk) -> Filled:
    """Put what a talk says into the empty fields of a planned one; what is filled stays."""
    old = records.talks[at]
    filled, kept = old, []
    for name in old._fields:
        was, new = value_of(old, name), value_of(talk, name)
        if name in ("id", "unknown") or not new or was == new:
            continue
        if name == "speakers" and was:
            filled = filled._replace(speakers=_filled_speakers(old.speakers, talk.speakers))
        elif name == "links":
            more = tuple(link for link in talk.links if link not in old.links)
            filled = filled._replace(links=old.links + more)
        elif was or (name == "recording" and old.video_url):
            kept.append(name)
        else:
            filled = replaced(filled, name, new)
    where = Where("talks", at, "title")
    edit = Edit(with_record(records, where, filled), where, f"fill {old.id}")
    return Filled(edit, tuple(kept))


def _filled_speakers(old: tuple[Speaker, ...], new: tuple[Speaker, ...]) -> tuple[Speaker, ...]:
    """Return the speakers with what is new of each, and those who are new behind them."""
    said = {fold(speaker.name): speaker for speaker in new}
    filled = []
    for speaker in old:
        more = said.pop(fold(speaker.name), speaker)
        filled.append(
            speaker._replace(
                prefix=speaker.prefix or more.prefix,
                url=speaker.url or more.url,
                affiliation=speaker.affiliation or more.affiliation,
            )
        )
    return (*filled, *said.values())


def next_id(records: Records, season: int) -> str:
    """Return the id of a season's next talk: one more than its largest episode."""
    keys = (parse_id(talk.id) for talk in records.talks)
    return make_id(season, max((key[1] for key in keys if key and key[0] == season), default=0) + 1)


def _place_of_talk(records: Records, season: int) -> int:
    """Return where a season's new talk belongs: behind its others, else before later seasons'."""
    keys = [parse_id(talk.id) for talk in records.talks]
    own = [at for at, key in enumerate(keys) if key and key[0] == season]
    if own:
        return own[-1] + 1
    return next((at for at, key in enumerate(keys) if key and key[0] > season), len(keys))


def next_season(records: Records) -> int:
    """Return one more than the largest season number of any season or talk."""
    keys = (parse_id(talk.id) for talk in records.talks)
    return max((*(season.number for season in records.seasons), *(key[0] for key in keys if key)),
               default=0) + 1  # fmt: skip


def add_season(records: Records, number: int | None = None) -> Edit:
    """Add an upcoming season with everything else open; the next number unless one is given.

    Raises:
        EditError: there is a season of that number.
    """
    number = next_season(records) if number is None else number
    refuse_taken(records, number)
    seasons = records.seasons
    at = next((at for at, other in enumerate(seasons) if other.number > number), len(seasons))
    changed = records._replace(seasons=(*seasons[:at], Season(number), *seasons[at:]))
    return Edit(changed, Where("seasons", at, "theme"), f"add {season_label(number)}")


def add_organizer(records: Records) -> Edit:
    """Add an organizer without a name yet, after the others."""
    where = Where("organizers", len(records.organizers), "name")
    changed = records._replace(organizers=(*records.organizers, Organizer("")))
    return Edit(changed, where, "add an organizer")


def change_talks(
    records: Records, places: Collection[int], what: str, change: Callable[[Talk], Talk]
) -> Edit:
    """Change several talks in one way, as one edit.

    Args:
        records: all records.
        places: where the talks are.
        what: what is done to them, in a few words.
        change: makes the new talk out of the old one.

    Raises:
        EditError: it changes none of them, or one cannot be changed so.
    """
    talks = tuple(change(talk) if at in places else talk for at, talk in enumerate(records.talks))
    changed = [at for at in places if talks[at] != records.talks[at]]
    if not changed:
        raise EditError("Nothing to change: it is so with each of them.")
    name = records.talks[changed[0]].id if len(changed) == 1 else f"{len(changed)} talks"
    return Edit(records._replace(talks=talks), Where("talks", min(changed)), f"{name}: {what}")


def withhold(talk: Talk) -> Talk:
    """Return a talk whose recording is not shared; a link to it goes with that."""
    return talk._replace(recording="withheld", video_url="")


def untrack(talk: Talk) -> Talk:
    """Return a talk without tracking parameters in its addresses."""
    return talk._replace(
        video_url=without_tracking(talk.video_url),
        speakers=tuple(each._replace(url=without_tracking(each.url)) for each in talk.speakers),
        links=tuple(each._replace(url=without_tracking(each.url)) for each in talk.links),
    )


def duplicate(records: Records, where: Where) -> Edit:
    """Put a copy of a talk, season or organizer behind it.

    A talk's copy gets its season's next episode and no recording, a season's the next number,
    no date and no registration link: those belong to one event.

    Raises:
        EditError: the record is none of the three, or a talk's id names no season.
    """
    if where.kind == "talks":
        talk = records.talks[where.at]
        key = parse_id(talk.id)
        if key is None:
            raise EditError(f"{talk.id or 'This talk'} is no id like S01E01; correct it first.")
        made = add_talk(records, key[0], talk._replace(video_url="", recording="", state=""))
        return made._replace(label=f"duplicate {talk.id} as {made.records.talks[made.where.at].id}")
    if where.kind == "seasons":
        season = records.seasons[where.at]
        made = add_season(records)
        number = made.records.seasons[made.where.at].number
        copy = season._replace(
            number=number, start=None, register_url="", state="upcoming", revision=0
        )
        label = f"duplicate {season_label(season.number)} as {season_label(number)}"
        return Edit(with_record(made.records, made.where, copy), made.where, label)
    if where.kind == "organizers":
        own = records.organizers[where.at]
        return Edit(
            with_record(records, where, own, own),
            Where("organizers", where.at + 1, "name"),
            f"duplicate {own.name or 'an organizer'}",
        )
    raise EditError("There is one of these; it cannot be duplicated.")


def delete(records: Records, where: Where, with_talks: bool = False) -> Edit:
    """Delete one record; of a season on request its talks as well.

    Raises:
        EditError: the record is the series or the pages, which every file has.
    """
    if where.kind == "talks":
        name = records.talks[where.at].id or "a talk"
        return Edit(with_record(records, where), where, f"delete {name}")
    if where.kind == "organizers":
        name = records.organizers[where.at].name or "an organizer"
        return Edit(with_record(records, where), where, f"delete {name}")
    if where.kind != "seasons":
        raise EditError("Every file has this record; empty its fields instead.")
    number = records.seasons[where.at].number
    changed = with_record(records, where)
    label = f"delete {season_label(number)}"
    if with_talks:
        gone = set(talks_of(records, number))
        talks = tuple(talk for at, talk in enumerate(records.talks) if at not in gone)
        changed, label = changed._replace(talks=talks), f"{label} and its {len(gone)} talks"
    return Edit(changed, where, label)


def move(records: Records, where: Where, step: int) -> Edit:
    """Move a talk or organizer one place up (``-1``) or down (``1``).

    A talk's place is its number: it changes numbers, and places in the file, with the talk of
    its season before or after it.

    Raises:
        EditError: there is nothing to change places with.
    """
    if where.kind == "organizers":
        other = where.at + step
        if not 0 <= other < len(records.organizers):
            raise EditError("It is the first already." if step < 0 else "It is the last already.")
        swapped = list(records.organizers)
        swapped[where.at], swapped[other] = swapped[other], swapped[where.at]
        name = swapped[other].name or "an organizer"
        return Edit(
            records._replace(organizers=tuple(swapped)),
            Where("organizers", other),
            f"move {name} {'up' if step < 0 else 'down'}",
        )
    if where.kind != "talks":
        raise EditError("Seasons stand in the order of their numbers; renumber one instead.")
    return _move_talk(records, where.at, step)


def _move_talk(records: Records, at: int, step: int) -> Edit:
    key = parse_id(records.talks[at].id)
    if key is None:
        raise EditError(f"{records.talks[at].id or 'This talk'} is no id like S01E01; correct it.")
    order = sorted((episode_of(records, place), place) for place in talks_of(records, key[0]))
    index = order.index((key[1], at)) + step
    if not 0 <= index < len(order):
        raise EditError(
            f"It is the {'first' if step < 0 else 'last'} talk of {season_label(key[0])} already."
        )
    episode, other = order[index]
    if episode == key[1]:
        raise EditError(f"Two talks are called {records.talks[at].id}; renumber one first.")
    talks = list(records.talks)
    mine, theirs = talks[at], talks[other]
    talks[other], talks[at] = mine._replace(id=theirs.id), theirs._replace(id=mine.id)
    label = f"move {mine.id} to {theirs.id}"
    return Edit(records._replace(talks=tuple(talks)), Where("talks", other), label)


def renumber_season(records: Records, number: int, new: int) -> Edit:
    """Give a season's record and all its talks another number.

    Raises:
        EditError: the new number is taken, or not above 0.
    """
    if new == number:
        raise EditError(f"It is {season_label(number)} already.")
    refuse_taken(records, new)
    if talks_of(records, new):
        raise EditError(f"There are talks called {season_label(new)}E…; renumber those first.")
    seasons = tuple(
        season._replace(number=new) if season.number == number else season
        for season in records.seasons
    )
    talks = tuple(
        talk._replace(id=make_id(new, key[1]))
        if (key := parse_id(talk.id)) and key[0] == number
        else talk
        for talk in records.talks
    )
    changed = _in_order(records, records._replace(seasons=seasons, talks=talks))
    at = next((at for at, season in enumerate(changed.seasons) if season.number == new), 0)
    place = Where("seasons", at) if changed.seasons else Where()
    return Edit(changed, place, f"renumber {season_label(number)} as {season_label(new)}")


def renumber_from(records: Records, at: int, episode: int) -> Edit:
    """Number a talk and those after it in its season one by one from an episode on.

    Raises:
        EditError: the talk's id names no season, or an earlier talk has one of the numbers.
    """
    talk = records.talks[at]
    key = parse_id(talk.id)
    if key is None:
        raise EditError(f"{talk.id or 'This talk'} is no id like S01E01; correct it first.")
    if episode < 1:
        raise EditError("Episodes count from 1.")
    order = sorted((episode_of(records, place), place) for place in talks_of(records, key[0]))
    first = order.index((key[1], at))
    if any(before >= episode for before, _ in order[:first]):
        taken = make_id(key[0], order[first - 1][0])
        raise EditError(f"{taken} stands before it; take a number above that.")
    talks = list(records.talks)
    for number, (_, place) in enumerate(order[first:], episode):
        talks[place] = talks[place]._replace(id=make_id(key[0], number))
    changed = records._replace(talks=tuple(talks))
    if changed == records:
        raise EditError(f"It is {talk.id} already, and those after it follow.")
    label = f"renumber {talk.id} as {talks[at].id}"
    label += " and those after it" if len(order) - first > 1 else ""
    return Edit(changed, Where("talks", at), label)


def _in_order(before: Records, after: Records) -> Records:
    """Sort the later records by their new numbers, if the earlier ones were sorted."""
    numbers = [season.number for season in before.seasons]
    if numbers == sorted(numbers):
        seasons = tuple(sorted(after.seasons, key=lambda season: season.number))
        after = after._replace(seasons=seasons)
    keys = [parse_id(talk.id) for talk in before.talks]
    known = [key for key in keys if key is not None]
    if len(known) == len(keys) and known == sorted(known):
        after = after._replace(
            talks=tuple(sorted(after.talks, key=lambda talk: parse_id(talk.id) or (0, 0)))
        )
    return after
