"""A speaker's mail read into a talk: title, abstract, biography, who and where from.

People answer "please send title, abstract and bio" in their own order and layout, quoted,
hard-wrapped, bold or plain. What is recognised goes into the talk, every other line into what is
left, so that the organizer sees both before anything is taken.
"""

import re
from typing import NamedTuple

from lgtui.importing.inline import plain
from lgtui.importing.mail_labels import (
    CLOSING_ALONE,
    CLOSING_START,
    MailLabel,
    mail_label,
    split_inside,
)
from lgtui.importing.mail_talk import Part, name_and_place, talk_of
from lgtui.importing.paste import repaired_paste
from lgtui.importing.people import looks_like_name, split_prefix
from lgtui.model import Speaker, Talk

LONG = ("abstract", "bio")
CORE = frozenset(("title", "abstract", "bio", "speakers", "affiliation"))

_PICTURE = re.compile(r"(?i)\[(?:image|cid)\b[^\]]*\]|<[\w .-]+\.(?:png|jpe?g|gif)>")
"""What a mail program leaves where a picture was."""


class Mail(NamedTuple):
    """What a mail says of a talk.

    Attributes:
        talk: the talk, without an id.
        recognised: for each field that was found its name and its text, in the mail's order.
        left: every line that was not taken.
        notes: what was repaired or guessed on the way, one sentence each.
    """

    talk: Talk
    recognised: tuple[tuple[str, str], ...] = ()
    left: str = ""
    notes: tuple[str, ...] = ()


def read_mail(text: str) -> Mail:
    """Reads a mail; one without any label has nothing recognised and all of it left."""
    text, notes = repaired_paste(text)
    parts, left = _parts(_split(_unquoted(text.split("\n"))))
    talk, recognised, told, unused = talk_of(parts)
    if not talk.speakers:
        talk, recognised, told, left = _headed(talk, recognised, told, left, parts)
    left += unused
    lines = [line for _, line in sorted(left, key=lambda pair: pair[0])]
    return Mail(talk, recognised, _squeezed(lines), notes + told)


def _headed(
    talk: Talk,
    recognised: tuple[tuple[str, str], ...],
    told: tuple[str, ...],
    left: list[tuple[int, str]],
    parts: list[Part],
) -> tuple[Talk, tuple[tuple[str, str], ...], tuple[str, ...], list[tuple[int, str]]]:
    """Takes ``Ada Lovelace, University of X`` above the first label for the speaker."""
    for place in left:
        line = place[1].strip()
        if not parts or place[0] > parts[0].at or len(line) > 160:
            continue
        name, affiliation = name_and_place(line)
        if not affiliation or not looks_like_name(name):
            continue
        prefix, rest = split_prefix(plain(name))
        talk = talk._replace(
            speakers=(Speaker(rest, prefix),), affiliation=talk.affiliation or affiliation
        )
        found = (("speakers", name), ("affiliation", affiliation))
        note = f"Nobody was named as the speaker: “{line}” stands above the rest."
        return talk, (*found, *recognised), (*told, note), [one for one in left if one != place]
    return talk, recognised, told, left


def _unquoted(lines: list[str]) -> list[str]:
    """The lines without the ``>`` that mail programs put before what they quote."""
    return [re.sub(r"^(?:>[ ]?)+", "", line).rstrip("\t") for line in lines]


def _split(lines: list[str]) -> list[str]:
    """The lines, with those cut that hold several labels because their line ends were lost."""
    seen = {found.field for line in lines if (found := mail_label(line))}
    wanted = CORE - seen
    if len(wanted) == len(CORE):
        return lines
    return [piece for line in lines for piece in (split_inside(line, wanted) or [line])]


def _parts(lines: list[str]) -> tuple[list[Part], list[tuple[int, str]]]:
    """The labelled parts of a mail, and with their places the lines that belong to none."""
    parts: list[Part] = []
    left: list[tuple[int, str]] = []
    current: Part | None = None
    after_blank = True
    for at, line in enumerate(lines):
        found = mail_label(line)
        if found and not _believed(found, current, after_blank, lines, at):
            found = None
        if found:
            current = _begin(found, at, line, parts, left)
        elif current is not None and (
            _ends(current, line, after_blank)
            or (after_blank and current.field == "bio" and _signs(current, lines, at))
        ):
            current = None
            left.append((at, line))
        elif current is None or _PICTURE.fullmatch(line.strip()):
            left.append((at, line))
        elif not current.has_text and re.fullmatch(r"\s*[=~_*-]{3,}\s*", line):
            continue  # the rule under a heading
        else:
            current = current._replace(lines=(*current.lines, (at, line)))
            parts[-1] = current
        after_blank = not line.strip()
    return parts, left


def _begin(
    found: MailLabel, at: int, line: str, parts: list[Part], left: list[tuple[int, str]]
) -> Part | None:
    """Opens the part of a label; a heading of no field, or a second title, is left."""
    again = found.field in ("title", "abstract") and any(
        part.field == found.field and part.has_text for part in parts
    )
    if found.field == "other" or again:
        left.append((at, line))
        return None
    if found.aside:
        left.append((at, f"{found.words} ({found.aside})"))
    parts.append(Part(found.field, found.name, found.words, ((at, found.rest),)))
    return parts[-1]


def _believed(
    found: MailLabel, current: Part | None, after_blank: bool, lines: list[str], at: int
) -> bool:
    """Whether a label is one, and not the beginning of a sentence of the abstract."""
    if current is None or current.field not in LONG or found.marked or not current.has_text:
        return True
    if found.field in ("links", "website", "video"):
        below = any(_has_address(line) for line in lines[at + 1 : at + 3])
        return below if not found.rest.strip() else _has_address(found.rest)
    if found.field == current.field == "abstract":
        return False
    if found.field == "other":
        # "Note: …" is also how a sentence of a text begins.
        prose = found.words.lower() in ("note", "notes")
        return after_blank or (not prose and mail_label(lines[at - 1]) is not None)
    return True


def _has_address(text: str) -> bool:
    """Whether a text holds a web address, or is one without ``https://``."""
    return "://" in text or re.fullmatch(r"\s*(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?\s*", text) is not None


def _ends(part: Part, line: str, after_blank: bool) -> bool:
    """Whether a line without a label does not belong to the part before it."""
    stripped = line.strip()
    if re.fullmatch(r"--\s?", line):
        return True
    if part.field not in LONG:
        # One paragraph: the first one after the label.
        return part.has_text and (not stripped or after_blank or _one_line_only(part))
    if not stripped:
        return False
    if CLOSING_ALONE.fullmatch(stripped):
        return True
    return after_blank and CLOSING_START.match(stripped) is not None


def _signs(bio: Part, lines: list[str], at: int) -> bool:
    """Whether a line is a name under a letter: its last words, which the biography said before."""
    words = lines[at].split()
    if not 1 <= len(words) <= 3 or not words[0][:1].isupper():
        return False
    after = next((line for line in lines[at + 1 :] if line.strip()), "")
    if after and not CLOSING_START.match(after.strip()) and not after.startswith("--"):
        return False
    return set(words) <= set(re.findall(r"\w[\w'’-]*", bio.text))


def _one_line_only(part: Part) -> bool:
    """Whether a field is never broken over lines by a mail program."""
    return part.field in ("website", "video", "links", "speakers")


def _squeezed(lines: list[str]) -> str:
    """The lines as one text with single blank lines and none around it."""
    text = "\n".join(line.rstrip() for line in lines)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n")
