"""Letters to speakers and to the list, from templates, with exactly the facts there are (pure).

A letter is a text file: headers, a blank line, and the letter itself (Jinja2, in the sandbox of
:mod:`lgtui.render.templates`). The headers:

- ``Subject:`` what it is about, also a template;
- ``To:`` ``speaker`` (one letter to each, the usual) or ``list`` (one for the season);
- ``Season:`` ``next`` (the usual) or ``last``: which one is meant where none is named;
- ``Only: needed``: no letter to a speaker of whom nothing is missing;
- ``Attach: calendar``: the season's calendar file goes with it.

What a letter may use, all of it plain text, and empty where it is not known:

- ``series``: ``name``, ``minutes``, ``timezone``; ``organizers``: their names;
- ``season``: ``label``, ``number``, ``nth``, ``theme``, ``date``, ``times`` (the hour in other
  zones), ``register_url``, ``over``, ``cancelled``, ``moderator``, ``backup``, ``talks``;
- ``talk``: ``id``, ``title``, ``names``, ``affiliation``, ``abstract``, ``bio``, ``date``,
  ``times``, ``video_url``, ``withheld``, ``links`` (each ``label``, ``url``);
- ``speaker``: ``name``, ``full_name``, ``affiliation``, ``url``, ``address``;
- ``needed``: which of ``title``, ``abstract``, ``bio``, ``affiliation`` and ``consent`` this
  speaker still owes; ``consent``: ``asked``, ``yes``, ``no``; ``deadline``: the day to send it by;
- ``sender``: ``name``, ``address``.

A fact that a letter asks for and that is not known is left out, and named in ``Letter.missing``.
Notes are never among the facts.
"""

import base64
import datetime
import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from lgtui.model import (
    DataError,
    Moment,
    Records,
    Season,
    Speaker,
    Talk,
    as_date,
    full_name,
    season_label,
    talk_moment,
)
from lgtui.records.checklist import text_deadline
from lgtui.records.private import (
    GONE,
    PUBLIC_ALL_THE_SAME,
    Private,
    PrivateTalk,
    address_of,
    entry_of,
    is_public_all_the_same,
    season_entry,
    sent,
)
from lgtui.render.announcement import times, to_plain, zones_of
from lgtui.render.date_format import day, ordinal, when
from lgtui.render.icalendar import calendar
from lgtui.render.kramdown import one_line, url
from lgtui.render.labels import join, page_labels
from lgtui.render.templates import BadTemplateError, filled
from lgtui.render.webinar import next_season, season_talks
from lgtui.text.control_chars import quoted
from lgtui.text.folding import fold

MAILTO_LENGTH = 2_000
"""How many characters of a ``mailto:`` address all mail programs and browsers take."""

_TO = ("speaker", "list")
_SEASONS = ("next", "last")
_HEADERS: dict[str, tuple[str, ...]] = {
    "subject": (),
    "to": _TO,
    "season": _SEASONS,
    "only": ("needed",),
    "attach": ("calendar",),
}
"""The headers of a template, each with the words that it may have; any for none."""


class Template(NamedTuple):
    """A letter before it is filled: its kind, its headers and its text.

    ``subject`` and ``body`` begin with as many line ends as there are lines above them in the
    file, so that a message names the right line.
    """

    kind: str
    subject: str
    body: str
    to: str = "speaker"
    season: str = "next"
    only: str = ""
    attach: str = ""
    path: str = ""


class Letter(NamedTuple):
    """A letter that is ready to be read, corrected and sent.

    Attributes:
        kind: its kind.
        record: the talk or season that it is about.
        to_name: whom it goes to, ``""`` for the list.
        to: the address, ``""`` where none is known.
        from_name: who writes it.
        sender: the writer's address, ``""`` where none is known.
        subject: one line.
        body: the text, with a final line end.
        calendar: the file that goes with it, ``""`` for none.
        missing: what it asks for and nobody knows yet, a sentence for each fact.
    """

    kind: str
    record: str
    to_name: str
    to: str
    from_name: str
    sender: str
    subject: str
    body: str
    calendar: str = ""
    missing: tuple[str, ...] = ()


def read_template(kind: str, text: str, path: str) -> Template:
    """Split a letter's file into its headers and its text.

    Raises:
        BadTemplateError: it has no subject, or a header that there is not.
    """
    found: dict[str, str] = {}
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    at = 0
    for at, line in enumerate(lines):
        if not line.strip():
            break
        name, colon, content = line.partition(":")
        name, content = name.strip().lower(), content.strip()
        if not colon or name not in _HEADERS:
            known = ", ".join(each.capitalize() for each in _HEADERS)
            words = (
                f"{quoted(line)} is no header of a letter; above the first blank line stand "
                f"{known}, each with a colon"
            )
            raise BadTemplateError(words, path, at + 1)
        if _HEADERS[name] and content not in _HEADERS[name]:
            words = f"{name.capitalize()}: is {' or '.join(_HEADERS[name])}, not {quoted(content)}"
            raise BadTemplateError(words, path, at + 1)
        found[name] = "\n" * at + content if name == "subject" else content
    if not found.get("subject", "").strip():
        words = "a letter begins with a line Subject: …, then a blank line and the text"
        raise BadTemplateError(words, path, 1)
    body = "\n" * (at + 1) + "\n".join(lines[at + 1 :])
    return Template(kind, body=body, path=path, **found)


class _Facts(dict[str, Any]):
    """Facts that notice when a template asks for one that is not known."""

    def __init__(
        self,
        facts: Mapping[str, Any],
        of: str,
        wanted: Mapping[str, str],
        missing: list[str],
        *,
        half: Mapping[str, str] | None = None,
    ) -> None:
        """Take the facts.

        Args:
            facts: all of them by name.
            of: what they are said of, as in ``S09E01: no title yet``.
            wanted: what is said where one of these is empty.
            missing: the list that gets it.
            half: what is said where one of these is asked for, since only a part is known.
        """
        super().__init__(facts)
        self._of, self._wanted, self._missing = of, wanted, missing
        self._half = half or {}

    def __getitem__(self, name: str) -> Any:
        """Return a fact, and note its name where it is empty and somebody should know it."""
        found = super().__getitem__(name)
        if not found and name in self._wanted:
            self._missing.append(f"{self._of}: {self._wanted[name]}")
        if name in self._half:
            self._missing.append(f"{self._of}: {self._half[name]}")
        return found


_OF_SEASON = {
    "theme": "no theme yet",
    "date": "no date yet",
    "register_url": "no registration link yet",
    "moderator": "no moderator yet",
    "backup": "nobody yet who steps in",
    "talks": "no talks yet",
}
_OF_TALK = {
    "title": "no title yet",
    "names": "no speaker yet",
    "abstract": "no abstract yet",
    "bio": "no biography yet",
    "affiliation": "no affiliation yet",
    "date": "no date yet",
    "video_url": "no video link yet",
}
"""What is said of a fact that a letter asks for and that is not known."""


class Writer:
    """Writes the letters of one kind; what it needs is given once."""

    def __init__(
        self,
        template: Template,
        records: Records,
        private: Private | None,
        today: Moment,
    ) -> None:
        """Take what all letters are made of.

        Args:
            template: the letter before it is filled.
            records: all records.
            private: the private side; ``None`` where there is none, then nobody knows who
                consented, and consent is nothing that a speaker owes.
            today: the day it is.
        """
        self.template, self.records = template, records
        self.knows_consent = private is not None
        self.private = private or Private()
        self.today = as_date(today)
        self.words = page_labels(records.wording)
        self.organizers = [name for each in records.organizers if (name := one_line(each.name))]

    def season_meant(self) -> Season | None:
        """Return the season that is meant where none is named; ``None`` where there is none."""
        if self.template.season == "next":
            return next_season(self.records)
        past = [
            (as_date(each.start), each.number, each)
            for each in self.records.seasons
            if each.start and as_date(each.start) <= self.today and each.state != "cancelled"
        ]
        return max(past)[2] if past else None

    def write(self, season: Season, talk: Talk | None = None) -> tuple[list[Letter], list[str]]:
        """Write all letters of a season, or of one of its talks.

        Returns:
            The letters, and a sentence for each that is not written, or that deserves a thought.

        Raises:
            DataError: the template cannot be filled, or a talk is named for a letter to the list.
        """
        label = season_label(season.number)
        told = [f"{label} is cancelled"] if season.state == "cancelled" else []
        asked = [talk] if talk is not None else season_talks(self.records, season)
        told += [
            f"{each.id}: {PUBLIC_ALL_THE_SAME}; the letter leaves the link out"
            for each in asked
            if is_public_all_the_same(each, entry_of(self.private, each))
        ]
        past = season.start is not None and as_date(season.start) < self.today
        if past and season.state == "upcoming" and self.template.season == "next":
            told.append(f"the day of {label} is past")
        if self.template.to == "list":
            if talk is not None:
                raise DataError(f"--letter: {self.template.kind} goes to the list; name {label}")
            if season.state == "held" and self.template.season == "next":
                told.append(f"{label} was held already")
            return [self._to_list(season)], told + self._repeated(label, season_entry(
                self.private, season.number).letters, "")  # fmt: skip
        letters: list[Letter] = []
        for one in [talk] if talk is not None else season_talks(self.records, season):
            entry = entry_of(self.private, one)
            people = [each for each in one.speakers if one_line(each.name)]
            if not people:
                told.append(f"{one.id}: no speaker yet, so no letter")
            elif talk is None and (off := _gone(one, entry)):
                told.append(f"{one.id}: {off}, so no letter")
            else:
                for speaker in people:
                    told += self._doubts(one, speaker, entry)
                    letter = self._to_speaker(season, one, speaker, entry)
                    letters += [letter] if letter else []
                    if letter is None:
                        told.append(f"{one.id}: {speaker.name} owes nothing, so no letter")
        if not letters and not told:
            told.append(f"{label} has no talks yet")
        return letters, told

    def _doubts(self, talk: Talk, speaker: Speaker, entry: PrivateTalk) -> list[str]:
        """Say what speaks against a letter that is written all the same."""
        told = self._repeated(talk.id, entry.letters, speaker.name)
        if self.template.kind != "invitation":
            return told
        if entry.state not in ("", "idea", "invited"):
            told.append(f"{talk.id}: {speaker.name} has {_ANSWERED[entry.state]} already")
        told += [
            f"{speaker.name} was asked before: {other.id}, {other.state or 'no answer noted'}"
            for other in self.private.talks
            if other is not entry and fold(other.speaker) == fold(speaker.name)
        ]
        return told

    def _repeated(self, record: str, letters: Sequence[Any], name: str) -> list[str]:
        before = sent(letters, self.template.kind, name)
        if before is None:
            return []
        on = f" on {day(before.day)}" if before.day else ""
        who = f" to {name}" if name else ""
        return [f"{record}: {self.template.kind} was sent{who}{on} already"]

    def _to_list(self, season: Season) -> Letter:
        missing: list[str] = []
        name = join(self.organizers)
        address = self.private.letters.list
        if not address:
            missing.append("the list: no address ([letters], list)")
        facts = self._common(season, missing) | {"sender": {"name": name, "address": ""}}
        return self._letter(
            facts, season_label(season.number), ("", address),
            (name, self.private.letters.sender), missing,
        )._replace(calendar=self._calendar(season, missing), missing=_once(missing))  # fmt: skip

    def _to_speaker(
        self, season: Season, talk: Talk, speaker: Speaker, entry: PrivateTalk
    ) -> Letter | None:
        missing: list[str] = []
        needed = _needed(talk, speaker, entry, self.knows_consent)
        if self.template.only and not needed:
            return None
        name, to = one_line(speaker.name), address_of(self.private, speaker.name)
        if not to:
            missing.append(f"{talk.id}: no address of {name}")
        from_name = one_line(entry.cared_for_by) or join(self.organizers)
        sender = address_of(self.private, entry.cared_for_by) or self.private.letters.sender
        limit = text_deadline(season, self.private.due)
        person = {
            "name": name,
            "full_name": one_line(full_name(speaker)),
            "affiliation": one_line(speaker.affiliation or talk.affiliation),
            "url": url(speaker.url),
            "address": to,
        }
        facts = self._common(season, missing) | {
            "talk": self._talk(season, talk, missing),
            "speaker": _Facts(person, f"{talk.id}, {name}", {"affiliation": "no affiliation yet"},
                              missing),
            "sender": {"name": from_name, "address": sender},
            "needed": needed,
            "consent": entry.consent,
            "deadline": day(limit, self.words) if limit and as_date(limit) > self.today else "",
        }  # fmt: skip
        letter = self._letter(facts, talk.id, (name, to), (from_name, sender), missing)
        calendar_file = self._calendar(season, missing)
        return letter._replace(calendar=calendar_file, missing=_once(missing))

    def _letter(
        self,
        facts: Mapping[str, Any],
        record: str,
        to: tuple[str, str],
        sender: tuple[str, str],
        missing: list[str],
    ) -> Letter:
        """Fill the template.

        Args:
            facts: what it may use.
            record: what the letter is about.
            to: name and address of who gets it.
            sender: name and address of who writes it.
            missing: gets what the template asks for and is not known.
        """
        template = self.template
        subject = one_line(filled(template.subject, facts, template.path))
        text = filled(template.body, facts, template.path)
        lines = [line.rstrip() for line in text.split("\n")]
        body = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"
        return Letter(template.kind, record, *to, *sender, subject, body, missing=_once(missing))

    def _calendar(self, season: Season, missing: list[str]) -> str:
        if self.template.attach != "calendar":
            return ""
        if season.start is None:
            missing.append(f"{season_label(season.number)}: no date yet, so no calendar goes along")
            return ""
        alone = self.records._replace(
            seasons=(season,), talks=tuple(season_talks(self.records, season))
        )
        return calendar(alone)

    def _common(self, season: Season, missing: list[str]) -> dict[str, Any]:
        series = self.records.series
        return {
            "series": {
                "name": one_line(series.name),
                "minutes": series.minutes,
                "timezone": series.timezone,
            },
            "organizers": self.organizers,
            "season": self._season(season, missing),
            "needed": [],
            "consent": "",
            "deadline": "",
        }

    def _season(self, season: Season, missing: list[str]) -> _Facts:
        entry = season_entry(self.private, season.number)
        label = season_label(season.number)
        zone = self.records.series.timezone
        over = season.state == "held"
        hour = isinstance(season.start, datetime.datetime)
        facts = {
            "label": label,
            "number": season.number,
            "nth": ordinal(season.number),
            "theme": one_line(season.theme),
            "date": when(season.start, zone, self.words) if season.start else "",
            "times": self._elsewhere(season.start),
            "register_url": "" if over else url(season.register_url),
            "over": over,
            "cancelled": season.state == "cancelled",
            "moderator": one_line(entry.moderator),
            "backup": one_line(entry.backup),
            "talks": [
                self._talk(season, talk, missing)
                for talk in season_talks(self.records, season)
                if not _gone(talk, entry_of(self.private, talk))
            ],
        }
        wanted = dict(_OF_SEASON)
        if over:
            del wanted["register_url"]
        half = {"date": "no hour yet"} if season.start and not (hour or over) else {}
        return _Facts(facts, label, wanted, missing, half=half)

    def _elsewhere(self, moment: Moment | None) -> list[str]:
        """Return an hour in the other zones of the series; nothing while it is open."""
        if not isinstance(moment, datetime.datetime):
            return []
        series = self.records.series
        return list(times(moment, series.timezone, zones_of(self.records), self.words)[1:])

    def _talk(self, season: Season, talk: Talk, missing: list[str]) -> _Facts:
        moment = talk_moment(talk, season)
        zone = self.records.series.timezone
        places = [one_line(each.affiliation or talk.affiliation) for each in talk.speakers]
        withheld = talk.recording == "withheld" or entry_of(self.private, talk).consent == "no"
        facts = {
            "id": talk.id,
            "title": one_line(talk.title),
            "names": join([name for each in talk.speakers if (name := one_line(full_name(each)))]),
            "affiliation": "; ".join(dict.fromkeys(filter(None, places)))
            or one_line(talk.affiliation),
            "abstract": to_plain(talk.abstract),
            "bio": to_plain(talk.bio),
            "date": when(moment, zone, self.words) if moment else "",
            "times": self._elsewhere(moment),
            "video_url": "" if withheld else url(talk.video_url),
            "withheld": withheld,
            "links": [
                {"label": one_line(each.label), "url": safe}
                for each in talk.links
                if (safe := url(each.url)) and one_line(each.label)
            ],
        }
        wanted = {name: words for name, words in _OF_TALK.items() if name != "video_url"}
        if not withheld:
            wanted["video_url"] = _OF_TALK["video_url"]
        open_hour = season.state != "held" and not isinstance(moment, datetime.datetime)
        half = {"date": "no hour yet"} if moment and open_hour else {}
        return _Facts(facts, talk.id, wanted, missing, half=half)


_ANSWERED = {
    "accepted": "accepted",
    "confirmed": "confirmed",
    "declined": "declined",
    "withdrawn": "withdrawn",
}
"""What a speaker has done, by the state of the talk."""


def _gone(talk: Talk, entry: PrivateTalk) -> str:
    """Return why nobody gives a talk: ``cancelled``, ``declined`` …; ``""`` where somebody does."""
    return "cancelled" if talk.state == "cancelled" else entry.state * (entry.state in GONE)


def _needed(talk: Talk, speaker: Speaker, entry: PrivateTalk, consent: bool) -> list[str]:
    """List what a speaker still owes.

    Args:
        talk: the talk.
        speaker: one of its speakers.
        entry: what is known of it besides.
        consent: whether it is known who consented.
    """
    known = {
        "title": talk.title,
        "abstract": talk.abstract,
        "bio": talk.bio,
        "affiliation": speaker.affiliation or talk.affiliation,
        "consent": not consent or entry.consent in ("yes", "no") or talk.recording,
    }
    return [name for name, text in known.items() if not str(text or "").strip()]


def _once(lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(lines))


def as_text(letter: Letter) -> str:
    """Return a letter as it is read: to whom, about what, a blank line, the text."""
    name = letter.to_name
    to = (f"{_quoted_name(name)} <{letter.to}>" if name else letter.to) if letter.to else name
    head = [f"To: {to}"] if to else []
    head.append(f"Subject: {letter.subject}")
    if letter.calendar:
        head.append(f"Attachment: {calendar_name(letter)}")
    return "\n".join(head) + f"\n\n{letter.body}"


def calendar_name(letter: Letter) -> str:
    """Return what the calendar file of a letter is called."""
    return f"webinar-{letter.record.partition('E')[0]}.ics"


def as_mailto(letter: Letter) -> str:
    """Return a letter as a ``mailto:`` address (RFC 6068), of any length; it carries no file."""
    from urllib.parse import quote

    body = letter.body.replace("\n", "\r\n")
    query = f"subject={quote(letter.subject, safe='')}&body={quote(body, safe='')}"
    return f"mailto:{quote(letter.to, safe='@')}?{query}"


def as_eml(letter: Letter, date: datetime.datetime) -> bytes:
    """Return a letter as a draft that mail programs open ready to be sent (RFC 5322, MIME).

    ``X-Unsent`` makes them open it for writing. Lines end in CRLF and are at most 998 bytes long.

    Args:
        letter: the letter.
        date: what stands in its ``Date``.
    """
    from email import policy
    from email.message import EmailMessage
    from email.utils import format_datetime

    message = EmailMessage(policy=policy.SMTP)
    head = [_header("X-Unsent", "1"), _header("Date", format_datetime(date))]
    if letter.sender:
        head.append(_header("From", _mailbox(letter.from_name, letter.sender)))
    if letter.to:
        head.append(_header("To", _mailbox(letter.to_name, letter.to)))
    head.append(_header("Subject", _encoded(letter.subject) or _flat(letter.subject)))
    body = letter.body.replace("\r\n", "\n").replace("\r", "\n")
    plain = re.fullmatch(r"(?:[\t -~]{0,78}\n)*", body)
    message.set_content(body, charset="utf-8", cte="7bit" if plain else "quoted-printable")
    if letter.calendar:
        message.add_attachment(
            letter.calendar.encode(),
            maintype="text",
            subtype="calendar",
            filename=calendar_name(letter),
            params={"charset": "utf-8"},
        )
    if letter.calendar:
        # Else it is drawn by chance, and one letter is another file each time.
        said = f"{letter.subject}{letter.body}{letter.calendar}".encode()
        message.set_boundary(f"lgtui-{hashlib.sha256(said).hexdigest()[:32]}")
    # EmailMessage would decode what only looks encoded in a title or name, line ends included:
    # then a title could say who else gets the letter.
    return "".join(head).encode() + message.as_bytes()


_LINE = 78
"""How many signs of a line of a header programs like to have (RFC 5322)."""


def _header(name: str, content: str) -> str:
    """Return a header with its line ends, folded where it has blanks."""
    lines = [f"{name}:"]
    for word in content.split(" "):
        if len(lines[-1]) + len(word) >= _LINE and lines[-1] != f"{name}:":
            lines.append("")
        lines[-1] += f" {word}"
    return "\r\n".join(lines) + "\r\n"


def _flat(text: str) -> str:
    return re.sub(r"[\0\r\n]+", " ", text).strip(" ")


def _encoded(text: str) -> str:
    """Return a text as encoded words (RFC 2047) where it must be so; ``""`` where it is plain.

    What reads like an encoded word is encoded as any other text, so that nobody decodes it.
    """
    text = _flat(text)
    short = all(len(word) <= _LINE - 20 for word in text.split(" "))
    if short and "=?" not in text and re.fullmatch(r"(?:[!-~]+(?: [!-~]+)*)?", text):
        return ""
    pieces = [b""]
    for char in text:
        raw = char.encode("utf-8", "replace")
        if len(pieces[-1]) + len(raw) > 39:
            pieces.append(b"")
        pieces[-1] += raw
    return " ".join(f"=?utf-8?b?{base64.b64encode(piece).decode()}?=" for piece in pieces)


def _quoted_name(name: str) -> str:
    """Return a name in quotation marks where signs in it have a meaning in addresses."""
    if re.search(r"[^\w !#$%&'*+/=?^`{|}~-]", name):
        return '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'
    return name


def _mailbox(name: str, address: str) -> str:
    """Return name and address as a header has them."""
    if not _flat(name):
        return address
    return f"{_encoded(name) or _quoted_name(_flat(name))} <{address}>"


class FormField(NamedTuple):
    """One question to a speaker: its key, its label, what it asks for, and whether it is long."""

    key: str
    label: str
    hint: str
    long: bool = False


FORM = (
    FormField("speakers", "Speaker", "your name, as it should stand on our page"),
    FormField("affiliation", "Affiliation", "your institution, city and country"),
    FormField("website", "Website", "your home page, if you have one"),
    FormField("title", "Title", "the title of your talk"),
    FormField("abstract", "Abstract", "about 150 words", long=True),
    FormField("bio", "Bio", "three or four sentences about you", long=True),
    FormField("consent", "Consent to the recording", "yes, no, or under which conditions"),
)
"""All that a speaker is asked, in labels that the reader of mails knows."""


def form_fields(talk: Talk | None, private: Private | None) -> tuple[FormField, ...]:
    """Return what a speaker is asked; of a talk only what is missing.

    Args:
        talk: the talk; ``None`` to ask for everything.
        private: the private side; ``None`` where there is none.
    """
    if talk is None:
        return FORM
    entry = entry_of(private or Private(), talk)
    speaker = talk.speakers[0] if talk.speakers else Speaker("")
    needed = set(_needed(talk, speaker, entry, private is not None))
    if not speaker.name.strip():
        needed.add("speakers")
    if not speaker.url:
        needed.add("website")
    return tuple(field for field in FORM if field.key in needed)


def form_as_text(fields: Sequence[FormField]) -> str:
    """Return a form to be sent in a mail, and filled in behind or below each label."""
    return "\n".join(f"{field.label} ({field.hint}):\n\n" for field in fields)


def form_as_issue(fields: Sequence[FormField], series: str, about: str = "") -> str:
    """Return a form for issues on GitHub (YAML), as they are kept in ``.github/ISSUE_TEMPLATE``.

    Args:
        fields: what it asks for.
        series: the name of the series.
        about: the talk that it is about, ``""`` for any.
    """
    import json

    def text(words: str) -> str:
        return json.dumps(one_line(words), ensure_ascii=False)  # which YAML reads as well

    subject = f"{about}: what the page says" if about else "A talk"
    lines = [
        f"name: {text(subject)}",
        f"description: {text(f'For speakers of {series}' if series else 'For speakers')}",
        f"title: {text(f'{about}: ' if about else 'Talk: ')}",
        "body:",
    ]
    for field in fields:
        lines += [
            f"  - type: {'textarea' if field.long else 'input'}",
            f"    id: {field.key}",
            "    attributes:",
            f"      label: {text(field.label)}",
            f"      description: {text(field.hint[:1].upper() + field.hint[1:])}",
            "    validations:",
            f"      required: {str(field.key in ('speakers', 'title')).lower()}",
        ]
    return "\n".join([*lines, ""])
