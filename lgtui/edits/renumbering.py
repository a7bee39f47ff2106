"""Edits that give a season, or a talk and those after it, other numbers."""

from lgtui.edits.edit import Edit, EditError, episode_of, refuse_taken, talks_of
from lgtui.model import Records, Where, make_id, parse_id, season_label


def renumber_season(records: Records, number: int, new: int) -> Edit:
    """A season's record and all its talks under another number.

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
    """A talk and those after it in its season, numbered one by one from an episode on.

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
    """The later records sorted by their new numbers, if the earlier ones were sorted."""
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
