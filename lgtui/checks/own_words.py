"""Checks of what people wrote themselves: links on pages around the regions, and news items."""

import datetime
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lgtui.checks.finding import Finding, make
from lgtui.checks.index import Candidates
from lgtui.checks.links import fault_of_target
from lgtui.checks.names import spelled_otherwise
from lgtui.model import (
    DataError,
    Records,
    Season,
    Talk,
    Where,
    full_name,
    parse_id,
    season_label,
    seasons_by_number,
    value_of,
)
from lgtui.render.date_format import ordinal, zoned
from lgtui.text.control_chars import quoted
from lgtui.text.folding import folded_words
from lgtui.text.inline_markdown import links
from lgtui.text.urls import is_nothing, video_key


class Item(NamedTuple):
    """A news item that a person wrote: its path from the root, its season's number, its text."""

    path: str
    season: int
    text: str


class OwnWords(NamedTuple):
    """What checks need to know of the site besides the pages' texts.

    ``site`` is the address of the site, empty where nobody says it.
    """

    site: str = ""
    items: tuple[Item, ...] = ()


NOTHING = OwnWords()


class Target(NamedTuple):
    """Where a link leads, and where that stands in its text."""

    url: str
    at: int


def links_nowhere(records: Records, candidates: Candidates, own: OwnWords) -> Iterator[Finding]:
    """LINK005, LINK006: links in abstracts and biographies."""
    for text in candidates.targets:
        if text.type == "text":
            for target in _targets(text.value):
                where = text.where._replace(offset=target.at)
                if fault_of_target(target.url):
                    continue  # LINK001
                if advice := _fault(target.url):
                    yield make(records, "LINK006", where, advice)
                elif advice := _elsewhere(target.url, own.site, _usual_paths(records)):
                    yield make(records, "LINK005", where, advice)


def check_own_words(
    records: Records, page_texts: Mapping[str, str | None], own: OwnWords
) -> Iterator[Finding]:
    """LINK005, LINK006, NEWS001-003, NAME001: what people wrote around the regions, and news.

    Args:
        records: The records.
        page_texts: The text of each page by its path.
        own: The news items that people wrote, and the address of the site.
    """
    texts = {
        kind: text
        for kind in ("webinar", "abstracts")
        if (text := page_texts.get(value_of(records.pages, kind)))
    }
    paths = _usual_paths(records) | {
        f"/{found[1].strip('/')}/"
        for text in texts.values()
        if (found := re.search(r"(?m)\A---[^\0]*?^permalink:\s*[\"']?([^\s\"'#]+)", text))
    }
    by_people = [
        *((value_of(records.pages, kind), kind, text) for kind, text in texts.items()),
        *((item.path, "news", item.text) for item in own.items),
    ]
    for path, kind, text in by_people:
        where = Where("pages", 0, kind)
        by_hand = _by_hand(text)
        for target in _targets(by_hand):
            if advice := _fault(target.url):
                yield _at(make(records, "LINK006", where, advice), path, text, target.at)
            elif advice := _elsewhere(target.url, own.site, paths):
                yield _at(make(records, "LINK005", where, advice), path, text, target.at)
    counted = [_is_counted(item) for item in own.items]
    for item in own.items:
        yield from _check_item(records, item, counted.count(True) >= counted.count(False))


def _at(found: Finding, path: str, text: str, at: int) -> Finding:
    """Return a finding at a place of a page's file."""
    begin = text.rfind("\n", 0, at) + 1
    line = text.count("\n", 0, begin) + 1
    return found._replace(file=path, line=line, column=at - begin + 1)


_NOT_SHOWN = re.compile(
    r"<!-- lgtui:(?!end)(\w+) -->.*?<!-- lgtui:end \1\b"  # written from the records
    r"|<!--.*?-->|\A---\n.*?\n---\n|(?m:^)(`{3,}|~{3,}).*?\n\2",
    re.DOTALL,
)


def _by_hand(text: str) -> str:
    """Return a page with blanks for regions, front matter, comments and code; offsets stay."""
    return _NOT_SHOWN.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def _targets(text: str) -> Iterator[Target]:
    """Yield where the links of a text lead, in Markdown and in HTML."""
    for link in links(text):
        if text[link.start - 1 : link.start] != "!":
            yield Target(link.url, max(text.find(link.url, link.start + 1), link.start))
    for found in re.finditer(r"(?i)<a\b[^<>]*?\bhref\s*=\s*([\"'])(.*?)\1", text):
        yield Target(found[2].strip(), found.start(2))


def _fault(url: str) -> str:
    """Return why a link leads nowhere, and what to write; ``""`` for one that leads somewhere."""
    if re.fullmatch(r"[^\s@:/?#]+@[^\s@:/?#]+\.[A-Za-z]{2,}", url):
        return f"the link to {quoted(url)} leads nowhere: write mailto:{url}"
    if url and is_nothing(url):
        return f"{quoted(url)} is no address: give the link one, or delete its brackets"
    if re.match(r"www\.[\w-]+\.", url, re.IGNORECASE):
        return f"the link to {quoted(url)} leads nowhere: write https://{url}"
    return ""


def _usual_paths(records: Records) -> set[str]:
    """Return where Jekyll puts the pages: ``/webinar/`` for ``_pages/webinar.md``."""
    paths = (records.pages.webinar, records.pages.abstracts)
    stems = (path.rpartition("/")[2].rpartition(".")[0] for path in paths if path)
    return {f"/{stem}/" for stem in stems if stem and stem != "index"}


_URL = re.compile(r"(?i)https?://(?:www\.)?([^/?#:\s]+)(?::\d+)?([^?#\s]*)")


def _elsewhere(url: str, site: str, paths: set[str]) -> str:
    """Return the advice about a link to one of the site's own pages at another host."""
    here, there = _URL.match(site), _URL.match(url)
    if not (here and there) or here[1].lower() == there[1].lower():
        return ""
    path = re.sub(r"(?:/index)?\.html?$", "", there[2]).strip("/")
    path = f"/{path}/"
    own = next((one for one in sorted(paths) if path.endswith(one)), "")
    if not own:
        return ""
    right = f"{site.rstrip('/')}{own}"
    return (
        f"{quoted(url, 80)} is a page of this site at another host: the site is at "
        f"{site.rstrip('/')}; write {right} if the link is meant for it"
    )


def _check_item(records: Records, item: Item, counts_seasons: bool) -> Iterator[Finding]:
    """NEWS001-003, NAME001: a news item against what the records say of its season.

    Args:
        records: The records.
        item: A news item.
        counts_seasons: Whether the items' ordinals are the numbers of the seasons.
    """
    season = seasons_by_number(records).get(item.season)
    if season is None:
        return
    talks = [
        (at, talk)
        for at, talk in enumerate(records.talks)
        if (key := parse_id(talk.id)) and key[0] == season.number
    ]
    yield from _offset(records, item)
    by_hand = _by_hand(item.text)
    yield from _ordinal(records, item, season, counts_seasons)
    yield from _other_links(records, item, talks, by_hand)
    for at, talk in talks:
        for number, speaker in enumerate(talk.speakers):
            found = spelled_otherwise(speaker.name, by_hand)
            if found:
                message = (
                    f"{quoted(found[0])} in {item.path}, {quoted(speaker.name)} in {talk.id}: "
                    "if this is one person, write the name one way"
                )
                where = Where("talks", at, f"speakers[{number}].name")
                yield _at(make(records, "NAME001", where, message), item.path, item.text, found[1])


_NEWS = Where("pages", 0, "news")


def _offset(records: Records, item: Item) -> Iterator[Finding]:
    """NEWS001: an offset from UTC that the series' zone does not have on that day."""
    found = re.search(
        r"(?m)\A---[^\0]*?^date:\s*[\"']?(\d{4}-\d\d-\d\d[ T]\d\d:\d\d)(?::\d\d(?:\.\d+)?)?"
        r"\s*([+-]\d\d:?\d\d|Z)",
        item.text,
    )
    if not found or "\n---" in item.text[3 : found.start(1)]:
        return
    try:
        moment = zoned(datetime.datetime.fromisoformat(found[1]), records.series.timezone)
        right = (moment.strftime("%z") or "+0000")[:5]
    except (ValueError, DataError):
        return  # no such day or zone: who reads the item, or DATE003, says so
    written = "+0000" if found[2] == "Z" else found[2].replace(":", "")
    if written != right:
        colon = f"{right[:3]}:{right[3:]}" if ":" in found[2] else right
        message = (
            f"{quoted(found[2])} is not the offset of {records.series.timezone} on "
            f"{found[1][:10]}: write {colon}"
        )
        yield _at(make(records, "NEWS001", _NEWS, message), item.path, item.text, found.start(2))


def _other_links(
    records: Records, item: Item, talks: list[tuple[int, Talk]], by_hand: str
) -> Iterator[Finding]:
    """NEWS002: a speaker's name that leads elsewhere than to the talk's video."""
    for link in links(by_hand):
        shown = set(folded_words(link.text).split())
        named = [
            (talk, speaker)
            for _, talk in talks
            for speaker in talk.speakers
            if (words := set(folded_words(speaker.name).split()))
            and (words <= shown or spelled_otherwise(speaker.name, link.text))
        ]
        if len({talk.id for talk, _ in named}) != 1 or not link.url:
            continue
        talk = named[0][0]
        if not talk.video_url or talk.recording == "withheld":
            continue
        right = [talk.video_url, *(speaker.url for speaker in talk.speakers if speaker.url)]
        if video_key(link.url)[0] not in [video_key(url)[0] for url in right]:
            names = " and ".join(full_name(speaker) for _, speaker in named)
            message = (
                f"{quoted(names, 60)} leads to {quoted(link.url, 80)}, which is not the video of "
                f"{talk.id}: that is {talk.video_url}"
            )
            at = max(item.text.find(link.url, link.start), link.start)
            yield _at(make(records, "NEWS002", _NEWS, message), item.path, item.text, at)


_ONES = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
_TENS = "twent thirt fort fift sixt sevent eight ninet".split()


def _spelled_out(number: int) -> str:
    """Return an ordinal below 100 in letters, ``""`` for others: ``fourth``, ``twenty-first``."""
    if 0 < number < 20:
        return _ONES[number - 1]
    if not 20 <= number < 100:
        return ""
    ten = _TENS[number // 10 - 2]
    return f"{ten}y-{_ONES[number % 10 - 1]}" if number % 10 else f"{ten}ieth"


_COUNTED = re.compile(
    r"(?i)(?<![\w-])([a-z]+(?:-[a-z]+)?|\d{1,2}[a-z]{2})[ \n]+(?:online[ \n]+)?"
    r"(?:webinar|season|seminar|edition|round|session)\b"
)


_KNOWN = {name: n for n in range(1, 100) for name in (_spelled_out(n), ordinal(n))}
"""The ordinals, in letters and in digits."""


def _is_counted(item: Item) -> bool | None:
    """Tell whether an item's ordinal is its season's number; ``None`` for an item without one."""
    words = [found[1].lower() for found in _COUNTED.finditer(_by_hand(item.text))]
    said = [number for word in words if (number := _KNOWN.get(word))]
    return item.season in said if said else None


def _ordinal(
    records: Records, item: Item, season: Season, counts_seasons: bool
) -> Iterator[Finding]:
    """NEWS003: an ordinal that is misspelled, or that of another season."""
    right = (_spelled_out(season.number), ordinal(season.number))
    for found in _COUNTED.finditer(_by_hand(item.text)):
        word = found[1].lower()
        if word in right:
            continue
        instead = right[word[0].isdigit()] or right[1]
        if word in _KNOWN and counts_seasons:
            message = (
                f"{quoted(found[1])}: by its day this is the item of "
                f"{season_label(season.number)}; write {instead}, or correct the day"
            )
        elif word not in _KNOWN and (meant := _misspelled(word)) is not None:
            message = f"{quoted(found[1])} is misspelled: write {meant}"
        else:
            continue
        yield _at(make(records, "NEWS003", _NEWS, message), item.path, item.text, found.start(1))


def _misspelled(word: str) -> str | None:
    """Return the ordinal that a misspelled one must mean, ``None`` for a word that is none."""
    if word[0].isdigit():
        digits = int(re.match(r"\d+", word)[0])  # type: ignore[index] # it begins with a digit
        return ordinal(digits) if word.lstrip("0123456789") in ("st", "nd", "rd", "th") else None
    import difflib

    if not re.search(r"(?:th|st|nd|rd|ht|eth)$", word):
        return None
    near = difflib.get_close_matches(word, list(_KNOWN), 1, 0.8)
    return near[0] if near else None
