"""Splits a mail into its labelled parts, and says where each ends."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from lgtui.importers.mail_asides import is_answer, is_aside, is_conditional
from lgtui.importers.mail_labels import (
    CLOSING_ALONE,
    CLOSING_START,
    FORM_HINTS,
    MailLabel,
    mail_label,
    split_inside,
)
from lgtui.importers.mail_text import ANOTHERS, CORE
from lgtui.importers.people import looks_like_name

LONG = ("abstract", "bio")


_PICTURE = re.compile(r"(?i)\[(?:image|cid)\b[^\]]*\]|<[\w .-]+\.(?:png|jpe?g|gif)>")
"""What a mail program leaves where a picture was."""


PLACE = re.compile(
    r"(?i)\b(?:univ|instit|colleg|school|hospital|cent(?:er|re|rum)|lab(?:s|oratory)?\b|departm|dept|inc\b|"
    r"gmbh|ltd|ag\b|research|academy|clinic|facult|foundation|google|deepmind|microsoft|meta\b|"
    r"museum|observator|library|station\b|nvidia|inria|cnrs|eth\b|epfl|mit\b|tu\b|ucl\b|kth\b|company|corporation|technolog|polytech|"
    r"hochschule|écol|ecole|politecn)"
)
"""Words that tell a place of work from a name."""


class Part(NamedTuple):
    """What follows one label, up to the next: lines with their places in the mail.

    ``level`` is that of the heading that the label is; 0 for none. ``asked`` tells a question of
    our own form, or one that is left already.
    """

    field: str
    name: str
    label: str
    lines: Sequence[tuple[int, str]]
    level: int = 0
    asked: bool = False

    @property
    def has_text(self) -> bool:
        """Whether the part has any text yet."""
        return any(line.strip() for _, line in self.lines)

    @property
    def text(self) -> str:
        """The lines as written, without blank ones around them."""
        return "\n".join(line.rstrip() for _, line in self.lines).strip("\n").strip()

    @property
    def at(self) -> int:
        """The label's place in the mail."""
        return self.lines[0][0]


def split_lines(lines: list[str]) -> list[str]:
    """Cut lines that hold several labels because their line ends were lost."""
    present = {found.field for line in lines if (found := mail_label(line))}
    wanted = CORE - present
    if len(wanted) == len(CORE):
        return lines
    return [
        piece
        for line in lines
        for piece in ([line] if line.startswith(ANOTHERS) else split_inside(line, wanted) or [line])
    ]


def mail_parts(lines: list[str]) -> tuple[list[Part], list[tuple[int, str]]]:
    """Split a mail into labelled parts and the lines that belong to none."""
    parts: list[Part] = []
    left: list[tuple[int, str]] = []
    current: Part | None = None
    growing: list[tuple[int, str]] = []
    filled: set[str] = set()
    after_blank = True
    for at, line in enumerate(lines):
        if line.startswith(ANOTHERS):
            current = None
            left.append((at, line))
            if asked := _asked_above(lines, at):
                growing = [(at, "")]
                current = Part(asked.field, "", asked.words, growing, asked=True)
                parts.append(current)
            after_blank = False
            continue
        found = mail_label(line)
        if found and not _is_label(found, current, after_blank, lines, at):
            found = None
        if found:
            growing = [(at, found.rest)]
            current = _begin(found, line, growing, filled, left)
            if current is not None:
                parts.append(current)
        elif current is not None and (
            _ends(current, line, after_blank)
            or _is_unknown_label(current, lines, at, after_blank)
            or (after_blank and (_is_sign_off(lines, at) or _begins_signature(lines, at)))
            or (after_blank and current.field == "bio" and _is_signature(current, lines, at))
        ):
            current = None
            left.append((at, line))
        elif current is None or _PICTURE.fullmatch(line.strip()):
            left.append((at, line))
        elif current.field == "consent" and _is_no_answer(current, line):
            current = None
            left.append((at, line))
        elif not current.has_text and (not line.strip() or _RULE.fullmatch(line)):
            continue  # the rule under a heading, or nothing yet
        else:
            growing.append((at, line))
            filled.add(current.field)
        after_blank = not line.strip()
    return [part._replace(lines=tuple(part.lines)) for part in parts], left


_RULE = re.compile(r"\s*[=~_*-]{3,}\s*")


def _is_no_answer(part: Part, line: str) -> bool:
    """Return whether a line below a question about the recording is none of its answer."""
    return not part.has_text and line.strip() != "" and not is_answer(line)


def _asked_above(lines: list[str], at: int) -> MailLabel | None:
    """Return the question of a quoted line that the speaker answers right below it."""
    if at + 1 >= len(lines) or lines[at + 1].startswith(ANOTHERS):
        return None
    found = mail_label(lines[at].lstrip(f"{ANOTHERS} "))
    asked = found is not None and found.field == "consent" and not found.rest.strip()
    return found if asked and _is_answered_below(lines, at) else None


def _is_answered_below(lines: list[str], at: int, *, plainly: bool = False) -> bool:
    below = next((line for line in lines[at + 1 : at + 4] if line.strip()), "")
    return not below.startswith(ANOTHERS) and is_answer(below, plainly=plainly)


def _begin(
    found: MailLabel,
    line: str,
    lines: list[tuple[int, str]],
    filled: set[str],
    left: list[tuple[int, str]],
) -> Part | None:
    """Open the part of a label; a heading of no field, or a second title, is left.

    Args:
        found: the label.
        line: its whole line.
        lines: the part's lines, which grow: what stands behind the label.
        filled: fields with text above; this one is added where text stands behind the label.
        left: what belongs to no part.
    """
    [(at, rest)] = lines
    if found.field == "other" or (found.field in ("title", "abstract") and found.field in filled):
        left.append((at, line))
        return None
    if rest.strip():
        filled.add(found.field)
    if found.aside and found.aside not in FORM_HINTS:
        left.append((at, f"{found.words} ({found.aside})"))
    signs = re.match(r"\s*(#{1,6})\s", line)
    level = len(signs[1]) if signs else 0
    asked = found.aside in FORM_HINTS
    return Part(found.field, found.name, found.words, lines, level, asked)


def _is_label(  # noqa: PLR0911 (a rule for each kind of label)
    found: MailLabel, current: Part | None, after_blank: bool, lines: list[str], at: int
) -> bool:
    """Return whether a label is one, and not the beginning of a sentence of the abstract."""
    if _is_bare_question(found, lines[at]):
        return _is_answered_below(lines, at, plainly=True)
    below_label = current is not None and not current.has_text and not found.marked
    if below_label and found.field == "consent" and found.rest.strip():
        # "Recording and publishing: a history" may well be a title.
        return _is_said(found.rest.strip())
    if current is None or current.field not in LONG or found.marked or not current.has_text:
        return True
    ended = after_blank or lines[at - 1].rstrip().endswith((".", "!", "?", ":"))
    broken = found.words[:1].islower() and not ended  # by a program, within a sentence
    if broken or found.field == current.field == "abstract":
        return False
    if found.field == "consent":
        said = found.rest.strip()
        short = len(said) <= LONGEST_ANSWER
        if found.aside in FORM_HINTS or (after_blank and short):
            return True
        return ended and (_is_said(said) if said else _is_answered_below(lines, at))
    if found.field == "video" and not _has_address(found.rest):
        plain = current.field == "bio" and len(found.rest) <= LONGEST_ANSWER
        return ended and (plain or _ANSWER.match(found.rest) is not None)
    if found.field in ("links", "website", "video"):
        below = any(_has_address(line) for line in lines[at + 1 : at + 3])
        return below if not found.rest.strip() else _has_address(found.rest)
    if found.field == "other":
        # "Note: …" is also how a sentence of a text begins.
        noted = found.words.lower() in ("note", "notes")
        return not noted and (after_blank or mail_label(lines[at - 1]) is not None)
    return True


def _is_said(text: str) -> bool:
    """Return whether a text behind a label about the recording may be what is said of it."""
    return _ANSWER.match(text) is not None or is_answer(text) or is_conditional(text)


def _is_bare_question(found: MailLabel, line: str) -> bool:
    """Return whether a label is a question about the recording with nothing that marks a label."""
    asks = found.field == "consent" and found.words.endswith("?") and not found.rest.strip()
    return asks and not found.marked and not line.rstrip().endswith(":")


_ANSWER = re.compile(
    r"(?i)\s*(?:yes|no|nothing|ja|nein|nej|nee|oui|non|denied|refused|please|bitte|fine|okay|ok|sure|of\s+course|you|not|only|"
    r"do\s+not|don['’]t|gladly|gerne|agreed|i\s+(?:agree|consent|would|do|am))\b"
)
"""How an answer begins to the question whether the recording may be shown."""


_OF_A_PERSON = re.compile(
    r"\s*(?:\[[^\]]*\]\()?<?(?:mailto:)?[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,}>?\)?\s*"
)


def _has_address(text: str) -> bool:
    if _OF_A_PERSON.fullmatch(text):
        return True
    return "://" in text or re.fullmatch(r"\s*(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?\s*", text) is not None


_SECTIONS = re.compile(
    r"(?i)(?:background|introduction|motivation|context|problem|objectives?|aims?|purpose|goals?|"
    r"materials?|methods?|methodology|approach|design|data|results?|findings|discussion|"
    r"conclusions?|outlook|significance|impact|limitations|summary|note|notes|example|question|"
    r"contributions?|hintergrund|ziele?|methoden?|ergebnisse?|fazit)"
)
"""What sections of a structured abstract are called: no labels of a mail."""


_PRIVATE = re.compile(
    r"(?i)\s*(?:[*_]{1,3})?(?:diet\w*|allerg\w*|food|meal|t-?shirt|size|arrival|travel|hotel|flight|address|"
    r"bank|iban|fee|phone|mobile|pronunciation|pronouns|emergency|birthday|dates?|available|availability|"
    r"slot|host|chair|moderator|accessib\w*|access\s+needs|needs|equipment|license|licence|contact)\b"
)
"""Beginnings of labels that no abstract has."""


_UNKNOWN = re.compile(
    r"\s*(?:[*_]{1,3})?([A-ZÄÖÜ][\w/&'’-]*(?:\s+[\w/&'’-]+){0,2})(?:[*_]{1,3})?:\s+\S"
)


LONGEST_ANSWER = 70
"""Signs that a line with an unknown label may have: longer ones are sentences."""


def _is_unknown_label(part: Part, lines: list[str], at: int, after_blank: bool) -> bool:
    """Return whether a line begins something that no field is for, such as ``Dietary needs: none``.

    In a running text only a short line on its own counts, behind a blank line or a full stop.
    """
    line = lines[at].strip()
    if heading := re.match(r"(#{1,6})\s+\S", line):
        # A heading below that of the text itself is the text's own.
        return part.field not in LONG or 0 < part.level >= len(heading[1])
    if part.field not in LONG or not part.has_text or len(line) > LONGEST_ANSWER:
        return False
    if part.field == "abstract" and not _PRIVATE.match(line):
        return False
    found = None if mail_label(line) else _UNKNOWN.match(line)
    if not found or _SECTIONS.fullmatch(found[1]):
        return False
    before = lines[at - 1].rstrip()
    after = lines[at + 1].strip() if at + 1 < len(lines) else ""
    alone = not after or mail_label(after) is not None or _UNKNOWN.match(after) is not None
    return alone and (after_blank or before.endswith((".", "!", "?")))


SHORTEST_BROKEN = 45
"""Signs that a line has at least which a mail program broke to fit a width."""


def _ends(part: Part, line: str, after_blank: bool) -> bool:
    """Return whether a line without a label does not belong to the part before it."""
    stripped = line.strip()
    if re.fullmatch(r"--\s?", line):
        return True
    if part.field not in LONG:
        # One paragraph: the first one after the label.
        return part.has_text and (
            not stripped or after_blank or _one_line_only(part) or not _goes_on(part, line)
        )
    if not stripped:
        return False
    if CLOSING_ALONE.fullmatch(stripped):
        return True
    return after_blank and CLOSING_START.match(stripped) is not None


def _goes_on(part: Part, line: str) -> bool:
    """Return whether a line belongs to the one above it, within a part of one paragraph."""
    if part.field == "speakers":
        # A speaker on each line, with or without a bullet.
        name = re.split(r"[,(–]| - ", re.sub(r"^\s*[-*•]\s+", "", line))[0]
        return looks_like_name(name) and not PLACE.search(name)
    if part.field == "consent" and (is_aside(line) or not is_answer(part.text + " " + line)):
        return False
    if part.field not in ("title", "affiliation", "consent"):
        return True
    if _UNKNOWN.match(line):
        return False
    # A second line belongs to a title only where a program broke the first one.
    first = len(part.lines[-1][1].strip()) + len(part.label) + 2
    return part.field == "consent" or first >= SHORTEST_BROKEN


def _is_signature(bio: Part, lines: list[str], at: int) -> bool:
    """Return whether a line is a signature: a name that the biography has."""
    words = lines[at].split()
    if not 1 <= len(words) <= 3 or not words[0][:1].isupper():
        return False
    after = next((line for line in lines[at + 1 : at + 30] if line.strip()), "")
    if after and not (CLOSING_START.match(after.strip()) or after.startswith(("--", ANOTHERS))):
        return False
    return set(words) <= set(re.findall(r"\w[\w'’-]*", bio.text))


def _is_sign_off(lines: list[str], at: int) -> bool:
    """Return whether a line ends a letter: a few words and a comma, above a name alone."""
    line = lines[at].strip()
    below = lines[at + 1].strip() if at + 1 < len(lines) else ""
    return (
        re.fullmatch(r"[^.!?:;,\d]{2,40},", line) is not None
        and len(line.split()) <= 5
        and re.fullmatch(r"[^\W\d_][\w'’-]*(?:\s+[^\W\d_][\w.'’-]*){0,2}[.!]?", below) is not None
        and below[:1].isupper()
    )


def _begins_signature(lines: list[str], at: int) -> bool:
    """Return whether a line is a name with a place of work or numbers below it, no sentences."""
    name = lines[at].strip()
    if not looks_like_name(name) or len(name) > LONGEST_ANSWER:
        return False
    below: list[str] = []
    for line in lines[at + 1 : at + 7]:
        if not line.strip():
            break
        below.append(line.strip())
    telling = any(re.search(r"\d{2}|\||@", line) or PLACE.search(line) for line in below)
    return telling and not any(line.endswith((".", "!", "?")) for line in below)


def _one_line_only(part: Part) -> bool:
    return part.field in ("website", "video", "links")
