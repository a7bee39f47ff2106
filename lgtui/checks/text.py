"""Checks of the texts themselves: encoding, invisible characters, markup, blanks, empty fields."""

import re
from collections.abc import Iterator

from lgtui.checks.finding import Finding, make
from lgtui.checks.index import Candidates, Index, Text
from lgtui.model import (
    FIELDS,
    PARTS,
    TABLES,
    TEXT_TYPES,
    Records,
    Where,
    part_of,
    records_of,
    value_of,
)
from lgtui.text.control_chars import LINE_BREAKS, quoted
from lgtui.text.sequences import common_prefix


def garbled(index: Index, candidates: Candidates) -> Iterator[Finding]:
    """TEXT001: text that was read with a wrong encoding; one name on many talks is judged once."""
    verdicts: dict[str, list[tuple[int, int]]] = {}
    for text in candidates.unusual:
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
                f"{quoted(text.value[start:end])}{more} was read with a wrong encoding on its way "
                "here: type it anew or paste it from its source",
            )


def invisible_characters(index: Index, candidates: Candidates) -> Iterator[Finding]:
    """TEXT002: characters that nobody sees; each field is reported once, at the first of them."""
    for text in candidates.unusual:
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
                f"{quoted(text.value[max(0, at - 20) : at + 20])}: "
                f"delete {'them' if many else 'it'}",
                fixable=True,
            )


_TAG = r"<(?:/?[A-Za-z][A-Za-z0-9-]*(?:[\s/][^<>]*)?>|!--|!\[CDATA\[|\?[a-z])"
_ENTITY = (
    r"&(?:amp|lt|gt|quot|apos|nbsp|[a-zA-Z]+(?:acute|grave|uml|cedil|tilde|circ)"
    r"|#x?[0-9a-fA-F]{2,6});"
)
_CODE_SPAN = r"(?s)(`+)(?!`).+?(?<!`)\1(?!`)"


def raw_markup(index: Index, candidates: Candidates) -> Iterator[Finding]:
    """TEXT003: HTML or Liquid; code in Markdown may hold HTML, since there it is meant so."""
    for text in candidates.markup:
        if text.type not in ("line", "text"):
            continue
        found = markup_at(text.value, markdown=text.type == "text")
        if found:
            offset, what = found
            yield make(
                index.records,
                "TEXT003",
                text.where._replace(offset=offset),
                f"{quoted(what, 40)} is {'Liquid' if what[0] == '{' else 'HTML'}, which pages show "
                f"as it stands: write {'Markdown' if text.type == 'text' else 'plain text'}",
            )


def markup_at(text: str, *, markdown: bool) -> tuple[int, str] | None:
    """Return the first HTML tag or Liquid sign in a text with its offset; ``a < b`` is neither."""
    liquid = re.search(r"\{\{(?:.{0,60}?\}\})?|\{%(?:.{0,60}?%\})?", text, re.DOTALL)
    found: list[tuple[int, str]] = [(liquid.start(), liquid[0])] if liquid else []
    if "<" in text or "&" in text:
        bare = _without_code(text) if markdown else text
        tag = re.search(_TAG if markdown else f"{_TAG}|{_ENTITY}", bare)
        if tag:
            found.append((tag.start(), text[tag.start() : tag.end()]))
    return min(found) if found else None


def _without_code(text: str) -> str:
    """Return a Markdown text with blanks for its code, so that offsets stay."""
    lines = text.split("\n")
    for at in _code_lines(lines):
        lines[at] = " " * len(lines[at])
    return re.sub(_CODE_SPAN, lambda code: " " * len(code[0]), "\n".join(lines))


def stray_blanks(index: Index, candidates: Candidates) -> Iterator[Finding]:
    """TEXT004: blanks and line breaks that mean nothing."""
    for text in candidates.blanks:
        tidy = tidied(text.value, text.type)
        if tidy != text.value:
            offset = common_prefix(text.value, tidy)
            yield make(
                index.records,
                "TEXT004",
                text.where._replace(offset=offset),
                f"{_what_is_stray(text)}: delete",
                fixable=True,
            )


def _what_is_stray(text: Text) -> str:
    """Return what kind of blank is too much, in words."""
    value = text.value
    if text.type == "text":
        if value.endswith("\n\n") and _tidied_markdown(value) == f"{value.rstrip()}\n":
            return "blank lines at the end of the text"
        return "blanks at the end of a line or before the text"
    if len(value.splitlines()) > 1 or value[-1:] in "\n\r":
        return f"a line break in {quoted(value)}, which is one line"
    if value != value.strip():
        return f"blanks around {quoted(value)}"
    return f"a double blank or a tab in {quoted(value)}"


def tidied(value: str, type_: str) -> str:
    """Return a text without stray blanks; the one that ``--fix`` puts in.

    One-line texts lose blanks at their ends, and runs of blanks, tabs and line breaks inside
    become one blank. Markdown loses blanks at line ends, but for the two or more that break a
    line inside a paragraph, up to three before its first word, and blank lines at its end; code
    keeps all.
    """
    if type_ == "text":
        return _tidied_markdown(value)
    if type_ in ("url", "path", "choice"):
        return value.strip()
    if value.isascii() and value.isprintable() and "  " not in value:
        return value.strip()
    one_line = re.sub(rf"[ \t\xa0]*[\n\r{LINE_BREAKS}]+[ \t\xa0]*", " ", value)
    return re.sub(r"[ \t\xa0]{2,}|\t", " ", one_line).strip()


def _tidied_markdown(value: str) -> str:
    """See ``tidied``."""
    if value.endswith(("\n\n", "\n\r\n")):
        value = value.rstrip("\r\n") + "\n"
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
    """Return the positions of the lines of code.

    That is code in fences as the pages read it, and what is indented by four blanks or a tab
    below an empty line: it is no code to the pages, but was meant so.
    """
    from lgtui.render.markdown import fenced_lines

    code = fenced_lines(lines)
    for at, line in enumerate(lines):
        indented = line.startswith(("    ", "\t")) and bool(line.strip())
        if indented and (at == 0 or at - 1 in code or not lines[at - 1].strip()):
            code.add(at)
    return code


def empty_fields(index: Index) -> Iterator[Finding]:
    """TEXT005: what every record needs, and what a talk needs once it was held."""
    records = index.records
    yield from _empty_outside_talks(index)
    for at, talk in enumerate(records.talks):
        for name in _REQUIRED["talks"]:
            if not value_of(talk, name).strip():
                yield _empty(records, Where("talks", at, name))
        for inner in PARTS:
            for number, item in enumerate(value_of(talk, inner)):
                for name in _REQUIRED[inner]:
                    if not value_of(item, name).strip():
                        yield _empty(records, Where("talks", at, f"{inner}[{number}].{name}"))
        key = index.keys[at]
        if key and key[0] in index.held:
            for name, value in (("title", talk.title.strip()), ("speakers", talk.speakers)):
                if not value:
                    yield _empty(records, Where("talks", at, name), "the talk was held")


def _empty_outside_talks(index: Index) -> Iterator[Finding]:
    """Yield what series, organizers and seasons need."""
    records = index.records
    for kind in (*TABLES, "organizers", "seasons"):
        for at, record in enumerate(records_of(records, kind)):
            for name in _REQUIRED[kind]:
                if not value_of(record, name).strip():
                    yield _empty(records, Where(kind, at, name))
    for at, season in enumerate(records.seasons):
        if season.number == 0 and 0 not in index.by_season:
            yield _empty(records, Where("seasons", at, "number"))


_REQUIRED = {
    kind: tuple(field.name for field in fields if field.required and field.type in TEXT_TYPES)
    for kind, fields in FIELDS.items()
}


def _empty(records: Records, where: Where, why: str = "") -> Finding:
    """Return the finding that a field is empty."""
    reason = f", but {why}" if why else ""
    return make(records, "TEXT005", where, f"{_called(where.field)} is empty{reason}: fill it in")


def _called(field: str) -> str:
    """Return a field in words; people count speakers and links from 1."""
    part = part_of(field)
    return f"the {part[2]} of {part[0].removesuffix('s')} {part[1] + 1}" if part else field
