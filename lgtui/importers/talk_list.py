"""Reads the list of previous talks: ``* S01E01 - **[A](VIDEO)** (Place). Day. **Title**``."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from lgtui.importers import SCHEDULE, Entry, Note, PageText, Section, SourcePlace
from lgtui.importers.list_items import VIDEO_TEXT, Parts, all_names, read_label, split_item
from lgtui.importers.markdown_page import (
    Heading,
    all_links,
    content_of_bullet,
    end_of_section,
    label,
    meaning,
)
from lgtui.importers.numbering import (
    SeasonHeading,
    apply_headings,
    redundant_headings,
    season_headings,
)
from lgtui.importers.people import Person, is_institution, people, plausible
from lgtui.model import Link, Speaker, Talk, make_id
from lgtui.text.dates import find_date, write_moment
from lgtui.text.inline_markdown import TBA, blank, has_words, links, unescape

VIDEO_HOSTS = re.compile(
    r"(?i)//(?:[\w-]+\.)*(?:youtube\.com|youtu\.be|vimeo\.com|videolectures\.net)/"
)
HOME_PAGES = re.compile(
    r"(?i)\.github\.io|//(?:[\w-]+\.)*(?:linkedin\.com|orcid\.org|scholar\.google\.|twitter\.com|"
    r"x\.com|researchgate\.net)|/~|/(?:people|staff|persons?|profiles?|employees?|faculty)/"
)


_EMPTY = re.compile(r"(?i)\W*(?:(?:the|this)?\s*(?:link|here|url|https?:\S*))?\W*")
"""The text of a link that says nothing of where it leads."""

_KINDS = re.compile(r"(?i)videos?|recordings?|youtube|watch|slides|paper|preprint|code|poster|data")
"""Words that say where the link after them leads."""


_REMARK = re.compile(
    r"(?i)\(?\s*(?:(?:no|without) (?:a )?recording|not recorded|"
    r"(?:the )?(?:recording|video) (?:is |was )?"
    r"(?:withheld|not (?:shared|public|available|published)))\s*\.?\)?"
)


def withheld_remark(text: str) -> str:
    """Return the remark at the end of an item that says that its recording is not shown."""
    found = re.search(rf"{_REMARK.pattern}(?=[\s.]*$)", text)
    return found[0].strip() if found else ""


_OFF = (
    r"(?:cancell?ed|abgesagt|entfällt|fällt aus|ausgefallen|aflyst|avlyst|inställt|annulée?|"
    r"cancelad[oa]|annullat[oa]|geannuleerd|afgelast|peruttu|odwołan[aey]|zrušen[aoý]|"
    r"отмен[её]н[аоы]?|iptal edildi|已?取消|中止|취소)"
)
_CANCELLED = re.compile(rf"(?i)[(\[]?\*{{0,2}}[(\[]?(?:is |was )?{_OFF}[)\]]?\*{{0,2}}[)\]]?")


def cancelled_remark(text: str) -> str:
    """Return the remark at the end of a talk's line or title that says that it was not held."""
    found = re.search(rf"{_CANCELLED.pattern}(?=[\s.]*$)", text)
    return found[0].strip() if found and re.match(r"\W", found[0]) else ""


_OFF_FIRST = re.compile(
    r"(?i)(?:^\s*|(?<=[:.,;|)\]*–—-])\s+|(?<=[0-9])\s+)"
    rf"(?P<remark>(?P<bold>\*\*|__)?[\[(]?{_OFF}(?!\w)[\])]?(?:(?P=bold))?\s*[:：!–—-]*)(?!\*+\s*$)\s*(?=\S)"
)
_OFF_LAST = re.compile(
    r"(?i)(?P<sign>\s*[.;:–—]\s*|(?P<closed>(?<=[\"”»*_)\]])[\s,]+)|\s+-\s+|\s*)(?<!\w)"
    r"(?P<remark>(?:\*\*|__)?[\[(]?(?:(?:(?:this |the )?(?:talk|seminar)|is|was|has been) )*"
    rf"{_OFF}(?!\w)(?: (?:due|because|for|on|wegen)\b[^()\[\]]{{0,60}})?[\])]?(?:\*\*|__)?)[\s.!]*$"
)


def cancelled_apart(text: str) -> tuple[str, str]:
    """Split off the remark that a talk is not held, before or behind its facts.

    Returns:
        The text without the remark, and the remark; the text as it is and ``""`` for none.
    """
    for pattern in (_OFF_FIRST, _OFF_LAST):
        found = pattern.search(text)
        if found is None:
            continue
        remark = found["remark"].strip()
        marked = re.search(r"[\[(*_:：!–—]", remark) or remark.isupper()
        apart = pattern is _OFF_LAST and (found["sign"].strip() or found["closed"])
        if not marked and not apart:
            continue
        before, behind = text[: found.start()], text[found.end() :]
        if remark.count("**") % 2 and before.count("**") % 2 == 0:
            behind = f"**{behind}"
        if has_words(before + behind):
            return f"{before.rstrip()} {behind}".strip(), remark
    return text, ""


def says_cancelled(text: str) -> bool:
    """Return whether a text says nothing but that a talk is not held."""
    return re.fullmatch(rf"(?i)\W*{_OFF}\W*", text) is not None


_STRUCK = re.compile(
    r"(?i)~~(?=\S)(?P<tildes>.+?)~~|<(?P<tag>del|strike|s)>(?P<tagged>.+?)</(?P=tag)>"
)


def unstruck(text: str, day: str = "") -> tuple[str, bool]:
    """Return a text without marks of what is struck out, and whether all it tells is.

    What is struck out beside other words was replaced by them, and goes.

    Args:
        text: the text, whose Markdown is as written.
        day: the day in it, which says nothing of the talk.
    """
    found = list(_STRUCK.finditer(text))
    if not found:
        return text, False
    beside = cancelled_apart(_STRUCK.sub(" – ", text))[0]
    beside = blank(beside, [(one.start, one.end) for one in links(beside)])
    beside = beside.replace(day, " ") if day else beside
    off = not has_words(re.sub(rf"(?i){_OFF}", " ", beside))
    kept = _STRUCK.sub(lambda one: (one["tildes"] or one["tagged"]) if off else " ", text)
    return kept.strip() if not off else kept, off


_OPEN_TITLE = re.compile(rf"(?i)(?:(?:the\s+)?title:?\s+)?(?:is\s+)?(?:{TBA.pattern[4:]})")
"""A title that is still open: ``TBA``, ``title TBA``."""


class Item(NamedTuple):
    """One list item: the lines (from 0) it takes, its text as one line, the column it begins at.

    ``own`` is how many of its lines are its own beyond doubt: a line that follows at the margin
    may be a remark below the list. ``spent`` are the labels of nested bullets ("Title:").
    """

    lines: tuple[int, ...]
    text: str
    column: int
    own: int = 1
    own_text: str = ""
    spent: tuple[str, ...] = ()


def items(page: PageText, first: int, last: int) -> list[Item]:
    """Find the list items between two lines, with the lines that continue them."""
    found: list[Item] = []
    open_item = False
    for at in range(first, last):
        line = page.lines[at]
        bullet = None if page.opaque[at] else content_of_bullet(line)
        nested = _nested(line, page.lines[found[-1].lines[0]]) if open_item and found else None
        if nested and not page.opaque[at] and found[-1].own == len(found[-1].lines):
            item = found[-1]
            text, lines = f"{item.text.rstrip('.')}. {nested[0]}", (*item.lines, at)
            spent = (*item.spent, nested[1])
            found[-1] = item._replace(
                lines=lines, text=text, own=len(lines), own_text=text, spent=spent
            )
        elif bullet:
            text = bullet[0].rstrip()
            found.append(Item((at,), text, bullet[1] + 1, 1, text))
            open_item = True
        elif page.opaque[at] or not line.strip() or line.lstrip().startswith(("#", "<", ">")):
            open_item = False
        elif open_item and (line.startswith((" ", "\t")) or not read_label(line)):
            item = found[-1]
            lines, text = (*item.lines, at), f"{item.text} {line.strip()}"
            found[-1] = item._replace(lines=lines, text=text)
            if line.startswith((" ", "\t")) and item.own == len(item.lines):
                found[-1] = found[-1]._replace(own=len(lines), own_text=text)
    return found


def _nested(line: str, above: str) -> tuple[str, str] | None:
    """Return the text of a bullet nested in the item that line ``above`` begins, and its label.

    A labelled title stands in bold afterwards, so that it is known for one.
    """
    found = re.match(r"(\s*)(?:[*+-]|[0-9]{1,3}[.)])\s+", line)
    own = len(above) - len(above.lstrip())
    if not found or len(found[1].expandtabs(4)) < own + 2 or read_label(line[found.end() :]):
        return None
    text, word = line[found.end() :].strip(), ""
    if named := label(text):
        if named.field == "title" and has_words(named.rest):
            return f"**{named.rest.strip('*_ ')}**", named.label
        if named.field in ("date", "affiliation"):
            text, word = named.rest, named.label
    return text, word


_NUMBER = re.compile(r"(?<![^\W\d_])[0-9]{1,4}(?!\w)")


def read_item(page: PageText, item: Item, homepages: bool) -> tuple[Entry, list[Note]] | None:
    """Read one previous talk from a list item; ``None`` for other items.

    Args:
        page: The page the item is on.
        item: The list item.
        homepages: Whether the page links videos separately (``[Video](URL)``), so that the link
            on a name is the speaker's own page.
    """
    parts = split_item(item.own_text)
    if parts and parts.title and item.own_text.count("**") % 2 == 0:
        item = item._replace(lines=item.lines[: item.own], text=item.own_text)
    else:
        parts = split_item(item.text)
    if not parts:
        return None
    named = people(parts.names)
    # Of an item without an id a number says that it is a date, a room or a place in a row.
    numbered = not parts.label and any(_NUMBER.search(one.name) for one in named)
    if not parts.title or numbered or not plausible(named):
        return None
    video_links, other, leftover, words = trailing(parts.after)
    remark = leftover if _REMARK.fullmatch(leftover) else ""
    off = cancelled_remark(leftover) == leftover.strip() != ""
    if told := cancelled_remark(parts.title):
        parts = parts._replace(title=parts.title[: parts.title.rindex(told)].rstrip(" .,;:–—-"))
        off, words = True, [*words, told]
    if remark or cancelled_remark(leftover) == leftover.strip() != "":
        words, leftover = [*words, leftover], ""
    inside = [one.url for one in links(parts.title) if VIDEO_HOSTS.search(one.url)]
    apart = homepages or bool(video_links or parts.label_url or inside)
    speakers, affiliation, video, more = assign_links(named, parts.affiliation, apart)
    extra = [*more, *other]
    title = "" if _OPEN_TITLE.fullmatch(parts.title) else unescape(parts.title)
    extra += [Link("Link", one.url) for one in links(parts.title) if one.url not in inside]
    day_video = parts.day_url if VIDEO_HOSTS.search(parts.day_url) else ""
    extra += [Link("Link", parts.day_url)] if parts.day_url and not day_video else []
    for url in dict.fromkeys([parts.label_url, day_video, *video_links, *inside]):
        if url and not video:
            video = url
        elif url and url != video:
            extra.append(Link("Video", url))
    line = item.lines[0]
    notes: list[Note] = []
    spent = [
        page.lines[line][: item.column - 1],
        parts.label_text,
        parts.date_text,
        "" if title else parts.title,
        "by and with",
        *words,
        *item.spent,
        *re.findall(r"(?i)<br\s*/?>", item.text),
    ]
    place = (page.name, line + 1, item.column)
    if parts.label and parts.label_text != (right := make_id(*parts.label)):
        notes.append(Note(*place, "SEQ008", parts.label_text, right, "an id has the form S01E01"))
    if parts.stamp and parts.stamp.doubt:
        moment = write_moment(parts.stamp.moment)
        notes.append(Note(*place, "guess", parts.date_text, moment, parts.stamp.doubt))
    talk = Talk(
        id=make_id(*parts.label) if parts.label else "",
        title=title,
        speakers=speakers,
        affiliation=affiliation,
        video_url=video,
        recording="withheld" if remark and not video else "",
        links=tuple(extra),
        state="cancelled" if off else "",
    )
    if remark:
        why = "the recording is not shown" if not video else "but the item links a video"
        notes.append(Note(*place, "guess", remark, talk.recording or video, why))
    column = {
        field: item.column + item.text.find(value)
        for field, value in (
            ("title", parts.title),
            ("speakers", parts.names),
            ("affiliation", parts.affiliation),
            ("video_url", video),
            ("date", parts.date_text),
        )
        if value and value in item.text
    }
    entry = Entry(
        page.name,
        "previous",
        item.lines,
        talk,
        parts.label,
        parts.stamp.moment if parts.stamp else None,
        tuple(spent),
        ((line, leftover),) if has_words(leftover) else (),
        tuple((field, SourcePlace(line + 1, at)) for field, at in column.items()),
    )
    return entry, notes


def assign_links(
    named: tuple[Person, ...], affiliation: str, homepages: bool
) -> tuple[tuple[Speaker, ...], str, str, list[Link]]:
    """Assign the links on names to speakers or videos, and the affiliation to the talk.

    A link on the names is the video, as on the page this shape comes from, unless videos are
    linked separately or the address is plainly a person's page. Brackets that belong to the name
    of the only speaker, with the affiliation behind them, are part of the name: ``Li Wei (李伟)``.
    """
    if affiliation and len(named) == 1 and named[0].affiliation not in ("", affiliation):
        (one,) = named
        named = (one._replace(name=f"{one.name} ({one.affiliation})", affiliation=""),)
    video, more, speakers = "", [], []
    own = [person.affiliation for person in named if person.affiliation]
    shared = affiliation or (own[0] if len(set(own)) == 1 and len(own) == len(named) else "")
    for person in named:
        is_video = bool(person.url) and (
            VIDEO_HOSTS.search(person.url) is not None
            or not (homepages or HOME_PAGES.search(person.url))
        )
        if is_video and video not in ("", person.url):
            more.append(Link("Video", person.url))
        elif is_video:
            video = person.url
        speakers.append(
            Speaker(
                person.name,
                person.prefix,
                "" if is_video else person.url,
                person.affiliation if person.affiliation != shared else "",
            )
        )
    return tuple(speakers), shared, video, more


def trailing(after: str) -> tuple[list[str], list[Link], str, list[str]]:
    """Split the text around an item's title into videos, other links, and the rest.

    A word such as "Video:" or "Slides:" before an address or a link that says nothing tells what
    it leads to; these words come last.
    """
    videos: list[str] = []
    other: list[Link] = []
    spent: list[str] = []
    left = after
    for one in all_links(after):
        left = blank(left, [(one.start, one.end)])
        word = re.search(
            r"(?i)([a-z]+)(?:\s+(?:is|are)(?:\s+available)?)?[\s*_]*:?[\s(\[*_]*$",
            after[: one.start],
        )
        shown = unescape(one.text)
        empty = _EMPTY.fullmatch(shown) is not None
        if empty and word and _KINDS.fullmatch(word[1]):
            left = blank(left, [word.span(1)])
            spent += [shown, word[1]]
            shown = word[1]
        if one.url and (VIDEO_TEXT.fullmatch(shown) or (empty and VIDEO_HOSTS.search(one.url))):
            videos.append(one.url)
            spent.append(shown)
        elif VIDEO_TEXT.fullmatch(shown):
            spent.append(shown)
        else:
            other.append(Link(shown or "Link", one.url))
    left = re.sub(r"\(\s*\)|\[\s*\]", " ", left)
    left = re.sub(r"\s+", " ", left).strip(" .,;:|–—-")
    return videos, other, left, spent


def read_previous(
    page: PageText, all_headings: list[Heading], taken: frozenset[int]
) -> Section | None:
    """Read the list of previous talks; ``None`` where neither list nor heading is there.

    Items with a label such as ``S01E01`` are found anywhere outside ``taken`` (lines that
    another section uses); items without one below a heading such as "Previous talks", or, on a
    page that has neither, where two or more of them tell day, speaker and title.
    """
    heading = next((one for one in all_headings if meaning(one.text) == "previous"), None)
    below = range(0)
    if heading:
        below = range(heading.below, end_of_section(page, heading, all_headings))
    candidates = [
        item
        for item in items(page, 0, len(page.lines))
        if not taken.intersection(item.lines) and (read_label(item.text) or item.lines[0] in below)
    ]
    if not candidates:
        outside = taken if heading is None else frozenset(range(len(page.lines))) - {*below}
        outside |= lines_of_others(all_headings, len(page.lines))
        candidates = _dated_items(page, taken | outside, season_headings(all_headings))
    homepages = any(_has_video_link(item) or not read_label(item.text) for item in candidates)
    entries: list[Entry] = []
    notes: list[Note] = []
    for item in candidates:
        found = read_item(page, item, homepages)
        if found:
            entries.append(found[0])
            notes += found[1]
    if not entries:
        if heading is None:
            return None
        at = below.stop
        while at > heading.below and not page.lines[at - 1].strip():
            at -= 1
        return Section("previous", at, at - 1)
    above = heading.at if heading else -1
    heads = [
        head
        for head in season_headings(all_headings)
        if head.at > above and head.at not in taken and head.at < entries[-1].lines[0]
    ]
    pairs = apply_headings(entries, heads)
    taken_in = redundant_headings(page, heads, pairs)
    entries = [entry for entry, _ in pairs]
    own = heading is None and not any(entry.label for entry in entries)
    if own:
        entries = [entry._replace(section=SCHEDULE) for entry in entries]
    used = {at for entry in entries for at in entry.lines} | taken_in.lines
    first, last = min(used), max(used)
    between = [
        (at, page.lines[at])
        for at in range(first, last)
        if at not in used and page.lines[at].strip()
    ]
    return Section(
        "previous",
        first,
        last,
        frozenset(used),
        tuple(entries),
        spent=taken_in.spent,
        kept=tuple(between),
        notes=(*notes, *taken_in.notes),
        themes=taken_in.themes,
        own_layout=own,
    )


def read_planned_list(page: PageText, first: int, last: int) -> Section | None:
    """Read a list of planned talks, such as stands below "Upcoming talks"; ``None`` for none.

    Args:
        page: the page.
        first: the first line (from 0) of the list's section.
        last: the first line after it.
    """
    entries: list[Entry] = []
    for item in items(page, first, last):
        found = read_item(page, item, homepages=True) if find_date(item.text) else None
        if found and (found[0].talk.title or found[0].talk.speakers):
            entries.append(found[0]._replace(section=SCHEDULE))
    if not entries:
        return None
    used = frozenset(at for entry in entries for at in entry.lines)
    return Section("next", min(used), max(used), used, tuple(entries), own_layout=True)


def _dated_items(
    page: PageText, taken: frozenset[int], heads: Sequence[SeasonHeading]
) -> list[Item]:
    """Return the items, else paragraphs, that each tell a day, speakers and a title.

    The day may be that of the heading above. One alone says nothing, and news of a group are dated
    too, but few of them name people and a title.
    """
    days = {head.at: head.day for head in heads}
    for every in (items(page, 0, len(page.lines)), _paragraphs(page)):
        free = [one for one in every if not taken.intersection(one.lines)]
        dated = []
        for one in free:
            above = max((at for at in days if at < one.lines[0]), default=-1)
            if find_date(one.text) or days.get(above):
                dated.append(one)
        found = [one for one in dated if (parts := split_item(one.text)) and _tells_a_talk(parts)]
        if len(found) > 1 and len(found) * 2 > len(dated):
            return found
    return []


def _tells_a_talk(parts: Parts) -> bool:
    """Return whether an item names people and a title, and is no sentence about people."""
    return (
        all_names(parts.names)
        and has_words(parts.title)
        and not parts.title.strip()[:1].islower()
        and not parts.title.strip(" *_").endswith(":")
        and not re.match(r"\s*[·•|]|.*[·•|]\s*$", parts.title)
        and not tells_no_talk(parts.title)
        and not is_institution(unescape(parts.title))
        and (parts.stamp is not None or find_date(parts.title) is None)
    )


_NO_TITLE = re.compile(
    r"(?i)\W*(?:(?:has |have |who )?(?:joined|joins|left|leaves|started|starts|graduated|graduates|"
    r"defended|hired|appointed|arrived|member|visitor|visiting)(?:\s+(?:as\s+)?(?:the|our|an?)?\s*"
    r"(?:group|team|lab|department|institute|member|postdoc|student))?|born|.*\b(?:since|until))"
    r"(?:\s+(?:on|in|since|from|until|the))*\W*"
)
"""What a list of people says before a day: ``Joined``, ``Member since``."""

_COURSEWORK = re.compile(
    r"(?i)\W*(?:home\s?work|problem (?:set|sheet)|assignment|exercise sheet|quiz|mid-?terms?|"
    r"(?:final |mid-?term |oral |written )?exam(?:ination)?|klausur|übungs?(?:blatt)?|hausaufgabe|"
    r"devoir|partiel|examen|esame|tarea|reading week exam)\b[\s#.:0-9]*"
    r"(?:\W*(?:is |are )?(?:due|out|review|handed out|fällig|abgabe)\b)?\W*"
)
"""What the timetable of a course has among its lectures."""


def tells_no_talk(title: str) -> bool:
    """Return whether what stands for a title says when someone joined, or is a course's work."""
    plain = unescape(title)
    return _NO_TITLE.fullmatch(plain) is not None or _COURSEWORK.fullmatch(plain) is not None


def is_of_course(text: str) -> bool:
    """Return whether the name of a column or a title is that of a course: ``Homework 1 due``."""
    return _COURSEWORK.fullmatch(re.sub(r"(?<=\w)s$", "", unescape(text).strip())) is not None


_OF_OTHERS = re.compile(
    r"(?i)\W*(?:(?:our|the|former|current|group|team|lab|past|all)\s+)*(?:people|members?|team|staff|"
    r"alumni|group|personen|mitglieder|mitarbeiter(?:innen)?(?: und .*)?|équipe|membres|personas|"
    r"miembros|persone|membri|publications?|papers|teaching|courses?|lehre|enseignement|"
    r"publikationen|job openings|vacancies)\W*"
)


def lines_of_others(every: Sequence[Heading], end: int) -> frozenset[int]:
    """Return the lines (from 0) below headings of people, papers or courses, which have no talks.

    Args:
        every: the headings of the page.
        end: how many lines it has.
    """
    own = [one for one in every if one.level < 7]
    found: set[int] = set()
    for number, one in enumerate(own):
        if _OF_OTHERS.fullmatch(unescape(one.text)):
            stop = next((each.at for each in own[number + 1 :] if each.level <= one.level), end)
            found |= set(range(one.at, stop))
    return frozenset(found)


def _paragraphs(page: PageText) -> list[Item]:
    """Return the paragraphs of a page as items."""
    found: list[Item] = []
    for at, line in enumerate(page.lines):
        if page.opaque[at] or not line.strip() or line.lstrip()[:1] in "#<>|":
            continue
        if at and found and found[-1].lines[-1] == at - 1:
            text = f"{found[-1].text} {line.strip()}"
            found[-1] = found[-1]._replace(
                lines=(*found[-1].lines, at), text=text, own=found[-1].own + 1, own_text=text
            )
        else:
            found.append(Item((at,), line.strip(), 1, 1, line.strip()))
    return found


def _has_video_link(item: Item) -> bool:
    found = links(item.text)
    return len(found) > 1 and VIDEO_TEXT.fullmatch(unescape(found[-1].text)) is not None
