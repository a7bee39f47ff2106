"""Imports lists of talks (CSV, YAML, JSON or XLSX, a row for each), with a report."""

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from lgtui.importers import Note, Source
from lgtui.importers.columns import (
    DECLINED,
    OTHER_SPEAKER,
    PLANNED,
    POSTPONED,
    Cell,
    ListCells,
    Row,
    fact_named,
    has_value,
    read_state,
    recognize,
    texts_of,
    unlinked,
    without_html,
)
from lgtui.importers.encoding.repair import repair, strip_invisible
from lgtui.importers.list_dates import ListDates
from lgtui.importers.list_items import VIDEO_TEXT
from lgtui.importers.numbering import (
    Listed,
    number_listed,
    read_term,
    usual_talks_per_season,
)
from lgtui.importers.page_reader import repair_notes
from lgtui.importers.people import ListedPeople, has_last_first, listed_people, people
from lgtui.importers.tables import read_rows
from lgtui.model import (
    DataError,
    Link,
    Moment,
    Records,
    Season,
    Series,
    Speaker,
    Talk,
    as_date,
    full_name,
    make_id,
    parse_id,
)
from lgtui.render import export
from lgtui.text.dates import write_day, zone_named
from lgtui.text.inline_markdown import (
    blank,
    has_words,
    links,
    missing,
    word_list,
)
from lgtui.text.urls import Address, addresses, is_join_link, is_video

_WITHHELD = re.compile(
    r"(?i)\b(?:withheld|with-?hold|no|none|not (?:to be )?(?:shared|public)|private)\b"
)
_NO_TALK = re.compile(
    r"(?ix)\s*[*(\[–—-]*\s*(?:"
    r"(?:no|kein[e]?|pas\s+de|aucune?|sin|nessun|geen|bez|brak|ingen|ingen|нет)\s+(?:\w+\s+)?"
    r"(?:session|colloqui\w+|kolloqui\w+|oberseminar|seminars?|talks?|meetings?|webinars?|lectures?|class|event|vortrag|sitzung|treffen|"
    r"veranstaltung|séance|séminaire|exposé|sesión|seminario|charla|incontro|lezing|bijeenkomst|"
    r"seminarium|referatu|přednáška|семинара?|foredrag|sessions)"
    r"(?:\s+(?:this|today|on|in|due|because|during|diese|heute|wegen|cette|ce|esta|hoy|today)\b.*)?"
    r"|(?:[\w’'.-]+\s+){0,3}(?:break|holidays?|recess|vacations?|\w*ferien|feiertag|\w*pause|vacances|"
    r"jour\s+férié|férié|festivo|feriado|vacaciones|vacanze|férias|vakantie|ferie|ferier|"
    r"svátek|prázdniny|święto|каникулы|праздник|выходной)(?:\s+(?:de|d['’]|of|in|für)?\s*[\w’']+)?"
    r"|休み|休日|祝日|休講|休会|放假|假期|节假日|休會|휴일|휴강|방학|공휴일"
    r"|(?:coffee|lunch|tea)(?:\s+break)?|thanksgiving|christmas|easter|new\s+year(?:['’]s\s+(?:day|eve))?"
    r"|cancell?ed|abgesagt|fällt\s+aus|entfällt|annulé|cancelad[oa]|annullato"
    r")\s*[!.*)\]]*\s*(?:[:(–—-].*)?\s*"
)
"""What stands in a row without a talk: a holiday, a break, a day without a session."""

_OFF = (
    r"cancell?ed|abgesagt|entfällt|fällt aus|ausgefallen|annulée?|cancelad[oa]|annullat[oa]|"
    r"geannuleerd|afgelast|odwołan[eyo]|zrušen[oa]|inställ[td]|avlyst|aflyst|peruttu|отмен[её]н[оа]?|"
    r"中止|取消|취소"
)
_LATER = (
    r"postponed|rescheduled|verschoben|vertagt|reportée?|repoussée?|aplazad[oa]|"
    r"pospuest[oa]|adiad[oa]|rinviat[oa]|posticipat[oa]|uitgesteld|przełożon[eyo]|odložen[oa]|"
    r"uppskjute[tn]|utsatt|udsat|перенесен[оа]?|отложен[оа]?|延期|推迟|연기"
)
_CANCELLED = re.compile(
    rf"(?i)\W*(?:{_OFF}|(?P<later>{_LATER}))(?:\s*[\]):：]+\s*|\s+[–—-]+\s+)(?P<behind>\S.*)|"
    rf"(?P<before>.*\S)\s*(?:(?<=\s)|(?=[(\[–—]))[(\[–—-]\s*(?:{_OFF}|(?P<put_off>{_LATER}))"
    r"(?:\s(?:to|until|auf|au|à|al?|naar|til|till|до|на)\s[^()\[\]]{1,40})?\W*"
)
"""A title that says of its talk that it is cancelled, or put off to another day."""

_NOT_HELD = "put off, so not held on this day: it counts as cancelled until it has its new day"

_NO_RECORDING = re.compile(
    r"(?i)\W*(?:(?:was |is |will be )?not (?:be )?(?:recorded|taped|filmed|available)|"
    r"no (?:video|recording)(?: available)?|unrecorded|nicht aufgezeichnet|keine aufzeichnung|"
    r"pas d[’']enregistrement|non enregistrée?|no (?:se grabó|grabad[oa])|sin grabación|"
    r"não gravad[oa]|sem gravação|non registrat[oa]|niet opgenomen|geen opname|录像无|無録画|"
    r"bez nagrania|не записан[оа]?)\W*"
)
"""What says of a talk that there is no recording of it."""

_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3})(?=[^\s*])([^*]*?[^\s*])\1(?![\w*])")
"""Words with the signs of emphasis around them."""

_TO_REGISTER = re.compile(
    r"(?i)[\W_]*(?:(?:register|registration|sign|up|here|via|or|and|at|on|url|link|please|zoom|join|"
    r"anmeldung|anmelden|hier|oder|inscription|ici|ou|inscripción|aquí|o|iscrizione|qui)\b[\W_]*)*"
)
"""Small words around the address where one registers."""

_NO = re.compile(r"(?i)\s*(?:no|false|nein|non|nej|nee|nie|não|нет|否|いいえ|아니요)\s*[.!]?\s*")
_YES = re.compile(
    r"(?i)\s*(?:yes|true|ok|okay|ja|oui|sí|si|sim|tak|да|是|はい|네|none|n/?a|-)\s*[.!]?\s*"
)
_OF_RECORDINGS = re.compile(
    r"(?i)\b(?:recording|recorded|video|watch|youtube|vimeo|aufzeichnung|mitschnitt|vidéo|"
    r"enregistrement|vídeo|grabación|gravação|registrazione|opname|nagranie|запись|видео)\b|"
    r"録画|動画|视频|录像|회의 ?영상|영상"
)
"""Words for a recording, at an address among a talk's links."""

_JOINERS = "and with und et og och y e en és и та the at by speaker speakers"


class Reader(ListCells):
    """Reads the rows of one list; ``notes`` collects what the report will say."""

    def __init__(
        self,
        name: str,
        columns: dict[str, list[str]],
        rows: Sequence[Row],
        dates: str = "",
        *,
        ask: bool = True,
    ) -> None:
        """Settle for the list as a whole in which order its dates and its names are.

        Args:
            name: the list's name.
            columns: the columns of each fact.
            rows: all rows of the list.
            dates: the order of dates that was asked for, such as ``dmy``.
            ask: whether the rows are a list that says all there is, and that may be asked about;
                else they are taken from a page, which keeps what is not understood.

        Raises:
            DataError: nothing tells in which order the numbers of the dates are, and it is asked.
        """
        super().__init__(name, columns)
        self.last_first = has_last_first(
            text for row in rows for text in self.strings(row, "speaker")
        )
        self.own = bool(rows) and set(export.COLUMNS) <= set(rows[0].cells)
        self.whole = ask
        self.dates = ListDates(self, rows, dates, may_ask=ask)
        self.sessions = self._numbers_are_seasons(rows)
        self.running = self._numbers_run_on(rows)

    def row(self, row: Row) -> Listed | None:
        """Read a row as a talk; ``None`` for one without any fact, or that says there is none."""
        if not any(self.cells(row, fact) for fact in self.columns):
            return None
        if self._is_no_talk(row):
            words = " ".join(text for cell in row.cells.values() for text in texts_of(cell))
            self.note(row, "kept", " ".join(words.split()), "", "no talk: a day without one")
            return None
        said = len(self.notes)
        self.spent = [_JOINERS]
        when = self.dates.when(row)
        talk = Talk(
            "",
            self.line(row, "title"),
            abstract=self.text(row, "abstract"),
            bio=self.text(row, "bio"),
        )
        if (plain := _EMPHASIS.sub(r"\2", talk.title)) != talk.title:
            self.note(row, "normalized", talk.title, plain, "a title is plain text")
            talk = talk._replace(title=plain)
        off = _CANCELLED.fullmatch(talk.title)
        if off:
            title = (off["before"] or off["behind"]).strip()
            if off["later"] or off["put_off"]:
                self.note(row, "guess", talk.title, title, _NOT_HELD)
            else:
                self.note(row, "normalized", talk.title, title, "cancelled: its state says it")
            talk = talk._replace(title=title)
        state = self._state(row)
        if state == DECLINED:
            words = " ".join(text for cell in row.cells.values() for text in texts_of(cell))
            why = "no talk: its state says that it was not taken"
            self.note(row, "kept", " ".join(words.split()), "", why)
            return None
        talk = self._with_people(row, talk)
        talk = self._links(row, self._recording(row, self._title_links(row, talk)))
        key, term = self._key(row)
        listed = Listed(
            row.line,
            talk,
            key,
            when.moment,
            self.line(row, "theme"),
            self._register_url(row),
            "" if state == PLANNED else state or ("cancelled" if off else ""),
            when.zone,
            term,
            when.offset,
            when.unread,
            planned=self.is_open(row, "date") or (state == PLANNED and not when.moment),
        )
        if self.whole:
            self._note_the_rest(row, listed, self.notes[said:])
        return listed

    def _note_the_rest(self, row: Row, listed: Listed, told: Sequence[Note]) -> None:
        """Note the words of a row that neither the records nor the notes on it have."""
        talk = listed.talk
        held = [talk.title, talk.affiliation, talk.video_url, talk.abstract, talk.bio]
        for one in talk.speakers:
            held += [one.name, one.prefix, one.url, one.affiliation]
        for link in talk.links:
            held += [link.label, link.url]
        held += [listed.theme, listed.register_url, listed.term, talk.recording, *self.spent]
        held += [note.before for note in told]
        given = [
            _plain_digits(text) if fact in ("speaker", "affiliation") else text
            for fact in self.columns
            for cell in self.cells(row, fact)
            for text in (without_html(leaf, fact) for leaf in _leaves(cell))
        ]
        if lost := [word for word in dict.fromkeys(missing(given, held)) if word not in
                    set(word_list(" ".join(held)))]:  # fmt: skip
            self.note(row, "kept", " ".join(lost), "", "these words stand in no record")

    def _title_links(self, row: Row, talk: Talk) -> Talk:
        """Return the talk with the addresses that its title's cell links to."""
        found = [link for text in self.strings(row, "title") for link in links(text) if link.url]
        return talk._replace(links=(*talk.links, *(Link("Link", link.url) for link in found)))

    def _is_no_talk(self, row: Row) -> bool:
        """Return whether a row tells of a holiday or a break instead of a talk."""
        cells = [" ".join(self.strings(row, fact)) for fact in ("title", "speaker", "abstract")]
        title, speaker, abstract = (cell.strip() for cell in cells)
        if title in ("休講", "休会", "休み", "휴강", "停课", "放假") and not abstract:
            return True
        said = [cell for cell in (title, speaker, abstract) if cell]
        return bool(said) and all(_NO_TALK.fullmatch(cell) and len(cell) < 120 for cell in said)

    def _with_people(self, row: Row, talk: Talk) -> Talk:
        """Return the talk with its speakers and their affiliations."""
        found: list[Speaker] = []
        texts: list[str] = []
        cells, others = self.cells(row, "speaker"), self.cells(row, OTHER_SPEAKER)
        for cell in others if cells else ():
            why = "another column says who speaks"
            self.note_unless_empty(row, "; ".join(texts_of(cell)), why)
        for cell in cells or others:
            for each in cell if isinstance(cell, list) else [cell]:
                if isinstance(each, dict):
                    found += _speaker(each)
                else:
                    texts += [without_html(text, "speaker") for text in texts_of(each)]
        names = [self.strings(row, fact) for fact in ("first_name", "last_name")]
        texts += (
            [" ".join(pair) for pair in zip(*names, strict=False)]
            if all(names)
            else [*names[0], *names[1]]
        )
        affiliation = "\n".join(
            without_html(text, "affiliation").strip()
            for cell in self.cells(row, "affiliation") for text in texts_of(cell)
        )  # fmt: skip
        affiliation = unlinked(affiliation)
        whole = "\n".join(text for text in texts if text.strip())
        if self.own:
            named = ListedPeople(tuple(one for text in whole.split(";") for one in people(text)),
                                 affiliation)  # fmt: skip
        else:
            named = listed_people(whole, affiliation, last_first=self.last_first)
        parts = [named.affiliation]
        for one in named.people:
            parts += [one.name, one.prefix, one.url, one.affiliation]
        held = word_list(" ".join(parts))
        told = word_list(" ".join([affiliation, *(remark[1] for remark in named.remarks)]))
        lost = set(word_list(_plain_digits(whole))) - set(held) - set(told) - set(_JOINERS.split())
        if _plain_digits(whole) != whole:
            self.spent.append("1 2 3 4 5 6 7 8 9")  # marks, each of which is used or noted
        if whole and (lost or not named.people):
            self.note(row, "guess", whole, whole, "read as one name")
            found.append(Speaker(" ".join(whole.split())))
        else:
            for kind, before, after, why in named.remarks:
                self.note(row, kind, before, after, why)
            found += [Speaker(one.name, one.prefix, one.url, one.affiliation)
                      for one in named.people]  # fmt: skip
            affiliation = named.affiliation
        affiliation = "; ".join(part for part in affiliation.split("\n") if part)
        return self._with_pages(
            row, talk._replace(speakers=tuple(found), affiliation=" ".join(affiliation.split()))
        )

    def _with_pages(self, row: Row, talk: Talk) -> Talk:
        """Return the talk with the speakers' own pages, one for each in order."""
        found = list(talk.speakers)
        urls = [url.strip() for text in self.strings(row, "speaker_url")
                for url in re.split(r"\s*[;\n]\s*", text)]  # fmt: skip
        for at, text in enumerate(urls):
            url = next((link.url for link in links(text)), text)
            if url and at < len(found) and not found[at].url:
                found[at] = found[at]._replace(url=url)
                self.spent.append(text)
            elif url:
                self.note(row, "kept", url, "", "an address more than there are speakers")
        return talk._replace(speakers=tuple(found))

    def _register_url(self, row: Row) -> str:
        """Return where one registers; the address of the meeting itself is noted, never taken."""
        taken: list[str] = []
        for text in self.strings(row, "register_url"):
            found = addresses(text)
            for address in found:
                if is_join_link(address.url):
                    why = "who has it is in the meeting: not published; one registers elsewhere"
                    self.note(row, "kept", address.url, "", why)
                else:
                    taken.append(_as_given(text, address))
            beside = blank(text, [(one.start, one.end) for one in found]).strip()
            if not found and re.fullmatch(r"[\w-]+(?:\.[\w-]+)+(?:/\S*)?", beside):
                taken.append(beside)
            elif has_words(beside) and not (found and _TO_REGISTER.fullmatch(beside)):
                why = "no address where one registers: not published"
                self.note(row, "kept", " ".join(beside.split()), "", why)
            self.spent += [one.text for one in found] + ([beside] if found else [])
        for url in taken[1:]:
            self.note(row, "kept", url, "", "an address to register more than one")
        return taken[0] if taken else ""

    def _recording(self, row: Row, talk: Talk) -> Talk:
        """Return the talk with its video's address, or the note that it is withheld."""
        for fact in ("video", "recording"):
            for column in self.columns.get(fact, ()):
                cell = row.cell(column)
                hosted = _hosted(cell)
                for given in hosted or (texts_of(cell) if has_value(cell, fact) else ()):
                    if (text := without_html(given, fact)).strip():
                        talk = self._recorded(row, talk, hosted[text] if hosted else column, text)
        return talk

    def _recorded(self, row: Row, talk: Talk, column: str, text: str) -> Talk:
        """Return the talk with what one text of a column of videos says.

        Args:
            row: the row.
            talk: the talk so far.
            column: the column, which tells whose ids it has and what a no means.
            text: an address, an id at YouTube or Vimeo, a yes or no, or words.
        """
        if url := _video_of_id(column, text):
            if "youtube" not in column.casefold() and "vimeo" not in column.casefold():
                self.note(row, "guess", text.strip(), url, "an id as YouTube gives them")
            self.spent.append(text)
            text = url
        found = addresses(text)
        plain = column.strip().replace("_", " ")
        asked = fact_named(column) == "recording" and not re.fullmatch(
            r"(?i)recording|sharing|video", plain
        )
        for address in found:
            if is_join_link(address.url):
                self.note(row, "kept", text, "", "the address of a meeting: not published")
            elif not talk.video_url:
                talk = talk._replace(video_url=_as_given(text, address))
            else:
                talk = talk._replace(links=(*talk.links, Link("Video", address.url)))
        if found:
            beside = _beside(text, found)
            self.note_unless_empty(row, beside, f"words beside the address in {plain}")
            self.spent.append(text)
        elif _NO_RECORDING.fullmatch(text) or (asked and _NO.fullmatch(text)):
            talk = self._not_recorded(row, talk, plain, text)
        elif _WITHHELD.search(text) and not re.fullmatch(r"(?i)\s*(?:no|none)\s*", text):
            talk = talk._replace(recording="withheld")
            self.spent.append(text)
            if not _WITHHELD.fullmatch(text.strip()):
                self.note(row, "guess", text, "withheld", "the recording is not shared")
        elif _YES.fullmatch(text) or _NO.fullmatch(text):
            self.spent.append(text)
        else:
            self.note(row, "kept", text, "", f"no address of a video in {plain}")
        return talk

    def _not_recorded(self, row: Row, talk: Talk, column: str, text: str) -> Talk:
        """Return the talk without a recording to ask for, unless it has one; either is noted.

        Args:
            row: the row.
            talk: the talk so far.
            column: the column that says so.
            text: what it says.
        """
        self.spent.append(text)
        if talk.video_url:
            self.note(row, "disagree", text, "", f"{column}: but there is the address of a video")
            return talk
        why = f"{column}: there is no recording to share, so none is asked for"
        self.note(row, "guess", text, "withheld", why)
        return talk._replace(recording="withheld")

    def _links(self, row: Row, talk: Talk) -> Talk:
        """Return the talk with its further links, such as ``Slides: https://…``."""
        for column in (*self.columns.get("slides", ()), *self.columns.get("links", ())):
            cell = row.cell(column)
            given = texts_of(cell) if has_value(cell, "links") else []
            for text in (without_html(each, "links") for each in given):
                found = addresses(text)
                if not found and _NO_RECORDING.fullmatch(text):
                    talk = self._not_recorded(row, talk, column, text)
                elif not found and text.strip():
                    self.note(row, "kept", text, "", "no address in it")
                at = 0
                for address in found:
                    label = (address.text or text[at : address.start]).strip(" ;,:\n\t-–")
                    at = address.end
                    usual = _label(column)
                    if is_join_link(address.url):
                        why = "the address of a meeting: not published"
                        self.note(row, "kept", address.url, "", why)
                        self.spent.append(label)
                    elif not talk.video_url and _is_recording(label, usual, address.url):
                        talk = talk._replace(video_url=address.url)
                        self.spent.append(label)
                    else:
                        talk = talk._replace(links=(*talk.links, Link(label or usual, address.url)))
                if found and has_words(text[at:]):
                    self.note(row, "kept", text[at:].strip(), "", "words behind an address")
        return talk

    def _key(self, row: Row) -> tuple[tuple[int, int], str]:
        """Return season and episode, from the id or their columns, and the season's name."""
        given = self.line(row, "id")
        self.spent.append(given)
        if key := parse_id(given):
            return key, ""
        if found := re.fullmatch(r"(?i)S?0*([0-9]{1,3})\s*[ExX.:/-]\s*0*([0-9]{1,3})", given):
            return (int(found[1]), int(found[2])), ""
        if given:
            self.note(row, "kept", given, "", "no id like S01E01; the talk is numbered by its day")
        season, term = self._season_of(row)
        episode = self._number(row, "episode")
        return (season, 0 if self.running else episode), term

    def _season_of(self, row: Row) -> tuple[int, str]:
        """Return the season's number, or its name: a term such as ``Spring 2024``."""
        text = self.line(row, "season")
        own = any(not _is_of_sessions(column) for column in self.columns.get("season", ()))
        if not text:
            return 0, ""
        if read_term(text) or (own and not re.search(r"[0-9]", text)):
            self.spent.append(text)
            if not read_term(text):
                self.note(row, "kept", text, "", "no number in season; it is read as its name")
            return 0, text
        if not self.sessions:
            why = "the same number stands on several days: it is no season's"
            self.note(row, "kept", text, "", why)
            return 0, ""
        return self._number(row, "season"), ""

    def _number(self, row: Row, fact: str) -> int:
        text = self.line(row, fact)
        self.spent.append(text)
        number = re.search(r"(?<![0-9])[0-9]{1,9}(?![0-9])", text)
        if text and not number:
            self.note(row, "kept", text, "", f"no number in {fact}")
        elif text and not re.fullmatch(rf"(?i)(?:{fact}|webinar|[se])?\W*[0-9]+\W*", text):
            self.note(row, "kept", text, "", f"words beside the number in {fact}")
        return int(number[0]) if number else 0

    def _numbers_are_seasons(self, rows: Sequence[Row]) -> bool:
        """Return whether the numbers of a column such as Session can be those of seasons.

        They cannot where one number stands on several days, while no column is called season.
        """
        if not all(_is_of_sessions(column) for column in self.columns.get("season", ())):
            return True
        days: dict[str, set[object]] = {}
        for row in rows:
            day = self.dates.readings(row)
            if day and (text := self.line(row, "season")):
                days.setdefault(text, set()).add(day)
        return all(len(each) == 1 for each in days.values())

    def _numbers_run_on(self, rows: Sequence[Row]) -> bool:
        """Return whether the numbers of episodes count all talks, not those of one season.

        They do where no two seasons (or days, where no column names a season) have one number,
        and a season begins with a higher one than its first; then days give the numbers.
        """
        groups: dict[object, list[int]] = {}
        first: tuple[Row, str] | None = None
        for row in rows:
            text = self.line(row, "episode")
            number = re.search(r"(?<![0-9])[0-9]{1,9}(?![0-9])", text)
            if number and not parse_id(self.line(row, "id")):
                unit = self.line(row, "season") or self.dates.readings(row)
                groups.setdefault(unit, []).append(int(number[0]))
                first = first or (row, text)
        every = [number for each in groups.values() for number in each]
        lowest = [min(each) for each in groups.values()]
        if first is None or len(set(every)) < len(every):
            return False
        if self.columns.get("season") and max(every) - min(every) >= len(every):
            return False
        if (lowest.count(1) > 1 or max(lowest) == 1) or (len(groups) == 1 and lowest[0] < 10):
            return False
        why = "these numbers count all talks: seasons and episodes are numbered by the days"
        self.note(first[0], "guess", first[1], "", why)
        return True

    def _state(self, row: Row) -> str:
        """Return what the row's state means; a talk that was put off was not held: cancelled."""
        text = self.line(row, "state")
        state = read_state(text)
        self.spent.append(text)
        if state == POSTPONED:
            self.note(row, "guess", text, "cancelled", _NOT_HELD)
            return "cancelled"
        if text and not state:
            self.note(row, "kept", text, "", "no state: held, upcoming or cancelled")
        return state


def _is_of_sessions(column: str) -> bool:
    """Return whether a column's numbers may be those of sessions within a day."""
    return not re.search(
        r"season|semester|term|trimest|saison|staffel|stagione|tempor|sezon|сезон|シーズン|学期|季",
        column.casefold(),
    )


def _leaves(cell: Cell) -> list[str]:
    """Return the values of a cell, however deep, without their names."""
    if isinstance(cell, str):
        return [cell]
    inside = cell.values() if isinstance(cell, dict) else cell
    return [text for each in inside for text in _leaves(each)]


def _plain_digits(text: str) -> str:
    """Return a text without the marks of footnotes at its names."""
    return re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]|(?<=[^\W\d_])[1-9](?![\w.])|[\[(][1-9][\])]", " ", text)


def _label(column: str) -> str:
    """Return what a link of a column is called: Slides, Paper, else Link."""
    plain = column.strip().replace("_", " ")
    if re.search(r"(?i)slides?|slide deck", plain):
        return "Slides"
    bare = re.sub(r"(?i)\b(?:urls?|links?)\b|\s*[0-9]+$", " ", plain)
    bare = " ".join(bare.split())
    if not bare or re.fullmatch(
        r"(?i)materials?|resources|liens?|enlaces?|linki|odkazy|ссылк[аи]|リンク|链接|링크|column",
        bare,
    ):
        return "Link"
    return bare[:1].upper() + bare[1:]


def _video_of_id(column: str, text: str) -> str:
    """Return the address of a video whose id stands alone in a column of videos; else empty."""
    name, bare = column.casefold(), text.strip()
    if "vimeo" in name and re.fullmatch(r"[0-9]{6,12}", bare):
        return f"https://vimeo.com/{bare}"
    named = re.search(r"youtube|\byt\b|yt_?id|video[ _-]?id|\bvideo\b", name)
    whole = re.fullmatch(r"[A-Za-z0-9_-]{11}", bare)
    sure = name != "video" or (whole and re.search(r"[0-9_-]|[a-z][A-Z]", bare))
    return f"https://youtu.be/{bare}" if named and whole and sure else ""


def _hosted(cell: Cell) -> dict[str, str]:
    """Return the id of ``{provider: youtube, id: …}``, with the host's name as its column."""
    if isinstance(cell, dict) and isinstance(video := cell.get("id"), str):
        for each in cell.values():
            if each in ("youtube", "YouTube", "vimeo", "Vimeo"):
                return {video: str(each)}
    return {}


def _is_recording(label: str, column: str, url: str) -> bool:
    """Return whether an address among a talk's links is that of its recording.

    Args:
        label: the words at the address; empty for none.
        column: what a link of its column is called.
        url: the address.
    """
    if label:
        return bool(VIDEO_TEXT.fullmatch(label) or _OF_RECORDINGS.search(label)) and not (
            re.search(r"(?i)trailer|teaser|slides|paper|folien", label)
        )
    return column == "Link" and is_video(url)


def _as_given(text: str, address: Address) -> str:
    """Return an address as its cell has it where it is all of the cell, else tidied."""
    whole = text.strip()
    return whole if whole.startswith("http") and not re.search(r"\s", whole) else address.url


def _beside(text: str, found: list[Address]) -> str:
    """Return the words beside a cell's addresses; empty for "video" or the like."""
    left = " ".join([blank(text, [(one.start, one.end) for one in found]),
                     *(one.text for one in found)])  # fmt: skip
    left = " ".join(left.split())
    return left if has_words(left) and not VIDEO_TEXT.fullmatch(left) else ""


_GIVEN = ("firstname", "first", "given", "givenname", "givennames", "forename")
_FAMILY = ("lastname", "last", "family", "familyname", "surname")


def _speaker(cell: dict[str, Cell]) -> list[Speaker]:
    """Return a speaker as a YAML mapping with the fields of a record, or a name in its parts."""
    folded = {re.sub(r"[\s_-]", "", name).casefold(): each for name, each in cell.items()}

    def field(*names: str) -> str:
        found = (folded[name] for name in names if folded.get(name))
        return next((" ".join(_name_in(one).split()) for one in found), "")

    def part(names: tuple[str, ...], fact: str) -> str:
        return field(*names) or field(*(name for name in folded if fact_named(name) == fact))

    name = field("name", "speaker", "fullname", "displayname", "publicname")
    if isinstance(inside := folded.get("name"), dict):
        return _speaker({**cell, **inside, "name": _name_in(inside) if "name" in inside else ""})
    name = name or " ".join(filter(None, (part(_GIVEN, "first_name"), part(_FAMILY, "last_name"))))
    place = field(*(one for one in folded if fact_named(one) == "affiliation"))
    url = field("url", "website", "homepage", "link", "web", "webpage")
    speaker = Speaker(name, field("prefix", "title"), url, place)
    return [speaker] if full_name(speaker).strip() else []


def _name_in(cell: Cell) -> str:
    """Return a text, of a mapping its name alone: ``{name: Fen College, country: Nordland}``."""
    if isinstance(cell, dict):
        for name in ("name", "label", "title", "institution", "organization", "university"):
            if cell.get(name):
                return _name_in(cell[name])
    if isinstance(cell, list):
        return ", ".join(filter(None, map(_name_in, cell)))
    return " ".join(texts_of(cell))


class ListImport(NamedTuple):
    """What the lists gave: seasons and talks, the zone they name, and the report."""

    records: Records
    report: tuple[Note, ...]


def import_lists(
    sources: Iterable[Source],
    given: Mapping[str, list[str]],
    today: Moment,
    dates: str = "",
    zone: str = "",
) -> ListImport:
    """Read lists of talks into records.

    A talk's season and episode are those it has; where a list gives none, the talks of one term
    or of one day are a season, in the order of the days.

    Args:
        sources: the lists as they lie on disk.
        given: the column map, see :func:`lgtui.importers.columns.parse_map`.
        today: the day by which a season without a state counts as held or upcoming.
        dates: the order of dates where the lists do not tell it: ``dmy``, ``mdy`` or ``ymd``.
        zone: the series' time zone, where there is one already.

    Raises:
        DataError: a file is no list or in an unknown encoding, the map names a column that it
            does not have, or nobody can tell in which order its dates are.
    """
    notes: list[Note] = []
    found: list[tuple[str, Listed]] = []
    for source in sources:
        fixed = repair(source.raw)
        if fixed.doubtful:
            raise DataError(
                f"this file is not UTF-8, and nothing tells for sure what it is (it may be "
                f"{' or '.join(fixed.doubtful)}): save it as UTF-8 and import it again",
                source.name,
            )
        text, invisible = strip_invisible(fixed.text, fixed.flagged)
        notes += repair_notes(source.name, fixed, invisible)
        rows = read_rows(source.name, text, notes)
        columns = recognize(source.name, rows, given, notes)
        notes += _unused(source.name, rows, columns)
        reader = Reader(source.name, columns, rows, dates)
        found += [(source.name, talk) for row in rows if (talk := reader.row(row))]
        notes += reader.notes
    return to_records(found, today, notes, zone)


def to_records(
    found: list[tuple[str, Listed]], today: Moment, notes: list[Note], zone: str = ""
) -> ListImport:
    """Make records of the talks that rows gave, numbered and in seasons.

    Args:
        found: the talks, each with the name of its source.
        today: the day by which a season without a state counts as held or upcoming.
        notes: what there is to report so far.
        zone: the series' time zone, where there is one already.
    """
    found = _without_empty(found, as_date(today), notes)
    if not found:
        return ListImport(Records(), tuple(notes))
    found, zone = _in_one_zone(found, zone, notes)
    numbered = number_listed(found, notes)
    state = _state_of_undated(found, as_date(today), notes)
    groups: dict[int, list[tuple[str, Listed]]] = {}
    for (number, _), item in numbered:
        groups.setdefault(number, []).append(item)
    seasons = tuple(
        _season(number, talks, as_date(today), state, notes) for number, talks in groups.items()
    )
    by_number = {season.number: season for season in seasons}
    talks = tuple(_dated(key, each, by_number[key[0]]) for key, (_, each) in numbered)
    size, found_notes = usual_talks_per_season(seasons, talks, found[0][0])
    notes += found_notes
    series = Series(timezone=zone, talks_per_season=size)
    return ListImport(Records(series, seasons=seasons, talks=talks), tuple(notes))


def _without_empty(
    found: list[tuple[str, Listed]], today: datetime.date, notes: list[Note]
) -> list[tuple[str, Listed]]:
    """Return the talks without the days that have passed and tell of no talk; each is noted."""
    result = []
    for name, each in found:
        talk = each.talk
        told = talk.title or talk.speakers or talk.video_url or talk.abstract or talk.bio
        if each.moment and as_date(each.moment) < today and not told and not each.state:
            why = "no talk: a day that has passed, without title and speaker"
            notes.append(Note(name, each.line, 1, "kept", write_day(each.moment), "", why))
        else:
            result.append((name, each))
    return result


def _unused(name: str, rows: list[Row], columns: Mapping[str, list[str]]) -> list[Note]:
    """Note each column that has values and is not imported, with all that it says."""
    used = {column for each in columns.values() for column in each}
    used |= {column.partition(".")[0] for column in used}
    notes = []
    for column in dict.fromkeys(name for row in rows for name in row.cells):
        texts: dict[str, int] = {}
        for row in rows if column not in used else ():
            for text in texts_of(row.cell(column)):
                if text.strip():
                    texts.setdefault(" ".join(text.split()), row.line)
        if texts:
            shown = "; ".join(texts)
            why = f"this column is not imported; --map FACT={column!r} would; it says: {shown}"
            notes.append(Note(name, min(texts.values()), 1, "kept", column, "", why))
    return notes


def _in_one_zone(
    found: list[tuple[str, Listed]], zone: str, notes: list[Note]
) -> tuple[list[tuple[str, Listed]], str]:
    """Return the talks with hours in the series' one zone, and that zone; UTC for mere offsets.

    An hour of another zone, or with an offset, stays the instant that it is; each is noted.
    """
    named = dict.fromkeys(each.timezone for _, each in found if each.timezone)
    offsets = any(each.offset is not None for _, each in found)
    guessed = "" if zone or named or not offsets else _zone_of_offsets(each for _, each in found)
    series = zone or next(iter(named), "") or guessed or ("UTC" if offsets else "")
    if guessed:
        name, first = next(item for item in found if item[1].offset is not None)
        why = "a zone with the offsets of all these hours; correct it if yours is another of them"
        notes.append(Note(name, first.line, 1, "guess", _signed(_offset(first)), guessed, why))
    result: list[tuple[str, Listed]] = []
    for name, each in found:
        moment, local = each.moment, each.moment
        if isinstance(moment, datetime.datetime):
            local = _local(moment, each, series)
            plain = moment.isoformat()
            if each.offset is not None and not (guessed and local == moment):
                shown = f"{plain}{_signed(each.offset)}"
                why = f"local time in {series}"
                if not zone and not named:
                    why += ": the list names no zone; a column timezone would"
                notes.append(Note(name, each.line, 1, "guess", shown, local.isoformat(), why))
            elif each.timezone and each.timezone != series:
                why = f"the series has one time zone: local time in {series}"
                shown = f"{plain} {each.timezone}"
                notes.append(Note(name, each.line, 1, "guess", shown, local.isoformat(), why))
            elif not each.timezone and offsets and not named and not zone:
                why = f"no zone stands here, others have one: taken as local time in {series}"
                notes.append(Note(name, each.line, 1, "guess", plain, plain, why))
        elif each.timezone and each.timezone != series:
            why = f"the series has one time zone, {series}"
            notes.append(Note(name, each.line, 1, "disagree", each.timezone, "", why))
        result.append((name, each._replace(moment=local)))
    return result, series


_USUAL_ZONES = (
    "Europe/Berlin", "Europe/London", "Europe/Helsinki", "America/New_York", "America/Chicago",
    "America/Denver", "America/Los_Angeles", "America/Sao_Paulo", "Asia/Tokyo", "Asia/Shanghai",
    "Asia/Kolkata", "Europe/Istanbul", "Asia/Dubai", "Africa/Lagos",
    "Africa/Johannesburg", "Australia/Sydney", "Pacific/Auckland",
)  # fmt: skip
"""Zones with the offsets that most series have, one for each set of rules."""


def _offset(each: Listed) -> datetime.timedelta:
    return each.offset or datetime.timedelta()


def _zone_of_offsets(listed: Iterable[Listed]) -> str:
    """Return a zone in which every hour with an offset is as it was written; empty for none.

    Hours that are all in UTC stay so: programs write any hour that way.
    """
    given = [(each.moment, each.offset) for each in listed
             if isinstance(each.moment, datetime.datetime) and each.offset is not None]  # fmt: skip
    if not any(offset for _, offset in given):
        return ""
    for name in _USUAL_ZONES:
        zone = zone_named(name)
        if zone and all(moment.replace(tzinfo=zone).utcoffset() == one for moment, one in given):
            return name
    return ""


def _signed(offset: datetime.timedelta) -> str:
    minutes = int(offset.total_seconds()) // 60
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _local(moment: datetime.datetime, each: Listed, zone: str) -> datetime.datetime:
    """Return a moment as local time in a zone; as it is where it lies at an end of the calendar."""
    there = zone_named(zone)
    here = datetime.timezone(each.offset) if each.offset is not None else zone_named(each.timezone)
    if there is None or here is None:
        return moment
    try:
        return moment.replace(tzinfo=here).astimezone(there).replace(tzinfo=None, fold=0)
    except OverflowError:  # a day at the end of the calendar
        return moment


def _state_of_undated(
    found: list[tuple[str, Listed]], today: datetime.date, notes: list[Note]
) -> str:
    """Return the state of seasons without a day: upcoming only where the list plans any."""
    plans = any(
        each.state == "upcoming" or each.planned or (each.moment and as_date(each.moment) >= today)
        for _, each in found
    )
    undated = [(name, each) for name, each in found if not (each.moment or each.state)]
    unread = [one for one in undated if one[1].unread]
    held = unread if plans else [one for one in undated if not one[1].talk.video_url]
    if held:
        name, each = held[0]
        why = (
            f"{len(held)} without a date that is understood count as held, so that nobody "
            "announces them: set date and state"
        )
        notes.append(Note(name, each.line, 1, "guess", each.talk.title, "held", why))
    return "upcoming" if plans else "held"


def _season(
    number: int,
    talks: list[tuple[str, Listed]],
    today: datetime.date,
    undated: str,
    notes: list[Note],
) -> Season:
    """Build a season from its rows; where they disagree, the first one counts.

    Args:
        number: its number.
        talks: its rows, each with its list's name.
        today: the day by which it is held or upcoming.
        undated: its state where nothing tells its day.
        notes: where to note what disagrees.
    """
    facts: dict[str, str] = {}
    all_off = all(talk.state == "cancelled" for _, talk in talks)
    for name, talk in talks:
        for fact, value in (
            ("theme", talk.theme), ("register_url", talk.register_url), ("state", talk.state),
        ):  # fmt: skip
            if fact == "state" and value == "cancelled" and not all_off:
                continue  # this talk alone was not held
            if value and value != facts.setdefault(fact, value):
                why = f"{fact} of season {number}: a row above says {facts[fact]}"
                notes.append(Note(name, talk.line, 1, "disagree", value, "", why))
    moments = [talk.moment for _, talk in talks if talk.moment]
    start = _start(moments)
    state = facts.get("state", "")
    if not state:
        past = start is not None and max(map(as_date, moments)) < today
        unread = start is None and (undated == "held" or any(each.unread for _, each in talks))
        shown = any(talk.talk.video_url for _, talk in talks)
        state = "held" if past or unread or shown else "upcoming"
    return Season(number, facts.get("theme", ""), start, facts.get("register_url", ""), state)


def _dated(key: tuple[int, int], listed: Listed, season: Season) -> Talk:
    """Give a talk its id, and a date and a state where these are not its season's."""
    start = season.start
    own = listed.moment if listed.moment != start else None
    if own and start and own == as_date(start) and not isinstance(own, datetime.datetime):
        own = None  # the same day, with the hour left to the season
    off = listed.state == "cancelled" != season.state
    return listed.talk._replace(
        id=make_id(*key), date=own, state="cancelled" if off else listed.talk.state
    )


def _start(moments: list[Moment]) -> Moment | None:
    """Return the first day of some moments, with its first hour where one of them has an hour."""
    if not moments:
        return None
    day = min(map(as_date, moments))
    hours = [each for each in moments if isinstance(each, datetime.datetime) and each.date() == day]
    return min(hours, default=day)
