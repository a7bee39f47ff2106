"""Which texts a check has to look into, found by a few quick tests of each.

Healthy data is the usual case and most of it is plain ASCII prose. What a check looks for leaves
a trace that ``in``, ``isascii`` or ``isprintable`` sees hundreds of times faster than a pattern;
only texts with such a trace are looked into.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from lgtui.checks.fields import Text, line_fields, lines_of, texts_of
from lgtui.model import Records, Where


class Sifted(NamedTuple):
    """The texts that hold a trace; a text that is not listed has no such finding."""

    unusual: list[Text]
    """Some character beyond printable ASCII, line ends not counted."""

    markup: list[Text]
    """``<``, ``{{``, ``{%`` or ``&``."""

    blanks: list[Text]
    """Blanks doubled or at a line's start or end, line ends, or characters of ``unusual``."""

    zones: list[Text]
    """What may be the name of a time zone."""

    targets: list[Text]
    """A Markdown link."""


_UNUSUAL, _MARKUP, _BLANKS, _ZONES, _TARGETS = range(5)

_PLAIN = bytes(range(0x20, 0x7F)) + b"\n"
"""The bytes of printable ASCII and line ends. ``bytes.translate`` that deletes them is by far the
fastest way to see whether a long text has anything else."""


def sift(records: Records, zone_names: tuple[str, ...]) -> Sifted:
    """Sorts out the texts that checks need to look into.

    Args:
        records: The records.
        zone_names: The abbreviations, or parts of them, that a date may contradict.
    """
    found = Sifted([], [], [], [], [])
    for kind, at, record in _small_records(records):
        for text in texts_of(kind, at, record):
            for trace in _line_traces(text.value, zone_names):
                found[trace].append(text)
    known: dict[str, tuple[int, ...]] = {"": ()}
    for at, talk in enumerate(records.talks):
        for number, line in enumerate(lines_of(talk)):
            traces = known.get(line)
            if traces is None:
                traces = known[line] = _line_traces(line, zone_names)
            if traces:
                field, type_ = line_fields(len(talk.speakers), len(talk.links))[number]
                text = Text(Where("talks", at, field), type_, line)
                for trace in traces:
                    found[trace].append(text)
        for field, markdown in (("abstract", talk.abstract), ("bio", talk.bio)):
            traces = _markdown_traces(markdown, zone_names)
            if traces:
                text = Text(Where("talks", at, field), "text", markdown)
                for trace in traces:
                    found[trace].append(text)
    return found


def _small_records(records: Records) -> Iterator[tuple[str, int, Any]]:
    """Kind and position of all records but the talks, and the records."""
    yield "series", 0, records.series
    yield "pages", 0, records.pages
    for at, organizer in enumerate(records.organizers):
        yield "organizers", at, organizer
    for at, season in enumerate(records.seasons):
        yield "seasons", at, season


def _line_traces(line: str, zone_names: tuple[str, ...]) -> tuple[int, ...]:
    """The traces in a text of one line, as positions in ``Sifted``."""
    traces: tuple[int, ...] = ()
    if not (line.isascii() and line.isprintable()):
        traces = _UNUSUAL, _BLANKS
    elif "  " in line or line[:1] == " " or line[-1:] == " ":
        traces = (_BLANKS,)
    if "<" in line or "&" in line or "{" in line:
        traces = (*traces, _MARKUP)
    if _may_be_dated(line, zone_names):
        traces = (*traces, _ZONES)
    return traces


def _markdown_traces(text: str, zone_names: tuple[str, ...]) -> tuple[int, ...]:
    """The traces in a text of several lines; single characters are found fastest."""
    if not text:
        return ()
    traces: tuple[int, ...] = ()
    if text.encode("utf-8", "surrogatepass").translate(None, _PLAIN):
        traces = _UNUSUAL, _BLANKS
    elif text[0] in " \n" or text[-1] == " " or ("\n" in text and " \n" in text):
        traces = (_BLANKS,)
    if "<" in text or "{" in text:
        traces = (*traces, _MARKUP)
    if "[" in text and "](" in text:
        traces = (*traces, _TARGETS)
    if _may_be_dated(text, zone_names):
        traces = (*traces, _ZONES)
    return traces


def _may_be_dated(text: str, zone_names: tuple[str, ...]) -> bool:
    """Whether a text has the beginning of a year, and a zone's name."""
    if ("2" in text and "20" in text) or ("1" in text and "19" in text):
        for name in zone_names:
            if name in text:
                return True
    return False
