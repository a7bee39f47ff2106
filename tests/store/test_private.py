"""The private file: found, refused where the public could read it, read, edited in place."""

import datetime
import os
import re
import shutil
import stat
import string
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgtui.model import DataError, Season, Speaker, Talk
from lgtui.records.private import (
    CONSENTS,
    STATES,
    Idea,
    Mailing,
    Note,
    Person,
    Private,
    PrivateSeason,
    PrivateTalk,
    SentLetter,
    merge_private,
    note_letter,
    note_text,
)
from lgtui.repo.client import first_commits
from lgtui.store.private import (
    PrivateFile,
    combined,
    dumps_private,
    edited,
    parse_private,
    private_path,
    read_private,
    refuse_public,
    write_private,
)
from tests.test_imports import ARROWS

SERIES = "Nets & Knots"
DAY = datetime.date(2026, 1, 5)
OWN = b"""# Ours alone.
schema = 1
series = "Nets & Knots"
shelf = "B 12"   # nobody's key

[[people]]   # who is who
name = "Ada Lovelace"
addresses = [
    "ada@example.org",   # the good one
]
[[talks]]
id = "S02E01"
state = "invited"       # by telephone
colour = "green"
letters = [ { kind = "invitation", day = 2026-01-05, tone = "warm" } ]
# about the second one

[[ideas]]
name = "Bo"
# the end"""

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=20)
days = st.none() | st.dates(datetime.date(1990, 1, 1), datetime.date(2090, 1, 1))
keys = st.text(string.ascii_lowercase, min_size=1, max_size=6).map(lambda text: f"x_{text}")
plain = st.recursive(
    words | st.integers(-9, 9) | st.booleans() | st.dates(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(keys, inner, max_size=2),
    max_leaves=4,
)
strangers = st.dictionaries(keys, plain, max_size=2).map(lambda found: tuple(found.items()))
notes = st.lists(st.builds(Note, words, days, strangers), max_size=2).map(tuple)
letters = st.lists(st.builds(SentLetter, words, days, words, strangers), max_size=2).map(tuple)
addresses = st.lists(
    st.from_regex(r"[a-z]{1,5}(\.[a-z]{1,3})?@[a-z]{1,8}\.(org|example)", fullmatch=True),
    max_size=2,
)


def several(of: st.SearchStrategy[Any], by: str) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(of, max_size=3, unique_by=lambda one: one._asdict()[by]).map(tuple)


privates = st.builds(
    Private,
    st.just(SERIES),
    several(st.builds(Person, words, addresses.map(tuple), words, strangers), "name"),
    several(
        st.builds(PrivateSeason, st.integers(1, 9), words, words, notes, letters, strangers),
        "number",
    ),
    several(
        st.builds(
            PrivateTalk,
            st.integers(1, 9).map(lambda n: f"S02E{n:02}"),
            words,
            st.sampled_from(STATES),
            words,
            st.sampled_from(CONSENTS),
            notes,
            letters,
            strangers,
        ),
        "id",
    ),
    several(st.builds(Idea, words, words, words, words, strangers), "name"),
    st.builds(Mailing, st.sampled_from(("", "a@b.org")), st.just(""), words, strangers),
    st.dictionaries(keys, words, max_size=2).map(lambda found: tuple(found.items())),
    strangers,
)


@given(privates)
def test_what_is_written_is_read_again(private: Private) -> None:
    assert parse_private(dumps_private(private)).private == private


@given(privates, privates, st.sampled_from((b"\n", b"\r\n")), st.booleans())
def test_every_edit_holds_what_it_should_and_keeps_every_comment(
    old: Private, new: Private, newline: bytes, ended: bool
) -> None:
    raw = dumps_private(old).replace(b"\n", newline)
    lines = raw.split(newline)
    # A comment above each header, where a change of a record must not touch its neighbours.
    header = re.compile(rb"\[[a-z]+\]|\[\[[a-z]+\]\]")
    marks = [b"# mark %d" % n for n, line in enumerate(lines) if header.fullmatch(line)]
    numbered = iter(marks)
    raw = newline.join(next(numbered) + newline + x if header.fullmatch(x) else x for x in lines)
    raw = raw if ended else raw.rstrip(b"\r\n")
    file = parse_private(raw, "private.toml")
    written = edited(file, new)
    assert parse_private(written).private == new
    assert [mark for mark in marks if mark not in written] == []


def test_an_edit_keeps_all_that_it_is_not_about() -> None:
    file = parse_private(OWN)
    assert [line.split("key ")[1].split(":")[0] for line in file.unknown] == [
        "“shelf”", "“colour”", "“tone”"]  # fmt: skip
    talk = Talk("S02E01", speakers=(Speaker("Ada Lovelace"),))
    noted = note_letter(file.private, talk, SentLetter("needs", DAY))
    noted = note_text(noted, talk, Note("likes mornings", DAY))
    noted = note_letter(noted, Season(2), SentLetter("list-before", DAY))
    written = edited(file, noted)
    assert parse_private(written).private == noted
    for line in OWN.splitlines():
        assert line in written or b"letters" in line
    assert b'tone = "warm" }, { kind = "needs", day = 2026-01-05 } ]' in written
    before, after = OWN.decode().splitlines(), written.decode().splitlines()
    added = [line.split(" = ")[0] for line in after if line and line not in before]
    assert added == ["speaker", "notes", "letters", "[[seasons]]", "number", "letters"]


def test_a_list_over_several_lines_grows_by_a_line() -> None:
    file = parse_private(OWN)
    [ada] = file.private.people
    more = ada._replace(addresses=(*ada.addresses, "ada@home.example"))
    written = edited(file, file.private._replace(people=(more,)))
    assert b'"ada@example.org",   # the good one\n' in written
    assert parse_private(written).private.people == (more,)


def test_a_layout_that_cannot_be_edited_in_place_keeps_its_comments() -> None:
    raw = b'series = "S"   # ours\npeople = [{ name = "Ada" }]   # all of them\n'
    file = parse_private(raw)
    new = file.private._replace(people=(*file.private.people, Person("Bo")))
    written = edited(file, new)
    assert parse_private(written).private == new
    assert written.startswith(b"# ours\n# all of them\n")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("[[talks]\n", 1, "not valid TOML"),
        ('[[talks]]\nid = "S02E01"\n\n[[talks]]\nid = "S02E02"\nstate = "asked"\n', 6,
         "state: “asked” is none; it must be one of idea, invited, accepted"),
        ('[[people]]\nname = "Ada"\naddresses = ["ada@example"]\n', 3, "it is no mail address"),
        ('[[people]]\nname = "Ada"\naddresses = ["Ada <ada@example.org>"]\n', 3,
         "write the address alone"),
        ('[[people]]\nname = "Ada"\naddresses = ["é@example.org"]\n', 3, "write it in ASCII"),
        ('[[people]]\nname = "Ada"\naddresses = "ada@example.org"\n', 3,
         "addresses must be a list of addresses"),
        ('[[talks]]\nid = "S02E01"\nnotes = ["x"]\n', 3, "notes must be a list of tables"),
        ('[[talks]]\nid = "S02E01"\n[[talks.letters]]\nday = "5 May"\n', 3,
         "day must be a day without quotes"),
        ('[[talks]]\nstate = "idea"\n', 1, "the first of talks has no id"),
        ('[talks]\nid = "S02E01"\n', 1, "talks must be written as tables: [[talks]]"),
        ("series = 9\n", 1, "series must be text in quotes"),
        ("schema = 2\n", 1, "a newer lgtui wrote this file"),
        ("[due]\nvideos = 2\n", 2, "due.videos must be text"),
        ('[[people]]\nname = "Ada"\naddresses = [""]\n', 3, '"" is no address'),
        ('[letters]\nlist = "=?q?x?=@example.org"\n', 2, "take for encoded text"),
        ('[letters]\nlist = "nobody"\n', 2, "list: “nobody”: it is no mail address"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_used_is_told_with_its_place(
    text: str, line: int, words: str
) -> None:
    with pytest.raises(DataError) as told:
        parse_private(text.encode(), "private.toml")
    assert (told.value.file, told.value.line) == ("private.toml", line)
    assert words in told.value.message


def test_entries_of_one_name_are_told() -> None:
    text = (
        '[[people]]\nname = "Ada Ek"\n\n[[people]]\nname = "ada ek"\n\n[[people]]\nname = "Bo"\n\n'
        '[[talks]]\nid = "S01E01"\n\n[[talks]]\nid = "S01E01"\nstate = "idea"\n\n'
        '[[talks]]\nid = "S01E01"\nspeaker = "Bo"\n'
    )
    assert parse_private(text.encode(), "p.toml").unknown == (
        "p.toml: 2 [[people]] are Ada Ek: the first is used; make one of them",
        "p.toml: 2 [[talks]] are S01E01: the first is used; make one of them",
    )


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with a public repository in it; returns the home."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "LGTUI_PRIVATE"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "site" / "data").mkdir(parents=True)
    subprocess.run(["git", "init", "-q", tmp_path / "site"], check=True)
    return tmp_path


def data_of(home: Path) -> str:
    return str(home / "site" / "data" / "talks.toml")


def test_it_is_looked_for_where_the_user_says_the_nearest_word_first(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def path(named: str = "") -> str:
        return os.path.relpath(private_path(data_of(home), SERIES, named), home)

    assert path() == ".local/share/lgtui/nets-knots/private.toml"
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "shares"))
    assert path() == "shares/lgtui/nets-knots/private.toml"
    settings = home / ".config" / "lgtui" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('[private]\nfile = "~/all.toml"\n')
    assert path() == "all.toml"
    settings.write_text(f'[private]\nfile = "~/all.toml"\nfiles = {{ "{SERIES}" = "~/ours" }}\n')
    (home / "ours").mkdir()
    assert path() == "ours/private.toml"
    monkeypatch.setenv("LGTUI_PRIVATE", str(home / "mine.toml"))
    assert path() == "mine.toml"
    assert path(str(home / "this.toml")) == "this.toml"
    settings.write_text("private = 9\n")
    monkeypatch.delenv("LGTUI_PRIVATE")
    with pytest.raises(DataError, match="must be a table"):
        path()


def test_a_name_that_no_file_has_is_one_clear_line(home: Path) -> None:
    settings = home / ".config" / "lgtui" / "settings.toml"
    settings.parent.mkdir(parents=True)
    for text in ('file = "a\\u0000b"', f'files = {{ "{SERIES}" = "a\\u0000b" }}'):
        settings.write_text(f"[private]\n{text}\n")
        with pytest.raises(DataError, match="no file has a NUL in its name") as told:
            read_private(data_of(home), SERIES)
        assert told.value.file == str(settings)
    with pytest.raises(DataError, match="no file has such a name"):
        read_private(data_of(home), SERIES, "a\0b")


def test_series_of_any_script_have_a_folder_of_their_own(home: Path) -> None:
    found = {private_path(data_of(home), name) for name in ("織物", "Сети", "a" * 999, "…", "織機")}
    assert len(found) == 5
    assert all(len(path.encode()) < 255 + len(str(home)) for path in found)


def test_it_is_refused_wherever_the_public_repository_would_hold_it(home: Path) -> None:
    site, data = home / "site", data_of(home)
    run = ["git", "-c", "user.name=A", "-c", "user.email=a@b.org", "-C"]
    subprocess.run([*run, site, "commit", "-q", "--allow-empty", "-m", "x"], check=True)
    subprocess.run([*run, site, "remote", "add", "origin", "https://git.example/s.git"], check=True)
    subprocess.run([*run, site, "worktree", "add", "-q", home / "beside"], check=True)
    subprocess.run(["git", "init", "-q", home / "clone"], check=True)
    subprocess.run(
        [*run, home / "clone", "remote", "add", "up", "https://git.example/s"], check=True
    )
    subprocess.run(["git", "init", "-q", home / "ours"], check=True)
    (home / "link").symlink_to(site / "data")
    (site / "out").symlink_to(home / "ours")
    for place in ("site", "site/data", "site/new/deep", "link", "site/out"):
        with pytest.raises(DataError, match="lies in the public repository"):
            private_path(data, SERIES, str(home / place / "private.toml"))
    for place in ("beside", "clone"):
        with pytest.raises(DataError, match="a clone of the public repository"):
            private_path(data, SERIES, str(home / place / "private.toml"))
    assert private_path(data, SERIES, str(home / "ours" / "private.toml"))


PUBLIC = "https://git.example/Ours/Site.git"


def set_up(folder: Path, settings: str = "") -> Path:
    """Make a clone with some settings, without running git, and return it."""
    (folder / ".git").mkdir(parents=True)
    (folder / ".git" / "config").write_text(settings)
    return folder


def remote(url: str) -> str:
    return f'[remote "origin"]\n\turl = {url}\n'


@pytest.mark.parametrize(
    "settings",
    [
        *map(remote, (
            "https://git.example/ours/site", "git@git.example:Ours/site",
            "git.example:Ours/Site.git/",
            "ssh://git@git.example:22/Ours/Site.git", "https://ada:t0ken@GIT.example/Ours//Site/",
            "git://git.example/Ours/Site",
            '"https://git.example/Ours/Site.git"  ; ours', "~/site",
            "https://git.example/Ours/Si%74e.git", "../site", "file://HOME/site", "HOME/site/.git",
            "file://localhost/HOME/site/", "HOME//site",
        )),
        '[REMOTE "o"] URL = git@git.example:Ours/site # a comment\n',
        '[remote "o"]\n pushurl = git.example:Ours/\\\nsite\n',
        '[url "https://git.example/"]\n insteadOf = ex:\n' + remote("ex:Ours/Site"),
        "[include]\n path = ../../more\n",
        '[includeIf "gitdir:~/nowhere/"]\n path = ~/more\n',
        remote("../other"),
    ],
)  # fmt: skip
def test_a_clone_is_known_however_its_remote_is_written(home: Path, settings: str) -> None:
    (home / "site/.git/config").write_text(remote(PUBLIC))
    (home / "more").write_text(remote("ssh://git.example/ours/site"))
    set_up(home / "other", remote("https://git.example/Ours/Site"))
    set_up(home / "clone", settings.replace("HOME", str(home)))
    (home / "clone" / "inner" / ".git").mkdir(parents=True)
    for place in ("clone", "clone/inner", "clone/new/folder"):
        with pytest.raises(DataError, match="a clone of the public repository"):
            private_path(data_of(home), SERIES, str(home / place / "private.toml"))


def test_the_users_own_short_forms_of_addresses_count(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GIT_CONFIG_GLOBAL", raising=False)
    (home / "site/.git/config").write_text(remote("gh:Ours/Site"))
    set_up(home / "clone", remote("git@git.example:ours/site"))
    path = str(home / "clone" / "private.toml")
    assert private_path(data_of(home), SERIES, path) == path
    (home / ".gitconfig").write_text('[url "https://git.example/"]\n\tinsteadOf = "gh:"\n')
    with pytest.raises(DataError, match="a clone of the public repository"):
        private_path(data_of(home), SERIES, path)


@pytest.mark.parametrize(
    "settings",
    [
        remote("https://git.example/Ours/Site-private.git"),
        remote("https://git.example/Ours/Private"),
        remote("https://other.example/Ours/Site"),
        remote("~/elsewhere"),
        f'[submodule "site"]\n\turl = {PUBLIC}\n',
        "; url = " + PUBLIC,
        '[remote "origin"]\n# url = ' + PUBLIC,
    ],
)
def test_another_repository_is_no_clone(home: Path, settings: str) -> None:
    (home / "site/.git/config").write_text(remote(PUBLIC))
    set_up(home / "ours", settings)
    (home / ".gitconfig").write_text("[user]\n\tname = Ada\n")
    path = str(home / "ours" / "private.toml")
    assert private_path(data_of(home), SERIES, path) == path


def test_a_copy_without_remotes_is_known_by_its_first_commit(home: Path) -> None:
    run = ["git", "-c", "user.name=A", "-c", "user.email=a@b.org", "-C"]
    for name in ("site", "ours"):
        subprocess.run(["git", "init", "-q", home / name], check=True)
        subprocess.run([*run, home / name, "commit", "-q", "--allow-empty", "-m", name], check=True)
    shutil.copytree(home / "site", home / "copy")
    subprocess.run([*run, home / "copy", "commit", "-q", "--allow-empty", "-m", "y"], check=True)
    (home / "empty" / ".git").mkdir(parents=True)
    with pytest.raises(DataError, match="a clone of the public repository"):
        read_private(data_of(home), SERIES, str(home / "copy/private.toml"), first_commits)
    with pytest.raises(DataError, match="a clone of the public repository"):
        refuse_public(str(home / "copy" / "drafts" / "a.eml"), data_of(home), first_commits)
    for name in ("ours", "empty"):
        refuse_public(str(home / name / "private.toml"), data_of(home), first_commits)


def test_a_data_file_in_the_home_folder_does_not_make_all_of_it_public(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = str(home / "data" / "talks.toml")
    (home / "data").mkdir()
    assert private_path(data, SERIES).endswith("private.toml")
    with pytest.raises(DataError, match="public repository"):
        private_path(data, SERIES, str(home / "data" / "private.toml"))


def test_a_home_that_is_the_repository_has_no_place_for_one_and_nothing_changes(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(home / "site"))
    file = read_private(data_of(home), SERIES)
    assert (file.path, file.raw) == ("", None)
    with pytest.raises(DataError, match="no folder for private files"):
        write_private(file, file.private)
    usual = home / "site/.local/share/lgtui/nets-knots/private.toml"
    usual.parent.mkdir(parents=True)
    usual.write_text(f'series = "{SERIES}"\n')
    with pytest.raises(DataError, match="lies in the public repository"):
        read_private(data_of(home), SERIES)


def test_two_edits_of_one_file_are_both_kept_and_one_thing_twice_is_told(home: Path) -> None:
    path = home / "private.toml"
    path.write_text(
        f'series = "{SERIES}"\n\n[[talks]]\nid = "S02E01"   # ours\nstate = "invited"\n'
    )
    file = read_private(data_of(home), SERIES, str(path))
    [talk] = file.private.talks
    write_private(file, file.private._replace(people=(Person("Ada"),)))
    now = write_private(file, file.private._replace(talks=(talk._replace(state="accepted"),)))
    assert now.private == Private(
        SERIES, (Person("Ada"),), talks=(talk._replace(state="accepted"),)
    )
    assert parse_private(path.read_bytes()).private == now.private
    assert "# ours" in path.read_text()
    before = path.read_bytes()
    with pytest.raises(DataError, match="both changed state: “declined” here, “accepted” there"):
        write_private(file, file.private._replace(talks=(talk._replace(state="declined"),)))
    assert path.read_bytes() == before


@given(privates, privates, privates)
def test_a_merge_keeps_the_comments_of_both_sides(
    base: Private, mine: Private, theirs: Private
) -> None:
    sides = (
        dumps_private(base) + b"# base\n",
        b"# mine\n" + dumps_private(mine) + b"# base\n",
        b"# theirs\n# and more\n" + dumps_private(theirs) + b"# base\n",
    )
    raw, _ = combined(sides, None, "private.toml")
    assert parse_private(raw).private == merge_private(base, mine, theirs).private
    lines = raw.splitlines()
    assert {b"# base", b"# mine", b"# theirs", b"# and more"} <= set(lines)


def test_a_merge_by_lines_is_taken_where_it_says_what_the_records_say() -> None:
    both = OWN.replace(b"by telephone", b"by mail").replace(b'"Bo"', b'"Bo Ek"')
    sides = (OWN, OWN.replace(b"by telephone", b"by mail"), OWN.replace(b'"Bo"', b'"Bo Ek"'))
    assert combined(sides, both, "private.toml").raw == both
    raw, conflicts = combined(sides, b"<<<<<<<", "private.toml")
    assert (parse_private(raw).private, conflicts) == (parse_private(both).private, ())
    assert b"# by mail" in raw


def test_the_file_of_another_series_is_refused(home: Path) -> None:
    path = home / "private.toml"
    path.write_text('series = "Looms"\n')
    with pytest.raises(DataError, match="belongs to “Looms”, and the records to “Nets & Knots”"):
        read_private(data_of(home), SERIES, str(path))
    path.write_text('[[people]]\nname = "Ada"\n')
    with pytest.raises(DataError, match="belongs to no series"):
        read_private(data_of(home), SERIES, str(path))
    with pytest.raises(DataError, match="there is no such private file"):
        read_private(data_of(home), SERIES, str(home / "other.toml"))
    assert read_private(data_of(home), SERIES) == PrivateFile(
        str(home / ".local/share/lgtui/nets-knots/private.toml"), None, Private(SERIES)
    )


def test_a_new_file_is_its_owners_alone_and_an_old_one_is_not_written_over(home: Path) -> None:
    file = read_private(data_of(home), SERIES)
    now = write_private(file, file.private._replace(people=(Person("Ada", ("ada@b.org",)),)))
    path = Path(now.path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert tomllib.loads(path.read_text())["people"] == [
        {"name": "Ada", "addresses": ["ada@b.org"]}
    ]
    assert read_private(data_of(home), SERIES) == now
    path.write_bytes(path.read_bytes() + b"# meanwhile\n")
    assert write_private(now, now.private._replace(people=())).private.people == ()
    assert re.search("# meanwhile$", path.read_text().strip())
    with pytest.raises(DataError, match="cannot be made"):
        write_private(file, file.private)


def test_nothing_that_writes_for_the_public_reaches_the_private_file() -> None:
    readers = {name for name, others in ARROWS.items() if "lgtui.store.private" in others}
    assert readers <= {
        "lgtui.commands.install",  # sets git up to merge it in its own repository
        "lgtui.commands.mail",
        "lgtui.commands.shell",  # completes the names of the packaged letters, and reads no file
        "lgtui.commands.status",
        "lgtui.repo.merge_driver",  # merges what git hands over
        "lgtui.tui.commands.mail",
        "lgtui.tui.commands.seasons",  # shows what is due
        "lgtui.tui.startup",  # shows the states in the list
    }
