"""Announcements of a season: for newsletters, mailing lists and social posts (pure)."""

import datetime
import html
import re
from collections.abc import Sequence
from functools import cache
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING, NamedTuple

from lgtui.model import (
    DataError,
    Link,
    Moment,
    Records,
    Season,
    Series,
    Talk,
    full_name,
    season_label,
)
from lgtui.render.date_format import day, hour, zone_name, zoned
from lgtui.render.kramdown import heading_end, link, one_line, plain, url
from lgtui.render.labels import USUAL, Words, words_of
from lgtui.render.markdown import labelled
from lgtui.render.webinar import season_talks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@cache
def _reader() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False})
    # A heading inside an abstract is no heading of the mail; code by indentation is an accident.
    reader.disable(["heading", "lheading", "code", "hr", "image", "html_block", "html_inline"])
    setattr(reader, "validateLink", _leads_to_the_web)  # noqa: B010 (a method, replaced as documented)
    return reader


def _leads_to_the_web(address: str) -> bool:
    return bool(url(address))


def _clean(text: str) -> str:
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def to_html(text: str) -> str:
    """A Markdown text as HTML blocks, one below the other, without a final line end."""
    return str(_reader().render(_clean(text))).rstrip("\n")


def to_plain(text: str) -> str:
    """A Markdown text as people write mails: no marks, links behind their words, ``-`` bullets."""
    return _blocks(_reader().parse(_clean(text)))


def _blocks(tokens: "Sequence[Token]") -> str:
    """Blocks below each other; list items and quotations behind their marks."""
    written: list[str] = []
    marks: list[str] = []  # what stands before the lines of each open list item or quotation
    pending = ""
    counters: list[int] = []
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            counters.append(int(token.attrs.get("start", 1)) if token.type[0] == "o" else 0)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            counters.pop()
        elif token.type == "list_item_open":
            mark = f"{counters[-1]}. " if counters[-1] else "- "
            counters[-1] += bool(counters[-1])
            pending = "".join(marks) + mark
            marks.append(" " * len(mark))
        elif token.type == "blockquote_open":
            marks.append("> ")
        elif token.type in ("list_item_close", "blockquote_close"):
            marks.pop()
        elif token.type in ("inline", "fence"):
            content = token.content.rstrip("\n") if token.type == "fence" else _inline(token)
            first, *others = content.split("\n")
            margin = "".join(marks)
            if written and not pending:
                mark = margin.rstrip()
                written.append(mark if written[-1].startswith(mark) else "")
            elif written and not _in_list(written[-1]):
                written.append("")
            written.append((pending or margin) + first)
            written += [margin + other for other in others]
            pending = ""
    return "\n".join(line.rstrip() for line in written)


def _in_list(line: str) -> bool:
    return bool(re.match(r"\s*(?:- |[0-9]+\. )", line))


def _inline(token: "Token") -> str:
    """The text of a paragraph; a link's address follows its words unless they are the same."""
    parts: list[str] = []
    opened: list[tuple[int, str]] = []
    for child in token.children or ():
        if child.type == "link_open":
            opened.append((len(parts), str(child.attrs.get("href", ""))))
        elif child.type == "link_close":
            at, address = opened.pop()
            words = "".join(parts[at:])
            if words != address:
                parts.append(f" ({address})")
        elif child.type == "softbreak":
            parts.append(" ")
        elif child.type == "hardbreak":
            parts.append("\n")
        elif child.type in ("text", "code_inline"):
            parts.append(child.content)
    return "".join(parts)


def escaped(text: str) -> str:
    """Plain text for HTML, also within a quoted attribute."""
    return html.escape(text)


class Labels(NamedTuple):
    """The words of an announcement that are no facts, as plain text: the series' own or these."""

    tba: str = "TBA"
    and_: str = "and"
    date: str = "When:"
    register: str = "Register here"
    speakers: str = "Speakers:"
    abstract: str = "Abstract:"
    bio: str = "Short bio:"


def labels(series: Series) -> Labels:
    """The words of a series; those it writes with Markdown's marks lose them."""
    own = {
        name: one_line(to_plain(getattr(series, f"word_{name.rstrip('_')}")))
        for name in Labels._fields
    }
    return Labels()._replace(**{name: text for name, text in own.items() if text})


_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


class Person(NamedTuple):
    """A name as it is read, and a home page, ``""`` for none."""

    name: str
    url: str


class TalkFacts(NamedTuple):
    """One talk; every text on one line but for ``abstract`` and ``bio``, which are Markdown.

    ``when`` is empty where the talk is given at the season's own time; ``who`` is the speakers'
    names in one row; ``affiliation`` may be empty, everything else then reads TBA.
    """

    people: tuple[Person, ...]
    who: str
    affiliation: str
    title: str
    abstract: str
    bio: str
    when: tuple[str, ...]
    links: tuple[Link, ...]


class Facts(NamedTuple):
    """What is announced; ``when`` has the series' own time first, then that in other zones."""

    series: str
    label: str
    theme: str
    cancelled: bool
    when: tuple[str, ...]
    register: str
    talks: tuple[TalkFacts, ...]
    organizers: tuple[Person, ...]
    labels: Labels

    @property
    def title(self) -> str:
        """One line that says what it is about: ``Series, webinar S09: Theme``."""
        name = f"{self.series}, webinar {self.label}" if self.series else f"Webinar {self.label}"
        return f"{'Cancelled: ' if self.cancelled else ''}{name}: {self.theme}"


def gather(records: Records, season: Season, zones: Sequence[str]) -> Facts:
    """Everything that an announcement of a season says.

    Raises:
        DataError: a zone is unknown.
    """
    words = labels(records.series)
    return Facts(
        one_line(records.series.name),
        season_label(season.number),
        one_line(season.theme) or words.tba,
        season.state == "cancelled",
        _times(records, season.start, zones, words),
        url(season.register_url),
        tuple(
            _talk_facts(records, season, talk, zones, words)
            for talk in season_talks(records, season)
        ),
        tuple(
            Person(name, url(each.url))
            for each in records.organizers
            if (name := one_line(each.name))
        ),
        words,
    )


def _talk_facts(
    records: Records, season: Season, talk: Talk, zones: Sequence[str], words: Labels
) -> TalkFacts:
    own = talk.date is not None and talk.date != season.start
    places = (one_line(each.affiliation) or one_line(talk.affiliation) for each in talk.speakers)
    several = any(each.affiliation for each in talk.speakers)
    people = tuple(
        Person(name, url(each.url)) for each in talk.speakers if (name := one_line(full_name(each)))
    )
    return TalkFacts(
        people,
        row([person.name for person in people], words.and_) or words.tba,
        "; ".join(dict.fromkeys(filter(None, places))) if several else one_line(talk.affiliation),
        one_line(talk.title) or words.tba,
        talk.abstract.strip() or words.tba,
        talk.bio.strip() or words.tba,
        _times(records, talk.date, zones, words) if own else (),
        tuple(
            Link(one_line(each.label), safe)
            for each in talk.links
            if (safe := url(each.url)) and one_line(each.label)
        ),
    )


def _times(
    records: Records, moment: Moment | None, zones: Sequence[str], words: Labels
) -> tuple[str, ...]:
    """When something is, as the series writes it; TBA while it is open."""
    series = records.series
    return times(moment, series.timezone, zones, words_of(series)) if moment else (words.tba,)


def times(moment: Moment, zone: str, zones: Sequence[str], words: Words = USUAL) -> tuple[str, ...]:
    """A moment in words, in its own zone and in others.

    ``("Monday 2 March 2026 at 3:00pm CET", "9:00am EST in New York", "11:00pm JST in Tokyo")``;
    another zone's day is named where it is another one, and a zone whose clock shows the same
    hour is left out.

    Raises:
        DataError: a zone is unknown.
    """
    if not isinstance(moment, datetime.datetime):
        return (_day(moment, words),)

    def clock(local: datetime.datetime) -> str:
        return hour(local, words.hour_style)

    here = zoned(moment, zone)
    found = [" ".join([_day(moment, words), words.at, clock(moment), zone_name(moment, zone)])]
    for name in dict.fromkeys(zones):
        # The hour may be one that the clocks skip: UTC stands between the two zones.
        utc = here.astimezone(datetime.UTC)
        try:
            there = utc.astimezone(zoned(moment, name).tzinfo)
        except DataError as error:
            raise DataError(
                f"the announcement's zones: {name!r} is no time zone; write one such as "
                "'America/New_York'"
            ) from error
        local = there.replace(tzinfo=None)
        if local == moment and there.utcoffset() == here.utcoffset():
            continue
        text = f"{clock(local)} {zone_name(local.replace(fold=there.fold), name)}"
        if local.date() != moment.date():
            text += f" on {_day(local, words)}"
        place = name.rpartition("/")
        found.append(f"{text} in {place[2].replace('_', ' ')}" if place[1] else text)
    return tuple(found)


def _day(moment: Moment, words: Words) -> str:
    """A day with its weekday: ``Monday 2 March 2026``; without where the months are no English."""
    written = day(moment, words)
    return written if words.months else f"{_WEEKDAYS[moment.weekday()]} {written}"


def row(words: Sequence[str], last: str = "and") -> str:
    """Words in a row: ``A``, ``A and B``, ``A, B and C``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def weight(text: str) -> int:
    """How long a text counts: 1 for letters of the narrow scripts, 2 for all other signs.

    That is how X weighs characters (an address counts in full here, and 23 there); Bluesky and
    Mastodon count less, so what fits by this rule fits there.
    """
    return len(text) + sum(map(len, _wide().findall(text)))


@cache
def _wide() -> re.Pattern[str]:
    """Runs of the characters that count twice."""
    return re.compile("[^\0-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]+")


def as_post(facts: Facts, length: int) -> str:
    """The post: of several wordings the richest that fits, else the shortest, cut with ``…``.

    Raises:
        DataError: not even the link fits.
    """
    words = facts.labels
    link = "" if facts.cancelled else f"{words.register}: {facts.register or words.tba}"
    room = length - (weight(link) + 1 if link else 0)
    if room < 20:
        raise DataError(f"--length: {length} is too short, the link alone takes {weight(link)}")
    wordings = _wordings(facts)
    head = next((words for words in wordings if weight(words) <= room), None)
    if head is None:
        head = _cut(wordings[-1], room)
    return f"{head}\n{link}\n" if link else f"{head}\n"


def _wordings(facts: Facts) -> list[str]:
    """Ways to say it, from the richest to the shortest."""
    if facts.cancelled:
        return [f"{facts.title}\n(was: {facts.when[0]})", facts.title]
    when, words = facts.when[0], facts.labels
    everywhere = f"{when} ({', '.join(facts.when[1:])})" if facts.when[1:] else when
    titled = [
        f"• {talk.who}: {talk.title}" if talk.title != words.tba else f"• {talk.who}"
        for talk in facts.talks
    ]
    names = [person.name for talk in facts.talks for person in talk.people]
    people = f"{words.speakers} {row(list(dict.fromkeys(names)), words.and_) or words.tba}"
    theme = f"{facts.label}: {facts.theme}"
    return [
        "\n".join([facts.title, everywhere, *titled]),
        "\n".join([facts.title, when, *titled]),
        "\n".join([facts.title, everywhere, people]),
        "\n".join([facts.title, when, people]),
        "\n".join([theme, when, people]),
        "\n".join([theme, when]),
    ]


def _cut(text: str, room: int) -> str:
    """The beginning of a text that fits, cut between words where it can be, and ``…``."""
    weights = accumulate(map(weight, text))
    fits = sum(1 for _ in takewhile(lambda total: total <= room - 2, weights))
    whole = text[:fits] if text[fits : fits + 1].isspace() else text[:fits].rpartition(" ")[0]
    cut = whole if weight(whole) > room // 2 else text[:fits]
    return cut.rstrip(" ,;:\n") + "…"


def as_plain(facts: Facts) -> str:
    """The whole text."""
    words = facts.labels
    blocks = [facts.title, _plain_when(f"{words.date} ", facts.when)]
    if not facts.cancelled:
        blocks[-1] += f"\n{words.register}: {facts.register or words.tba}"
        blocks += [block for talk in facts.talks for block in _plain_talk(talk, words)]
        if not facts.talks:
            blocks.append(f"{words.speakers} {words.tba}")
    if facts.organizers:
        blocks.append("--\n" + row([person.name for person in facts.organizers], words.and_))
    return "\n\n".join(blocks) + "\n"


def _plain_when(label: str, times: tuple[str, ...]) -> str:
    return ("\n" + " " * len(label)).join([f"{label}{times[0]}", *times[1:]])


def _plain_talk(talk: TalkFacts, words: Labels) -> list[str]:
    head = f"* {talk.who}{f' ({talk.affiliation})' if talk.affiliation else ''}\n  {talk.title}"
    if talk.when:
        head += "\n" + _plain_when(f"  {words.date} ", talk.when)
    blocks = [
        head,
        _plain_labelled(words.abstract, talk.abstract),
        _plain_labelled(words.bio, talk.bio),
    ]
    if talk.links:
        blocks.append("\n".join(f"{each.label}: {each.url}" for each in talk.links))
    return blocks


def _plain_labelled(label: str, text: str) -> str:
    """A text behind its label, or below it where it begins with a list or quotation."""
    body = to_plain(text)
    apart = body.startswith(("- ", "> ", "1. "))
    return f"{label}\n{body}" if apart else f"{label} {body}"


def as_markdown(facts: Facts) -> str:
    """The whole text."""
    words = Labels(*map(plain, facts.labels))
    blocks = [f"# {heading_end(plain(facts.title))}", _markdown_when(facts.when, words)]
    if not facts.cancelled:
        register = link(words.register, facts.register)
        blocks.append(register if facts.register else f"{words.register}: {words.tba}")
        blocks += [block for talk in facts.talks for block in _markdown_talk(talk, words)]
        if not facts.talks:
            blocks.append(f"**{words.speakers}** {words.tba}")
    if facts.organizers:
        blocks += [
            "---",
            f"Organized by {row(list(map(_markdown_linked, facts.organizers)), words.and_)}.",
        ]
    return "\n\n".join(blocks) + "\n"


def _markdown_linked(person: Person) -> str:
    return link(plain(person.name), person.url)


def _markdown_when(times: tuple[str, ...], words: Labels) -> str:
    first = f"**{words.date}** {plain(times[0])}"
    return f"{first} ({plain(', '.join(times[1:]))})" if times[1:] else first


def _markdown_talk(talk: TalkFacts, words: Labels) -> list[str]:
    who = row([_markdown_linked(person) for person in talk.people], words.and_) or words.tba
    blocks = [
        f"## {heading_end(plain(talk.title))}",
        f"**{who}**{f', {plain(talk.affiliation)}' if talk.affiliation else ''}",
    ]
    if talk.when:
        blocks.append(_markdown_when(talk.when, words))
    blocks.append(labelled(f"**{words.abstract}**", talk.abstract))
    blocks.append(labelled(f"**{words.bio}**", talk.bio))
    if talk.links:
        blocks.append(", ".join(link(plain(each.label), each.url) for each in talk.links))
    return blocks


def as_html(facts: Facts) -> str:
    """The whole text, without ``<html>`` and ``<body>`` around it."""
    words = Labels(*map(escaped, facts.labels))
    lines = [f"<h1>{escaped(facts.title)}</h1>", _html_when(facts.when, words)]
    if not facts.cancelled:
        register = _html_link(facts.labels.register, facts.register)
        if not facts.register:
            register = f"{words.register}: {words.tba}"
        lines.append(f"<p>{register}</p>")
        lines += [line for talk in facts.talks for line in _html_talk(talk, words)]
        if not facts.talks:
            lines.append(f"<p><strong>{words.speakers}</strong> {words.tba}</p>")
    if facts.organizers:
        people = row([_html_linked(person) for person in facts.organizers], words.and_)
        lines += ["<hr>", f"<p>Organized by {people}.</p>"]
    return "\n".join(lines) + "\n"


def _html_link(text: str, address: str) -> str:
    return f'<a href="{escaped(address)}">{escaped(text)}</a>'


def _html_linked(person: Person) -> str:
    return _html_link(person.name, person.url) if person.url else escaped(person.name)


def _html_when(times: tuple[str, ...], words: Labels) -> str:
    others = f" ({escaped(', '.join(times[1:]))})" if times[1:] else ""
    return f"<p><strong>{words.date}</strong> {escaped(times[0])}{others}</p>"


def _html_talk(talk: TalkFacts, words: Labels) -> list[str]:
    who = row([_html_linked(person) for person in talk.people], words.and_) or words.tba
    where = f", {escaped(talk.affiliation)}" if talk.affiliation else ""
    lines = [f"<h2>{escaped(talk.title)}</h2>", f"<p><strong>{who}</strong>{where}</p>"]
    if talk.when:
        lines.append(_html_when(talk.when, words))
    lines += [_html_labelled(words.abstract, talk.abstract), _html_labelled(words.bio, talk.bio)]
    if talk.links:
        lines.append(f"<p>{', '.join(_html_link(each.label, each.url) for each in talk.links)}</p>")
    return lines


def _html_labelled(label: str, text: str) -> str:
    """A text behind its label in its first paragraph, or below it where it begins otherwise."""
    body = to_html(text)
    if body.startswith("<p>"):
        return f"<p><strong>{label}</strong> {body[3:]}"
    return f"<p><strong>{label}</strong></p>\n{body}"


FORMS = ("plain", "markdown", "html", "social")
"""The forms of an announcement."""

ZONES = ("America/New_York", "Asia/Tokyo")
"""The zones that hours are given in besides the series' own, where it names no others."""

LENGTH = 280
"""How long a social post may be."""


def announcement(
    records: Records,
    season: Season,
    form: str,
    zones: Sequence[str] = ZONES,
    length: int = LENGTH,
) -> str:
    """The text of an announcement, with a final line end.

    Args:
        records: all records.
        season: the season to announce.
        form: one of ``FORMS``.
        zones: further zones of the IANA database to give the hours in.
        length: how long a social post may be, counted as :func:`lgtui.render.announcement.weight`.

    Raises:
        DataError: a zone is unknown, or not even the link fits into ``length``.
    """
    facts = gather(records, season, zones)
    if form == "social":
        return as_post(facts, length)
    if form == "html":
        return as_html(facts)
    if form == "markdown":
        return as_markdown(facts)

    return as_plain(facts)
