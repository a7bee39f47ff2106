"""Abstracts and bios: Markdown as its author meant it, with nothing that could harm the page."""

import re
from typing import NamedTuple

from lgtui.render.kramdown import LIST_END, escape, line_start, one_line, url

_MATH = r"\$\$(?!\$)(?=[^$])(?:[^$\\]|\\.|\$(?!\$))+\$\$(?!\$)"
MATH = re.compile(_MATH, re.DOTALL)
"""A formula of MathJax within a paragraph."""

_TOKEN = re.compile(
    r"(?P<escape>\\[\\.*_+`<>()\[\]{}\#!:|\"'$=~-])"
    r"|(?P<ticks>`+)"
    rf"|(?P<math>{_MATH})"
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
    """Return a paragraph as the page has it, by its lines; ``strong`` where it is bold already.

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
    """Return the token that was found, and where it ends."""
    text, value, end = match.string, match[0], match.end()
    kind = match.lastgroup
    if kind == "ticks" and (close := closing.get(match.start())):
        return _Token("ready", _code_span(text[end:close], len(value))), close + len(value)
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


def _code_span(content: str, length: int) -> str:
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
    """Return the brackets that make links, each with what is written for it."""
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


_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_ITEM = re.compile(r"([ ]*)([-*+]|[0-9]{1,3}\.)[ ]+(?=\S)")
_FENCE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})[ ]*([\w+#.-]*)[ ]*$")
_HEADING = re.compile(r"[ ]{0,3}#{1,6}[ ]+(?=\S)")
_RULE = re.compile(r"[ ]*(?:=+|-+|(?:([-*_])[ ]*)(?:\1[ ]*){2,})[ ]*$")
_SEPARATOR = re.compile(r"(?=.*\|)(?=.*-)[ |:+-]+$")
_CELL_END = re.compile(r"(?<!\\)\|")


def cleaned(text: str) -> str:
    """Return a Markdown text with plain line ends, without tabs and control characters."""
    return _CONTROL.sub("", _LINE_END.sub("\n", text)).expandtabs(4)


def is_list(text: str) -> bool:
    """Tell whether the last block of a rendered text belongs to a list."""
    return text.startswith("  ") or _ITEM.match(text) is not None


class Block:
    """A rendered block; ``inline`` is a paragraph without what guards the start of its line."""

    __slots__ = ("inline", "kind", "text")

    def __init__(self, kind: str, text: str, inline: str = "") -> None:
        self.kind, self.text, self.inline = kind, text, inline


def blocks(text: str, depth: int = 0) -> list[Block]:
    """Return the blocks of a Markdown text, ready for the page."""
    lines = cleaned(text).split("\n")
    found: list[Block] = []
    at = 0
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        block, at = _block(lines, at, depth)
        if found and found[-1].kind == block.kind == "list":
            found.append(Block("comment", LIST_END))
        found.append(block)
    return found


def _block(lines: list[str], at: int, depth: int) -> tuple[Block, int]:
    line = lines[at]
    if fence := _FENCE.match(line):
        end = _fence_end(lines, at, fence[1])
        if end:
            return Block("code", _code(lines[at + 1 : end], fence[2])), end + 1
    if heading := _HEADING.match(line):
        said = line[heading.end() :].rstrip()
        bare = said.rstrip("#")
        said = bare.rstrip() if bare.endswith(" ") else said
        return Block("heading", f"**{spans(said, strong=True)}**"), at + 1
    if line.lstrip().startswith(">") and depth < 3:
        return _quotation(lines, at, depth)
    if _starts_list(line) and depth < 3:
        return _list(lines, at)
    if "|" in line and at + 1 < len(lines) and _SEPARATOR.match(lines[at + 1].strip()):
        return _table(lines, at)
    end = at + 1
    while end < len(lines) and not _opens(lines, end, depth):
        end += 1
    return _paragraph(lines[at:end]), end


def _starts_list(line: str) -> bool:
    item = _ITEM.match(line)
    return item is not None and item[2] in ("-", "*", "+", "1.") and not _RULE.match(line)


def _opens(lines: list[str], at: int, depth: int) -> bool:
    """Tell whether a paragraph ends before this line."""
    line = lines[at]
    if not line.strip():
        return True
    if depth < 3 and (line.lstrip().startswith(">") or _starts_list(line)):
        return True
    if _HEADING.match(line):
        return True
    fence = _FENCE.match(line)
    return bool(fence and _fence_end(lines, at, fence[1]))


def _paragraph(lines: list[str]) -> Block:
    inline = _inline(lines)
    first, rest, others = inline.partition("\n")
    return Block("paragraph", line_start(first) + rest + others, inline)


def _inline(lines: list[str]) -> str:
    """Lines as one run of text; two blanks at the end of a line are a line break."""
    if any(_RULE.match(line) for line in lines):
        return "\n".join(
            (line_start(shown) if at else shown)
            for at, line in enumerate(lines)
            if (shown := escape(line) if _RULE.match(line) else spans(one_line(line)))
        )
    kept = [
        line.strip() + ("\\\\" if line.endswith("  ") and at < len(lines) - 1 else "")
        for at, line in enumerate(lines)
    ]
    first, *others = spans("\n".join(kept)).split("\n")
    return "\n".join([first, *map(line_start, others)])


def _fence_end(lines: list[str], at: int, fence: str) -> int:
    """Return the line that closes a fence, 0 for none; bounded, so hostile text stays cheap."""
    for end in range(at + 1, min(len(lines), at + 200)):
        line = lines[end].strip()
        if line.startswith(fence) and not line.strip(fence[0]):
            return end
    return 0


def fenced_lines(lines: list[str]) -> set[int]:
    """Return the positions of all lines of fenced code, its fences included."""
    found: set[int] = set()
    at = 0
    while at < len(lines):
        fence = _FENCE.match(lines[at])
        end = _fence_end(lines, at, fence[1]) if fence else 0
        found.update(range(at, end + 1) if end else ())
        at = max(at, end) + 1
    return found


def _code(lines: list[str], language: str) -> str:
    lines = [line.rstrip() for line in lines]
    text = "\n".join(lines)
    if re.search(r"\{[{%]|lgtui:", text):
        return f"<pre><code>{html(text)}</code></pre>"
    longest = max((len(run) for run in re.findall("~+", text)), default=0)
    fence = "~" * max(3, longest + 1)
    opening = f"{fence} {language}" if language else fence
    return "\n".join([opening, *lines, fence])


def _quotation(lines: list[str], at: int, depth: int) -> tuple[Block, int]:
    end = at
    while end < len(lines) and lines[end].lstrip().startswith(">"):
        end += 1
    inner = "\n".join(re.sub(r"^ *> ?", "", line) for line in lines[at:end])
    found = "\n\n".join(block.text for block in blocks(inner, depth + 1))
    return Block("quotation", "\n".join(f"> {line}".rstrip() for line in found.split("\n"))), end


def _list(lines: list[str], at: int) -> tuple[Block, int]:
    """Return a list with its nested lists, up to what is no part of it."""
    found = _List()
    blank = False
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            blank = True
        elif (marker := _ITEM.match(line)) and not _RULE.match(line) and found.takes(marker):
            found.item(marker, line[marker.end() :], blank)
            blank = False
        elif found.ends_at(line) or (
            not line.startswith("  ") if blank else _opens(lines, at, 0) and not marker
        ):
            break
        else:
            found.text(line, blank)
            blank = False
        at += 1
    return Block("list", found.finish()), at


class _Level(NamedTuple):
    """A list that is open: its column in the source, that of its text on the page, its number."""

    column: int
    text: int
    number: int


def _number(marker: re.Match[str]) -> int:
    """Return the number of an item, 0 for a bullet; -1 for ``0.``, which is never its turn."""
    return int(marker[2][:-1]) or -1 if marker[2][0].isdigit() else 0


class _List:
    """Writes a list: nested lists stand below their item's text, as kramdown wants it."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.levels: list[_Level] = []
        self.lead = ""
        self.pending: list[str] = []

    def takes(self, marker: re.Match[str]) -> bool:
        """Tell whether a marker is an item here: of its list's kind, and a number in turn.

        kramdown counts for itself, so a number out of turn would be lost: it is text.
        """
        level = self._level(len(marker[1]))
        number = _number(marker)
        if level is None:
            return number in (0, 1)
        if not number or not level.number:
            return number == level.number
        return number == level.number + 1 or number == level.number == 1

    def ends_at(self, line: str) -> bool:
        """Tell whether a line begins a list of the other kind, no deeper than this one."""
        marker = _ITEM.match(line)
        outer = self.levels[0]
        if not marker or _RULE.match(line) or len(marker[1]) > outer.column + 1:
            return False
        return marker[2] == "1." if not outer.number else not marker[2][0].isdigit()

    def _level(self, column: int) -> _Level | None:
        """Return the list that an item in this column continues; ``None`` if it begins one."""
        for level in reversed(self.levels):
            if level.column <= column:
                deeper = column >= level.column + 2 and len(self.levels) < 6
                return None if deeper and level is self.levels[-1] else level
        return self.levels[0] if self.levels else None

    def item(self, marker: re.Match[str], text: str, blank: bool) -> None:
        """Begins an item."""
        self._flush()
        if blank and self.written:
            self.written.append("")
        column = len(marker[1])
        level = self._level(column)
        if level is not None:
            del self.levels[self.levels.index(level) :]
            column = level.column
        margin = self.levels[-1].text if self.levels else 0
        self.lead = f"{' ' * margin}{marker[2]} "
        self.levels.append(_Level(column, len(self.lead), _number(marker)))
        self.pending = [text]

    def text(self, line: str, blank: bool) -> None:
        """A line that goes on with the item's paragraph, or begins another one."""
        if blank:
            self._flush()
            self.written.append("")
            self.lead = " " * self.levels[-1].text
        self.pending.append(line)

    def _flush(self) -> None:
        if self.pending:
            first, *others = _inline(self.pending).split("\n")
            margin = " " * len(self.lead)
            self.written.append(self.lead + line_start(first))
            self.written.extend(margin + other for other in others)
            self.pending = []

    def finish(self) -> str:
        """Return the whole list."""
        self._flush()
        return "\n".join(self.written)


def _table(lines: list[str], at: int) -> tuple[Block, int]:
    rows = [f"| {' | '.join(_cells(lines[at]))} |"]
    rows.append(
        "|" + "|".join(cell.strip() for cell in lines[at + 1].strip().strip("|").split("|")) + "|"
    )
    end = at + 2
    while end < len(lines) and "|" in lines[end]:
        rows.append(f"| {' | '.join(_cells(lines[end]))} |")
        end += 1
    return Block("table", "\n".join(rows)), end


def _cells(line: str) -> list[str]:
    line = line.strip().removeprefix("|")
    if _CELL_END.search(line[-2:]):
        line = line[:-1]
    return [spans(one_line(cell)) for cell in _CELL_END.split(line)]
