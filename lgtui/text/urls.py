"""URLs: what a well-formed http(s) URL is, what only tracks, and which address is a video's."""

import re
from typing import NamedTuple

from lgtui.text.control_chars import quoted

_HEALTHY = re.compile(
    r"https?://(?:[a-z0-9]+(?:-+[a-z0-9]+)*\.)+[a-z]{2,}(?:/(?:[\w/.~+=@-]*[\w/~+=-])?(?:\?[\w=&.~+/@-]*[\w=~+/-])?)?"
    r"(?:#[\w./=-]*[\w/=-])?",
    re.ASCII,
)
"""What almost every URL looks like; any other is looked at part by part."""


def fault_of_url(url: str) -> str:
    """Return in words what keeps a text from being a well-formed http(s) URL, else ``""``.

    Follows RFC 3986 with the IRIs of RFC 3987, but for what is surely a slip: a full stop or
    bracket taken along from a sentence, two URLs in one, a host without a dot.
    """
    if _HEALTHY.fullmatch(url) and "http" not in url[4:]:
        return ""
    return (
        _fault_as_a_whole(url)
        or _fault_of_scheme(url)
        or _fault_of_host(url.partition("://")[2])
        or _fault_of_rest(url)
    )


def _fault_as_a_whole(url: str) -> str:
    """Return what makes a text none or more than one URL."""
    if re.search(r"\s", url):
        return "it has a blank inside: write %20 for it, or keep one URL only"
    if not url.isprintable():
        return "it has an invisible character inside"
    glued = re.search(r"[^/=:?&%#+,@|-]https?:", url, re.IGNORECASE)
    return f"two URLs run together before {quoted(url[glued.start() + 1 :], 30)}" if glued else ""


def _fault_of_scheme(url: str) -> str:
    """Return what is wrong before the host."""
    scheme, colon, rest = url.partition(":")
    if scheme.lower() in ("http", "https") and colon:
        return "" if rest.startswith("//") else f"after {scheme}: there must be two slashes"
    if re.fullmatch(r"[\w-]+(\.[\w-]+)+(?::\d+)?(/.*)?", url):
        return f"it does not begin with https://: write https://{url}"
    if url.startswith("//") or re.match(r"h?t+ps?\b", url, re.IGNORECASE):
        return "it does not begin with https://"
    if colon and scheme and "/" not in scheme:
        return f"{quoted(scheme + ':', 20)} is not http: or https:"
    return "it is no web address: it must begin with https://"


def _fault_of_host(rest: str) -> str:
    """Return what is wrong with the part between the two slashes and the path."""
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    host, port = authority.rpartition("@")[2], ""
    if not host.startswith("["):
        host, _, port = host.partition(":")
    if not host:
        return "the host is missing"
    if port and not (port.isascii() and port.isdecimal() and int(port[:6]) < 65536):
        return f"{quoted(port, 20)} is no port"
    if host.startswith("["):
        return "" if re.fullmatch(r"\[[0-9a-fA-F:.]+\](?::\d+)?", host) else "the host is wrong"
    labels = host.removesuffix(".").split(".")
    if not all(re.fullmatch(r"\w(?:[\w-]*\w)?", label) for label in labels):
        return f"{quoted(host)} is no host"
    return "" if len(labels) > 1 or host == "localhost" else f"{quoted(host)} is no whole host name"


def _fault_of_rest(url: str) -> str:
    """Return what is wrong with the end of a URL or with single characters in it."""
    bad = re.search(r'[<>"{}|\\^`]', url)
    if bad:
        return f"{quoted(bad[0])} may not stand in a URL"
    if re.search(r"%(?![0-9a-fA-F]{2})", url):
        return "% must be followed by two hex digits: write %25 for the sign itself"
    if url[-1] in ".,;:'’”" or (
        url[-1] in ")]" and url.count(url[-1]) > url.count(_OPENING[url[-1]])
    ):
        return f"its last character, {quoted(url[-1])}, belongs to a sentence: delete it"
    return ""


_OPENING = {")": "(", "]": "["}


_TRACKING = frozenset(
    "fbclid gclid dclid gbraid wbraid msclkid yclid twclid ttclid igshid igsh mc_cid mc_eid "
    "_hsenc _hsmi mkt_tok vero_id oly_anon_id oly_enc_id".split()
)
_TRACKING_AT_YOUTUBE = frozenset("si pp feature ab_channel".split())


def is_tracking(part: str, host: str) -> bool:
    """Whether a query's ``name=value`` only tells who shared the link; some names by host."""
    name = part.partition("=")[0]
    if name.startswith("utm_") or name in _TRACKING:
        return True
    if host.endswith(("youtube.com", "youtu.be", "youtube-nocookie.com")):
        return name in _TRACKING_AT_YOUTUBE
    return name == "si" and host.endswith("spotify.com")


def tracking_parts(url: str) -> list[str]:
    """Return the tracking parameters of a URL, as they stand in it."""
    query = url.partition("#")[0].partition("?")[2]
    if not query:
        return []
    host = url.partition("://")[2].partition("/")[0].partition("?")[0].lower()
    return [part for part in query.split("&") if is_tracking(part, host)]


def is_nothing(text: str) -> bool:
    """Whether a text stands where an address belongs, and says that there is none: ``n/a``."""
    return text.strip().strip("()[].").casefold() in _NOTHING


_NOTHING = frozenset("none null nil n/a na nan - -- – — ? tba tbd tbc unknown".split())


def playlist_parts(url: str) -> list[str]:
    """Return the parameters by which the address of one video at YouTube names a playlist, too."""
    base = url.partition("#")[0]
    if not video_key(url)[0].startswith("youtube "):
        return []
    parts = base.partition("?")[2].split("&")
    names = [part.partition("=")[0] for part in parts]
    if "list" not in names:
        return []
    return [part for part, name in zip(parts, names, strict=True) if name in _OF_PLAYLIST]


_OF_PLAYLIST = ("list", "index", "start_radio", "playnext")


def without_playlist(url: str) -> str:
    """Return a video's URL without the playlist that it is in."""
    return _without(url, playlist_parts(url))


def without_tracking(url: str) -> str:
    """Return the URL without its tracking parameters; all else, and its order, stays as it is."""
    return _without(url, tracking_parts(url))


def _without(url: str, tracking: list[str]) -> str:
    """Return the URL without some parts of its query."""
    if not tracking:
        return url
    base, hash_sign, fragment = url.partition("#")
    path, _, query = base.partition("?")
    kept = "&".join(part for part in query.split("&") if part not in tracking)
    return f"{path}{'?' * bool(kept)}{kept}{hash_sign}{fragment}"


_HOSTS = (
    "youtube.com youtu.be youtube-nocookie.com vimeo.com zoom.us panopto. kaltura. peertube "
    "dailymotion.com bilibili.com videolectures. mediaspace. media. video. videos. tube. "
    "odysee.com twitch.tv drive.google.com"
).split()
"""Parts of the names of hosts that keep videos."""

_AFTER = ".,;:!?'\"”’»"
"""What a sentence or quotation puts after an address."""


def video_link(text: str) -> str | None:
    """Return the address of a video in a pasted text, without tracking parameters.

    Understood are a bare address (also without ``https://``), one in angle brackets or quotes, a
    Markdown link, and a sentence around any of these. Of several addresses the first one at a
    host of videos is taken, else the first one; ``None`` stands for none.
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
    """Return every address in a text, in order; without ``https://`` only those of videos."""
    from lgtui.text.inline_markdown import bare_urls, blank, links

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


_MEETING = re.compile(
    r"(?i)https?://(?:"
    r"[^/?#]*zoom[^/?#]*/(?:j|s|w|my|wc(?:/join)?|launch/\w+)/(?!.*register)|"
    r"(?:teams\.microsoft\.com/(?:l/meetup-join|meet)|teams\.live\.com/meet)/|"
    r"meet\.google\.com/[a-z]|(?:[\w-]+\.)*webex\.com/(?:meet|join|[^?#]*/j\.php|[^?#]*\bmeet\b)|"
    r"meet\.jit\.si/|(?:[\w-]+\.)*(?:gotomeeting|goto|gotomeet)\.(?:com|me)/(?:join/)?[0-9]|"
    r"whereby\.com/|(?:[\w-]+\.)*bigbluebutton\.[^/]+/|(?:[\w-]+\.)*bbb\.[^/]+/(?:b|rooms)/)"
)
_SECRET = re.compile(r"(?i)[?&#](?:pwd|passcode|password|pw|passwd|tk)=[^&#]")


def is_join_link(url: str) -> bool:
    """Whether a URL leads into a meeting itself, or has its password: nothing for a public page.

    Where one registers for a meeting (``zoom.us/meeting/register/…``) is none, nor is a recording.
    """
    if re.search(r"(?i)/(?:meeting|webinar)/register|/register/|/rec(?:ording)?s?/", url):
        return False
    return bool(_MEETING.match(url) or _SECRET.search(url))


_VIDEO_PATH = ("/embed/", "/shorts/", "/live/", "/v/", "/e/")


def video_key(url: str) -> tuple[str, str]:
    """Return what tells one video from another, and the time it starts at, ``""`` for none.

    YouTube's several addresses of a video come out as one; of other URLs scheme, ``www.``, a
    final slash, fragment and tracking parameters do not count.
    """
    base, _, fragment = url.strip().partition("#")
    path, _, query = base.partition("?")
    host, _, path = path.partition("://")[2].partition("/")
    host = host.lower().removeprefix("www.").removeprefix("m.").removeprefix("music.")
    parts = dict(part.partition("=")[::2] for part in query.split("&") if part)
    time = parts.get("t") or parts.get("start") or ""
    if not time and fragment.startswith("t="):
        time = fragment[2:]
    if host == "youtu.be":
        return f"youtube {path.partition('/')[0]}", time
    if host in ("youtube.com", "youtube-nocookie.com"):
        if path.rstrip("/") == "watch" and parts.get("v"):
            return f"youtube {parts['v']}", time
        for start in _VIDEO_PATH:
            if f"/{path}".startswith(start):
                return f"youtube {path.partition('/')[2].partition('/')[0]}", time
    kept = [
        part
        for part in query.split("&")
        if part and not is_tracking(part, host) and part.partition("=")[0] != "t"
    ]
    return f"{host}/{path.rstrip('/')}?{'&'.join(kept)}", time


def _trimmed(url: str) -> str:
    """Return the address without the punctuation of the sentence or the quotes around it."""
    url = url.strip("<>\"'“”‘’")
    while url and (url[-1] in _AFTER or (url[-1] == ")" and url.count("(") < url.count(")"))):
        url = url[:-1]
    return url
