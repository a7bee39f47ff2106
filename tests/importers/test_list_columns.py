"""What lists hold: names of columns in many languages, people in many forms, groups of talks."""

import datetime
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgtui.importers import Source
from lgtui.importers.columns import fact_named
from lgtui.importers.lists import ListImport, import_lists
from lgtui.model import DataError, Link, Speaker, Talk
from lgtui.render import export
from lgtui.store import dumps
from lgtui.store.reader import parse
from lgtui.text.inline_markdown import word_list

TODAY = datetime.date(2026, 3, 2)


def read(text: str, name: str = "t.csv") -> ListImport:
    return import_lists([Source(name, text.encode())], {}, TODAY)


def told(found: ListImport) -> str:
    return "\n".join(f"{note.kind} {note.before} {note.after} {note.why}" for note in found.report)


@pytest.mark.parametrize(
    "header",
    [
        "Date,Speaker,Affiliation,Title", "Datum,Referentin,Hochschule,Vortragstitel",
        "Jour,Intervenant,Établissement,Titre de l'exposé", "Fecha,Ponente,Institución,Título",
        "Data,Relatore,Università,Titolo", "Data,Palestrante,Instituição,Título",
        "Datum,Spreker,Instelling,Titel", "Data,Prelegent,Uczelnia,Tytuł",
        "Datum,Přednášející,Instituce,Název", "Дата,Докладчик,Организация,Название",
        "Päivä,Puhuja,Yliopisto,Otsikko", "Tarih,Konuşmacı,Kurum,Başlık",
        "日付,講演者,所属,タイトル", "日期,报告人,单位,题目", "날짜,발표자,소속,제목",
        "When?,Speaker's name,Your affiliation,Title (one line)*",
        "Date:,Speaker(s),Institution,Talk",
    ],
)  # fmt: skip
def test_columns_are_known_in_many_languages(header: str) -> None:
    found = read(f"{header}\n2023-05-11,Zoe Nowak,UNKB,Knots\n")
    assert found.records.seasons[0].start == datetime.date(2023, 5, 11)
    assert found.records.talks == (Talk("S01E01", "Knots", (Speaker("Zoe Nowak"),), "UNKB"),)
    assert "not imported" not in told(found)


def test_a_name_in_two_languages_and_with_a_number() -> None:
    assert fact_named("Titel / Title") == fact_named("タイトル/Title") == "title"
    assert fact_named("Speaker 2") == "speaker"
    assert fact_named("Favourite colour") == ""


def speakers(cell: str, affiliation: str = "") -> tuple[Talk, ListImport]:
    found = read(f'date,speaker,affiliation,title\n2023-05-11,"{cell}","{affiliation}",Knots\n')
    [talk] = found.records.talks
    return talk, found


@pytest.mark.parametrize(
    "cell",
    ["Nowak, Zoe", "NOWAK, Zoe", "Nowak, Zoe; Bloom, Max", "Nowak, Zoe and Bloom, Max",
     "Nowak, Zoe, Bloom, Max"],
)  # fmt: skip
def test_family_names_first_are_turned_and_told(cell: str) -> None:
    talk, found = speakers(cell)
    names = [one.name.title() for one in talk.speakers]
    assert names == ["Zoe Nowak", "Max Bloom"][: len(names)]
    assert len(names) == (2 if "Max" in cell else 1)
    assert "guess" in told(found)


@pytest.mark.parametrize(
    ("cell", "place"),
    [
        ("Zoe Nowak, University of Kiels, Norway", "University of Kiels, Norway"),
        ("Zoe Nowak (Universität Kiels)", "Universität Kiels"),
        ("Zoe Nowak – UNKB", "UNKB"),
        ("Zoe Nowak, PhD", ""),
        ("能沢花（架空大学）", "架空大学"),
    ],
)
def test_a_place_behind_the_name_is_the_affiliation(cell: str, place: str) -> None:
    talk, _ = speakers(cell)
    [speaker] = talk.speakers
    assert (talk.affiliation or speaker.affiliation) == place


@pytest.mark.parametrize(
    ("cell", "affiliation"),
    [
        ("Zoe Nowak¹, Max Bloom²", "¹UNKB, ²Kestrel Lab"),
        ("Zoe Nowak1, Max Bloom2", "1 UNKB; 2 Kestrel Lab"),
        ("Zoe Nowak (1), Max Bloom (2)", "(1) UNKB (2) Kestrel Lab"),
        ("Zoe Nowak², Max Bloom¹", "Kestrel Lab¹, UNKB²"),
        ("Zoe Nowak and Max Bloom", "UNKB; Kestrel Lab"),
        ("Zoe Nowak (UNKB), Max Bloom (Kestrel Lab)", ""),
    ],
)
def test_each_speaker_has_their_own_affiliation(cell: str, affiliation: str) -> None:
    talk, found = speakers(cell, affiliation)
    assert talk.affiliation == ""
    assert {(one.name, one.affiliation) for one in talk.speakers} == {
        ("Zoe Nowak", "UNKB"),
        ("Max Bloom", "Kestrel Lab"),
    }
    assert "stand in no record" not in told(found)


def test_names_joined_in_other_languages_are_two() -> None:
    assert [one.name for one in speakers("Zoe Nowak und Max Bloom")[0].speakers] == [
        "Zoe Nowak",
        "Max Bloom",
    ]
    assert [one.name for one in speakers("José Ortega y Gasset")[0].speakers] == [
        "José Ortega y Gasset"
    ]
    assert len(speakers("能沢花、森空")[0].speakers) == 2


def test_a_reading_that_may_be_wrong_shows_both() -> None:
    talk, found = speakers("Zoe Nowak, Princeton")
    assert (talk.speakers, talk.affiliation) == ((Speaker("Zoe Nowak"),), "Princeton")
    assert "family name before the given one would look the same" in told(found)


def test_who_presents_counts_before_the_authors() -> None:
    found = read(
        'date,Presenter,Authors,title\n2023-05-11,Zoe Nowak,"Zoe Nowak, Max Bloom",Knots\n'
    )
    assert found.records.talks[0].speakers == (Speaker("Zoe Nowak"),)
    assert "it says: Zoe Nowak, Max Bloom" in told(found)


def test_html_in_cells_becomes_plain_text() -> None:
    found = read(
        "- title: Some <em>knots</em> &amp; loops\n"
        "  speaker: \"<a href='https://zoe.example'>Zoe Nowak</a> (UNKB) and "
        'Max Bloom<sup>2</sup>"\n'
        "  abstract: <p>One.</p><p>Two <b>bold</b>.</p>\n"
        "  date: 2023-05-11\n",
        "t.yml",
    )
    [talk] = found.records.talks
    assert talk.title == "Some knots & loops"
    assert talk.speakers == (
        Speaker("Zoe Nowak", "", "https://zoe.example", "UNKB"),
        Speaker("Max Bloom"),
    )
    assert talk.abstract == "One.\n\nTwo **bold**."
    assert "footnote" in told(found)


@pytest.mark.parametrize(
    "row",
    [
        "2023-05-18,No seminar,", "2023-05-18,,Spring break", "2023-05-18,-,Holiday: May Day",
        "2023-05-18,,Pfingstferien", "2023-05-18,pas de séance,", "2023-05-18,,休講",
        "2023-05-18,N/A,Thanksgiving", "2023-05-18,Kein Vortrag (Feiertag),",
    ],
)  # fmt: skip
def test_a_day_without_a_talk_is_none_and_told(row: str) -> None:
    found = read(f"date,speaker,title\n2023-05-11,Zoe Nowak,Knots\n{row}\n")
    assert [talk.title for talk in found.records.talks] == ["Knots"]
    assert "no talk" in told(found)


@pytest.mark.parametrize(
    "title", ["Breaking knots", "No free lunch theorems", "Holiday effects in markets"]
)
def test_a_talk_about_breaks_is_a_talk(title: str) -> None:
    found = read(f"date,speaker,title\n2023-05-11,Zoe Nowak,{title}\n")
    assert [talk.title for talk in found.records.talks] == [title]


@pytest.mark.parametrize(
    "cell", ["None", "N/A", "–", "-", "n/a", "なし", "null", "TBA", "N.N.", "未定"]
)
def test_a_cell_without_a_value_has_none(cell: str) -> None:
    talk = read(
        f"date,speaker,affiliation,title\n2023-05-11,Zoe Nowak,{cell},Knots\n"
    ).records.talks[0]
    assert talk.affiliation == ""


def test_papers_and_slides_are_links_with_their_columns_names() -> None:
    found = read(
        "date,speaker,topic,Paper,Slides\n"
        "2023-05-11,Zoe Nowak,Knots,https://papers.example/1,https://slides.example/1\n"
    )
    assert found.records.talks[0].title == "Knots"
    assert set(found.records.talks[0].links) == {
        Link("Paper", "https://papers.example/1"),
        Link("Slides", "https://slides.example/1"),
    }
    assert "--map theme='topic'" in told(found)


def test_ids_in_a_column_called_session_are_ids() -> None:
    found = read("session,date,title\nS03E02,2023-05-11,A\nS03E04,2023-05-12,B\n")
    assert [talk.id for talk in found.records.talks] == ["S03E02", "S03E04"]


def test_numbers_of_sessions_within_a_day_are_no_seasons() -> None:
    found = read("session,date,title\n1,2023-05-11,A\n2,2023-05-11,B\n1,2023-06-08,C\n")
    assert [talk.id for talk in found.records.talks] == ["S01E01", "S01E02", "S02E01"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("season,date,title\nFall 2023,2023-10-12,B\nSpring 2023,2023-05-11,A\n", "t.csv"),
        ("- semester: Fall 2023\n  talks:\n  - title: B\n    date: 2023-10-12\n"
         "- semester: Spring 2023\n  talks:\n  - title: A\n    date: 2023-05-11\n", "t.yml"),
        ("Fall 2023:\n  - {title: B, date: 2023-10-12}\nSpring 2023:\n"
         "  - {title: A, date: 2023-05-11}\n", "t.yml"),
        ('{"Fall 2023": [{"title": "B", "date": "2023-10-12"}],\n'
         ' "Spring 2023": [{"title": "A", "date": "2023-05-11"}]}', "t.json"),
    ],
)  # fmt: skip
def test_terms_are_seasons_in_the_order_of_their_days(text: str, name: str) -> None:
    found = read(text, name)
    assert [(talk.id, talk.title) for talk in found.records.talks] == [
        ("S01E01", "A"),
        ("S02E01", "B"),
    ]
    assert "Spring 2023" in told(found)
    assert "Fall 2023" in told(found)


def test_a_key_that_is_there_twice_counts_as_jekyll_does() -> None:
    found = read("- title: A\n  date: 2023-05-11\n  title: B\n", "t.yml")
    assert found.records.talks[0].title == "B"
    assert "title is here twice" in told(found)


def test_merge_keys_of_yaml_are_followed() -> None:
    text = "base: &b {speaker: Zoe Nowak}\ntalks:\n- {<<: *b, title: A, date: 2023-05-11}\n"
    assert read(text, "t.yml").records.talks[0].speakers == (Speaker("Zoe Nowak"),)


def test_json_is_read_with_the_lines_of_its_entries() -> None:
    text = '[\n {"title": "A \\ud83d\\ude00", "speakers": ["Zoe Nowak"],\n  "date": "2023-05-11"},\n {"title": "B", "room": 3, "date": null}]'  # noqa: E501
    found = read(text, "t.json")
    assert found.records.talks[0].title == "A 😀"
    assert [(note.line, note.before) for note in found.report if "not imported" in note.why] == [
        (4, "room")
    ]


def test_an_export_as_json_imports_its_talks() -> None:
    records = read("date,speaker,title\n2023-05-11,Zoe Nowak,Knots\n").records
    again = read(export.as_json(records), "t.json").records
    assert [talk.title for talk in again.talks] == ["Knots"]


def test_a_list_without_names_of_columns_is_told_by_its_cells() -> None:
    found = read(
        "2023-05-11\tZoe Nowak\tThe many shapes of knots\thttps://youtu.be/abc\n"
        "2023-05-18\tMax Bloom\tThe many shapes of loops\thttps://youtu.be/abd\n",
        "t.tsv",
    )
    assert [(talk.title, talk.video_url) for talk in found.records.talks] == [
        ("The many shapes of knots", "https://youtu.be/abc"),
        ("The many shapes of loops", "https://youtu.be/abd"),
    ]
    assert "its cells do" in told(found)


def test_a_title_above_the_table_is_told() -> None:
    found = read("Seminar 2023,,\nDate,Speaker,Title\n2023-05-11,Zoe Nowak,Knots\n")
    assert [talk.title for talk in found.records.talks] == ["Knots"]
    assert "Seminar 2023" in told(found)


def test_every_word_of_a_list_is_taken_or_told() -> None:
    found = read(
        "id,date,speaker,affiliation,title,room,links,video\n"
        "seven,11 May 2023 maybe,Zoe Nowak¹,UNKB,Knots,A 12,see below,ask Max\n"
    )
    whole = told(found)
    for word in ("seven", "maybe", "1", "A 12", "see below", "ask Max"):
        assert word in whole


@pytest.mark.parametrize(
    ("text", "name", "ids"),
    [
        ("- date: 2023-05-11\n  talks:\n  - {title: A, speaker: Zoe Nowak}\n"
         "  - {title: B, speaker: Max Bloom}\n", "t.yml", ["S01E01", "S01E02"]),
        ('{"2023": {"fall": [{"title": "B", "date": "2023-10-12"}],\n'
         ' "spring": [{"title": "A", "date": "2023-05-11"}]}}', "t.json", ["S01E01", "S02E01"]),
        ("past:\n- {title: A, date: 2023-05-11}\nupcoming:\n- {title: B, date: 2027-05-11}\n",
         "t.yml", ["S01E01", "S02E01"]),
    ],
)  # fmt: skip
def test_what_is_said_of_a_group_is_said_of_its_talks(text: str, name: str, ids: list[str]) -> None:
    found = read(text, name)
    assert [(talk.id, talk.title) for talk in found.records.talks] == list(
        zip(ids, "AB", strict=True)
    )
    assert all(season.start for season in found.records.seasons)


def test_signs_mark_footnotes_too() -> None:
    talk, _ = speakers("Zoe Nowak*, Max Bloom†", "*UNKB, †Kestrel Lab")
    assert [(one.name, one.affiliation) for one in talk.speakers] == [
        ("Zoe Nowak", "UNKB"),
        ("Max Bloom", "Kestrel Lab"),
    ]


def test_a_linked_name_and_a_framed_video() -> None:
    found = read(
        "- title: Knots<br>and loops\n"
        '  speaker: \'<a href="https://zoe.example" target="_top">Zoe Nowak</a>, Kiels Univ.\'\n'
        '  video: <iframe src="https://www.youtube.com/embed/abc" width=9></iframe>\n'
        "  date: 2023-05-11/12\n",
        "t.yml",
    )
    [talk] = found.records.talks
    assert talk.title == "Knots and loops"
    assert talk.speakers == (Speaker("Zoe Nowak", "", "https://zoe.example"),)
    assert talk.affiliation == "Kiels Univ."
    assert talk.video_url == "https://www.youtube.com/embed/abc"
    assert found.records.seasons[0].start == datetime.date(2023, 5, 11)
    assert [note.before for note in found.report if "last of several" in note.why] == ["12"]


PIECES = st.sampled_from(
    ["", "2023-05-11", "5/6/23", "31.02.2023", "12 May", "14h-15h", "25:99", "45057", "TBA", "N/A",
     "Zoe Nowak", "Nowak, Zoe", "Zoe Nowak¹", "¹UNKB", "<b>x</b>", "<a href='u'>", "[a](b", ";",
     "|", "https://youtu.be/abc", "S01E02", "Spring 2023", "3", "99999999999999999999", "能沢花子",
     "\\", "&amp;", "（", "0000-00-00", "9999-12-31T23:59:59+14:00", "year 2", "no", "-",
     "12 listopada 2023", "२०२३"]
)  # fmt: skip
CELLS = st.lists(PIECES, max_size=3).map(" ".join)
HEADS = ("id", "season", "episode", "title", "speaker", "affiliation", "date", "time",
         "timezone", "year", "video", "slides", "paper", "state", "session",
         "speaker url", "other")  # fmt: skip


@given(st.lists(st.lists(CELLS, min_size=len(HEADS), max_size=len(HEADS)), min_size=1, max_size=4))
def test_any_list_gives_records_or_one_message(rows: list[list[str]]) -> None:
    entries = [dict(zip(HEADS, cells, strict=True)) for cells in rows]
    for text, name in ((json.dumps(entries), "t.json"), (json.dumps({"a": entries}), "t.yml")):
        try:
            found = read(text, name)
        except DataError as error:
            assert error.file == name
        else:
            assert len(found.records.talks) <= len(rows)
            assert parse(dumps(found.records)).records.talks == found.records.talks


NOUNS = st.sampled_from(
    "knots Zoe Nowak UNKB loops Bloom maybe see fish TBA holiday Kiels and".split()
)


@given(st.lists(st.lists(st.lists(NOUNS, max_size=3).map(" ".join), min_size=len(HEADS),
                         max_size=len(HEADS)), min_size=1, max_size=3))  # fmt: skip
def test_each_word_is_in_the_records_or_in_the_report(rows: list[list[str]]) -> None:
    entries = [dict(zip(HEADS, cells, strict=True)) for cells in rows]
    found = read(json.dumps(entries), "t.json")
    held = f"{dumps(found.records).decode()} {told(found)}"
    given_words = {word for cells in rows for cell in cells for word in cell.split()}
    assert given_words - {"and", "TBA"} <= set(word_list(held))


@pytest.mark.parametrize("title", ["CANCELLED: Knots", "[Cancelled] Knots", "Knots (abgesagt)"])
def test_a_title_that_says_cancelled_becomes_a_state(title: str) -> None:
    found = read(f"date,speaker,title\n2023-05-11,Zoe Nowak,{title}\n")
    assert found.records.talks[0].title == "Knots"
    assert found.records.seasons[0].state == "cancelled"
    assert title in told(found)


def test_a_talk_on_what_was_cancelled_keeps_its_title() -> None:
    found = read("date,speaker,title\n2023-05-11,Zoe Nowak,Cancelled orders in queues\n")
    assert found.records.talks[0].title == "Cancelled orders in queues"


def test_rows_may_name_the_speaker_under_different_keys() -> None:
    found = read(
        "- {date: 2023-05-11, title: A, name: Zoe Nowak}\n"
        "- {date: 2023-05-12, title: B, speaker: Max Bloom, name: webinar-2}\n",
        "t.yml",
    )
    assert [talk.speakers[0].name for talk in found.records.talks] == ["Zoe Nowak", "Max Bloom"]
    assert "webinar-2" in told(found)


def test_names_parted_by_a_stroke_are_two() -> None:
    talk, _ = speakers("Dr. Zoe Nowak / Prof. Max Bloom")
    assert talk.speakers == (Speaker("Zoe Nowak", "Dr."), Speaker("Max Bloom", "Prof."))


def test_of_two_columns_that_say_one_thing_the_better_named_one_counts() -> None:
    found = read(
        "date,Talk,Title,Where,Affiliation,speaker\n2023-05-11,Talk 1,Knots,Room 4,UNKB,Zoe Nowak\n"
    )
    [talk] = found.records.talks
    assert (talk.title, talk.affiliation) == ("Knots", "UNKB")
    assert "it says: Talk 1" in told(found)
    assert "it says: Room 4" in told(found)


def test_numbered_columns_go_together() -> None:
    found = read(
        "date,title,Speaker 1,Speaker 2,Affiliation 1,Affiliation 2\n"
        "2023-05-11,Knots,Zoe Nowak,Max Bloom,UNKB,Kestrel Lab\n"
    )
    assert [(one.name, one.affiliation) for one in found.records.talks[0].speakers] == [
        ("Zoe Nowak", "UNKB"),
        ("Max Bloom", "Kestrel Lab"),
    ]


def start(text: str, name: str = "t.csv") -> object:
    return read(text, name).records.seasons[0].start


@pytest.mark.parametrize(
    ("formal", "own"),
    [
        ("Start time,Completion time", "Talk date"), ("Timestamp", "Preferred date"),
        ("Startzeit,Fertigstellungszeit", "Datum des Vortrags"), ("Zeitstempel", "Wunschtermin"),
        ("Marca temporal", "Fecha de la charla"), ("Horodateur", "Date de l'exposé"),
        ("Timestamp,Last modified time", "Date"), ("Submitted at", "When"),
        ("Created", "Data da palestra"),
    ],
)  # fmt: skip
def test_when_a_form_was_filled_in_is_never_when_the_talk_is(formal: str, own: str) -> None:
    filled = ",".join("2025-01-13 09:12" for _ in formal.split(","))
    for header, row in (
        (f"{formal},Name,Title,{own}", f"{filled},Zoe Nowak,Knots,2025-03-14"),
        (f"Name,Title,{own},{formal}", f"Zoe Nowak,Knots,2025-03-14,{filled}"),
    ):
        assert start(f"{header}\n{row}\n") == datetime.date(2025, 3, 14)


def test_the_hour_beside_the_day_of_a_form_is_the_talks() -> None:
    table = (
        "Startzeit;Name;Titel;Datum des Vortrags;Uhrzeit\n"
        "12.01.2025 09:12;Zoe Nowak;Knots;14.03.2025;16:15\n"
    )
    assert start(table) == datetime.datetime(2025, 3, 14, 16, 15)


def test_a_start_that_is_an_hour_goes_with_the_date() -> None:
    at_one = datetime.datetime(2025, 1, 15, 13)
    assert start("Date,Start,Speaker,Title\n2025-01-15,13:00,Zoe Nowak,Knots\n") == at_one
    numbers = "Date,Start,Speaker,Title\n45672,0.5416666666666666,Zoe Nowak,Knots\n"
    assert start(numbers) == at_one


JOIN = [
    "https://example.zoom.us/j/123456?pwd=abc", "https://zoom.us/j/99",
    "https://teams.microsoft.com/l/meetup-join/19%3ax", "https://meet.google.com/abc-defg-hij",
    "https://rooms.example.org/x?passcode=77",
]  # fmt: skip


@pytest.mark.parametrize("url", JOIN)
@pytest.mark.parametrize("column", ["zoom", "Meeting link", "links", "Video", "register url"])
def test_the_address_of_a_meeting_is_never_published(url: str, column: str) -> None:
    found = read(f"date,speaker,title,{column}\n2026-12-12,Zoe Nowak,Knots,{url}\n")
    assert url not in dumps(found.records).decode()
    assert url in told(found)


def test_where_one_registers_is_taken() -> None:
    url = "https://example.zoom.us/meeting/register/tJ0"
    found = read(f"date,speaker,title,zoom\n2026-12-12,Zoe Nowak,Knots,{url}\n")
    assert found.records.seasons[0].register_url == url


@pytest.mark.parametrize(
    "word", ["postponed", "verschoben", "reporté", "aplazada", "Postponed to May"]
)
def test_a_talk_that_was_put_off_was_not_held(word: str) -> None:
    found = read(f"date,speaker,title,status\n2024-03-19,Zoe Nowak,Knots,{word}\n")
    assert found.records.seasons[0].state == "cancelled"
    assert f"guess {word} cancelled" in told(found)
    titled = read(f"date,speaker,title\n2024-03-19,Zoe Nowak,Knots ({word})\n")
    assert titled.records.talks[0].title == "Knots"
    assert titled.records.seasons[0].state == "cancelled"
    assert word in told(titled)


@pytest.mark.parametrize("word", ["Declined", "rejected", "Abgelehnt", "withdrawn", "refusé"])
def test_a_proposal_that_was_not_taken_is_no_talk(word: str) -> None:
    found = read(
        f"title,speaker,status,date\nKnots,Zoe Nowak,Accepted,2024-03-12\nRopes,Max Bloom,{word},\n"
    )
    assert [talk.title for talk in found.records.talks] == ["Knots"]
    assert found.records.seasons[0].state == "held"
    assert "Ropes" in told(found)


def test_what_was_accepted_and_has_passed_was_held() -> None:
    found = read("title,speaker,status,date\nKnots,Zoe Nowak,confirmed,2024-03-12\n")
    assert found.records.seasons[0].state == "held"
    open_one = read("title,speaker,status,date\nKnots,Zoe Nowak,confirmed,\n")
    assert open_one.records.seasons[0].state == "upcoming"


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("links", "[slides](https://example.org/s.pdf), [video](https://example.org/v)"),
        ("Materials", "recording: https://example.org/v slides: https://example.org/s.pdf"),
    ],
)
def test_a_recording_among_the_links_is_the_video(column: str, cell: str) -> None:
    found = read(f'date,speaker,title,{column}\n2024-03-12,Zoe Nowak,Knots,"{cell}"\n')
    [talk] = found.records.talks
    assert talk.video_url == "https://example.org/v"
    assert [link.url for link in talk.links] == ["https://example.org/s.pdf"]


@pytest.mark.parametrize("column", ["youtube", "youtube_id", "video_id", "youtubeId"])
def test_a_bare_id_is_a_video(column: str) -> None:
    found = read(f"date,speaker,title,{column}\n2024-03-12,Zoe Nowak,Knots,ABcdEF-hi_K\n")
    assert found.records.talks[0].video_url == "https://youtu.be/ABcdEF-hi_K"


@pytest.mark.parametrize(
    ("column", "cell", "recording"),
    [
        ("recorded", "false", "withheld"), ("Video", "not recorded", "withheld"),
        ("Do you agree to be recorded?", "No", "withheld"), ("recorded", "yes", ""),
        ("recording", "no", ""),
    ],
)  # fmt: skip
def test_what_was_not_recorded_is_not_asked_for(column: str, cell: str, recording: str) -> None:
    found = read(f"date,speaker,title,{column}\n2024-03-12,Zoe Nowak,Knots,{cell}\n")
    assert found.records.talks[0].recording == recording
    assert bool(recording) == ("no recording to share" in told(found))


@pytest.mark.parametrize(
    "text",
    ["Résumé à venir", "Titel folgt", "Abstract tba", "título por confirmar", "Titolo da definire",
     "Samenvatting volgt", "タイトル未定", "Titel wird noch bekannt gegeben", "Title to follow"],
)  # fmt: skip
def test_what_is_still_open_is_no_value(text: str) -> None:
    found = read(f"date,speaker,title,abstract\n2027-03-12,Zoe Nowak,{text},{text}\n")
    assert (found.records.talks[0].title, found.records.talks[0].abstract) == ("", "")


def test_a_title_with_words_of_placeholders_stays() -> None:
    for title in ("What is to come", "L'homme à venir", "Winter is coming"):
        found = read(f"date,speaker,title\n2027-03-12,Zoe Nowak,{title}\n")
        assert found.records.talks[0].title == title


def test_numbers_that_run_on_through_the_seasons_are_no_episodes() -> None:
    found = read("Episode,Date,Speaker,Title\n41,2024-03-12,Zoe Nowak,Knots\n"
                 "42,2024-04-09,Max Bloom,Ropes\n")  # fmt: skip
    assert [talk.id for talk in found.records.talks] == ["S01E01", "S02E01"]
    assert "these numbers count all talks" in told(found)
    own = read("Episode,Date,Speaker,Title\n2,2024-03-12,Zoe Nowak,Knots\n"
               "1,2024-03-12,Max Bloom,Ropes\n")  # fmt: skip
    assert [talk.title for talk in own.records.talks] == ["Ropes", "Knots"]


def test_seasons_with_names_around_talks_and_speakers_in_parts() -> None:
    talk = {
        "date": "2024-10-01", "title": "Knots",
        "speaker": {"first": "Zoe", "last": "Nowak",
                    "affiliation": {"name": "Kiels", "country": "Nordland"}},
    }  # fmt: skip
    for wrapper in ("talks", "events", "items", "results", "sessions"):
        tree = {"series": "S", "seasons": [
            {"name": "Autumn 2024", wrapper: [talk]},
            {"name": "Spring 2025", wrapper: [{**talk, "date": "2025-03-04", "title": "Ropes",
                                               "speaker": {"given_name": "Max",
                                                           "familyName": "Bloom"}}]},
        ]}  # fmt: skip
        found = read(json.dumps(tree), "t.json")
        assert [(one.title, one.speakers[0]) for one in found.records.talks] == [
            ("Knots", Speaker("Zoe Nowak", "", "", "Kiels")), ("Ropes", Speaker("Max Bloom"))
        ]  # fmt: skip
        assert [season.start for season in found.records.seasons] == [
            datetime.date(2024, 10, 1), datetime.date(2025, 3, 4)
        ]  # fmt: skip
        assert "Nordland" in told(found)
        assert "Autumn 2024" in told(found)


def test_entries_with_a_wrapper_of_their_own() -> None:
    tree = [{"node": {"title": "Knots", "speaker": "Zoe Nowak", "date": "2024-10-01"}}]
    found = read(json.dumps({"data": {"edges": tree}}), "t.json")
    assert [talk.title for talk in found.records.talks] == ["Knots"]


def test_of_a_text_in_several_languages_one_is_taken() -> None:
    found = read(
        "- {title: {de: Knoten, en: Knots}, speaker: Zoe Nowak, date: 2024-03-12, "
        "track: {de: Seile}}\n",
        "t.yml",
    )
    assert found.records.talks[0].title == "Knots"
    assert found.records.seasons[0].theme == "Seile"
    assert "Knoten" in told(found)
    assert "Seile" not in told(found)


def test_what_entries_take_over_is_not_said_to_be_left_out() -> None:
    found = read(
        "defaults: &d\n  time: '15:00'\ntalks:\n- <<: *d\n  title: Knots\n  speaker: Zoe Nowak\n"
        "  date: 2024-03-12\n",
        "t.yml",
    )
    assert found.records.seasons[0].start == datetime.datetime(2024, 3, 12, 15)
    assert "not imported" not in told(found)


@pytest.mark.parametrize(
    ("cell", "left"),
    [
        ("Zoe Nowak (they/them)", "they/them"), ("Zoe Nowak (she/her)", "she/her"),
        ("Zoe Nowak (remote)", "remote"), ("Zoe Nowak (online)", "online"),
        ("Zoe Nowak (virtual)", "virtual"), ("Zoe Nowak (via Zoom)", "via Zoom"),
        ("Zoe Nowak, PhD", "PhD"), ("Zoe Nowak PhD", "PhD"), ("Zoe Nowak, M.Sc.", "M.Sc."),
        ("Zoe Nowak, Ph.D. (she/her)", "Ph.D."), ("Nowak, Zoe, Jr.", "Jr."),
    ],
)  # fmt: skip
def test_what_stands_behind_a_name_is_no_affiliation_and_told(cell: str, left: str) -> None:
    talk, found = speakers(cell)
    assert talk.speakers == (Speaker("Zoe Nowak"),)
    assert talk.affiliation == ""
    assert f"kept {left}" in told(found)


def test_an_affiliation_in_brackets_goes_with_the_family_name_first() -> None:
    talk, found = speakers("Nowak, Zoe (Kestrel)")
    assert [(one.name, one.affiliation or talk.affiliation) for one in talk.speakers] == [
        ("Zoe Nowak", "Kestrel")
    ]
    assert "guess" in told(found)
    both, _ = speakers("Nowak, Zoe (Kiels); Bloom, Max (UNKB)")
    assert both.speakers == (Speaker("Zoe Nowak", "", "", "Kiels"),
                             Speaker("Max Bloom", "", "", "UNKB"))  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("BRÛLÉ Zoé", ["Zoé Brûlé"]), ("FORÊT Éloi et MARAIS Luc", ["Éloi Forêt", "Luc Marais"]),
        ("NOWAK Zoe, BLOOM Max", ["Zoe Nowak", "Max Bloom"]),
        ("VAN DER MEER Cees", ["Cees van der Meer"]), ("O'DOWD Dara", ["Dara O'Dowd"]),
        ("DUPONT-MOREL Anne (Université de Lindre)", ["Anne Dupont-Morel"]),
    ],
)  # fmt: skip
def test_family_names_in_capitals_are_turned_and_told(cell: str, names: list[str]) -> None:
    talk, found = speakers(cell)
    assert [one.name for one in talk.speakers] == names
    assert "the one in capitals" in told(found)


def test_capitals_of_another_kind_stay_where_they_are() -> None:
    for name in ("JR Bloom", "Zoe NOWAK", "J. R. R. Bloom III", "MIT Media Laboratory"):
        talk, found = speakers(name)
        assert [one.name for one in talk.speakers] == [name], told(found)


def test_a_moment_that_a_program_wrote_down_is_no_talks_day() -> None:
    found = read("Timestamp,Full name,Title\n2025/01/13 9:12:47,Zoe Nowak,Knots\n")
    assert found.records.seasons[0].start is None
    assert "Timestamp" in told(found)


def test_a_video_beside_a_no_is_kept_and_told() -> None:
    found = read("- {date: 2024-03-12, speaker: Zoe Nowak, title: Knots, recorded: false, "
                 "video: {provider: youtube, id: ABCDEFGHIJK}}\n", "t.yml")  # fmt: skip
    [talk] = found.records.talks
    assert (talk.video_url, talk.recording) == ("https://youtu.be/ABCDEFGHIJK", "")
    assert "disagree false" in told(found)


@pytest.mark.parametrize("key", ["fields", "attributes", "acf"])
def test_facts_that_a_content_manager_keeps_below_an_entry(key: str) -> None:
    entry = {"id": "rec1", "date": "2024-01-01T08:00:00",
             key: {"title": {"rendered": "Knots &amp; loops"}, "speaker": "Zoe Nowak",
                   "talk_date": "2024-03-12"}}  # fmt: skip
    found = read(json.dumps({"records": [entry]}), "t.json")
    [talk] = found.records.talks
    assert (talk.title, talk.speakers) == ("Knots & loops", (Speaker("Zoe Nowak"),))
    assert found.records.seasons[0].start == datetime.date(2024, 3, 12)
    assert "2024-01-01T08:00:00" in told(found)


def test_the_name_of_a_group_of_talks_is_its_season_and_theme() -> None:
    found = read(
        "- name: Ropework\n  talks:\n  - {title: A, speaker: Zoe Nowak, date: 2024-03-12}\n"
        "  - {title: B, speaker: Max Bloom, date: 2024-04-12}\n"
        "- name: Loops\n  talks:\n  - {title: C, speaker: Ada Holm, date: 2024-10-12}\n",
        "t.yml",
    )
    assert [talk.id for talk in found.records.talks] == ["S01E01", "S01E02", "S02E01"]
    assert [season.theme for season in found.records.seasons] == ["Ropework", "Loops"]


@given(st.integers(2, 30))
def test_an_alias_inside_itself_ends(count: int) -> None:
    inside = ", ".join(["*a"] * count)
    with pytest.raises(DataError):
        read(f"&a [{{b: [{inside}]}}]\n", "t.yml")


def test_nothing_but_an_address_is_where_one_registers() -> None:
    url = "https://forms.example.org/abc"
    for cell in (f"Register [here]({url})", f"https://zoom.us/j/1?pwd=q or {url}", f"{url} (free)"):
        found = read(f'date,speaker,title,register\n2026-12-12,Zoe Nowak,Knots,"{cell}"\n')
        assert found.records.seasons[0].register_url == url
    tree = [{"date": "2026-12-12", "speaker": "Zoe Nowak", "title": "Knots",
             "zoom": {"url": "https://zoom.us/j/1", "password": "sesame"}}]  # fmt: skip
    found = read(json.dumps(tree), "t.json")
    assert found.records.seasons[0].register_url == ""
    assert "sesame" in told(found)


@pytest.mark.parametrize(
    ("column", "fact"),
    [
        ("Titel Ihres Vortrags", "title"), ("Titre de l'intervention", "title"),
        ("Gewünschter Termin", "date"), ("startDate", "date"), ("talkTitle", "title"),
        ("Dürfen wir aufzeichnen?", "recording"), ("¿Acepta ser grabado?", "recording"),
        ("May we record your talk?", "recording"), ("Recording link", "video"),
    ],
)  # fmt: skip
def test_columns_of_forms_are_known(column: str, fact: str) -> None:
    assert fact_named(column) == fact


def test_a_record_or_a_moment_never_becomes_a_title() -> None:
    tree = {"events": [{"name": "Knots and loops", "startDate": "2024-03-04T10:00",
                        "performer": {"@type": "Person", "name": "Zoe Nowak"}}]}  # fmt: skip
    [talk] = read(json.dumps(tree), "t.json").records.talks
    assert (talk.title, talk.speakers) == ("Knots and loops", (Speaker("Zoe Nowak"),))
    found = read("Zeitstempel,Name,Datum\n12.01.2025 09:12:11,Zoe Nowak,14.03.2025\n")
    assert found.records.talks[0].title == ""


def test_a_title_about_what_is_put_off_stays() -> None:
    for title in (
        "Deferred-action programs",
        "Postponed decisions - a survey",
        "Cancelled-out terms",
    ):
        found = read(f"date,speaker,title\n2024-03-12,Zoe Nowak,{title}\n")
        assert found.records.talks[0].title == title
        assert found.records.seasons[0].state == "held"


def test_episodes_of_seasons_with_numbers_stay_where_they_do_not_run_on() -> None:
    found = read(
        "Season,Episode,Date,Speaker,Title\n3,2,2024-03-12,Zoe Nowak,Knots\n"
        "3,4,2024-03-12,Max Bloom,Ropes\n4,7,2024-09-12,Ada Holm,Loops\n"
    )
    assert [talk.id for talk in found.records.talks] == ["S03E02", "S03E04", "S04E07"]


def test_a_group_with_a_number_and_a_name_is_that_season() -> None:
    tree = {"seasons": [
        {"number": 3, "title": "Ropework",
         "talks": [{"date": "2024-10-01", "title": "A", "speaker": "Zoe Nowak"}]},
        {"title": "Loops", "number": 4,
         "talks": [{"date": "2025-10-01", "title": "B", "speaker": "Max Bloom"}]},
    ]}  # fmt: skip
    found = read(json.dumps(tree), "t.json")
    assert [talk.id for talk in found.records.talks] == ["S03E01", "S04E01"]
    assert [season.theme for season in found.records.seasons] == ["Ropework", "Loops"]


@pytest.mark.parametrize("word", ["celebrada", "durchgeführt", "svolto", "completed", "réalisé"])
def test_what_took_place_was_held(word: str) -> None:
    found = read(f"date,speaker,title,status\n2024-03-19,Zoe Nowak,Knots,{word}\n")
    assert found.records.seasons[0].state == "held"
    assert word not in told(found)


@pytest.mark.parametrize("word", ["fällt aus", "afgelast", "annullata", "inställt"])
def test_a_title_that_says_cancelled_in_other_languages(word: str) -> None:
    found = read(f"date,speaker,title\n2024-03-19,Zoe Nowak,Knots ({word})\n")
    assert found.records.talks[0].title == "Knots"
    assert found.records.seasons[0].state == "cancelled"
