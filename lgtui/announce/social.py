"""The announcement as one post: the most that fits, the link always whole."""

import re
from functools import cache
from itertools import accumulate, takewhile

from lgtui.announce.facts import Facts, row
from lgtui.model import DataError


def weight(text: str) -> int:
    """How long a text counts: 1 for letters of the narrow scripts, 2 for all other signs.

    That is how X weighs characters (an address counts in full here, and 23 there); Bluesky and
    Mastodon count less, so what fits by this rule fits there.
    """
    return len(text) + sum(map(len, _wide().findall(text)))


@cache
def _wide() -> re.Pattern[str]:
    """Runs of the characters that count twice."""
    return re.compile("[^\0-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]+")


def post(facts: Facts, length: int) -> str:
    """The post: of several wordings the richest that fits, else the shortest, cut with ``…``.

    Raises:
        DataError: not even the link fits.
    """
    words = facts.labels
    link = "" if facts.cancelled else f"{words.register}: {facts.register or words.tba}"
    room = length - (weight(link) + 1 if link else 0)
    if room < 20:
        raise DataError(f"--length: {length} is too short, the link alone takes {weight(link)}")
    wordings = _wordings(facts)
    head = next((words for words in wordings if weight(words) <= room), None)
    if head is None:
        head = _cut(wordings[-1], room)
    return f"{head}\n{link}\n" if link else f"{head}\n"


def _wordings(facts: Facts) -> list[str]:
    """Ways to say it, from the richest to the shortest."""
    if facts.cancelled:
        return [f"{facts.title}\n(was: {facts.when[0]})", facts.title]
    when, words = facts.when[0], facts.labels
    everywhere = f"{when} ({', '.join(facts.when[1:])})" if facts.when[1:] else when
    titled = [
        f"• {talk.who}: {talk.title}" if talk.title != words.tba else f"• {talk.who}"
        for talk in facts.talks
    ]
    names = [person.name for talk in facts.talks for person in talk.people]
    people = f"{words.speakers} {row(list(dict.fromkeys(names)), words.and_) or words.tba}"
    theme = f"{facts.label}: {facts.theme}"
    return [
        "\n".join([facts.title, everywhere, *titled]),
        "\n".join([facts.title, when, *titled]),
        "\n".join([facts.title, everywhere, people]),
        "\n".join([facts.title, when, people]),
        "\n".join([theme, when, people]),
        "\n".join([theme, when]),
    ]


def _cut(text: str, room: int) -> str:
    """The beginning of a text that fits, cut between words where it can be, and ``…``."""
    weights = accumulate(map(weight, text))
    fits = sum(1 for _ in takewhile(lambda total: total <= room - 2, weights))
    whole = text[:fits] if text[fits : fits + 1].isspace() else text[:fits].rpartition(" ")[0]
    cut = whole if weight(whole) > room // 2 else text[:fits]
    return cut.rstrip(" ,;:\n") + "…"
