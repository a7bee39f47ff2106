"""Reads people: names, prefixes, affiliations, speakers' lines, the organizers' sentence."""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from lgtui.importers import PageText, Section
from lgtui.importers.markdown_page import Heading, content_of_bullet, end_of_section, meaning
from lgtui.model import Organizer
from lgtui.text.inline_markdown import balanced, blank, has_words, links, unescape


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
        r"dr\.?|prof\.?|mgr\.?|hab\.?|inż\.?|doc\.|Mr\.?|Mrs\.?|Ms\.?|Mx\.?|Miss|Mme|Mlle|Herr|Frau|Dra\.|Dott(?:\.ssa|\.|oressa)?|Sir|Dame|Rev\.?|h\.\s?c\.|"
        r"(?:med|rer|nat|phil|jur|habil|dent|vet|agr|oec|pol|theol|techn|sc|math|mult)\."
        r"(?:-Ing\.)?|Dr\.-Ing\.|Univ\.-Prof\.)(?:\s+|(?<=\.)(?=[A-Z])))+"
    )


@cache
def _separator() -> re.Pattern[str]:
    # A suffix such as "Jr." or "PhD" after a comma belongs to the name before it.
    return re.compile(
        r"\s*,\s*(?:and|&)\s+|\s+(?:and|&|with)\s+|\s*;\s*(?:and\s+)?|"
        r"\s*,\s+(?!(?:Jr|Sr|Ph\.?\s?D|M\.?D|M\.?Sc|II|III|IV)\b)"
    )


def split_prefix(name: str) -> tuple[str, str]:
    """Split a plain name into prefix (``Prof. Dr.``) and rest."""
    found = _prefix().match(name)
    if not found or not has_words(name[found.end() :]):
        return "", name
    return found[0].strip(), name[found.end() :].strip()


JOINER = re.compile(r"\s*(?:,?\s*(?:and|&|with)\s+|[,;]\s*)?")
"""What may join two marked names."""

_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")


def _mask(text: str) -> str:
    """Replace links and parentheses by ``x``, so that separators in them do not count."""
    for link in links(text):
        text = text[: link.start] + "x" * (link.end - link.start) + text[link.end :]
    return re.sub(r"\([^()]*\)", lambda found: "x" * len(found[0]), text)


def split_people(text: str) -> list[str]:
    """Split ``A, B and Dr. C`` into its names.

    Separators inside links and parentheses do not count, nor does the end of an entity
    (``&eacute;``).
    """
    masked = _mask(_ENTITY.sub(lambda found: "x" * len(found[0]), text))
    pieces, at = [], 0
    for found in _separator().finditer(masked):
        pieces.append(text[at : found.start()])
        at = found.end()
    pieces.append(text[at:])
    return [piece.strip() for piece in pieces if has_words(piece)]


def people(text: str) -> tuple[Person, ...]:
    """Return the people named in a piece of a line.

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
            affiliation = unescape(piece[opening + 1 : closing - 1])
        else:
            opening = closing = len(piece)
        names = split_people(inner[0].text) if inner else []
        for name in names if len(names) > 1 else [piece[:opening] + piece[closing:]]:
            prefix, rest = split_prefix(unescape(name).strip(" ,;:–—-"))
            if rest:
                found.append(Person(rest, prefix, url, affiliation, linked))
    return tuple(found)


_INSTITUTION_ENDINGS = tuple(
    "大学 大學 学院 學院 医院 病院 研究所 研究院 公司 대학 대학교 병원 연구소 연구원".split()
)
"""How the names of houses end where no blanks part their words."""


def _own_script(name: str, inside: str) -> bool:
    """Return whether brackets behind a Latin name hold the same name in its own script: ``(李伟)``.

    That is two to four signs of East Asia, or as many capital words as the name has.
    """
    letters = [sign for sign in inside if sign.isalpha()]
    if not letters or not re.search(r"[A-Za-z]", name) or any(sign < "\u0370" for sign in letters):
        return False
    if all(sign >= "\u2e80" for sign in letters):
        return 2 <= len(letters) <= 4 and not inside.endswith(_INSTITUTION_ENDINGS)
    words = inside.split()
    return len(words) == len(split_prefix(name.strip())[1].split()) > 1 and all(
        word[:1].isupper() and not word.isupper() for word in words
    )


def _without_italics(text: str) -> str:
    """Return a text without the single marks around the whole of it."""
    found = re.fullmatch(r"\s*([*_])(?!\s)([^*_]+)(?<!\s)\1\s*", text)
    return found[2] if found else text


def plausible(named: tuple[Person, ...]) -> bool:
    """Return whether these can be people: somebody is named, without links or sentences."""
    return bool(named) and not any(
        len(one.name.split()) > 7
        or re.search(r"[\[\]<>{}]|https?:", one.name + one.affiliation)
        or re.search(r"(?<!\w)[12][0-9]{3}(?!\w)", one.name)  # a year
        for one in named
    )


_PARTICLES = frozenset(
    "de da do dos das di del della dello degli der den dem des du la le lo los las el al bin ben "
    "bint ibn abu ould von vom van zu zum zur ter ten tot te op in 't d' l' y e i af av til und "
    "et dit mac mc o' san santa st jr. jr sr. sr phd ph.d. m.d.".split()
)
"""Words of names that have no capital."""

_EAST_ASIAN_NAME = re.compile(
    "[\u4e00-\u9fff々]{2,4}(?:[ \u3000][\u4e00-\u9fff々]{1,3})?|[가-힣]{2,4}|"
    "[\u4e00-\u9fff々]{1,4}[ \u3000]?[\u3041-\u30fe]{1,6}|"
    "[\u30a1-\u30fe]{2,8}[・ ][\u30a1-\u30fe・]{2,12}"
)
"""A name without blanks, as the scripts of East Asia have it."""

_NO_NAME = '"“”„«»{}<>|?!:;'
"""Signs that stand in no name, but beside one."""


def looks_like_name(text: str) -> bool:
    """Return whether a text can be one name: two to six short words, mostly capitalized.

    The name of an institution is none.
    """
    if _EAST_ASIAN_NAME.fullmatch(text.strip(" *_")):
        return not text.strip(" *_").endswith(_INSTITUTION_ENDINGS)
    parts = split_prefix(unescape(text))[1].split()
    if (
        not 2 <= len(parts) <= 6
        or any(sign.isdigit() or sign in _NO_NAME for sign in text)
        or _institutions().search(text)
    ):
        return False
    small = {part for part in parts if part[:1].islower()}
    capital = [part for part in parts if part not in small]
    return len(capital) >= 2 and not parts[0][:1].islower() and small <= _PARTICLES


def without_shared(named: tuple[Person, ...], affiliation: str | None) -> tuple[Person, ...]:
    """Return the people, without an own affiliation that only repeats the talk's."""
    return tuple(
        one._replace(affiliation="") if one.affiliation == affiliation else one for one in named
    )


def split_speaker(text: str) -> tuple[str, str]:
    """Split the leading names from the rest: `` - Place`` or `` (Place)``."""
    at = 0
    while True:
        joiner = JOINER.match(text, at)
        start = joiner.end() if joiner else at
        if at and start == at:
            break
        if at and not re.search(r"[,;&]|and|with", text[at:start]):
            break
        end = _marked(text, start)
        if not end:
            break
        at = end
        opening = re.compile(r"\s*(?=\()").match(text, at)
        closing = balanced(text, opening.end()) if opening else -1
        if closing > 0 and re.match(
            r"\s*(?:,?\s*(?:and|&|with)\s+|[,;]\s*)(?=\*\*|\[)", text[closing:]
        ):
            at = closing
    if not at:
        at = _unmarked(text)
    return text[:at].strip(), text[at:].strip()


def _unmarked(text: str) -> int:
    """Return where plain names end: before a dash or the last parenthesis after a name."""
    dash = re.search(r"\s+[-–—]+\s+", text)
    opening = text.find("(")
    if opening < 0 or (dash and dash.start() < opening):
        return dash.start() if dash else len(text)
    end = opening
    while (closing := balanced(text, opening)) > 0:
        joined = re.compile(r"\s*(?:,\s*(?:and|&)?|and\b|&)\s*[^()]+(?=\()").match(text, closing)
        if not joined:
            return closing if end != opening or "(" in text[:opening] else opening
        opening = joined.end()
    return end


def _marked(text: str, start: int) -> int:
    """Return where the bold or linked name that begins at ``start`` ends; 0 for none."""
    for mark in ("**", "__"):
        if text.startswith(mark, start):
            closing = text.find(mark, start + 2)
            return closing + 2 if closing > 0 else 0
    return next((link.end for link in links(text) if link.start == start), 0)


def after_name(rest: str) -> str | None:
    """Return the affiliation from what follows the names; ``None`` where it has another form."""
    rest = rest.strip()
    if not rest or re.fullmatch(r"\W+", rest):
        return ""
    if rest.startswith("("):
        closing = balanced(rest, 0)
        return rest[1 : closing - 1] if closing > 0 and not has_words(rest[closing:]) else None
    found = re.match(r"(?:[-–—:,]+|from\b|at\b)\s*(.+)$", rest)
    return found[1].strip().rstrip(".") if found else None


def title_after(rest: str) -> tuple[str, str] | None:
    """Return affiliation and title from `` (Place): Title``; ``None`` where it has another form."""
    rest = rest.strip()
    closing = balanced(rest, 0) if rest.startswith("(") else -1
    if closing < 0:
        return None
    found = re.match(r"\s*[:.,–—-]+\s*(\S.*)$", rest[closing:])
    if not found or not has_words(found[1]):
        return None
    return rest[1 : closing - 1], found[1].strip().strip("*_")


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
    """Read the paragraph or list below "Organizers"; ``None`` where there is none.

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
    """Return the index after the first sentence's full stop, links and brackets apart."""
    masked = _mask(text)
    found = _sentence_end().search(masked)
    return found.end() if found else len(text)


def split_sentence(sentence: str) -> tuple[tuple[Organizer, ...], list[str]] | None:
    """Split a sentence into organizers and joining words; ``None`` where it does not fit."""
    masked = _mask(sentence)
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
        place = unescape(sentence[home.end() : place_end]).strip(" ,;")
        organizers += [_organizer(one, place, preposition) for one in people(names)]
    if not homes:
        organizers = [_organizer(one, "", "") for one in people(sentence)]
        if not all(one.url or looks_like_name(one.name) for one in organizers):
            return None
    if not organizers or any(len(one.name) > 60 for one in organizers):
        return None
    return tuple(organizers), ["and with at the from"] * len(homes) + ["and"]


def _organizer(one: Person, place: str, preposition: str) -> Organizer:
    """Return an organizer with their own place in brackets, else the one after the names."""
    name = " ".join(filter(None, [one.prefix, one.name]))
    if one.affiliation:
        return Organizer(name, one.url, one.affiliation, "at")
    return Organizer(name, one.url, place, preposition) if place else Organizer(name, one.url)


def _split_place(sentence: str, masked: str, start: int, stop: int) -> tuple[int, int]:
    """Return where an affiliation ends and where the next names begin, between two prepositions.

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
        place = unescape(text[marked.end() :]).strip()
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


@cache
def _institutions() -> re.Pattern[str]:
    return re.compile(
        r"(?i)\b(?:universi\w*|univ\b|uni\b|institu\w*|hochschule|\w*akademie|academ\w*|akademi\w*|"
        r"college|école|ecole|escuela|escola|scuola|school|laborator\w*|laboratoire|labs?|"
        r"department|departamento|dipartimento|dept|faculty|fakult\w*|hospital\w*|klinik\w*|clinics?|"
        r"cent(?:er|re|rum|ro|rul)|zentrum|politecnico|polytechni\w*|politechnika|technology|"
        r"foundation|stiftung|fondation|fundaci\w*|inc|ltd|gmbh|corp|group|society|gesellschaft|"
        r"council|ministry|museum|library|bibliothe\w*|research|observator\w*|uniwersytet|"
        r"uczelnia|ústav|egyetem|yliopisto|üniversite\w*|университет\w*|институт\w*|академи\w*|"
        r"університет\w*|інститут\w*|πανεπιστήμιο)\b|"
        r"(?:大学|大學|学院|學院|研究所|研究院|研究センター|高専|病院|医院|公司|株式会社|대학교|대학|연구소|연구원|병원|과학기술원)"
    )


_ACRONYM = re.compile(
    r"[A-Z][A-Z&.-]{1,7}[A-Z](?:[ -](?:[A-Z][^\W\dA-Z_][\w-]*|[a-z]+)){0,3}|[A-Z]{2}|"
    r"(?:TU|TH|FH|FU|U)\s.+"
)
_SUFFIX = re.compile(r"(?i)(?:jr|sr|ph\.?\s?d|m\.?d|m\.?sc|ii|iii|iv|esq)\.?")


def is_institution(text: str) -> bool:
    """Return whether a text names a place of work: by a word such as Universität, or capitals."""
    return bool(_institutions().search(text) or _ACRONYM.fullmatch(text.strip()))


class ListedPeople(NamedTuple):
    """The people of a list's cell, the affiliation of them all, and what had to be concluded.

    Each of ``remarks`` has the kind of note, what stood there, what it became, and why.
    """

    people: tuple[Person, ...]
    affiliation: str
    remarks: tuple[tuple[str, str, str, str], ...] = ()


_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_MARKS = re.compile(
    r"\s?(?:[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?:\s?,\s?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)*|(?<=[^\W\d_])[1-9](?:,[1-9])*(?![\w.])"
    r"|\^\{?[1-9]\}?|[\[(][1-9](?:,\s?[1-9])*[\])])"
)
_FIRST_MARK = 0xE000
"""Marks of footnotes stand as private characters while names are parted."""


def listed_people(text: str, affiliation: str, *, last_first: bool = False) -> ListedPeople:
    """Read the people of a list's cell together with the cell of their affiliations.

    Understood are, besides what :func:`people` reads, ``Last, First``, ``Name, University``,
    ``Name – University``, and marks of footnotes (``A¹, B²`` with ``¹ETH, ²EPFL``).

    Args:
        text: the cell, with links in Markdown.
        affiliation: the cell of the affiliations.
        last_first: whether other cells of the column have the family name first.
    """
    remarks: list[tuple[str, str, str, str]] = []
    for sign, digit in zip("*†‡§¶", "⁹⁸⁷⁶⁵", strict=True):
        if sign in text and sign in affiliation:
            text, affiliation = text.replace(sign, digit), affiliation.replace(sign, digit)
    plain = _without_asides(text.translate({ord("（"): " (", ord("）"): ")"}), remarks)
    marked = _MARKS.sub(_as_private, plain)
    found: list[Person] = []
    bracketed = True
    for part in re.split(r"\s*[;；\n]\s*|\s+[|/]\s+", _with_and(marked)):
        piece = _without_generation(part, remarks)
        if has_words(piece):
            named, kind, why = _people_of_piece(piece.strip(), last_first)
            found += named
            bracketed = bracketed and named == list(people(piece.strip()))
            if kind:
                shown = "; ".join(f"{one.name} ({one.affiliation})" if one.affiliation else one.name
                                  for one in named)  # fmt: skip
                remarks.append((kind, _without_marks(piece.strip()), _without_marks(shown), why))
    placed = _with_affiliations(found, affiliation, remarks)
    places = {one.affiliation for one in placed.people}
    if not bracketed and not placed.affiliation and len(places) == 1:
        affiliation = places.pop()
        bare = without_shared(placed.people, affiliation)
        placed = placed._replace(people=bare, affiliation=affiliation)
    return placed


_ASIDE = re.compile(
    r"(?i)\s*[(\[]\s*(?:"
    r"(?:she|he|they|it|ze|xe|any|sie|er|elle|il|iel|ella|él|ela|ele|zij|hij|hen|hon|han|hun)"
    r"(?:\s*[/|,+]\s*\w+){1,3}|any (?:pronouns|all)|(?:no|all) pronouns|"
    r"(?:joining |joins |speaking |talking |presenting |attending )?(?:by |via |on |over )?"
    r"(?:remote(?:ly)?|online|on-line|virtual(?:ly)?|in[- ]person|on[- ]?site|hybrid|zoom|teams|"
    r"video(?: ?call| ?link)?|vor ort|in präsenz|präsenz|digital|à distance|en ligne|distanciel|"
    r"présentiel|en línea|virtualmente|presencial|remoto|da remoto|a distanza|in presenza|"
    r"op afstand|zdalnie|stacjonarnie|онлайн|удал[её]нно|очно|オンライン|対面|线上|线下|온라인)|"
    r"(?:the )?(?:speaker|presenter|chair|moderator|host|referent(?:in)?|keynote|tbc|"
    r"to be confirmed|invited|invited speaker)"
    r")\s*[)\]]|"
    r"\s*[,;]\s*(?:remote(?:ly)?|online|virtual(?:ly)?|in[- ]person|hybrid|via zoom|"
    r"(?:she|he|they)\s*/\s*\w+)(?=\s*[)\]])"
)
"""What stands in brackets behind a name and is no affiliation: pronouns, from where, a part."""

_DEGREE = re.compile(
    r"(?:\s*,\s*|\s+)(?:Ph\.?\s?D|D\.?\s?Phil|M\.?\s?D|M\.?Sc|B\.?Sc|D\.?Sc|Sc\.?D|MPH|MBA|LL\.?M|"
    r"Dr\.\s?rer\.\s?nat|Pharm\.?D|Ed\.?D|Psy\.?D|DVM|FRS|MEng|M\.Eng|MPhil)\b\.?"
    r"(?=\s*(?:[,;(\[&/|\n–—]|and\b|with\b|\s-\s|$))|"
    r"\s*,\s*(?:M\.?A|B\.?A|M\.?S|B\.?S|J\.?D|R\.?N)\.?(?=\s*(?:[;(\[&/|\n]|and\b|$))"
)
"""Degrees behind a name."""


def _without_asides(text: str, remarks: list[tuple[str, str, str, str]]) -> str:
    """Return a cell of names without what is no part of them, each of which is remarked."""
    for pattern, why in (
        (_ASIDE, "beside the name: no affiliation"), (_DEGREE, "a degree behind the name"),
    ):  # fmt: skip
        remarks += [("kept", left.strip(" ,()[]"), "", why) for left in pattern.findall(text)]
        text = pattern.sub("", text)
    return text


def _without_generation(piece: str, remarks: list[tuple[str, str, str, str]]) -> str:
    """Return ``Last, First, Jr.`` without its third part, which is remarked."""
    found = re.fullmatch(
        r"([^,()]+,[^,()]+),\s*((?:Jr|Sr|II|III|IV)\.?)(\s*\(.*\))?", piece.strip()
    )
    if not found or not _is_last_first([part.strip() for part in found[1].split(",")]):
        return piece
    remarks.append(("kept", found[2], "", "behind the name: write it where the name has it"))
    return f"{found[1]}{found[3] or ''}"


def _as_private(found: re.Match[str]) -> str:
    digits = re.findall(r"[0-9]", found[0].translate(_SUPERSCRIPTS))
    return "".join(chr(_FIRST_MARK + int(digit)) for digit in digits)


def _marks(text: str) -> list[int]:
    return [ord(sign) - _FIRST_MARK for sign in text if 0 < ord(sign) - _FIRST_MARK < 10]


def _without_marks(text: str) -> str:
    return re.sub("[\ue001-\ue009]", "", text)


_EAST_ASIAN_LETTER = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def _with_and(text: str) -> str:
    """Return a text with ``and`` for the words that join two whole names in other languages."""
    if _EAST_ASIAN_LETTER.search(text):
        return re.sub(r"(?<=[^\W\d_])\s*[、，,／/]\s*(?=[^\W\d_])", "; ", text)

    def joined(found: re.Match[str]) -> str:
        left, right = text[: found.start()], text[found.end() :]
        before, after = (
            re.split(r"[,;&]", left)[-1],
            re.split(r"[,;&(]|\s(?:und|et|y|og)\s", right)[0],
        )
        return " and " if len(before.split()) > 1 and len(after.split()) > 1 else found[0]

    return re.sub(r"\s+(?:und|et|og|och|y|e|en|és|и|та)\s+(?=[^\W\d_a-z])", joined, text)


def _people_of_piece(piece: str, last_first: bool) -> tuple[list[Person], str, str]:
    """Read one piece of a cell; return also the kind of note and why, empty for none."""
    masked = _mask(piece)
    dash = re.search(r"\s+(?:[-–—@])\s+(?=\S)", masked)
    if dash:
        named, place = people(piece[: dash.start()]), piece[dash.end() :].strip()
        if named and all(_can_be_name(one.name) for one in named):
            kind = "" if is_institution(place) else "guess"
            return (
                [one._replace(affiliation=one.affiliation or place) for one in named],
                kind,
                _PLACE,
            )
    several = [each for each in re.split(r"\s+(?:and|&)\s+", piece) if has_words(each)]
    if len(several) > 1 and all(_is_last_first(_commas(each)) for each in several):
        return [_turned(*_commas(each)) for each in several], "guess", _TURNED
    parts = _commas(piece)
    if len(parts) > 1 and (read := _between_commas(parts, last_first)):
        return read
    named = people(piece)
    if all_turned := _all_turned(named):
        return all_turned, "guess", _CAPITALS
    return list(named), "", ""


def _between_commas(parts: list[str], last_first: bool) -> tuple[list[Person], str, str] | None:
    """Read parts between commas, also with family names in capitals or a place in brackets."""
    if all(_capitals_first(_without_brackets(part)) for part in parts):
        return _all_turned(tuple(one for part in parts for one in people(part))), "guess", _CAPITALS
    inside = re.fullmatch(r"([^()]*[^()\s])\s*\(([^()]*)\)", parts[-1])
    if inside and _is_last_first([*parts[:-1], inside[1]]):
        turned = _turned(parts[0], inside[1])
        return [turned._replace(affiliation=inside[2].strip())], "guess", _TURNED
    return _comma_form(parts, last_first)


def _without_brackets(text: str) -> str:
    return re.sub(r"\([^()]*\)", " ", text).strip()


def _capitals_first(name: str) -> tuple[str, str] | None:
    """Return family and given name of ``FORÊT Éloi``, ``VAN DER POEL Cees``; else ``None``."""
    words = _without_marks(name).split()
    at = next((at for at, word in enumerate(words) if not word.isupper()), len(words))
    family, given = words[:at], words[at:]
    fits = (
        any(sum(map(str.isalpha, word)) > 2 and "." not in word for word in family)
        and 1 <= len(given) <= 3
        and all(word[:1].isupper() and word[1:2] != "" for word in given)
        and not any(sign.isdigit() for sign in name)
        and not _institutions().search(name)
    )
    return (" ".join(family), " ".join(given)) if fits else None


def _all_turned(named: tuple[Person, ...]) -> list[Person]:
    """Return people with family names in capitals turned round; nothing where nobody has one."""
    parted = [_capitals_first(one.name) for one in named]
    if not any(parted):
        return []
    return [
        one._replace(name=_turned(*names).name + "".join(_marks_of(one.name))) if names else one
        for one, names in zip(named, parted, strict=True)
    ]


def _marks_of(text: str) -> list[str]:
    return [sign for sign in text if "\ue001" <= sign <= "\ue009"]


def _as_written(family: str) -> str:
    """Return a family name in capitals as it is written else: ``Brûlé``, ``van der Poel``."""
    if not family.isupper() or sum(map(str.isalpha, family)) < 3 or "." in family:
        return family
    words: list[str] = []
    last = len(family.split()) - 1
    for at, word in enumerate(family.split()):
        lower = word.lower()
        if lower in _PARTICLES and at < last:
            words.append(lower)
        else:
            shown = re.sub(r"(?<![^\W\d_])[^\W\d_]", lambda found: found[0].upper(), lower)
            words.append(re.sub(r"^Mc(.)", lambda found: f"Mc{found[1].upper()}", shown))
    return " ".join(words)


_TURNED = "the family name is read as the first one"
_CAPITALS = "the family name is read as the one in capitals"
_PLACE = "what stands behind the name is read as the affiliation"


def _commas(text: str) -> list[str]:
    """Split at commas outside links and brackets, but not before ``Jr.`` or ``PhD``."""
    masked, parts, at = _mask(text), [], 0
    for found in re.finditer(r"\s*[,，]\s*", masked):
        behind = re.split(r"[,，]", masked[found.end() :])[0].strip()
        if not _SUFFIX.fullmatch(behind):
            parts.append(text[at : found.start()].strip())
            at = found.end()
    return [part for part in [*parts, text[at:].strip()] if part]


_PARTICLES = frozenset(
    "von van de der den da di du la le el al bin ibn ter ten dos das del zu".split()
)


def _can_be_name(text: str) -> bool:
    bare = _without_marks(text)
    if _EAST_ASIAN_LETTER.search(bare):
        return len(bare) <= 10 and not is_institution(bare)
    return looks_like_name(bare) and not is_institution(bare)


def _is_last_first(parts: list[str]) -> bool:
    """Return whether two parts are a family name of one word and given names."""
    if len(parts) != 2 or any(re.search(r"[\[\]()@\d]", _without_marks(part)) for part in parts):
        return False
    family, given = (_without_marks(part) for part in parts)
    last = [word for word in family.split() if word.lower() not in _PARTICLES]
    capitals = family.isupper()
    if _institutions().search(" ".join(parts)) or (is_institution(given) and not capitals):
        return False
    return (
        len(last) in ((1, 2) if capitals else (1,))
        and 1 <= len(given.split()) <= 3
        and all(
            word[:1].isupper() or word.lower() in _PARTICLES for word in [*last, *given.split()]
        )
    )


def _turned(last: str, given: str) -> Person:
    marks = "".join(sign for sign in last + given if "\ue001" <= sign <= "\ue009")
    prefix, name = split_prefix(f"{_without_marks(given)} {_as_written(_without_marks(last))}")
    return Person(name + marks, prefix)


def _comma_form(parts: list[str], last_first: bool) -> tuple[list[Person], str, str] | None:
    """Read parts between commas, where they are not simply several names."""
    outside = [re.sub(r"\([^()]*\)", " ", part) for part in parts]
    place = next((at for at, part in enumerate(outside) if at and is_institution(part)), 0)
    names = parts[: place or len(parts)]
    where = ", ".join(parts[place:]) if place else ""
    if _is_last_first(names):
        return [_turned(*names)._replace(affiliation=where)], "guess", _TURNED
    named = [one for name in names for one in people(name)]
    if place and named and all(_can_be_name(one.name) for one in named):
        return [one._replace(affiliation=where) for one in named], "", ""
    pairs = [names[at : at + 2] for at in range(0, len(names), 2)]
    if not place and len(names) > 2 and all(map(_is_last_first, pairs)):
        return [_turned(*pair) for pair in pairs], "guess", _TURNED
    words = [len(part.split()) for part in names]
    if not place and words[0] > 1 and words[1:] == [1] and not re.search(r"[\[(]", "".join(names)):
        if last_first:
            return [_turned(*names)], "guess", _TURNED
        why = f"{_PLACE}; a family name before the given one would look the same"
        return [one._replace(affiliation=names[1]) for one in people(names[0])], "guess", why
    return None


def has_last_first(cells: Iterable[str]) -> bool:
    """Return whether most cells of a column that tell it have the family name first."""
    turned = other = 0
    for cell in cells:
        parts = _commas(cell)
        if len(parts) == 2:
            turned += _is_last_first(parts)
            other += any(map(is_institution, parts)) or all(len(part.split()) > 1 for part in parts)
    return turned > other


def _with_affiliations(
    found: list[Person], affiliation: str, remarks: list[tuple[str, str, str, str]]
) -> ListedPeople:
    """Give each of the people their affiliation: by marks of footnotes, else by order."""
    used = [_marks(one.name) for one in found]
    bare = [one._replace(name=_without_marks(one.name).strip(" ,")) for one in found]
    noted = _footnotes(affiliation) if any(used) else {}
    if noted and any(mark in noted for marks in used for mark in marks):
        placed = [
            one._replace(
                affiliation=", ".join(filter(None, [one.affiliation, *map(noted.get, marks)]))
            )
            for one, marks in zip(bare, used, strict=True)
        ]
        spare = [text for mark, text in noted.items() if not any(mark in marks for marks in used)]
        remarks += [("kept", text, "", "nobody has the mark of this affiliation") for text in spare]
        lost = {mark for marks in used for mark in marks} - set(noted)
        remarks += [("kept", str(mark), "", "a footnote's mark without a footnote")
                    for mark in sorted(lost)]  # fmt: skip
        return ListedPeople(tuple(placed), "", tuple(remarks))
    lost = {mark for marks in used for mark in marks}
    remarks += [("kept", str(mark), "", "a footnote's mark without a footnote")
                for mark in sorted(lost)]  # fmt: skip
    pieces = _in_order(affiliation, len(bare))
    if pieces and not any(one.affiliation for one in bare):
        placed = [one._replace(affiliation=place) for one, place in zip(bare, pieces, strict=True)]
        if len(set(pieces)) > 1:
            shown = "; ".join(f"{one.name} ({one.affiliation})" for one in placed)
            remarks.append(("guess", affiliation, shown, "as many affiliations as names, in order"))
        return ListedPeople(tuple(placed), "", tuple(remarks))
    return ListedPeople(without_shared(tuple(bare), affiliation), affiliation, tuple(remarks))


def _footnotes(text: str) -> dict[int, str]:
    """Return the texts of footnotes by their marks, before or behind them."""
    plain = text.translate(_SUPERSCRIPTS)
    starts = list(re.finditer(r"(?:^|(?<=[\s,;|/]))[(\[]?([1-9])[)\].:]?\s*(?=[^\W\d_])", plain))
    if starts and not has_words(plain[: starts[0].start()]):
        ends = [each.start() for each in starts[1:]] + [len(text)]
        return {
            int(each[1]): plain[each.end() : end].strip(" ,;|/\n")
            for each, end in zip(starts, ends, strict=True)
        }
    behind = [re.fullmatch(r"(.*[^\W\d_]\)?)\s?[(\[]?([1-9])[)\]]?", part.strip(), re.DOTALL)
              for part in re.split(r"[,;|\n]", plain)]  # fmt: skip
    return {int(each[2]): each[1].strip() for each in behind if each} if all(behind) else {}


def _in_order(text: str, count: int) -> list[str]:
    """Return as many affiliations as there are names; none where their number differs."""
    if count < 2:
        return []
    for sign in (r"\s*[;；\n|]\s*", r"\s+/\s+", r"\s*[,、，]\s*|\s+and\s+"):
        pieces = [piece.strip() for piece in re.split(sign, text) if has_words(piece)]
        if len(pieces) == count and (";" in sign or all(map(is_institution, pieces))):
            return pieces
    return []
