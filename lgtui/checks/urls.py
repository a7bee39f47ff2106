"""What a well-formed http(s) URL is, and in words what keeps a text from being one."""

import re

from lgtui.checks.finding import shown

_HEALTHY = re.compile(
    r"https?://(?:[a-z0-9]+(?:-+[a-z0-9]+)*\.)+[a-z]{2,}(?:/(?:[\w/.~+=@-]*[\w/~+=-])?(?:\?[\w=&.~+/@-]*[\w=~+/-])?)?"
    r"(?:#[\w./=-]*[\w/=-])?",
    re.ASCII,
)
"""What almost every URL looks like; any other is looked at part by part."""


def fault_of_url(url: str) -> str:
    """What keeps a text from being a well-formed http(s) URL, in words; ``""`` if nothing does.

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
    """What makes a text none or more than one URL."""
    if re.search(r"\s", url):
        return "it has a blank inside: write %20 for it, or keep one URL only"
    if not url.isprintable():
        return "it has an invisible character inside"
    glued = re.search(r"[^/=:?&%#+,@|-]https?:", url, re.IGNORECASE)
    return f"two URLs run together before {shown(url[glued.start() + 1 :], 30)}" if glued else ""


def _fault_of_scheme(url: str) -> str:
    """What is wrong before the host."""
    scheme, colon, rest = url.partition(":")
    if scheme.lower() in ("http", "https") and colon:
        return "" if rest.startswith("//") else f"after {scheme}: there must be two slashes"
    if re.fullmatch(r"[\w-]+(\.[\w-]+)+(?::\d+)?(/.*)?", url):
        return f"it does not begin with https://: write https://{url}"
    if url.startswith("//") or re.match(r"h?t+ps?\b", url, re.IGNORECASE):
        return "it does not begin with https://"
    if colon and scheme and "/" not in scheme:
        return f"{shown(scheme + ':', 20)} is not http: or https:"
    return "it is no web address: it must begin with https://"


def _fault_of_host(rest: str) -> str:
    """What is wrong with the part between the two slashes and the path."""
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    host, port = authority.rpartition("@")[2], ""
    if not host.startswith("["):
        host, _, port = host.partition(":")
    if not host:
        return "the host is missing"
    if port and not (port.isascii() and port.isdecimal() and int(port[:6]) < 65536):
        return f"{shown(port, 20)} is no port"
    if host.startswith("["):
        return "" if re.fullmatch(r"\[[0-9a-fA-F:.]+\](?::\d+)?", host) else "the host is wrong"
    labels = host.removesuffix(".").split(".")
    if not all(re.fullmatch(r"\w(?:[\w-]*\w)?", label) for label in labels):
        return f"{shown(host)} is no host"
    return "" if len(labels) > 1 or host == "localhost" else f"{shown(host)} is no whole host name"


def _fault_of_rest(url: str) -> str:
    """What is wrong with the end of a URL or with single characters in it."""
    bad = re.search(r'[<>"{}|\\^`]', url)
    if bad:
        return f"{shown(bad[0])} may not stand in a URL"
    if re.search(r"%(?![0-9a-fA-F]{2})", url):
        return "% must be followed by two hex digits: write %25 for the sign itself"
    if url[-1] in ".,;:'’”" or (
        url[-1] in ")]" and url.count(url[-1]) > url.count(_OPENING[url[-1]])
    ):
        return f"its last character, {shown(url[-1])}, belongs to a sentence: delete it"
    return ""


_OPENING = {")": "(", "]": "["}
