"""Lists of talks, CSV and YAML, into records: by column names or a map, and no word lost."""

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgtui import cli, store
from lgtui.importers import Note, Source
from lgtui.importers.columns import parse_map
from lgtui.importers.lists import ListImport, import_lists
from lgtui.importers.tables import read_rows
from lgtui.model import DataError, Link, Records, Season, Series, Speaker, Talk, make_id
from lgtui.render import export

TODAY = datetime.date(2026, 3, 2)


def listed(text: str, *maps: str, name: str = "talks.csv") -> ListImport:
    return import_lists([Source(name, text.encode())], parse_map(maps), TODAY)


def one(text: str, *maps: str, name: str = "talks.csv") -> Talk:
    [talk] = listed(text, *maps, name=name).records.talks
    return talk


def told(found: ListImport) -> list[Note]:
    """The report, but for the line that undated talks count as held."""
    return [note for note in found.report if note.after != "held"]


def test_usual_names_of_columns_need_no_map() -> None:
    found = listed(
        "Title;Speakers;University;Date;Start time;YouTube\r\n"
        '"Deep; nets";Dr. Zoë Müller and Bo Chen;ETH;27.02.2023;15:00 CET;https://youtu.be/abc\r\n'
    )
    assert found.records == Records(
        Series(timezone="Europe/Copenhagen"),
        seasons=(Season(1, start=datetime.datetime(2023, 2, 27, 15), state="held"),),
        talks=(
            Talk(
                "S01E01",
                "Deep; nets",
                (Speaker("Zoë Müller", "Dr."), Speaker("Bo Chen")),
                "ETH",
                "https://youtu.be/abc",
            ),
        ),
    )
    assert found.report == ()


def test_a_map_names_the_columns_of_a_list_of_its_own() -> None:
    talk = one("Vortrag,Wer,Name\nDeep nets,Ada,ETH\n", "title=Vortrag", "speaker=wer",
               "affiliation=Name")  # fmt: skip
    assert (talk.title, talk.speakers, talk.affiliation) == ("Deep nets", (Speaker("Ada"),), "ETH")


def test_a_path_leads_into_a_mapping() -> None:
    talk = one("- talk: {name: Deep nets}\n  by: Ada\n", "title=talk.name", "speaker=by",
               name="t.yaml")  # fmt: skip
    assert (talk.title, talk.speakers) == ("Deep nets", (Speaker("Ada"),))


@pytest.mark.parametrize(
    ("maps", "told"),
    [
        (["speaker"], "names no column"),
        (["author=Wer"], "there is no 'author' in a record"),
        (["speaker=Nobody"], "the list has no column 'Nobody'; it has title"),
    ],
)
def test_a_map_that_fits_nothing_is_refused(maps: list[str], told: str) -> None:
    with pytest.raises(DataError, match=told):
        listed("title\nDeep nets\n", *maps)


def test_a_column_that_is_not_imported_is_named() -> None:
    [note] = told(listed("title,Room\nDeep nets,A1\n"))
    assert (note.kind, note.before) == ("kept", "Room")
    assert "it says: A1" in note.why
    assert told(listed("title,Room\nDeep nets,\n")) == []


def test_yaml_texts_lists_and_mappings() -> None:
    text = """
    talks:
      - title: "Wide: nets"
        speakers:
          - {name: Ada Lovelace, url: https://ada.example, affiliation: ETH}
          - Prof. Di Wu
        date: 2026-03-02
        time: 15:00
        abstract: |
          One.

          Two.
        links: [{label: Slides, url: https://s.example/1}, Code - https://c.example/2]
        recording: withheld
    """
    found = listed(text, name="t.yml")
    assert found.records.seasons == (Season(1, start=datetime.datetime(2026, 3, 2, 15)),)
    assert found.records.talks == (
        Talk(
            "S01E01",
            "Wide: nets",
            (Speaker("Ada Lovelace", "", "https://ada.example", "ETH"), Speaker("Di Wu", "Prof.")),
            recording="withheld",
            abstract="One.\n\nTwo.",
            links=(Link("Slides", "https://s.example/1"), Link("Code", "https://c.example/2")),
        ),
    )


def test_talks_by_their_ids_in_a_mapping() -> None:
    assert one("S03E02:\n  title: x\n", name="t.yml").id == "S03E02"


@pytest.mark.parametrize(
    ("cells", "moment"),
    [
        ("2023-02-27,", datetime.date(2023, 2, 27)),
        ("2023-02-27,15:30", datetime.datetime(2023, 2, 27, 15, 30)),
        ("2023-02-27T15:30:00,", datetime.datetime(2023, 2, 27, 15, 30)),
        ("27 February 2023,3pm", datetime.datetime(2023, 2, 27, 15)),
        ("27/02/2023,", datetime.date(2023, 2, 27)),
        ("TBA,", None),
        (",", None),
    ],
)
def test_dates_as_lists_have_them(cells: str, moment: datetime.date | None) -> None:
    [season] = listed(f"title,date,time\nx,{cells}\n").records.seasons
    assert season.start == moment
    assert type(season.start) is type(moment)


def test_an_hour_with_an_offset_becomes_local_time_and_is_told() -> None:
    found = listed("title,date,timezone\nx,2023-02-27T14:00:00Z,Europe/Oslo\n")
    assert found.records.seasons[0].start == datetime.datetime(2023, 2, 27, 15)
    assert [note.kind for note in found.report] == ["guess"]


def test_what_is_not_understood_is_in_the_report() -> None:
    found = listed(
        "title,date,video,season,state,links,id\nx,some day,ask Bo,first,maybe,nowhere,talk one\n"
    )
    told = {note.before for note in found.report if note.kind == "kept"}
    assert told == {"some day", "ask Bo", "first", "maybe", "nowhere", "talk one"}


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        ("video", "https://youtu.be/abc passcode ab12", ("kept", "passcode ab12")),
        ("video", "[On bees](https://youtu.be/abc)", ("kept", "On bees")),
        ("recording", "no, ask Bo in May", ("guess", "no, ask Bo in May")),
        ("season", "3 - Fairness", ("kept", "3 - Fairness")),
        ("episode", "2 (moved)", ("kept", "2 (moved)")),
    ],
)
def test_words_beside_a_fact_are_in_the_report(
    column: str, cell: str, expected: tuple[str, str]
) -> None:
    found = listed(f'title,{column}\nx,"{cell}"\n')
    assert [(note.kind, note.before) for note in told(found)] == [expected]


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("video", "<https://youtu.be/abc>"),
        ("video", "[Video](https://youtu.be/abc)"),
        ("video", "Watch: https://youtu.be/abc"),
        ("recording", "not shared"),
        ("season", "Season 3"),
        ("episode", "E02"),
    ],
)
def test_a_fact_that_is_all_of_its_cell_needs_no_word(column: str, cell: str) -> None:
    assert told(listed(f'title,{column}\nx,"{cell}"\n')) == []


def test_further_videos_of_one_cell_are_links() -> None:
    talk = one("title,video\nx,https://youtu.be/abc https://youtu.be/def\n")
    assert (talk.video_url, talk.links) == (
        "https://youtu.be/abc",
        (Link("Video", "https://youtu.be/def"),),
    )


def test_a_column_that_is_not_imported_is_shown_where_it_says_something() -> None:
    [note] = told(listed("- title: a\n- title: b\n  tags: [x, y]\n", name="t.yml"))
    assert (note.line, note.before) == (2, "tags")


def test_talks_of_one_day_are_a_season_in_the_order_of_the_days() -> None:
    found = listed("title,date\nc,2026-05-01\na,2026-01-05\nb,2026-01-05\nd,\n").records
    assert [(talk.id, talk.title) for talk in found.talks] == [
        ("S01E01", "a"),
        ("S01E02", "b"),
        ("S02E01", "c"),
        ("S03E01", "d"),
    ]
    assert [season.state for season in found.seasons] == ["held", "upcoming", "upcoming"]


def test_given_numbers_count_and_a_doubled_one_is_told() -> None:
    found = listed("id,season,episode,title\nS02E01,,,a\nS02E01,,,b\n,4,2,c\n,4,,d\ns2 e7,,,e\n")
    assert {talk.title: talk.id for talk in found.records.talks} == {
        "a": "S02E01",
        "b": "S02E08",
        "c": "S04E02",
        "d": "S04E03",
        "e": "S02E07",
    }
    assert [note.kind for note in told(found)] == ["SEQ001", "guess"]
    assert "talks_per_season" in told(found)[1].why


def test_a_talk_of_a_season_on_another_day_keeps_its_date() -> None:
    found = listed(
        "season,title,date,time\n1,a,2026-01-05,15:00\n1,b,2026-01-06,\n1,c,2026-01-05,\n"
    )
    assert found.records.seasons[0].start == datetime.datetime(2026, 1, 5, 15)
    assert [talk.date for talk in found.records.talks] == [None, datetime.date(2026, 1, 6), None]


def test_a_garbled_list_is_repaired_and_says_so() -> None:
    text = "title,speaker\nNets,José Peña\n".encode().decode("cp1252")
    found = listed(text)
    assert found.records.talks[0].speakers == (Speaker("José Peña"),)
    assert {note.kind for note in told(found)} == {"certain"}


@pytest.mark.parametrize(
    ("name", "text", "told", "line"),
    [
        ("t.csv", "", "the list is empty", 0),
        ("t.csv", "a,a\n1,2\n", "two columns are called 'a'", 1),
        ("t.csv", "title\nx,y\n", "this row has 2 cells", 2),
        ("t.csv", 'title\n"x" y\n', "this is no CSV", 2),
        ("t.yml", "a: [", "this is no YAML", 1),
        ("t.yml", "just text", "this is no list of talks", 1),
        ("t.yml", "", "this is no list of talks", 1),
        ("t.yml", "- a\n- b\n", "this is no list of talks", 1),
        ("t.yml", "- title: a\n- 3\n", "this entry has no keys", 2),
        ("t.yml", "- a: &x [*x]\n", "nested too deeply", 0),
        ("t.yml", "- " + "[" * 5000, "nested too deeply|no YAML", -1),
    ],
)
def test_what_is_no_list_is_refused_with_its_line(
    name: str, text: str, told: str, line: int
) -> None:
    with pytest.raises(DataError, match=told) as caught:
        listed(text, name=name)
    assert caught.value.file == name
    assert caught.value.line == line or line < 0


words = (
    st.text("abcé ='+-@;,\"|\n", min_size=1, max_size=12)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: any(map(str.isalpha, text)))
)
names = st.sampled_from(["Ada Lovelace", "Bo Chen", "Zoë Müller"])


@st.composite
def exported(draw: st.DrawFn) -> Records:
    """Records of which a CSV holds everything."""
    keys = draw(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 4)), unique=True, min_size=1,
                         max_size=5))  # fmt: skip
    numbers = sorted({season for season, _ in keys})
    day = datetime.datetime(2026, 1, 1, 15)
    seasons = tuple(
        Season(number, draw(words), day + datetime.timedelta(number), "https://r.example", state)
        for number in numbers
        for state in [draw(st.sampled_from(["upcoming", "held", "cancelled"]))]
    )
    talks = tuple(
        Talk(
            make_id(*key),
            draw(words),
            tuple(Speaker(name, draw(st.sampled_from(["", "Dr."])))
                  for name in draw(st.lists(names, unique=True, max_size=3))),
            draw(words),
            draw(st.sampled_from(["", "https://youtu.be/abc"])),
            abstract=draw(words),
            bio=draw(words),
        )
        for key in sorted(keys)
    )  # fmt: skip
    return Records(Series(timezone="Europe/Oslo"), seasons=seasons, talks=talks)


@given(exported())
def test_an_export_as_csv_imports_as_the_same_talks(records: Records) -> None:
    found = listed(export.as_csv(records)).records
    assert found.talks == records.talks
    assert found.seasons == records.seasons
    assert found.series.timezone == "Europe/Oslo"


def test_the_command_writes_a_file_once_and_keeps_what_the_list_does_not_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "t.csv").write_text("What,date\nNets,2026-01-05\n")
    arguments = ["--import", "t.csv", "--map", "title=What"]
    assert cli.main([*arguments, "--dry-run"]) == 0
    assert not (tmp_path / "data").exists()
    capsys.readouterr()
    assert cli.main(arguments) == 0
    said = capsys.readouterr().err
    assert "name no time zone" in said
    assert "name no series: write its name under [series] in data/talks.toml" in said
    data = tmp_path / "data" / "talks.toml"
    data.write_text(data.read_text().replace("[series]", '# ours\n[series]\nname = "Ours"'))
    assert cli.main(arguments) == 1
    (tmp_path / "t.csv").write_text("What,date\nOther nets,2026-01-05\n")
    assert cli.main([*arguments, "--force"]) == 0
    text = data.read_text()
    assert "# ours" in text
    assert 'title = "Other nets"' in text
    assert store.read(str(data)).records.series.name == "Ours"
    capsys.readouterr()
    assert cli.main(["--import", "t.csv", "page.md"]) == 2
    assert "page.md is no list" in capsys.readouterr().err


def test_half_a_character_is_told_with_its_line_and_column() -> None:
    text = '- title: Looms\n  speaker: Ada\n- title: "half \\ud83d"\n  speaker: Bo\n'
    with pytest.raises(DataError, match="title has one half of a character") as told:
        read_rows("talks.yml", text)
    assert told.value.line == 3


@pytest.mark.parametrize("day", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:00-12:00"])
def test_an_offset_at_the_ends_of_the_calendar_stops_nothing(day: str) -> None:
    text = f"title,speaker,date,timezone\nLooms,Ada Lo,{day},Pacific/Auckland\n"
    [talk] = import_lists([Source("a.csv", text.encode())], {}, TODAY).records.talks
    assert talk.title == "Looms"
