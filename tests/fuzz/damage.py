"""Real inputs, damaged at random: what editors, other programs and bad days make of them.

A number is the seed of one damaged input, so that whatever is found can be made again from it.
"""

import random
from collections.abc import Callable, Sequence

TOKENS = (
    '"""', "'''", '"', "'", "[[talks]]", "[[seasons]]", "[series]", "[pages]", "[wording]", "= ",
    "= [", "= {", "]", "}", "\\", "\\u0041", "\\ud800", "\\x00", "0x", "1e999", "nan", "-inf",
    "9" * 40, "1979-05-27", "9999-12-31T23:59:59", "0001-01-01", "12:61", "S99E99", "S0E0",
    "https://", "http://[::1", "javascript:", "\n", "\r\n", "\r", "\t", "\x00", "\x0b", "\x1b[2J",
    "\x7f", "\x85", "\u00a0", "\u200b", "\u202e", "\u2028", "\ufeff", "\ufffd", "\U0001f440", "é",
    "Ã©", "â€œ", "日本", "שלום", "#", "### ", "* ", "- ", "1. ", "> ", "|", "---", "***", "**", "_",
    "`", "```", "~~~", "<!--", "-->", "<b>", "</p>", "&amp;", "&#0;", "{{", "}}", "{%", "{:",
    "[x](", "](y)", "<!-- lgtui:next -->", "<!-- lgtui:end next 000000000000 -->", "<!-- lgtui:",
    "Title:",
    "Abstract:", "Speaker:", "Date:", "- : &a", "*a", "!!python/object:os.system", "? ", ", ,", ";",
    "=cmd|x", "Content-Type: text/html", "=?utf-8?q?=ff?=", "=C3=A9", "--", "-- ", "On x wrote:",
)  # fmt: skip
"""What means something to one of the formats, or to a terminal."""


def _cut(text: str, made: random.Random, others: Sequence[str]) -> str:
    start, end = sorted((_place(text, made), _place(text, made)))
    return text[:start] + text[end:] if end - start < len(text) // 2 else text[:end]


def _put_in(text: str, made: random.Random, others: Sequence[str]) -> str:
    at = _place(text, made)
    return text[:at] + made.choice(TOKENS) * made.choice((1, 1, 1, 2, 40)) + text[at:]


def _write_over(text: str, made: random.Random, others: Sequence[str]) -> str:
    at, token = _place(text, made), made.choice(TOKENS)
    return text[:at] + token + text[at + len(token) :]


def _say_twice(text: str, made: random.Random, others: Sequence[str]) -> str:
    start = _place(text, made)
    end = min(len(text), start + made.randrange(1, 400))
    return text[:end] + text[start:end] * made.choice((1, 1, 5)) + text[end:]


def _move_line(text: str, made: random.Random, others: Sequence[str]) -> str:
    lines = text.split("\n")
    line = lines.pop(made.randrange(len(lines)))
    lines.insert(made.randrange(len(lines) + 1), line)
    return "\n".join(lines)


def _splice(text: str, made: random.Random, others: Sequence[str]) -> str:
    other = made.choice(others)
    return text[: _place(text, made)] + other[_place(other, made) :]


def _indent(text: str, made: random.Random, others: Sequence[str]) -> str:
    lines = text.split("\n")
    at = made.randrange(len(lines))
    lines[at] = made.choice(("  ", "\t", "> ", "    - ")) + lines[at]
    return "\n".join(lines)


DAMAGES: tuple[Callable[[str, random.Random, Sequence[str]], str], ...] = (
    _cut, _put_in, _put_in, _write_over, _say_twice, _move_line, _splice, _indent,
)  # fmt: skip


def _place(text: str, made: random.Random) -> int:
    return made.randrange(len(text) + 1)


def damaged(seed: int, originals: Sequence[str]) -> bytes:
    """One of some texts, damaged once or up to eight times, at times also in its bytes.

    Args:
        seed: which damage.
        originals: the texts.
    """
    made = random.Random(seed)
    text = made.choice(originals)
    for _ in range(made.choice((1, 1, 2, 3, 8))):
        text = made.choice(DAMAGES)(text, made, originals)
    raw = bytearray(text.encode("utf-8", "surrogatepass"))
    if raw and made.random() < 0.3:
        for _ in range(made.choice((1, 1, 4))):
            at = made.randrange(len(raw))
            raw[at : at + made.choice((0, 1, 1))] = bytes([made.randrange(256)])
    return bytes(raw)
