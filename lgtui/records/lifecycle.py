"""The steps of a season's life: plan, mark as held, postpone, cancel (pure: records to records).

Each is one edit, so that one undo takes it back. Which pages change is the renderer's business:
a season marked as held moves to the previous talks and gets its news item because its state says
so.
"""

import datetime

from lgtui.model import (
    Moment,
    Records,
    Season,
    Talk,
    Where,
    as_date,
    event_cancelled,
    is_cancelled,
    parse_id,
    season_label,
    seasons_by_number,
    talk_moment,
    with_record,
)
from lgtui.records import edits
from lgtui.records.edits import Edit, EditError


def plan_season(
    records: Records, start: Moment | None = None, theme: str = "", talks: int | None = None
) -> Edit:
    """Add the next season with its empty talks.

    Args:
        records: all records.
        start: its day, or day and hour; ``None`` while open.
        theme: its theme, empty while open.
        talks: how many; by default as many as the series has in one.
    """
    made = edits.add_season(records)
    number = made.records.seasons[made.where.at].number
    changed = with_record(made.records, made.where, Season(number, theme, start))
    count = max(records.series.talks_per_season, 1) if talks is None else talks
    for _ in range(count):
        changed = edits.add_talk(changed, number).records
    told = "1 empty talk" if count == 1 else f"{count} empty talks"
    return Edit(changed, made.where, f"plan {season_label(number)} with {told}")


def mark_held(records: Records, number: int) -> Edit:
    """Mark a season as held: its talks are previous ones from now on.

    Raises:
        EditError: there is no such season, it is held already or cancelled, it has no talk that
            is not cancelled, or neither it nor one of its talks has a date.
    """
    at, season = _season(records, number)
    label = season_label(number)
    if season.state == "held":
        raise EditError(f"{label} is marked as held already.")
    if season.state == "cancelled":
        raise EditError(f"{label} is cancelled; postpone it to its new date first.")
    talks = [records.talks[place] for place in edits.talks_of(records, number)]
    if not talks:
        raise EditError(f"{label} has no talk; add one, or cancel the season.")
    if all(talk.state == "cancelled" for talk in talks):
        raise EditError(f"All talks of {label} are cancelled; cancel the season instead.")
    if not any(talk_moment(talk, season) for talk in talks):
        raise EditError(f"{label} has no date; say when it was held first.")
    changed = with_record(records, Where("seasons", at), season._replace(state="held"))
    return Edit(changed, Where("seasons", at, "state"), f"mark {label} as held")


def postpone(records: Records, number: int, start: Moment | None) -> Edit:
    """Move a season to another day, or to one that is still open.

    Talks with a day of their own keep their distance from the season's day; where there is no
    new day, or there was none, they follow the season. A cancelled season is upcoming again.

    Args:
        records: all records.
        number: the season's number.
        start: the new day, or day and hour; ``None`` for open.

    Raises:
        EditError: there is no such season, it was held, or it has that date already.
    """
    at, season = _season(records, number)
    label = season_label(number)
    if season.state == "held":
        raise EditError(f"{label} was held; correct its date in the form if it is wrong.")
    if season.start == start and type(season.start) is type(start) and season.state == "upcoming":
        raise EditError(f"{label} has that date already.")
    new = season._replace(start=start, state="upcoming", revision=_next_revision(season))
    changed = with_record(records, Where("seasons", at), new)
    talks = list(changed.talks)
    for place in edits.talks_of(records, number):
        talks[place] = _moved(talks[place], season.start, start)
    to = f"to {_day(start)}" if start else "without a new date"
    again = ", which was cancelled," if season.state == "cancelled" else ""
    changed = changed._replace(talks=tuple(talks))
    return Edit(changed, Where("seasons", at, "start"), f"postpone {label}{again} {to}")


def _next_revision(season: Season) -> int:
    """Return the season's next revision; one that had no date yet is in no calendar."""
    return season.revision + (season.start is not None)


def _moved(talk: Talk, old: Moment | None, new: Moment | None) -> Talk:
    """Move a talk of its own day by as many days as its season, at its own hour."""
    if talk.date is None:
        return talk
    if old is None or new is None:
        return talk._replace(date=None)
    try:
        moved = talk.date + (as_date(new) - as_date(old))
    except OverflowError as error:
        raise EditError(f"{talk.id} would fall outside the calendar.") from error
    if isinstance(moved, datetime.datetime) and not isinstance(new, datetime.datetime):
        moved = moved.date()  # the season's hour is open again, so the talk's is as well
    return talk._replace(date=None if moved == new and type(moved) is type(new) else moved)


def cancel(records: Records, number: int) -> Edit:
    """Cancel a season; its record, date and talks stay.

    Raises:
        EditError: there is no such season, it was held, or it is cancelled already.
    """
    at, season = _season(records, number)
    label = season_label(number)
    if season.state == "held":
        raise EditError(f"{label} was held; it cannot be cancelled any more.")
    if season.state == "cancelled":
        raise EditError(f"{label} is cancelled already.")
    changed = with_record(
        records,
        Where("seasons", at),
        season._replace(state="cancelled", revision=_next_revision(season)),
    )
    return Edit(changed, Where("seasons", at, "state"), f"cancel {label}")


def cancel_talk(records: Records, at: int) -> Edit:
    """Cancel one talk; its id, its texts and its date stay, and another one may follow it.

    Args:
        records: all records.
        at: the place of the talk.

    Raises:
        EditError: it or its season is cancelled already, or it has a video.
    """
    talk = records.talks[at]
    key = parse_id(talk.id)
    season = seasons_by_number(records).get(key[0]) if key else None
    if talk.state == "cancelled":
        raise EditError(f"{talk.id} is cancelled already; its State in the form brings it back.")
    if season and season.state == "cancelled":
        raise EditError(f"{season_label(season.number)} is cancelled, and {talk.id} with it.")
    if talk.video_url:
        raise EditError(f"{talk.id} has a video, so it was held; delete the video link first.")
    where = Where("talks", at)
    changed = with_record(records, where, talk._replace(state="cancelled"))
    return Edit(changed, where._replace(field="state"), f"cancel {talk.id}")


def count_revisions(before: Records, after: Records) -> Records:
    """Return the records to save, with the revision of each season that calendars must hear of.

    A calendar takes a moved or cancelled event only from a higher revision. So each way to move
    one counts: a step, a field of the form, an edit taken back, a page edited by hand. What the
    edit counted itself is not counted twice, and no revision ever falls.

    Args:
        before: the records as they were saved last.
        after: the records that are about to be saved.
    """
    old, was = seasons_by_number(before), _events(before)
    now = _events(after)
    counted = list(after.seasons)
    for at, season in enumerate(after.seasons):
        earlier = old.pop(season.number, None)
        if earlier is None:
            continue
        lost, kept = was.get(season.number, {}), now.get(season.number, {})
        moved = any(kept.get(name) != event for name, event in lost.items())
        least = earlier.revision + moved
        if season.revision < least:
            counted[at] = season._replace(revision=least)
    return after if tuple(counted) == after.seasons else after._replace(seasons=tuple(counted))


def _events(records: Records) -> dict[int, dict[int, tuple[str, bool]]]:
    """Return for each season its events: episode (0 for the season itself) to time and state."""
    seasons = seasons_by_number(records)
    found: dict[int, dict[int, tuple[str, bool]]] = {number: {} for number in seasons}
    shared: dict[int, list[Talk]] = {number: [] for number in seasons}
    for talk in records.talks:
        key = parse_id(talk.id)
        owner = seasons.get(key[0]) if key else None
        if key and owner and talk.date is not None and talk.date != owner.start:
            event = (talk.date.isoformat(), is_cancelled(talk, owner))
            found[key[0]].setdefault(key[1], event)
        elif key and owner:
            shared[key[0]].append(talk)
    for number, season in seasons.items():
        if season.start is not None:
            off = event_cancelled(season, shared[number])
            found[number][0] = (season.start.isoformat(), off)
    return found


def _season(records: Records, number: int) -> tuple[int, Season]:
    """Return the place of a season and its record; of two with one number the first."""
    for at, season in enumerate(records.seasons):
        if season.number == number:
            return at, season
    raise EditError(f"{season_label(number)} has no record; add the season first.")


def _day(moment: Moment) -> str:
    """Return a moment as it stands in the label of an edit: ``2026-03-02 15:00``."""
    if isinstance(moment, datetime.datetime):
        return moment.isoformat(" ", "minutes")
    return moment.isoformat()
