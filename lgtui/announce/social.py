"""The announcement as one post: the most that fits, the link always whole."""

from lgtui.announce.facts import Facts, row
from lgtui.model import DataError


def weight(text: str) -> int:
    """How long a text counts: 1 for letters of the narrow scripts, 2 for all other signs.

    That is how X weighs characters (an address counts in full here, and 23 there); Bluesky and
    Mastodon count less, so what fits by this rule fits there.
    """
    return sum(1 if any(ord(char) in span for span in _NARROW) else 2 for char in text)


_NARROW = (range(0x1100), range(0x2000, 0x200E), range(0x2010, 0x2020), range(0x2032, 0x2038))
"""The code points that count once."""


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
    while text and weight(text) > room - 2:
        shorter = text.rstrip().rpartition(" ")[0]
        text = shorter if shorter and weight(shorter) > room // 2 else text[:-1]
    return text.rstrip(" ,;:\n") + "…"
