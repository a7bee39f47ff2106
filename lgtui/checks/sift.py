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
            if _is_odd_line(text.value, zone_names):
                _sort_out(found, text, zone_names)
    for at, talk in enumerate(records.talks):
        parts = lines_of(talk)
        for number, part in enumerate(parts):
            if part and _is_odd_line(part, zone_names):
                field, type_ = line_fields(len(talk.speakers), len(talk.links))[number]
                _sort_out(found, Text(Where("talks", at, field), type_, part), zone_names)
        if talk.abstract and _is_odd_markdown(talk.abstract, zone_names):
            text = Text(Where("talks", at, "abstract"), "text", talk.abstract)
            _sort_out(found, text, zone_names)
        if talk.bio and _is_odd_markdown(talk.bio, zone_names):
            text = Text(Where("talks", at, "bio"), "text", talk.bio)
            _sort_out(found, text, zone_names)
    return found


def _small_records(records: Records) -> Iterator[tuple[str, int, Any]]:
    """Kind and position of all records but the talks, and the records."""
    yield "series", 0, records.series
    yield "pages", 0, records.pages
    for at, organizer in enumerate(records.organizers):
        yield "organizers", at, organizer
    for at, season in enumerate(records.seasons):
        yield "seasons", at, season


def _is_odd_line(line: str, zone_names: tuple[str, ...]) -> bool:
    """Whether a text of one line holds any trace."""
    return (
        not (line.isascii() and line.isprintable())
        or line[0] == " "
        or line[-1] == " "
        or "  " in line
        or "<" in line
        or "&" in line
        or "{" in line
        or _may_be_dated(line, zone_names)
    )


def _is_odd_markdown(text: str, zone_names: tuple[str, ...]) -> bool:
    """Whether a text of several lines holds any trace; single characters are found fastest."""
    return bool(
        text.encode("utf-8", "surrogatepass").translate(None, _PLAIN)
        or text[0] in " \n"
        or text[-1] == " "
        or "<" in text
        or "{" in text
        or ("\n" in text and " \n" in text)
        or ("[" in text and "](" in text)
        or _may_be_dated(text, zone_names)
    )


def _may_be_dated(text: str, zone_names: tuple[str, ...]) -> bool:
    """Whether a text has the beginning of a year, and a zone's name."""
    if "20" in text or "19" in text:
        for name in zone_names:
            if name in text:
                return True
    return False


def _sort_out(found: Sifted, text: Text, zone_names: tuple[str, ...]) -> None:
    """Lists a text under each trace that it holds."""
    value = text.value
    if value.encode("utf-8", "surrogatepass").translate(None, _PLAIN):
        found.unusual.append(text)
        found.blanks.append(text)
    elif text.type == "text":
        if " \n" in value or value[0] in " \n" or value[-1] == " ":
            found.blanks.append(text)
    elif "  " in value or "\n" in value or value != value.strip():
        found.blanks.append(text)
    if "<" in value or "{{" in value or "{%" in value or "&" in value:
        found.markup.append(text)
    if "](" in value:
        found.targets.append(text)
    if _may_be_dated(value, zone_names):
        found.zones.append(text)
