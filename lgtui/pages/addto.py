"""The line "Add to: …": links that put the next season into a reader's own calendar.

Google and Outlook take an event in a link's query; the third link is the series' own calendar.
"""

import datetime
from urllib.parse import quote, urlencode

from lgtui.model import Records, Season
from lgtui.pages.escape import link, url
from lgtui.pages.kramdown import one_line
from lgtui.pages.moments import zoned
from lgtui.pages.wording import Words

_GOOGLE = "https://calendar.google.com/calendar/render?"
_OUTLOOK = "https://outlook.office.com/calendar/0/deeplink/compose?"


def add_to(records: Records, season: Season, words: Words) -> list[str]:
    """One paragraph with the links that ``pages.add_to_calendar`` names; none without a date.

    Raises:
        DataError: there is an hour, and the series' zone is unknown.
    """
    if season.start is None:
        return []
    wanted = records.pages.add_to_calendar.lower().replace(",", " ").split()
    makers = {"google": _google, "outlook": _outlook, "ics": _own}
    found = [made for name in dict.fromkeys(wanted) if name in makers
             if (made := makers[name](records, season, season.start))]  # fmt: skip
    return [f"{words.add} {', '.join(found)}"] if found else []


def _summary(records: Records, season: Season) -> str:
    parts = (one_line(records.series.name), one_line(season.theme))
    return ": ".join(part for part in parts if part) or f"Webinar {season.number}"


def _span(records: Records, start: datetime.date) -> tuple[datetime.date, datetime.date]:
    """Beginning and end, in UTC where there is an hour; a day ends on the next one."""
    if not isinstance(start, datetime.datetime):
        return start, start + datetime.timedelta(1)
    utc = zoned(start, records.series.timezone).astimezone(datetime.UTC)
    return utc, utc + datetime.timedelta(minutes=max(records.series.minutes, 1))


def _google(records: Records, season: Season, start: datetime.date) -> str:
    form = "%Y%m%dT%H%M%SZ" if isinstance(start, datetime.datetime) else "%Y%m%d"
    query = {
        "action": "TEMPLATE",
        "text": _summary(records, season),
        "dates": "/".join(each.strftime(form) for each in _span(records, start)),
    }
    return link("Google", _GOOGLE + _query(query, season, "details"))


def _outlook(records: Records, season: Season, start: datetime.date) -> str:
    timed = isinstance(start, datetime.datetime)
    form = "%Y-%m-%dT%H:%M:%SZ" if timed else "%Y-%m-%d"
    begins, ends = (each.strftime(form) for each in _span(records, start))
    query = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": _summary(records, season),
        "startdt": begins,
        "enddt": ends,
    }
    if not timed:
        query["allday"] = "true"
    return link("Outlook", _OUTLOOK + _query(query, season, "body"))


def _query(query: dict[str, str], season: Season, note: str) -> str:
    if register := url(season.register_url):
        query = {**query, note: register}
    return urlencode(query, quote_via=quote)


def _own(records: Records, season: Season, start: datetime.date) -> str:
    """The calendar of the series: below ``site_url``, else from the site's root."""
    path = records.pages.calendar.removeprefix("./").lstrip("/")
    if not path:
        return ""
    if site := url(records.pages.site_url):
        return link("iCal", f"{site.rstrip('/')}/{path}")
    return f"[iCal](/{quote(path)})"
