"""Checks of URLs and page paths."""

import re
from collections.abc import Iterator

from lgtui.checks.finding import Finding, make
from lgtui.checks.index import Candidates, Index, Text
from lgtui.model import PAGE_KINDS, Records, Talk, Where, value_of
from lgtui.text.control_chars import quoted
from lgtui.text.urls import (
    fault_of_url,
    is_nothing,
    playlist_parts,
    tracking_parts,
    video_key,
)


def malformed_urls(index: Index, candidates: Candidates) -> Iterator[Finding]:
    """LINK001: URL fields, link targets in Markdown, and the paths of pages."""
    records = index.records
    for text in urls(records):
        url = text.value.strip()
        fault = fault_of_url(url) if url else ""
        if fault:
            message = f"{quoted(url, 80)} is not a well-formed URL: {fault}"
            # A further link without an address says nothing; that one is not merely emptied.
            empty = is_nothing(url) and not text.where.field.startswith("links")
            if empty:
                message = f"{quoted(url, 80)} stands for no address: leave the field out"
            yield make(records, "LINK001", text.where, message, fixable=empty)
    for text in candidates.targets:
        if text.type == "text":
            for offset, fault in _faulty_targets(text.value):
                yield make(records, "LINK001", text.where._replace(offset=offset), fault)
    yield from _faulty_paths(records)


def urls(records: Records) -> Iterator[Text]:
    """Yield every URL field that is not empty."""
    if records.pages.site_url:
        yield Text(Where("pages", 0, "site_url"), "url", records.pages.site_url)
    for at, organizer in enumerate(records.organizers):
        if organizer.url:
            yield Text(Where("organizers", at, "url"), "url", organizer.url)
    for at, season in enumerate(records.seasons):
        if season.register_url:
            yield Text(Where("seasons", at, "register_url"), "url", season.register_url)
    for at, talk in enumerate(records.talks):
        if talk.video_url:
            yield Text(Where("talks", at, "video_url"), "url", talk.video_url)
        for number, speaker in enumerate(talk.speakers):
            if speaker.url:
                yield Text(Where("talks", at, f"speakers[{number}].url"), "url", speaker.url)
        for number, link in enumerate(talk.links):
            if link.url:
                yield Text(Where("talks", at, f"links[{number}].url"), "url", link.url)


def _faulty_targets(markdown: str) -> Iterator[tuple[int, str]]:
    """Yield link targets in Markdown that are empty, run a script, or are malformed URLs."""
    # Looser than the pattern of render.markdown on purpose: a target that the pages refuse, and
    # so show as text, must match here to be named at all.
    for found in re.finditer(
        r"\[([^\[\]\n]*)\]\(\s*(<[^<>\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)", markdown
    ):
        target = found[2].strip("<>")
        label = quoted(found[1], 30)
        if not target:
            yield (
                found.start(),
                f"the link {label} leads nowhere: give it a URL, or delete its brackets",
            )
        elif fault := fault_of_target(target):
            yield found.start(2), f"the link {label} leads to {quoted(target)}: {fault}"


def fault_of_target(target: str) -> str:
    """Return what is wrong with a link's target that is meant for a URL, else ``""``."""
    meant = re.match(r"https?\b|h?t+ps?:|www\.|\w+script:|data:", target, re.IGNORECASE)
    return fault_of_url(target) if meant else ""


def _faulty_paths(records: Records) -> Iterator[Finding]:
    """Yield page paths that are not below the repository's root, or that two pages share."""
    taken: dict[str, str] = {}
    for name in PAGE_KINDS:
        path: str = value_of(records.pages, name)
        if not path:
            continue
        where = Where("pages", 0, name)
        if not in_repository(path):
            yield make(
                records,
                "LINK001",
                where,
                f"{quoted(path)} does not lie in the repository, or is hidden: write a path from "
                f"its root, such as {_USUAL[name]}",
            )
        tidy = "/".join(part for part in path.split("/") if part not in ("", "."))
        if tidy in taken:
            message = f"{quoted(path)} is the path of {taken[tidy]} already: give it one of its own"
            yield make(records, "LINK001", where, message)
        taken.setdefault(tidy, name)


def in_repository(path: str) -> bool:
    """Tell whether a page path lies below the repository's root, in no hidden file or folder.

    Git's own folder is one; where a disk has short names, it is ``git~1`` too.
    """
    return not (
        path.startswith(("/", "~"))
        or "\\" in path
        or re.match(r"[A-Za-z]:|[A-Za-z][A-Za-z0-9+.-]*://", path)
        or ".." in path.split("/")
        or any(_is_hidden(part) for part in path.split("/"))
        or not path.isprintable()
    )


def _is_hidden(part: str) -> bool:
    return (part.startswith(".") and part != ".") or part.lower() == "git~1"


_USUAL = {
    "webinar": "_pages/webinar.md",
    "abstracts": "_pages/webinar_talks.md",
    "news": "_news",
    "calendar": "assets/webinar.ics",
}


def missing_videos(index: Index) -> Iterator[Finding]:
    """LINK002: a held talk whose recording is neither linked nor withheld, or is both.

    A cancelled talk has none.
    """
    records = index.records
    for at, talk in enumerate(records.talks):
        if talk.video_url:
            if talk.recording == "withheld" or talk.state == "cancelled":
                why = "talk is cancelled" if talk.state == "cancelled" else "recording is withheld"
                yield make(
                    records,
                    "LINK002",
                    Where("talks", at, "video_url"),
                    f"the {why}, but here is its video: delete one of the two",
                )
            continue
        key = index.keys[at]
        excused = talk.recording == "withheld" or talk.state == "cancelled"
        if key and key[0] in index.held and not excused:
            yield make(
                records,
                "LINK002",
                Where("talks", at, "video_url"),
                "the talk was held, but has no video: add video_url, or "
                'recording = "withheld" if the speaker did not agree to share it',
            )


def shared_videos(index: Index) -> Iterator[Finding]:
    """LINK003: a video that an earlier talk has too; different times in one video are no fault."""
    first: dict[str, tuple[int, str]] = {}
    for at, talk in enumerate(index.records.talks):
        if not talk.video_url:
            continue
        video, time = video_key(talk.video_url)
        other = first.setdefault(video, (at, time))
        if other[0] != at and not (time and other[1] and time != other[1]):
            earlier: Talk = index.records.talks[other[0]]
            yield make(
                index.records,
                "LINK003",
                Where("talks", at, "video_url"),
                f"{quoted(talk.video_url, 80)} is the video of {earlier.id} "
                f"{quoted(earlier.title, 40)} too: correct one of the two",
            )


def playlists(index: Index) -> Iterator[Finding]:
    """LINK007: the address of a video within a playlist, which may lead to another video."""
    for at, talk in enumerate(index.records.talks):
        if "list=" in talk.video_url and (parts := playlist_parts(talk.video_url)):
            yield make(
                index.records,
                "LINK007",
                Where("talks", at, "video_url", talk.video_url.index(parts[0])),
                f"{quoted(talk.video_url, 80)} names a playlist besides the video: delete "
                f"{' and '.join(parts)}",
                fixable=True,
            )


def tracked_urls(index: Index) -> Iterator[Finding]:
    """LINK004: parameters that only tell who shared the link."""
    for text in urls(index.records):
        if "?" not in text.value:
            continue
        tracking = tracking_parts(text.value)
        if tracking:
            names = ", ".join(f"{part.partition('=')[0]}=" for part in tracking)
            several = len(tracking) > 1
            what = (
                f"parameters {names}: delete them" if several else f"parameter {names}: delete it"
            )
            yield make(
                index.records,
                "LINK004",
                text.where._replace(offset=text.value.index(tracking[0])),
                f"{quoted(text.value, 80)} has the tracking {what}",
                fixable=True,
            )
