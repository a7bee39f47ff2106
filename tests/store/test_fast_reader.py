"""The reader and tomllib read every file alike: the same values, or an error where it has one."""

import tomllib
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lgtui.model import DataError, Records
from lgtui.store import dumps, parse
from lgtui.store.document import to_records
from lgtui.store.fast_reader import NotUnderstood, read_blocks
from lgtui.store.record_edit import same
from tests.store.making import records, sources

FRAGMENTS = (
    "[[talks]]\n",
    "[[seasons]]\n",
    "[series]\n",
    "[pages]\n",
    "[ talks ]\n",
    '[["talks"]]\n',
    "[[talks.links]]\n",
    "[talks.x]\n",
    "[[talks.speakers]]\nname = 'x'\n",
    "[series.x]\n",
    "[extra]\n",
    "[extra.a]\n",
    "[[extra]]\n",
    "[[seasons.talks]]\n",
    "[[a.b]]\n",
    'id = "S01E01"\n',
    'title = "A"\n',
    "title = 'A'\n",
    'title = """A\nB"""\n',
    'title = """A""""\n',
    'title = """\\\n  A"""\n',
    'bio = """[[talks]]\n"""\n',
    "bio = '''\n[x]'''\n",
    "number = 1\n",
    "number = 01\n",
    "number = +1\n",
    "number = 1_0\n",
    "number = 0x1F\n",
    "number = -0\n",
    "number = 99999999999999999999\n",
    "date = 2026-02-30\n",
    "date = 2026-03-02T15:00:00\n",
    "date = 2026-03-02 15:00:00\n",
    "date = 2026-03-02T24:00:00\n",
    "date = 2026-03-02T15:00\n",
    "date = 2026-03-02T15:00:00Z\n",
    "date = 2026-03-02T15:00:60\n",
    "x = 1.5\n",
    "x = nan\n",
    "x = true\n",
    'speakers = [{ name = "A" }]\n',
    'speakers = [{ name = "A", name = "B" }]\n',
    "speakers = []\n",
    'speakers = [{ name = "A" }, { name = "B", url = "u" },]\n',
    'speakers = [{ name = "A", }]\n',
    'speakers = [\n  { name = "A" }, # c\n]\n',
    'speakers = ["A B"]\n',
    "speakers = [{}]\n",
    'speakers = [{ name = "A" } { name = "B" }]\n',
    'links = [{ label = "[[talks]]" }]\n',
    "# comment\n",
    "# [[talks]]\n",
    "#\x07\n",
    "\n",
    "  \t\n",
    "\r\n",
    "\r",
    "a.b = 1\n",
    '"id" = 1\n',
    "id = 1",
    " ",
    "=",
    '"',
    "'",
    '"""',
    "[",
    "]",
    "{",
    "}",
    ",",
    "#",
    "\\",
    "\x00",
    "\x7f",
    "\t",
    "é",
    "talks = []\n",
    "series = {}\n",
    "schema = 1\n",
    "schema = 1 # c\n",
    "schema = true\n",
    "\ufeff",
)
soups = st.lists(st.sampled_from(FRAGMENTS), max_size=9).map(lambda parts: "".join(parts).encode())
damage = st.one_of(
    st.sampled_from(FRAGMENTS).map(str.encode),
    st.binary(min_size=1, max_size=1),
    st.just(b""),
)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A sound file with a few bytes cut out and others put in."""
    raw = draw(st.one_of(records.map(dumps), records.flatmap(sources)))
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(raw)))
        raw = raw[:at] + draw(damage) + raw[at + draw(st.integers(0, 4)) :]
    return raw


def judged(raw: bytes) -> dict[str, object] | None:
    """What tomllib reads, or ``None`` where it refuses."""
    try:
        return tomllib.loads(raw.removeprefix(b"\xef\xbb\xbf").decode())
    except ValueError:
        return None


def assert_alike(raw: bytes) -> None:
    plain = judged(raw)
    try:
        document = parse(raw, "talks.toml")
    except DataError:
        if plain is not None:
            with pytest.raises(DataError, match="schema"):
                to_records(plain)
        return
    assert plain is not None
    expected, _ = to_records(plain)
    assert same(document.records._replace(unknown=()), expected._replace(unknown=()))
    assert same(sorted(document.records.unknown), sorted(expected.unknown))


@settings(max_examples=200)
@given(soups)
@example(b'[[talks]]\nid = "a"\n[[talks.links]]\nlabel = "x"\n[[seasons]]\n[[talks.links]]\n')
@example(b'[extra]\nseries = 1\n[series]\nname = "x"\n')
@example(b"[[talks]]\n[talks]\n")
@example(b"[series]\nx.y = 1\n[series.x]\nz = 1\n")
@example(b"extra = 1\n[extra]\n")
@example(b'title = """a\n[[talks]]\n# """\n')
def test_any_mix_of_fragments_reads_as_tomllib_reads_it(raw: bytes) -> None:
    assert_alike(raw)


@settings(max_examples=33)
@given(damaged())
def test_a_damaged_file_reads_as_tomllib_reads_it(raw: bytes) -> None:
    assert_alike(raw)


@settings(max_examples=33)
@given(st.data())
def test_a_file_in_any_style_holds_the_records_it_was_written_from(data: st.DataObject) -> None:
    content: Records = data.draw(records)
    raw = data.draw(sources(content))
    assert same(parse(raw).records, content)


@settings(max_examples=33)
@given(records)
def test_what_lgtui_writes_it_reads_back_and_tomllib_too(content: Records) -> None:
    raw = dumps(content)
    assert same(parse(raw).records, content)
    assert same(to_records(tomllib.loads(raw.decode()))[0], content)


@settings(max_examples=33)
@given(records)
def test_what_lgtui_writes_never_needs_the_whole_file_parser(content: Records) -> None:
    raw = dumps(content)
    plain, blocks = read_blocks(raw)
    assert same(to_records(plain)[0], content)
    for block, following in pairwise((*blocks, blocks[-1]._replace(start=len(raw)))):
        assert not raw[block.end : following.start].strip()


def test_only_a_file_whose_records_share_a_statement_goes_to_the_parser_whole() -> None:
    with pytest.raises(NotUnderstood):
        read_blocks(b'talks = [{ id = "S01E01" }]\n')
