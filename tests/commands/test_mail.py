"""``lgtui --letter``: letters on standard output, what is missing on standard error."""

import email
import mailbox
import os
import re
import stat
import subprocess
from pathlib import Path

import pytest
import yaml

from lgtui import cli
from lgtui.importers.mail import read_mail
from lgtui.model import Speaker, Talk
from tests.running import lgtui

DATA = """schema = 1

[series]
name = "Nets & Knots"
timezone = "Europe/Copenhagen"
talks_per_season = 2

[[organizers]]
name = "Mo Ek"

[[seasons]]
number = 1
theme = "Naïve nets"
start = 2026-03-14T15:00:00

[[talks]]
id = "S01E01"
title = "Deep nets"
speakers = [{ name = "Ada Lovelace" }]
affiliation = "Oulu"
abstract = "What we did."

[[talks]]
id = "S01E02"
speakers = [{ name = "Bo Ångström" }]
"""
PRIVATE = """schema = 1
series = "Nets & Knots"   # ours

[[people]]
name = "Ada Lovelace"
addresses = ["ada@example.org"]
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a planned season, in a home without a private file."""
    site = tmp_path / "site"
    (site / "data").mkdir(parents=True)
    (site / "data" / "talks.toml").write_text(DATA)
    subprocess.run(["git", "init", "-q", site], check=True)
    monkeypatch.chdir(site)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "LGTUI_PRIVATE"):
        monkeypatch.delenv(name, raising=False)
    return site


@pytest.fixture
def private(site: Path) -> Path:
    """The private file, where it is looked for first."""
    path = site.parent / ".local/share/lgtui/nets-knots/private.toml"
    path.parent.mkdir(parents=True)
    path.write_text(PRIVATE)
    return path


def letter(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = cli.main(["--letter", *arguments, "--today", "2026-03-02"])
    return code, *capsys.readouterr()


def raw(site: Path, *arguments: str) -> bytes:
    """What the command writes to standard output, to the byte."""
    done = lgtui("--letter", *arguments, "--today", "2026-03-02", folder=site,
                 env={"HOME": str(site.parent)})  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.encode("utf-8", "surrogateescape")


def test_each_speaker_of_the_next_season_gets_one_and_what_is_missing_is_said(
    private: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = letter(capsys, "needs")
    assert code == 0
    first, second = out.split("-" * 72)
    assert first.startswith(
        "To: Ada Lovelace <ada@example.org>\nSubject: Your talk at Nets & Knots"
    )
    assert re.findall("(?m)^- .*$", first) == [
        "- a short biography of three or four sentences",
        "- whether we may record your talk and publish the recording",
    ]
    assert len(re.findall("(?m)^- .*$", second)) == 5
    assert err == "lgtui: S01E02: no address of Bo Ångström\n"
    assert private.read_text() == PRIVATE
    alone = letter(capsys, "needs", "s01e01")
    assert alone == (0, first.rstrip("\n") + "\n", "")


def test_a_season_may_be_named_after_another_option(
    private: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["--letter", "details", "--format", "text", "S01E01"]) == 0
    assert "Deep nets" in capsys.readouterr().out


def test_one_draft_is_a_file_and_several_are_a_mailbox(
    private: Path, site: Path, tmp_path: Path
) -> None:
    draft = raw(site, "details", "S01E01", "--format", "eml")
    message = email.message_from_bytes(draft)
    assert (message["X-Unsent"], message["To"]) == ("1", "Ada Lovelace <ada@example.org>")
    assert message["Date"] == "Mon, 02 Mar 2026 12:00:00 +0100"
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed", "text/plain", "text/calendar"]  # fmt: skip
    box = tmp_path / "box"
    box.write_bytes(raw(site, "details", "--format", "eml"))
    subjects = [each["Subject"] for each in mailbox.mbox(box)]
    assert subjects == ["Details for your talk at Nets & Knots"] * 2


def test_drafts_go_into_a_folder_outside_the_repository_and_over_no_file(
    private: Path, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = site.parent / "out"
    assert letter(capsys, "details", "--format", "eml", "--into", str(folder))[0] == 0
    names = ["S01E01-details.eml", "S01E02-details.eml"]
    assert sorted(os.listdir(folder)) == names
    assert b"X-Unsent: 1\r\n" in (folder / names[0]).read_bytes()
    again = letter(capsys, "details", "--format", "eml", "--into", str(folder))
    assert again[0] == 2
    assert "there is such a file already" in again[2]
    code, _, err = letter(capsys, "details", "--into", "drafts")
    assert code == 2
    assert "lies in the public repository" in err
    assert not (site / "drafts").exists()


def test_a_mailto_address_is_refused_where_programs_would_cut_it(
    private: Path, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = letter(capsys, "needs", "S01", "--format", "mailto")
    assert code == 0
    assert [line.partition("?")[0] for line in out.splitlines()] == [
        "mailto:ada@example.org",
        "mailto:",
    ]
    data = site / "data" / "talks.toml"
    data.write_text(DATA.replace("What we did.", "What we did. " * 200))
    code, out, err = letter(capsys, "list-before", "--format", "mailto")
    assert (code, out) == (1, "")
    assert "and many programs take 2000; use --format eml" in err


def test_a_letter_is_noted_as_sent_and_said_the_next_time(
    private: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = letter(capsys, "invitation", "--sent")
    assert (code, err) == (0, f"lgtui: wrote {private}\n")
    assert out.splitlines() == [
        "S01E01: invitation to Ada Lovelace is noted as sent",
        "S01E02: invitation to Bo Ångström is noted as sent",
    ]
    text = private.read_text()
    assert text.startswith(PRIVATE)
    assert text.count('state = "invited"') == text.count("day = 2026-03-02") == 2
    _, _, err = letter(capsys, "invitation", "S01E01")
    assert "invitation was sent to Ada Lovelace on 2 March 2026 already" in err
    assert letter(capsys, "list-before", "--sent")[0] == 0
    assert "[[seasons]]\nnumber = 1\nletters" in private.read_text()


def test_the_first_note_makes_the_file_for_its_owner_alone(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert letter(capsys, "details", "S01E01", "--sent")[0] == 0
    path = site.parent / ".local/share/lgtui/nets-knots/private.toml"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert 'series = "Nets & Knots"' in path.read_text()


def test_letters_of_ones_own_go_before_the_packaged_ones(
    private: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = private.parent / "letters"
    own.mkdir()
    (own / "details.txt").write_text(
        "Subject: Alles für {{ talk.id }}\n\nHallo {{ speaker.name }}!\n"
    )
    (own / "willkommen.txt").write_text("Subject: Hallo\n\n{{ talk.titel }}\n")
    _, out, _ = letter(capsys, "details", "S01E01")
    assert (
        out
        == "To: Ada Lovelace <ada@example.org>\nSubject: Alles für S01E01\n\nHallo Ada Lovelace!\n"
    )
    code, _, err = letter(capsys, "willkommen", "S01E01")
    assert code == 2
    assert f"{own / 'willkommen.txt'}:3: the template cannot be filled" in err
    (own / "latin.txt").write_bytes("Subject: für\n\n".encode("latin-1"))
    code, _, err = letter(capsys, "latin", "S01E01")
    assert code == 2
    assert "is not UTF-8" in err
    private.write_text(PRIVATE.replace("schema = 1\n", "schema = 1\nletters.folder = '../ours'\n"))
    own.rename(private.parent.parent / "ours")
    assert "Alles für" in letter(capsys, "details", "S01E01")[1]
    assert letter(capsys, "thanks", "--format", "template")[1].startswith("Subject: Thank you")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["hello"], "there is no letter “hello”; there are details, invitation, list-after"),
        (["../needs"], "there is no letter “../needs”"),
        (["needs", "S01", "S03"], "write a kind, and a season or talk"),
        (["needs", "S09"], "there is no season S09"),
        (["needs", "S01E09"], "there is no talk S01E09"),
        (["needs", "soon"], "“soon” is no season"),
        (["thanks"], "no season is past; name one, as in --letter thanks S09"),
        (["list-before", "S01E01"], "list-before goes to the list; name S01"),
        (["needs", "--private", "nowhere.toml"], "lies in the public repository"),
        (["needs", "--private", "/nowhere.toml"], "there is no such private file"),
    ],
)
def test_what_cannot_be_written_is_one_clear_line(
    site: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    code, out, err = letter(capsys, *arguments)
    assert (code, out) == (2, "")
    assert words in err


def test_a_talk_without_a_speaker_gets_no_letter(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = site / "data" / "talks.toml"
    data.write_text(re.sub("(?m)^speakers = .*\n", "", DATA))
    code, out, err = letter(capsys, "details")
    assert (code, out) == (1, "")
    assert err.count("no speaker yet, so no letter") == 2


ANSWERS = {
    "Speaker": "Bo Ångström",
    "Affiliation": "University of Oulu, Finland",
    "Website": "https://bo.example/me",
    "Title": "Loose ends: a study",
    "Abstract": "All nets have ends.\n\nWe count them.",
    "Bio": "Bo Ångström mends nets.",
    "Consent to the recording": "no, please do not publish it",
}


def read_back(text: str) -> Talk:
    talk = read_mail(text).talk
    assert talk.recording == "withheld"
    return talk._replace(recording="")


@pytest.mark.parametrize("below", [True, False])
def test_a_form_that_was_filled_in_is_read_like_a_mail(
    site: Path, capsys: pytest.CaptureFixture[str], below: bool
) -> None:
    assert cli.main(["--form"]) == 0
    text = capsys.readouterr().out
    labels = re.findall(r"(?m)^([\w ]+) \(.*\):$", text)
    assert labels == list(ANSWERS)
    filled = text
    for label, answer in ANSWERS.items():
        gap = "\n" if below else " "
        filled = re.sub(rf"(?m)^({label} \(.*\):)\n", rf"\1{gap}{answer}\n", filled)
    speaker = Speaker("Bo Ångström", url="https://bo.example/me")
    expected = Talk("", ANSWERS["Title"], (speaker,), ANSWERS["Affiliation"],
                    abstract=ANSWERS["Abstract"], bio=ANSWERS["Bio"])  # fmt: skip
    assert read_back(f"Dear Mo,\n\n{filled}\nBest,\nBo\n") == expected
    issue = "".join(f"### {label}\n\n{answer}\n\n" for label, answer in ANSWERS.items())
    assert read_back(issue) == expected
    empty = "".join(f"### {label}\n\n_No response_\n\n" for label in ANSWERS)
    assert read_mail(empty).talk == read_mail(text).talk == Talk("")


def test_a_form_asks_for_just_what_a_talk_lacks(
    private: Path, capsys: pytest.CaptureFixture[str], site: Path
) -> None:
    assert cli.main(["--form", "S01E01", "--format", "github"]) == 0
    form = yaml.safe_load(capsys.readouterr().out)
    assert form.keys() == {"name", "description", "title", "body"}
    assert [field["id"] for field in form["body"]] == ["website", "bio", "consent"]
    assert [field["type"] for field in form["body"]] == ["input", "textarea", "input"]
    assert all(field["attributes"]["label"] in ANSWERS for field in form["body"])
    assert cli.main(["--form", "S01E02"]) == 0
    assert "Speaker (" not in capsys.readouterr().out
    data = site / "data" / "talks.toml"
    data.write_text(
        DATA.replace('name = "Ada Lovelace"', 'name = "Ada Lovelace", url = "https://a.b.org"')
        .replace('"What we did."', '"What we did."\nbio = "B."\nrecording = "withheld"')
    )  # fmt: skip
    assert cli.main(["--form", "S01E01"]) == 1
    assert "nothing is missing of S01E01" in capsys.readouterr().err


CANARIES = (
    "qanary-person", "qanary-note", "qanary-caring", "qanary-idea", "qanary-topic",
    "qanary-letter", "qanary-folder", "qanary@example.org", "qanary-moderator",
)  # fmt: skip
"""Words that the private file alone holds, one for each of its parts."""


def test_no_private_word_gets_into_anything_public(
    site: Path, private: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    private.write_text(
        PRIVATE
        + """
[letters]
list = "qanary@example.org"
folder = "qanary-folder"

[[people]]
name = "qanary-person"

[[seasons]]
number = 1
moderator = "qanary-moderator"

[[talks]]
id = "S01E01"
cared_for_by = "qanary-caring"
notes = [{ text = "qanary-note" }]
letters = [{ kind = "qanary-letter" }]

[[ideas]]
name = "qanary-idea"
topic = "qanary-topic"
"""
    )
    pages = '[pages]\nwebinar = "_pages/w.md"\nabstracts = "_pages/a.md"\nnews = "_news"\n'
    pages += 'calendar = "w.ics"\n'
    data = site / "data" / "talks.toml"
    data.write_text(DATA.replace("[[organizers]]", pages + "\n[[organizers]]", 1))
    home = {"HOME": str(site.parent)}
    who = {f"GIT_{role}_{what}": "mo@example.org" for role in ("AUTHOR", "COMMITTER")
           for what in ("NAME", "EMAIL")}  # fmt: skip

    def said(*arguments: str) -> str:
        done = lgtui(*arguments, folder=site, env=home | who)
        assert "Traceback" not in done.stderr
        return done.stdout + done.stderr

    # The canaries sing where they may: the private side is read.
    assert "qanary@example.org" in said("--letter", "list-before")
    assert "qanary-moderator" in said("--status", "--today", "2026-03-10")
    public = [
        said("--render"),
        said("--check"),
        said("--check", "--format", "github"),
        said("--check", "--format", "json", "--fix"),
        said("--export", "json"),
        said("--export", "csv"),
        *(said("--announce", "--format", form) for form in ("plain", "markdown", "html", "social")),
        said("--publish", "--no-push"),
        said("--history"),
        said("--history", "S01E01", "--format", "json"),
    ]
    assert "S01E01" in public[4]
    log = subprocess.run(["git", "log", "-p", "--format=fuller"], cwd=site, capture_output=True,
                         check=True, text=True).stdout  # fmt: skip
    assert "Deep nets" in log
    public += [log]
    files = [path for path in site.rglob("*") if path.is_file() and ".git" not in path.parts]
    assert len(files) >= 3
    public += [path.read_text("utf-8") for path in files]
    for canary in CANARIES:
        assert [text for text in public if canary in text] == []
    for path in (site / ".git").rglob("*"):
        assert not path.is_file() or b"qanary" not in path.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--sent", "--into", "x"], "--sent prints no letter"),
        (["--sent", "--format", "eml"], "--sent prints no letter"),
        (["--into", "x", "--format", "mailto"], "--into writes text or eml, not mailto"),
        (["--dry-run"], "--dry-run needs --import or --read-mail"),
    ],
)
def test_an_option_that_would_do_nothing_is_a_usage_error(
    capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["--letter", "needs", *arguments])
    assert ended.value.code == 2
    assert words in capsys.readouterr().err
