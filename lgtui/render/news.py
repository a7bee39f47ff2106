"""News items: one file for each held season."""

import datetime
import re

from lgtui.model import (
    NO_TEMPLATES,
    Moment,
    Pages,
    Records,
    Season,
    Talk,
    Templates,
    as_date,
    full_name,
)
from lgtui.render.date_format import ordinal, zoned
from lgtui.render.kramdown import escape, link, url
from lgtui.render.labels import join
from lgtui.render.regions import NEWS, seal
from lgtui.render.webinar import has_video, talks_by_season


def news_names(records: Records) -> dict[str, Season]:
    """Return the file names of all news items; held seasons without a day have none yet."""
    found: dict[str, Season] = {}
    for season in records.seasons:
        if season.state == "held" and season.start is not None:
            found.setdefault(news_name(records.pages, season.number, season.start), season)
    return found


def news_files(records: Records, templates: Templates = NO_TEMPLATES) -> dict[str, str]:
    """Return the news items by file name.

    Raises:
        DataError: there is an hour, and the series' zone is unknown; or the template is faulty.
    """
    found: dict[str, str] = {}
    talks = talks_by_season(records)
    for name, season in news_names(records).items():
        if records.pages.news_template:
            from lgtui.render.templates import from_template

            sentence = from_template("news", records, templates, season)
        else:
            sentence = _sentence(records, season, talks.get(season.number, []))
        assert season.start is not None
        found[name] = _item(_date(season.start, records.series.timezone), sentence)
    return found


_NAME = "{date}_webinar_{number}.md"


def news_name(pages: Pages, number: int, start: Moment) -> str:
    """Return the file name of a season's news item.

    ``pages.news_name`` may hold ``{date}`` (``20260302``), ``{day}`` (``2026-03-02``) and
    ``{number}``; one without the number would let two seasons share a file and gets it in front.
    """
    pattern = _pattern(pages)
    day = as_date(start)
    for key, value in (("date", f"{day:%Y%m%d}"), ("day", f"{day:%Y-%m-%d}"), ("number", number)):
        pattern = pattern.replace(f"{{{key}}}", str(value))
    return pattern


def news_glob(pages: Pages) -> str:
    """Return what the names of all news items have in common, with ``*`` for what differs."""
    return re.sub(r"\{(?:date|day|number)\}", "*", _pattern(pages))


def _pattern(pages: Pages) -> str:
    """Return the pattern of file names, made safe: no folders, nothing hidden, Markdown."""
    if not pages.news_name:
        return _NAME
    pattern = re.sub(r"[^\w.{}-]+", "-", pages.news_name).lstrip(".-")
    if "{number}" not in pattern:
        pattern = f"{{number}}-{pattern}"
    return pattern if pattern.endswith((".md", ".markdown", ".html")) else f"{pattern}.md"


def _item(date: str, sentence: str) -> str:
    """Return a news item: front matter as al-folio's announcements have it, and one sentence."""
    return seal(
        "---\n",
        NEWS,
        f"layout: post\ndate: {date}\ninline: true\nrelated_posts: false\n---\n\n{sentence}\n",
    )


def _date(moment: datetime.date, zone: str) -> str:
    if not isinstance(moment, datetime.datetime):
        return moment.isoformat()
    offset = (zoned(moment, zone).strftime("%z") or "+0000")[:5]
    return f"{moment.replace(tzinfo=None).isoformat(' ', 'seconds')}{offset}"


def _sentence(records: Records, season: Season, talks: list[Talk]) -> str:
    series = escape(records.series.name)
    theme = escape(season.theme)
    people = [
        link(name, url(speaker.url) or (talk.video_url if has_video(talk) else ""))
        for talk in talks
        if talk.state != "cancelled"
        for speaker in talk.speakers
        if (name := escape(full_name(speaker)))
    ]
    sentence = f"The {ordinal(season.number)} webinar"
    if series:
        sentence += f" of {series}"
    if theme:
        sentence += f", on **{theme}**,"
    sentence += " took place"
    if people:
        sentence += f" with {join(list(dict.fromkeys(people)))}"
    return sentence + "."
