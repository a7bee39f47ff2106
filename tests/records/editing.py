"""Made-up records of a series, and the edits that organizers make to them."""

import datetime
from collections.abc import Callable

from hypothesis import strategies as st

from lgtui.model import (
    Link,
    Organizer,
    Pages,
    Records,
    Season,
    Series,
    Speaker,
    Talk,
    make_id,
    parse_id,
)

TOPICS = ("Shape", "Metrics", "Scans", "Labels", "Bias", "Atlases", "Noise", "Cohorts", "Trust")


def talk(season: int, episode: int, tag: str) -> Talk:
    """A talk whose words are told apart by ``tag``."""
    return Talk(
        make_id(season, episode),
        f"{TOPICS[season % 9]} of {tag}",
        (Speaker(f"Ada {tag}", "Dr.", f"https://home.example/{tag}"),),
        f"University of {tag}",
        f"https://video.example/{tag}",
        "",
        f"We {tag} look{tag} at{tag} data{tag}.",
        f"{tag} was born.",
        None,
        (),
        (("room", tag),),
    )


RECORDS = Records(
    Series("Datasets", "Europe/Copenhagen", 3, unknown=(("motto", "look"),)),
    Pages("_pages/webinar.md"),
    tuple(
        Organizer(f"Org {name}", f"https://{name}.example", name) for name in ("Uno", "Dos", "Tri")
    ),
    tuple(
        Season(n, TOPICS[n], datetime.datetime(2023, n, 2, 15), f"https://r.example/{n}", "held")
        for n in (1, 2, 3)
    ),
    tuple(talk(season, n, f"s{season}n{n}") for season in (1, 2, 3) for n in (1, 2)),
    unknown=(("colour", "red"),),
)


Edit = Callable[[Records], Records]

TALK_FIELDS = ("title", "affiliation", "video_url", "abstract", "bio", "date", "speakers", "room")


def edit_talk(old: Talk, field: str, value: str) -> Talk:
    """One field of one talk set to something that nobody else writes."""
    if field == "room":
        return old._replace(unknown=(("room", value),))
    if field == "date":
        return old._replace(date=datetime.date(2024, 1, 1 + sum(value.encode()) % 28))
    if field == "speakers":
        fixed = tuple(speaker._replace(prefix=value) for speaker in old.speakers[:1])
        return old._replace(speakers=fixed + old.speakers[1:])
    return old._replace(**{field: f"{field} {value}"})  # type: ignore[arg-type]  # a text field


def _replace_at(items: tuple, at: int, *new: object) -> tuple:  # type: ignore[type-arg]
    return (*items[:at], *new, *items[at + 1 :])


@st.composite
def edits(draw: st.DrawFn, who: str) -> Edit:
    """One edit by one organizer; ``who`` is in every text that it writes."""
    kind = draw(
        st.sampled_from(
            ["talk", "talk", "talk", "add", "season", "new season", "delete", "renumber", "move",
             "speaker", "link", "organizer", "series", "key", "push up"]
        )
    )  # fmt: skip
    at = draw(st.integers(0, 7))
    field = draw(st.sampled_from(TALK_FIELDS))
    to = draw(st.integers(0, 7))
    value = f"{who}{draw(st.integers(0, 3))}"

    def edit(records: Records) -> Records:
        talks, seasons = records.talks, records.seasons
        n = at % max(1, len(talks))
        if kind == "season" and seasons:
            k = at % len(seasons)
            return records._replace(
                seasons=_replace_at(seasons, k, seasons[k]._replace(theme=f"theme {value}"))
            )
        if kind == "new season":
            number = 1 + max((season.number for season in seasons), default=0)
            return records._replace(
                seasons=(*seasons, Season(number, f"new {value}")),
                talks=(*talks, talk(number, 1, value)),
            )
        if kind == "organizer":
            changed = records.organizers[at % 3]._replace(url=f"https://o.example/{value}")
            return records._replace(organizers=_replace_at(records.organizers, at % 3, changed))
        if kind == "series":
            return records._replace(series=records.series._replace(name=f"series {value}"))
        if kind == "key":
            return records._replace(unknown=(*RECORDS.unknown, (f"key{who}", value)))
        if kind == "push up":
            return records._replace(
                seasons=tuple(
                    one._replace(number=one.number + (one.number > 1)) for one in seasons
                ),
                talks=tuple(_pushed(one, 1) for one in talks),
            )
        if not talks:
            return records
        old = talks[n]
        if kind == "add":
            season = (parse_id(old.id) or (1, 1))[0]
            last = max(
                parts[1] for one in talks if (parts := parse_id(one.id)) and parts[0] == season
            )
            return records._replace(
                talks=(*talks[: n + 1], talk(season, last + 1, value), *talks[n + 1 :])
            )
        if kind == "delete":
            return records._replace(talks=_replace_at(talks, n))
        if kind == "renumber":
            return records._replace(
                talks=_replace_at(talks, n, old._replace(id=make_id(40 + at, to)))
            )
        if kind == "move":
            rest = _replace_at(talks, n)
            return records._replace(talks=(*rest[:to], old, *rest[to:]))
        if kind == "speaker":
            more = (*old.speakers, Speaker(f"New {value}"))
            return records._replace(talks=_replace_at(talks, n, old._replace(speakers=more)))
        if kind == "link":
            more_links = (*old.links, Link(f"Slides {value}", f"https://s.example/{value}"))
            return records._replace(talks=_replace_at(talks, n, old._replace(links=more_links)))
        return records._replace(talks=_replace_at(talks, n, edit_talk(old, field, value)))

    return edit


def _pushed(one: Talk, above: int) -> Talk:
    season, episode = parse_id(one.id) or (0, 0)
    return one._replace(id=make_id(season + (season > above), episode))


@st.composite
def versions(draw: st.DrawFn, who: str, most: int = 4) -> Records:
    """The records after some edits by one organizer."""
    records = RECORDS
    for edit in draw(st.lists(edits(who), max_size=most)):
        records = edit(records)
    return records


def texts(value: object) -> set[str]:
    """All texts within a value, ids of talks aside: what must not get lost."""
    if isinstance(value, str):
        return {value}
    found: set[str] = set()
    if isinstance(value, Talk):
        return set().union(*(texts(item) for item in value[1:]))
    if isinstance(value, tuple):
        for item in value:
            found |= texts(item)
    elif value is not None:
        found.add(repr(value))
    return found
