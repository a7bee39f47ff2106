"""What one record becomes: its part of every page that it is on, and how that differs (pure)."""

from collections.abc import Callable
from typing import NamedTuple

from lgtui import render
from lgtui.model import (
    NO_TEMPLATES,
    DataError,
    Records,
    Season,
    Talk,
    Templates,
    Where,
    make_id,
    parse_id,
    season_label,
    seasons_by_number,
    talk_moment,
    value_of,
)
from lgtui.render.webinar import cancelled_seasons, next_season


class Excerpt(NamedTuple):
    """A record's part of a page.

    Attributes:
        title: the page and the part of it: ``Webinar page, next webinar``.
        file: the page's path from the repository's root.
        text: the exact text, or for a difference a unified diff.
        note: why there is no text.
        markdown: whether the text is Markdown.
    """

    title: str
    file: str = ""
    text: str = ""
    note: str = ""
    markdown: bool = True


_TITLES = {
    ("webinar", "next"): "Webinar page, next webinar",
    ("webinar", "previous"): "Webinar page, previous talks",
    ("webinar", "organizers"): "Webinar page, organizers",
    ("abstracts", "abstracts"): "Abstracts page",
    ("news", ""): "News item",
    ("calendar", ""): "Calendar",
}


_EXAMPLES = {
    "series": "The next season and the last held one, as examples:",
    "wording": "The next season and the last held one, in the words of this series:",
    "pages": "The next season and the last held one, as examples:",
}
"""What stands above the parts of records that every season's parts are made with."""


def excerpts(records: Records, where: Where, own: Templates = NO_TEMPLATES) -> tuple[Excerpt, ...]:
    """A record's part of every page that it is on; one with a note where it is on none."""
    parts = _parts(records, where, own)
    if where.kind in _EXAMPLES and any(part.file for part in parts):
        return (Excerpt("For example", note=_EXAMPLES[where.kind]), *parts)
    return parts


def _parts(records: Records, where: Where, own: Templates) -> tuple[Excerpt, ...]:
    """The parts of pages alone."""
    found = _places(records, where)
    if isinstance(found, str):
        return (Excerpt("On no page", note=found),)
    few, places = found
    shown: list[Excerpt] = []
    for kind, region in places:
        path = value_of(records.pages, kind)
        title = _TITLES[kind, region]
        if not path:
            shown.append(Excerpt(title, note="Not written: Pages names no file for it."))
            continue
        try:
            shown += _texts(few, own, (kind, region), path)
        except DataError as error:
            shown.append(Excerpt(title, path, note=error.message))
    return tuple(shown)


def _texts(few: Records, own: Templates, place: tuple[str, str], path: str) -> list[Excerpt]:
    """The exact text of a part of a page, made from these few records alone."""
    (kind, region), title = place, _TITLES[place]
    if region:
        return [Excerpt(title, path, render.regions_of(kind, few, own)[region])]
    made = [page for page in render.files(few, own) if page.kind == kind]
    if not made:
        return [Excerpt(title, path, note="Not written yet: the season has no day.")]
    texts = ((page.path, page.write(None)) for page in made)
    return [
        Excerpt(title, name, text.replace("\r\n", "\n"), markdown=kind == "news")
        for name, text in texts
    ]


Places = tuple[Records, list[tuple[str, str]]]


def _places(records: Records, where: Where) -> Places | str:
    """The records that a part is made from and the parts of pages, or why there are none."""
    if where.kind == "talks" and where.at < len(records.talks):
        talk = records.talks[where.at]
        key = parse_id(talk.id) if len(talk.id) < 40 else None
        season = seasons_by_number(records).get(key[0]) if key else None
        if key is None or season is None:
            return (
                f"{season_label(key[0])} has no record yet; add the season first."
                if key
                else "Its id does not tell the season; write it like S09E01."
            )
        talks = (talk, *_others(records, {where.at}, season))
        return _of_season(records, season, records._replace(seasons=(season,), talks=talks))
    if where.kind == "seasons" and where.at < len(records.seasons):
        season = records.seasons[where.at]
        own = {
            at
            for at, talk in enumerate(records.talks)
            if (key := parse_id(talk.id)) is not None and key[0] == season.number
        }
        talks = tuple(records.talks[at] for at in sorted(own))
        talks += _others(records, own, season)
        return _of_season(records, season, records._replace(seasons=(season,), talks=talks))
    if where.kind == "organizers":
        return records._replace(seasons=(), talks=()), [("webinar", "organizers")]
    if where.kind in _EXAMPLES:
        return _examples(records, where.kind == "pages")
    return "Nothing is written for this line."


def _examples(records: Records, organizers: bool) -> Places | str:
    """The parts of the next season and of the last held one."""
    held = [season for season in records.seasons if season.state == "held"]
    last = max(held, key=lambda season: season.number, default=None)
    coming = next_season(records)
    chosen = tuple(season for season in (last, coming) if season is not None)
    if not chosen:
        return "No season is on a page yet; add one to see what becomes of it."
    numbers = {season.number for season in chosen}
    own = {
        at
        for at, talk in enumerate(records.talks)
        if (key := parse_id(talk.id)) is not None and key[0] in numbers
    }
    talks = tuple(records.talks[at] for at in sorted(own)) + _others(records, own, chosen[0])
    places = [("webinar", "next")]
    if last is not None:
        places += [("webinar", "previous"), ("abstracts", "abstracts"), ("news", "")]
    places += [("webinar", "organizers")] if organizers else []
    return records._replace(seasons=chosen, talks=talks), [*places, ("calendar", "")]


LAST = 10**9
"""The number of a season that no series comes to."""


def _others(records: Records, own: set[int], season: Season) -> tuple[Talk, ...]:
    """Stand-ins for all other talks where what a talk is called depends on them.

    A series may count its talks, or call them by their days. The stand-ins belong to seasons
    without a record, so that they are counted and written nowhere.
    """
    if records.wording.ids not in ("number", "date"):
        return ()
    seasons = seasons_by_number(records)
    keys = [parse_id(records.talks[at].id) for at in own]
    first = min((key for key in keys if key), default=(season.number, 0))
    found: list[Talk] = []
    for at, talk in enumerate(records.talks):
        key = parse_id(talk.id)
        if at not in own and key is not None:
            place = make_id(0 if key < first else LAST, at + 1)
            found.append(Talk(place, date=talk_moment(talk, seasons.get(key[0]))))
    return tuple(found)


def _of_season(records: Records, season: Season, few: Records) -> Places | str:
    """The parts of pages that a season, or one talk of it, is on."""
    name = season_label(season.number)
    if season.state == "held":
        return few, [
            ("webinar", "previous"),
            ("abstracts", "abstracts"),
            ("news", ""),
            ("calendar", ""),
        ]
    if season.state == "upcoming":
        first = next_season(records)
        also = [("abstracts", "abstracts")] if records.pages.abstracts_of == "all" else []
        if first is season:
            return few, [("webinar", "next"), *also, ("calendar", "")]
        if not records.wording.word_further:
            return few, [*also, ("calendar", "")]
        return _with_next(records, few), [("webinar", "next"), *also, ("calendar", "")]
    if season.state == "cancelled":
        return _off(records, season, few)
    return f"{name} has no state; say upcoming, held or cancelled."


def _off(records: Records, season: Season, few: Records) -> Places:
    """The parts that say that a season is cancelled: the next webinar's, while it may be awaited.

    That one needs the season that is to come as well.
    """
    if season not in cancelled_seasons(records):
        return few, [("calendar", "")]
    return _with_next(records, few), [("webinar", "next"), ("calendar", "")]


def _with_next(records: Records, few: Records) -> Records:
    """Return few records with the season that is to come, whose part of the page theirs is in."""
    if (coming := next_season(records)) is not None:
        own = tuple(
            talk
            for talk in records.talks
            if (key := parse_id(talk.id)) is not None and key[0] == coming.number
        )
        return few._replace(seasons=(*few.seasons, coming), talks=(*few.talks, *own))
    return few


def differences(
    records: Records,
    where: Where,
    read: Callable[[str], str | None],
    own: Templates = NO_TEMPLATES,
) -> tuple[Excerpt, ...]:
    """What writing the pages that a record is on would change in them.

    Args:
        records: what the pages shall say.
        where: the record.
        read: gives the text of a page by its path, ``None`` for one that does not exist.
        own: the organizers' own templates.
    """
    parts = _parts(records, where, own)
    names = {part.file for part in parts if part.file}
    try:
        wanted = [page for page in render.files(records, own) if page.path in names]
    except DataError as error:
        return (Excerpt("No page can be written", note=error.message),)
    shown = [_difference(page, read) for page in wanted]
    return (*shown, *(part for part in parts if not part.file))


def _difference(page: render.Page, read: Callable[[str], str | None]) -> Excerpt:
    """What writing one page would change."""
    title = _TITLES.get((page.kind, ""), f"{page.kind.capitalize()} page")
    try:
        update = page.update(read(page.path))
    except DataError as error:
        return Excerpt(title, page.path, note=error.message)
    old, new = update.old, update.new
    if update.fault is not None:
        return Excerpt(title, page.path, note=update.fault.message)
    if new is None:
        return Excerpt(title, page.path, "\n".join(edit.diff() for edit in update.edits),
                       "Edited by hand; saving asks what to do.")  # fmt: skip
    if old is None:
        lines = new.count("\n")
        return Excerpt(title, page.path, note=f"Does not exist; saving creates it, {lines} lines.")
    if old == new:
        return Excerpt(title, page.path, note="Already says this; saving does not change it.")
    return Excerpt(title, page.path, diff(old, new), markdown=False)


def diff(old: str, new: str, context: int = 2) -> str:
    """The lines in which two texts differ, with a few around them and where they stand.

    What both texts begin and end with is left out before lines are compared, so that a small
    change in a long page costs little.
    """
    from difflib import unified_diff

    before, after = old.splitlines(), new.splitlines()
    shortest = min(len(before), len(after))
    start = next((at for at in range(shortest) if before[at] != after[at]), shortest)
    tail = shortest - start
    end = next((at for at in range(tail) if before[-1 - at] != after[-1 - at]), tail)
    start, end = max(0, start - context), max(0, end - context)
    lines = unified_diff(
        before[start : len(before) - end],
        after[start : len(after) - end],
        n=context,
        lineterm="",
    )
    return "\n".join(_placed(line, start) for line in list(lines)[2:])


def _placed(line: str, start: int) -> str:
    """A hunk's header as the line of the page it begins at."""
    if not line.startswith("@@"):
        return line
    at = int(line.split("+")[1].split(",", maxsplit=1)[0].split(" ", maxsplit=1)[0])
    return f"@@ line {at + start} @@"
