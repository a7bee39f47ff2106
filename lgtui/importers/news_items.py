"""Reads news items that people wrote: their day, the videos they link, the theme they tell."""

import datetime
import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from lgtui.importers import Note, PageText
from lgtui.importers.markdown_page import all_links
from lgtui.model import Season, as_date, season_label
from lgtui.text.dates import find_date
from lgtui.text.inline_markdown import has_words, unescape
from lgtui.text.urls import video_key


class NewsItem(NamedTuple):
    """What a news item tells: its source and day, the keys of its links, and a theme.

    ``line`` and ``column`` (from 1) are the theme's place.
    """

    source: str
    day: datetime.date
    videos: frozenset[str]
    theme: str = ""
    line: int = 0
    column: int = 0


def read_news_item(page: PageText) -> NewsItem | None:
    """Read a page whose front matter has a day; ``None`` for any other page."""
    head = "\n".join(line for line, out in zip(page.lines, page.opaque, strict=True) if out)
    found = re.match(r"---[ \t]*\n(?:.*\n)*?date:\s*[\"']?(\d{4}-\d\d-\d\d)", head)
    if not found:
        return None
    try:
        day = datetime.date.fromisoformat(found[1])
    except ValueError:
        return None
    shown = [(at, line) for at, line in enumerate(page.lines) if not page.opaque[at]]
    videos = frozenset(video_key(link.url)[0] for _, line in shown for link in all_links(line))
    for at, line in shown:
        if theme := _theme(line):
            return NewsItem(page.name, day, videos, theme[0], at + 1, theme[1] + 1)
    return NewsItem(page.name, day, videos)


_THEME = re.compile(
    r"(?i)\b(?:"
    r"(?:it|this|webinar|season|session|edition|which|talks?|that)(?:'s| was| is| were| will be|"
    r",? took place)?\s+(?:all\s+)?(?:about|devoted to|dedicated to)"
    r"|(?:webinar|season|session|edition|talks?)\b[^.:;!?]{0,60}?,?\s+(?:"
    r"on the (?:topic|theme|subject) of|with the (?:topic|theme|title)|on(?=\s+[*_\"“]))"
    r"|(?:theme|topic)(?:\s+(?:was|is))?:?"
    r")\s+(?P<theme>[^:;!?()\[\]\n]{3,90}?)"
    r"(?=\s*(?:[:;!?(\[]|\.(?:\s|$)|,?\s+(?:took place|with|thank|was|is|and thank|featuring|by)\b"
    r"|\s[–—-]\s|$))"
)


def _theme(line: str) -> tuple[str, int] | None:
    """Return the theme that a sentence tells, and its column (from 0)."""
    found = _THEME.search(line)
    if not found:
        return None
    theme = unescape(found["theme"]).strip(" ,*_\"“”'")
    if not has_words(theme) or find_date(theme) or theme.lower() in ("tba", "tbd"):
        return None
    return theme, found.start("theme")


def votes_for_videos(items: Sequence[NewsItem]) -> Counter[str]:
    """Count in how many items each video is linked."""
    return Counter(key for item in items for key in item.videos)


def with_themes(
    seasons: tuple[Season, ...], items: Sequence[NewsItem]
) -> tuple[tuple[Season, ...], list[Note]]:
    """Give held seasons that no page names a theme for the one that their item tells, a guess."""
    told = {item.day: item for item in reversed(items) if item.theme}
    result, notes = [], []
    for season in seasons:
        item = told.get(as_date(season.start)) if season.start and season.state == "held" else None
        if item is None or season.theme:
            result.append(season)
            continue
        result.append(season._replace(theme=item.theme))
        why = f"the theme of {season_label(season.number)}, as its news item tells it"
        place = (item.source, item.line, item.column)
        notes.append(Note(*place, "guess", "", item.theme, why))
    return tuple(result), notes
