"""Git asks for a password in the terminal, which the app lends it."""

import pytest

from lgtui.tui.git import foreground
from tests.repo.sites import OrganizerClone, Team
from tests.tui.desk import told
from tests.tui.git.desk import opened, order, press, retitle, until_seen


async def test_when_git_wants_to_ask_the_terminal_is_lent_and_the_push_goes_on(
    ann: OrganizerClone, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the background the hook finds nobody to ask; in the foreground it may ask."""
    ann.hook(
        "pre-push",
        'if [ "$GIT_TERMINAL_PROMPT" = 0 ]; then '
        "echo \"fatal: could not read Username for 'https://x': terminal prompts disabled\" >&2; "
        "exit 1; fi",
    )
    lent: list[str] = []

    def suspended(app: object, title: str, work: object) -> object:
        from lgtui.repo.site import open_site

        lent.append(title)
        return work(open_site(str(ann.data), foreground=True))  # type: ignore[operator] # as in the app

    monkeypatch.setattr(foreground, "in_foreground", suspended)
    async with opened(ann) as (app, pilot):
        retitle(app, "Mine")
        await order(pilot)
        await press(pilot, "enter")
        await until_seen(pilot, "git wants to ask you something")
        assert lent == []
        await press(pilot, "g")
        await until_seen(pilot, "Published to origin/main")
    assert lent == ["Publishing"]
    assert team.history()[0] == "S02E01: title changed"


async def test_edits_are_not_lost_when_the_question_of_the_terminal_is_left(
    ann: OrganizerClone,
) -> None:
    ann.hook(
        "pre-push", "echo 'fatal: could not read Password: terminal prompts disabled' >&2; exit 1"
    )
    async with opened(ann) as (app, pilot):
        retitle(app, "Mine")
        await order(pilot)
        await press(pilot, "enter")
        await until_seen(pilot, "git wants to ask you something")
        await press(pilot, "escape")
        await until_seen(pilot, "Committed here: S02E01: title changed")
        assert not told(app) or "Published" not in told(app)[-1]
