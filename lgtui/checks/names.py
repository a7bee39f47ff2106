"""The checks that one person has one spelling: speakers, organizers, biographies.

A false alarm costs trust, so names only count as one person's where the difference is of a kind
that people's writing makes: accents, case, hyphens, order, initials, a middle name left out, a
letter or two cut off. Where two people might share a name, a second sign is asked for.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lgtui.checks.finding import Finding, make
from lgtui.checks.index import Index
from lgtui.model import Records, Where, record_label
from lgtui.text.control_chars import quoted
from lgtui.text.folding import fold
from lgtui.text.sequences import common_prefix


class Spelling(NamedTuple):
    """One spelling of a name with what it is compared by."""

    name: str
    words: tuple[str, ...]
    """The name's words without accents, case, dots, hyphens and titles; the last is the surname."""

    where: Where
    """Where the spelling stands first."""

    talks: frozenset[int]
    affiliations: frozenset[str]
    urls: frozenset[str]
    uses: int


_TITLES = frozenset("dr prof professor phd md msc mr mrs ms assoc asst univ doc dipl ing".split())
_APART = str.maketrans(dict.fromkeys(".-_'", " "))
_COMMON = frozenset(
    "smith johnson williams brown jones garcia miller davis martinez rodriguez wang li lee zhang "
    "liu chen yang huang zhao wu zhou xu kim park choi nguyen tran singh kumar sharma khan ali "
    "hansen jensen nielsen pedersen andersen larsen johansson andersson muller schmidt fischer "
    "meyer silva santos souza oliveira lopez gonzalez perez rossi ferrari martin bernard dubois "
    "sato suzuki tanaka ahmed hassan murphy kelly taylor wilson lin sun ma hu guo he".split()
)
"""Surnames that many people share, so that like given names need a second sign."""

_CROWD = 40
"""More like names than this in one group are a crowd that no spelling tells apart."""


def name_words(name: str) -> tuple[str, ...]:
    """Return the words by which a name is compared, its surname last.

    >>> name_words("Prof. Jiménez-Sánchez, Amelia")
    ('amelia', 'jimenez', 'sanchez')
    """
    if "," in name:
        last, _, first = name.partition(",")
        name = f"{first} {last}" if first.strip().lower().strip(".") not in _TITLES else last
    return tuple(word for word in fold(name).translate(_APART).split() if word not in _TITLES)


def spellings(records: Records) -> list[Spelling]:
    """Return every spelling of every speaker and organizer, in the order of first appearance."""
    seen: dict[str, list[tuple[Where, int, str, str]]] = {}
    for at, organizer in enumerate(records.organizers):
        place = Where("organizers", at, "name")
        seen.setdefault(organizer.name, []).append(
            (place, -1, organizer.affiliation, organizer.url)
        )
    for at, talk in enumerate(records.talks):
        for number, speaker in enumerate(talk.speakers):
            place = Where("talks", at, f"speakers[{number}].name")
            affiliation = speaker.affiliation or talk.affiliation
            seen.setdefault(speaker.name, []).append((place, at, affiliation, speaker.url))
    return [
        Spelling(
            name,
            name_words(name),
            uses[0][0],
            frozenset(talk for _, talk, _, _ in uses if talk >= 0),
            frozenset(text.casefold() for _, _, text, _ in uses if text),
            frozenset(url.rstrip("/").casefold() for _, _, _, url in uses if url),
            len(uses),
        )
        for name, uses in seen.items()
        if name.strip()
    ]


def two_spellings(index: Index) -> Iterator[Finding]:
    """NAME001: a spelling that is very likely another one's person; the rarer one is named."""
    everyone = spellings(index.records)
    reported: set[str] = set()
    for group in _groups(everyone):
        for at, one in enumerate(group):
            for other in group[at + 1 :]:
                if one.talks & other.talks or not same_person(one, other):
                    continue
                odd, usual = sorted((one, other), key=_standing)
                if odd.name in reported or usual.name in reported:
                    continue
                reported.add(odd.name)
                yield make(
                    index.records,
                    "NAME001",
                    odd.where,
                    f"{quoted(odd.name)} here, {quoted(usual.name)} in "
                    f"{record_label(index.records, usual.where)}: if this is one person, write the "
                    "name one way",
                )


def _standing(person: Spelling) -> tuple[int, bool, int, int]:
    """Return how much speaks for a spelling: how often it is used, its accents, its length."""
    return (
        person.uses,
        not person.name.isascii(),
        len("".join(person.words)),
        -person.where.at,
    )


def _groups(everyone: list[Spelling]) -> Iterable[list[Spelling]]:
    """Return small groups of spellings that may be one person's; a pair can be in several."""
    groups: dict[tuple[str, ...], list[Spelling]] = {}
    for person in everyone:
        words = person.words
        if not words:
            continue
        groups.setdefault(("all", *sorted(words)), []).append(person)
        if len(words) > 1 and words[0][0].isalpha() and not any(map(_numbered, words)):
            groups.setdefault(("surname", words[-1], words[0][0]), []).append(person)
            groups.setdefault(("given", words[0], words[-1][0]), []).append(person)
    return [group for group in groups.values() if 1 < len(group) <= _CROWD]


def _numbered(word: str) -> bool:
    """Tell whether a word has digits, as made-up names have and people's names have not."""
    return not word.isalpha() and any(char.isdigit() for char in word)


def same_person(one: Spelling, other: Spelling) -> bool:
    """Tell whether two spellings are very likely one person's."""
    if sorted(one.words) == sorted(other.words):
        return one.name != other.name
    if len(one.words) < 2 or len(other.words) < 2:
        return False
    near = bool(one.urls & other.urls or one.affiliations & other.affiliations)
    if one.words[-1] == other.words[-1]:
        unknown = not (one.affiliations and other.affiliations)
        enough = {"": False, "spelled out": True, "slip": near}
        rare = near or unknown or one.words[-1] not in _COMMON
        return enough.get(_agreement(one.words[:-1], other.words[:-1]), rare)
    if one.words[0] == other.words[0] and len(one.words) == len(other.words) == 2:
        return near and _one_letter_apart(one.words[-1], other.words[-1])
    return False


def _agreement(one: tuple[str, ...], other: tuple[str, ...]) -> str:
    """Return how two people's given names can be one person's: in words, ``""`` if they cannot.

    ``spelled out``: one has a middle name or initial more. ``initials``: an initial stands for a
    name. ``cut``: the first name lacks its last letters. ``slip``: it differs by one letter.
    """
    short, long = sorted((one, other), key=len)
    if short[0] == long[0]:
        return "spelled out" if _in_turn(short[1:], long[1:]) else ""
    if len(short[0]) == 1 or len(long[0]) == 1:
        fits = short[0][0] == long[0][0] and _in_turn(short[1:], long[1:])
        return "initials" if fits else ""
    if short[1:] != long[1:]:
        return ""
    brief, full = sorted((short[0], long[0]), key=len)
    if full.startswith(brief) and len(brief) >= 4 and len(full) - len(brief) <= 2:
        return "cut"
    return "slip" if _one_letter_apart(brief, full) else ""


def _in_turn(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Tell whether ``long`` has the middle names of ``short`` in this order."""
    rest = iter(long)
    return all(
        any(
            word == name or (len(min(word, name, key=len)) == 1 and word[0] == name[0])
            for name in rest
        )
        for word in short
    )


def _one_letter_apart(one: str, other: str) -> bool:
    """Tell whether words of five letters or more differ by one letter, or by two changed places."""
    brief, full = sorted((one, other), key=len)
    if len(brief) < 5 or len(full) - len(brief) > 1:
        return False
    at = common_prefix(brief, full)
    if len(brief) < len(full):
        return brief[at:] == full[at + 1 :]
    swapped = brief[at + 1 : at + 2] + brief[at : at + 1] + brief[at + 2 :]
    return brief[at + 1 :] == full[at + 1 :] or swapped == full[at:]


_NAME_WORD = re.compile(r"[^\W\d_]+(?:[-'’](?!s\b)[^\W\d_]+)*")


def misspelled_in_bios(index: Index) -> Iterator[Finding]:
    """NAME001: a biography that spells its speaker otherwise than the talk does."""
    for at, talk in enumerate(index.records.talks):
        bio = talk.bio
        if not bio:
            continue
        plain = bio.isascii()
        for speaker in talk.speakers:
            name = speaker.name
            is_sure = _stands_in(name, bio) or not any(word in bio for word in name.split())
            if is_sure and plain and name.isascii():
                continue  # no accent to differ in, and either the name or none of its words
            if found := spelled_otherwise(name, bio):
                yield make(
                    index.records,
                    "NAME001",
                    Where("talks", at, "bio", found[1]),
                    f"{quoted(found[0])} in the biography, {quoted(name)} among the speakers: "
                    "if this is one person, write the name one way",
                )


def _stands_in(name: str, text: str) -> bool:
    """Tell whether a text has a name, and not only as the beginning of a longer word."""
    at = text.find(name)
    while at >= 0:
        if not text[at + len(name) : at + len(name) + 1].isalnum():
            return True
        at = text.find(name, at + 1)
    return False


def spelled_otherwise(name: str, text: str) -> tuple[str, int] | None:
    """Return how a text spells a name otherwise, and where; ``None`` where it does not.

    Another spelling has other accents; or one word with a letter more, less or changed, as long
    as the text does not have the name as it is. Initials and middle names may be left out.
    """
    own = [word for word in _NAME_WORD.findall(name) if fold(word) not in _TITLES]
    if not own:
        return None
    words = [(found[0], found.start()) for found in _NAME_WORD.finditer(text)]
    at_word: dict[str, list[int]] = {}
    for at, (word, _) in enumerate(words):
        at_word.setdefault(_compared(word), []).append(at)
    # All words but one are the name's own, so only what stands around one of them is looked at.
    starts = {
        at - place for place, word in enumerate(own) for at in at_word.get(_compared(word), ())
    }
    is_there = False
    misspelled = None
    for at in sorted(starts):
        window = words[at : at + len(own)] if at >= 0 else []
        if len(window) < len(own):
            continue
        apart = [_apart(one, word) for one, (word, _) in zip(own, window, strict=True)]
        if "other" in apart:
            continue
        begin, end = window[0][1], window[-1][1] + len(window[-1][0])
        found = (text[begin:end], begin)
        if "slip" in apart:
            if apart.count("slip") == 1 and len(own) > 1 and misspelled is None:
                misspelled = found
        elif "accents" in apart:
            return found
        else:
            is_there = True
    if is_there:
        return None
    surname = own[-1]
    alone = (words[at] for at in at_word.get(_compared(surname), ()))
    accented = (
        (word, at)
        for word, at in alone
        if len(word) > 4 and word[0].isupper() and _apart(surname, word) == "accents"
    )
    return misspelled or next(accented, None)


def _compared(word: str) -> str:
    """Return a word of a name as it is compared: without case, accents, hyphens and the like."""
    if word.isascii() and word.isalpha():
        return word.lower()
    return fold(word).translate(_APART)


def _apart(one: str, other: str) -> str:
    """Return how far two words of a name are apart: ``""``, ``accents``, ``slip``, ``other``."""
    import unicodedata

    first, second = (unicodedata.normalize("NFC", word).casefold() for word in (one, other))
    if first == second:
        return ""
    first, second = _compared(one), _compared(other)
    if first == second:
        return "accents" if one[0].isupper() == other[0].isupper() else "other"
    brief, full = sorted((first, second), key=len)
    is_cut = len(brief) > 3 and full.startswith(brief) and len(full) - len(brief) < 3
    return "slip" if is_cut or _one_letter_apart(brief, full) else "other"
