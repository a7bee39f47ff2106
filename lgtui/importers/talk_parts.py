"""Splits a text into its labelled parts: ``## Abstract``, ``**Speaker:** …``, ``Date: …``."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from lgtui.importers.columns import assign
from lgtui.importers.mail_labels import mail_label
from lgtui.importers.markdown_page import RULE, label
from lgtui.text.inline_markdown import has_words, unescape

FACTS = {
    "title": "title", "speakers": "speaker", "affiliation": "affiliation", "abstract": "abstract",
    "bio": "bio", "date": "date", "time": "time", "video": "video", "links": "links",
    "website": "speaker_url",
}  # fmt: skip
"""The facts a part can hold, by what the pages' and the mails' labels call them."""

_LABEL = re.compile(
    r"\s*(?:[*+-]\s+)?(?:(?P<mark>\*{1,3}|_{1,3})(?P<marked>[^*_:：]{1,60})"
    r"(?:[:：]\s*(?P=mark)|(?P=mark)\s*[:：])|(?P<bare>[^\W\d_][^*_:：\[\]()<>{}|.]{0,40})[:：](?!//))"
    r"(?:\s+|$)(?P<rest>.*)$"
)
_HEADING = re.compile(r" {0,3}(?P<level>#{1,6})\s+(?P<text>.*?)\s*#*\s*$")
_BOLD = re.compile(r"\s*(?P<mark>\*\*|__)(?P<text>[^*_]{1,60})(?P=mark)\s*[:：]?\s*$")


class Part(NamedTuple):
    """A labelled part: its fact, its label as written, its text, and its first line (from 0)."""

    fact: str
    label: str
    text: str
    at: int


class Parts(NamedTuple):
    """What a text consists of: its parts, and the lines (from 0) that stand under no label."""

    parts: tuple[Part, ...]
    rest: tuple[tuple[int, str], ...]

    @property
    def free_text(self) -> str:
        """The text that stands under no label."""
        return trimmed([line for _, line in self.rest])


def trimmed(lines: Sequence[str]) -> str:
    """Return lines as a text, without the blank lines and rules at both ends."""
    kept = [line.rstrip() for line in lines]
    while kept and _is_empty(kept[-1]):
        kept.pop()
    while kept and _is_empty(kept[0]):
        kept.pop(0)
    return "\n".join(kept).strip()


def _is_empty(line: str) -> bool:
    return not line.strip() or bool(RULE.fullmatch(line))


def fact_named(words: str) -> str:
    """Return the fact that a label stands for, as a list's column would; ``""`` for none."""
    words = unescape(words).strip(" *_:：")
    if not has_words(words) or len(words.split()) > 5:
        return ""
    if words.casefold() not in ("where", "series", "session", "slot", "who"):
        found = next(iter(assign([words], {})), "")
        if found in (*FACTS.values(), "slides", "register_url", "timezone"):
            return found
    if (named := label(f"{words}:")) and named.field in FACTS and not named.name:
        return FACTS[named.field]
    mail = mail_label(f"{words}:")
    return FACTS.get(mail.field, "") if mail and not mail.name and not mail.rest else ""


def split_parts(lines: Sequence[str], opaque: Sequence[bool] = ()) -> Parts:
    """Split lines into labelled parts.

    A heading or a line in bold that is a label opens a part that goes on to the next label, or to
    a heading of its own level; a label with its text behind it (``Speaker: Ada``) holds that
    paragraph, an abstract or biography also those that follow.

    Args:
        lines: the lines of one talk.
        opaque: for each line whether it is never read for facts; none where it is left out.
    """
    parts: list[tuple[str, str, int, list[str]]] = []
    rest: list[tuple[int, str]] = []
    level = 0
    is_open = False
    after_gap = True
    for at, line in enumerate(lines):
        hidden = at < len(opaque) and opaque[at]
        found = None if hidden else _label_of(line, after_gap or not is_open or _short(parts))
        heading = None if hidden else _HEADING.match(line)
        if found:
            fact, words, text, depth = found
            parts.append((fact, words, at, [text] if text.strip() else []))
            level, is_open = depth, True
        elif heading and (not level or len(heading["level"]) <= level):
            rest.append((at, line))
            is_open = False
        elif _is_empty(line):
            if is_open and parts and parts[-1][0] in ("abstract", "bio"):
                parts[-1][3].append("" if not line.strip() else line)
            elif is_open and parts and any(map(str.strip, parts[-1][3])):
                is_open = False
            elif not is_open:
                rest.append((at, line))
        elif is_open:
            parts[-1][3].append(line)
        else:
            rest.append((at, line))
        after_gap = not line.strip()
    made = (Part(fact, words, trimmed(text), at) for fact, words, at, text in parts)
    return Parts(tuple(one for one in made), tuple(rest))


def _short(parts: list[tuple[str, str, int, list[str]]]) -> bool:
    """Return whether the part that is open is a fact of one line, which a label may follow."""
    return not parts or parts[-1][0] not in ("abstract", "bio") or not parts[-1][3]


def _label_of(line: str, may_begin: bool) -> tuple[str, str, str, int] | None:
    """Return fact, label, text and heading level of a line that begins a part.

    A label without marks counts only where a paragraph begins: elsewhere it is a sentence.
    """
    if heading := _HEADING.match(line):
        fact = fact_named(heading["text"])
        return (fact, heading["text"], "", len(heading["level"])) if fact else None
    if (bold := _BOLD.match(line)) and (fact := fact_named(bold["text"])):
        return fact, bold["text"], "", 0
    found = _LABEL.match(line)
    if found and (found["marked"] or may_begin):
        words = found["marked"] or found["bare"]
        if fact := fact_named(words):
            return fact, words, found["rest"], 0
    return None
