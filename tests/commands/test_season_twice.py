"""A whole season, played twice from the plan to the archive, by the steps that organizers take.

After each step the pages are fresh and free of errors, a real Jekyll builds the site, and the
difference to the step before touches only what the step is about.
"""

import datetime
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from lgtui import checks, cli, store
from lgtui.importers.mail import read_mail
from lgtui.model import Organizer, Pages, Records, Season, Series, Speaker, Talk, parse_id
from lgtui.records import edits, lifecycle
from lgtui.records.checklist import Checklist, checklists
from lgtui.records.diff import changes
from lgtui.records.videos import match_videos, set_videos
from lgtui.render.announcement import announcement
from lgtui.site.pages import written_news
from tests.running import missing

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(not shutil.which("jekyll"), reason=missing("jekyll")),
    pytest.mark.skipif(not shutil.which("git"), reason=missing("git")),
]

AT = datetime.datetime
CONFIG = "permalink: /:path/:basename\ninclude: [_pages]\nexclude: [data]\n"
NEWS = "collections:\n  news: {output: true}\n"
LAYOUT = "<html><head><title>{{ page.title }}</title></head><body>{{ content }}</body></html>\n"
MAILS = (
    "Dear all,\n\nSpeaker: Dr. Zoë Müler\nTitle: Nets | and *stars*\nAbstract: We look.\n"
    "Bio: Zoë is.\n",
    "Title: {{ Liquid }} models\nSpeaker: Bo Chen\nAbstract: We ask.\nBio: Bo asks.\n",
    "Name: Di Wu\nTitle: 1. A list that is none\nAbstract: We count.\nBio: Di counts.\n",
)


class Play:
    """The site on disk; each step is made, saved, rendered, checked, built and looked at."""

    def __init__(self, root: Path) -> None:
        self.root, self.data = root, root / "data" / "talks.toml"
        self.html = ""

    @property
    def records(self) -> Records:
        return store.read(str(self.data)).records

    def git(self, *arguments: str) -> str:
        command = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", *arguments]
        return subprocess.run(
            command, cwd=self.root, check=True, capture_output=True, text=True
        ).stdout

    def step(
        self, records: Records, touched: set[str], files: set[str], today: datetime.date
    ) -> None:
        """Saves and renders.

        Args:
            records: what they are after the step.
            touched: the seasons and talks that may have changed.
            files: the files that must have, and no other.
            today: the day to check by.
        """
        document = store.read(str(self.data))
        before = document.records
        assert {change.label for change in changes(before, records)} <= touched
        store.save(document, records)
        assert cli.main(["--render"]) == 0
        assert cli.main(["--render", "--check"]) == 0
        texts = {page: (self.root / page).read_bytes().decode() for page in self.tracked() if page}
        found = checks.check(self.records, (), today, texts)
        assert [each for each in found if each.severity == "error"] == []
        self.git("add", "-A")
        assert set(self.git("diff", "--cached", "--name-only").split()) == files
        self.only_the_step(touched)
        self.git("commit", "-qm", "step")
        self.build()

    def tracked(self) -> list[str]:
        from lgtui.checks.files import page_paths

        return page_paths(self.records)

    def only_the_step(self, touched: set[str]) -> None:
        """Other seasons' lines do not stand in the difference, nor does what the people wrote."""
        changed = [
            line for line in self.git("diff", "--cached", "-U0").splitlines()
            if re.match(r"[+-](?![+-])", line)
        ]  # fmt: skip
        assert not [line for line in changed if "Our own words" in line]
        mine = {key[0] for name in touched if (key := parse_id(name))}
        mine |= {int(name[1:]) for name in touched if re.fullmatch("S[0-9]+", name)}
        for line in changed:
            named = {int(number) for number in re.findall(r"\bS([0-9]{2})E[0-9]{2}\b", line)}
            assert named <= mine, line

    def build(self) -> None:
        built = subprocess.run(
            ["jekyll", "build", "--safe", "--strict_front_matter", "--quiet", "-d", "/".join(
                [str(self.root.parent), "_built"])],
            cwd=self.root, capture_output=True, text=True, check=False,
            env={"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(self.root)},
        )  # fmt: skip
        assert built.returncode == 0, built.stdout + built.stderr
        assert "rror" not in built.stdout + built.stderr
        self.html = (self.root.parent / "_built" / "webinar" / "index.html").read_text()

    def round(self, number: int, today: datetime.date) -> Checklist:
        news = written_news(self.records, str(self.root))
        found = checklists(self.records, today, news)
        [one] = [each for each in found if each.season.number == number]
        return one


@pytest.fixture
def play(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Play:
    """A site with one season that was held long ago, and words of the organizers' own."""
    root = tmp_path / "site"
    for folder in ("data", "_layouts", "_pages"):
        (root / folder).mkdir(parents=True)
    (root / "_config.yml").write_text(CONFIG + NEWS)
    for layout in ("page", "post"):
        (root / "_layouts" / f"{layout}.html").write_text(LAYOUT)
    records = Records(
        Series("Looking-Glass", "Europe/Copenhagen", 3),
        Pages("_pages/webinar.md", "_pages/talks.md", "_news", "assets/webinar.ics"),
        (Organizer("Amelia"),),
        (Season(1, "Old", datetime.date(2025, 1, 20), state="held"),),
        (Talk("S01E01", "Old news", (Speaker("Ann Old"),), "X", "https://youtu.be/old"),),
    )
    (root / "data" / "talks.toml").write_bytes(store.dumps(records))
    monkeypatch.chdir(root)
    played = Play(root)
    assert cli.main(["--render"]) == 0
    page = root / "_pages" / "webinar.md"
    page.write_text(page.read_text() + "\nOur own words, {{ page.title }}.\n")
    played.git("init", "-q", ".")
    played.git("add", "-A")
    played.git("commit", "-qm", "begin")
    return played


DATA, WEBINAR, ABSTRACTS, CALENDAR = (
    "data/talks.toml", "_pages/webinar.md", "_pages/talks.md", "assets/webinar.ics",
)  # fmt: skip


def with_season(records: Records, number: int, **fields: object) -> Records:
    at = next(at for at, each in enumerate(records.seasons) if each.number == number)
    seasons = list(records.seasons)
    seasons[at] = seasons[at]._replace(**fields)  # type: ignore[arg-type] # fields by their names
    return records._replace(seasons=tuple(seasons))


def with_talks(records: Records, number: int, change: Callable[[int, Talk], Talk]) -> Records:
    places = edits.talks_of(records, number)
    talks = [
        change(places.index(at), talk) if at in places else talk
        for at, talk in enumerate(records.talks)
    ]
    return records._replace(talks=tuple(talks))


def test_a_season_is_played_twice(play: Play) -> None:
    for number, year in ((2, 2026), (3, 2027)):
        one_season(play, number, year)
    assert cli.main(["--status", "--today", "2027-12-01"]) == 0


def one_season(play: Play, number: int, year: int) -> None:
    label = f"S{number:02}"
    talks = {f"{label}E{episode:02}" for episode in (1, 2, 3)}
    every = {label, *talks}
    winter = datetime.date(year, 1, 10)
    # The last Monday before the clocks change, and the first one after it.
    before, after = AT(year, 3, 23, 15), AT(year, 4, 6, 15)

    # Planned: the page says TBA for theme, date, place and speakers, each once.
    play.step(lifecycle.plan_season(play.records).records, every, {DATA, WEBINAR}, winter)
    assert play.html.count("TBA") == 4
    assert not play.round(number, winter).ready_to_announce

    # The speakers' mails, then the day: announced.
    mails = [read_mail(mail).talk for mail in MAILS]
    filled = with_talks(play.records, number, lambda at, talk: mails[at]._replace(id=talk.id))
    play.step(filled, talks, {DATA, WEBINAR}, winter)
    dated = with_season(
        play.records, number, theme="Glass & sand", start=before, register_url="https://z.example/r"
    )
    play.step(dated, {label}, {DATA, WEBINAR, CALENDAR}, winter)
    assert "3:00pm CET" in play.html
    assert "{{ Liquid }} models" in play.html
    found = play.round(number, winter)
    assert found.ready_to_announce
    text = announcement(play.records, found.season, "plain")
    assert "3:00pm CET" in text
    assert "Dr. Zoë Müler" in text

    # A bio is edited: nothing but the section of that talk changes.
    longer = with_talks(
        play.records, number, lambda at, talk: talk._replace(bio="Bo [works](https://b.example).")
        if at == 1 else talk,
    )  # fmt: skip
    play.step(longer, {f"{label}E02"}, {DATA, WEBINAR}, winter)
    assert '<a href="https://b.example">works</a>' in play.html

    # Moved across the change of the clock: another zone's name, another hour in UTC.
    moved = lifecycle.postpone(play.records, number, after).records
    play.step(moved, {label}, {DATA, WEBINAR, CALENDAR}, winter)
    assert f"6 April {year} at 3:00pm CEST" in play.html
    calendar = (play.root / CALENDAR).read_text()
    assert f"DTSTART:{year}0406T130000Z" in calendar
    assert "SEQUENCE:1" in calendar

    # Held: previous talks, abstracts and news; the next section reads TBA.
    day = datetime.date(year, 4, 7)
    assert play.round(number, day).step == "hold"
    news = f"_news/{year}0406_webinar_{number}.md"
    held = lifecycle.mark_held(play.records, number).records
    play.step(held, {label}, {DATA, WEBINAR, ABSTRACTS, news}, day)
    assert "Next webinar: TBA" in play.html
    assert f"{label}E03" in play.html
    assert [item.what for item in play.round(number, day).missing] == ["video"] * 3

    # The videos in two goes, one of them withheld.
    first = match_videos(play.records, "Chen: https://youtu.be/one?si=x\nE03 is withheld", number)
    assert not first.unmatched
    with_video = {DATA, WEBINAR, ABSTRACTS, news}
    play.step(set_videos(play.records, first).records, talks, with_video, day)
    second = match_videos(play.records, f"https://youtu.be/two{number}", number)
    assert [match.how for match in second.matches] == ["order"]
    play.step(set_videos(play.records, second).records, {f"{label}E01"}, with_video, day)
    assert play.round(number, day).complete
    assert f'<a href="https://youtu.be/two{number}">' in play.html

    # A name corrected in the record is corrected everywhere.
    zoe = (Speaker("Zoë Müller", "Dr."),)
    right = with_talks(
        play.records, number, lambda at, talk: talk if at else talk._replace(speakers=zoe)
    )
    play.step(right, {f"{label}E01"}, {DATA, WEBINAR, ABSTRACTS, news, CALENDAR}, day)
    own = [WEBINAR, ABSTRACTS, news, CALENDAR]
    for path in own:
        assert "Zoë Müller" in (play.root / path).read_text()
    assert not [path for path in own if "Müler" in (play.root / path).read_text()]
    assert "Our own words, " in play.html
