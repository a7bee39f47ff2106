r"""What may stand inside a paragraph of an abstract: emphasis, links, code, mathematics.

All else is text. kramdown would read much more into a paragraph: HTML, attribute lists,
footnotes, references, tables. So the text is not searched for what is dangerous: what is
understood is written again in a form that both kramdown and its GFM parser read in one way, and
everything else is escaped.

Brackets and emphasis are paired with one pass over the tokens, so that hostile text costs no
more than other text.
"""

import re
from typing import NamedTuple

from lgtui.pages.escape import url

_TOKEN = re.compile(
    r"(?P<escape>\\[\\.*_+`<>()\[\]{}\#!:|\"'$=~-])"
    r"|(?P<ticks>`+)"
    r"|(?P<math>\$\$(?!\$)(?=[^$])(?:[^$\\]|\\.|\$(?!\$))+\$\$(?!\$))"
    r"|(?P<run>\*+|_+)"
    r"|(?P<open>!?\[)"
    r"|(?P<close>\])",
    re.DOTALL,
)
_TEXT = re.compile(
    r"\\|[|`\[\]*_]|\{(?=[{%:#./]|$)|(?:^|(?<=\{))\{|<(?![ =])|>(?=>)|(?<=>)>"
    r"|\$(?=\$|$)|(?<=\$)\$|^\$|~(?=~|$)"
)
_TARGET = re.compile(
    r"\(\s*(?:<(?P<pointed>[^<>\n]*)>|(?P<bare>[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*))"
    r"(?:\s+(?:\"(?P<double>[^\"\n]*)\"|'(?P<single>[^'\n]*)'))?\s*\)"
)
_ATTRIBUTE = re.compile(r"[^\w .,;:!?()/+-]", re.ASCII)


class _Token(NamedTuple):
    """A piece of text: ``kind`` text, ready (written as it is), run, open or close."""

    kind: str
    text: str
    opens: bool = False
    closes: bool = False
    target: str = ""


def spans(text: str, strong: bool = False) -> str:
    """A paragraph's text for the page, its line ends kept; ``strong`` where it is bold already.

    A line may begin with something that opens a block: that is the caller's to escape.
    """
    return _written(_tokens(text), strong)


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    at = 0
    closing = _closing_ticks(text)
    while match := _TOKEN.search(text, at):
        if match.start() > at:
            found.append(_Token("text", text[at : match.start()]))
        token, at = _token(match, closing)
        found.append(token)
    if at < len(text):
        found.append(_Token("text", text[at:]))
    return found


def _token(match: re.Match[str], closing: dict[int, int]) -> tuple[_Token, int]:
    """The token that was found, and where it ends."""
    text, value, end = match.string, match[0], match.end()
    kind = match.lastgroup
    if kind == "ticks" and (close := closing.get(match.start())):
        return _Token("ready", _code(text[end:close], len(value))), close + len(value)
    if kind == "close" and (target := _TARGET.match(text, end)) and (written := _target(target)):
        return _Token("close", text[match.start() : target.end()], target=written), target.end()
    if kind == "escape":
        return _Token("ready", _kept_escape(value, text[end : end + 1])), end
    if kind == "math" and "lgtui" not in value:
        return _Token("ready", _math(value)), end
    if kind == "run":
        return _run(text, match.start(), end), end
    return _Token(kind if kind in ("open", "close") else "text", value), end


def _closing_ticks(text: str) -> dict[int, int]:
    """For each run of backticks that opens a code span, where the closing one begins."""
    if "`" not in text:
        return {}
    runs = [(run.start(), len(run[0])) for run in re.finditer(r"(?<!\\)`+", text)]
    following: dict[int, int] = {}
    found: dict[int, int] = {}
    for start, length in reversed(runs):
        if length in following:
            found[start] = following[length]
        following[length] = start
    return {start: close for start, close in found.items() if text[start:close].strip("` \n")}


def _kept_escape(value: str, after: str) -> str:
    if value == "\\~":
        return "&#126;"
    if value == "\\{" and after == "%":
        return "&#123;"
    if value == "\\\\" and after in ("", "\n"):
        return "&#92;" if not after else value
    return value


def _code(content: str, length: int) -> str:
    content = content.replace("\n", " ")
    if length > 1 or content.strip() != content:
        content = content.strip()
    if re.search(r"\{[{%]|\||lgtui:", content):
        return f"<code>{html(content)}</code>"
    longest = max((len(run) for run in re.findall("`+", content)), default=0)
    if not longest:
        return f"`{content}`"
    ticks = "`" * (longest + 1)
    return f"{ticks} {content} {ticks}"


def html(text: str) -> str:
    """Text inside an HTML element, free of anything that kramdown, Liquid or lgtui would read."""
    return re.sub(r"[&<>{|`*_\\$\[\]]|(?<=lgtui):", lambda match: f"&#{ord(match[0])};", text)


def _math(value: str) -> str:
    content = value[2:-2].replace("\n", " ").strip()
    content = re.sub(r"\{(?=[{%])", "{ ", content)
    content = re.sub(r"(?<!\\)\|", r"\\vert ", content.replace(r"\|", r"\Vert "))
    return f"$${content}$$"


def _run(text: str, start: int, end: int) -> _Token:
    before = text[start - 1] if start else ""
    after = text[end] if end < len(text) else ""
    opens = bool(after) and not after.isspace()
    closes = bool(before) and not before.isspace()
    if text[start] == "_":
        opens = opens and not (before.isalnum() or before in ("-", "_"))
        closes = closes and not after.isalnum()
    if end - start == 1:
        between_blanks = before == after == " "
        in_word = (
            text[start] == "_" and _is_letter(before) and (after.isalpha() or after.isdecimal())
        )
        if between_blanks or in_word:
            return _Token("ready", text[start])
    return _Token("run", text[start:end], opens and end - start < 4, closes and end - start < 4)


def _is_letter(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _target(match: re.Match[str]) -> str:
    address = match["pointed"] if match["pointed"] is not None else match["bare"]
    safe = url(address)
    if not safe:
        return ""
    title = match["double"] or match["single"]
    if not title:
        return f"({safe})"
    return f'({safe} "{_ATTRIBUTE.sub(lambda each: f"&#{ord(each[0])};", title)}")'


def _written(tokens: list[_Token], strong: bool) -> str:
    pairs = _links(tokens)
    _emphasis(tokens, pairs, strong)
    return "".join(pairs[at] if at in pairs else _literal(token) for at, token in enumerate(tokens))


def _literal(token: _Token) -> str:
    if token.kind == "ready":
        return token.text
    if token.kind == "run":
        return "\\" + "\\".join(token.text)
    return _TEXT.sub(_escaped, token.text)


def _escaped(match: re.Match[str]) -> str:
    if match[0] == "~":
        return "&#126;"
    if match[0] == "{" and match.string.startswith("%", match.end()):
        return "&#123;"
    at_end = match.end() == len(match.string)
    if match[0] == "\\" and at_end:
        return "&#92;"
    if match[0] == "<" and at_end:  # what follows may be an element of our own
        return "&lt;"
    return "\\" + match[0]


def _links(tokens: list[_Token]) -> dict[int, str]:
    """The brackets that make links, each with what is written for it."""
    written: dict[int, str] = {}
    stack: list[int] = []
    linked = -1
    for at, token in enumerate(tokens):
        if token.kind == "open":
            stack.append(at)
        elif token.kind == "close" and stack:
            start = stack.pop()
            footnote = tokens[start + 1].text.startswith("^")
            if token.target and at > start + 1 and linked < start and not footnote:
                written[start] = tokens[start].text
                written[at] = "]" + token.target
                if tokens[start].text == "[":
                    linked = at
    return written


_KINDS = {1: ("em",), 2: ("strong",), 3: ("em", "strong")}


def _emphasis(tokens: list[_Token], written: dict[int, str], strong: bool) -> None:
    """Pair runs of one length; no kind within itself and none across the edge of a link.

    Where the text is ``strong`` already, what would make it so is left out.
    """
    levels: list[dict[str, list[int]]] = [{}]
    last = dict.fromkeys(("em", "strong"), -1)
    for at, token in enumerate(tokens):
        if token.kind == "open" and at in written:
            levels.append({})
        elif token.kind == "close" and at in written:
            levels.pop()
        elif token.kind == "run" and len(token.text) < 4:
            waiting = levels[-1].setdefault(token.text, [])
            kinds = _KINDS[len(token.text)]
            if token.closes and waiting and waiting[-1] < at - 1:
                start = waiting.pop()
                if all(last[kind] < start for kind in kinds):
                    written[start] = written[at] = (
                        token.text[: len(token.text) % 2] if strong else token.text
                    )
                    last.update(dict.fromkeys(kinds, at))
                    for others in levels[-1].values():
                        while others and others[-1] > start:
                            others.pop()
                    continue
            if token.opens:
                waiting.append(at)
