"""How an item of the list of previous talks begins: its label, its names, their affiliation."""

import re
from functools import cache

from lgtui.importing.dates import find_date
from lgtui.importing.inline import balanced, blank, has_words, links, plain
from lgtui.importing.people import looks_like_name, people

ID_LABEL = (
    r"(?i)(?:season\s*)?S?\s?0*(?P<s{0}>[0-9]{{1,3}})\s?[.,x-]?\s?(?:episode|ep|e)\.?\s?0*(?P<e{0}>[0-9]{{1,3}})"
    r"(?![\w])|S(?P<s{1}>[0-9]{{2}})(?P<e{1}>[0-9]{{2}})(?!\w)"
)


@cache
def _id() -> re.Pattern[str]:
    return re.compile(ID_LABEL.format(1, 2))


def read_label(text: str) -> tuple[tuple[int, int], str, int] | None:
    """Season and episode a text begins with, the label as written, and where it ends.

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


def all_names(text: str) -> bool:
    """Whether a text names people, each with what looks like a name."""
    named = people(text)
    return bool(named) and all(looks_like_name(one.name) for one in named)


def names_first(rest: str) -> str:
    """The text with the names before the title, where the page has them the other way round.

    A title in bold, italics or quotes ends where its marks do; a plain one before the first
    names that are linked or have their affiliation behind them.
    """
    names, _, _ = split_names(rest)
    if all_names(names):
        return rest
    marked = re.match(r"(\*\*[^*]+\*\*|[\"“][^\"”]+[\"”]|([*_])(?![*_\s])[^*_]+\2)", rest)
    breaks = re.finditer(r"\s*(?:[.,:;|–—-]+\s+|\s(?P<by>by)\s+)", rest)
    for found in breaks:
        title, behind = rest[: found.start()], rest[found.end() :]
        if marked and found.start() < marked.end():
            continue
        if (marked and found.start() != marked.end()) or links(title):
            return rest
        if len(title.split()) < 3 and not found["by"]:
            continue
        names, affiliation, _ = split_names(behind)
        sure = marked or affiliation or behind.startswith(("[", "**["))
        if sure and all_names(names):
            cut = max(trailing_links(behind), len(names))
            title = title.strip('*_"“” ')
            return f"{behind[:cut].rstrip(' .,;–—-|')}. **{title}** {behind[cut:]}"
    return rest


def trailing_links(text: str) -> int:
    """Where the links begin that a text ends in; its length where it ends in none."""
    cut = len(text)
    for link in reversed(links(text)):
        if has_words(text[link.end : cut]):
            break
        cut = link.start
    return cut


def split_names(rest: str) -> tuple[str, str, str]:
    """Names, affiliation and the rest of an item, from the text after its label.

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
    return names, plain(affiliations[0] if affiliations else ""), rest[at:]


def affiliation_after(rest: str) -> tuple[str, str]:
    """The affiliation that follows the names without parentheses, and the rest: ``, Place. …``.

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


def plain_names(rest: str) -> tuple[str, int]:
    """Names without any mark and where they end.

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
        if piece[0].startswith(",") and all_names(following):
            continue
        return found[0][: piece.start()], piece.start()
    return found[0], end


def _leading_name(rest: str, at: int) -> int:
    """Where the bold or linked name that begins at ``at`` (after a joiner) ends; 0 for none."""
    joiner = re.compile(r"\s*(?:,?\s*(?:and|&|with)\s+|[,;]\s*)?").match(rest, at)
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
    """Whether another bold or linked name follows, joined by a comma or "and"."""
    found = re.compile(r"\s*(?:,?\s*(?:and|&|with)\s+|[,;]\s*)(?=\*\*|\[)").match(rest, at)
    return found is not None and _leading_name(rest, at) > 0


def is_date(text: str) -> bool:
    """Whether a text is a day, with or without an hour, and nothing else."""
    stamp = find_date(text)
    return stamp is not None and not has_words(blank(text, list(stamp.spans)).replace(" at ", "  "))
