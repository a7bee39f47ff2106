"""Splits an item of the list of previous talks: label, names, affiliation, day, title."""

import re
from functools import cache
from typing import NamedTuple

from lgtui.importers.people import JOINER, looks_like_name, people
from lgtui.text.dates import Stamp, find_date
from lgtui.text.inline_markdown import Link, balanced, blank, has_words, links, unescape
from lgtui.text.urls import is_video

ID_LABEL = (
    r"(?i)(?:season\s*)?S?\s?0*(?P<s{0}>[0-9]{{1,3}})\s?[.,x-]?\s?(?:episode|ep|e)\.?\s?0*(?P<e{0}>[0-9]{{1,3}})"
    r"(?![\w])|S(?P<s{1}>[0-9]{{2}})(?P<e{1}>[0-9]{{2}})(?!\w)"
)


@cache
def _id() -> re.Pattern[str]:
    return re.compile(ID_LABEL.format(1, 2))


def read_label(text: str) -> tuple[tuple[int, int], str, int] | None:
    """Read the season and episode a text begins with, as written, and where they end.

    Understood are ``S01E01``, ``S3E2``, ``S0302``, ``S03 E02`` and ``Season 3 Episode 2``.
    """
    found = re.compile(r"[\s*_\[]*").match(text)
    start = found.end() if found else 0
    label = _id().match(text, start)
    if not label:
        return None
    season, episode = label["s1"] or label["s2"], label["e1"] or label["e2"]
    return (int(season), int(episode)), label[0], label.end()


VIDEO_TEXT = re.compile(
    r"(?i)\W*(?:(?:the|watch|see|youtube)\s+)*(?:video|recording|youtube|watch|talk)s?"
    r"(?:\s+(?:here|link|recording|video|on youtube))?\W*"
)
"""The text of a link that says no more than that there is a video."""


TURN = r"第\s*[0-9〇零一二三四五六七八九十百]+\s*[期回讲講次届場场]|제\s*[0-9]+\s*[회차]"
"""What counts a talk in East Asia: ``第十二期``."""


def all_names(text: str) -> bool:
    """Return whether a text names people, each with what looks like a name."""
    named = people(text)
    if any(re.fullmatch(TURN, one.name) for one in named):
        return False
    return bool(named) and all(looks_like_name(one.name) for one in named)


def names_first(rest: str) -> str:
    """Move the names before the title, where the page has them the other way round.

    A title in bold, italics or quotes ends where its marks do; a plain one before the first
    names that are linked or have their affiliation behind them.
    """
    names, _, _ = split_names(rest)
    if all_names(names):
        return rest
    if linked := _linked_title_first(rest):
        return linked
    marked = re.match(r"(\*\*[^*]+\*\*|[\"“][^\"”]+[\"”]|([*_])(?![*_\s])[^*_]+\2)", rest)
    breaks = re.finditer(r"\s*(?:[.,:;|–—-]+\s+|\s(?P<by>by)\s+)", rest)
    for found in breaks:
        title, behind = rest[: found.start()], rest[found.end() :]
        if marked and found.start() < marked.end():
            continue
        if (marked and found.start() != marked.end()) or links(title):
            return rest
        if len(title.split()) < 3 and not marked and not found["by"]:
            continue
        names, affiliation, _ = split_names(behind)
        sure = marked or affiliation or behind.startswith(("[", "**["))
        if sure and all_names(names):
            cut = max(trailing_links(behind), len(names))
            title = title.strip('*_"“” ')
            return f"{behind[:cut].rstrip(' .,;–—-|')}. **{title}** {behind[cut:]}"
    return rest


def _linked_title_first(rest: str) -> str:
    """Return an item that begins with a linked title with its names first; empty for others."""
    first = next((one for one in links(rest) if not rest[: one.start].strip(' *_"“')), None)
    if first is None or all_names(first.text):
        return ""
    joined = re.compile(r"[*_\"”]*\s*(?:[.,:;|–—-]+\s+|\bby\s+)").match(rest, first.end)
    behind = rest[joined.end() :] if joined else ""
    names, affiliation, after = split_names(behind)
    if not affiliation or not all_names(names):
        return ""
    cut = len(behind) - len(after)
    title = first.text.strip('*_"“” ')
    shown = "Video" if is_video(first.url) else "Link"
    return f"{behind[:cut]}. **{title}** [{shown}]({first.url}){after}"


def trailing_links(text: str) -> int:
    """Return where the links begin that a text ends in; its length where it ends in none."""
    cut = len(text)
    for link in reversed(links(text)):
        if has_words(text[link.end : cut]):
            break
        cut = link.start
    return cut


def split_names(rest: str) -> tuple[str, str, str]:
    """Split the text after the label into names, affiliation and rest.

    The names are the leading bold stretch or links, else what stands before the first
    parenthesis, full stop or dash; each bold or linked name may have its own affiliation.
    """
    names, at = "", 0
    affiliations: list[str] = []
    while True:
        piece = _leading_name(rest, at)
        if not piece:
            break
        names += rest[at:piece]
        at = piece
        paren = re.compile(r"\s*(?=\()").match(rest, at)
        closing = balanced(rest, paren.end()) if paren else -1
        joins = _next_joins(rest, closing if closing > 0 else at)
        if paren and closing > 0 and not is_date(rest[paren.end() : closing]):
            inside = rest[paren.end() + 1 : closing - 1]
            at = closing
            if joins or affiliations:
                names += f" ({inside})"
                affiliations.append("")
            else:
                affiliations.append(inside)
        if not joins:
            break
    if not names:
        names, at = plain_names(rest)
        paren = re.compile(r"\s*(?=\()").match(rest, at)
        closing = balanced(rest, paren.end()) if paren else -1
        if paren and closing > 0 and not is_date(rest[paren.end() : closing]):
            affiliations, at = [rest[paren.end() + 1 : closing - 1]], closing
    elif not affiliations and (inner := re.fullmatch(r"\*\*([^()\[\]]+)\((.+)\)\*\*", names)):
        names, affiliations = f"**{inner[1].strip()}**", [inner[2]]
    return names, unescape(affiliations[0] if affiliations else ""), rest[at:]


def affiliation_after(rest: str) -> tuple[str, str]:
    """Split an affiliation without parentheses from the rest: ``, Place. …``.

    It ends with a full stop, a dash or a colon; with a comma only before a marked title.
    """
    found = re.match(
        r"\s*(?:[-–—|]|,)\s+([^*\[“\"]+?)\s*"
        r"(?:(?<!\bUniv)(?<!\bInst)(?<!\bDept)(?<!\bSt)(?<!\bTech)(?<!\b\w)\.(?=\s)"
        r"|\s(?=[-–—|]\s)|[:;](?=\s)|,(?=\s+[*_“\"\[]))",
        rest,
    )
    if not found:
        return "", rest
    stamp = find_date(rest)
    if stamp and found.end(1) > stamp.spans[0][0]:
        return "", rest
    return found[1].strip(), rest[found.end() :]


_DEGREE = re.compile(r"(?i)\s*(?:ph\.?\s?d|m\.?d|m\.?sc|b\.?sc|jr|sr)\.?\s*")


def plain_names(rest: str) -> tuple[str, int]:
    """Split off names without any mark; return where they end.

    Where no parenthesis follows, that is before the first piece that is no name.
    """
    found = re.match(r"(?:[^(.–—|:\[*]|(?<=\b\w)\.|(?<=\b[DMP]r)\.|(?<=Prof)\.|(?<=Mrs)\.)+", rest)
    if not found:
        return "", 0
    end = found.end()
    if rest[end : end + 1] == "(":
        return found[0], end
    for piece in re.finditer(r",\s+|\s+-\s+", found[0]):
        following = re.split(r",\s+|\s+-\s+", found[0][piece.end() :])[0]
        if piece[0].startswith(",") and (all_names(following) or _DEGREE.fullmatch(following)):
            continue
        return found[0][: piece.start()], piece.start()
    return found[0], end


def _leading_name(rest: str, at: int) -> int:
    """Return where the bold or linked name at ``at`` (after a joiner) ends; 0 for none."""
    joiner = JOINER.match(rest, at)
    start = joiner.end() if joiner else at
    end = 0
    if rest.startswith("**", start):
        closing = rest.find("**", start + 2)
        end = closing + 2 if closing > 0 else 0
    elif emphasis := re.compile(r"([*_])(?![\s*_])[^*_]+(?<!\s)\1(?!\w)").match(rest, start):
        end = emphasis.end() if all_names(emphasis[0]) else 0
    else:
        end = next((link.end for link in links(rest) if link.start == start), 0)
    # After a mere comma a marked stretch is the title, unless it reads as a name.
    mere = bool(at) and not re.search(r"\b(?:and|with)\b|&", rest[at:start])
    return 0 if mere and not all_names(rest[start:end]) else end


def _next_joins(rest: str, at: int) -> bool:
    found = re.compile(r"\s*(?:,?\s*(?:and|&|with)\s+|[,;]\s*)(?=\*\*|\[)").match(rest, at)
    return found is not None and _leading_name(rest, at) > 0


def is_date(text: str) -> bool:
    """Return whether a text is a day, with or without an hour, and nothing else."""
    stamp = find_date(text)
    return stamp is not None and not has_words(blank(text, list(stamp.spans)).replace(" at ", "  "))


_BREAK = re.compile(r"(?i)<br\s*/?>|&nbsp;|\u00a0")
_EDGE = " .,;:–—-|"


class Parts(NamedTuple):
    """What a list item consists of, still as Markdown; ``after`` is what is left of it."""

    label: tuple[int, int] | None
    label_text: str
    names: str
    affiliation: str
    stamp: Stamp | None
    date_text: str
    title: str
    after: str
    label_url: str = ""
    day_url: str = ""


LONGEST_ITEM = 4000
"""Signs of the longest list item that is read as a talk; texts have their own paragraphs."""


def split_item(text: str) -> Parts | None:
    """Split a list item's text into its parts; ``None`` where it is no talk, or far too long.

    Without a label it does where it names people, and tells a day, a place or a video, or
    marks a title.
    """
    if len(text) > LONGEST_ITEM:
        return None
    text = _BREAK.sub(lambda found: (". " if "r" in found[0] else "").ljust(len(found[0])), text)
    text = _mended_bold(text)
    found = read_label(text)
    label, label_text, at = found if found else (None, "", 0)
    label_url = ""
    around = next((one for one in links(text) if label and one.start < at), None)
    if around and around.end < len(text) and label_text in around.text:
        label_url, at = around.url, around.end
    rest = text[at:]
    if label:
        lead = re.match(r"[\s\])*_]*[:–—|.-]*\s*", rest)
        between = lead[0] if lead else ""
        rest = _open_bold(text[:at] + between.rstrip(), rest[len(between) :], bool(label_url))
    day, rest = _day_first(rest)
    rest = names_first(rest)
    names, affiliation, rest = split_names(rest)
    if not label and not all_names(names) and not names.startswith(("**", "[")):
        return None
    in_parentheses = bool(affiliation)
    whole = rest
    if not in_parentheses:
        affiliation, rest = affiliation_after(rest)
    stamp, date_text, title, after = _day_and_title(rest)
    if not in_parentheses and affiliation and not title:
        affiliation, (stamp, date_text, title, after) = "", _day_and_title(whole)
    stamp, date_text = stamp or day[0], " ".join(part for part in (day[1], date_text) if part)
    has_facts = (
        stamp or _marked(whole) or any(VIDEO_TEXT.fullmatch(one.text) for one in links(text))
    )
    if not label and not has_facts and not (in_parentheses and all_names(names)):
        return None
    return Parts(
        label, label_text, names, affiliation, stamp, date_text, title, after, label_url, day[2]
    )


_HALF_BOLD = re.compile(
    r"(?<=\))(?P<join>\s*(?:,|;|and\b|&)?\s+)(?P<name>[^\s()*\[\]][^()*\[\]]*?)\*\*(?=\s*\()"
)


def _mended_bold(text: str) -> str:
    """Open the bold stretch of a name that only ends: ``(Place) Ada Lovelace** (Other place)``."""
    if text.count("**") % 2 == 0:
        return text

    def opened(found: re.Match[str]) -> str:
        if not all_names(found["name"]):
            return found[0]
        joined = found["join"] if found["join"].strip() else " and "
        return f"{joined}**{found['name']}**"

    return _HALF_BOLD.sub(opened, text, count=1)


def _open_bold(before: str, rest: str, linked: bool) -> str:
    """Balance bold marks where the label stands within them (``**S01E01 - Name**``).

    ``before`` is the text up to the names; bold marks that open right before them count as
    theirs, unless they surround the ``linked`` label only.
    """
    odd = before.count("**") % 2 and not rest.startswith("**")
    return f"**{rest}" if odd and not (linked and rest.startswith("[")) else rest


def _day_first(rest: str) -> tuple[tuple[Stamp | None, str, str], str]:
    """Return the day an item begins with, as it is written, its link, and the text after it."""
    stamp = find_date(rest)
    if not stamp or has_words(rest[: stamp.spans[0][0]]):
        return (None, "", ""), rest
    first, end = stamp.spans[0]
    linked = next((one for one in links(rest) if one.start < first < one.end), None)
    if linked and not has_words(
        blank(rest, list(stamp.spans))[linked.start + 1 : linked.end].split("](")[0]
    ):
        behind = re.sub(r"^[\s*_.:,;|–—-]+(?<!\*\*)(?<!\*)", "", rest[linked.end :])
        return (stamp._replace(spans=stamp.spans[:1]), unescape(linked.text), linked.url), behind
    last = max(each[1] for each in stamp.spans)
    if last > end and not has_words(blank(rest, list(stamp.spans))[:last]):
        end = last
    marks = rest[:first].strip()
    lead = re.compile(r"[\s\])*_.:,;|–—-]*(?<!\*\*)(?<!\*)").match(rest, end)
    if marks:
        lead = re.compile(re.escape(_closing(marks)) + r"[\s.:,;|–—-]*").match(rest, end) or lead
    behind = rest[lead.end() if lead else end :]
    return (stamp._replace(spans=stamp.spans[:1]), rest[first:end], ""), behind


def _closing(marks: str) -> str:
    return marks[::-1].translate(str.maketrans("([", ")]"))


def _day_and_title(rest: str) -> tuple[Stamp | None, str, str, str]:
    """Split the text behind the affiliation into day, its words, title and rest."""
    marked = _marked(rest)
    # A date inside the title is the title's own: the day stands before it or in parentheses.
    stamp = find_date(blank(rest, [marked[0]]) if marked else rest)
    date_text = " ".join(rest[start:end] for start, end in stamp.spans) if stamp else ""
    remainder = blank(rest, list(stamp.spans)) if stamp else rest
    if marked:
        return stamp, date_text, marked[1], blank(remainder, [marked[0]])
    title = _plain_title(remainder, stamp.spans[0][0] if stamp else 0, stamp)
    if not title:
        return stamp, date_text, "", remainder
    return stamp, date_text, remainder[slice(*title)], blank(remainder, [title])


def _marked(text: str) -> tuple[tuple[int, int], str] | None:
    """Return the title in bold, quotes or italics: its span with the marks, and its text."""
    for found in re.finditer(r"\*\*(.+?)\*\*(?!\*)", text):
        if _is_title(found[1]):
            return found.span(), found[1]
    for pattern in (
        r"(?<!\w)[\"“‘](.+)[\"”’](?!\w)",
        r"(?<!\w)«([^«»]+)»(?!\w)",
        r"(?<!\w)„([^„“”]+)[“”](?!\w)",
        r"《([^《》]+)》",
        r"「([^「」]+)」",
        r"『([^『』]+)』",
        r"(?<![\w*_])([*_])(?!\s)([^*_]+)\1(?![\w*_])",
    ):
        for found in re.finditer(pattern, text):
            inside = found[found.re.groups]
            alone = re.search(r"(?:^|[.,:;|)–—-])\s*$", text[: found.start()])
            ended = re.match(r"\s*(?:[.,:;|(\[–—-]|$|[0-9])", text[found.end() :])
            if alone and ended and _is_title(inside):
                return found.span(), inside
    return None


def _is_title(text: str) -> bool:
    # Between marks that belong to two others stands a place in brackets and a day: no title.
    between = re.match(r"\s*\([^()]*\)\s*\.", text) and find_date(text)
    return has_words(text) and not VIDEO_TEXT.fullmatch(text) and not is_date(text) and not between


def _plain_title(text: str, day: int, stamp: Stamp | None) -> tuple[int, int] | None:
    """Find the span of an unmarked title: the words after the day, else those before.

    Links at the end and the word "Video" are none; where there are no other words, a link is.
    """
    found = links(text)
    aside = [one for one in found if VIDEO_TEXT.fullmatch(one.text)]
    masked = text
    end = len(text)
    for one in reversed(found):
        if has_words(text[one.end : end]) and not VIDEO_TEXT.fullmatch(text[one.end : end]):
            break
        end = one.start
    urls = [one.span() for one in re.finditer(r"<?https?://[^\s<>]+>?", text[:end])]
    masked = blank(text, [(one.start, one.end) for one in aside])
    masked = blank(masked, [span for span in urls if not _within(span, found)])[:end]
    stretches = [(0, day), (day, end)] if stamp and day < end else [(0, end)]
    for first, last in reversed(stretches):
        start, stop = _trimmed(masked, first, last)
        if has_words(masked[start:stop]) and not VIDEO_TEXT.fullmatch(masked[start:stop]):
            return start, stop
    for one in found:
        if one not in aside:
            return one.start, one.end
    return None


def _within(span: tuple[int, int], found: list[Link]) -> bool:
    return any(one.start <= span[0] < one.end for one in found)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Trim punctuation and unbalanced parentheses off a span."""
    while True:
        piece = text[start:end]
        lead = len(piece) - len(piece.lstrip(_EDGE + ")]"))
        tail = len(piece.rstrip(_EDGE + "(["))
        start, end, before = start + lead, start + max(tail, lead), (start, end)
        piece = text[start:end]
        if word := re.search(r"(?i)\s*[.,;:|–—-]\s*(?:video|recording|slides)$", piece):
            end = start + word.start()
        if before == (start, end):
            return start, end
