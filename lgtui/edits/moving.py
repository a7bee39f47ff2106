"""Edits that give a record another place."""

from lgtui.edits.edit import Edit, EditError, episode_of, talks_of
from lgtui.model import Records, Where, parse_id, season_label


def move(records: Records, where: Where, step: int) -> Edit:
    """A talk or organizer one place up (``-1``) or down (``1``).

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
