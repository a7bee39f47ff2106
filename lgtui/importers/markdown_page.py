"""Splits a page: its lines, what is opaque in it, its headings and labelled paragraphs."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from html.parser import HTMLParser
from typing import NamedTuple

from lgtui.importers import Note, PageText
from lgtui.text.inline_markdown import Link, atx_heading, bare_urls, links, unescape

RULE = re.compile(r"(?i) {0,3}(?:([-*_])(?:\s*\1){2,}\s*|<hr\s*/?>\s*)")
"""A rule across the page: three or more of one sign, or its tag."""


class Heading(NamedTuple):
    """A heading: its line (from 0), its level, and its text as written.

    ``underline`` is the line of signs below it in the Setext style, 0 for a heading without one.
    """

    at: int
    level: int
    text: str
    underline: int = 0

    @property
    def below(self) -> int:
        """The first line after the heading."""
        return max(self.at, self.underline) + 1


class Label(NamedTuple):
    """A labelled paragraph's start: ``* **Short bio A**: text``.

    ``field`` is the field meant; ``name`` what the label says besides (whose bio it is);
    ``label`` the label as written; ``rest`` what follows it, which begins at column ``at``
    (from 0) of the line.
    """

    field: str
    name: str
    label: str
    rest: str
    at: int


Lines = tuple[int, ...]
"""The lines (from 0) that a row of a table takes."""


LONGEST_RUN = 1000
"""Repetitions of one sign that a line of a page may have and still be read for facts."""

_ENDLESS = re.compile(rf"(.)\1{{{LONGEST_RUN},}}+")


def page_text(name: str, text: str) -> PageText:
    """Split a page into lines, marking front matter, comments and fenced code as opaque.

    So is a line with a sign repeated a thousand times: each pattern that looks for the end of a run
    would try each of its places, and nobody writes a fact so.
    """
    lines = tuple(text.split("\n"))
    opaque = [False] * len(lines)
    until = _front_matter(lines)
    for at in range(until):
        opaque[at] = True
    closing = ""
    for at in range(until, len(lines)):
        stripped = lines[at].strip()
        if closing:
            opaque[at] = True
            if _closes(stripped, closing):
                closing = ""
        elif opening := _opens(stripped):
            opaque[at] = True
            closing = opening
        else:
            comment = stripped.startswith("<!--") and stripped.endswith("-->")
            opaque[at] = comment or _ENDLESS.search(stripped) is not None
    return PageText(name, lines, tuple(opaque))


def is_html(page: PageText) -> bool:
    """Return whether a page is written in HTML throughout."""
    if re.search(r"(?i)\.(?:html?|xhtml)$", page.name):
        return True
    first = next((line for line in page.lines if line.strip()), "")
    return re.match(r"(?i)\s*<(?:!doctype\s+html|html)\b", first) is not None


_BLOCKS = frozenset("p div dt dd section article header footer main td th tr summary".split())
_SKIPPED = frozenset("script style head template svg".split())


class _Markdown(HTMLParser):
    """Writes HTML as Markdown: headings, items of lists, paragraphs, links and emphasis."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[tuple[int, str]] = []
        self.text: list[str] = []
        self.line = self.hidden = self.depth = 0
        self.lead = ""
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, or emphasis or a link in one."""
        if tag in _SKIPPED:
            self.hidden += 1
        if tag in ("ul", "ol"):
            self._end()
            self.depth += 1
        elif tag == "li":
            self._end("  " * (self.depth - 1) + "* ")
        elif re.fullmatch("h[1-6]", tag):
            self._end("#" * int(tag[1]) + " ")
        elif tag == "br":
            self._end("" if self.lead.endswith("# ") else "  " if "*" in self.lead else "")
        elif tag == "hr":
            self._end()
            self.blocks.append((self.getpos()[0] - 1, "---"))
        elif tag in _BLOCKS:
            self._end(self.lead if tag == "p" and self.lead and not self.text else "")
        elif tag == "a":
            self.addresses.append((dict(attrs).get("href") or "").replace(" ", "%20"))
            self.text.append("[" if self.addresses[-1] else "")
        elif tag in ("b", "strong", "i", "em", "cite"):
            self.text.append("**" if tag in ("b", "strong") else "*")
        elif tag in ("del", "s", "strike"):
            self.text.append("~~")

    def handle_endtag(self, tag: str) -> None:
        """End a block, or emphasis or a link in one."""
        if tag in _SKIPPED:
            self.hidden -= 1
        if tag in ("ul", "ol"):
            self._end()
            self.depth = max(self.depth - 1, 0)
        elif tag == "li" or tag in _BLOCKS or re.fullmatch("h[1-6]", tag):
            self._end()
        elif tag == "a" and self.addresses:
            address = self.addresses.pop()
            self.text.append(f"]({address})" if address else "")
        elif tag in ("del", "s", "strike"):
            self.text.append("~~")
        elif tag in ("b", "strong", "i", "em", "cite"):
            mark = "**" if tag in ("b", "strong") else "*"
            if self.text and self.text[-1] == mark:
                self.text.pop()
            else:
                self.text.append(mark)

    def handle_data(self, data: str) -> None:
        """Add text to the block."""
        if self.hidden > 0:
            return
        if not self.text and data.strip():
            self.line = self.getpos()[0] - 1 + data[: len(data) - len(data.lstrip())].count("\n")
        self.text.append(re.sub(r"\s+", " ", data))

    def close(self) -> None:
        """End the last block."""
        super().close()
        self._end()

    def _end(self, lead: str = "") -> None:
        text = "".join(self.text).strip()
        if re.sub(r"[*\s]", "", text):
            self.blocks.append((self.line, self.lead + re.sub(r"\*\*(\s+)", r"**\1", text)))
        self.text, self.lead = [], lead


def as_markdown(page: PageText, inside: bool = False) -> PageText:
    """Return a page in HTML as Markdown, each block at its line or soon after; others unchanged.

    Args:
        page: the page.
        inside: convert the blocks of HTML that stand between those of Markdown instead, and
            take quotations for paragraphs.
    """
    front = _front_matter(page.lines)
    if is_html(page):
        blocks = _converted(page.lines, front, len(page.lines))
    elif inside:
        blocks = []
        for first, last in _groups(page, front):
            if _HTML_BLOCK.match(page.lines[first]):
                blocks += _converted(page.lines, first, last)
            else:
                quoted = (_QUOTE.sub("", line) for line in page.lines[first:last])
                blocks += enumerate(quoted, first)
    else:
        return page
    lines = [*page.lines[:front]]
    before = -1
    for at, text in blocks:
        item = text.lstrip().startswith("* ") or text.startswith("  ") or at == before + 1
        while len(lines) < at or (lines and lines[-1].strip() and not item):
            lines.append("")
        lines.append(text)
        before = at
    return page_text(page.name, "\n".join([*lines, *[""] * (len(page.lines) - len(lines))]))


_HTML_BLOCK = re.compile(
    r"(?i) {0,3}</?(?:p|ul|ol|li|div|h[1-6]|dl|dt|dd|center|section|article|b|strong|a|i|em)\b"
)


_QUOTE = re.compile(r" {0,3}(?:> ?)+")
"""What a line of a quotation begins with."""


def _groups(page: PageText, front: int) -> Iterator[tuple[int, int]]:
    """Yield the first line and the one after the last of each stretch without blank lines."""
    first = front
    for at in range(front, len(page.lines) + 1):
        if at == len(page.lines) or not page.lines[at].strip():
            if at > first:
                yield first, at
            first = at + 1


def _converted(lines: Sequence[str], first: int, last: int) -> list[tuple[int, str]]:
    """Return lines of HTML as blocks of Markdown, each with its line (from 0)."""
    parser = _Markdown()
    parser.feed("\n" * first + "\n".join(lines[first:last]))
    parser.close()
    return parser.blocks


def _front_matter(lines: tuple[str, ...]) -> int:
    if lines[0].rstrip() != "---":
        return 0
    return next((at + 1 for at in range(1, len(lines)) if lines[at].rstrip() == "---"), 0)


def _opens(line: str) -> str:
    """Return what ends the opaque block that a line opens; ``""`` for no block."""
    if line.startswith("<!--") and "-->" not in line:
        return "-->"
    if fence := re.match(r"(`{3,}|~{3,})[^`]*$", line):
        return fence[1]
    if found := re.match(r"(?i)<(script|style|pre|iframe|form|table)\b", line):
        ending = f"</{found[1].lower()}>"
        return "" if ending in line.lower() else ending
    if re.match(r"\{%-?\s*(?:comment|raw)\b", line) and "end" not in line:
        return "{% end"
    return ""


def _closes(line: str, closing: str) -> bool:
    if closing[0] in "`~":
        return line.startswith(closing) and not line.strip(closing[0])
    if closing == "{% end":
        return re.search(r"\{%-?\s*end(?:comment|raw)\b", line) is not None
    return closing in line.lower()


class Table(NamedTuple):
    """A table of a page: its lines (from 0, the last one excluded), its columns and its rows."""

    first: int
    stop: int
    names: tuple[str, ...]
    rows: tuple[tuple[Lines, tuple[str, ...]], ...]


def tables(page: PageText) -> list[Table]:
    """Return the tables of a page, those with pipes and those in HTML, from top to bottom."""
    text = "\n".join(page.lines)
    found = list(_html_tables(page)) if "<table" in text.lower() else []
    if re.search(r"(?m)^.*\|.*\n\s*\|?\s*:?-+", text):
        found += _pipe_tables(page)
    return sorted(found)


def _pipe_tables(page: PageText) -> Iterator[Table]:
    from markdown_it import MarkdownIt

    shown = ("" if page.opaque[at] else line for at, line in enumerate(page.lines))
    tokens = MarkdownIt("commonmark").enable("table").parse("\n".join(shown))
    at, stop = 0, 0
    lines: Lines = ()
    rows: list[tuple[Lines, list[str]]] = []
    for token in tokens:
        if token.type == "table_open" and token.map:
            at, stop = token.map
            rows = []
        elif token.type == "tr_open":
            lines = tuple(range(*token.map)) if token.map else ()
            rows.append((lines, []))
        elif token.type in ("td_open", "th_open"):
            rows[-1][1].append("")
        elif token.type == "inline" and rows and rows[-1][1] and token.level > 2:
            rows[-1][1][-1] = token.content
        elif token.type == "table_close" and rows:
            head, *body = rows
            yield Table(at, stop, tuple(head[1]), tuple((own, tuple(all_)) for own, all_ in body))
            rows = []


class _HtmlCell(NamedTuple):
    """A cell as its tags say it: its text as inline Markdown, how far it reaches, if a heading."""

    text: str
    across: int
    down: int
    heads: bool


class _HtmlTables(HTMLParser):
    """Collects the rows of the outermost tables, each with its first line (from 0)."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[int, int, list[tuple[int, list[_HtmlCell]]]]] = []
        self.rows: list[tuple[int, list[_HtmlCell]]] = []
        self.depth = self.begun = 0
        self.text: list[str] | None = None
        self.shape = _HtmlCell("", 1, 1, False)
        self.address = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, row, cell or link."""
        given = {name: value or "" for name, value in attrs}
        line = self.getpos()[0] - 1
        if tag == "table":
            self.depth += 1
            if self.depth == 1:
                self.begun, self.rows = line, []
        if self.depth != 1:
            return
        if tag == "tr":
            self._end_cell()
            self.rows.append((line, []))
        elif tag in ("td", "th"):
            self._end_cell()
            self.rows = self.rows or [(line, [])]
            reach = [given.get(name, "") for name in ("colspan", "rowspan")]
            across, down = (int(each) if re.fullmatch("[1-9][0-9]?", each) else 1 for each in reach)
            self.text, self.shape = [], _HtmlCell("", across, down, tag == "th")
        elif self.text is not None and tag == "a":
            self.address = given.get("href", "").strip().replace(" ", "%20")
            self.text += ["["] if self.address else []
        elif self.text is not None and tag in ("br", "p", "div", "li"):
            self.text.append("\n")
        elif self.text is not None and tag in ("small", "i", "em"):
            self.text.append("*")
        elif self.text is not None and tag in ("del", "s", "strike"):
            self.text.append("~~")

    def handle_endtag(self, tag: str) -> None:
        """End a table, row, cell or link."""
        if tag == "table" and self.depth:
            self.depth -= 1
            if not self.depth:
                self._end_cell()
                self.found.append((self.begun, self.getpos()[0], self.rows))
        elif self.depth == 1 and tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag == "a" and self.address and self.text is not None:
            self.text.append(f"]({self.address})")
            self.address = ""
        elif tag in ("small", "i", "em", "del", "s", "strike") and self.text is not None:
            mark = "~~" if tag in ("del", "s", "strike") else "*"
            if self.text and self.text[-1].strip() == mark:
                self.text.pop()
            else:
                self.text.append(mark)

    def handle_data(self, data: str) -> None:
        """Add text to the cell."""
        if self.text is not None:
            self.text.append(re.sub(r"\s+", " ", data))

    def _end_cell(self) -> None:
        if self.text is not None:
            lines = (line.strip() for line in "".join(self.text).split("\n"))
            self.rows[-1][1].append(self.shape._replace(text="\n".join(filter(None, lines))))
        self.text, self.address = None, ""


def _html_tables(page: PageText) -> Iterator[Table]:
    """Yield the tables in HTML; a cell that reaches over several rows stands in each of them."""
    hidden = hidden_lines(page)
    parser = _HtmlTables()
    parser.feed("\n".join("" if at in hidden else line for at, line in enumerate(page.lines)))
    parser.close()
    for first, stop, rows in parser.found:
        grid = [(line, texts) for (line, _), texts in zip(rows, _grid(rows), strict=True)]
        if len(grid) < 2 or not rows[0][1]:
            continue
        begins = [line for line, _ in grid] + [stop - 1]
        body = tuple(
            (tuple(range(line, max(after, line + 1))), tuple(texts))
            for (line, texts), after in zip(grid[1:], begins[2:], strict=True)
        )
        yield Table(first, stop, tuple(grid[0][1]), body)


def _grid(rows: Sequence[tuple[int, Sequence[_HtmlCell]]]) -> list[list[str]]:
    """Return the texts of rows, column by column; a cell across several columns fills the first."""
    below: dict[int, tuple[int, str]] = {}
    found = []
    for _, cells in rows:
        texts: list[str] = []
        left = list(cells)
        while left or len(texts) in below:
            at = len(texts)
            if at in below:
                more, text = below.pop(at)
                texts.append(text)
                if more > 1:
                    below[at] = (more - 1, text)
                continue
            cell = left.pop(0)
            texts += [cell.text, *[""] * (cell.across - 1)]
            if cell.down > 1:
                below[at] = (cell.down - 1, cell.text)
        found.append(texts)
    return found


def hidden_lines(page: PageText) -> set[int]:
    """Return the lines (from 0) of front matter, comments and fenced code.

    A table in HTML is opaque to whoever reads lines, and no less to be read here.
    """
    hidden: set[int] = set()
    closing = ""
    for at, line in enumerate(page.lines):
        if not page.opaque[at]:
            closing = ""
            continue
        stripped = line.strip().lower()
        if not closing:
            closing = "table" if re.match(r"<(?:table|div|section|center)\b", stripped) else "other"
        if closing == "other":
            hidden.add(at)
        elif "</table" in stripped:
            closing = ""
    return hidden


_HTML_HEADING = re.compile(r"(?i)<h([1-6])\b[^<>]*>(.*?)</h\1>")


def html_headings(page: PageText) -> list[Heading]:
    """Return the headings in HTML that stand on one line each."""
    hidden = hidden_lines(page)
    return [
        Heading(at, int(found[1]), re.sub(r"<[^<>]*>", "", found[2]))
        for at, line in enumerate(page.lines)
        if at not in hidden
        for found in _HTML_HEADING.finditer(line)
    ]


def headings(page: PageText) -> list[Heading]:
    """Return the headings of a page; a line in bold counts as one of level 7."""
    found = []
    for at, line in enumerate(page.lines):
        if page.opaque[at]:
            continue
        if atx := atx_heading(line):
            found.append(Heading(at, *atx))
        elif bold := re.fullmatch(r"\s*\*\*([^*]+)\*\*\s*:?\s*", line):
            found.append(Heading(at, 7, bold[1]))
        elif _underlined(page, at):
            level = 1 if page.lines[at + 1].startswith("=") else 2
            found.append(Heading(at, level, line.strip(), at + 1))
    return found


def _underlined(page: PageText, at: int) -> bool:
    """Return whether a line is a heading in the Setext style: a paragraph of one line, underlined.

    A labelled line above a rule is none: a rule was meant there, whatever kramdown makes of it.
    """
    line = page.lines[at]
    if at + 1 >= len(page.lines) or page.opaque[at + 1]:
        return False
    alone = at == 0 or page.opaque[at - 1] or not page.lines[at - 1].strip()
    if not alone or not re.fullmatch(r"(?:=+|-+)\s*", page.lines[at + 1]):
        return False
    return re.match(r" {0,3}[^\s>|<\[]", line) is not None and not (
        content_of_bullet(line) or label(line) or RULE.fullmatch(line)
    )


NEXT = r"(?i)\W*(?:next|upcoming|forthcoming|coming(?: up)?)\b(?:\s+(?!talks? by)[\w-]+){0,2}\s*"
FURTHER = (
    r"(?i)\W*(?:following|later|further|subsequent|then|afterwards|after that|save the date)\b"
    r"(?:\s+(?!talks? by)[\w-]+){0,2}\s*(?=:)"
)
"""Begins the heading of a webinar that is planned after the next one; below that one only."""

PREVIOUS = r"(?i)\W*(?:previous|past|earlier|former|archived?)\b(?:\s+[\w-]+){0,3}\W*"
ORGANIZERS = r"(?i)\W*(?:the\s+)?(?:organi[sz]|hosts?\b|team\b).*"


def meaning(text: str) -> str:
    """Classify a heading: ``next``, ``previous``, ``organizers``; ``""`` for others."""
    text = unescape(text)
    if re.match(NEXT + r"(?:[:–—-]|$)", text):
        return "next"
    if re.fullmatch(PREVIOUS, text):
        return "previous"
    return "organizers" if re.fullmatch(ORGANIZERS, text) else ""


def end_of_section(page: PageText, start: Heading, all_headings: list[Heading]) -> int:
    """Return the line (from 0) at which the section of a heading ends.

    A heading of a deeper level belongs to the section, unless it begins one that is known.
    """
    for heading in all_headings:
        if heading.at <= start.at:
            continue
        if meaning(heading.text) and meaning(heading.text) != meaning(start.text):
            return heading.at
        if heading.level <= start.level and not names_a_talk(page, heading):
            return heading.at
    return len(page.lines)


def names_a_talk(page: PageText, heading: Heading) -> bool:
    """Return whether the first text below a heading is a talk's title, abstract or the like."""
    for at in range(heading.below, len(page.lines)):
        if page.lines[at].strip() and not page.opaque[at]:
            found = label(page.lines[at])
            return found is not None and found.field in (
                "title",
                "abstract",
                "bio",
                "website",
                "speakers",
            )
    return False


FIELD_WORDS = {
    "title": r"(?:talk\s+|presentation\s+)?title(?:\s+of\s+(?:the\s+)?talk)?|talk",
    "abstract": r"abstract|summary",
    "bio": r"(?:short\s+|speaker(?:'s)?\s+)?bio(?:graph(?:y|ies)|s|sketch)?|about the speakers?",
    "website": r"(?:personal\s+)?(?:web\s?(?:site|page)|home\s?page)s?|url",
    "video": r"(?:video|recording|youtube|watch)s?(?:\s+link)?",
    "links": r"slides|papers?|preprint|publications?|code|repository|github|poster|dataset|"
    r"resources|(?:further\s+)?links",
    "date": r"date(?:\s*(?:and|&|/)\s*time)?|when|day",
    "time": r"time|hour",
    "where": r"where|location|venue|place|zoom(?:\s+link)?|registration(?:\s+link)?|register|"
    r"meeting link",
    "speakers": r"(?:invited\s+)?(?:speaker|presenter)s?(?:\s+list)?",
    "affiliation": r"affiliation|institution",
    "theme": r"theme|topic",
    "others": r"moderators?|moderated by|moderation|chair(?:s|ed by)?|host(?:s|ed by)?|"
    r"discussants?|panel(?:lists?|ists?)?(?:\s+discussion)?|q\s?&\s?a",
    "calendar": r"add to(?:\s+(?:your\s+)?calendar)?",
}


@cache
def _label() -> re.Pattern[str]:
    fields = "|".join(f"(?P<{field}>{words})" for field, words in FIELD_WORDS.items())
    return re.compile(
        r"(?i)(?P<lead>\s*(?:(?:[*+-]|[0-9]{1,3}[.)])\s+)?)(?P<label>(?P<mark>\*{1,2}|_{1,2})?"
        rf"(?:{fields})(?P<name>\s[^:*\[\]().]{{1,60}}?|\s?\([^:*()]{{1,60}}\))?\s*"
        r"(?(mark)(?::\s*(?P=mark):?|(?P=mark)\s*:?)|:))\s*"
    )


def label(line: str) -> Label | None:
    """Read the label a line begins with; ``None`` without one.

    Understood are ``Title:``, ``**Title**:``, ``**Title:**``, ``* **Title**: …`` and, for a
    biography, whose it is: ``Short bio Ada Lovelace:``.
    """
    found = _label().match(line)
    if not found:
        return None
    field = next(name for name in FIELD_WORDS if found[name] is not None)
    name = (found["name"] or "").strip(" ()")
    if name and field != "bio":
        return None
    return Label(field, name, found["label"], line[found.end() :], found.end())


def content_of_bullet(line: str) -> tuple[str, int] | None:
    """Return text and column (from 0) of a list item at the margin, or ``None``."""
    found = re.match(r" {0,3}(?:[*+-]|[0-9]{1,3}[.)])\s+", line)
    return (line[found.end() :], found.end()) if found else None


def without_markers(page: PageText) -> tuple[PageText, list[Note]]:
    """Replace the marker lines of an earlier import by blank lines, and note each."""
    lines, opaque, notes = list(page.lines), list(page.opaque), []
    for at, line in enumerate(lines):
        if re.fullmatch(r"\s*<!--\s*lgtui:[^<>]*-->\s*", line):
            why = "a marker of an earlier import; new ones are put"
            notes.append(Note(page.name, at + 1, 1, "normalized", line.strip(), "", why))
            lines[at], opaque[at] = "", False
    return page._replace(lines=tuple(lines), opaque=tuple(opaque)), notes


def all_links(text: str) -> list[Link]:
    """Return the links and bare addresses of a text, in order."""
    return sorted([*links(text), *bare_urls(text)], key=lambda link: link.start)
