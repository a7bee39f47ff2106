"""Publishing in the app when others were first: theirs is merged in, or somebody chooses."""

import pytest

from lgtui.model import Speaker, Talk
from tests.repo.sites import OrganizerClone, Team
from tests.tui.desk import seen
from tests.tui.git.desk import opened, order, press, retitle, until_seen


async def test_both_land_and_the_app_shows_both(ann: OrganizerClone, bob: OrganizerClone) -> None:
    bob.set("S02E01", bio="Bob's bio")
    bob.publish()
    async with opened(ann) as (app, pilot):
        retitle(app, "Ann's")
        await order(pilot)
        await press(pilot, "enter")
        await until_seen(pilot, "S02E01: bio changed")
        talk = app.session.records.talks[1]
        assert (talk.title, talk.bio) == ("Ann's", "Bob's bio")
        assert not app.session.unsaved
    assert ann.subjects("origin/main")[:2] == ["S02E01: title changed", "S02E01: bio changed"]


@pytest.mark.parametrize(("key", "title"), [("m", "Ann's"), ("t", "Bob's")])
async def test_a_conflict_is_decided_and_publishing_goes_on(
    ann: OrganizerClone, bob: OrganizerClone, key: str, title: str
) -> None:
    bob.set("S02E01", title="Bob's")
    bob.publish()
    async with opened(ann) as (app, pilot):
        retitle(app, "Ann's")
        await order(pilot)
        await press(pilot, "enter")
        await until_seen(pilot, "S02E01: both changed title")
        assert all(text in seen(app) for text in ("Ann's", "Bob's", "From metrics to meaning"))
        await press(pilot, key)
        await until_seen(pilot, "Published to origin/main")
        assert app.session.records.talks[1].title == title
    bob.pull()
    assert bob.talk("S02E01").title == title


@pytest.mark.parametrize("size", [(80, 24), (160, 45)], ids=str)
async def test_a_rewritten_history_is_followed_only_when_somebody_says_so(
    ann: OrganizerClone, bob: OrganizerClone, size: tuple[int, int]
) -> None:
    bob.set("S02E01", title="SECRET")
    bob.publish()
    ann.pull()
    bob.git("reset", "-q", "--hard", "HEAD~1")
    bob.git("push", "-qf")
    async with opened(ann, size=size) as (app, pilot):
        retitle(app, "Bias in all scans", at=0)
        await order(pilot)
        await press(pilot, "enter")
        await until_seen(pilot, "history on the server was rewritten")
        await until_seen(pilot, "S02E01: title changed")
        await press(pilot, "escape")
        await until_seen(pilot, "Not published")
        await press(pilot, "escape", "P")
        await until_seen(pilot, "not on origin/main")
        await press(pilot, "y")
        await until_seen(pilot, "history on the server was rewritten")
        await press(pilot, "f")
        await until_seen(pilot, "Published to origin/main")
        assert app.session.records.talks[1].title == "From metrics to meaning"
        assert app.session.records.talks[0].title == "Bias in all scans"
    assert ann.subjects("origin/main")[0] == "S01E01: title changed"


async def test_long_texts_of_both_are_joined(ann: OrganizerClone, bob: OrganizerClone) -> None:
    bob.set("S02E01", abstract="Bob's words.")
    bob.publish()
    ann.set("S02E01", abstract="Ann's words.")
    ann.render()
    async with opened(ann) as (_app, pilot):
        await order(pilot, saved=True)
        await press(pilot, "enter")
        await until_seen(pilot, "both changed abstract")
        await press(pilot, "j")
        await until_seen(pilot, "Published to origin/main")
    abstract = ann.talk("S02E01").abstract
    assert abstract.startswith("Ann's words.")
    assert "Bob's words." in abstract


async def test_two_talks_of_one_id_get_two_ids(ann: OrganizerClone, bob: OrganizerClone) -> None:
    bob.add(Talk("S02E02", "Bob's talk", (Speaker("Bo B"),)))
    assert bob.publish().state == "published"
    ann.add(Talk("S02E02", "Ann's talk", (Speaker("An A"),)))
    ann.render()
    async with opened(ann) as (app, pilot):
        await order(pilot, saved=True)
        await press(pilot, "enter")
        await until_seen(pilot, "S02E03 is free")
        await press(pilot, "t")
        await until_seen(pilot, "Published to origin/main")
        talks = {talk.id: talk.title for talk in app.session.records.talks[2:]}
        assert talks == {"S02E02": "Bob's talk", "S02E03": "Ann's talk"}


async def test_leaving_a_conflict_keeps_the_edit_and_pushes_nothing(
    ann: OrganizerClone, bob: OrganizerClone, team: Team
) -> None:
    bob.set("S02E01", title="Bob's")
    bob.publish()
    tip = team.tip()
    async with opened(ann) as (app, pilot):
        retitle(app, "Ann's")
        await order(pilot)
        await press(pilot, "enter")
        await until_seen(pilot, "both changed title")
        await press(pilot, "escape")
        await until_seen(pilot, "nothing was pushed")
        assert app.session.records.talks[1].title == "Ann's"
    assert team.tip() == tip
    assert ann.talk("S02E01").title == "Ann's"
