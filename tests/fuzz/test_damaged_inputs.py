"""Damaged inputs end in records or in one message: no traceback, no hang, no change untold.

A few hundred of each kind by default; ``LGTUI_FUZZ_INPUTS=100000`` asks for that many of all kinds.
"""

import datetime
import json
import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest

from lgtui import cli, store
from lgtui.importers import Source
from lgtui.importers.lists import import_lists
from lgtui.importers.mail import read_mail
from lgtui.importers.pages import import_pages
from lgtui.model import DataError
from lgtui.records.diff import changes
from lgtui.render import MarkerError
from tests.fuzz.damage import damaged
from tests.running import ROOT

ASKED = int(os.environ.get("LGTUI_FUZZ_INPUTS", "0"))
INPUTS = ASKED or 1200
PARTS = 8
LONGEST = 5 if ASKED else 60
"""Seconds for one input: those of the promise where somebody watches, more on a busy machine."""

DAY = datetime.datetime(2026, 3, 1)
DATA = (ROOT / "data" / "talks.toml").read_text(encoding="utf-8")
PAGES = tuple(path.read_text(encoding="utf-8") for path in sorted((ROOT / "_pages").glob("*.md")))
LISTS = {
    "talks.csv": (
        "id,date,title,speaker,affiliation,video\n"
        'S01E01,2023-02-27,"Bias, in scans","Ada Lo; Cy Young",A university,https://v.example/1\n'
        "S01E02,27 Feb 2023 3pm,Metrics,Eva Christ (A centre),,\n",
        "Datum;Titel;Vortragende\n03.02.2024;Über Daten;Müller, Anna\n17.02.2024;Maße;Jörg Weiß\n",
    ),
    "talks.yml": (
        "- title: Bias\n  speaker: {name: Ada Lo, url: https://a.example}\n  date: 2023-02-27\n"
        "- title: Metrics\n  speakers:\n    - name: Eva Christ\n    - Cy Young\n  time: 15:00\n",
        "S01E01:\n  title: One\n  links:\n    - label: Slides\n      url: https://s.example\n",
    ),
}
MAILS = (
    "Dear Ada,\n\nthank you! Here is what you need.\n\nTitle: On nets\nSpeaker: Dr. Eva Christ, A "
    "centre\n\nAbstract: We mend nets.\nThey hold.\n\nBio: Eva counts.\n\nPlease do not record "
    "the questions.\n\nBest wishes\nEva\n-- \nDr. Eva Christ\nA centre\n",
    "From: Eva <eva@a.example>\nTo: ada@b.example\nSubject: =?utf-8?q?Vortrag_=C3=BCber?=\n"
    "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n"
    "Content-Transfer-Encoding: quoted-printable\n\n<p>Titel: =C3=9Cber Netze</p>"
    "<p>Zusammenfassung: Wir flicken.</p>\n",
    "On Monday Ada asked:\n> Title?\n\nTitle: Nets\n\n> Abstract?\n\nWe mend nets for years.\n",
)


MODES = (
    "--check --today 2026-03-01",
    "--check --format github --today 2026-03-01",
    "--render --check",
    "--render --stdout webinar",
    "--export csv",
    "--announce",
    "--status --today 2026-03-01",
    "--stats",
)


@contextmanager
def in_time(seed: object) -> Iterator[None]:
    """Ends what hangs, with the seed that makes the input again."""

    def late(number: int, frame: FrameType | None) -> None:
        raise AssertionError(f"{seed} hangs")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(LONGEST)
    try:
        yield
    except (DataError, MarkerError, AssertionError):
        raise
    except Exception as error:
        raise AssertionError(f"{seed}: {type(error).__name__}: {error}") from error
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def seeds(part: int, share: int = 4) -> range:
    """The seeds of a part; ``share``: how many kinds share the inputs that are asked for."""
    count = INPUTS // share
    return range(part * count // PARTS, (part + 1) * count // PARTS)


@pytest.mark.parametrize("part", range(PARTS))
def test_a_damaged_data_file_is_told_and_what_is_fixed_is_told(
    part: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data" / "talks.toml"
    data.parent.mkdir()
    for seed in seeds(part):
        raw = damaged(seed, (DATA,))
        data.write_bytes(raw)
        for mode in (MODES[seed % len(MODES)], "--check --fix --format json --today 2026-03-01"):
            with in_time(f"data {seed} {mode}"):
                status = cli.main([*mode.split(), "--data", str(data)])
            said = capsys.readouterr()
            assert status in (0, 1, 2), seed
            assert not set(said.out + said.err) & set("\x1b\x00\x7f\u202e"), seed
        assert_told(seed, raw, data, said.out)


def assert_told(seed: int, raw: bytes, data: Path, said: str) -> None:
    """What ``--fix`` changed is what it says; where nothing is fixed, not a byte is changed."""
    if data.read_bytes() == raw:
        return
    fixed = json.loads(said)["fixed"]
    told = {one[name] for one in fixed for name in ("record", "before", "after")}
    before, after = store.parse(raw).records, store.parse(data.read_bytes()).records
    for change in changes(before, after):
        named = {change.label, change.what.rpartition(" ")[2]} & told
        assert named, f"data {seed}: {change} is untold"


@pytest.mark.parametrize("part", range(PARTS))
def test_a_damaged_page_is_imported_or_told(part: int) -> None:
    for seed in seeds(part):
        source = Source("page.md", damaged(seed, PAGES))
        with in_time(f"page {seed}"):
            try:
                import_pages([source], (), DAY)
            except (DataError, MarkerError) as error:
                assert str(error), seed


@pytest.mark.parametrize("part", range(PARTS))
def test_a_damaged_list_is_imported_or_told(part: int) -> None:
    for seed in seeds(part):
        name = ("talks.csv", "talks.yml")[seed % 2]
        source = Source(name, damaged(seed, LISTS[name]))
        with in_time(f"list {seed}"):
            try:
                import_lists([source], {}, DAY)
            except DataError as error:
                assert name in str(error), seed


@pytest.mark.parametrize("part", range(PARTS))
def test_of_a_damaged_mail_no_word_is_lost(part: int) -> None:
    for seed in seeds(part):
        text = damaged(seed, MAILS).decode("utf-8", "replace")
        with in_time(f"mail {seed}"):
            mail = read_mail(text)
        if "Content-Type" in text or "<" in text or "&" in text:
            continue  # tags and headers are no words
        texts = [said for _, said in mail.recognised] + [mail.left, *mail.notes]
        # A sign that was taken away joins what stood beside it.
        held = re.sub(r"[^A-Za-z]", "", "".join(texts))
        words = set(re.findall(r"[A-Za-z]{4,}", text)) - LABELS
        assert all(word in held for word in words), f"mail {seed}: {words}"


LABELS = frozenset({"Title", "Speaker", "Abstract", "Titel", "Zusammenfassung", "Date"})
