"""The one link that was meant: a video's address in whatever was pasted."""

import re
from typing import NamedTuple

from lgtui.importing.inline import bare_urls, blank, links
from lgtui.text.tracking import without_tracking

_HOSTS = (
    "youtube.com youtu.be youtube-nocookie.com vimeo.com zoom.us panopto. kaltura. peertube "
    "dailymotion.com bilibili.com videolectures. mediaspace. media. video. videos. tube. "
    "odysee.com twitch.tv drive.google.com"
).split()
"""Parts of the names of hosts that keep videos."""

_AFTER = ".,;:!?'\"”’»"
"""What a sentence or quotation puts after an address."""


def video_link(text: str) -> str | None:
    """The address of a video in a pasted text, without tracking parameters; ``None`` for none.

    Understood are a bare address (also without ``https://``), one in angle brackets or quotes, a
    Markdown link, and a sentence around any of these. Of several addresses the first one at a
    host of videos is taken, else the first one.
    """
    urls = [address.url for address in addresses(text)]
    if not urls:
        return None
    return next((url for url in urls if is_video(url)), urls[0])


class Address(NamedTuple):
    """An address in a text, tidied, the span it takes, and the words that are linked."""

    url: str
    start: int
    end: int
    text: str = ""


def addresses(text: str) -> list[Address]:
    """Every address in a text, in order; one without ``https://`` only where a video may be."""
    found = [
        Address(url, link.start, link.end, link.text)
        for link in (*links(text), *bare_urls(text))
        if re.match(r"(?i)https?://[^\s/]+\.[^\s/]", url := _trimmed(link.url))
    ]
    masked = blank(text, [(each.start, each.end) for each in found])
    for bare in re.finditer(
        r"(?i)(?<![\w@./:-])(?:[\w-]+\.)*[\w-]+\.[a-z]{2,}/[^\s<>\"')\]]+", masked
    ):
        url = f"https://{_trimmed(bare[0])}"
        if is_video(url):
            found.append(Address(url, *bare.span()))
    return [
        each._replace(url=without_tracking(each.url))
        for each in sorted(found, key=lambda each: each.start)
    ]


def is_video(url: str) -> bool:
    """Whether a URL's host is one that keeps videos."""
    host = url.partition("://")[2].partition("/")[0].lower()
    return any(
        host == part or host.endswith(f".{part}") or (part.endswith(".") and part in f"{host}.")
        or (part == "peertube" and part in host)
        for part in _HOSTS
    )  # fmt: skip


def _trimmed(url: str) -> str:
    """The address without the punctuation of the sentence or the quotes around it."""
    url = url.strip("<>\"'“”‘’")
    while url and (url[-1] in _AFTER or (url[-1] == ")" and url.count("(") < url.count(")"))):
        url = url[:-1]
    return url
