"""Names and affiliations of a talk as every page words them."""

from collections.abc import Sequence

from lgtui.model import Talk, full_name
from lgtui.pages.escape import plain


def join(words: Sequence[str], last: str = " and ") -> str:
    """Words in a row: ``A``, ``A and B``, ``A, B and C``."""
    if len(words) < 2:
        return "".join(words)
    return ", ".join(words[:-1]) + last + words[-1]


def names(talk: Talk, last: str = " and ") -> str:
    """The escaped names of a talk's speakers with their prefixes; ``""`` while nobody is named."""
    if len(talk.speakers) == 1:
        return plain(full_name(talk.speakers[0]))
    return join([name for speaker in talk.speakers if (name := plain(full_name(speaker)))], last)


def affiliation(talk: Talk) -> str:
    """The escaped affiliation of a talk; of speakers with several, each once, in their order."""
    if not any(speaker.affiliation for speaker in talk.speakers):
        return plain(talk.affiliation)
    found = (plain(speaker.affiliation) or plain(talk.affiliation) for speaker in talk.speakers)
    return "; ".join(dict.fromkeys(each for each in found if each))
