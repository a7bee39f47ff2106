"""News items: one file for each held season."""

import datetime

from lgtui.model import DataError, Records, Season, as_date, full_name
from lgtui.pages.escape import link, plain, url
from lgtui.pages.moments import ordinal, zoned
from lgtui.pages.people import join
from lgtui.pages.webinar import season_talks


def news_files(records: Records) -> dict[str, str]:
    """The news items by file name; held seasons without a day have none yet.

    Raises:
        DataError: there is an hour, and the series' zone is unknown.
    """
    found: dict[str, str] = {}
    for season in records.seasons:
        if season.state == "held" and season.start is not None:
            name = f"{as_date(season.start):%Y%m%d}_webinar_{season.number}.md"
            found.setdefault(name, news_item(records, season))
    return found


def news_item(records: Records, season: Season) -> str:
    """A news item: front matter as al-folio's announcements have it, and one sentence.

    Raises:
        DataError: see :func:`news_files`; or the season has no day.
    """
    if season.start is None:
        raise DataError(f"seasons: season {season.number} has no start, so it has no news item")
    return (
        f"---\nlayout: post\ndate: {_date(season.start, records.series.timezone)}\n"
        f"inline: true\nrelated_posts: false\n---\n\n{_sentence(records, season)}\n"
    )


def _date(moment: datetime.date, zone: str) -> str:
    if not isinstance(moment, datetime.datetime):
        return moment.isoformat()
    offset = (zoned(moment, zone).strftime("%z") or "+0000")[:5]
    return f"{moment.replace(tzinfo=None).isoformat(' ', 'seconds')}{offset}"


def _sentence(records: Records, season: Season) -> str:
    series = plain(records.series.name)
    theme = plain(season.theme)
    people = []
    for talk in season_talks(records, season):
        shown = talk.video_url if talk.recording != "withheld" else ""
        for speaker in talk.speakers:
            if name := plain(full_name(speaker)):
                people.append(link(name, url(speaker.url) or shown))
    sentence = f"The {ordinal(season.number)} webinar"
    if series:
        sentence += f" of {series}"
    if theme:
        sentence += f", on **{theme}**,"
    sentence += " took place"
    if people:
        sentence += f" with {join(list(dict.fromkeys(people)))}"
    return sentence + "."
