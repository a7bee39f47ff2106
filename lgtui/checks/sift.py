"""Which texts a check has to look into, found by a few quick tests for each record.

Healthy data is the usual case and most of it is plain ASCII prose. What a check looks for leaves
a trace that ``in``, ``isascii`` or ``isprintable`` sees hundreds of times faster than a pattern;
only records with that trace are looked into field by field.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from lgtui.checks.fields import Text, lines_of, texts_of
from lgtui.model import Records


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
fastest way to see whether a text has anything else."""


def sift(records: Records, zone_names: tuple[str, ...]) -> Sifted:
    """Sorts out the texts that checks need to look into.

    Args:
        records: The records.
        zone_names: The abbreviations, or parts of them, that a date may contradict.
    """
    found = Sifted([], [], [], [], [])
    plain = _PLAIN
    for kind, at, record, parts, markdown in _records(records):
        lines = "\n".join(parts)
        if (
            f"{lines}\n{markdown}".encode("utf-8", "surrogatepass").translate(None, plain)
            or lines.count("\n") >= len(parts)
            or "  " in lines
            or " \n" in f"{lines}\n"
            or "\n " in f"\n{lines}"
            or " \n" in markdown
            or markdown[:1] == " "
            or "\n " in markdown
            or "<" in lines
            or "&" in lines
            or "{" in lines
            or "<" in markdown
            or "{" in markdown
            or ("[" in markdown and "](" in markdown)
            or _may_be_dated(f"{lines}\n{markdown}", zone_names)
        ):
            for text in texts_of(kind, at, record):
                _sort_out(found, text, zone_names)
    return found


def _may_be_dated(text: str, zone_names: tuple[str, ...]) -> bool:
    """Whether a text has the beginning of a year, and a zone's name."""
    if "20" in text or "19" in text:
        for name in zone_names:
            if name in text:
                return True
    return False


def _records(records: Records) -> Iterator[tuple[str, int, Any, list[str], str]]:
    """Kind and position of every record, the record, its one-line texts, and its Markdown."""
    series, pages = records.series, records.pages
    yield "series", 0, series, [series.name, series.timezone], ""
    yield "pages", 0, pages, list(pages[:4]), ""
    for at, organizer in enumerate(records.organizers):
        yield "organizers", at, organizer, list(organizer[:4]), ""
    for at, season in enumerate(records.seasons):
        lines = [season.theme, season.register_url, season.state]
        yield "seasons", at, season, lines, ""
    for at, talk in enumerate(records.talks):
        yield "talks", at, talk, lines_of(talk), f"{talk.abstract}\n{talk.bio}\n"


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
