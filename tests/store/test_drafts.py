"""What was typed and not saved is offered by the next start, whatever ended the last one."""

import fcntl
import hashlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lgtui.model import DataError, Records, Talk
from lgtui.store import Document, drafts, dumps, parse, read
from lgtui.store.drafts import rebuilt, written
from lgtui.store.record_edit import same
from tests.store import making

SOURCE = b'# c\n[[talks]]\nid = "S01E01"\ntitle = "T"\n'


@pytest.fixture
def data_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    path = tmp_path / "talks.toml"
    path.write_bytes(SOURCE)
    return str(path)


def edited(document: Document, title: str = "U") -> Document:
    talks = (document.records.talks[0]._replace(title=title), Talk("S01E02"))
    return document._replace(records=document.records._replace(talks=talks))


def keep(data_path: str, title: str = "U") -> drafts.Keeper:
    keeper = drafts.Keeper(data_path)
    document = read(data_path)
    keeper.write(document, edited(document, title).records)
    return keeper


def test_a_draft_left_behind_is_loaded_with_the_file_it_was_made_on(data_path: str) -> None:
    keep(data_path).close()
    Path(data_path).write_bytes(b'[[talks]]\nid = "S07E01"\n')
    (draft,) = drafts.load(data_path).drafts
    assert draft.base == parse(SOURCE, data_path)
    assert draft.changed == edited(draft.base).records


def test_a_cleared_or_discarded_draft_is_gone(data_path: str) -> None:
    keeper = keep(data_path)
    keeper.clear()
    keeper.close()
    assert drafts.load(data_path).drafts == []
    keep(data_path).close()
    (draft,) = drafts.load(data_path).drafts
    drafts.discard(draft)
    assert drafts.load(data_path).drafts == []
    assert os.listdir(drafts.folder()) == []


def test_the_draft_of_a_running_lgtui_is_its_own(data_path: str) -> None:
    first = keep(data_path, "one")
    second = keep(data_path, "two")
    assert first.others
    assert second.others
    assert drafts.load(data_path).drafts == []
    first.close()
    assert not second.others
    assert [draft.changed.talks[0].title for draft in drafts.load(data_path).drafts] == ["one"]
    second.close()
    assert {draft.changed.talks[0].title for draft in drafts.load(data_path).drafts} == {
        "one",
        "two",
    }


def test_a_killed_lgtui_leaves_its_draft(data_path: str) -> None:
    code = (
        "import signal, sys\nfrom lgtui.model import Records, Talk\n"
        "from lgtui.store import drafts, read\n"
        "keeper = drafts.Keeper(sys.argv[1])\n"
        "keeper.write(read(sys.argv[1]), Records(talks=(Talk('S01E01', 'typed'),)))\n"
        "print('kept', flush=True)\nsignal.pause()\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(
        [sys.executable, "-c", code, data_path], stdout=subprocess.PIPE, env=environment
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == b"kept\n"
        assert drafts.Keeper(data_path).others
        assert drafts.load(data_path).drafts == []
        process.send_signal(signal.SIGKILL)
        process.wait()
    (draft,) = drafts.load(data_path).drafts
    assert draft.changed.talks[0].title == "typed"


def test_drafts_are_for_their_owner_alone(data_path: str) -> None:
    keep(data_path)
    where = Path(drafts.folder())
    assert where.stat().st_mode & 0o777 == 0o700
    assert {entry.stat().st_mode & 0o777 for entry in where.iterdir()} == {0o600}


def test_one_file_by_two_names_has_one_set_of_drafts(data_path: str, tmp_path: Path) -> None:
    link = tmp_path / "link.toml"
    link.symlink_to(data_path)
    keep(data_path).close()
    assert len(drafts.load(str(link)).drafts) == 1
    (tmp_path / "other.toml").write_bytes(SOURCE)
    assert drafts.load(str(tmp_path / "other.toml")).drafts == []


def test_a_torn_draft_is_told_once_and_kept_aside(data_path: str) -> None:
    keep(data_path).close()
    (draft,) = drafts.load(data_path).drafts
    (base,) = Path(drafts.folder()).glob("*.base")
    for path in (Path(draft.draft_path), base):
        whole = path.read_bytes()
        for torn in (b"", whole[:10], whole[:-1], whole[:-1] + b"x"):
            written_draft = Path(draft.draft_path).read_bytes()
            path.write_bytes(torn)
            kept = torn if path.suffix == ".draft" else written_draft
            left = drafts.load(data_path)
            assert left.drafts == []
            assert [Path(name).read_bytes() for name in left.unreadable] == [kept]
            assert drafts.load(data_path) == ([], [])
            assert base.exists()
            Path(left.unreadable[0]).rename(draft.draft_path)
        path.write_bytes(whole)
    assert [found.changed for found in drafts.load(data_path).drafts] == [draft.changed]


@pytest.mark.parametrize("head", [b"{}", b"[]", b"1", b"{", b'{"tables": [], "talks": [[0, 99]]}'])
def test_a_draft_of_another_layout_stays_and_keeps_nobody_from_starting(
    data_path: str, head: bytes
) -> None:
    keep(data_path).close()
    (draft,) = drafts.load(data_path).drafts
    path = Path(draft.draft_path)
    magic, _, rest = path.read_bytes().partition(b"\n")
    base, _, records = rest.partition(b"\n")[2].partition(b"\n")
    text = base + b"\n" + head + b"\n" + records.partition(b"\n")[2]
    path.write_bytes(magic + b"\n" + hashlib.sha256(text).hexdigest().encode() + b"\n" + text)
    left = drafts.load(data_path)
    assert left.drafts == []
    assert records.partition(b"\n")[2] in Path(left.unreadable[0]).read_bytes()


@settings(max_examples=60)
@given(st.data())
def test_a_draft_holds_exactly_the_records_whatever_was_changed(data: st.DataObject) -> None:
    base = data.draw(making.records)
    new = base
    for _ in range(data.draw(st.integers(1, 4))):
        new = data.draw(making.edited(new))
    texts = data.draw(st.dictionaries(st.lists(st.text(), min_size=1).map(tuple), st.text()))
    read_again = parse(dumps(base)).records
    made, said = rebuilt(read_again, written(Document("", b"", base), new, texts))
    assert same(made, new)
    assert said == texts


def test_a_draft_grows_with_what_was_changed_not_with_the_file() -> None:
    talks = tuple(Talk(f"S{at:02}E01", title="T", abstract="words " * 300) for at in range(1, 400))
    base = Records(talks=talks)
    moved = (*talks[100:], *talks[:90], talks[95]._replace(title="U"), *talks[91:100])
    text = written(Document("", b"", base), base._replace(talks=moved), {})
    assert len(text) < 2 * len(dumps(Records(talks=talks[:1])))
    again = parse(dumps(base)).records
    changed = again._replace(talks=(talks[0]._replace(id="X"), *talks[1:]))
    one_changed = written(Document("", b"", base), changed, {})
    assert len(one_changed) < 2 * len(dumps(Records(talks=talks[:1])))


def test_the_file_as_it_was_read_is_written_once_and_goes_with_the_draft(data_path: str) -> None:
    keeper = drafts.Keeper(data_path)
    document = read(data_path)
    where = Path(drafts.folder())
    keeper.write(document, edited(document).records)
    (base,) = where.glob("*.base")
    before = base.stat()
    keeper.write(document, edited(document, "V").records)
    assert base.stat() == before
    other = parse(SOURCE + b"# more\n", data_path)
    keeper.write(other, edited(other, "W").records)
    (base,) = where.glob("*.base")
    assert base.read_bytes() == other.raw
    keeper.clear()
    keeper.close()
    assert list(where.iterdir()) == []


def test_a_draft_keeps_its_base_until_the_next_one_is_written(
    data_path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = keep(data_path, "kept")
    replaced = drafts.replace

    def full(path: str, content: tuple[bytes, ...]) -> None:
        if path.endswith(".draft"):
            raise DataError("the draft cannot be kept (No space left)", path)
        replaced(path, content)

    monkeypatch.setattr(drafts, "replace", full)
    other = parse(SOURCE + b"# more\n", data_path)
    with pytest.raises(DataError, match="No space left"):
        keeper.write(other, edited(other, "lost").records)
    keeper.close()
    (draft,) = drafts.load(data_path).drafts
    assert draft.changed.talks[0].title == "kept"
    assert draft.base.raw == SOURCE


def test_discarding_removes_a_draft_before_its_base(
    data_path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(data_path).close()
    (draft,) = drafts.load(data_path).drafts
    removed: list[str] = []
    monkeypatch.setattr(drafts, "unlink", removed.append)
    drafts.discard(draft)
    assert [path.rpartition(".")[2] for path in removed] == ["draft", "base", "lock"]


def test_a_base_that_vanished_is_written_again_with_the_next_change(data_path: str) -> None:
    keeper = drafts.Keeper(data_path)
    document = read(data_path)
    keeper.write(document, edited(document).records)
    (base,) = Path(drafts.folder()).glob("*.base")
    base.unlink()
    keeper.write(document, edited(document, "V").records)
    keeper.close()
    (draft,) = drafts.load(data_path).drafts
    assert draft.changed.talks[0].title == "V"
    assert draft.base.raw == SOURCE


def test_what_a_writer_left_that_died_before_its_draft_is_swept(data_path: str) -> None:
    keep(data_path).close()
    where = Path(drafts.folder())
    (path,) = where.glob("*.draft")
    kept = set(where.iterdir())
    dead = path.name.split(".")[0] + ".1-0"
    for name in (f"{dead}.0123456789abcdef.base", f"{dead}.draft.new", f"{dead}.0.base.new"):
        (where / name).write_bytes(b"x")
    assert len(drafts.load(data_path).drafts) == 1
    assert set(where.iterdir()) == kept


def test_a_draft_left_behind_is_not_written_over_by_the_next_writer(data_path: str) -> None:
    keep(data_path, "one").close()
    keep(data_path, "two").close()
    assert {draft.changed.talks[0].title for draft in drafts.load(data_path).drafts} == {
        "one",
        "two",
    }


def test_the_newest_draft_comes_first(data_path: str) -> None:
    for title in ("one", "two", "three"):
        keep(data_path, title).close()
    ages = {"one": 200, "two": 300, "three": 100}
    for draft in drafts.load(data_path).drafts:
        os.utime(draft.draft_path, (ages[draft.changed.talks[0].title],) * 2)
    titles = [draft.changed.talks[0].title for draft in drafts.load(data_path).drafts]
    assert titles == ["two", "one", "three"]


def test_a_lock_that_was_taken_for_a_dead_one_before_it_was_held_is_made_anew(
    data_path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    flock, swept = fcntl.flock, list[str]()

    def swept_first(handle: int, how: int) -> None:
        if not swept:
            for path in Path(drafts.folder()).glob("*.lock"):
                path.unlink()
                swept.append(path.name)
        flock(handle, how)

    monkeypatch.setattr(fcntl, "flock", swept_first)
    keeper = drafts.Keeper(data_path)
    assert len(swept) == 1
    keeper.write(read(data_path), edited(read(data_path)).records)
    assert drafts.load(data_path).drafts == []
    keeper.close()
    assert len(drafts.load(data_path).drafts) == 1


def test_half_a_character_cannot_be_kept_and_is_told(data_path: str) -> None:
    keeper = drafts.Keeper(data_path)
    with pytest.raises(DataError, match="S01E01, title: character 2 is half of a character"):
        keeper.write(read(data_path), edited(read(data_path), "A\ud800").records)


def test_drafts_are_in_the_folder_for_the_state_of_programs(
    data_path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert os.path.exists(data_path)
    assert drafts.folder() == str(tmp_path / "state" / "lgtui" / "drafts")
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert drafts.folder() == str(tmp_path / "home" / ".local" / "state" / "lgtui" / "drafts")


def test_a_path_that_is_no_text_has_drafts_too(data_path: str) -> None:
    assert drafts.stem_of(f"{data_path}\udcff") != drafts.stem_of(data_path)


def test_without_a_home_drafts_go_to_a_private_folder(
    data_path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    assert drafts.folder().startswith(str(tmp_path / "temporary"))
    keep(data_path).close()
    assert len(drafts.load(data_path).drafts) == 1


def test_no_place_for_drafts_is_said(
    data_path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_STATE_HOME", "HOME"):
        monkeypatch.setenv(name, "/proc/nowhere")
    monkeypatch.setattr("tempfile.tempdir", "/proc/nowhere")
    with pytest.raises(DataError, match="XDG_STATE_HOME"):
        drafts.Keeper(data_path)
