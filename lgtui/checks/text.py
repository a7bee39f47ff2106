"""Checks of the texts themselves: encoding, invisible characters, markup, blanks, empty fields."""

import re
from collections.abc import Iterator

from lgtui.checks.finding import Finding, make, shown
from lgtui.checks.index import Index, Sifted, Text
from lgtui.model import FIELDS, Records, Where


def garbled(index: Index, sifted: Sifted) -> Iterator[Finding]:
    """TEXT001: text that was read with a wrong encoding; one name on many talks is judged once."""
    verdicts: dict[str, list[tuple[int, int]]] = {}
    for text in sifted.unusual:
        value = text.value
        if value not in verdicts:
            from lgtui.text.encoding import looks_garbled

            verdicts[value] = looks_garbled(value)
        spans = verdicts[value]
        if spans:
            start, end = spans[0]
            while start and not text.value[start - 1].isspace():
                start -= 1
            while end < len(text.value) and not text.value[end].isspace():
                end += 1
            more = f" and {len(spans) - 1} more" if len(spans) > 1 else ""
            yield make(
                index.records,
                "TEXT001",
                text.where._replace(offset=spans[0][0]),
                f"{shown(text.value[start:end])}{more} was read with a wrong encoding on its way "
                "here: type it anew or paste it from its source",
            )


def invisible_characters(index: Index, sifted: Sifted) -> Iterator[Finding]:
    """TEXT002: characters that nobody sees; each field is reported once, at the first of them."""
    for text in sifted.unusual:
        if text.value.isprintable():
            continue
        from lgtui.text.control_chars import invisible

        found = invisible(text.value)
        if found:
            at = found[0][0]
            many = len(found) > 1
            yield make(
                index.records,
                "TEXT002",
                text.where._replace(offset=at),
                f"{len(found) if many else 'an'} invisible or control character{'s' * many} in "
                f"{shown(text.value[max(0, at - 20) : at + 20])}: "
                f"delete {'them' if many else 'it'}",
                fixable=True,
            )


_TAG = r"<(?:/?[A-Za-z][A-Za-z0-9-]*(?:[\s/][^<>]*)?>|!--|!\[CDATA\[|\?[a-z])"
_ENTITY = (
    r"&(?:amp|lt|gt|quot|apos|nbsp|[a-zA-Z]+(?:acute|grave|uml|cedil|tilde|circ)"
    r"|#x?[0-9a-fA-F]{2,6});"
)
_CODE = (
    r"(?ms)^(?:```|~~~).*?^(?:```|~~~)"
    r"|(?:\A|\n[ \t]*\n)(?:(?: {4}|\t)[^\n]*(?:\n|\Z))+"
    r"|(`+)(?!`).+?(?<!`)\1(?!`)"
)


def raw_markup(index: Index, sifted: Sifted) -> Iterator[Finding]:
    """TEXT003: HTML or Liquid; code in Markdown may hold HTML, since there it is meant so."""
    for text in sifted.markup:
        if text.type not in ("line", "text"):
            continue
        found = markup_at(text.value, markdown=text.type == "text")
        if found:
            offset, what = found
            yield make(
                index.records,
                "TEXT003",
                text.where._replace(offset=offset),
                f"{shown(what, 40)} is {'Liquid' if what[0] == '{' else 'HTML'}, which pages show "
                f"as it stands: write {'Markdown' if text.type == 'text' else 'plain text'}",
            )


def markup_at(text: str, *, markdown: bool) -> tuple[int, str] | None:
    """The first HTML tag or Liquid sign in a text with its offset; ``a < b`` is neither."""
    liquid = re.search(r"\{\{(?:.{0,60}?\}\})?|\{%(?:.{0,60}?%\})?", text, re.DOTALL)
    found: list[tuple[int, str]] = [(liquid.start(), liquid[0])] if liquid else []
    if "<" in text or "&" in text:
        bare = re.sub(_CODE, lambda code: " " * len(code[0]), text) if markdown else text
        tag = re.search(_TAG if markdown else f"{_TAG}|{_ENTITY}", bare)
        if tag:
            found.append((tag.start(), text[tag.start() : tag.end()]))
    return min(found) if found else None


def stray_blanks(index: Index, sifted: Sifted) -> Iterator[Finding]:
    """TEXT004: blanks and line breaks that mean nothing."""
    for text in sifted.blanks:
        tidy = tidied(text.value, text.type)
        if tidy != text.value:
            offset = first_difference(text.value, tidy)
            yield make(
                index.records,
                "TEXT004",
                text.where._replace(offset=offset),
                f"{_what_is_stray(text)}: delete",
                fixable=True,
            )


def first_difference(one: str, other: str) -> int:
    """The length of the beginning that two texts share, found by halving."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _what_is_stray(text: Text) -> str:
    """What kind of blank is too much, in words."""
    value = text.value
    if text.type == "text":
        return "blanks at the end of a line or before the text"
    if len(value.splitlines()) > 1 or value[-1:] in "\n\r":
        return f"a line break in {shown(value)}, which is one line"
    if value != value.strip():
        return f"blanks around {shown(value)}"
    return f"a double blank or a tab in {shown(value)}"


def tidied(value: str, type_: str) -> str:
    """A text without stray blanks; the one that ``--fix`` puts in.

    One-line texts lose blanks at their ends, and runs of blanks, tabs and line breaks inside
    become one blank. Markdown loses blanks at line ends, but for the two or more that break a
    line inside a paragraph, and up to three before its first word; code keeps all.
    """
    if type_ == "text":
        return _tidied_markdown(value)
    if type_ in ("url", "path", "choice"):
        return value.strip()
    if value.isascii() and value.isprintable() and "  " not in value:
        return value.strip()
    one_line = re.sub(r"[ \t\xa0]*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+[ \t\xa0]*", " ", value)
    return re.sub(r"[ \t\xa0]{2,}|\t", " ", one_line).strip()


def _tidied_markdown(value: str) -> str:
    """See ``tidied``."""
    if not ("\r" in value or " \n" in f"{value}\n" or "\t\n" in f"{value}\n" or value[:1] in " \n"):
        return value
    lines = value.replace("\r\n", "\n").split("\n")
    code = _code_lines(lines)
    for at, line in enumerate(lines):
        stripped = line.rstrip(" \t")
        if at in code or stripped == line:
            continue
        following = lines[at + 1].strip() if at + 1 < len(lines) else ""
        breaks = (
            stripped and following and line.endswith("  ") and "\t" not in line[len(stripped) :]
        )
        lines[at] = stripped + "  " * bool(breaks)
    return re.sub(r"\A(\n*) {1,3}(?=\S)", r"\1", "\n".join(lines))


def _code_lines(lines: list[str]) -> set[int]:
    """Positions of the lines of code: fenced, or indented by four blanks or a tab."""
    code: set[int] = set()
    fence = ""
    for at, line in enumerate(lines):
        start = line.lstrip(" ")
        if fence:
            code.add(at)
            if start.startswith(fence) and not start.strip("`~ \t"):
                fence = ""
        elif start.startswith(("```", "~~~")):
            fence = start[:3]
            code.add(at)
        elif line.startswith(("    ", "\t")) and line.strip():
            code.add(at)
    return code


def empty_fields(index: Index) -> Iterator[Finding]:
    """TEXT005: what every record needs, and what a talk needs once it was held."""
    records = index.records
    yield from _empty_outside_talks(index)
    for at, talk in enumerate(records.talks):
        if not talk.id.strip():
            yield _empty(records, Where("talks", at, "id"))
        for inner, items in (("speakers", talk.speakers), ("links", talk.links)):
            for number, item in enumerate(items):
                for name in _REQUIRED[inner]:
                    if not getattr(item, name).strip():
                        yield _empty(records, Where("talks", at, f"{inner}[{number}].{name}"))
        key = index.keys[at]
        if key and key[0] in index.held:
            for name, value in (("title", talk.title.strip()), ("speakers", talk.speakers)):
                if not value:
                    yield _empty(records, Where("talks", at, name), "the talk was held")


def _empty_outside_talks(index: Index) -> Iterator[Finding]:
    """What series, organizers and seasons need."""
    records = index.records
    for kind, at, record in (
        ("series", 0, records.series),
        *(("organizers", at, organizer) for at, organizer in enumerate(records.organizers)),
    ):
        for name in _REQUIRED[kind]:
            if not getattr(record, name).strip():
                yield _empty(records, Where(kind, at, name))
    for at, season in enumerate(records.seasons):
        if season.number == 0 and 0 not in index.by_season:
            yield _empty(records, Where("seasons", at, "number"))


_REQUIRED = {
    kind: tuple(field.name for field in fields if field.required and field.type != "integer")
    for kind, fields in FIELDS.items()
}


def _empty(records: Records, where: Where, why: str = "") -> Finding:
    """The finding that a field is empty."""
    reason = f", but {why}" if why else ""
    return make(records, "TEXT005", where, f"{_called(where.field)} is empty{reason}: fill it in")


def _called(field: str) -> str:
    """A field in words; people count speakers and links from 1."""
    item = re.fullmatch(r"(speaker|link)s\[([0-9]+)\]\.(\w+)", field)
    return f"the {item[3]} of {item[1]} {int(item[2]) + 1}" if item else field
