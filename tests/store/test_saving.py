"""A save changes the bytes of the records that changed, and nothing else."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lgtui.model import LISTS, DataError, Link, Pages, Records, Season, Series, Speaker, Talk, Where
from lgtui.store import Document, disk, dumps, parse, read, save, saving, splice, spliced
from lgtui.store.record_edit import line_end, same
from lgtui.store.saving import ChangedOnDisk
from tests.store.making import RECORD, edited, records, sources, texts


def changed(source: str, kind: str = "talks", at: int = 0, **fields: Any) -> str:
    """The source after fields of one record were set."""
    document = parse(source.encode())
    found = getattr(document.records, kind)
    if kind in LISTS:
        found = (*found[:at], found[at]._replace(**fields), *found[at + 1 :])
    else:
        found = found._replace(**fields)
    return spliced(document, document.records._replace(**{kind: found})).raw.decode()


@settings(max_examples=44)
@given(st.data(), st.sampled_from((0, 1 << 20)))
def test_after_any_edit_of_any_file_the_new_bytes_hold_exactly_the_new_records(
    data: st.DataObject, small: int
) -> None:
    content: Records = data.draw(records)
    document = parse(data.draw(sources(content)), "talks.toml")
    new = data.draw(edited(content))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(saving, "SMALL", small)
        result = spliced(document, new)
    fresh = parse(result.raw, "talks.toml")
    assert same(fresh.records, new)
    assert same(result.records, new)
    assert result.blocks == fresh.blocks
    assert sorted(result.problems) == sorted(fresh.problems)


@settings(max_examples=33)
@given(st.data())
def test_an_edit_of_one_record_touches_no_byte_outside_it(data: st.DataObject) -> None:
    content: Records = data.draw(records.filter(lambda found: found.talks))
    document = parse(data.draw(sources(content)))
    assert document.blocks is not None
    at = data.draw(st.integers(0, len(content.talks) - 1))
    talk = content.talks[at]._replace(title=data.draw(texts), bio=data.draw(texts))
    new = content._replace(talks=(*content.talks[:at], talk, *content.talks[at + 1 :]))
    block = [block for block in document.blocks if block.kind == "talks"][at]
    raw = splice(document, new)
    assert raw.startswith(document.raw[: block.start])
    assert raw.endswith(document.raw[block.end :])


@settings(max_examples=22)
@given(st.data())
def test_saving_what_was_read_changes_nothing(data: st.DataObject) -> None:
    content: Records = data.draw(records)
    raw = data.draw(sources(content))
    assert splice(parse(raw), content) == raw


@settings(max_examples=33)
@given(st.data())
def test_each_comment_stays_with_its_record(data: st.DataObject) -> None:
    """Through adding, deleting, moving, renumbering and editing."""
    count = data.draw(st.integers(1, 5))
    blank = data.draw(st.sampled_from(("\n", "")))
    newline = data.draw(st.sampled_from(("\n", "\r\n")))
    parts = [
        f'# about {n}\n[[talks]]\nid = "S01E{n:02}"\ntitle = "Title {n} of many"\n# below {n}\n'
        for n in range(count)
    ]
    document = parse("\n".join(parts).rstrip("\n").replace("\n", newline).encode())
    talks = list(document.records.talks)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(talks)))
        action = data.draw(st.sampled_from(("add", "delete", "move", "renumber", "edit")))
        if action == "add" or at == len(talks):
            talks.insert(at, Talk(f"S09E{len(talks):02}", f"{blank.strip()}New"))
        elif action == "renumber":
            talks[at] = talks[at]._replace(id=f"S05E{at:02}")
        elif action == "edit":
            talks[at] = talks[at]._replace(abstract=data.draw(texts), speakers=(Speaker("A"),))
        else:
            talk = talks.pop(at)
            if action == "move":
                talks.insert(data.draw(st.integers(0, len(talks))), talk)
    raw = splice(document, document.records._replace(talks=tuple(talks)))
    result = parse(raw)
    assert result.blocks is not None
    lines = raw.decode().split(newline)
    for talk, block in zip(talks, result.blocks, strict=True):
        above = raw[: block.start].decode().split(newline)[-2:-1]
        below = raw[block.end :].decode().split(newline)[0]
        kept = talk.title.startswith("Title")
        number = talk.title.split()[1] if kept else ""
        assert (above == [f"# about {number}"]) == kept
        assert (below == f"# below {number}") == kept
    expected = sum(talk.title.startswith("Title") for talk in talks)
    assert sum(line.startswith(("# about", "# below")) for line in lines) == 2 * expected


@settings(max_examples=22)
@given(st.data())
def test_the_line_ends_of_a_file_stay_as_they_are(data: st.DataObject) -> None:
    content: Records = data.draw(records)
    raw = dumps(content).replace(b"\n", b"\r\n")
    new = data.draw(edited(content))
    saved = splice(parse(raw), new)
    assert saved.count(b"\n") == saved.count(b"\r\n")


def test_a_file_without_a_final_newline_can_be_edited_and_added_to() -> None:
    assert changed('[[talks]]\nid = "S01E01"', id="S01E02") == '[[talks]]\nid = "S01E02"'
    assert changed('[[talks]]\nid = "S01E01"', title="T") == '[[talks]]\nid = "S01E01"\ntitle = "T"'
    document = parse(b'[[talks]]\nid = "S01E01" # one')
    new = document.records._replace(talks=(*document.records.talks, Talk("S01E02")))
    assert splice(document, new) == b'[[talks]]\nid = "S01E01" # one\n\n[[talks]]\nid = "S01E02"\n'


@pytest.mark.parametrize("end", ["", "\n"])
def test_what_is_added_below_the_last_line_leaves_every_block_where_it_is(end: str) -> None:
    document = parse(f'[[talks]]\nid = "S01E01"\n\n[[talks]]\nid = "S01E02"{end}'.encode())
    talks = (*document.records.talks, Talk("S01E03"))
    result = spliced(document, document.records._replace(talks=talks))
    assert result.blocks == parse(result.raw).blocks


def test_a_line_of_blanks_below_a_record_is_the_blank_line_below_a_new_one() -> None:
    raw = b'[[talks]]\nid = "S01E01"\n \n[[talks]]\nid = "S01E03"\n'
    document = parse(raw)
    one, other = document.records.talks
    records = document.records._replace(talks=(one, Talk("S01E02"), other))
    added = b'\n[[talks]]\nid = "S01E02"\n'
    assert added in splice(document, records)
    assert splice(document, records).replace(added, b"", 1) == raw


def test_an_emptied_field_loses_its_key_and_a_new_one_goes_to_its_place() -> None:
    source = '[[talks]]\nid = "S01E01"\ntitle = "T" # nice\nbio = "B"\nodd = 1\n'
    assert changed(source, title="") == '[[talks]]\nid = "S01E01"\nbio = "B"\nodd = 1\n'
    assert changed(source, abstract="A", affiliation="U") == (
        '[[talks]]\nid = "S01E01"\ntitle = "T" # nice\naffiliation = "U"\nabstract = "A"\n'
        'bio = "B"\nodd = 1\n'
    )


def test_a_field_whose_default_is_a_text_is_written_as_empty_when_it_is_cleared() -> None:
    source = "# who\n[[organizers]]\nname = 'Ada' # chair\npreposition = 'in the' # odd\n\n# end\n"
    cleared = source.replace("'in the'", "''")
    assert changed(source, "organizers", preposition="") == cleared
    assert changed(source.replace("preposition = 'in the' # odd\n", ""), "organizers",
                   preposition="") == source.replace("'in the' # odd", '""')  # fmt: skip


def test_a_new_key_is_spaced_like_its_neighbours() -> None:
    source = '[pages]\n  webinar   = "a.md"\n  news      = "_news"\n'
    assert changed(source, "pages", abstracts="b.md") == (
        '[pages]\n  webinar   = "a.md"\n  abstracts = "b.md"\n  news      = "_news"\n'
    )


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_text_of_several_lines_keeps_its_form(newline: str) -> None:
    source = '[[talks]]\nabstract = """\nOne.\n\nTwo."""\nbio = """Short."""\n'.replace(
        "\n", newline
    )
    new = changed(source, abstract='One.\n\n"Three" \\', bio="Longer.")
    expected = '[[talks]]\nabstract = """\nOne.\n\n"Three" \\\\"""\nbio = """Longer."""\n'
    assert new == expected.replace("\n", newline)


def test_a_new_long_text_gets_lines_of_its_own() -> None:
    long = "word " * 40 + "end"
    assert changed("[[talks]]\n", bio=long) == f'[[talks]]\nbio = """\n{long}"""\n'
    assert changed("[[talks]]\n", bio="a\nb") == '[[talks]]\nbio = """\na\nb"""\n'


def test_quotes_stay_single_where_they_can() -> None:
    assert changed("[[talks]]\ntitle = 'a'\n", title='b "c" \\') == (
        "[[talks]]\ntitle = 'b \"c\" \\'\n"
    )
    assert changed("[[talks]]\ntitle = 'a'\n", title="it's") == '[[talks]]\ntitle = "it\'s"\n'


def test_a_text_in_single_quotes_gets_double_ones_where_it_must() -> None:
    source = "# c\n[[talks]]\nid   = 'S01E01' # one\nbio  = '''\nA\nB''' # two\n"
    begin, _, rest = source.partition("'''\nA\nB'''")
    assert changed(source, bio="A\nC") == f"{begin}'''\nA\nC'''{rest}"
    assert changed(source, bio="A\n'''B") == f'{begin}"""\nA\n\'\'\'B"""{rest}'
    assert changed(source, bio="A\n'B'") == f'{begin}"""\nA\n\'B\'"""{rest}'


def test_speakers_keep_their_lines_and_comments() -> None:
    source = (
        "[[talks]]\nspeakers = [\n    # first\n    { name = 'Ann', url=\"u\" }, # boss\n"
        '    { name = "Bob" }\n    # last\n] # end\n'
    )
    ann, bob = parse(source.encode()).records.talks[0].speakers
    assert changed(source, speakers=(ann._replace(url="v"), bob)) == source.replace('"u"', '"v"')
    swapped = changed(source, speakers=(bob, ann, Speaker("Cy", "Dr.")))
    assert swapped == (
        '[[talks]]\nspeakers = [\n    { name = "Bob" },\n    # first\n'
        '    { name = \'Ann\', url="u" }, # boss\n    { name = "Cy", prefix = "Dr." }\n'
        "    # last\n] # end\n"
    )
    assert changed(source, speakers=(bob,)) == (
        '[[talks]]\nspeakers = [\n    { name = "Bob" }\n    # last\n] # end\n'
    )


@pytest.mark.parametrize("comma", ["", ","])
def test_the_comma_after_the_last_speaker_stays_as_it_was(comma: str) -> None:
    source = (
        '[[talks]]\nid = "S01E01"\nspeakers = [\n  { name = "A" }, # XXX\n'
        f'  {{ name = "B" }}{comma} # Max\n]\n'
    )
    speakers = (Speaker("A"), Speaker("B"), Speaker("C"))
    assert changed(source, speakers=speakers) == source.replace(
        f'"B" }}{comma} # Max\n', f'"B" }}, # Max\n  {{ name = "C" }}{comma}\n'
    )
    assert changed(source, speakers=(Speaker("A"), Speaker("D"))) == source.replace('"B"', '"D"')


def test_a_comma_within_a_comment_parts_no_speakers() -> None:
    source = (
        '[[talks]]\nid = "S01E01"\nspeakers = [\n  { name = "A" } # a, b\n  , { name = "B" }\n]\n'
    )
    assert changed(source, speakers=(Speaker("A"), Speaker("D"))) == source.replace('"B"', '"D"')


@pytest.mark.parametrize(
    ("source", "end"), [(b"a\nb\r\n", b"\n"), (b"a\r\nb\n", b"\r\n"), (b"a", b"\n")]
)
def test_the_first_line_says_how_lines_end(source: bytes, end: bytes) -> None:
    assert line_end(source) == end


def test_tables_of_another_layout_get_their_fields_and_their_unknown_keys() -> None:
    document = parse(b'host = "A"\nseries.name = "x"\npages = { webinar = "w.md" }\n')
    new = document.records._replace(
        unknown=(("host", "B"), ("since", 2020)),
        series=document.records.series._replace(name="y"),
        pages=document.records.pages._replace(webinar="v.md", news="_news"),
    )
    assert parse(splice(document, new)).records == new


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_the_first_record_of_an_empty_file_stands_at_its_top(bom: bytes) -> None:
    document = parse(bom)
    raw = splice(document, document.records._replace(talks=(Talk("S01E01", "T"),)))
    assert raw.startswith(bom + b"[[talks]]\n")


def test_what_the_schema_does_not_know_survives_an_edit_of_its_record() -> None:
    source = (
        '[[talks]]\nid = 5\ntitel = \'x\' # why\nspeakers = ["A B", { name = "C", orcid = 7 }]\n'
        "[talks.more]\nx = 1\n"
    )
    new = changed(source, speakers=(Speaker("D", unknown=(("orcid", 7),)),), bio="B")
    assert new == source.replace('"C"', '"D"').replace("[talks.more]", 'bio = "B"\n[talks.more]')


def test_missing_tables_are_added_at_the_top_and_new_kinds_in_order() -> None:
    document = parse(b'schema = 1\n\n# t\n[[talks]]\nid = "S01E01"\n')
    new = document.records._replace(
        series=Series("X"), pages=Pages(news="_news"), seasons=(Season(1),)
    )
    assert splice(document, new).decode() == (
        'schema = 1\n\n[series]\nname = "X"\ntalks_per_season = 3\n\n[pages]\nnews = "_news"\n\n'
        '[[seasons]]\nnumber = 1\nstate = "upcoming"\n\n# t\n[[talks]]\nid = "S01E01"\n'
    )


def test_a_comment_set_off_by_a_blank_line_stays_where_it_is() -> None:
    source = (
        b'# file\n\n# one\n[[talks]]\nid = "S01E01"\n\n# part two\n\n[[talks]]\nid = "S01E02"\n'
    )
    document = parse(source)
    new = document.records._replace(talks=document.records.talks[1:])
    assert splice(document, new) == b'# file\n\n# part two\n\n[[talks]]\nid = "S01E02"\n'


# fmt: off
ODD = {
    "inline": 'talks = [\n  { id = "S01E01", title = "T" }, # one\n  { id = "S01E02" },\n]\n',
    "dotted": 'series.name = "X" # x\n\n[[talks]]\nid = "a"\ntitle = "T"\n\n[[talks]]\nid = "b"\n',
    "quoted": '[["talks"]]\nid = "S01E01" # one\ntitle = "T"\n[["talks"]]\nid = "S01E02"\n',
    "nested": '[[talks]]\nid = "a"\n[[talks.links]]\nlabel = "L" # l\n[[talks]]\nid = "b"\n',
    "far": '[[talks]]\nid = "b"\n[[seasons]]\nnumber = 1\n[[talks.links]]\nlabel = "L"\n',
}
# fmt: on


@pytest.mark.parametrize("source", ODD.values(), ids=ODD)
def test_a_file_laid_out_in_any_other_way_can_be_saved_too(source: str) -> None:
    document = parse(source.encode())
    first = document.records.talks[0]._replace(title="U", bio="a\nb", links=(Link("M", "u"),))
    new = document.records._replace(
        series=document.records.series._replace(name="Y"),
        talks=(first, *document.records.talks[1:], Talk("S02E01", "New")),
    )
    assert same(parse(splice(document, new)).records, new)
    fewer = document.records._replace(talks=document.records.talks[1:])
    assert same(parse(splice(document, fewer)).records, fewer)


def test_half_a_character_is_refused_with_record_and_field() -> None:
    with pytest.raises(DataError, match="S01E01, title: character 2 is half of a character"):
        changed('[[talks]]\nid = "S01E01"\n', title="a\ud800")
    with pytest.raises(DataError, match=r"S01E01, speakers: .* in 'A\\ud800'"):
        changed('[[talks]]\nid = "S01E01"\n', speakers=(Speaker("A\ud800"),))


def test_an_edit_that_went_wrong_is_noticed_and_made_another_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def careless(_source: bytes, *_: object) -> bytes:
        return b'[[talks]]\nid = "another"\n'

    monkeypatch.setattr("lgtui.store.edit_plan.edit_record", careless)
    source = '# c\n[[talks]]\nid = "S01E01" # "d"\n'
    assert 'id = "S01E01" # "d"\ntitle = "T"\n' in changed(source, title="T")
    monkeypatch.setattr("lgtui.store.toml_editor.edit_tables", careless)
    assert changed(source, title="T") == (
        '# c\n# "d"\n\nschema = 1\n\n[[talks]]\nid = "S01E01"\ntitle = "T"\n'
    )
    with pytest.raises(DataError, match="nothing was written"):
        changed(source + "bio = 5\n", title="T")


def test_save_writes_the_file_and_returns_what_it_holds(tmp_path: Any) -> None:
    path = tmp_path / "talks.toml"
    path.write_bytes(b'# c\n[[talks]]\nid = "S01E01"\n')
    path.chmod(0o640)
    document = read(str(path))
    new = document.records._replace(talks=(Talk("S01E01", "T"),))
    saved = save(document, new)
    assert path.read_bytes() == saved.raw == b'# c\n[[talks]]\nid = "S01E01"\ntitle = "T"\n'
    assert saved == read(str(path))
    assert path.stat().st_mode & 0o777 == 0o640
    assert [entry.name for entry in tmp_path.iterdir()] == ["talks.toml"]


def test_a_file_changed_meanwhile_is_not_written_over(tmp_path: Any) -> None:
    path = tmp_path / "talks.toml"
    path.write_bytes(b'[[talks]]\nid = "S01E01"\n')
    document = read(str(path))
    path.write_bytes(b'[[talks]]\nid = "S01E07"\n')
    with pytest.raises(ChangedOnDisk) as caught:
        save(document, document.records._replace(talks=()))
    assert caught.value.fresh == read(str(path))
    assert str(caught.value).startswith(f"{path}: ")
    assert "merge with what it holds now" in str(caught.value)
    assert path.read_bytes() == b'[[talks]]\nid = "S01E07"\n'


def test_a_file_that_came_to_be_meanwhile_is_not_written_over(tmp_path: Any) -> None:
    path = tmp_path / "talks.toml"
    document = parse(b"", str(path))
    path.write_bytes(b'[[talks]]\nid = "S07E01"\n')
    with pytest.raises(ChangedOnDisk) as caught:
        save(document, document.records._replace(talks=(Talk("S01E01"),)))
    assert caught.value.fresh.records.talks == (Talk("S07E01"),)
    assert path.read_bytes() == b'[[talks]]\nid = "S07E01"\n'


def test_a_new_file_is_made_with_its_folder(tmp_path: Any) -> None:
    path = str(tmp_path / "data" / "talks.toml")
    content = Records(series=Series("X"), talks=(Talk("S01E01"),))
    saved = save(Document(path, b"", Records()), content)
    assert disk.read_file(path) == saved.raw
    assert read(path).records == content


def test_all_kinds_have_makers() -> None:
    assert set(RECORD) == set(LISTS)


def test_the_problems_of_a_deleted_record_go_with_it_and_others_move_along(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(saving, "SMALL", 0)
    document = parse(
        b"[[talks]]\nid = 'a'\nq = 1\n[[talks]]\nid = 'b'\n[[talks]]\nid = 'c'\nr = 1\n"
    )
    result = spliced(document, document.records._replace(talks=document.records.talks[1:]))
    assert result.problems == parse(result.raw).problems
    assert [problem.where for problem in result.problems] == [Where("talks", 1, "r")]


@pytest.mark.parametrize(
    "source", ["[[talks]]\nid = 'a'\n# b\n\nbio = 'b'", "[[talks]]\n# b\nid = 'a'\n"]
)
def test_a_block_ends_with_its_last_field_also_after_one_was_dropped(
    source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving, "SMALL", 0)
    document = parse(source.encode())
    result = spliced(document, document.records._replace(talks=(Talk("", "T"),)))
    result = spliced(result, result.records._replace(talks=(Talk(""),)))
    assert result.blocks == parse(result.raw).blocks
