"""Asks the network whether the links of the records still lead somewhere (``--check --online``)."""

import json
import os
import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from lgtui.checks import Finding
from lgtui.checks.finding import make
from lgtui.checks.links import urls
from lgtui.model import Records, Where
from lgtui.text.control_chars import quoted
from lgtui.text.urls import fault_of_url, video_key

LIMIT = 10.0
"""Seconds that one answer may take."""

IN_ALL = 120.0
"""Seconds after which what is still open is left for the next time."""

AT_ONCE = 8
"""How many are asked at the same time."""

FRESH = 24 * 60 * 60
"""Seconds for which an answer is kept, so that a check soon after asks nobody again."""

OEMBED = {
    "youtube ": "https://www.youtube.com/oembed?format=json&url=",
    "vimeo.com/": "https://vimeo.com/api/oembed.json?url=",
}
"""Where hosts of videos say whether there is one, by the beginning of a video's key.

Their pages answer 200 for every video, also for those that are gone.
"""


class Answer(NamedTuple):
    """What a server said: its status, 0 for none; where it moved for good; else why it is none."""

    status: int
    moved: str = ""
    trouble: str = ""


class Outcome(NamedTuple):
    """What was found, and in a sentence what could not be asked, empty where all was."""

    findings: list[Finding]
    remark: str = ""


def check_online(records: Records, cache: str = "") -> Outcome:
    """Ask for each link of the records whether it is gone, has moved or is private.

    Args:
        records: the records.
        cache: the file that keeps answers for a day; empty for none.
    """
    places = _places(records)
    known = _read_cache(cache)
    asked = {url: answer for url in places if (answer := known.get(url)) is not None}
    fresh = _ask_all([url for url in places if url not in asked])
    answers = {**asked, **fresh}
    findings = [
        make(records, code, where, message)
        for url, wheres in places.items()
        if url in answers
        for code, message in _judged(url, answers[url])
        for where in wheres
    ]
    silent = [url for url in places if url not in answers or answers[url].trouble]
    remark = ""
    if silent:
        reason = next((answers[url].trouble for url in silent if url in answers), "time ran out")
        remark = f"{len(silent)} of {len(places)} links gave no answer ({reason}): {silent[0]}"
        remark += " and others" if len(silent) > 1 else ""
    _write_cache(cache, known, {url: one for url, one in fresh.items() if not one.trouble})
    return Outcome(findings, remark)


def _places(records: Records) -> dict[str, list[Where]]:
    """Return where each address of the records stands; what is no sound address is left out."""
    found: dict[str, list[Where]] = {}
    for text in urls(records):
        url = text.value.strip()
        authority = url.partition("://")[2].partition("/")[0]
        if not fault_of_url(url) and "@" not in authority:
            found.setdefault(url, []).append(text.where)
    return found


def _judged(url: str, answer: Answer) -> Iterator[tuple[str, str]]:
    """Return the finding that an answer asks for; a refusal says little, but of a video."""
    is_video = _oembed(url) is not None
    if answer.status in (404, 410) or (is_video and answer.status == 400):
        yield "LINK008", f"{quoted(url, 80)} is gone: the server says {answer.status}"
    elif is_video and answer.status in (401, 403):
        yield "LINK010", f"{quoted(url, 80)} is private, or may not be shown elsewhere"
    elif answer.moved:
        yield "LINK009", f"{quoted(url, 80)} has moved for good: to {answer.moved}"


def _oembed(url: str) -> str | None:
    """Return the address that says whether there is a video, ``None`` where nobody says it."""
    from urllib.parse import quote

    key = video_key(url)[0]
    for host, address in OEMBED.items():
        if key.startswith(host):
            video = f"https://www.youtube.com/watch?v={key[len(host) :]}"
            return address + quote(video if host == "youtube " else url, safe="")
    return None


def _ask_all(addresses: list[str]) -> dict[str, Answer]:
    """Ask several servers at once, each within its limit and all within theirs."""
    from concurrent.futures import ThreadPoolExecutor, as_completed

    if not addresses:
        return {}
    found: dict[str, Answer] = {}
    pool = ThreadPoolExecutor(AT_ONCE, "online")
    try:
        waiting = {pool.submit(ask, url): url for url in addresses}
        for done in as_completed(waiting, IN_ALL):
            found[waiting[done]] = done.result()
    except TimeoutError:
        return found  # what is open is told as such
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    return found


def ask(url: str) -> Answer:
    """Ask the server of one address; a server that knows no HEAD is asked for the page itself."""
    instead = _oembed(url)
    if instead is not None:
        return _request(instead, "GET")._replace(moved="")
    answer = _request(url, "HEAD")
    if answer.status in (400, 403, 404, 405, 501):
        answer = _request(url, "GET")
    same = _plain(answer.moved) == _plain(url)
    return answer._replace(moved="") if same else answer


def _plain(url: str) -> str:
    """Return an address without what a server may tidy: scheme, ``www.``, the final slash."""
    return url.partition("://")[2].removeprefix("www.").partition("#")[0].rstrip("/").lower()


def _request(url: str, method: str) -> Answer:
    from http.client import HTTPException
    from urllib.error import HTTPError, URLError
    from urllib.request import HTTPRedirectHandler, Request, build_opener

    codes: list[int] = []

    class Redirects(HTTPRedirectHandler):
        """Notes by which codes it was led on."""

        def redirect_request(self, *arguments: Any) -> Request | None:
            codes.append(arguments[2])
            return super().redirect_request(*arguments)

    headers = {"User-Agent": "lgtui (checks the links of a webinar series once a day)"}
    # Only http(s): that is what fault_of_url lets pass, and what urllib follows of redirections.
    request = Request(_ascii(url), method=method, headers=headers)  # noqa: S310
    try:
        with build_opener(Redirects).open(request, timeout=LIMIT) as answer:
            for_good = bool(codes) and all(code in (301, 308) for code in codes)
            return Answer(answer.status, answer.url if for_good else "")
    except HTTPError as error:
        with error:
            return Answer(error.code)
    except (URLError, HTTPException, OSError, ValueError) as error:
        reason = error.reason if isinstance(error, URLError) else error
        return Answer(0, trouble=str(reason) or type(error).__name__)


def _ascii(url: str) -> str:
    """Return an address as it goes over the wire."""
    from urllib.parse import quote

    scheme, _, rest = url.partition("#")[0].partition("://")
    host, slash, path = rest.partition("/")
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    return f"{scheme}://{host}{slash}{quote(path, safe='/?=&%:@+,;~!$()*-._')}"


def cache_path() -> str:
    """Return the file for answers in the user's folder for caches, empty where there is none."""
    home = os.environ.get("HOME", "")
    base = os.environ.get("XDG_CACHE_HOME") or (os.path.join(home, ".cache") if home else "")
    return os.path.join(base, "lgtui", "online.json") if os.path.isabs(base) else ""


def _read_cache(path: str, now: Callable[[], float] = time.time) -> dict[str, Answer]:
    """Return the answers of the last day; none where the file cannot be read."""
    try:
        with open(path, encoding="utf-8") as file:
            held = json.load(file)
        recent = now() - FRESH
        return {
            str(url): Answer(int(status), str(moved))
            for url, (status, moved, at) in held.items()
            if recent < float(at) <= now()
        }
    except (OSError, ValueError, TypeError, AttributeError):
        return {}  # it only saves time: without it everybody is asked again


def _write_cache(path: str, known: dict[str, Answer], fresh: dict[str, Answer]) -> None:
    """Keep the fresh answers, with those that are still young."""
    if not path or not fresh:
        return
    try:
        with open(path, encoding="utf-8") as file:
            held = {url: row for url, row in json.load(file).items() if url in known}
    except (OSError, ValueError, AttributeError):
        held = {}
    at = time.time()
    held |= {url: [answer.status, answer.moved, at] for url, answer in fresh.items()}
    own = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        with open(own, "w", encoding="utf-8") as file:
            json.dump(held, file)
        os.replace(own, path)
    except OSError:
        return  # the next check asks again, which is all that is lost
