"""``lgtui --read-mail``: a mail on standard input fills its sender's talk, and nothing else."""

import email.policy
import io
from email.message import EmailMessage
from pathlib import Path

import pytest

from lgtui import cli, store
from lgtui.model import Talk
from tests.commands.test_mail import DATA, PRIVATE

TEXT = """Dear all,

Title: Deeper nets
Abstract: We looked again.
Bio: Ada Lovelace is a weaver.

See you soon.
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site in a home of its own, with a private file."""
    site, private = tmp_path / "site", tmp_path / "private.toml"
    (site / "data").mkdir(parents=True)
    (site / "data" / "talks.toml").write_text(DATA)
    (site / ".git").mkdir()
    private.write_text(PRIVATE)
    monkeypatch.chdir(site)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("LGTUI_PRIVATE", str(private))
    return site


def mail(text: str, sender: str = "Ada Lovelace <a@home.example>", cte: str | None = None) -> bytes:
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"], message["Subject"] = sender, "Re: Your talk"
    message.set_content(text, cte=cte)
    return message.as_bytes()


def read(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    raw: bytes,
    *arguments: str,
) -> tuple[int, str, str]:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
    code = cli.main(["--read-mail", *arguments])
    return code, *capsys.readouterr()


def talks(site: Path) -> tuple[Talk, ...]:
    return store.read(str(site / "data" / "talks.toml")).records.talks


def test_what_is_empty_is_filled_and_nothing_is_written_over(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = talks(site)
    code, out, err = read(monkeypatch, capsys, mail(TEXT))
    assert (code, err) == (0, "")
    assert talks(site) == (before[0]._replace(bio="Ada Lovelace is a weaver."), before[1])
    assert out.splitlines()[:4] == [
        "S01E01:",
        "  kept title: it says Deep nets, the mail Deeper nets",
        "  has speakers already",
        "  kept abstract: it says What we did., the mail We looked again.",
    ]
    assert "  took bio: Ada Lovelace is a weaver." in out
    assert "    See you soon." in out
    again = read(monkeypatch, capsys, mail(TEXT))
    assert again[0] == 0
    assert again[2] == "lgtui: nothing is new; nothing was written\n"


def test_a_dry_run_shows_the_same_and_writes_nothing(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = site / "data" / "talks.toml"
    before = data.read_bytes()
    code, out, err = read(monkeypatch, capsys, mail(TEXT), "--dry-run", "--note")
    assert (code, err) == (0, "lgtui: nothing was written (--dry-run)\n")
    assert "  would take bio: Ada Lovelace is a weaver." in out
    assert data.read_bytes() == before
    assert (site.parent / "private.toml").read_text() == PRIVATE


def test_the_sender_finds_the_talk_by_name_or_by_an_address_that_is_known(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "Title: Loose ends\nAbstract: Ends.\n"
    code, _, _ = read(monkeypatch, capsys, mail(text, "Bo Ångström <bo@home.example>"))
    assert (code, talks(site)[1].title) == (0, "Loose ends")
    code, out, _ = read(monkeypatch, capsys, mail("Bio: A weaver.\n", "ada@example.org"))
    assert (code, talks(site)[0].bio) == (0, "A weaver.")
    code, out, err = read(monkeypatch, capsys, mail("Title: Looms\n", "Cy <c@d.org>"))
    assert (code, out) == (1, "")
    assert err == ("lgtui: no talk is by Cy; name the talk that the mail is about: "
                   "--read-mail S10E01\n")  # fmt: skip


def test_a_talk_can_be_named_but_not_one_of_somebody_else(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "Title: Loose ends\n"
    code, _, _ = read(monkeypatch, capsys, mail(text, "an office <x@y.example>"), "s01e02")
    assert (code, talks(site)[1].title) == (0, "Loose ends")
    before = talks(site)
    code, _, err = read(monkeypatch, capsys, mail(f"{text}Speaker: Cy Young\n"), "S01E02")
    assert code == 1
    assert "the mail is about a talk by Cy Young, and S01E02 is by Bo Ångström" in err
    code, _, err = read(monkeypatch, capsys, mail(text), "S01E07")
    assert code == 2
    assert "--read-mail: there is no talk S01E07" in err
    assert talks(site) == before


def test_of_several_talks_none_is_guessed(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = site / "data" / "talks.toml"
    text = DATA.replace('title = "Deep nets"\n', "")
    data.write_text(text.replace("Bo Ångström", "Ada Lovelace"))
    code, out, err = read(monkeypatch, capsys, mail(TEXT))
    assert (code, out) == (1, "")
    assert "this mail may be about S01E01, S01E02; name one: --read-mail S01E01" in err


def test_a_guess_is_shown_and_taken_only_when_asked_for(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    prose = (
        'Dear Mo,\n\nI would like to call the talk "Loose ends". Here is my '
        "abstract:\n\nAll nets have ends that nobody looks at. We look at them with care.\n\n"
        "Best wishes,\nBo Ångström\nUniversity of Oulu\n"
    )
    raw = mail(prose, "Bo Ångström <bo@home.example>")
    before = talks(site)
    code, out, err = read(monkeypatch, capsys, raw)
    assert code == 0
    assert "  guess, not taken: title: Loose ends" in out
    assert talks(site) == before
    assert "--guesses takes what is only a guess" in err
    assert read(monkeypatch, capsys, raw, "--guesses")[0] == 0
    assert talks(site)[1].title == "Loose ends"


def test_a_refused_recording_is_withheld_and_noted_and_what_is_left_can_be_kept(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = TEXT + "\nPlease do not publish the recording.\n"
    code, _, err = read(monkeypatch, capsys, mail(text), "--note", "--today", "2026-03-02")
    assert (code, talks(site)[0].recording) == (0, "withheld")
    path = site.parent / "private.toml"
    assert err == f"lgtui: wrote {path}\n"
    private = path.read_text()
    assert private.startswith(PRIVATE)
    assert 'consent = "no"' in private
    assert "See you soon." in private
    assert "day = 2026-03-02" in private
    assert "See you soon." not in (site / "data" / "talks.toml").read_text()


@pytest.mark.parametrize("cte", ["quoted-printable", "base64", "8bit"])
def test_any_encoding_and_the_line_of_a_mailbox_are_read(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], cte: str
) -> None:
    bio = "Bo Ångström knüpft seit vielen Jahren Netze, die er später wieder auflöst und zählt."
    raw = mail(f"Title: Ångström’s nets\nBio: {bio}\n", "Bo Ångström <b@c.example>", cte=cte)
    code, _, _ = read(monkeypatch, capsys, b"From bo Mon Mar  2 12:00:00 2026\n" + raw)
    assert code == 0
    assert (talks(site)[1].title, talks(site)[1].bio) == ("Ångström’s nets", bio)


def test_attachments_are_named_and_html_is_read_where_there_is_no_text(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    message = EmailMessage()
    message["From"] = "Ada Lovelace <a@b.example>"
    message.set_content("<p><b>Bio:</b> She &amp; her nets.</p>", subtype="html")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="cv.pdf")
    code, out, _ = read(monkeypatch, capsys, message.as_bytes())
    assert (code, talks(site)[0].bio) == (0, "She & her nets.")
    assert "Attachment: cv.pdf" in out


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe\x00", b"Hello Mo,\n\nall well.\n"])
def test_a_mail_that_says_nothing_of_a_talk_changes_nothing(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], raw: bytes
) -> None:
    before = talks(site)
    code, out, err = read(monkeypatch, capsys, raw)
    assert (code, out) == (1, "")
    assert "nothing of a talk was recognised" in err
    assert talks(site) == before


def test_a_mail_is_taken_although_pages_cannot_be_written(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = site / "data" / "talks.toml"
    data.write_text(DATA.replace("number = 1\n", 'number = 1\nregister_url = "nowhere"\n'))
    code, _, err = read(monkeypatch, capsys, mail(TEXT))
    assert (code, talks(site)[0].bio) == (1, "Ada Lovelace is a weaver.")
    assert "LINK001" in err
    assert "the talk was filled; no page was written" in err


def test_a_page_that_was_edited_by_hand_stays(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = site / "data" / "talks.toml"
    data.write_text(
        DATA.replace("[[organizers]]", '[pages]\nwebinar = "w.md"\n\n[[organizers]]', 1)
    )
    assert cli.main(["--render"]) == 0
    page = site / "w.md"
    page.write_text(page.read_text().replace("Mo Ek", "Mo Ek and a friend"))
    before = page.read_bytes()
    code, _, err = read(monkeypatch, capsys, mail(TEXT))
    assert (code, talks(site)[0].bio) == (1, "Ada Lovelace is a weaver.")
    assert page.read_bytes() == before
    assert "w.md:" in err


def test_a_season_of_mail_from_an_idea_to_thanks(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path, data = site.parent / "private.toml", site / "data" / "talks.toml"
    path.write_text(
        'series = "Nets & Knots"\n[letters]\nlist = "all@example.org"\nsender = "us@example.org"\n'
        '[[people]]\nname = "Ada Lovelace"\naddresses = ["ada@example.org"]\n'
        '[[seasons]]\nnumber = 1\nmoderator = "Mo Ek"\nbackup = "Mo Ek"\n'
        '[[talks]]\nid = "S01E01"\nstate = "idea"\ncared_for_by = "Mo Ek"\n'
    )
    planned = DATA.replace('title = "Deep nets"\n', "").replace('abstract = "What we did."\n', "")
    planned = planned.partition('\n[[talks]]\nid = "S01E02"')[0] + "\n"
    data.write_text(
        planned.replace("per_season = 2", "per_season = 1").replace(
            "2026-03-14T15:00:00", '2026-03-14T15:00:00\nregister_url = "https://z.example/r"'
        )
    )

    def run(*arguments: str, today: str) -> tuple[int, str]:
        code = cli.main([*arguments, "--today", today])
        told = capsys.readouterr()
        return code, told.out + told.err

    assert "S01E01  invitation (Mo Ek)" in run("--status", today="2026-01-20")[1]
    assert "Would you like to join us?" in run("--letter", "invitation", today="2026-01-20")[1]
    run("--letter", "invitation", "--sent", today="2026-01-20")
    assert "answer to the invitation" in run("--status", today="2026-02-01")[1]
    path.write_text(path.read_text().replace('"invited"', '"accepted"'))
    code, told = run("--letter", "needs", today="2026-02-01")
    assert "by 21 February 2026" in told
    assert "- the title of your talk" in told
    code, _, _ = read(
        monkeypatch, capsys,
        mail("Title: Nets\nAbstract: We look.\nBio: Ada weaves.\nRecording consent: yes, gladly\n"),
    )  # fmt: skip
    assert code == 0
    assert 'consent = "yes"' in path.read_text()
    assert "owes nothing, so no letter" in run("--letter", "reminder", today="2026-02-22")[1]
    for kind, day in (("list-before", "2026-02-28"), ("details", "2026-03-12"),
                      ("list-reminder", "2026-03-14T12:00")):  # fmt: skip
        assert f"letter {kind} (Mo Ek)" in run("--status", today=day)[1]
        code, told = run("--letter", kind, today=day)
        assert (code, "lgtui:" in told) == (0, False)
        run("--letter", kind, "--sent", today=day)
    code, told = run("--status", today="2026-03-14T14:00")
    assert (code, told[-15:]) == (0, "nothing is due\n")
    data.write_text(
        data.read_text()
        .replace('state = "upcoming"\n', "")
        .replace("[[talks]]", 'state = "held"\n\n[[talks]]', 1)
        .replace('title = "Nets"', 'title = "Nets"\nvideo_url = "https://v.example/1"')
    )
    assert "letter thanks (Mo Ek)" in run("--status", today="2026-03-17")[1]
    code, told = run("--letter", "thanks", today="2026-03-17")
    assert "The recording is here: https://v.example/1" in told
    assert "may be public" not in told
    assert "https://v.example/1" in run("--letter", "list-after", today="2026-03-17")[1]
    run("--letter", "thanks", "--sent", today="2026-03-17")
    assert run("--status", today="2026-03-20")[0] == 0


@pytest.mark.parametrize(
    ("answer", "noted"),
    [("yes", "yes"), ("no", "no"), ("yes, unlisted", "asked"), ("OK, see you!", "")],
)
def test_what_a_mail_says_of_the_recording_is_noted_as_it_is(
    site: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    answer: str,
    noted: str,
) -> None:
    text = f"Bio: A weaver.\n\nConsent to the recording:\n\n{answer}\n"
    read(monkeypatch, capsys, mail(text))
    private = (site.parent / "private.toml").read_text()
    assert (f'consent = "{noted}"' in private) is bool(noted)
    code, _, err = read(monkeypatch, capsys, mail("Bio: A weaver.\n\nRecording: no\n"))
    assert code == 0
    told = "S01E01: consent is noted as yes and stays so; look at the mail" in err
    assert told is (noted == "yes")
