"""The sentence about the organizers: ``[A](url) at the X, [B](url) & C at the Y``."""

import re
from functools import cache

from lgtui.importing.facts import PageText, Section
from lgtui.importing.inline import has_words, links, plain
from lgtui.importing.people import Person, looks_like_name, people, split_people
from lgtui.importing.structure import Heading, content_of_bullet, end_of_section, meaning
from lgtui.model import Organizer

LEAD = re.compile(
    r"(?i)(?:[^.\[\]]{0,80}?\b(?:organi[sz]ed|hosted|run)\s+by|(?:the\s+)?organi[sz]ers\s+are)\s*:?\s+"
)
HOME = re.compile(r"\s+(at|from)\s+(the\s+)?(?=\S)")


@cache
def _sentence_end() -> re.Pattern[str]:
    # Not after an initial ("Dewinda J. Rumala"), a title or an abbreviation.
    return re.compile(
        r"(?<!\b[A-Z])(?<!\b[DMS][rst])(?<!\bProf)(?<!\bMrs)(?<!\bUniv)(?<!\bDept)\.(?=\s+[A-Z\[*\"“]|\s*$)"
    )


def read_organizers(page: PageText, all_headings: list[Heading]) -> Section | None:
    """The paragraph or list below the heading "Organizers"; ``None`` where there is none.

    Only the first paragraph or list is read; what follows its first sentence stays in the page.
    """
    heading = next((one for one in all_headings if meaning(one.text) == "organizers"), None)
    if heading is None:
        return None
    end = end_of_section(page, heading, all_headings)
    first = heading.below
    while first < end and not page.lines[first].strip():
        first += 1
    last = first
    while last < end and page.lines[last].strip() and not page.opaque[last]:
        last += 1
    if first == last or page.opaque[first]:
        return None
    if content_of_bullet(page.lines[first]):
        return _read_list(page, first, end)
    return _read_sentence(page, first, last)


def _read_sentence(page: PageText, first: int, last: int) -> Section | None:
    lines = [line.strip() for line in page.lines[first:last]]
    text = " ".join(lines)
    stop = sentence_end(text)
    sentence, further = text[:stop].rstrip(". "), text[stop:].strip(" ")
    lead = LEAD.match(sentence)
    spent = [lead[0]] if lead else []
    found = split_sentence(sentence[lead.end() if lead else 0 :])
    if not found:
        return None
    organizers, prepositions = found
    at = last - 1
    if further:
        where = next((row for row in range(first, last) if further[:12] in page.lines[row]), at)
        at = where
    return Section(
        "organizers",
        first,
        last - 1,
        frozenset(range(first, last)),
        organizers=organizers,
        spent=tuple((first, word) for word in [*spent, *prepositions]),
        kept=((at, further),) if has_words(further) else (),
    )


def sentence_end(text: str) -> int:
    """The index after the full stop that ends the first sentence, links and brackets apart."""
    masked = text
    for link in links(text):
        masked = masked[: link.start] + "x" * (link.end - link.start) + masked[link.end :]
    masked = re.sub(r"\([^()]*\)", lambda found: "x" * len(found[0]), masked)
    found = _sentence_end().search(masked)
    return found.end() if found else len(text)


def split_sentence(sentence: str) -> tuple[tuple[Organizer, ...], list[str]] | None:
    """The organizers of a sentence and its joining words; ``None`` where it does not fit."""
    masked = sentence
    for link in links(sentence):
        masked = masked[: link.start] + "x" * (link.end - link.start) + masked[link.end :]
    masked = re.sub(r"\([^()]*\)", lambda found: "x" * len(found[0]), masked)
    homes = list(HOME.finditer(masked))
    organizers: list[Organizer] = []
    names_at = 0
    for number, home in enumerate(homes):
        stop = homes[number + 1].start() if number + 1 < len(homes) else len(sentence)
        names = sentence[names_at : home.start()]
        place_end, names_at = (
            _split_place(sentence, masked, home.end(), stop)
            if number + 1 < len(homes)
            else (stop, stop)
        )
        preposition = f"{home[1]} the" if home[2] else home[1]
        place = plain(sentence[home.end() : place_end]).strip(" ,;")
        organizers += [_organizer(one, place, preposition) for one in people(names)]
    if not homes:
        organizers = [_organizer(one, "", "") for one in people(sentence)]
        if not all(one.url or looks_like_name(one.name) for one in organizers):
            return None
    if not organizers or any(len(one.name) > 60 for one in organizers):
        return None
    return tuple(organizers), ["and with at the from"] * len(homes) + ["and"]


def _organizer(one: Person, place: str, preposition: str) -> Organizer:
    """An organizer at the place that follows the names, or at the one in brackets of their own."""
    name = " ".join(filter(None, [one.prefix, one.name]))
    if one.affiliation:
        return Organizer(name, one.url, one.affiliation, "at")
    return Organizer(name, one.url, place, preposition) if place else Organizer(name, one.url)


def _split_place(sentence: str, masked: str, start: int, stop: int) -> tuple[int, int]:
    """Where an affiliation ends and where the next names begin, between two prepositions.

    The names begin at the first separator after which everything is a link or looks like a name.
    """
    separator = re.compile(r"\s*[,;]\s*(?:and\s+|&\s+)?|\s+(?:and|&)\s+")
    best = None
    for found in separator.finditer(masked, start, stop):
        pieces = split_people(sentence[found.end() : stop])
        if pieces and all(links(piece) or looks_like_name(piece) for piece in pieces):
            best = (found.start(), found.end())
            break
    if best is None:
        every = list(separator.finditer(masked, start, stop))
        best = (every[-1].start(), every[-1].end()) if every else (stop, stop)
    return best


def _read_list(page: PageText, first: int, end: int) -> Section | None:
    """A list with one organizer in each item: ``* [Name](url), University of X``."""
    organizers, used = [], set()
    at = first
    while at < end and (bullet := content_of_bullet(page.lines[at])) and not page.opaque[at]:
        text = bullet[0]
        marked = re.match(
            r"(?:\*\*)?(\[(?:[^\[\]])*\]\([^()]*\)|[^,(–—*]+?)(?:\*\*)?"
            r"(?:\s*[,:–—](?:\s|$)|\s+-+\s|\s+(?:at|from)\b|\s*(?=\()|\s*$)\s*",
            text,
        )
        if not marked:
            break
        named = people(marked[1])
        place = plain(text[marked.end() :]).strip()
        if place.startswith("(") and place.endswith(")"):
            place = place[1:-1]
        if len(named) != 1 or not (named[0].linked or looks_like_name(named[0].name)):
            break
        preposition = "at the" if place.lower().startswith("the ") else "at"
        place = place[4:] if preposition == "at the" else place
        name = " ".join(filter(None, [named[0].prefix, named[0].name]))
        organizers.append(Organizer(name, named[0].url, place.rstrip("."), preposition))
        used.add(at)
        at += 1
    if not organizers:
        return None
    spent = tuple((row, "at from the") for row in used)
    return Section(
        "organizers", first, at - 1, frozenset(used), organizers=tuple(organizers), spent=spent
    )
