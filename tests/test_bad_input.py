"""Whatever is wrong with files, disk, streams or environment is one clear message, nothing more.

Each test runs the whole command. Nothing may be half written or left behind, whatever happens.
"""

import os
import resource
import shutil
import stat
import subprocess
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.running import BOUND, ROOT, lgtui, missing

READING = [["--check"], ["--render"], ["--check", "--fix"], ["--render", "--check"]]
WRITING = [["--render"], ["--check", "--fix"]]


def data_of(site: Path) -> Path:
    return site / "data" / "talks.toml"


def page_of(site: Path) -> Path:
    return site / "_pages" / "webinar.md"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site whose page is stale and whose data has something to fix."""
    for name in ("data/talks.toml", "_pages/webinar.md"):
        (tmp_path / "site" / name).parent.mkdir(parents=True)
        shutil.copy(ROOT / name, tmp_path / "site" / name)
    data = tmp_path / "site" / "data" / "talks.toml"
    lines = data.read_text(encoding="utf-8").splitlines(keepends=True)
    others = ("abstracts = ", "news = ", "calendar = ")
    data.write_text("".join(x for x in lines if not x.startswith(others)), encoding="utf-8")
    data = data_of(tmp_path / "site")
    text = data.read_text(encoding="utf-8")
    assert 'theme = "Evaluation metrics"\n' in text
    changed = text.replace('theme = "Evaluation metrics"\n', 'theme = " Evaluation  “metrics”"\n')
    data.write_text(changed, encoding="utf-8")
    return tmp_path / "site"


def everything(folder: Path) -> dict[str, bytes | int]:
    """Each name below a folder with its content, or its kind where it is no file."""
    found: dict[str, bytes | int] = {}
    for path in sorted(folder.rglob("*")):
        mode = path.lstat().st_mode
        name = str(path.relative_to(folder))
        found[name] = path.read_bytes() if stat.S_ISREG(mode) else stat.S_IFMT(mode)
    return found


def refused(
    site: Path,
    arguments: list[str],
    words: str,
    *,
    before: Callable[[], None] | None = None,
    env: dict[str, str] | None = None,
    prefix: list[str] | None = None,
    modes: dict[Path, int] | None = None,
) -> str:
    """The command says one line with these words, exits 2, and leaves everything as it was.

    Args:
        site: the current folder.
        arguments: what follows ``lgtui``.
        words: what the line holds.
        before: called in the new process before the command starts.
        env: the environment besides ``PATH``.
        prefix: a command that starts the command.
        modes: permissions that files and folders have while the command runs.

    Returns:
        The line.
    """
    held = everything(site)
    with permitting(modes or {}):
        ran = lgtui(*arguments, folder=site, before=before, env=env, prefix=prefix or [])
    assert (ran.returncode, ran.stderr.count("\n")) == (2, 1), ran.stdout + ran.stderr
    assert ran.stderr.startswith("lgtui: ")
    assert words in ran.stderr
    assert everything(site) == held
    return ran.stderr


@contextmanager
def permitting(modes: dict[Path, int]) -> Generator[None]:
    """Gives files and folders other permissions for a while; nobody else may change them."""
    usual = {path: stat.S_IMODE(path.stat().st_mode) for path in modes}
    for path, mode in modes.items():
        path.chmod(mode)
    try:
        yield
        assert {path: stat.S_IMODE(path.stat().st_mode) for path in modes} == modes
    finally:
        for path, mode in usual.items():
            path.chmod(mode)


def become_empty(path: Path) -> None:
    path.write_bytes(b"")


def become_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def become_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def become_loop(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.name)


def lead_nowhere(path: Path) -> None:
    path.unlink()
    path.symlink_to("nothing-there")


KINDS = [
    (become_folder, "this is a folder"),
    (become_pipe, "a device or a pipe"),
    (become_loop, "leads back to itself"),
    (lead_nowhere, "leads nowhere"),
]


@pytest.mark.parametrize("arguments", READING)
@pytest.mark.parametrize(("spoil", "words"), [(become_empty, "the file is empty"), *KINDS])
def test_a_data_file_that_is_none_is_told(
    site: Path, spoil: Callable[[Path], None], words: str, arguments: list[str]
) -> None:
    spoil(data_of(site))
    refused(site, arguments, words)


@pytest.mark.parametrize("arguments", READING)
@pytest.mark.parametrize(("spoil", "words"), KINDS)
def test_a_page_that_is_no_file_is_told_and_no_fix_is_saved(
    site: Path, spoil: Callable[[Path], None], words: str, arguments: list[str]
) -> None:
    spoil(page_of(site))
    refused(site, arguments, words)


def test_a_file_where_a_folder_must_be_is_told(site: Path) -> None:
    shutil.rmtree(site / "_pages")
    (site / "_pages").write_bytes(b"")
    refused(site, ["--render"], "is a file, not a folder")


@pytest.mark.parametrize("name", ["/dev/zero", "/dev/null", "nothing.toml", "data", "\udcff.toml"])
def test_a_named_data_file_that_cannot_be_read_is_told(site: Path, name: str) -> None:
    refused(site, ["--check", "--data", name], ": this is" if os.path.exists(name) else "no such")


@pytest.mark.parametrize("name", ["data/talks.toml", "_pages/webinar.md"])
@pytest.mark.parametrize("arguments", READING)
def test_a_file_that_no_memory_could_hold_is_not_read(
    site: Path, name: str, arguments: list[str]
) -> None:
    os.truncate(site / name, 1 << 40)
    ran = lgtui(*arguments, folder=site)
    os.truncate(site / name, 0)
    assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (2, "", 1)
    assert "1099511 MB are too many" in ran.stderr


BINARY = [bytes(range(256)), b"\x89PNG\r\n\x1a\n" + bytes(2000), b"\0" * 5000, b"\x7fELF\0\0"]


@pytest.mark.parametrize("raw", BINARY, ids=["bytes", "picture", "zeros", "program"])
def test_a_binary_file_is_no_data_file(site: Path, raw: bytes) -> None:
    data_of(site).write_bytes(raw)
    refused(site, ["--render"], "so it is no text")
    checked = lgtui("--check", folder=site)
    assert checked.returncode == 1
    assert "FILE003" in checked.stdout
    assert checked.stderr == ""


@pytest.mark.parametrize("raw", BINARY, ids=["bytes", "picture", "zeros", "program"])
def test_a_binary_file_is_no_page_to_import(site: Path, raw: bytes) -> None:
    data_of(site).unlink()
    page_of(site).write_bytes(raw)
    refused(site, ["--import", "_pages/webinar.md"], "this is no text")


def test_what_a_name_holds_never_reaches_the_terminal_as_a_command(site: Path) -> None:
    ran = lgtui("--check", "--data", "a\x1b]0;owned\x07\nb.toml", folder=site)
    assert ran.returncode == 2
    assert "\x1b" not in ran.stderr


@pytest.mark.parametrize("name", [b"\xe9t\xe9-2026", b"\xff", b"a\x1b[31m\nb"])
def test_a_series_starts_in_a_folder_of_any_name(tmp_path: Path, name: bytes) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    folder.mkdir()
    started = lgtui("--init", folder=folder)
    # A line about the series, one about the schema, whatever the folder's name does.
    assert (started.returncode, started.stderr.count("\n")) == (0, 2), started.stderr
    assert "\x1b" not in started.stdout + started.stderr
    assert lgtui("--check", folder=folder).returncode == 0
    assert lgtui("--render", "--check", folder=folder).returncode == 0


@pytest.mark.parametrize("name", [b"_pages/caf\xe9.md", b"_pages/a\nb.md"])
def test_a_page_whose_name_no_data_file_can_hold_is_not_imported(site: Path, name: bytes) -> None:
    data_of(site).unlink()
    page = Path(os.fsdecode(os.fsencode(site) + b"/" + name))
    shutil.copy(page_of(site), page)
    refused(site, ["--import", os.fsdecode(name)], "cannot stand in the data file")


@pytest.fixture
def bound() -> list[str]:
    """What starts a command that the permissions of files hold for: nothing, but for root."""
    if os.geteuid() != 0:
        return []
    if not shutil.which(BOUND[0]):
        pytest.skip(missing("util-linux"))
    return BOUND


@pytest.mark.parametrize("arguments", READING)
@pytest.mark.parametrize(
    ("name", "mode"),
    [("data/talks.toml", 0), ("_pages/webinar.md", 0), ("data", 0o600), ("_pages", 0o600)],
)
def test_what_may_not_be_read_is_told_and_not_taken_for_missing(
    site: Path, bound: list[str], name: str, mode: int, arguments: list[str]
) -> None:
    told = refused(site, arguments, name, prefix=bound, modes={site / name: mode})
    assert "permission denied" in told


@pytest.mark.parametrize("arguments", WRITING)
def test_a_read_only_folder_is_told(site: Path, bound: list[str], arguments: list[str]) -> None:
    modes = {site / "data": 0o555, site / "_pages": 0o555}
    refused(site, arguments, "permission denied", prefix=bound, modes=modes)


def test_nothing_is_started_or_imported_into_a_read_only_folder(
    site: Path, bound: list[str]
) -> None:
    page = site.parent / "page.md"
    shutil.copy(page_of(site), page)
    shutil.rmtree(site)
    site.mkdir()
    modes = {site: 0o555}
    refused(site, ["--init"], "permission denied", prefix=bound, modes=modes)
    refused(site, ["--import", str(page)], "permission denied", prefix=bound, modes=modes)


def no_file_above(size: int) -> Callable[[], None]:
    """What makes each write beyond so many bytes fail, as it does when a quota is used up."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.parametrize("arguments", WRITING)
def test_a_disk_that_takes_no_more_is_told(site: Path, arguments: list[str]) -> None:
    env = {"PYTHONDONTWRITEBYTECODE": "1"}
    refused(site, arguments, "nothing was written", before=no_file_above(2000), env=env)


def test_when_the_second_page_finds_no_room_the_first_stays_as_it_was(site: Path) -> None:
    data = data_of(site)
    text = data.read_text(encoding="utf-8")
    text = text.replace("[pages]\n", '[pages]\nabstracts = "made/here/talks.md"\n')
    text = text.replace('id = "S01E01"\n', f'id = "S01E01"\nabstract = "{"word " * 4000}end"\n')
    data.write_text(text, encoding="utf-8")
    whole = lgtui("--render", folder=site)
    assert whole.stdout == "wrote _pages/webinar.md\nwrote made/here/talks.md\n", whole.stderr
    first, second = page_of(site).stat().st_size, (site / "made/here/talks.md").stat().st_size
    assert first < second
    shutil.rmtree(site / "made")
    data.write_text(text.replace("“metrics”", "measures"), encoding="utf-8")
    env = {"PYTHONDONTWRITEBYTECODE": "1"}
    refused(site, ["--render"], "made/here/talks.md", before=no_file_above(second - 100), env=env)


@pytest.fixture
def small_disk(tmp_path: Path) -> Generator[Path]:
    """A disk of its own with room for a few files only."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    if not shutil.which("mount") or subprocess.run(mount, check=False).returncode:
        pytest.skip("no file system can be mounted here: only root may, and not in every container")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.root
@pytest.mark.parametrize("arguments", WRITING)
def test_a_full_disk_is_told(site: Path, arguments: list[str], small_disk: Path) -> None:
    shutil.copytree(site, small_disk / "site")
    with (
        (small_disk / "rest").open("wb", buffering=0) as rest,
        pytest.raises(OSError, match="No space"),
    ):
        while True:
            rest.write(b"x" * 512)
    refused(small_disk / "site", arguments, "the disk is full; nothing was written")


EVERY = [*READING, ["--check", "--format", "json"], ["--init", "--force"], ["--status"], ["--help"]]


@pytest.mark.parametrize("shell", ["<&-", "2>&-", "2>/dev/full"])
@pytest.mark.parametrize("arguments", EVERY)
def test_without_input_or_ears_the_work_is_the_same_and_no_talk_gets_into_the_data(
    site: Path, arguments: list[str], shell: str
) -> None:
    twin = shutil.copytree(site, site.with_name("twin") / "site")
    usual = lgtui(*arguments, folder=twin)
    ran = lgtui(*arguments, folder=site, shell=shell)
    assert (ran.returncode, ran.stdout) == (usual.returncode, usual.stdout)
    assert ran.stderr == (usual.stderr if shell == "<&-" else "")
    assert everything(site) == everything(twin)


@pytest.mark.parametrize("shell", [">&-", ">/dev/full"])
@pytest.mark.parametrize("arguments", EVERY)
def test_output_that_cannot_be_written_is_told(
    site: Path, arguments: list[str], shell: str
) -> None:
    ran = lgtui(*arguments, folder=site, shell=shell)
    assert ran.returncode == 2
    assert all(line.startswith("lgtui: ") for line in ran.stderr.splitlines())
    assert ran.stderr.count("standard output") == 1


@pytest.mark.parametrize("arguments", EVERY)
def test_with_no_stream_at_all_only_the_status_speaks(site: Path, arguments: list[str]) -> None:
    ran = lgtui(*arguments, folder=site, shell=">/dev/full 2>&1")
    assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", "")


def test_no_file_takes_the_place_of_a_closed_stream(site: Path) -> None:
    lgtui("--render", "--force", folder=site, shell="<&- 2>&-")
    text = page_of(site).read_text(encoding="utf-8")
    assert "lgtui: " not in text.replace("<!-- lgtui:", "")
    assert lgtui("--render", folder=site).stdout == "unchanged _pages/webinar.md\n"


def test_a_reader_that_goes_away_is_no_error_of_ours(site: Path) -> None:
    ran = lgtui("--check", folder=site, shell="| head -1")
    assert ran.stdout.startswith("data/talks.toml:")
    assert "Traceback" not in ran.stderr
    assert "Exception" not in ran.stderr


@pytest.mark.parametrize(
    "env",
    [
        {"PATH": ""},
        {"HOME": "/nonexistent"},
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"LC_ALL": "C", "PYTHONIOENCODING": "ascii:strict"},
    ],
    ids=["no PATH", "no HOME", "C locale", "ASCII streams"],
)
def test_environment_and_locale_change_no_byte(site: Path, env: dict[str, str]) -> None:
    twin = shutil.copytree(site, site.with_name("twin") / "site")
    for arguments in EVERY:
        usual = lgtui(*arguments, folder=twin)
        ran = lgtui(*arguments, folder=site, env=env)
        assert (ran.returncode, ran.stdout) == (usual.returncode, usual.stdout)
        assert ran.stderr == usual.stderr
    assert everything(site) == everything(twin)


@pytest.mark.parametrize("arguments", [*READING, ["--init"], ["--status"]])
def test_a_current_folder_that_is_gone_is_told(tmp_path: Path, arguments: list[str]) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    ran = lgtui(*arguments, folder=gone, before=gone.rmdir)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "lgtui: the folder that you are in is gone; go to one that is there\n"
