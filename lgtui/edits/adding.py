"""Edits that add a record: a new one, or a copy of one that is there."""

from lgtui.edits.edit import Edit, EditError, refuse_taken
from lgtui.model import Organizer, Records, Season, Talk, Where, make_id, parse_id, season_label


def add_talk(records: Records, season: int, talk: Talk | None = None) -> Edit:
    """A talk at the end of a season, with the season's next episode number.

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
    """The place of a season's talk that was planned and says nothing yet; ``None`` for none.

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


def fill_talk(records: Records, at: int, talk: Talk) -> Edit:
    """What a talk says put into a planned one, which keeps its id and its day."""
    old = records.talks[at]
    filled = talk._replace(id=old.id, date=talk.date or old.date, unknown=old.unknown)
    talks = (*records.talks[:at], filled, *records.talks[at + 1 :])
    return Edit(records._replace(talks=talks), Where("talks", at, "title"), f"fill {old.id}")


def next_id(records: Records, season: int) -> str:
    """The id of a season's next talk: one more than its largest episode."""
    keys = (parse_id(talk.id) for talk in records.talks)
    return make_id(season, max((key[1] for key in keys if key and key[0] == season), default=0) + 1)


def _place_of_talk(records: Records, season: int) -> int:
    """Where a season's new talk belongs: behind its others, else before the later seasons'."""
    keys = [parse_id(talk.id) for talk in records.talks]
    own = [at for at, key in enumerate(keys) if key and key[0] == season]
    if own:
        return own[-1] + 1
    return next((at for at, key in enumerate(keys) if key and key[0] > season), len(keys))


def next_season(records: Records) -> int:
    """One more than the largest season number of any season or talk."""
    keys = (parse_id(talk.id) for talk in records.talks)
    return max((*(season.number for season in records.seasons), *(key[0] for key in keys if key)),
               default=0) + 1  # fmt: skip


def add_season(records: Records, number: int | None = None) -> Edit:
    """An upcoming season with everything else open; the next number unless one is given.

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
    """An organizer without a name yet, after the others."""
    where = Where("organizers", len(records.organizers), "name")
    changed = records._replace(organizers=(*records.organizers, Organizer("")))
    return Edit(changed, where, "add an organizer")


def duplicate(records: Records, where: Where) -> Edit:
    """A copy of a talk, season or organizer behind it.

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
        made = add_talk(records, key[0], talk._replace(video_url="", recording=""))
        return made._replace(label=f"duplicate {talk.id} as {made.records.talks[made.where.at].id}")
    if where.kind == "seasons":
        season = records.seasons[where.at]
        made = add_season(records)
        number = made.records.seasons[made.where.at].number
        copy = season._replace(
            number=number, start=None, register_url="", state="upcoming", revision=0
        )
        seasons = (
            *made.records.seasons[: made.where.at], copy, *made.records.seasons[made.where.at + 1 :]
        )  # fmt: skip
        label = f"duplicate {season_label(season.number)} as {season_label(number)}"
        return Edit(made.records._replace(seasons=seasons), made.where, label)
    if where.kind == "organizers":
        organizers = records.organizers
        at = where.at + 1
        copies = (*organizers[:at], organizers[where.at], *organizers[at:])
        return Edit(
            records._replace(organizers=copies),
            Where("organizers", at, "name"),
            f"duplicate {organizers[where.at].name or 'an organizer'}",
        )
    raise EditError("There is one of these; it cannot be duplicated.")
