"""Reads tables, and blocks of one talk each, from pages of any layout into rows of cells."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from lgtui.importers import SCHEDULE, Entry, Note, PageText, Section
from lgtui.importers.columns import Cell, Row, assign, recognize
from lgtui.importers.list_items import (
    TURN,
    VIDEO_TEXT,
    all_names,
    plain_names,
    read_label,
    split_item,
)
from lgtui.importers.lists import Reader
from lgtui.importers.markdown_page import (
    Heading,
    Lines,
    content_of_bullet,
    headings,
    html_headings,
    meaning,
    tables,
)
from lgtui.importers.numbering import Listed
from lgtui.importers.page_days import year_above
from lgtui.importers.people import after_name, is_institution, split_speaker
from lgtui.importers.talk_fields import fact_named, part_fact, split_parts, trimmed, unquoted
from lgtui.importers.talk_list import (
    cancelled_apart,
    is_of_course,
    lines_of_others,
    says_cancelled,
    tells_no_talk,
    trailing,
    unstruck,
)
from lgtui.text.dates import find_date
from lgtui.text.folding import folded_words
from lgtui.text.inline_markdown import (
    BREAK,
    atx_heading,
    balanced,
    blank,
    has_words,
    links,
    unbroken,
    unescape,
    word_list,
)
from lgtui.text.urls import is_video


def read_rows_on(
    page: PageText, taken: frozenset[int], written: PageText | None = None, dates: str = ""
) -> Section | None:
    """Read the talks of a page's tables, else those of its blocks; ``None`` without any.

    Args:
        page: the page.
        taken: lines (from 0) that are understood already.
        written: the page as it is written, where that is another text; tables are read from it.
        dates: the order of the numbers in dates that was asked for, such as ``mdy``.
    """
    refused: set[int] = set()
    for find, text in ((_table_rows, written or page), (_block_rows, page)):
        entries: list[Entry] = []
        notes: list[Note] = []
        for columns, rows in find(text, taken, notes, refused):
            reader = Reader(page.name, columns, [row for _, row in rows], dates, ask=False)
            for lines, row in rows:
                listed = reader.row(row)
                if listed and (listed.talk.speakers or listed.talk.title):
                    if listed.state == "cancelled":
                        why = "cancelled: its state says it"
                        told = (listed.talk.title or listed.talk.speakers[0].name, "cancelled", why)
                        notes.append(Note(page.name, row.line, 1, "normalized", *told))
                    entries.append(_entry(page, lines, listed))
            notes += reader.notes
        if entries:
            used = frozenset(at for entry in entries for at in entry.lines)
            notes += _unread_labels(page, used)
            return Section(
                "previous", min(used), max(used), used, tuple(entries), notes=tuple(notes),
                own_layout=True,
            )  # fmt: skip
    return None


def _unread_labels(page: PageText, used: frozenset[int]) -> list[Note]:
    """Note the lines of talks with a label that no record has, such as ``**Moderator:**``."""
    why = "a label that no record has: it is in no record, and stays on the page"
    return [
        Note(page.name, at + 1, 1, "kept", page.lines[at].strip(), "", why)
        for at in sorted(used)
        if not page.opaque[at] and _OTHER_LABEL.match(page.lines[at])
        and not part_fact(page.lines[at]) and not find_date(page.lines[at])
    ]  # fmt: skip


def _entry(page: PageText, lines: Lines, listed: Listed) -> Entry:
    season, episode = listed.key
    off = listed.state == "cancelled"
    return Entry(
        page.name,
        SCHEDULE,
        lines,
        listed.talk._replace(state="cancelled") if off else listed.talk,
        (season, episode) if season and episode else None,
        listed.moment,
        season=season,
    )


Group = tuple[dict[str, list[str]], list[tuple[Lines, Row]]]
"""Rows that have the same columns: which column holds which fact, and the rows with their lines."""


def _table_rows(
    page: PageText, taken: frozenset[int], notes: list[Note], refused: set[int]
) -> list[Group]:
    """Return the rows of the tables that list talks: with a speaker, and a title or a day.

    What no name of a column tells, its cells may; a note says so.

    Args:
        page: the page.
        taken: lines (from 0) that are understood already.
        notes: where to note what is guessed.
        refused: where to put the lines of tables that list something else.
    """
    found: list[Group] = []
    every = sorted([*headings(page), *html_headings(page)])
    others = lines_of_others(every, len(page.lines))
    for table in tables(page):
        if taken.intersection(range(table.first, table.stop)):
            continue
        names, body = _distinct(table.names), list(table.rows)
        columns = _columns(names)
        if not columns and any(map(find_date, table.names)):
            first = (table.first,)
            names = [f"column {at}" for at in range(1, len(table.names) + 1)]
            body = [(first, table.names), *body]
        names, body = _with_second_rows(names, body, columns)
        cells = [
            (lines, dict(zip(names, texts, strict=False)))
            for lines, texts in body
            if sum(map(has_words, texts)) > 1 and not any("{{" in text for text in texts)
        ]
        _find_ids(cells, columns)
        if "speaker" not in columns or not {"title", "date"} <= columns.keys():
            plain = [
                Row(lines[0] + 1, {name: unescape(text) for name, text in each.items()})
                for lines, each in cells
            ]
            guessed: list[Note] = []
            further = recognize(page.name, plain, {}, guessed) if plain else {}
            if "speaker" not in columns and "date" not in further:
                continue
            taken_names = {name for own in columns.values() for name in own}
            for fact, own in further.items():
                if fact not in columns and not taken_names.intersection(own):
                    columns[fact] = own
                    notes += [note for note in guessed if note.before in own or note.after == fact]
        if "title" not in columns:
            _find_titles(page.name, cells, columns, notes)
        if "speaker" not in columns or not {"title", "date", "id"} & columns.keys():
            continue
        if _is_of_others(columns, cells) or table.first in others:
            refused.update(range(table.first, table.stop))
            continue
        year = year_above(every, table.first)
        rows = []
        for lines, each in cells:
            row = _row(lines[0] + 1, each, columns)
            rows.append((lines, row._replace(cells={**row.cells, _YEAR: year})))
        if "year" not in columns and "season" not in columns and year:
            columns["year"] = [_YEAR]
        found.append((_with_links(columns), rows))
    return found


_Body = list[tuple[Lines, tuple[str, ...]]]


def _with_second_rows(
    names: list[str], body: _Body, columns: dict[str, list[str]]
) -> tuple[list[str], _Body]:
    """Join each two rows of which the second one has a single cell: the title, or the abstract.

    Args:
        names: the names of the columns.
        body: the rows, each with its lines.
        columns: the columns of each fact; the one of the second rows is added.
    """
    fact = next((one for one in ("title", "abstract") if one not in columns), "")
    pairs = list(zip(body[::2], body[1::2], strict=False))
    if len(body) % 2 or len(pairs) < 2 or not fact or fact in names:
        return names, body
    made: _Body = []
    for (first, texts), (second, below) in pairs:
        said = [text for text in below if has_words(text)]
        if sum(map(has_words, texts)) < 2 or len(said) != 1 or find_date(said[0]):
            return names, body
        width = [*texts, *[""] * len(names)][: len(names)]
        made.append(((*first, *second), (*width, said[0])))
    columns[fact] = [fact]
    return [*names, fact], made


def _is_of_others(
    columns: Mapping[str, list[str]], rows: Sequence[tuple[Lines, Mapping[str, str]]]
) -> bool:
    """Return whether a table is one of people who give no talk, or the timetable of a course."""
    if not columns.keys() & _OF_TALKS and all(map(_is_of_people, columns["speaker"])):
        return True
    titles = (each.get(name, "") for _, each in rows for name in columns.get("title", ()))
    names = (name for _, each in rows[:1] for name in each)
    placed = "affiliation" in columns
    return any(map(is_of_course, names)) or (not placed and any(map(is_of_course, titles)))


def _find_ids(
    rows: Sequence[tuple[Lines, Mapping[str, str]]], columns: dict[str, list[str]]
) -> None:
    """Take for ids the column whose cells are ids, whatever it is called."""
    for column in dict.fromkeys(column for _, cells in rows for column in cells):
        texts = [unescape(cells.get(column, "")).strip() for _, cells in rows]
        labels = [label for text in texts if (label := read_label(text))]
        whole = sum(label[1] in texts for label in labels)
        if whole * 2 > len(rows):
            for own in columns.values():
                if column in own:
                    own.remove(column)
            columns["id"] = [column]
            return


def _find_titles(
    name: str,
    rows: Sequence[tuple[Lines, Mapping[str, str]]],
    columns: dict[str, list[str]],
    notes: list[Note],
) -> None:
    """Take for titles the column that says most, where no name tells it: papers, else a free one.

    Args:
        name: the page's name, for the note.
        rows: the table's rows.
        columns: the columns of each fact so far; the titles' is added.
        notes: where to note the guess.
    """
    free = {column for _, cells in rows for column in cells}
    free -= {
        column for fact, own in columns.items() if fact not in ("links", "theme") for column in own
    }

    def said(column: str) -> float:
        shown = [unescape(cells.get(column, "")) for _, cells in rows]
        told = [text for text in shown if has_words(text) and not _ASIDE.fullmatch(text)]
        words = sum(len(word_list(text)) for text in told)
        return words / len(told) if len(told) * 2 > len(rows) else 0

    best = max(sorted(free), key=said, default="")
    if not best or said(best) < 1.5:
        topics = [name for name in columns.get("theme", ()) if said(name)]
        if not topics:
            return
        best = topics[0]
    for own in columns.values():
        if best in own:
            own.remove(best)
    columns["title"] = [best]
    why = "no column is called so: this one says most"
    notes.append(Note(name, rows[0][0][0] + 1, 1, "guess", best, "title", why))


_OF_TALKS = frozenset(("date", "id", "video", "slides", "abstract", "recording", "year"))


def _is_of_people(name: str) -> bool:
    """Return whether a column's name is said of people who give no talk, too."""
    return folded_words(name) in (
        "name", "names", "full name", "who", "nom", "nombre", "nome", "naam", "navn", "namn",
    )  # fmt: skip


_YEAR = "the heading above"


_ENDING = re.compile(r"(?i)\s*[/:*_(]\s*-?(?:in(?:nen)?|r|n|en|e|s|x)\)?$")
"""The ending of a word that means women and men: ``Vortragende/r``, ``Referent:in``."""


def _columns(names: Sequence[str]) -> dict[str, list[str]]:
    """Assign columns to facts as those of a list are, else as labels of a page or mail are."""
    found = assign(names, {})
    used = {name for columns in found.values() for name in columns}
    for name in names:
        plain = _ENDING.sub("", name)
        if name not in used and (fact := fact_named(name) or fact_named(plain)):
            found.setdefault(fact, []).append(name)
    return found


def _distinct(names: Sequence[str]) -> list[str]:
    """Return the names of columns, those without one and those that stand twice told apart."""
    found: list[str] = []
    for at, name in enumerate(names, 1):
        plain = unescape(unbroken(name)) or f"column {at}"
        found.append(plain if plain not in found else f"{plain} ({at})")
    return found


_VIDEOS, _LINKS = "video in a cell", "links in a cell"


def _with_links(columns: dict[str, list[str]]) -> dict[str, list[str]]:
    found = {fact: list(names) for fact, names in columns.items()}
    found.setdefault("video", []).append(_VIDEOS)
    found.setdefault("links", []).append(_LINKS)
    return found


_PLAIN_FACTS = ("title", "date", "time", "affiliation", "theme", "id", "season", "episode", "state")
"""Facts whose cells are read without Markdown; links in them are the talk's."""


_MEETING = re.compile(r"(?i)zoom\.us/(?:j|s|w|meeting|webinar|my)\b|teams\.|meet\.google")


def _is_recording(url: str, shown: str) -> bool:
    """Return whether a link leads to a talk's recording, and not to the meeting."""
    return (is_video(url) and not _MEETING.search(url)) or VIDEO_TEXT.fullmatch(shown) is not None


def _people_of_lines(lines: Sequence[str]) -> str:
    """Return the lines of a cell as people: a line that names a place belongs to those above.

    So does one in italics or small letters, and one of a single word below a name of several.
    """
    found: list[str] = []
    for line in (re.sub(r"(?i)</?small>", "*", one).strip(" ,;") for one in lines):
        plain = unescape(line)
        apart = re.fullmatch(r"[*_][^*_].*[*_]", line) or is_institution(plain)
        short = len(plain.split()) == 1 < len(unescape(found[-1]).split()) if found else False
        if found and (apart or short) and "(" not in unescape(found[-1]):
            place = line if "](" in line else plain
            found[-1] = f"{found[-1]} ({place.strip('()')})"
        elif line:
            found.append(line)
    return "; ".join(found)


def _split_titles(cells: dict[str, str], columns: dict[str, list[str]]) -> dict[str, str]:
    """Return cells with title and abstract apart, where a column is called after both."""
    for name in columns.get("title", ()):
        parts = [part for part in re.split(r"[&/+,]|\band\b|\bund\b|\bet\b|\by\b", name) if part]
        title, _, text = BREAK.sub("\n", cells.get(name, "")).strip().partition("\n")
        if has_words(text) and any(fact_named(part) == "abstract" for part in parts):
            columns.setdefault("abstract", ["abstract below a title"])
            return {**cells, name: title, "abstract below a title": text.strip()}
    return cells


_DETAILS = re.compile(
    r"(?is)<details[^<>]*>\s*<summary[^<>]*>([^<]*)</summary>"
    r"((?:(?!<details)(?!</details).)*)(?:</details>|$)"
)


def _unfolded(cells: dict[str, str], columns: dict[str, list[str]]) -> dict[str, str]:
    """Return cells with the abstract that one of them holds folded in as a cell of its own."""
    made = dict(cells)
    for name, text in cells.items():
        for found in _DETAILS.finditer(text):
            if name in columns.get("abstract", ()):
                made[name] = BREAK.sub("\n\n", found[2]).strip()
            elif fact_named(found[1]) == "abstract":
                made["abstract folded in"] = BREAK.sub("\n\n", found[2]).strip()
                columns.setdefault("abstract", ["abstract folded in"])
                made[name] = text.replace(found[0], " ")
    return made


_ATTRIBUTES = re.compile(r"\{(?::[^{}\n]{0,200}|#[\w-]{1,80}\s*)\}")
"""Attributes of kramdown, such as ``{:target="_blank"}`` behind a link or ``{#nets}``."""


def _row(line: int, cells: dict[str, str], columns: dict[str, list[str]]) -> Row:
    """Return cells in Markdown as a row: names keep their links, other links stand apart."""
    cells = {name: _ATTRIBUTES.sub("", text) for name, text in cells.items()}
    cells = _with_state(cells, columns)
    cells = _unfolded(_split_titles(cells, columns), columns)
    made: dict[str, Cell] = dict(cells)
    videos: list[str] = []
    further: list[str] = []
    for fact in _PLAIN_FACTS:
        for name in columns.get(fact, ()):
            text = cells.get(name, "")
            found = links(text)
            aside = blank(text, [(one.start, one.end) for one in found])
            for one in found:
                shown = unescape(one.text)
                if _is_recording(one.url, shown):
                    videos.append(one.url)
                else:
                    label = shown if has_words(aside) else "Link"
                    further.append(f"{label}: {one.url}")
            aside = re.sub(r"\s*[(\[][\s,;|/]*[)\]]", "", aside) if found else aside
            made[name] = unescape(unbroken(aside if has_words(aside) else text))
            if fact == "title":
                made[name] = unquoted(str(made[name]))
    for name in columns.get("speaker", ()):
        made[name] = _people_of_lines(BREAK.sub("\n", cells.get(name, "")).split("\n"))
    made[_VIDEOS] = "\n".join(videos)
    made[_LINKS] = list(further)
    return Row(line, made)


_STATE = "said beside a fact"


def _with_state(cells: dict[str, str], columns: dict[str, list[str]]) -> dict[str, str]:
    """Return cells without remarks that the talk is cancelled; a cell of its own says so then."""
    made = dict(cells)
    off = False
    said = [name for fact in ("speaker", "title", "date") for name in columns.get(fact, ())]
    told = sum(
        has_words(cells.get(name, "")) for name in said if name not in columns.get("date", ())
    )
    for name in said:
        made[name], struck = unstruck(cells.get(name, ""))
        made[name], remark = cancelled_apart(made[name])
        if told > 1 and says_cancelled(made[name]):
            remark, made[name] = made[name], ""
        off = off or struck or bool(remark)
    if off and not any(has_words(cells.get(name, "")) for name in columns.get("state", ())):
        if _STATE not in columns.setdefault("state", []):
            columns["state"].append(_STATE)
        made[_STATE] = "cancelled"
    return made


class _Start(NamedTuple):
    """Where a talk may begin: its line, the first one below, its level, and what it says."""

    at: int
    below: int
    level: int
    text: str


def _block_rows(
    page: PageText, taken: frozenset[int], _: list[Note], refused: set[int]
) -> list[Group]:
    """Return the talks that stand in a block each: below a heading, a summary, a bullet, a label.

    The kind of beginning counts that gives most talks; of the kinds that are no headings one talk
    alone says nothing.
    """
    best: list[Group] = []
    kinds = (
        _headings, _bold_lines, _summaries, _bullets, _labels, _dated_lines, _paragraphs,
        _lines_below_days,
    )  # fmt: skip
    taken |= lines_of_others(headings(page), len(page.lines)) | refused
    for starts in (kind(page) for kind in kinds):
        found = _rows_below(page, [one for one in starts if one.at not in taken], taken)
        least = 0 if starts and starts[0].level < 7 else 1
        if len(found) > max(least, len(best)):
            best = found
    return best


def _headings(page: PageText) -> list[_Start]:
    return [
        _Start(one.at, one.below, one.level, _ATTRIBUTES.sub("", one.text))
        for one in headings(page)
        if one.level < 7 and not fact_named(one.text)
    ]


def _bold_lines(page: PageText) -> list[_Start]:
    """Return the lines in bold, which end at a heading."""
    found = [_Start(one.at, one.below, 7, one.text if one.level == 7 else "")
             for one in headings(page) if not fact_named(one.text)]  # fmt: skip
    return found if any(one.text for one in found) else []


_SUMMARY = re.compile(r"(?i)\s*(?:<details[^>]*>)?\s*<summary[^>]*>(.*?)(?:</summary>|$)")


def _summaries(page: PageText) -> list[_Start]:
    """Return the summaries of ``<details>``, and where each of these ends."""
    found = []
    for at, line in enumerate(page.lines):
        if told := re.match(
            r"(?i)\s*(?:<details[^>]*>)?\s*<summary[^>]*>(.*?)(?:</summary>|$)", line
        ):
            found.append(_Start(at, at + 1, 7, re.sub(r"<[^>]*>", "", told[1])))
        elif "</details" in line.lower():
            found.append(_Start(at, at + 1, 7, ""))
    return found


def _bullets(page: PageText) -> list[_Start]:
    """Return the outermost bullets, and the lines that end their lists."""
    found: list[_Start] = []
    indent = 0
    for at, line in enumerate(page.lines):
        own = len(line) - len(line.lstrip())
        bullet = None if page.opaque[at] else content_of_bullet(line)
        if bullet and (not found or not found[-1].text or own <= indent):
            indent = own
            found.append(_Start(at, at + 1, 7, bullet[0]))
        elif line[:1].strip() and found:
            found.append(_Start(at, at + 1, 7, ""))
    return found


def _labels(page: PageText) -> list[_Start]:
    """Return the lines with the label that each talk begins with, where none has a heading."""
    facts = [
        (at, fact)
        for at, line in enumerate(page.lines)
        if not page.opaque[at] and (fact := part_fact(line))
    ]
    first = next((fact for _, fact in facts if fact in ("title", "speaker", "date")), "")
    found = [_Start(at, at, 7, "") for at, fact in facts if fact == first]
    ends = [_Start(one.at, one.below, 7, "") for one in headings(page) if one.level < 7]
    return sorted(found + [one for one in ends if not fact_named(page.lines[one.at])])


def _dated_lines(page: PageText) -> list[_Start]:
    """Return the lines that begin with a day, each with the lines below, up to a heading."""
    ends = {one.at for one in headings(page) if one.level < 7}
    found = []
    for at, line in enumerate(page.lines):
        if page.opaque[at] or not line.strip():
            continue
        stamp = None if at in ends else find_date(line)
        if at in ends or (stamp and stamp.spans[0][0] < 12):
            text = "" if at in ends else re.sub(r"^\s*(?:[*+-]|[0-9]+[.)])\s+", "", line)
            found.append(_Start(at, at + 1, 7, text))
    return found if any(one.text for one in found) else []


def _paragraphs(page: PageText) -> list[_Start]:
    """Return the first lines of paragraphs, each with the others of its paragraph alone."""
    found: list[_Start] = []
    before = ""
    for at, line in enumerate(page.lines):
        if not line.strip() or page.opaque[at] or atx_heading(line):
            found.append(_Start(at, at + 1, 7, ""))
        elif not before.strip() or atx_heading(before):
            found.append(_Start(at, at + 1, 7, line.strip()))
        before = line
    return found if any(one.text for one in found) else []


def _rows_below(page: PageText, every: list[_Start], taken: frozenset[int]) -> list[Group]:
    """Return the talks among some beginnings, each with all lines down to the next one.

    A heading of a deeper level that is no talk itself belongs to the talk above it.
    """
    ends = [*(one.at for one in every[1:]), len(page.lines)]
    days = _days_above(page, every)
    talks = {
        one.at
        for one, end, day in zip(every, ends, days, strict=False)
        if not meaning(one.text) and _block(page, one.text, range(one.below, end), day, one.level)
    }
    talks = talks or _outermost(page, every)
    found: list[Group] = []
    for number, start in enumerate(every):
        if start.at not in talks:
            continue
        stops = (
            one.at
            for one in every[number + 1 :]
            if one.at in talks or one.level <= start.level or meaning(one.text)
        )
        body = range(start.below, next(stops, len(page.lines)))
        cells = None
        if not taken.intersection(body):
            cells = _block(page, start.text, body, days[number], start.level)
        if cells is None:
            continue
        columns = {fact: [fact] for fact in cells}
        lines = (*range(start.at, start.below), *body)
        while len(lines) > 1 and not trimmed([page.lines[lines[-1]]]):
            lines = lines[:-1]
        row = _row(start.at + 1, cells, columns)
        found.append((_with_links(columns), [(lines, row)]))
    return found


def _days_above(page: PageText, every: Sequence[_Start]) -> list[str]:
    """Return for each beginning the day of the heading that it stands under; empty for none."""
    heads = headings(page)
    bold = {one.at for one in heads if one.level > 6}
    above: list[Heading] = []
    found, at = [], 0
    for start in every:
        while at < len(heads) and heads[at].at < start.at:
            above = [*(one for one in above if one.level < heads[at].level), heads[at]]
            at += 1
        deepest = min(start.level, 7) if start.at in bold or start.level < 7 else 8
        over = next((one for one in reversed(above) if one.level < deepest), None)
        stamp = find_date(over.text) if over else None
        begin, end = (min(stamp.spans)[0], max(stamp.spans)[1]) if stamp else (0, 0)
        found.append(over.text[begin:end] if over and stamp else "")
    return found


_NAMES = 8
"""The level of a line below a heading that counts and dates a session, and says no more."""


def _lines_below_days(page: PageText) -> list[_Start]:
    """Return the lines below headings that name a day, each of which may be a talk."""
    starts: list[_Start] = []
    if not any(find_date(one.text) for one in headings(page)):
        return starts
    for at, line in enumerate(page.lines):
        text = "" if page.opaque[at] or atx_heading(line) else line.strip()
        starts.append(_Start(at, at + 1, 7, re.sub(r"^[*+-]\s+", "", text)))
    dated = zip(starts, _days_above(page, starts), strict=True)
    found = [one if day else one._replace(text="") for one, day in dated]
    every = headings(page)
    for number, one in enumerate(found):
        above = next((each.text for each in reversed(every) if each.at < one.at), "")
        stamp = find_date(above) if one.text else None
        if stamp and _COUNTED.fullmatch(blank(above, list(stamp.spans))):
            found[number] = one._replace(level=_NAMES)
    return found if any(one.text for one in found) else []


def _outermost(page: PageText, every: list[_Start]) -> set[int]:
    """Return the headings that are talks together with all headings below them."""
    found: set[int] = set()
    end = 0
    for number, one in enumerate(every):
        if one.level > 6 or one.at < end or meaning(one.text):
            continue
        ends = (each.at for each in every[number + 1 :] if each.level <= one.level)
        stop = next(ends, len(page.lines))
        if _block(page, one.text, range(one.below, stop)):
            found.add(one.at)
            end = stop
    return found if len(found) > 1 else set()


_OTHER_LABEL = re.compile(r"\s*(?:[*+-]\s+)?(?:\*\*|__)[^*_:]{1,40}(?::(?:\*\*|__)|(?:\*\*|__):)")
"""A line with a label that no record has, such as ``**Moderator:**``."""

_FRAME = re.compile(r"(?i)\s*</?(?:details|div|section|p|center|ul|li)\b[^>]*>\s*")
"""A line that is nothing but a tag around blocks."""


def _block(
    page: PageText, heading: str, body: range, day: str = "", level: int = 7
) -> dict[str, str] | None:
    """Return the facts of one talk from its heading and the lines below; ``None`` for no talk.

    Args:
        page: the page.
        heading: what the talk begins with.
        body: the lines below.
        day: the day of a heading above, which counts where the talk has none.
        level: the level of its beginning; one in a list of names may have no title.
    """
    split = split_parts([page.lines[at] for at in body], [page.opaque[at] for at in body])
    cells: dict[str, str] = {}
    heading, struck = unstruck(heading)
    heading, remark = cancelled_apart(heading)
    if struck or remark:
        cells["state"] = "cancelled"
    for part in split.parts:
        if has_words(part.text) and (part.fact != "title" or "title" not in cells):
            before = f"{cells[part.fact]}\n\n" if part.fact in cells else ""
            cells[part.fact] = before + part.text
    labelled = len(cells.keys() - {"state"}) > 1
    left = [line for _, line in split.rest if not _FRAME.fullmatch(line)]
    marked = None if "title" in cells else _marked_line(left)
    if marked and "speaker" not in cells and all_names(marked[0]):
        marked = None  # names in bold are no title
    said = _heading_facts(heading, "speaker" in cells, bool(marked) or "title" in cells)
    if "speaker" not in cells and "speaker" not in said:
        said, left = _with_byline(*_with_item(said, left))
    for fact, text in said.items():
        cells.setdefault(fact, text)
    if marked and "title" not in cells:
        cells["title"], left = marked
    left = _take_lone_links(_take_lone_facts(left, cells), cells)
    told = trimmed([line for line in left if not _OTHER_LABEL.match(line)])
    if "abstract" not in cells and has_words(told):
        cells["abstract"] = told
    if day and level == _NAMES and cells.keys() == {"speaker", "affiliation"}:
        return cells | {"date": day}
    if "speaker" not in cells or "title" not in cells or not _can_be_people(cells["speaker"]):
        return None
    if tells_no_talk(cells["title"]) or _ends_in_since(cells):
        return None
    if day and "date" not in cells:
        cells["date"] = day
    return cells if labelled or "date" in cells or "id" in cells else None


def _ends_in_since(cells: Mapping[str, str]) -> bool:
    """Return whether a place goes on with when someone joined: ``TH X. Member since``."""
    return tells_no_talk(re.split(r"[.;,]", cells.get("affiliation") or " - ")[-1] or "-")


def _can_be_people(text: str) -> bool:
    """Return whether a labelled text can name people: it is short, no sentence, and no Liquid."""
    plain = unescape(text)
    return not (plain[:1].islower() or "{{" in text or "{%" in text or len(plain) > 400)


def _take_lone_facts(left: list[str], cells: dict[str, str]) -> list[str]:
    """Take a line that is nothing but a day, and headings with place and title below the names."""
    kept: list[str] = []
    named: list[str] = []
    for line in left:
        plain = line.strip().strip("*_")
        stamp = find_date(plain)
        heading = atx_heading(line)
        rest = blank(plain, list(stamp.spans)) if stamp else plain
        if stamp and "date" not in cells and not re.search(r"[^\W\d_]", rest):
            cells["date"] = plain
        elif heading and "title" not in cells and not any(map(has_words, kept)):
            named.append(heading[1])
        else:
            kept.append(line)
    if len(named) > 1:
        cells.setdefault("affiliation", named.pop(0))
    if named:
        cells["title"] = " – ".join(named)
    return kept


def _with_item(said: dict[str, str], left: list[str]) -> tuple[dict[str, str], list[str]]:
    """Take names, place and title from the line below a day, where it is all in one."""
    first = next((at for at, line in enumerate(left) if line.strip()), None)
    if first is None or "title" in said or "date" not in said:
        return said, left
    line = re.sub(r"^\s*[*+-]\s+", "", left[first])
    names, rest = split_speaker(line)
    place = after_name(rest)
    after = [*left[:first], *left[first + 1 :]]
    if all_names(names) and place is not None and (marked := _marked_line(after)):
        named = {"speaker": names, "title": marked[0], "affiliation": place}
        return said | {fact: text for fact, text in named.items() if text}, marked[1]
    parts = split_item(line)
    if not parts or not parts.title or not all_names(parts.names) or has_words(parts.after):
        return said, left
    found = {"speaker": parts.names, "title": parts.title, "affiliation": parts.affiliation}
    filled = {fact: text for fact, text in found.items() if text}
    return said | filled, after


def _with_byline(said: dict[str, str], left: list[str]) -> tuple[dict[str, str], list[str]]:
    """Take names, place and day from the line below a title: ``*Ada, Elsewhere* — 12 March``."""
    first = next((at for at, line in enumerate(left) if line.strip()), None)
    if first is None or "title" not in said or left[first].lstrip()[:1] in "#|":
        return said, left
    if sum(content_of_bullet(line) is not None for line in left) > 1:
        return said, left  # a list below a heading
    line = re.sub(r"^\s*(?:by|with|von|par|por|da|door|av|af)\s+", "", left[first])
    found = _heading_facts(line.replace("*", "").replace("__", ""), False, True)
    if "speaker" not in found and "title" in found:
        names, _, place = found["title"].partition(",")
        if all_names(names):
            found |= {"speaker": names, "affiliation": place.strip(" _")}
            del found["title"]
    if "speaker" not in found or "title" in found:
        return said, left
    return found | said, [*left[:first], *left[first + 1 :]]


def _take_lone_links(left: list[str], cells: dict[str, str]) -> list[str]:
    """Take lines that are nothing but links out of a talk's text: videos, slides and the like."""
    kept = []
    for line in left:
        found = links(line)
        rest = blank(line, [(one.start, one.end) for one in found])
        if not found or has_words(rest) or line.lstrip().startswith("!"):
            kept.append(line)
            continue
        for one in found:
            video = _is_recording(one.url, unescape(one.text))
            fact = "video" if video and "video" not in cells else "links"
            shown = one.url if fact == "video" else f"{unescape(one.text) or 'Link'}: {one.url}"
            cells[fact] = f"{cells[fact]}\n{shown}" if fact in cells else shown
    return kept


_COUNTED = re.compile(
    r"(?i)\W*(?:(?:webinar|seminar|talk|session|lecture|episode|meeting|colloquium|vortrag|"
    r"séminaire)s?\s*(?:no\.?|nr\.?|n°|#)?\s*[0-9]+|(?:no\.?|nr\.?|n°|#)\s*[0-9]+|"
    rf"{TURN}|"
    r"le|am|on|el|il|den|the)\W*"
)
"""What only counts a talk, or stands before its day: ``Webinar #2``, ``Le``."""


_ASIDE = re.compile(
    r"(?i)\W*(?:see |the )*(?:slides?|papers?|pdf|preprint|arxiv|code|poster|abstract|notes?|"
    r"(?:zoom\s+)?link|zoom|regist\w+|join|here)\W*"
)


def _is_aside(piece: str) -> bool:
    """Return whether a piece is a link to slides, a video or the like, and says nothing else."""
    found = links(piece)
    shown = [unescape(one.text) for one in found]
    return (
        bool(found)
        and not has_words(blank(piece, [(one.start, one.end) for one in found]))
        and all(_ASIDE.fullmatch(text) or VIDEO_TEXT.fullmatch(text) for text in shown)
    )


_ITALICS = re.compile(r"(?<![\w*])\*([^*\s][^*]*)\*(?![\w*])")


def _heading_facts(text: str, has_speaker: bool, has_title: bool) -> dict[str, str]:
    """Return what a heading says: an id, a day, names with their place, a title.

    Args:
        text: the heading.
        has_speaker: whether the lines below it name the speaker.
        has_title: whether they have the title.
    """
    found: dict[str, str] = {}
    if numbered := read_label(text):
        found["id"] = numbered[1]
        text = text[numbered[2] :].lstrip(" *_:–—.-|")
    if stamp := find_date(text):
        begin, end = min(stamp.spans)[0], max(stamp.spans)[1]
        found["date"] = text[begin:end]
        text = re.sub(r"[(\[*_]+\s*-\s*[)\]*_]+", " - ", f"{text[:begin]} - {text[end:]}")
    pieces = [one.strip(" :,.–—-|·•") for one in re.split(r"\s+[–—|·•-]+\s+|\s*[|:]\s+", text)]
    pieces = [one for one in pieces if has_words(one) and not _COUNTED.fullmatch(one)]
    asides = [one for one in pieces if _is_aside(one)]
    if asides:
        for link in (one for piece in asides for one in links(piece)):
            video = _is_recording(link.url, unescape(link.text))
            fact = "video" if video and "video" not in found else "links"
            shown = link.url if fact == "video" else f"{unescape(link.text)}: {link.url}"
            found[fact] = f"{found[fact]}\n{shown}" if fact in found else shown
        pieces = [one for one in pieces if one not in asides]
    for at, piece in enumerate(() if has_speaker else pieces):
        plain = _ITALICS.sub(r"\1", piece)
        names, rest = split_speaker(plain)
        if "," in names and not all_names(names):
            names, end = plain_names(plain)
            rest = plain[end:].strip()
        if not all_names(names):
            continue
        closing = balanced(rest, 0) if rest.startswith("(") else -1
        if closing > 0 and re.match(r"\s+[^\W\d_A-Z]", rest[closing:]):
            behind = text.partition(rest[:closing])[2]
            told = _sentence(behind)
            return found | {"speaker": f"{names} {rest[:closing]}", **told} if told else {}
        further = rest[closing:].strip(" *_,.:;–—-·") if closing > 0 else ""
        found["speaker"] = f"{names} {rest[:closing]}" if closing > 0 else names
        if rest[:1] in (",", "-", "–", "—") and (place := after_name(rest)):
            found["affiliation"] = place
        before, after = pieces[:at], pieces[at + 1 :]
        after = [further, *after] if has_words(further) else after
        placed = rest.startswith("(") or "affiliation" in found
        if after and not placed and (before or has_title or len(after) > 1):
            found["affiliation"] = after.pop(0)
        pieces = before + after
        break
    if pieces:
        found["title"] = unquoted(" - ".join(pieces))
    return found


_SPOKE = re.compile(
    r"(?i)\s+(?:(?:will|has|is|then|also|a|ha)\s+)*(?:sp(?:oke|eaks?|oken|eaking)|talk(?:s|ed|ing)?|"
    r"present(?:s|ed)?|lectur(?:es?|ed)|report(?:s|ed)|g(?:ave|ives?|iving)|discuss(?:es|ed)|"
    r"explain(?:s|ed)|introduc(?:es|ed)|told|sprach|spricht|hielt|parl\w+|présent\w+|habl\w+)\b"
    r"[^\"“„«*_]{0,60}(?P<title>\"[^\"]+\"|“[^”]+”|„[^“”]+[“”]|«[^»]+»|\*[^*]+\*|_[^_]+_)"
)
"""A sentence that says what someone spoke about, up to the title."""


def _sentence(text: str) -> dict[str, str]:
    """Return the title and the links of a sentence: ``spoke about "Eels". Slides: …``."""
    told = _SPOKE.match(text)
    if told is None:
        return {}
    videos, further, _, _ = trailing(text[told.end() :])
    found = {"title": unquoted(unescape(told["title"]))}
    if videos:
        found["video"] = "\n".join(videos)
    if further:
        found["links"] = "\n".join(f"{one.label}: {one.url}" for one in further)
    return found


def _marked_line(lines: list[str]) -> tuple[str, list[str]] | None:
    """Return the first line where it is one stretch in bold, italics or quotes, and the others."""
    first = next((at for at, line in enumerate(lines) if line.strip()), None)
    if first is None:
        return None
    marks = r"\s*(?:\*{1,3}|_{1,3}|[\"“„«])(.+?)(?:\*{1,3}|_{1,3}|[\"”“»])\s*"
    found = re.fullmatch(marks, lines[first])
    stamp = find_date(found[1]) if found else None
    if found and stamp and not re.search(r"[^\W\d_]", blank(found[1], list(stamp.spans))):
        return None  # a day in italics
    return (found[1], [*lines[:first], *lines[first + 1 :]]) if found else None
