"""Series as organizers keep them, and what they do to them, drawn by a seeded generator.

Cheaper than hypothesis where tens of thousands of triples are wanted. Each word that is written is
unique, and each talk names its season in its title, so that a test can tell what belongs where.
"""

import datetime
import random
from collections.abc import Callable, Sequence
from typing import NamedTuple

from lgtui.model import Pages, Records, Season, Series, Speaker, Talk, make_id, parse_id, replaced

NOUNS = ("shape", "metric", "scan", "label", "bias", "atlas", "noise", "cohort", "trust", "lens")
FIRST_DAY = datetime.datetime(2030, 1, 7, 15)


class Organizer(NamedTuple):
    """Draws what one person does: ``number`` gives each word that is written a name of its own."""

    random: random.Random
    number: Callable[[], int]

    def word(self) -> str:
        return f"w{self.number()}"


def place(talk: Talk) -> tuple[int, int]:
    """The season and episode of a talk, all of whose ids are of that form here."""
    parts = parse_id(talk.id)
    assert parts is not None
    return parts


def season_word(season: Season) -> str:
    return season.theme.split()[-1]


def planned(number: int, episode: int) -> Talk:
    return Talk(make_id(number, episode))


def given(who: Organizer, number: int, episode: int, season: Season) -> Talk:
    word = who.word()
    title = f"{who.random.choice(NOUNS)} {word}a {word}b in {season_word(season)}"
    return Talk(make_id(number, episode), title, (Speaker(f"Ada {word}"),), f"Place {word}")


def some_talk(who: Organizer, episode: int, season: Season) -> Talk:
    if who.random.random() < 0.7:
        return given(who, season.number, episode, season)
    return planned(season.number, episode)


def some_season(who: Organizer, number: int) -> Season:
    day = FIRST_DAY + datetime.timedelta(days=who.random.randrange(2000))
    start = day if who.random.random() < 0.7 else None
    return Season(number, f"{who.random.choice(NOUNS)} {who.word()}", start)


def some_series(who: Organizer) -> Records:
    seasons = tuple(some_season(who, n) for n in range(1, who.random.randint(2, 4)))
    talks = tuple(
        some_talk(who, episode, season)
        for season in seasons
        for episode in range(1, who.random.randint(2, 5))
    )
    return Records(Series("W", "Europe/Copenhagen"), Pages("page.md"), (), seasons, talks)


def edit_field(who: Organizer, records: Records) -> Records:
    at = [at for at, talk in enumerate(records.talks) if talk.title]
    if not at:
        return records
    n = who.random.choice(at)
    field = who.random.choice(("affiliation", "video_url", "abstract", "bio"))
    changed = replaced(records.talks[n], field, f"https://x.example/{who.word()}")
    return records._replace(talks=(*records.talks[:n], changed, *records.talks[n + 1 :]))


def fill_planned(who: Organizer, records: Records) -> Records:
    at = [at for at, talk in enumerate(records.talks) if not talk.title]
    named = {season.number: season for season in records.seasons}
    at = [n for n in at if place(records.talks[n])[0] in named]
    if not at:
        return records
    n = who.random.choice(at)
    number, episode = place(records.talks[n])
    talk = given(who, number, episode, named[number])
    return records._replace(talks=(*records.talks[:n], talk, *records.talks[n + 1 :]))


def add_talk(who: Organizer, records: Records) -> Records:
    if not records.seasons:
        return records
    season = who.random.choice(records.seasons)
    taken = [place(talk)[1] for talk in records.talks if place(talk)[0] == season.number]
    talk = some_talk(who, max(taken, default=0) + 1, season)
    return records._replace(talks=(*records.talks, talk))


def insert_season(who: Organizer, records: Records) -> Records:
    """A season before one that is there already, whose number and ids move up."""
    if not records.seasons:
        return records
    at = who.random.choice(records.seasons).number
    moved = [one._replace(number=one.number + (one.number >= at)) for one in records.seasons]
    talks = [renumbered(talk, at, 1) for talk in records.talks]
    season = some_season(who, at)
    moved.append(season)
    talks += [some_talk(who, n, season) for n in range(1, who.random.randint(2, 4))]
    if who.random.random() < 0.7:
        moved.sort(key=lambda one: one.number)
        talks.sort(key=place)
    return records._replace(seasons=tuple(moved), talks=tuple(talks))


def renumbered(talk: Talk, lowest: int, by: int) -> Talk:
    number, episode = place(talk)
    return talk._replace(id=make_id(number + by, episode)) if number >= lowest else talk


def append_season(who: Organizer, records: Records) -> Records:
    season = some_season(who, 1 + max((one.number for one in records.seasons), default=0))
    talks = tuple(some_talk(who, n, season) for n in range(1, who.random.randint(1, 3)))
    return records._replace(seasons=(*records.seasons, season), talks=(*records.talks, *talks))


def set_registration(who: Organizer, records: Records) -> Records:
    if not records.seasons:
        return records
    n = who.random.randrange(len(records.seasons))
    changed = records.seasons[n]._replace(register_url=f"https://r.example/{who.word()}")
    return records._replace(seasons=(*records.seasons[:n], changed, *records.seasons[n + 1 :]))


def delete_talk(who: Organizer, records: Records) -> Records:
    if not records.talks:
        return records
    n = who.random.randrange(len(records.talks))
    return records._replace(talks=(*records.talks[:n], *records.talks[n + 1 :]))


def delete_season(who: Organizer, records: Records) -> Records:
    if not records.seasons:
        return records
    gone = who.random.choice(records.seasons)
    return records._replace(
        seasons=tuple(one for one in records.seasons if one is not gone),
        talks=tuple(talk for talk in records.talks if place(talk)[0] != gone.number),
    )


def swap_talks(who: Organizer, records: Records) -> Records:
    if len(records.talks) < 2:
        return records
    i, j = who.random.sample(range(len(records.talks)), 2)
    talks = list(records.talks)
    talks[i], talks[j] = talks[i]._replace(id=talks[j].id), talks[j]._replace(id=talks[i].id)
    return records._replace(talks=tuple(talks))


def copy_talk(who: Organizer, records: Records) -> Records:
    if not records.talks:
        return records
    talk = who.random.choice(records.talks)
    number, _ = place(talk)
    last = max(place(one)[1] for one in records.talks if place(one)[0] == number)
    copy = talk._replace(id=make_id(number, last + 1))
    return records._replace(talks=(*records.talks, copy))


Edit = Callable[[Organizer, Records], Records]

USUAL: Sequence[Edit] = (
    edit_field,
    edit_field,
    edit_field,
    fill_planned,
    fill_planned,
    add_talk,
    append_season,
    insert_season,
    set_registration,
    delete_talk,
)
"""What keeps every record recognisable, whatever two organizers do of it at once."""

RARE: Sequence[Edit] = (*USUAL, delete_season, swap_talks, copy_talk)
"""What may leave it open which record of one version is which of another, too."""


class Versions(NamedTuple):
    """A series, mine, theirs, theirs after more edits, and that of a third organizer.

    The later edits delete nothing: what theirs adds and takes away again is never seen by who
    merges only once.
    """

    base: Records
    mine: Records
    theirs: Records
    later: Records
    third: Records


def some_versions(seed: int, edits: Sequence[Edit], most: int = 3) -> Versions:
    """What three organizers made of a series, the same for the same seed."""
    generator = random.Random(seed)
    count = iter(range(10_000))
    who = Organizer(generator, lambda: next(count))

    def edited(records: Records, edits: Sequence[Edit] = edits) -> Records:
        for _ in range(generator.randint(1, most)):
            records = generator.choice(edits)(who, records)
        return records

    base = some_series(who)
    theirs = edited(base)
    later = [edit for edit in edits if edit not in (delete_talk, delete_season)]
    return Versions(base, edited(base), theirs, edited(theirs, later), edited(base))
