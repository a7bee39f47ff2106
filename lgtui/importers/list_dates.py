"""Reads when the talks of a list are given: day, hour and zone, with the rules of whole columns."""

import datetime
import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from lgtui.importers import Note
from lgtui.importers.columns import ListCells, Row, texts_of
from lgtui.importers.numbering import read_term
from lgtui.model import DataError, Moment, as_date
from lgtui.text.date_reader import (
    ORDERS,
    DayText,
    choose_order,
    read_clock,
    read_day,
    weekdays_beside,
)
from lgtui.text.dates import DAYS, ZONES, time_of_day, write_day, zone_contradictions, zone_named
from lgtui.text.inline_markdown import blank, has_words

_ZONES = {
    **ZONES,
    "ET": "America/New_York", "PT": "America/Los_Angeles", "CT": "America/Chicago",
    "MT": "America/Denver", "MST": "America/Denver", "MDT": "America/Denver",
    "MEZ": "Europe/Berlin", "MESZ": "Europe/Berlin", "HEC": "Europe/Paris",
    "KST": "Asia/Seoul", "HKT": "Asia/Hong_Kong", "SGT": "Asia/Singapore",
    "MSK": "Europe/Moscow", "AEST": "Australia/Sydney", "AEDT": "Australia/Sydney",
    "NZST": "Pacific/Auckland", "NZDT": "Pacific/Auckland", "BRT": "America/Sao_Paulo",
}  # fmt: skip
ZONE_ABBREVIATIONS = _ZONES
"""The zone that an abbreviation beside an hour is taken for, with those that only lists have."""

_SEVERAL_MEANINGS = {"CST": "China has one, too", "BST": "Bangladesh has one, too"}

_EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
_FIRST_SERIAL, _LAST_SERIAL = 32874, 54788
"""The day numbers of spreadsheets for 1990 to 2049."""


class When(NamedTuple):
    """When a talk is given, as its row says it."""

    moment: Moment | None = None
    zone: str = ""
    offset: datetime.timedelta | None = None
    unread: bool = False


class _Said(NamedTuple):
    """What a row says of the hour beside its date: a cell, and a zone or an offset."""

    time: str
    zone: str = ""
    offset: datetime.timedelta | None = None


class _DateText(NamedTuple):
    """The text of a row's date cells, the years that other cells name, and the day read in it."""

    row: Row
    text: str
    years: tuple[int, int]
    day: DayText | None


class ListDates:
    """Reads the dates of one list; what it has to tell goes to the notes of its cells."""

    def __init__(
        self, cells: ListCells, rows: Sequence[Row], asked: str, *, may_ask: bool = True
    ) -> None:
        """Settle in which order the numbers of the dates are, for the list as a whole.

        Args:
            cells: the list's cells.
            rows: all its rows.
            asked: the order that was asked for, such as ``dmy``; empty for none.
            may_ask: whether to ask where nothing tells; else the day is read first, as a guess.

        Raises:
            DataError: nothing tells in which order the numbers are, and it may be asked.
        """
        self.cells, self.name, self.may_ask = cells, cells.name, may_ask
        self.note, self.line = cells.note, cells.line
        self.days = {id(row): self._date_cells(row) for row in rows}
        given = [each for each in self.days.values() if each.text]
        self.serials = bool(given) and all(
            _SERIAL.fullmatch(each.text) and _FIRST_SERIAL <= float(each.text) < _LAST_SERIAL + 1
            for each in given
        )
        named = [each.day.languages for each in given if each.day and each.day.languages]
        self.languages = frozenset.intersection(*named) if named else frozenset()
        self.said_above, order = self._said_by_names()
        self.orders = self._settle(given, asked or order)

    def readings(self, row: Row) -> object:
        """Return all that the day of a row may be; ``None`` for a row without one."""
        day = self.days[id(row)].day
        return day.days if day else None

    def _date_cells(self, row: Row) -> _DateText:
        """Read the day of a row in every way that it can be read."""
        text = " ".join(" ".join(self.cells.strings(row, "date")).split())
        year, month = self.line(row, "year"), self.line(row, "month")
        term = read_term(year) or read_term(self.line(row, "season"))
        years = term.years if term else (0, 0)
        if month and re.fullmatch(r"[0-9]{1,2}\W*", text or "0"):
            number = re.fullmatch(r"([0-9]{1,2})\W*", month)
            if number and any(years):
                text = f"{years[int(number[1]) < 8]:04}-{number[1]}-{text}" if text else ""
            else:
                text = f"{text} {month}" if text else ""
        day = read_day(text, years) if text else None
        if day and len(day.days) > 1:
            weekdays, _ = weekdays_beside(text, day.start, day.end)
            fitting = tuple(each for each in day.days if each[1].isoweekday() in weekdays)
            day = day._replace(days=fitting or day.days)
        return _DateText(row, text, years, day)

    def _settle(self, given: Sequence[_DateText], asked: str) -> dict[str, str]:
        """Return the order of the numbers in the dates with each sign between them."""
        orders: dict[str, str] = {}
        east_asian = any(
            _EAST_ASIAN.search(text)
            for each in given[:50] for cell in each.row.cells.values() for text in texts_of(cell)
        )  # fmt: skip
        for sign in "/.-":
            cells = [(each, each.day) for each in given if each.day and each.day.sign == sign]
            if not cells:
                continue
            choice = choose_order([day for _, day in cells], east_asian=east_asian)
            doubtful = [(each, day) for each, day in cells if len({one for _, one in day.days}) > 1]
            orders[sign] = asked or choice.order
            if not orders[sign] and doubtful and not self.may_ask:
                orders[sign] = "dmy"
                for each, day in doubtful:
                    first = str(dict(day.days).get("dmy", ""))
                    why = "the day is read first, then the month"
                    self.note(each.row, "guess", each.text, first, why)
            elif not orders[sign] and doubtful:
                against = [cells[at][0] for at in choice.contradiction or ()]
                raise self._question(doubtful, choice.possible, against)
            for at in choice.contradiction or () if not asked else ():
                each = cells[at][0]
                why = "the list has dates in different orders: look at them"
                self.note(each.row, "disagree", each.text, "", why)
            if not asked and choice.doubt:
                each, day = (doubtful or cells)[0]
                after = dict(day.days).get(choice.order)
                self.note(each.row, "guess", each.text, str(after or ""), choice.doubt)
            elif not asked and choice.by >= 0 and doubtful and sign != ".":
                each, day = cells[choice.by]
                after = dict(day.days).get(choice.order)
                why = f"its numbers settle the order of the {len(cells)} dates like it"
                self.note(each.row, "normalized", each.text, str(after or choice.order), why)
        return orders

    def _question(
        self,
        doubtful: Sequence[tuple[_DateText, DayText]],
        possible: Collection[str],
        against: Sequence[_DateText],
    ) -> DataError:
        """Return the error that asks for the order of the dates.

        Args:
            doubtful: the dates that have several readings.
            possible: the orders that come into question.
            against: two dates in different orders; empty where nothing tells the order.
        """
        each, day = doubtful[0]
        asked = [(order, one) for order, one in day.days if order in possible]
        readings = " or ".join(dict.fromkeys(write_day(one) for _, one in asked))
        options = " or ".join(f"--dates {order}" for order, _ in asked)
        more = f" (and {len(doubtful) - 1} more)" if len(doubtful) > 1 else ""
        why = "nothing in the list tells which"
        if against:
            shown = [f"{one.text!r} in line {one.row.line}" for one in against]
            why = f"{' and '.join(shown)} are in different orders"
        column = ", ".join(self.cells.columns.get("date", ()))
        return DataError(
            f"{column} {each.text!r} may be {readings}{more}, and {why}: say {options}",
            self.name,
            each.row.line,
        )

    def _said_by_names(self) -> tuple[_Said, str]:
        """Return zone or offset, and the order of dates, that names of columns have in brackets.

        These are ``Time (CET)`` and ``Date (dd/mm/yyyy)``; other words there are noted.
        """
        said, order = _Said(""), ""
        for fact in ("date", "time"):
            for column in self.cells.columns.get(fact, ()):
                for aside in re.findall(r"[(\[（]([^()\[\]（）]+)[)\]）]", column):
                    clock = read_clock(f"12:00 {aside}", _ZONES)
                    forms = [name for name, form in _WRITTEN.items() if form.search(aside)]
                    order = order or "".join(forms[:1])
                    if clock and (clock.zone or clock.offset is not None):
                        zone = _ZONES.get(clock.zone.partition("/")[0], "")
                        said = _Said("", zone, clock.offset)
                    elif zone_named(aside):
                        said = _Said("", aside)
                    elif not forms and not _NO_WORD.fullmatch(aside):
                        why = f"words in the name of the column {column!r}"
                        self.cells.notes.append(Note(self.name, 1, 1, "kept", aside, "", why))
        return said, order

    def when(self, row: Row) -> When:
        """Read when a talk is given, and the zone that the row or its columns name."""
        when = self._when(row)
        if isinstance(when.moment, datetime.datetime) and not when.zone and when.offset is None:
            return when._replace(zone=self.said_above.zone, offset=self.said_above.offset)
        return when

    def _when(self, row: Row) -> When:
        """Read when a talk is given, and the zone that the row names."""
        cells, said = self.days[id(row)], self._said(row)
        self.cells.spent.append(cells.text)
        if not cells.text:
            self.cells.note_unless_empty(row, said.time, "an hour without a day")
            for fact in ("year", "month"):
                self.cells.note_unless_empty(row, self.line(row, fact), "no day beside it")
            return When(None, said.zone)
        if self.serials:
            return self._of_serial(row, cells.text, said)
        if isinstance(moment := _iso(cells.text), datetime.datetime):
            return self._of_iso(row, moment, said)
        day = self._day(row, cells)
        if day is None:
            why = (
                "no date that is understood; the talk has none: correct it in the list, or set "
                "the date in the record"
            )
            self.note(row, "kept", f"{cells.text} {said.time}".strip(), "", why)
            return When(None, said.zone, unread=True)
        year, month = self.line(row, "year"), self.line(row, "month")
        self.cells.spent += [each for each in (year, month) if each == str(day.year) or
                             read_term(each) or each in cells.text or each.isdecimal()]  # fmt: skip
        return self._with_hour(row, day, self._beside_day(row, cells, day), said)

    def _beside_day(self, row: Row, cells: _DateText, day: datetime.date) -> str:
        """Return a date's cell without the day; note a wrong weekday and the last of several."""
        found = cells.day
        if found is None or isinstance(_iso(cells.text), datetime.date):
            return ""
        weekdays, spans = weekdays_beside(cells.text, found.start, found.end)
        if weekdays and day.isoweekday() not in weekdays:
            why = f"that day is a {DAYS[day.weekday()]}"
            self.note(row, "disagree", cells.text, write_day(day), why)
        if found.until:
            why = f"the last of several days: the talk is dated by the first, {write_day(day)}"
            self.note(row, "kept", found.until.strip(" -–&/"), "", why)
        return blank(cells.text, [(found.start, found.end), *spans])

    def _of_iso(self, row: Row, moment: datetime.datetime, said: _Said) -> When:
        """Return a moment of ISO 8601; midnight without an offset stands for no hour."""
        offset = moment.utcoffset()
        if moment.time() == datetime.time(0) and offset is None:
            day = moment.date()
            why = "midnight stands for no hour"
            self.note(row, "normalized", self.days[id(row)].text, day.isoformat(), why)
            return self._with_hour(row, day, "", said)
        self.cells.note_unless_empty(row, said.time, "an hour more than one")
        local = moment.replace(tzinfo=None, microsecond=0, fold=0)
        return When(local, said.zone, said.offset if offset is None else offset)

    def _day(self, row: Row, cells: _DateText) -> datetime.date | None:
        """Return the day of a row, in the order that is settled for the list."""
        moment = _iso(cells.text)
        if moment is not None or cells.day is None:
            return as_date(moment) if moment else None
        days = dict(cells.day.days)
        if (
            any(cells.years)
            and not re.search(r"[0-9]{4}|['’][0-9]{2}\b", cells.text)
            and (not self.line(row, "year"))
        ):
            day = next(iter(days.values()))
            self.note(row, "guess", cells.text, day.isoformat(), "the year is that of the term")
        order = self.orders.get(cells.day.sign, "")
        if len(set(days.values())) == 1:
            day = next(iter(days.values()))
            if order and order not in days and "" not in days:
                why = "another order than that of the other dates: nothing else is a day"
                self.note(row, "guess", cells.text, day.isoformat(), why)
            return day
        if order in days:
            return days[order]
        here = [day for tongue, day in days.items() if set(tongue.split("/")) & self.languages]
        if len(here) == 1:
            why = "the other months of the list tell the language of this one"
            self.note(row, "normalized", cells.text, here[0].isoformat(), why)
            return here[0]
        if not set(days) & set(ORDERS) and self.may_ask:
            readings = " or ".join(f"{write_day(day)} ({tongue})" for tongue, day in days.items())
            raise DataError(
                f"{cells.text!r} may be {readings}: write the month as a number in this list",
                self.name, row.line,
            )  # fmt: skip
        return None

    def _with_hour(self, row: Row, day: datetime.date, rest: str, said: _Said) -> When:
        """Return a day with its hour, and note the words beside both.

        Args:
            row: the row.
            day: the day.
            rest: the date's cell without the day.
            said: what the row's other cells say of the hour.
        """
        alone = bool(said.time)
        text = said.time or rest
        hour = _bare_hour(text) if alone else None
        clock = None if hour else read_clock(text, _ZONES, alone=alone)
        moment: Moment = day
        zone, offset, left = said.zone, said.offset, [text, rest] if alone else [text]
        if clock:
            left[0] = blank(text, [(clock.start, clock.end)])
            hour_at = clock.time
            if academic := _QUARTER.search(left[0]):
                left[0] = blank(left[0], [academic.span()])
                if academic[1] in "cC" and hour_at.minute == 0:
                    hour_at = hour_at.replace(minute=15)
            moment = datetime.datetime.combine(day, hour_at)
            if clock.until:
                whole = text[clock.start : clock.end].strip()
                last = read_clock(clock.until, (), alone=True)
                end = f", {last.time:%H:%M}" if last else ""
                why = (
                    f"the end of {whole!r}{end}: the record has the beginning, {clock.time:%H:%M}, "
                    "and the series its minutes"
                )
                self.note(row, "kept", clock.until, "", why)
            self.cells.spent.append(text)
            if clock.time.hour < 7 and not re.search(
                r"(?i)[ap]\.?\s?m\b|[午前後上下]|오[전후]", text
            ):
                why = "so early in the morning? correct it if it is not"
                self.note(row, "guess", text.strip(), f"{clock.time:%H:%M}", why)
            offset = offset if clock.offset is None else clock.offset
            if clock.zone:
                zone = self._named_zone(row, clock.zone, zone, f"{day.isoformat()} at {text}")
        elif hour:
            moment = datetime.datetime.combine(day, hour)
            left[0] = ""
            why = "read as this hour"
            self.note(row, "guess", text, hour.isoformat("minutes"), why)
        for words in (" ".join(each.split()) for each in left):
            if has_words(words) and not _SMALL.fullmatch(words):
                self.note(row, "kept", words, "", "words beside the date")
        return When(moment, zone, offset)

    def _said(self, row: Row) -> _Said:
        """Return the row's hour, and the zone or else the offset that a column of its own names."""
        time, text = self.line(row, "time"), self.line(row, "timezone")
        self.cells.spent.append(text)
        if name := _ZONES.get(text.upper()):
            return _Said(time, name)
        if not text or zone_named(text):
            return _Said(time, text)
        clock = read_clock(f"12:00 {text}", _ZONES)
        if clock and clock.offset is not None:
            return _Said(time, "", clock.offset)
        self.note(row, "kept", text, "", "no time zone such as Europe/Copenhagen")
        return _Said(time)

    def _named_zone(self, row: Row, word: str, zone: str, text: str) -> str:
        """Return the zone that an abbreviation beside an hour means; note where it may not.

        Args:
            row: the row.
            word: the abbreviation, or two: ``CET/CEST``.
            zone: the zone that a column of its own names.
            text: the day and the hour with the abbreviation.
        """
        short = word.partition("/")[0]
        name = zone or _ZONES[short]
        if short in _SEVERAL_MEANINGS and not zone:
            self.note(row, "guess", short, name, _SEVERAL_MEANINGS[short])
        for fault in zone_contradictions(text, name) if short == word else ():
            why = f"on this day the clock shows {fault.right_one}"
            self.note(row, "DATE003", fault.abbreviation, fault.right_one, why)
        return name

    def _of_serial(self, row: Row, text: str, said: _Said) -> When:
        """Return the moment that a spreadsheet's day number stands for."""
        whole, _, part = text.partition(".")
        day = datetime.date(1899, 12, 30) + datetime.timedelta(int(whole))
        why = "the number of a day, as spreadsheets count"
        self.note(row, "guess", text, day.isoformat(), why)
        if not part.strip("0"):
            return self._with_hour(row, day, "", said)
        self.cells.note_unless_empty(row, said.time, "an hour more than one")
        minutes = datetime.timedelta(minutes=round(float(f"0.{part}") * 24 * 60))
        return When(
            datetime.datetime.combine(day, datetime.time()) + minutes, said.zone, said.offset
        )


_WRITTEN = {
    "dmy": re.compile(r"(?i)\b(?:dd?|tt?|jj?|gg?|дд)[./ -](?:mm?|мм)[./ -](?:y|j|a|r|г){2,4}\b"),
    "mdy": re.compile(r"(?i)\bmm?[./ -]dd?[./ -]y{2,4}\b"),
    "ymd": re.compile(r"(?i)\b(?:y|j|a|r|г){2,4}[./ -](?:mm?|мм)[./ -](?:dd?|tt?|jj?|дд)\b"),
}
"""How the name of a column writes the order of its dates."""

_NO_WORD = re.compile(r"(?i)[hm:.s0-9 -]+|24 ?h.*|s|en|es")
_HALF_OF_DAY = re.compile(r"(?i)[ap]\.?\s?m\b|[午前後上下]|오[전후]")

_QUARTER = re.compile(r"(?i)(?<!\w)([cs])\.?\s?t\.?(?!\w)")
"""The academic quarter of an hour, “16 Uhr c.t.”, or without it, “s.t.”."""

_SMALL = re.compile(
    r"(?i)[\W_]*(?:(?:at|on|the|from|um|kl|klo|von|le|à|a|las|el|den|d|г|года|godz|o|ore|alle|"
    r"time|hours?|h|uhr|start|starts)\b[\W_]*)*"
)
"""Small words beside a date or an hour that say nothing."""


def _bare_hour(text: str) -> datetime.time | None:
    """Return the hour that a lone number means: 13 to 23, a spreadsheet's part of a day, 16 c.t."""
    if re.fullmatch(r"1[3-9]|2[0-3]", text.strip()):
        return datetime.time(int(text))
    if quarter := re.fullmatch(
        r"([0-2]?[0-9])(?:[:.]00)?\s*(?:Uhr\s*)?([cs])\.?\s?t\.?", text.strip()
    ):
        return time_of_day(int(quarter[1]), 15 if quarter[2] == "c" else 0)
    if re.fullmatch(r"0?\.[0-9]+", text.strip()):
        minutes = round(float(text) * 24 * 60)
        return datetime.time(minutes // 60, minutes % 60) if minutes < 24 * 60 else None
    return None


def _iso(text: str) -> Moment | None:
    """Parse ISO 8601: ``2026-03-02``, ``2026-03-02T15:00``, with an offset too."""
    if not re.fullmatch(r"[0-9]{4}-?[0-9]{2}-?[0-9]{2}(?:[Tt ]+[0-9]{2}(?::?[0-9]{2}.*)?)?", text):
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        pass  # not a bare date; perhaps one with an hour
    try:
        return datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
