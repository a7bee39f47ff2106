"""What all tests of the app share: keys and pauses that wait for the app, not for the clock."""

from collections.abc import Iterator

import pytest
from textual._context import active_app

from tests.tui.waiting import LONGEST, wait_until_done


async def come_to_rest(shortest: float = 0, longest: float = LONGEST) -> None:
    """Waits until the app is at rest, however long a busy machine makes that take.

    Textual's own tests take the app to be done when the process uses no time, which on a busy
    machine is too early, and on an idle one some hundredths of a second too late.
    """
    await wait_until_done(active_app.get(), longest=longest)


@pytest.fixture(autouse=True)
def waiting_for_rest(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Has Textual's pilot wait so."""
    monkeypatch.setattr("textual.app.wait_for_idle", come_to_rest)
    monkeypatch.setattr("textual.pilot.wait_for_idle", come_to_rest)
    yield
