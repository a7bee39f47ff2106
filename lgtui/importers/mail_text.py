"""Prepares a mail to be read: its plain text, whose words each line is, tags and entities."""

import html
import re
from typing import TYPE_CHECKING, NamedTuple

from lgtui.importers.mail_labels import mail_label

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

CORE = frozenset(("title", "abstract", "bio", "speakers", "affiliation"))
"""The fields whose labels tell whose words a mail's lines are."""

ANOTHERS = ">"
"""Begins a line that is quoted from somebody else, in the text that is read."""


_HEADERS = re.compile(r"(?:From .*\n)?(?:[A-Za-z][\w-]*:.*\n(?:[ \t].*\n)*)+\n")
_OF_A_MESSAGE = re.compile(r"(?im)^(?:MIME-Version|Content-Type|Message-ID|Received|Return-Path):")
_SHOWN = ("From", "Date", "Subject", "To")


LONGEST_RUN = 200
"""Repetitions of one sign that mean no more than so many: without end they cost time, not words."""

_LONG_RUN = re.compile(rf"([^\w\n])\1{{{LONGEST_RUN},}}+")


class Sender(NamedTuple):
    """Who a message is from, each part ``""`` where it is not told."""

    name: str = ""
    address: str = ""

    @property
    def as_credit(self) -> str:
        """Return ``Ada Lovelace <ada@example.org>``; empty where a part is missing or odd."""
        odd = re.search(r"[<>\x00-\x1f\x7f]", self.name + self.address)
        if odd or not (self.name and "@" in self.address):
            return ""
        return f"{self.name} <{self.address}>"


def sender_of(raw: str) -> Sender:
    """Return whom a whole message is from; nobody where the text is none."""
    text = _unix(raw)
    headers = _HEADERS.match(text)
    if not headers or not _OF_A_MESSAGE.search(headers[0]):
        return Sender()
    from email import message_from_string
    from email.header import decode_header, make_header
    from email.utils import parseaddr

    message = message_from_string(headers[0])
    name, address = parseaddr(" ".join(str(message.get("From", "")).split()))
    try:
        name = str(make_header(decode_header(name)))
    except (LookupError, ValueError):
        name = ""  # an encoding that there is not: the address says who it is
    return Sender(name.strip(), address)


def _unix(raw: str) -> str:
    return raw.replace("\r\n", "\n").replace("\r", "\n")


def mail_text(raw: str) -> str:
    """Return the text of a mail, a whole message (RFC 5322, MIME) or a paste of one.

    Tags and entities that a mail program left in the text are resolved. Of quoted lines those
    are the speaker's in which most labels stand; what is quoted in them is somebody else's, and
    begins with :data:`ANOTHERS`.
    """
    text = _unix(raw)
    text = _LONG_RUN.sub(lambda found: found[1] * LONGEST_RUN, text)
    headers = _HEADERS.match(text)
    if headers and _OF_A_MESSAGE.search(headers[0]):
        text = _message_text(text)
    found: list[str] = []
    lines = text.split("\n")
    own = _end_of_reply(lines)
    lines[own:] = [f"{ANOTHERS} {line}" for line in lines[own:]]
    for line, anothers in _by_depth(lines):
        # A tag may end a line; what stood on one line is all of one person.
        sign = f"{ANOTHERS} " if anothers else ""
        found += [f"{sign}{part}" for part in without_tags(line).split("\n")]
    return "\n".join(found)


def _message_text(text: str) -> str:
    """Return the text of a message, below its main headers; attachments are named."""
    from email import message_from_bytes, policy

    message = message_from_bytes(text.encode("utf-8", "surrogateescape"), policy=policy.default)
    shown = {name: " ".join(_header(message, name).split()) for name in _SHOWN}
    lines = [f"{name}: {words}" for name, words in shown.items() if words]
    texts: dict[str, list[str]] = {"text/plain": [], "text/html": []}
    attached: list[str] = []
    for part in _leaves(message):
        kind = part.get_content_type()
        if kind in texts and not _is_attached(part):
            content = _content(part)
            if str(part.get_param("format", "")).lower() == "flowed":
                content = _unflowed(content, str(part.get_param("delsp", "")).lower() == "yes")
            texts[kind].append(content)
        else:
            attached.append(part.get_filename() or kind)
    content = "\n".join(texts["text/plain"])
    if not _has_labels(content) and texts["text/html"]:
        # Some programs write into the plain part only that there is another one.
        rich = "\n".join(map(text_of_html, texts["text/html"]))
        content = rich if not content.strip() or _has_labels(without_tags(rich)) else content
    lines += ["", content.replace("\r\n", "\n"), *(f"Attachment: {name}" for name in attached)]
    return "\n".join(lines)


def _header(message: "Message", name: str) -> str:
    """Return a header in plain text; one that hides line ends in a name as it is written."""
    try:
        return str(message[name] or "")
    except (ValueError, LookupError):
        return next(
            (f"{raw}" for key, raw in message.raw_items() if key.lower() == name.lower()), ""
        )


def _leaves(message: "Message") -> "Iterator[Message]":
    """Yield the parts of a message; a message that is attached is one, and not looked into."""
    todo = [message]
    while todo:
        part = todo.pop()
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            todo += reversed([each for each in inner if not isinstance(each, str)])
        else:
            yield part


def _is_attached(part: "Message") -> bool:
    """Tell whether a part is a file that goes along: one with a name, or said to be attached."""
    return bool(part.get_filename()) or part.get_content_disposition() == "attachment"


def _has_labels(text: str) -> bool:
    labels = map(mail_label, text.split("\n"))
    return any(label is not None and label.field in CORE for label in labels)


def _unflowed(text: str, delete: bool) -> str:
    """Return a text whose lines a mail program had flow (RFC 3676) with its paragraphs whole.

    Args:
        text: the text; a line that ends in a blank goes on in the next one.
        delete: the blank at such a line's end is none of the text.
    """
    found: list[tuple[str, str, bool]] = []
    for line in _unix(text).split("\n"):
        quoted = line[: len(line) - len(line.lstrip(">"))]
        rest = line[len(quoted) :].removeprefix(" ")
        goes_on = rest.endswith(" ") and rest != "-- "
        kept = rest[:-1] if goes_on and delete else rest
        if found and found[-1][2] and found[-1][0] == quoted and rest != "-- ":
            found[-1] = (quoted, found[-1][1] + kept, goes_on)
        else:
            found.append((quoted, kept, goes_on))
    return "\n".join(f"{quoted} {rest}" if quoted else rest for quoted, rest, _ in found)


def _content(part: "Message") -> str:
    """Return the text of a part, whatever it says of its encoding."""
    raw = part.get_payload(decode=True)
    raw = raw if isinstance(raw, bytes) else b""
    for charset in (part.get_content_charset() or "utf-8", "utf-8"):
        try:
            return raw.decode(charset)
        except (LookupError, UnicodeDecodeError):
            continue  # a mail may name an encoding that does not exist, or another one than it has
    return raw.decode("cp1252", "replace")


_HIDDEN = re.compile(r"(?i)<(style|script|head|title)\b|<!--")
_ENDS = {
    name: re.compile(rf"(?i)</{name}\s*>" if name else "-->")
    for name in ("style", "script", "head", "title", "")
}
DEEPEST = 50
"""How deep quotes lie in each other that are told apart: more signs cost time, and say nothing."""


def _without_hidden(page: str) -> str:
    """Return HTML without what no mail program shows."""
    found: list[str] = []
    at, open_ = 0, set[str]()
    while start := _HIDDEN.search(page, at):
        name = (start[1] or "").lower()
        # What is never closed hides nothing; its end is looked for once.
        end = None if name in open_ else _ENDS[name].search(page, start.end())
        if end is None:
            open_.add(name)
        found += [page[at : start.start()], "" if end else start[0]]
        at = end.end() if end else start.end()
    return "".join([*found, page[at:]])


def text_of_html(page: str) -> str:
    """Return the text of a mail that is HTML alone: a paragraph for each block."""
    page = _LONG_RUN.sub(lambda found: found[1] * LONGEST_RUN, _without_hidden(page))
    if "<blockquote" in page.lower():
        return _with_quotes(page)
    page = re.sub(r"(?<!\s)\s*\n\s*", " ", page)
    page = re.sub(r"(?i)(?<!\s)\s*<(?:p|div|h[1-6]|ul|ol|table|blockquote)\b[^<>]*>", "\n\n", page)
    return without_tags(page)


def _with_quotes(page: str) -> str:
    """Return the text of HTML in which what is quoted begins with signs, a line each."""
    found: list[str] = []
    depth = 0
    for piece in re.split(r"(?i)(<blockquote\b[^<>]*>|</blockquote\s*>)", page):
        if piece.lower().startswith("<blockquote"):
            depth += 1
        elif piece.lower().startswith("</blockquote"):
            depth = max(depth - 1, 0)
        else:
            sign = f"{ANOTHERS * min(depth, DEEPEST)} " if depth else ""
            found += [f"{sign}{line}" for line in text_of_html(piece).split("\n")]
    return "\n".join(found)


_TAGS = (
    "p|br|b|i|em|strong|u|s|a|div|span|ul|ol|li|h[1-6]|font|blockquote|pre|code|table|tbody|"
    "thead|tr|td|th|sub|sup|hr|html|body|center|small|big|o:p"
)
_TAG = re.compile(rf"(?i)</?(?:{_TAGS})(?:\s[^<>]*)?/?>")
_LINK = re.compile(
    r"""(?is)<a\s[^<>]*?href\s*=\s*["']?([^"'\s<>]+)["']?[^<>]*>(.{0,500}?)</a\s*>"""
)
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")


def without_tags(text: str) -> str:
    """Return a text with the tags and entities resolved that a mail program left in it.

    Only tags of HTML count: ``a < b`` and ``<ada@example.org>`` stay.
    """
    if "<" in text:
        text = _LINK.sub(lambda found: _linked(found[1], found[2]), text)
        text = re.sub(r"(?i)<br\s*/?>[ \t]*", "\n", text)
        text = re.sub(r"(?i)<li\b[^<>]*>\s*", "\n- ", text)
        text = re.sub(r"(?i)(?<=[.!?>])[ \t]*<p\b[^<>]*>", "\n\n", text)
        text = re.sub(r"(?i)</(?:p|div|h[1-6]|tr|ul|ol|table|blockquote)\s*>", "\n", text)
        text = _TAG.sub("", text)
    if "&" in text:
        text = _ENTITY.sub(lambda found: _sign(found[0]), text)
        text = _TAG.sub("", text)
    return text.rstrip("\n") if text.strip() else text.replace("\n", "")


def _sign(entity: str) -> str:
    sign = html.unescape(entity)
    return " " if sign in "\u00a0\u2002\u2003\u2009\u202f" else sign


def _linked(url: str, text: str) -> str:
    shown = _TAG.sub("", text).strip()
    bare = url.removeprefix("mailto:")
    return shown if not shown or shown.rstrip("/") == bare.rstrip("/") else f"[{shown}]({url})"


_SENDER = re.compile(r"(?i)\s*[*_]*(?:from|von|de|da|van|fra|från)[*_]*\s*:\s*\S")
_SENT = re.compile(
    r"(?i)\s*[*_]*(?:sent|date|gesendet|datum|envoyé|enviado|inviato|verzonden|sendt|skickat|data|"
    r"fecha)[*_]*\s*:"
)
_WROTE = re.compile(
    r"(?i)\s*(?:on|am|le|el|il(?:\s+giorno)?|op|den|em|på)\b.{5,250}\b(?:wrote|schrieb|a\s+écrit|"
    r"escribió|ha\s+scritto|schreef|skrev|escreveu)\b.{0,60}:?\s*$"
)
_ORIGINAL = re.compile(r"(?i)\s*[-_=*]{2,}\s*(?:original|ursprüngliche|message\s+d|begin|mensaje)")


def _end_of_reply(lines: list[str]) -> int:
    """Return the line from which a reply repeats the mail it answers, without quotation signs.

    That is a block of ``From:`` and ``Sent:``, or ``On Monday, … wrote:``. A forwarded mail has
    such a block above everything: only below the speaker's own answers it ends them.
    """
    answered = False
    for at, line in enumerate(lines):
        label = mail_label(line)
        if answered:
            block = _SENDER.match(line) and any(map(_SENT.match, lines[at + 1 : at + 4]))
            ahead = [" ".join(lines[at : at + count]) for count in (1, 2, 3)]
            starts = re.match(r"(?i)\s*(?:on|am|le|el|il|op|den|em|på)\b", line)
            if block or _ORIGINAL.match(line) or (starts and any(map(_WROTE.match, ahead))):
                return at
        if (
            label
            and label.field in CORE
            and (label.rest.strip() or "".join(lines[at + 1 :]).strip())
        ):
            answered = True
    return len(lines)


_QUOTED = re.compile(r"(?:(?:>|&gt;)[ ]?)+")


def _by_depth(lines: list[str]) -> list[tuple[str, bool]]:
    """Return the lines without quotation signs, and whether they are quoted from another."""
    quoted = [(found[0] if (found := _QUOTED.match(line)) else "") for line in lines]
    depths = [signs.count(">") + signs.count("&gt;") for signs in quoted]
    texts = [line[len(signs) :].rstrip("\t") for line, signs in zip(lines, quoted, strict=True)]
    if len(set(depths)) < 2:
        return [(text, False) for text in texts]
    labels = [mail_label(_TAG.sub("", text)) for text in texts]
    counts: dict[int, int] = {}
    for at, label in enumerate(labels):
        if label is None or label.field not in CORE:
            continue
        following = next((n for n in range(at + 1, len(texts)) if texts[n].strip()), None)
        answered = label.rest.strip() or (following is not None and labels[following] is None)
        if answered:
            counts[depths[at]] = counts.get(depths[at], 0) + 1
    own = max(counts, key=lambda depth: (counts[depth], -depth)) if counts else min(depths)
    return [(text, depth > own) for text, depth in zip(texts, depths, strict=True)]
