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
    Talk,
    Wording,
    full_name,
    season_label,
    value_of,
)
from lgtui.render.date_format import day, hour, zone_name, zoned
from lgtui.render.kramdown import escape, heading_end, link, one_line, url
from lgtui.render.labels import DEFAULT_LABELS, PageLabels, join, labelled, page_labels
from lgtui.render.markdown import MATH, cleaned, fenced_lines
from lgtui.render.webinar import season_talks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token


@cache
def _reader() -> "MarkdownIt":
    """Return a reader that takes for headings, code and formulas what the pages take."""
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import fence

    def fence_of_pages(state: "StateBlock", start: int, end: int, silent: bool) -> bool:
        if "fenced" not in state.env:
            lines = state.src.split("\n")
            quoted = {at for at, line in enumerate(lines) if line.lstrip().startswith(">")}
            state.env["fenced"] = fenced_lines(lines) | quoted
        if start not in state.env["fenced"]:
            return False
        return fence(state, start, end, silent)

    reader = MarkdownIt("commonmark", {"html": False})
    # Code by indentation is an accident; what defines a reference would vanish from the mail.
    reader.disable(["lheading", "code", "hr", "image", "html_block", "html_inline", "reference"])
    ends = ["paragraph", "reference", "blockquote", "list"]
    reader.block.ruler.at("fence", fence_of_pages, {"alt": ends})
    reader.inline.ruler.before("escape", "math", _math)
    # A heading inside an abstract is no heading of the mail: it is bold, as on the page.
    reader.add_render_rule("heading_open", lambda *_: "<p><strong>")
    reader.add_render_rule("heading_close", lambda *_: "</strong></p>\n")
    setattr(reader, "validateLink", _leads_to_the_web)  # noqa: B010 (a method, replaced as documented)
    return reader


def _math(state: "StateInline", silent: bool) -> bool:
    """Take a formula as it stands: its stars and underscores are no emphasis."""
    found = MATH.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        state.pending += " ".join(found[0].split("\n"))
    state.pos = found.end()
    return True


def _leads_to_the_web(address: str) -> bool:
    return bool(url(address))


def to_html(text: str) -> str:
    """Return a Markdown text as HTML blocks, one below the other, without a final line end."""
    return str(_reader().render(cleaned(text))).rstrip("\n")


def to_plain(text: str) -> str:
    """Return a Markdown text as mails have it: no marks, links behind their words."""
    return _blocks(_reader().parse(cleaned(text)))


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
    """Return a paragraph's text; a link's address follows its words unless they are one."""
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


class MailLabels(NamedTuple):
    """The words of an announcement that are no facts, as plain text: the series' own or these."""

    tba: str = "TBA"
    and_: str = "and"
    date: str = "When:"
    register: str = "Register here"
    speakers: str = "Speakers:"
    abstract: str = "Abstract:"
    bio: str = "Short bio:"
    cancelled: str = "(cancelled)"
    video: str = "Video"

    def join(self, names: Sequence[str]) -> str:
        """Return names in a row, in the series' own word for *and*."""
        return join(names, f" {self.and_} ")


def mail_labels(wording: Wording) -> MailLabels:
    """Return the words of a series; those it writes with Markdown's marks lose them."""
    own = {
        name: one_line(to_plain(value_of(wording, f"word_{name.rstrip('_')}")))
        for name in MailLabels._fields
    }
    return MailLabels()._replace(**{name: text for name, text in own.items() if text})


_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


class LinkedName(NamedTuple):
    """A name as it is read, and a home page, ``""`` for none."""

    name: str
    url: str


class TalkFacts(NamedTuple):
    """One talk; every text on one line but for ``abstract`` and ``bio``, which are Markdown.

    ``when`` is empty where the talk is given at the season's own time; ``who`` is the speakers'
    names in one row; ``affiliation`` may be empty, everything else then reads TBA. Of a cancelled
    talk nothing is told but who, where and what, with the word for it behind the title. Of a held
    one ``abstract`` and ``bio`` may be empty too, and ``links`` begin with its video.
    """

    people: tuple[LinkedName, ...]
    who: str
    affiliation: str
    title: str
    abstract: str
    bio: str
    when: tuple[str, ...]
    links: tuple[Link, ...]
    cancelled: bool = False


class Facts(NamedTuple):
    """What is announced; ``when`` has the series' own time first, then that in other zones.

    Of a held season there is nothing to register for; what it never had is left out.
    """

    series: str
    label: str
    theme: str
    cancelled: bool
    when: tuple[str, ...]
    register: str
    talks: tuple[TalkFacts, ...]
    organizers: tuple[LinkedName, ...]
    labels: MailLabels
    held: bool = False

    @property
    def title(self) -> str:
        """One line that says what it is about: ``Series, webinar S09: Theme``."""
        name = f"{self.series}, webinar {self.label}" if self.series else f"Webinar {self.label}"
        if not self.theme:
            return name
        if not self.cancelled:
            return f"{name}: {self.theme}"
        own = self.labels.cancelled
        usual = own == MailLabels().cancelled
        return f"Cancelled: {name}: {self.theme}" if usual else f"{name}: {self.theme} {own}"


def collect_facts(records: Records, season: Season, zones: Sequence[str]) -> Facts:
    """Return everything that an announcement of a season says.

    Raises:
        DataError: a zone is unknown.
    """
    words = mail_labels(records.wording)
    held = season.state == "held"
    return Facts(
        one_line(records.series.name),
        season_label(season.number),
        one_line(season.theme) or ("" if held else words.tba),
        season.state == "cancelled",
        _times(records, season.start, zones, words),
        url(season.register_url),
        tuple(
            _talk_facts(records, season, talk, zones, words)
            for talk in season_talks(records, season)
        ),
        tuple(
            LinkedName(name, url(each.url))
            for each in records.organizers
            if (name := one_line(each.name))
        ),
        words,
        held,
    )


def _talk_facts(
    records: Records, season: Season, talk: Talk, zones: Sequence[str], words: MailLabels
) -> TalkFacts:
    own = talk.date is not None and talk.date != season.start
    off = talk.state == "cancelled"
    held = season.state == "held"
    unknown = "" if held else words.tba
    video = url(talk.video_url) if held and talk.recording != "withheld" else ""
    places = (one_line(each.affiliation) or one_line(talk.affiliation) for each in talk.speakers)
    several = any(each.affiliation for each in talk.speakers)
    people = tuple(
        LinkedName(name, url(each.url))
        for each in talk.speakers
        if (name := one_line(full_name(each)))
    )
    return TalkFacts(
        people,
        words.join([person.name for person in people]) or words.tba,
        "; ".join(dict.fromkeys(filter(None, places))) if several else one_line(talk.affiliation),
        (one_line(talk.title) or words.tba) + (f" {words.cancelled}" if off else ""),
        talk.abstract.strip() or unknown,
        talk.bio.strip() or unknown,
        _times(records, talk.date, zones, words) if own else (),
        ((Link(words.video.rstrip(" :"), video),) if video else ())
        + tuple(
            Link(one_line(each.label), safe)
            for each in talk.links
            if (safe := url(each.url)) and one_line(each.label)
        ),
        off,
    )


def _times(
    records: Records, moment: Moment | None, zones: Sequence[str], words: MailLabels
) -> tuple[str, ...]:
    """When something is, as the series writes it; TBA while it is open."""
    series = records.series
    return (
        times(moment, series.timezone, zones, page_labels(records.wording))
        if moment
        else (words.tba,)
    )


def times(
    moment: Moment, zone: str, zones: Sequence[str], words: PageLabels = DEFAULT_LABELS
) -> tuple[str, ...]:
    """Return a moment in words, in its own zone and in others.

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


def _day(moment: Moment, words: PageLabels) -> str:
    """Return ``Monday 2 March 2026``; no weekday where the months are not English."""
    written = day(moment, words)
    return written if words.months else f"{_WEEKDAYS[moment.weekday()]} {written}"


def weight(text: str) -> int:
    """Return how long a text counts: 1 for letters of the narrow scripts, 2 for all other signs.

    That is how X weighs characters (an address counts in full here, and 23 there); Bluesky and
    Mastodon count less, so what fits by this rule fits there.
    """
    return len(text) + sum(map(len, _wide().findall(text)))


@cache
def _wide() -> re.Pattern[str]:
    """Runs of the characters that count twice."""
    return re.compile("[^\0-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]+")


def as_post(facts: Facts, length: int) -> str:
    """Return the richest of several wordings that fits, else the shortest, cut with ``…``.

    Raises:
        DataError: not even the link fits.
    """
    words = facts.labels
    over = facts.cancelled or facts.held
    link = "" if over else f"{words.register}: {facts.register or words.tba}"
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
    coming = [talk for talk in facts.talks if not talk.cancelled]
    names = [person.name for talk in coming for person in talk.people]
    people = f"{words.speakers} {join(list(dict.fromkeys(names)), f' {words.and_} ') or words.tba}"
    theme = f"{facts.label}: {facts.theme}" if facts.theme else facts.label
    watched = [
        "\n".join([line, *(each.url for each in talk.links[:1])])
        for line, talk in zip(titled, facts.talks, strict=True)
    ]
    return [
        *(["\n".join([facts.title, when, *watched])] if facts.held else []),
        "\n".join([facts.title, everywhere, *titled]),
        "\n".join([facts.title, when, *titled]),
        "\n".join([facts.title, everywhere, people]),
        "\n".join([facts.title, when, people]),
        "\n".join([theme, when, people]),
        "\n".join([theme, when]),
    ]


def _cut(text: str, room: int) -> str:
    """Return the beginning of a text that fits, cut between words where it can be, and ``…``."""
    weights = accumulate(map(weight, text))
    fits = sum(1 for _ in takewhile(lambda total: total <= room - 2, weights))
    whole = text[:fits] if text[fits : fits + 1].isspace() else text[:fits].rpartition(" ")[0]
    cut = whole if weight(whole) > room // 2 else text[:fits]
    return cut.rstrip(" ,;:\n") + "…"


def as_plain(facts: Facts) -> str:
    """Return the whole text."""
    words = facts.labels
    blocks = [facts.title, _plain_when(f"{words.date} ", facts.when)]
    if not facts.cancelled:
        if not facts.held:
            blocks[-1] += f"\n{words.register}: {facts.register or words.tba}"
        blocks += [block for talk in facts.talks for block in _plain_talk(talk, words)]
        if not facts.talks:
            blocks.append(f"{words.speakers} {words.tba}")
    if facts.organizers:
        blocks.append("--\n" + words.join([person.name for person in facts.organizers]))
    return "\n\n".join(blocks) + "\n"


def _plain_when(label: str, times: tuple[str, ...]) -> str:
    return ("\n" + " " * len(label)).join([f"{label}{times[0]}", *times[1:]])


def _plain_talk(talk: TalkFacts, words: MailLabels) -> list[str]:
    head = f"* {talk.who}{f' ({talk.affiliation})' if talk.affiliation else ''}\n  {talk.title}"
    if talk.when:
        head += "\n" + _plain_when(f"  {words.date} ", talk.when)
    if talk.cancelled:
        return [head]
    blocks = [
        head,
        *([_plain_labelled(words.abstract, talk.abstract)] if talk.abstract else []),
        *([_plain_labelled(words.bio, talk.bio)] if talk.bio else []),
    ]
    if talk.links:
        blocks.append("\n".join(f"{each.label}: {each.url}" for each in talk.links))
    return blocks


def _plain_labelled(label: str, text: str) -> str:
    """Return a text behind its label, or below it where it begins with a list or quotation."""
    body = to_plain(text)
    apart = body.startswith(("- ", "> ", "1. "))
    return f"{label}\n{body}" if apart else f"{label} {body}"


def as_markdown(facts: Facts) -> str:
    """Return the whole text."""
    words = MailLabels(*map(escape, facts.labels))
    blocks = [f"# {heading_end(escape(facts.title))}", _markdown_when(facts.when, words)]
    if not facts.cancelled:
        register = link(words.register, facts.register)
        if not facts.held:
            blocks.append(register if facts.register else f"{words.register}: {words.tba}")
        blocks += [block for talk in facts.talks for block in _markdown_talk(talk, words)]
        if not facts.talks:
            blocks.append(f"**{words.speakers}** {words.tba}")
    if facts.organizers:
        blocks += [
            "---",
            f"Organized by {words.join(list(map(_markdown_linked, facts.organizers)))}.",
        ]
    return "\n\n".join(blocks) + "\n"


def _markdown_linked(person: LinkedName) -> str:
    return link(escape(person.name), person.url)


def _markdown_when(times: tuple[str, ...], words: MailLabels) -> str:
    first = f"**{words.date}** {escape(times[0])}"
    return f"{first} ({escape(', '.join(times[1:]))})" if times[1:] else first


def _markdown_talk(talk: TalkFacts, words: MailLabels) -> list[str]:
    who = words.join([_markdown_linked(person) for person in talk.people]) or words.tba
    blocks = [
        f"## {heading_end(escape(talk.title))}",
        f"**{who}**{f', {escape(talk.affiliation)}' if talk.affiliation else ''}",
    ]
    if talk.when:
        blocks.append(_markdown_when(talk.when, words))
    if talk.cancelled:
        return blocks
    blocks += [
        labelled(f"**{label}**", text)
        for label, text in ((words.abstract, talk.abstract), (words.bio, talk.bio))
        if text
    ]
    if talk.links:
        blocks.append(", ".join(link(escape(each.label), each.url) for each in talk.links))
    return blocks


def as_html(facts: Facts) -> str:
    """Return the whole text, without ``<html>`` and ``<body>`` around it."""
    words = MailLabels(*map(html.escape, facts.labels))
    lines = [f"<h1>{html.escape(facts.title)}</h1>", _html_when(facts.when, words)]
    if not facts.cancelled:
        register = _html_link(facts.labels.register, facts.register)
        if not facts.register:
            register = f"{words.register}: {words.tba}"
        if not facts.held:
            lines.append(f"<p>{register}</p>")
        lines += [line for talk in facts.talks for line in _html_talk(talk, words)]
        if not facts.talks:
            lines.append(f"<p><strong>{words.speakers}</strong> {words.tba}</p>")
    if facts.organizers:
        people = words.join([_html_linked(person) for person in facts.organizers])
        lines += ["<hr>", f"<p>Organized by {people}.</p>"]
    return "\n".join(lines) + "\n"


def _html_link(text: str, address: str) -> str:
    return f'<a href="{html.escape(address)}">{html.escape(text)}</a>'


def _html_linked(person: LinkedName) -> str:
    return _html_link(person.name, person.url) if person.url else html.escape(person.name)


def _html_when(times: tuple[str, ...], words: MailLabels) -> str:
    others = f" ({html.escape(', '.join(times[1:]))})" if times[1:] else ""
    return f"<p><strong>{words.date}</strong> {html.escape(times[0])}{others}</p>"


def _html_talk(talk: TalkFacts, words: MailLabels) -> list[str]:
    who = words.join([_html_linked(person) for person in talk.people]) or words.tba
    where = f", {html.escape(talk.affiliation)}" if talk.affiliation else ""
    lines = [f"<h2>{html.escape(talk.title)}</h2>", f"<p><strong>{who}</strong>{where}</p>"]
    if talk.when:
        lines.append(_html_when(talk.when, words))
    if talk.cancelled:
        return lines
    lines += [
        _html_labelled(label, text)
        for label, text in ((words.abstract, talk.abstract), (words.bio, talk.bio))
        if text
    ]
    if talk.links:
        lines.append(f"<p>{', '.join(_html_link(each.label, each.url) for each in talk.links)}</p>")
    return lines


def _html_labelled(label: str, text: str) -> str:
    """Return a text behind its label, or below it where it begins with no paragraph."""
    body = to_html(text)
    if body.startswith("<p>"):
        return f"<p><strong>{label}</strong> {body[3:]}"
    return f"<p><strong>{label}</strong></p>\n{body}"


FORMS = ("plain", "markdown", "html", "social")
"""The forms of an announcement."""

ZONES = ("America/New_York", "Asia/Tokyo")
"""The zones that hours are given in besides the series' own, where it names no others."""


def zones_of(records: Records) -> tuple[str, ...]:
    """Give the further zones of a series: its own list, else the usual ones."""
    return zone_names(records.series.zones) or ZONES


def zone_names(listed: str) -> tuple[str, ...]:
    """Split a list of zones with commas between them."""
    return tuple(name for each in listed.split(",") if (name := each.strip()))


LENGTH = 280
"""How long a social post may be."""


def announcement(
    records: Records,
    season: Season,
    form: str,
    zones: Sequence[str] = ZONES,
    length: int = LENGTH,
) -> str:
    """Return the text of an announcement, with a final line end.

    Args:
        records: all records.
        season: the season to announce.
        form: one of ``FORMS``.
        zones: further zones of the IANA database to give the hours in.
        length: how long a social post may be, counted as :func:`lgtui.render.announcement.weight`.

    Raises:
        DataError: a zone is unknown, or not even the link fits into ``length``.
    """
    facts = collect_facts(records, season, zones)
    if form == "social":
        return as_post(facts, length)
    if form == "html":
        return as_html(facts)
    if form == "markdown":
        return as_markdown(facts)

    return as_plain(facts)
