"""Which parameters of a URL only tell who shared it, and the URL without them."""

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
    """The tracking parameters of a URL, as they stand in it."""
    query = url.partition("#")[0].partition("?")[2]
    if not query:
        return []
    host = url.partition("://")[2].partition("/")[0].partition("?")[0].lower()
    return [part for part in query.split("&") if is_tracking(part, host)]


def without_tracking(url: str) -> str:
    """The URL without its tracking parameters; all else, and its order, stays as it is."""
    tracking = tracking_parts(url)
    if not tracking:
        return url
    base, hash_sign, fragment = url.partition("#")
    path, _, query = base.partition("?")
    kept = "&".join(part for part in query.split("&") if part not in tracking)
    return f"{path}{'?' * bool(kept)}{kept}{hash_sign}{fragment}"
