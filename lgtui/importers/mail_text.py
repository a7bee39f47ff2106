"""Prepares a mail to be read: its plain text, whose words each line is, tags and entities."""

import html
import re

from lgtui.importers.mail_labels import mail_label

ANOTHERS = ">"
"""Begins a line that is quoted from somebody else, in the text that is read."""


_HEADERS = re.compile(r"(?:[A-Za-z][\w-]*:[ \t].*\n(?:[ \t].*\n)*)+\n")
_OF_A_MESSAGE = re.compile(r"(?im)^(?:MIME-Version|Content-Type|Message-ID|Received|Return-Path):")
_SHOWN = ("From", "Date", "Subject", "To")


def mail_text(raw: str) -> str:
    """Return the text of a mail, a whole message (RFC 5322, MIME) or a paste of one.

    Tags and entities that a mail program left in the text are resolved. Of quoted lines those
    are the speaker's in which most labels stand; what is quoted in them is somebody else's, and
    begins with :data:`ANOTHERS`.
    """
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    headers = _HEADERS.match(text)
    if headers and _OF_A_MESSAGE.search(headers[0]):
        text = _message_text(text)
    found: list[str] = []
    for line, anothers in _by_depth(text.split("\n")):
        # A tag may end a line; what stood on one line is all of one person.
        sign = f"{ANOTHERS} " if anothers else ""
        found += [f"{sign}{part}" for part in without_tags(line).split("\n")]
    return "\n".join(found)


def _message_text(text: str) -> str:
    """Return the text of a message, below its main headers; attachments are named."""
    from email import message_from_bytes, policy

    message = message_from_bytes(text.encode("utf-8", "surrogateescape"), policy=policy.default)
    lines = [f"{name}: {message[name]}" for name in _SHOWN if message[name]]
    body = message.get_body(preferencelist=("plain", "html"))
    content = str(body.get_content()) if body is not None else ""
    if body is not None and body.get_content_subtype() == "html":
        content = text_of_html(content)
    attached = [
        part.get_filename() or part.get_content_type() for part in message.iter_attachments()
    ]
    lines += ["", content.replace("\r\n", "\n"), *(f"Attachment: {name}" for name in attached)]
    return "\n".join(lines)


_HIDDEN = re.compile(r"(?is)<(style|script|head|title)\b.*?</\1\s*>|<!--.*?-->")


def text_of_html(page: str) -> str:
    """Return the text of a mail that is HTML alone: a paragraph for each block."""
    page = _HIDDEN.sub("", page)
    page = re.sub(r"\s*\n\s*", " ", page)
    page = re.sub(r"(?i)\s*<(?:p|div|h[1-6]|ul|ol|table|blockquote)\b[^<>]*>", "\n\n", page)
    return without_tags(page)


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


_QUOTED = re.compile(r"(?:(?:>|&gt;)[ ]?)+")
CORE = ("title", "abstract", "bio", "speakers", "affiliation")
"""The fields whose labels tell whose words a mail's lines are."""


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
