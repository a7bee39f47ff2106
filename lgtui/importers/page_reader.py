"""Reads a source into a page, its kind, sections and style, or into a news item; repairs it."""

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from lgtui.importers import Entry, Note, PageText, Section, Source
from lgtui.importers.abstracts_page import read_abstracts
from lgtui.importers.encoding.repair import Repaired, Vocabulary, repair, strip_invisible
from lgtui.importers.encoding.source_map import EAST_ASIAN_CODECS, Change
from lgtui.importers.markdown_page import (
    FURTHER,
    NEXT,
    Heading,
    Label,
    all_links,
    as_markdown,
    content_of_bullet,
    end_of_section,
    headings,
    is_html,
    label,
    meaning,
    page_text,
    without_markers,
)
from lgtui.importers.next_webinar import opens_further, read_upcoming
from lgtui.importers.page_days import ReadableDays, Rewritten, readable_days
from lgtui.importers.people import read_organizers
from lgtui.importers.talk_list import (
    cancelled_remark,
    read_planned_list,
    read_previous,
    withheld_remark,
)
from lgtui.model import DATE_STYLES, Moment, Wording, replaced, value_of
from lgtui.render.date_format import hour, styled
from lgtui.render.labels import DEFAULT_LABELS
from lgtui.text.dates import find_date
from lgtui.text.inline_markdown import TBA, has_words, unescape, word_list
from lgtui.text.urls import video_key

Refused = frozenset[tuple[str, int]]
"""Lines (source and line from 0) that must stay as they are, since a word would be lost."""


class Reading(NamedTuple):
    """A repaired source: its lines, the style of its line ends, and what was repaired.

    ``dates`` is the order of the numbers in its dates, where that was asked for.
    """

    text: PageText
    newline: str
    notes: tuple[Note, ...]
    dates: str = ""


class Page(NamedTuple):
    """A source as it was understood: ``kind`` is ``""`` where nothing was.

    It is read from the lines of ``days``, and written from those of ``text``.
    """

    text: PageText
    kind: str
    sections: tuple[Section, ...]
    newline: str
    days: ReadableDays

    @property
    def name(self) -> str:
        """The source's name."""
        return self.text.name


def repaired(source: Source, every: Sequence[Source], vocabulary: Vocabulary) -> Reading:
    """Repair the encoding of a source and strip what is invisible, noting every change.

    Args:
        source: The page.
        every: All pages of the import; the words of the others rank the guesses.
        vocabulary: Further words known to be right; a callable is asked when needed.
    """

    def known() -> set[str]:
        further = vocabulary() if callable(vocabulary) else vocabulary
        others = [repair(other.raw).text for other in every if other.raw != source.raw]
        return set(further).union(*(word_list(text) for text in others))

    fixed = repair(source.raw, known)
    text, invisible = strip_invisible(fixed.text)
    notes = repair_notes(source.name, fixed, invisible)
    if fixed.bom:
        notes.append(
            Note(source.name, 1, 1, "normalized", "\ufeff", "", "a byte order mark before the text")
        )
    if text and not text.endswith("\n"):
        last = text.count("\n") + 1
        why = "the last line had no line end: it gets one"
        notes.append(Note(source.name, last, 1, "normalized", "", "", why))
    notes += [
        Note(source.name, 1, 1, "normalized", "", "", why)
        for why in _line_ends(source.raw, fixed.newline)
    ]
    page, dropped = without_markers(page_text(source.name, text))
    newline = "\r\n" if fixed.newline == "\r\n" else "\n"
    return Reading(page, newline, (*notes, *dropped))


def repair_notes(name: str, fixed: Repaired, invisible: Iterable[Change]) -> list[Note]:
    """Note each repair, each invisible character, and each text left garbled."""
    notes = []
    if fixed.encoding in EAST_ASIAN_CODECS.values():
        why = f"the file is not UTF-8: read as {fixed.encoding}"
        notes.append(Note(name, 1, 1, "guess", "", "", why))
    for change in fixed.changes:
        kind = "certain" if change.certain else "guess"
        why = change.reason
        if change.others:
            why += f"; it could also be {', '.join(change.others)}"
        place = (name, change.line, change.column)
        notes.append(Note(*place, kind, change.before, change.after, why))
    for change in invisible:
        place = (name, change.line, change.column)
        notes.append(Note(*place, "TEXT002", change.before, change.after, change.reason))
    for flag in fixed.flagged:
        why = "garbled beyond repair: correct it by hand"
        notes.append(Note(name, flag.line, flag.column, "TEXT001", flag.text, "", why))
    return notes


def _line_ends(raw: bytes, newline: str) -> list[str]:
    """Explain what becomes of a page's line ends, where they change or are CRLF."""
    pairs = raw.count(b"\r\n")
    if newline == "\r":
        return ["the page has CR line ends; they become LF"]
    mixed = pairs and raw.count(b"\n") > pairs
    if newline == "\r\n":
        also = "; lines that end otherwise become CRLF" if mixed else ""
        return [f"the page has CRLF line ends and keeps them, in its regions too{also}"]
    return ["some lines end in CRLF; they become LF, as most are"] if mixed else []


def read_page(reading: Reading, refused: Refused, *, as_html: bool = False) -> Page:
    """Recognise a page's kind by its content, and read its sections.

    Args:
        reading: the repaired page.
        refused: lines that must stay as they are.
        as_html: read the blocks of HTML inside it as Markdown too; nothing is written then.
    """
    days = readable_days(as_markdown(reading.text, as_html), reading.dates)
    page, comments = _without_comments(days.text)
    every = headings(page)
    found: list[Section] = []
    upcoming = read_upcoming(page, every)
    taken: frozenset[int] = frozenset()
    if upcoming and not upcoming.entries:
        start = next(heading for heading in every if heading.at == upcoming.first)
        end = end_of_section(page, start, every)
        if planned := read_planned_list(page, start.below, end):
            found.append(planned)
            taken, upcoming = planned.used, None
    if upcoming and _is_hardly_understood(page, upcoming):
        upcoming = None
    if upcoming:
        taken = frozenset(range(upcoming.first, upcoming.last + 1))
        found.append(upcoming)
    organizers = read_organizers(page, every)
    if organizers:
        taken |= organizers.used
        found.append(organizers)
    previous = read_previous(page, every, taken)
    abstracts = read_abstracts(page, every, taken)
    listed = len(previous.entries) if previous else 0
    kind = "webinar"
    if abstracts and not upcoming and len(abstracts.entries) > listed:
        kind, found = "abstracts", [abstracts]
    elif previous:
        found.append(previous)
    elif upcoming:
        found.append(_empty_list(page, upcoming, every))
    kept = [
        _with_comments(as_written(left, days), comments)
        for section in found
        if (left := refuse(section, page.name, refused))
    ]
    if as_html or is_html(reading.text):
        kept = [one._replace(own_layout=True) for one in kept if one.used]
    kind = kind if any(one.used for one in kept) else ""
    return Page(reading.text, kind, tuple(kept), reading.newline, days)


def _is_hardly_understood(page: PageText, section: Section) -> bool:
    """Return whether a section about what comes next tells talks, but in another way than known.

    It names no theme, gives no talk a title, and more words of it were not understood than were.
    """
    facts = section.upcoming
    if not section.entries or (facts and (facts.theme or facts.start)):
        return False
    left = [text for _, text in section.pieces]
    used = [page.lines[at] for at in section.used]
    return not any(one.talk.title for one in section.entries) and (
        len(word_list(" ".join(left))) > len(word_list(" ".join(used)))
    )


def as_written(section: Section, days: ReadableDays) -> Section:
    """Return a section with the page's own words where a day was written otherwise to be read.

    The words of a day that was understood count as said by the record; those of one that became
    part of a text stand there as the page has them.
    """
    if not days.rewritten:
        return section
    entries = tuple(_entry_as_written(entry, days) for entry in section.entries)
    kept = tuple((at, _restored(text, days.rewritten.get(at, ()))) for at, text in section.kept)
    spent = [(at, one.before) for at in sorted(section.used) for one in days.rewritten.get(at, ())]
    return section._replace(entries=entries, kept=kept, spent=(*section.spent, *spent))


def _entry_as_written(entry: Entry, days: ReadableDays) -> Entry:
    changed = [one for at in entry.lines for one in days.rewritten.get(at, ())]
    if not changed:
        return entry
    talk = entry.talk
    for field in ("title", "affiliation", "abstract", "bio"):
        talk = replaced(talk, field, _restored(value_of(talk, field), changed))
    kept = tuple((at, _restored(text, changed)) for at, text in entry.kept)
    spent = (*entry.spent, *(one.before for one in changed))
    return entry._replace(talk=talk, kept=kept, spent=spent)


def _restored(text: str, changed: Iterable[Rewritten]) -> str:
    for one in changed:
        text = text.replace(one.after, one.before)
    return text


_COMMENT = re.compile(r"[ \t]*(<!--(?!\s*lgtui:).*?-->)")


def _without_comments(page: PageText) -> tuple[PageText, dict[int, list[str]]]:
    """Return a page without the comments beside other text, and these by line (from 0).

    What is commented out is no fact: in a record it would be shown on the page.
    """
    found: dict[int, list[str]] = {}
    lines = list(page.lines)
    for at, line in enumerate(lines):
        if "<!--" in line and "`<!--" not in line and not page.opaque[at]:
            comments = _COMMENT.findall(line)
            if comments:
                found[at], lines[at] = comments, _COMMENT.sub("", line)
    return (page._replace(lines=tuple(lines)), found) if found else (page, found)


def _with_comments(section: Section, comments: dict[int, list[str]]) -> Section:
    """Return a section in which the comments of its lines are what stays in the page."""
    left = {at: texts for at, texts in comments.items() if at in section.used}
    if not left:
        return section
    entries = []
    for entry in section.entries:
        own = [(at, text) for at in entry.lines for text in left.pop(at, ())]
        entries.append(entry._replace(kept=(*entry.kept, *own)) if own else entry)
    rest = [(at, text) for at, texts in left.items() for text in texts]
    return section._replace(entries=tuple(entries), kept=tuple(sorted((*section.kept, *rest))))


def _empty_list(page: PageText, upcoming: Section, every: list[Heading]) -> Section:
    """Place the list of previous talks on a page that has none: below the next webinar."""
    start = next(heading for heading in every if heading.at == upcoming.first)
    at = end_of_section(page, start, every)
    while at > upcoming.last + 1 and not page.lines[at - 1].strip():
        at -= 1
    why = (
        "there is no list of previous talks: an empty region is put here for them; give it a "
        "heading such as “#### Previous talks:”"
    )
    return Section("previous", at, at - 1, notes=(Note(page.name, at, 1, "guess", "", "", why),))


def refuse(section: Section, source: str, refused: Refused) -> Section | None:
    """Remove from a section the lines that must stay in the page; ``None`` if none is left."""
    lines = {at for name, at in refused if name == source}
    if not lines & section.used:
        return section
    if section.region == "organizers":
        return None
    used = section.used - lines
    entries = []
    for entry in section.entries:
        if lines.intersection(entry.lines):
            used -= set(entry.lines)
        else:
            entries.append(entry)
    if not used:
        return None
    spent = tuple((at, text) for at, text in section.spent if at in used)
    return section._replace(used=used, entries=tuple(entries), spent=spent)


MIN_DAYS = 2
"""At least so many past days show in which style a page writes them."""


class Own(NamedTuple):
    """A setting that a page's own style asks for, and what on the page shows it."""

    field: str
    value: str
    page: str
    line: int
    shown: str


def style_of(written: Sequence[Page]) -> tuple[Wording, list[Note]]:
    """Return the wording of pages that get regions, with a note for what is not as usual."""
    found = {
        one.field: one
        for page in written
        for one in (*_next(page), *_past_days(page), *_withheld(page), *_cancelled(page))
    }
    found |= {one.field: one for one in (*_labels(written), *_bold_titles(written))}
    values: dict[str, Any] = {field: one.value for field, one in found.items()}
    why = "the page's own style is kept; change it under [wording]"
    return Wording(**values), [
        Note(one.page, one.line, 1, "certain", one.shown, f'{one.field} = "{one.value}"', why)
        for one in found.values()
    ]


def _next(page: Page) -> Iterator[Own]:
    """Return the heading of the next webinar, and how its day and hour are written."""
    for section in page.sections:
        if section.region != "next" or not section.used:
            continue
        found = [
            one
            for one in headings(page.text)
            if one.at in section.used and (meaning(one.text) == "next" or opens_further(one))
        ]
        if found and (own := _heading(page, found[0])):
            yield own
        if found[1:] and section.upcoming and section.upcoming.further:
            line = page.text.lines[found[1].at].strip()
            yield Own("word_further", _opening(found[1]), page.name, found[1].at + 1, line)
        if section.upcoming and section.upcoming.start:
            yield from _moment(page, section, section.upcoming.start)


def _heading(page: Page, heading: Heading) -> Own | None:
    """Return the heading's level and words before the theme; a bold line has no level."""
    word = _opening(heading)
    if heading.level > 6 or not word:
        return None
    level = "#" * heading.level
    usual = word == DEFAULT_LABELS.next
    if usual and level == DEFAULT_LABELS.level:
        return None
    value = word if level == DEFAULT_LABELS.level else f"{level} {word}"
    return Own("word_next", value, page.name, heading.at + 1, page.text.lines[heading.at].strip())


def _opening(heading: Heading) -> str:
    """Return the words of a planned webinar's heading before its theme; ``""`` for none."""
    found = re.match(NEXT, heading.text) or re.match(FURTHER, heading.text)
    if not found:
        return ""
    sign = heading.text[found.end() :].lstrip()[:1]
    word = heading.text[: found.end()].strip()
    if sign and sign in ":–—-":
        return heading.text[: heading.text.index(sign, found.end()) + 1].strip()
    return f"{word}:" if word[-1].isalnum() else word


def _moment(page: Page, section: Section, start: Moment) -> Iterator[Own]:
    """Return the styles of the next webinar's day and hour, where they are written in another."""
    of_talks = {at for entry in section.entries for at in entry.lines}
    lines = sorted(section.used - of_talks)
    day = next((at for at in lines if _names_day(page.text.lines[at], start)), -1)
    if day < 0:
        return
    text = page.text.lines[day]
    style = next(
        (one for one in DATE_STYLES if styled(start, one) in text), DEFAULT_LABELS.date_style
    )
    if style != DEFAULT_LABELS.date_style:
        yield Own("date_style", style, page.name, day + 1, styled(start, style))
    if isinstance(start, datetime.datetime):
        whole = " ".join(page.text.lines[at] for at in lines)
        clock = rf"(?<![\d:])0?{start.hour}:{start.minute:02}(?![\d:]|\s*[ap]\.?m)"
        if (found := re.search(clock, whole, re.IGNORECASE)) and hour(start) not in whole:
            yield Own("hour_style", "15:00", page.name, day + 1, found[0])


def _names_day(line: str, start: Moment) -> bool:
    stamp = find_date(line)
    return stamp is not None and stamp.moment.timetuple()[:3] == start.timetuple()[:3]


def _past_days(page: Page) -> Iterator[Own]:
    """Return the style in which most of the previous talks' days are written."""
    dated = [
        (entry.line, entry.date, " ".join(page.text.lines[at] for at in entry.lines))
        for section in page.sections
        if section.region == "previous"
        for entry in section.entries
        if entry.date
    ]
    if len(dated) < MIN_DAYS:
        return
    often = {
        style: sum(styled(day, style) in text for _, day, text in dated) for style in DATE_STYLES
    }
    best = max(often, key=lambda style: (often[style], style == DEFAULT_LABELS.past_date_style))
    if best != DEFAULT_LABELS.past_date_style and often[best] * 2 > len(dated):
        line, day, _ = next(one for one in dated if styled(one[1], best) in one[2])
        yield Own("past_date_style", best, page.name, line, styled(day, best))


def _withheld(page: Page) -> Iterator[Own]:
    """Return the remark behind talks whose recording is withheld, as the first of them has it."""
    for section in page.sections:
        for entry in section.entries if section.region == "previous" else ():
            line = page.text.lines[entry.lines[-1]]
            if entry.talk.recording == "withheld" and (remark := withheld_remark(line)):
                yield Own("word_withheld", remark, page.name, entry.line, remark)
                return


def _cancelled(page: Page) -> Iterator[Own]:
    """Return the remark behind talks that were cancelled, where it is another one than usual."""
    for section in page.sections:
        for entry in section.entries if section.region == "previous" else ():
            line = page.text.lines[entry.lines[-1]]
            remark = cancelled_remark(line) if entry.talk.state == "cancelled" else ""
            if remark:
                if remark != DEFAULT_LABELS.cancelled:
                    yield Own("word_cancelled", remark, page.name, entry.line, remark)
                return


_LABELS = ("date", "title", "abstract", "bio", "video")
"""What stands before a fact, by the field of the wording that says it."""

_OF_ABSTRACTS = ("title", "abstract", "bio")
"""Those of them that the page of abstracts may have in words of its own."""


def _labels(written: Sequence[Page]) -> Iterator[Own]:
    """Return the labels of facts as most lines of a page have them, where not as usual.

    What the webinar page says goes for both pages; the page of abstracts may say otherwise.
    """
    found = {page.kind: _labels_of(page) for page in written}
    webinar, abstracts = found.get("webinar", {}), found.get("abstracts", {})
    usual = DEFAULT_LABELS._asdict()
    for field in _LABELS:
        first, second = webinar.get(field), abstracts.get(field)
        lead = first or second
        if lead and lead.value != usual[field]:
            yield lead
        if field in _OF_ABSTRACTS and first and second and first.value != second.value:
            yield second._replace(field=f"abstracts_word_{field}")


def _labels_of(page: Page) -> dict[str, Own]:
    """Return the form of each label that more lines of a page have than all others together."""
    forms: dict[str, dict[str, list[Own]]] = {field: {} for field in _LABELS}
    for one, at in _labelled(page):
        if one.field in forms and not one.name:
            word = one.label.strip()
            own = Own(f"word_{one.field}", word, page.name, at + 1, word)
            forms[one.field].setdefault(word, []).append(own)
    result = {}
    for field, found in forms.items():
        often = max(found.values(), key=len, default=[])
        if len(often) * 2 > sum(map(len, found.values())):
            result[field] = often[0]
    return result


def _bold_titles(written: Sequence[Page]) -> Iterator[Own]:
    """Return on which pages more titles are bold than not."""
    found: dict[str, Own | None] = {}
    for page in written:
        titles = [(one.rest.strip(), at) for one, at in _labelled(page) if one.field == "title"]
        titles = [(title, at) for title, at in titles if not TBA.fullmatch(title)]
        bold = [(title, at) for title, at in titles if re.fullmatch(r"\*\*[^*]+\*\*", title)]
        if titles:
            own = (
                Own("bold_titles", page.kind, page.name, bold[0][1] + 1, bold[0][0])
                if bold
                else None
            )
            found[page.kind] = own if len(bold) * 2 > len(titles) else None
    owns = [own for own in found.values() if own]
    if owns and len(owns) == len(found):
        yield owns[0]._replace(value="both")
    else:
        yield from owns


def _labelled(page: Page) -> Iterator[tuple[Label, int]]:
    """Yield the labels of a page, and the lines (from 0) that they stand on."""
    for section in page.sections:
        if section.region not in ("next", "abstracts"):
            continue
        for at in sorted(section.used):
            line = page.text.lines[at]
            if not (page.text.opaque[at] or content_of_bullet(line)) and (one := label(line)):
                yield one, at


class NewsItem(NamedTuple):
    """What a news item tells: its source and day, the keys of its links, and a theme.

    ``line`` and ``column`` (from 1) are the theme's place.
    """

    source: str
    day: datetime.date
    videos: frozenset[str]
    theme: str = ""
    line: int = 0
    column: int = 0


def read_news_item(page: PageText) -> NewsItem | None:
    """Read a page whose front matter has a day; ``None`` for any other page."""
    head = "\n".join(line for line, out in zip(page.lines, page.opaque, strict=True) if out)
    found = re.match(r"---[ \t]*\n(?:.*\n)*?date:\s*[\"']?(\d{4}-\d\d-\d\d)", head)
    if not found:
        return None
    try:
        day = datetime.date.fromisoformat(found[1])
    except ValueError:
        return None
    shown = [(at, line) for at, line in enumerate(page.lines) if not page.opaque[at]]
    videos = frozenset(video_key(link.url)[0] for _, line in shown for link in all_links(line))
    for at, line in shown:
        if theme := _theme(line):
            return NewsItem(page.name, day, videos, theme[0], at + 1, theme[1] + 1)
    return NewsItem(page.name, day, videos)


_THEME = re.compile(
    r"(?i)\b(?:"
    r"(?:(?:it|this|webinar|season|session|edition|which|that)"
    r"(?:'s| was| is| will be|,? took place|,)?|talks (?:were|are))"
    r"\s+(?:all\s+)?(?:about|devoted to|dedicated to)"
    r"|(?:webinar|season|session|edition)\b[^.:;!?]{0,60}?,?\s+(?:"
    r"on the (?:topic|theme|subject) of|with the (?:topic|theme|title)|on(?=\s+[*_\"“]))"
    r"|(?:theme|topic)(?:\s+(?:was|is))?:?"
    r")\s+(?P<theme>[^:;!?()\[\]\n]{3,90}?)"
    r"(?=\s*(?:[:;!?(\[]|\.(?:\s|$)"
    r"|,?\s+(?:took place|with|thank|was|were|is|are|and thank|featuring|by)\b"
    r"|\s[–—-]\s|$))"
)


def _theme(line: str) -> tuple[str, int] | None:
    """Return the theme that a sentence tells, and its column (from 0)."""
    found = _THEME.search(line)
    if not found:
        return None
    theme = unescape(found["theme"]).strip(" ,*_\"“”'")
    if not has_words(theme) or find_date(theme) or theme.lower() in ("tba", "tbd"):
        return None
    return theme, found.start("theme")
