"""Names as the pages write them: several people, their prefixes, links and affiliations."""

import re
from functools import cache
from typing import NamedTuple

from lgtui.importing.inline import balanced, blank, has_words, links, plain


class Person(NamedTuple):
    """One person of a line: the plain name, title before it, link, and own affiliation.

    ``linked`` tells a name with an empty link from one without any.
    """

    name: str
    prefix: str = ""
    url: str = ""
    affiliation: str = ""
    linked: bool = False


@cache
def _prefix() -> re.Pattern[str]:
    return re.compile(
        r"(?:(?:Assoc(?:iate|\.)?|Ass(?:is)?t(?:ant|\.)?|Full|Adjunct|Emeritus|Hon\.)\s+"
        r"(?=Prof)|(?:Prof(?:essor|\.)?|Dr\.?|Doctor|PD|Priv\.-Doz\.|Ir\.|Ing\.|Dipl\.-Ing\.|"
        r"Mr\.?|Mrs\.?|Ms\.?|Mx\.?|Miss|Sir|Dame|Rev\.?|h\.\s?c\.)(?:\s+|(?<=\.)(?=[A-Z])))+"
    )


@cache
def _separator() -> re.Pattern[str]:
    # A suffix such as "Jr." or "PhD" after a comma belongs to the name before it.
    return re.compile(
        r"\s*,\s*(?:and|&)\s+|\s+(?:and|&|with)\s+|\s*;\s*(?:and\s+)?|"
        r"\s*,\s+(?!(?:Jr|Sr|Ph\.?\s?D|M\.?D|M\.?Sc|II|III|IV)\b)"
    )


def split_prefix(name: str) -> tuple[str, str]:
    """The prefix (``Prof. Dr.``) and the rest of a plain name."""
    found = _prefix().match(name)
    if not found or not has_words(name[found.end() :]):
        return "", name
    return found[0].strip(), name[found.end() :].strip()


_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")


def split_people(text: str) -> list[str]:
    """The pieces of ``A, B and Dr. C``.

    Separators inside links and parentheses do not count, nor does the end of an entity
    (``&eacute;``).
    """
    masked = _ENTITY.sub(lambda found: "x" * len(found[0]), text)
    for link in links(text):
        masked = masked[: link.start] + "x" * (link.end - link.start) + masked[link.end :]
    masked = re.sub(r"\([^()]*\)", lambda found: "x" * len(found[0]), masked)
    pieces, at = [], 0
    for found in _separator().finditer(masked):
        pieces.append(text[at : found.start()])
        at = found.end()
    pieces.append(text[at:])
    return [piece.strip() for piece in pieces if has_words(piece)]


def people(text: str) -> tuple[Person, ...]:
    """The people named in a piece of a line.

    Understood are ``A and Dr. B``, ``[A and B](url)`` (both get the link), ``[A](url), [B](url)``
    and ``A (Affiliation) and B (Affiliation)``; bold marks and those of italics are ignored.
    """
    found: list[Person] = []
    for marked in split_people(_without_italics(text.replace("**", "").replace("__", ""))):
        piece = _without_italics(marked)
        inner = links(piece)
        url, linked = (inner[0].url, True) if inner else ("", False)
        affiliation = ""
        masked = blank(piece, [(link.start, link.end) for link in inner])
        opening = masked.find("(")
        if (
            opening > 0
            and (closing := balanced(masked, opening)) > 0
            and not _own_script(piece[:opening], piece[opening + 1 : closing - 1])
        ):
            affiliation = plain(piece[opening + 1 : closing - 1])
        else:
            opening = closing = len(piece)
        names = split_people(inner[0].text) if inner else []
        for name in names if len(names) > 1 else [piece[:opening] + piece[closing:]]:
            prefix, rest = split_prefix(plain(name).strip(" ,;:–—-"))
            if rest:
                found.append(Person(rest, prefix, url, affiliation, linked))
    return tuple(found)


_HOUSES = tuple(
    "大学 大學 学院 學院 医院 病院 研究所 研究院 公司 대학 대학교 병원 연구소 연구원".split()
)
"""How the names of houses end where no blanks part their words."""


def _own_script(name: str, inside: str) -> bool:
    """Whether brackets behind a Latin name hold the same name in its own script: ``(李伟)``.

    That is two to four signs of East Asia, or as many capital words as the name has.
    """
    letters = [sign for sign in inside if sign.isalpha()]
    if not letters or not re.search(r"[A-Za-z]", name) or any(sign < "\u0370" for sign in letters):
        return False
    if all(sign >= "\u2e80" for sign in letters):
        return 2 <= len(letters) <= 4 and not inside.endswith(_HOUSES)
    words = inside.split()
    return len(words) == len(split_prefix(name.strip())[1].split()) > 1 and all(
        word[:1].isupper() and not word.isupper() for word in words
    )


def _without_italics(text: str) -> str:
    """A text without the single marks around the whole of it."""
    found = re.fullmatch(r"\s*([*_])(?!\s)([^*_]+)(?<!\s)\1\s*", text)
    return found[2] if found else text


def plausible(named: tuple[Person, ...]) -> bool:
    """Whether these can be people at all: somebody is named, and no name is a link or sentence."""
    return bool(named) and not any(
        len(one.name.split()) > 7 or re.search(r"[\[\]<>{}]|https?:", one.name + one.affiliation)
        for one in named
    )


@cache
def _house() -> re.Pattern[str]:
    return re.compile(
        r"(?i)\b(?:universit\w*|institut\w*|hospital\w*|clinics?|cent(?:er|re|rum)|college|school|"
        r"laborator\w*|labs?|department|academy|research|technology|hochschule|foundation|inc|ltd|"
        r"gmbh|group|society|council|ministry|museum|library)\b"
    )


def looks_like_name(text: str) -> bool:
    """Whether a text could be one person's name: two to six short words, most of them capital.

    The name of an institution is none.
    """
    parts = split_prefix(plain(text))[1].split()
    if not 2 <= len(parts) <= 6 or any(sign.isdigit() for sign in text) or _house().search(text):
        return False
    capital = [part for part in parts if not part[:1].islower()]
    return len(capital) >= 2 and not parts[0][:1].islower()
