"""The proof that an import loses no word: all of a page's words are in the records or the page."""

from collections import Counter
from collections.abc import Iterable

from lgtui.importing.inline import word_list, words
from lgtui.model import Organizer, Season, Talk


def values(record: Talk | Season | Organizer) -> list[str]:
    """All texts of a record, its speakers and links included."""
    found: list[str] = []
    for value in record[:-1]:
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, tuple):
            for nested in value:
                found += [text for text in nested if isinstance(text, str)]
    return found


def missing(lines: Iterable[str], *held: Iterable[str]) -> list[str]:
    """The words of some lines, in their order, that none of the held texts accounts for.

    A word that stands twice in the lines must be held twice.
    """
    have: Counter[str] = Counter()
    for texts in held:
        for text in texts:
            have.update(words(text))
    lost = []
    for line in lines:
        for word in word_list(line):
            if have[word]:
                have[word] -= 1
            else:
                lost.append(word)
    return lost
