"""Made-up series for the tests of the app: small, hostile, and as large as asked."""

import datetime

from lgtui.model import Link, Organizer, Pages, Records, Season, Series, Speaker, Talk, make_id
from lgtui.store import Document

HOSTILE = (
    "[/]",
    "[TBA]",
    "[red]alarm[/red]",
    "\x1b[31mred\x1b]52;c;aGVsbG8=\x07",
    "\x9b31mC1\x85next",
    "line one\nline two\r\nthree\ttab",
    "x" * 100_000,
    "\u202egnitirw\u2066",
    "zero\u200bwidth\ufeff",
    "e" + "\u0301" * 5000,
    "\ud800",
)
"""Texts that a terminal or a widget would obey if it got them."""


def series(seasons: int = 3, talks: int = 3) -> Records:
    """A plain series: all seasons held but the last one."""
    return Records(
        series=Series("Datasets through the L👀king-Glass", "Europe/Copenhagen", talks),
        pages=Pages("_pages/webinar.md", "_pages/webinar_talks.md"),
        organizers=(
            Organizer("Amelia Jiménez-Sánchez", "https://a.example", "Universitat de Barcelona"),
            Organizer("Théo Sourget", "https://t.example", "ITU"),
        ),
        seasons=tuple(_season(number, seasons) for number in range(1, seasons + 1)),
        talks=tuple(
            _talk(number, episode, number < seasons)
            for number in range(1, seasons + 1)
            for episode in range(1, talks + 1)
        ),
    )


def _season(number: int, last: int) -> Season:
    start = datetime.datetime(2023, 3, 6, 15) + datetime.timedelta(weeks=12 * number)
    state = "held" if number < last else "upcoming"
    return Season(number, f"Theme {number}", start, f"https://r.example/{number}", state)


def _talk(number: int, episode: int, held: bool) -> Talk:
    name = f"Speaker {number}-{episode} Zając"
    return Talk(
        id=make_id(number, episode),
        title=f"Title {number}-{episode} of words",
        speakers=(Speaker(name, "Dr."),),
        affiliation="University of Somewhere (Denmark)",
        video_url=f"https://youtu.be/v{number}x{episode}" if held else "",
        abstract=f"An abstract about dataset {number}-{episode}.",
        bio=f"{name} works on data.",
    )


def hostile(text: str) -> Records:
    """A series in which every text is the given one."""
    return Records(
        series=Series(text, text),
        pages=Pages(text, text, text, text),
        organizers=(Organizer(text, text, text),),
        seasons=(Season(1, text, None, text, text),),
        talks=(
            Talk("S01E01", text, (Speaker(text, text, text, text),), text, text, text, text, text,
                 None, (Link(text, text),)),
            Talk(text, text),
        ),
    )  # fmt: skip


def document(records: Records, path: str = "/nowhere/data/talks.toml") -> Document:
    """A document of records that were never on a disk."""
    return Document(path, b"", records)
