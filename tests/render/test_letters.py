"""Letters hold exactly the facts that are there, and are drafts that any mail program opens."""

import datetime
import email
import email.policy
import re
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from email.utils import getaddresses
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import icalendar
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import lgtui
from lgtui.model import DataError, Link, Records, Season, Speaker, Talk, replaced
from lgtui.records.private import (
    Mailing,
    Note,
    Person,
    Private,
    PrivateSeason,
    PrivateTalk,
    SentLetter,
)
from lgtui.render.kramdown import one_line
from lgtui.render.letters import (
    Letter,
    Template,
    Writer,
    as_eml,
    as_mailto,
    as_text,
    read_template,
)
from lgtui.render.templates import BadTemplateError
from tests.render.making import HELD, MARCH, PLANNED, SEASONS, series

TODAY = datetime.date(2026, 2, 1)
NOON = datetime.datetime(2026, 2, 1, 12, tzinfo=datetime.UTC)
FOLDER = Path(lgtui.__file__).parent / "letters"
KINDS = sorted(path.stem for path in FOLDER.glob("*.txt"))
EVA = "Evangelia Christodoulou"
PRIVATE = Private(
    people=(
        Person(EVA, ("eva@example.org",), notes="SECRET-A"),
        Person("Théo", ("theo@example.org",)),
        Person("Lily Zhang", ("lily@example.org",)),
    ),
    seasons=(PrivateSeason(2, "Veronika", "Steff", (Note("SECRET-B"),)),),
    talks=(
        PrivateTalk(
            "S02E01", EVA, "accepted", "Théo", "yes", (Note("SECRET-C"),),
            (SentLetter("needs", datetime.date(2026, 1, 5)),),
        ),
    ),
    letters=Mailing("us@example.org", "list@example.org"),
)  # fmt: skip


def packaged(kind: str) -> Template:
    path = FOLDER / f"{kind}.txt"
    return read_template(kind, path.read_text("utf-8"), str(path))


def own(text: str) -> Template:
    return read_template("own", f"Subject: Hi\n\n{text}", "own.txt")


def written(
    template: Template,
    name: str = "S02E01",
    records: Records | None = None,
    private: Private | None = PRIVATE,
) -> tuple[list[Letter], list[str]]:
    records = records or series()
    number = int(name[1:3])
    season = next(each for each in records.seasons if each.number == number)
    talk = next((each for each in records.talks if each.id == name), None)
    return Writer(template, records, private, TODAY).write(season, talk)


def one(template: Template, name: str = "S02E01", **given: object) -> Letter:
    [letter] = written(template, name, **given)[0]  # type: ignore[arg-type]
    return letter


def test_there_are_letters_for_every_step() -> None:
    assert KINDS == [
        "details", "invitation", "list-after", "list-before", "list-reminder", "needs",
        "reminder", "thanks",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_of_a_bare_series_has_no_holes(kind: str) -> None:
    bare = Records(
        seasons=(Season(2), Season(3)), talks=(Talk("S02E01", speakers=(Speaker("Ada"),)),)
    )
    [letter], _ = written(packaged(kind), "S02", bare, None)
    for text in (letter.subject, letter.body):
        assert not re.search(r"\bNone\b|\{|\}|  +[.,:]|\n{3,}|“”|\(\)", text), text
    assert letter.body.strip().startswith("Dear ")


@pytest.mark.parametrize("kind", KINDS)
def test_no_note_of_the_organizers_gets_into_any_letter(kind: str) -> None:
    for season in ("S01", "S02"):
        for letter in written(packaged(kind), season)[0]:
            assert "SECRET" not in repr(letter)


def test_the_letter_of_needs_asks_for_just_what_is_missing() -> None:
    template = packaged("needs")
    private = PRIVATE._replace(talks=(PRIVATE.talks[0]._replace(consent=""),))
    asked = {
        "title": "the title of your talk",
        "abstract": "an abstract",
        "bio": "a short biography",
        "affiliation": "your affiliation",
    }
    for gone in ({"title"}, {"abstract", "bio"}, {"affiliation"}, set(asked)):
        talk = PLANNED[0]
        for name in gone:
            talk = replaced(talk, name, "")
        body = one(template, records=series(*HELD, talk), private=private).body
        assert {name for name, words in asked.items() if words in body} == gone
        assert "publish the recording" in body
    letters, told = written(template)
    assert letters == []
    assert f"S02E01: {EVA} owes nothing, so no letter" in told
    assert one(template, private=private).missing == ()


def test_who_consented_is_asked_only_where_it_is_known() -> None:
    letters, told = written(packaged("needs"), private=None)
    assert letters == []
    assert told == [f"S02E01: {EVA} owes nothing, so no letter"]


def test_what_is_asked_for_and_not_known_is_missing_once_each() -> None:
    template = own("{{ talk.title }}{{ talk.title }}{% if season.register_url %}x{% endif %}"
                   "{{ season.date }} {{ talk.video_url }} {{ season.moderator }}")  # fmt: skip
    records = series(
        Talk("S02E01", speakers=(Speaker("Cy"),)), seasons=(Season(2, start=MARCH.date()),)
    )
    letter = one(template, records=records, private=Private())
    assert letter.missing == (
        "S02E01: no address of Cy",
        "S02E01: no title yet",
        "S02: no registration link yet",
        "S02: no hour yet",
        "S02E01: no video link yet",
        "S02: no moderator yet",
    )
    assert letter.body == "2 March 2026\n"


def test_a_withheld_recording_is_not_missed_and_a_held_season_takes_no_registration() -> None:
    template = own("{{ talk.video_url }}|{{ season.register_url }}|{{ talk.withheld }}")
    records = series(seasons=(SEASONS[0]._replace(register_url="https://zoom.example/r"),))
    letters, _ = written(template, "S01E02", records)
    assert {letter.body for letter in letters} == {"||True\n"}
    assert [letter.missing for letter in letters] == [("S01E02: no address of Rhys Compton",), ()]


def test_each_speaker_gets_a_letter_and_who_declined_gets_none() -> None:
    records = series(
        *PLANNED,
        Talk("S02E03", speakers=(Speaker("Ada", "Dr."), Speaker("Bo"))),
        Talk("S02E04", speakers=(Speaker("Cy"),)),
    )
    private = PRIVATE._replace(talks=(*PRIVATE.talks, PrivateTalk("S02E04", "Cy", "declined")))
    letters, told = written(own("Dear {{ speaker.full_name }}"), "S02", records, private)
    assert [(each.record, each.body) for each in letters] == [
        ("S02E01", f"Dear {EVA}\n"), ("S02E03", "Dear Dr. Ada\n"), ("S02E03", "Dear Bo\n"),
    ]  # fmt: skip
    assert told == ["S02E02: no speaker yet, so no letter", "S02E04: declined, so no letter"]
    assert [each.from_name for each in letters[:2]] == ["Théo", "Amelia, Théo, Veronika and Steff"]
    assert [each.sender for each in letters[:2]] == ["theo@example.org", "us@example.org"]


def test_a_letter_that_was_sent_before_and_a_second_invitation_are_hinted_at() -> None:
    private = PRIVATE._replace(
        talks=(PrivateTalk("S01E09", EVA.upper(), "declined"), *PRIVATE.talks)
    )
    records = series(*HELD, PLANNED[0]._replace(title=""))
    assert written(packaged("needs"), records=records, private=private)[1] == [
        f"S02E01: needs was sent to {EVA} on 5 January 2026 already"
    ]
    assert written(packaged("invitation"), private=private)[1] == [
        f"S02E01: {EVA} has accepted already",
        f"{EVA} was asked before: S01E09, declined",
    ]


def test_the_list_gets_one_letter_for_a_season() -> None:
    letter = one(packaged("list-before"), "S02")
    assert (letter.record, letter.to_name, letter.to, letter.sender) == (
        "S02", "", "list@example.org", "us@example.org")  # fmt: skip
    assert "Register here: https://example.org/register" in letter.body
    assert "2 March 2026 at 3:00pm CET" in letter.body
    assert f"* {EVA} (German Cancer Research Center (DKFZ), Germany)\n" in letter.body
    assert "One paragraph.\n\nAnother one." in letter.body
    _, told = written(packaged("list-before"), "S01")
    assert told == ["S01 was held already"]
    with pytest.raises(DataError, match="list-before goes to the list; name S02"):
        written(packaged("list-before"), "S02E01")


def test_the_season_that_is_meant_lies_before_or_behind_today() -> None:
    writer = Writer(packaged("thanks"), series(), None, TODAY)
    assert writer.season_meant() == SEASONS[0]
    assert Writer(packaged("details"), series(), None, TODAY).season_meant() == SEASONS[1]
    assert Writer(packaged("thanks"), Records(), None, TODAY).season_meant() is None


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("Dear all,\n\nhi", 1, "“Dear all,” is no header of a letter"),
        ("To: list\n\nhi", 1, "a letter begins with a line Subject"),
        ("", 1, "a letter begins with a line Subject"),
        ("Subject: a\nTo: everybody\n\nhi", 2, "To: is speaker or list, not “everybody”"),
        ("Subject: {{ nobody }}\n\nhi", 1, "'nobody' is undefined"),
        ("Subject: a\nTo: speaker\n\nhi\n{{ talk.titel }}\n", 5, "has no attribute 'titel'"),
        ("Subject: a\n\nhi\n{% if %}\n", 4, "this is no template"),
        ("Subject: a\n\n{% for a in range(9**9) %}x{% endfor %}", 3, "Range too big"),
        ("Subject: a\n\n{{ season.update({}) }}", 3, "is unsafe"),
        ("Subject: a\n\n{{ season._missing.append(1) }}", 3, "is unsafe"),
    ],
)
def test_a_template_that_cannot_be_used_is_told_with_its_line(
    text: str, line: int, words: str
) -> None:
    with pytest.raises(BadTemplateError) as told:
        written(read_template("own", text, "own.txt"))
    assert (told.value.file, told.value.line) == ("own.txt", line)
    assert words in told.value.message


def test_a_template_may_have_crlf_lines_and_any_language() -> None:
    text = "Subject: Danke für {{ talk.id }}\n\nLiebe {{ speaker.name }},\n\n\n\ndanke!\n"
    text = text.replace("\n", "\r\n")
    letter = one(read_template("danke", text, ""))
    assert (letter.subject, letter.body) == ("Danke für S02E01", f"Liebe {EVA},\n\ndanke!\n")


def test_a_name_with_signs_of_addresses_is_quoted() -> None:
    letter = Letter("k", "S1", 'Dr. "A", Lee', "a@example.org", "", "", "s", "b")
    assert as_text(letter).startswith('To: "Dr. \\"A\\", Lee" <a@example.org>\n')


def test_the_text_names_whom_it_goes_to_and_what_goes_along() -> None:
    assert as_text(one(packaged("details"))).startswith(
        f"To: {EVA} <eva@example.org>\nSubject: Details for your talk at Datasets through the "
        "L👀king-Glass\nAttachment: webinar-S02.ics\n\nDear "
    )


chars = st.characters(exclude_categories=["Cs"])
lines = st.text(chars, max_size=120).map(one_line)
names = st.text(st.sampled_from('aé漢,"<>@ ()\\.;:=?_L👀') | chars, max_size=90).map(one_line)
bodies = st.text(st.sampled_from("\n . aé") | chars, max_size=2_000).map(
    lambda text: text.replace("\r", "").strip("\n") + "\n"
)


@given(lines, names, bodies)
def test_a_draft_says_the_same_whoever_parses_it(subject: str, name: str, body: str) -> None:
    ics = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    letter = Letter("k", "S02E01", name, "a@example.org", name, "b@example.org", subject, body, ics)
    raw = as_eml(letter, NOON)
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    # The old parser decodes nothing by itself: what stands there is what other programs see.
    message = email.message_from_bytes(raw)
    assert message["X-Unsent"] == "1"
    assert message["Date"] == "Sun, 01 Feb 2026 12:00:00 +0000"
    assert str(make_header(decode_header(message["Subject"].replace("\r\n", "")))) == subject
    for header, address in (("To", "a@example.org"), ("From", "b@example.org")):
        [(shown, found)] = getaddresses([re.sub(r"\r\n[ \t]", " ", message[header])])
        assert found == address
        assert str(make_header(decode_header(shown))).split() == name.split()
    _, text, attached = message.walk()
    assert content(text).replace("\r\n", "\n") == body
    assert attached.get_content_type() == "text/calendar"
    assert attached.get_filename() == "webinar-S02.ics"
    assert content(attached) == ics


HOSTILE = (
    "=?", "utf-8?q?", "utf-8?b?", "x=0D=0ABcc:_evil@x.org?=", "DQpCY2M6IGVAeC5vcmc=", "?=", " ",
    "\r\nBcc: evil@x.org", "\r", "\n", "\0", "a", "é", '"', "\\", ",", "<b@x.org>",
)  # fmt: skip
hostile = st.lists(st.sampled_from(HOSTILE), max_size=9).map("".join)


@given(hostile, hostile, hostile)
@example("=?utf-8?q?x=0D=0ABcc:_evil@x.org?=", "=?utf-8?q?x=0D=0ABcc:_evil@x.org?=", "a\0b\n")
def test_no_text_of_a_record_makes_a_header(subject: str, name: str, body: str) -> None:
    letter = Letter("k", "S02E01", name, "a@example.org", name, "b@example.org", subject, body)
    head, _, _ = as_eml(letter, NOON).partition(b"\r\n\r\n")
    names = [line.partition(b":")[0] for line in head.split(b"\r\n") if line[:1] not in b" \t"]
    assert names[:5] == [b"X-Unsent", b"Date", b"From", b"To", b"Subject"]
    assert not {b"bcc", b"cc"} & {each.strip().lower() for each in names}
    assert head.count(b"\r") == head.count(b"\n") == head.count(b"\r\n")
    assert b"\0" not in as_eml(letter, NOON)
    # What a program that decodes shows is the text of the record, each sign of it.
    shown = str(make_header(decode_header(email.message_from_bytes(head)["Subject"])))
    literal = re.sub(r"[\0\r\n]+", " ", subject).strip()
    assert shown.replace("\r\n", "") == literal
    [(_, to)] = getaddresses([re.sub(r"\r\n[ \t]", " ", email.message_from_bytes(head)["To"])])
    assert to == "a@example.org"


def test_a_video_that_its_speaker_does_not_share_is_in_no_letter() -> None:
    talk = Talk("S01E01", "Owls", (Speaker("Ada"),), video_url="https://v.example/1")
    for consent, shared in (("no", False), ("yes", True), ("asked", True), ("", True)):
        entry = PrivateTalk("S01E01", "Ada", consent=consent)
        letters, told = written(
            packaged("list-after"),
            "S01",
            records=series(seasons=(Season(1, "X", MARCH, state="held"),), talks=(talk,)),
            private=Private(talks=(entry,)),
        )
        assert ("https://v.example/1" in letters[0].body) is shared
        hint = "S01E01: consent is no, but a video is on the page; the letter leaves the link out"
        assert (hint in told) is not shared


def content(part: Message) -> str:
    raw = part.get_payload(decode=True)
    assert isinstance(raw, bytes)
    return raw.decode()


def test_the_calendar_that_goes_along_holds_the_season_alone() -> None:
    raw = as_eml(one(packaged("details")), NOON)
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    [attached] = message.iter_attachments()
    found = icalendar.Calendar.from_ical(attached.get_content())
    assert [str(each["UID"]).partition("@")[0] for each in found.walk("VEVENT")] == ["season-2"]
    undated = series(seasons=(Season(2),))
    letter = one(packaged("details"), records=undated)
    assert letter.calendar == ""
    assert "S02: no date yet, so no calendar goes along" in letter.missing
    assert b"multipart" not in as_eml(letter, NOON)


def test_a_draft_without_an_address_leaves_it_to_the_mail_program() -> None:
    message = email.message_from_bytes(as_eml(one(own("x"), private=None), NOON))
    assert message["From"] is message["To"] is None


@given(lines, bodies)
def test_a_mailto_address_holds_the_whole_letter(subject: str, body: str) -> None:
    letter = Letter("k", "S02E01", "Ada", "a+b@example.org", "", "", subject, body)
    found = urlsplit(as_mailto(letter))
    assert (found.scheme, unquote(found.path), found.fragment) == ("mailto", "a+b@example.org", "")
    query = parse_qs(found.query, keep_blank_values=True, strict_parsing=True)
    assert query == {"subject": [subject], "body": [body.replace("\n", "\r\n")]}
    assert as_mailto(letter).isascii()


def test_links_of_a_talk_go_into_the_thanks() -> None:
    talk = HELD[1]._replace(links=(Link("Slides", "https://example.org/s p.pdf"),))
    letters, _ = written(packaged("thanks"), "S01E02", series(HELD[0], talk))
    assert "Slides: https://example.org/s%20p.pdf" in letters[0].body
    assert "no recording is published" in letters[0].body


def test_a_cancelled_talk_gets_no_letter_and_is_on_no_list() -> None:
    records = series(
        PLANNED[0]._replace(state="cancelled"), Talk("S02E02", "Nets", (Speaker("Bo"),))
    )
    letters, told = written(packaged("details"), "S02", records)
    assert [letter.record for letter in letters] == ["S02E02"]
    assert told == ["S02E01: cancelled, so no letter"]
    assert EVA not in one(packaged("list-before"), "S02", records=records).body


def test_a_talk_at_a_time_of_its_own_has_its_own_hours_elsewhere() -> None:
    own = PLANNED[0]._replace(date=datetime.datetime(2026, 3, 3, 9))
    body = one(packaged("details"), records=series(own)).body
    assert "When: 3 March 2026 at 9:00am CET\n      3:00am EST in New York\n" in body
    assert "9:00am EST" not in body


def test_a_season_whose_day_is_past_is_told_before_it_is_announced_again() -> None:
    past = series(seasons=(SEASONS[1]._replace(start=datetime.datetime(2026, 1, 5, 15)),))
    assert "the day of S02 is past" in written(packaged("list-before"), "S02", past)[1]
    assert "the day of S02 is past" not in written(packaged("list-after"), "S02", past)[1]


def test_one_letter_is_one_file_every_time() -> None:
    letter = one(packaged("details"))
    assert as_eml(letter, NOON) == as_eml(letter, NOON)
    assert as_eml(letter, NOON) != as_eml(letter._replace(body="x\n"), NOON)
