"""Makers of records and of data files in every style a person might write them in."""

import datetime
from collections.abc import Container, Mapping
from types import MappingProxyType
from typing import Any

from hypothesis import strategies as st

from lgtui.model import (
    FIELDS,
    LISTS,
    TABLES,
    Link,
    Organizer,
    Pages,
    Records,
    Season,
    Series,
    Speaker,
    Talk,
    Wording,
    make_id,
)
from lgtui.store.record_edit import key, value

NASTY = (
    "",
    "a",
    "\n",
    "\n\nb",
    '"',
    '""',
    '"""',
    'x"""""y',
    "\\",
    "\\n",
    "\\u00e9",
    "'",
    "'''",
    "\r",
    "\r\n",
    "a\r\nb",
    "\t x \t",
    "[[talks]]",
    '\n[[talks]]\nid = "S01E01"\n',
    "# no comment",
    "\n# no comment\n",
    "\x00\x07\x1b\x7f\x85\u2028",
    "L👀king-Glass",
    "é\u0301\u202e",
    "x" * 95,
    " = ",
    "{ } ] [ , ",
)
"""Texts that break careless writers and readers."""

texts = st.one_of(
    st.sampled_from(NASTY),
    st.lists(st.sampled_from(NASTY), max_size=3).map("".join),
    st.text(st.characters(codec="utf-8"), max_size=12),
    st.sampled_from(
        ("Evaluation metrics", "Ann Lee", "https://example.org/a", "Two\n\nparagraphs")
    ),
)
moments = st.one_of(
    st.none(),
    st.dates(),
    st.datetimes().map(lambda moment: moment.replace(microsecond=0, fold=0)),
)
plain = st.recursive(
    st.one_of(
        st.integers(-5, 10**17),
        st.booleans(),
        st.floats(),
        texts,
        st.dates(),
        st.datetimes(timezones=st.sampled_from((None, datetime.UTC))).map(
            lambda moment: moment.replace(fold=0)
        ),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2), st.dictionaries(st.sampled_from("ab"), inner, max_size=2)
    ),
    max_leaves=3,
)
unknowns = st.one_of(
    st.just({}),
    st.just({}),
    st.dictionaries(st.sampled_from(("titel", "odd key", "x-1", "é")), plain, max_size=2),
).map(lambda found: tuple(found.items()))

speakers = st.builds(Speaker, texts, texts, texts, texts, unknowns)
links = st.builds(Link, texts, texts, unknowns)
ids = st.builds(make_id, st.integers(1, 4), st.integers(1, 3))
talks = st.builds(
    Talk,
    st.one_of(ids, ids, texts),
    texts,
    st.lists(speakers, max_size=3).map(tuple),
    texts,
    texts,
    st.sampled_from(("", "withheld")),
    texts,
    texts,
    moments,
    st.lists(links, max_size=2).map(tuple),
    unknowns,
)
seasons = st.builds(
    Season,
    st.integers(-1, 12),
    texts,
    moments,
    texts,
    st.sampled_from(("upcoming", "held", "")),
    st.integers(0, 2),
    unknowns,
)
organizers = st.builds(
    Organizer, texts, texts, texts, st.sampled_from(("at the", "of", "")), unknowns
)
RECORD = {"organizers": organizers, "seasons": seasons, "talks": talks}
wordings = st.builds(
    Wording, word_next=texts, word_tba=texts, months=texts, hour_style=texts, unknown=unknowns
)
legacies = st.sampled_from(
    ((), (), (), ("word_tba",), ("months", "word_next"), ("months", "word_tba", "word_at"))
)
"""Fields of the wording that a file has under ``[series]``, where older versions kept them."""

records = st.builds(
    Records,
    st.builds(Series, texts, texts, st.integers(0, 5), unknown=unknowns),
    st.builds(Pages, texts, texts, texts, texts, news_name=texts, unknown=unknowns),
    st.lists(organizers, max_size=2).map(tuple),
    st.lists(seasons, max_size=3).map(tuple),
    st.lists(talks, max_size=4).map(tuple),
    st.just(1),
    st.just(()),
    wordings,
    legacies,
)


@st.composite
def edited(draw: st.DrawFn, base: Records) -> Records:
    """The records after one or a few random edits, additions, deletions and moves."""
    new = base
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from((*TABLES, *LISTS, "legacy_wording")))
        if kind in RECORD:
            content = draw(_edited_list(kind, getattr(new, kind)))
        elif kind == "legacy_wording":
            content = draw(legacies)
        else:
            content = _with_field(draw, kind, getattr(new, kind), draw(st.just(records)))
        fields: dict[str, Any] = {kind: content}
        new = new._replace(**fields)
    return new


@st.composite
def _edited_list(draw: st.DrawFn, kind: str, before: tuple[Any, ...]) -> tuple[Any, ...]:
    items = list(before)
    action = draw(st.sampled_from(("edit", "edit", "edit", "add", "delete", "move")))
    if action == "add" or not items:
        items.insert(draw(st.integers(0, len(items))), draw(RECORD[kind]))
        return tuple(items)
    at = draw(st.integers(0, len(items) - 1))
    if action == "edit":
        items[at] = _with_field(draw, kind, items[at], RECORD[kind])
    else:
        item = items.pop(at)
        if action == "move":
            items.insert(draw(st.integers(0, len(items))), item)
    return tuple(items)


def _with_field(draw: st.DrawFn, kind: str, record: Any, source: st.SearchStrategy[Any]) -> Any:
    """The record with one field of another record in place of its own."""
    other = draw(source)
    other = getattr(other, kind) if isinstance(other, Records) else other
    field = draw(st.sampled_from(record._fields))
    return record._replace(**{field: getattr(other, field)})


@st.composite
def sources(draw: st.DrawFn, content: Records) -> bytes:
    """A data file that holds the records, formatted as oddly as TOML allows."""
    style = _Style(draw)
    lines = [style.comment(), "schema = 1", style.comment()]
    legacy = {name: getattr(content.wording, name) for name in content.legacy_wording}
    lines += style.table("[series]", "series", content.series, legacy)
    empty: dict[str, Any] = dict.fromkeys(legacy, "")
    wording = content.wording._replace(**empty)
    if wording != Wording() or draw(st.booleans()):
        lines += style.table("[wording]", "wording", wording, {}, legacy)
    lines += style.table("[pages]", "pages", content.pages)
    queues = {kind: list(getattr(content, kind)) for kind in RECORD}
    while any(queues.values()):
        kind = draw(st.sampled_from([kind for kind, queue in queues.items() if queue]))
        lines += style.table(f"[[{kind}]]", kind, queues[kind].pop(0))
    text = "\n".join(line for line in lines if line is not None)
    text = text if draw(st.booleans()) else text + "\n"
    bom = "\ufeff" if draw(st.integers(0, 9)) == 0 else ""
    return (bom + (text.replace("\n", "\r\n") if draw(st.booleans()) else text)).encode()


class _Style:
    """Draws how each thing is written."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.plain = draw(st.booleans())

    def pick(self, *choices: Any) -> Any:
        return choices[0] if self.plain else self.draw(st.sampled_from(choices))

    def comment(self) -> str | None:
        return self.draw(
            st.sampled_from((None, None, "", "# a comment", '  # [[talks]] "', "\n# x\n"))
        )

    def table(
        self,
        header: str,
        kind: str,
        record: Any,
        legacy: Mapping[str, str] = MappingProxyType({}),
        elsewhere: Container[str] = (),
    ) -> list[str | None]:
        lines = [self.comment(), header + self.pick("", " ", "  # end")]
        below: list[str] = []
        defaults = record._field_defaults
        fields = [field for field in FIELDS[kind] if field.name not in elsewhere]
        fields += [field for field in FIELDS["wording"] if field.name in legacy]
        if not self.plain and kind not in TABLES:
            fields = self.draw(st.permutations(fields))
        elif not self.plain and self.draw(st.booleans()):
            fields.reverse()
        for field in fields:
            written = field.name in legacy
            content = legacy[field.name] if written else getattr(record, field.name)
            alike = field.name.startswith("word_") or field.name.endswith("_template")
            absent = content == defaults.get(field.name, "")
            if absent and not written and (alike or not self.pick("", "written")):
                continue
            if content is None or (content == () and self.plain):
                continue
            if field.type == "links" and content and self.pick(False, True):
                for link in content:
                    below += [f"[[{kind}.links]]", *self.pairs("links", link)]
                continue
            name = self.pick(field.name, field.name, f'"{field.name}"')
            spaces = self.pick(" = ", "=", "   = ", "\t=\t")
            lines.append(
                self.pick("", "  ")
                + name
                + spaces
                + self.value(content, field.type)
                + self.pick("", " ", " # why", "#")
            )
            lines.append(self.pick(None, None, self.comment()))
        for name, content in record.unknown:
            lines.append(f"{key(name)} = {value(content)}")
        return [*lines, *below, self.pick("", None)]

    def pairs(self, kind: str, record: Any) -> list[str]:
        pairs = [
            f"{field.name} = {self.value(getattr(record, field.name), field.type)}"
            for field in FIELDS[kind]
        ]
        return pairs + [f"{key(name)} = {value(content)}" for name, content in record.unknown]

    def value(self, content: Any, type_: str) -> str:
        if isinstance(content, str):
            literal = not any(ord(c) < 32 or c in "'\x7f" for c in content)
            if literal and self.pick(False, True):
                quotes: str = self.pick("'", "'''")
                return quotes + content + quotes
            return value(content, self.pick(type_, "text", "line"))
        if isinstance(content, tuple):
            items = [
                "{"
                + self.pick(" ", "")
                + ", ".join(self.pairs(type_, item))
                + self.pick(" ", "")
                + "}"
                for item in content
            ]
            if self.pick(False, True) and items:
                lines = [
                    f"    {item}{self.pick(',', ', # note', ' # x' + chr(10) + ',')}"
                    for item in items
                ]
                return "\n".join(["[", *lines, *self.pick((), ("  # last",)), "]"])
            return "[" + ", ".join(items) + "]"
        return value(content, type_)
