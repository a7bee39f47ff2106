"""One item of the list of previous talks, taken apart: label, names, affiliation, day, title."""

import re
from functools import cache
from typing import NamedTuple

from lgtui.importing.dates import Stamp, find_date
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


class Parts(NamedTuple):
    """What a list item consists of, still as Markdown."""

    label: tuple[int, int] | None
    label_text: str
    names: str
    affiliation: str
    stamp: Stamp | None
    date_text: str
    title: str
    after: str
    label_url: str = ""


def split_item(text: str) -> Parts | None:
    """A list item's text in its parts; ``None`` where it does not look like a talk."""
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
        rest = _open_bold(text[:at] + between.rstrip(), rest[len(between) :])
    elif not re.match(r"\*\*|\[", rest):
        return None
    rest = _names_first(rest)
    names, affiliation, rest = split_names(rest)
    stamp = find_date(
        re.sub(r"\*\*.*", lambda m: m[0] if find_date(m[0]) else " " * len(m[0]), rest)
    )
    # A date inside the title is the title's own: the day stands before it or in parentheses.
    bold = re.search(r"\*\*(.+?)\*\*(?!\*)|(?<![\w])[\"“‘](.+)[\"”’](?!\w)", rest)
    if bold and stamp and stamp.spans[0][0] >= bold.start() and stamp.spans[0][0] < bold.end():
        outside = find_date(blank(rest, [bold.span()]))
        stamp = outside or (None if bold.start() else stamp)
    date_text = " ".join(rest[start:end] for start, end in stamp.spans) if stamp else ""
    remainder = blank(rest, list(stamp.spans)) if stamp else rest
    if bold and has_words(bold[1] or bold[2] or ""):
        title = bold[1] or bold[2]
        after = blank(remainder, [bold.span()])
        return Parts(
            label, label_text, names, affiliation, stamp, date_text, title, after, label_url
        )
    if not label and not stamp:
        return None
    start = stamp.spans[-1][1] if stamp else 0
    tail = remainder[start:]
    cut = _trailing_links(tail)
    title = tail[:cut].rstrip(" (").strip(' .,;:–—-|"“”')
    after = remainder[:start] + " " + tail[cut:]
    return Parts(label, label_text, names, affiliation, stamp, date_text, title, after, label_url)


def _trailing_links(text: str) -> int:
    """Where the links begin that a text ends in; its length where it ends in none."""
    cut = len(text)
    for link in reversed(links(text)):
        if has_words(text[link.end : cut]):
            break
        cut = link.start
    return cut


def _names_first(rest: str) -> str:
    """The text with the names before the title, where the page has them the other way round."""
    found = re.match(
        r"(?P<title>\*\*[^*]+\*\*|[\"“][^\"”]+[\"”])\s*(?:[.,:;–—-]+|by\b)\s*(?=\S)", rest
    )
    if (
        not found
        or links(found["title"])
        or any(looks_like_name(one.name) for one in people(found["title"]))
    ):
        return rest
    names, _, _ = split_names(rest[found.end() :])
    named = people(names)
    if not named or not all(looks_like_name(one.name) for one in named):
        return rest
    behind = rest[found.end() :]
    cut = max(_trailing_links(behind), len(names))
    title = found["title"].strip('*"“”')
    return f"{behind[:cut].rstrip(' .')}. **{title}** {behind[cut:]}"


def _open_bold(before: str, rest: str) -> str:
    """Balances bold marks where the label stands within them (``**S01E01 - Name**``).

    ``before`` is the text up to the names; bold marks that open right before them count as theirs.
    """
    return f"**{rest}" if before.count("**") % 2 and not rest.startswith("**") else rest


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
        if paren and closing > 0 and not _is_date(rest[paren.end() : closing]):
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
        found = re.match(
            r"(?:[^(.–—\[*]|(?<=\b\w)\.|(?<=\b[DMP]r)\.|(?<=Prof)\.|(?<=Mrs)\.)+", rest
        )
        names, at = (found[0], found.end()) if found else ("", 0)
        paren = re.compile(r"\s*(?=\()").match(rest, at)
        if paren and (closing := balanced(rest, paren.end())) > 0:
            affiliations, at = [rest[paren.end() + 1 : closing - 1]], closing
    rest = rest[at:]
    affiliation = affiliations[0] if affiliations else ""
    if not affiliations and (
        dashed := re.match(r"\s*(?:[-–—]|,)\s+([^*\[]+?)\s*[.,;–—-]\s+(?=\S)", rest)
    ):
        stamp = find_date(rest)
        if not stamp or dashed.end(1) <= stamp.spans[0][0]:
            affiliation, rest = dashed[1], rest[dashed.end() - 1 :]
    return names, plain(affiliation), rest


def _leading_name(rest: str, at: int) -> int:
    """Where the bold or linked name that begins at ``at`` (after a joiner) ends; 0 for none."""
    joiner = re.compile(r"\s*(?:,?\s*(?:and|&|with)\s+|[,;]\s*)?").match(rest, at)
    start = joiner.end() if joiner else at
    if rest.startswith("**", start):
        closing = rest.find("**", start + 2)
        return closing + 2 if closing > 0 else 0
    for link in links(rest):
        if link.start == start:
            return link.end
    return 0


def _next_joins(rest: str, at: int) -> bool:
    """Whether another bold or linked name follows, joined by a comma or "and"."""
    found = re.compile(r"\s*(?:,?\s*(?:and|&|with)\s+|[,;]\s*)(?=\*\*|\[)").match(rest, at)
    return found is not None


def _is_date(text: str) -> bool:
    stamp = find_date(text)
    return stamp is not None and not has_words(blank(text, list(stamp.spans)).replace(" at ", "  "))
