"""The one link that was meant: a video's address in whatever was pasted."""

import re

from lgtui.checks.links import without_tracking
from lgtui.importing.inline import bare_urls, links

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
    found = [link for link in (*links(text), *bare_urls(text)) if link.url]
    urls = [_trimmed(link.url) for link in sorted(found, key=lambda link: link.start)]
    urls = [url for url in urls if re.match(r"(?i)https?://[^\s/]+\.[^\s/]", url)]
    if not urls:
        bare = re.search(r"(?i)(?<![\w@.])(?:[\w-]+\.)*[\w-]+\.[a-z]{2,}/[^\s<>\"')\]]+", text)
        if bare is None or not is_video(f"https://{bare[0]}"):
            return None
        urls = [f"https://{_trimmed(bare[0])}"]
    chosen = next((url for url in urls if is_video(url)), urls[0])
    return without_tracking(chosen)


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
