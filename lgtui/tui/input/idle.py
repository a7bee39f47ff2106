"""Whether the app has done all that it was asked to: no message on its way, nothing at work."""

from textual.app import App
from textual.message_pump import MessagePump


def at_rest(app: App[None], *, current: bool = False) -> bool:
    """Whether no message is on its way.

    Args:
        app: the app.
        current: the app itself is handling the event that is asked about.
    """
    if not app.screen_stack or app.screen._callbacks:
        return False
    if _has_more(app) or not (current or _waits(app)):
        return False
    return all(_waits(each) for each in app._registry if not (each._closing or each._closed))


def at_work(app: App[None], group: str) -> bool:
    """Whether a worker of a group has not finished."""
    return any(each.group == group and not each.is_finished for each in app.workers)


def _has_more(pump: MessagePump) -> bool:
    """Whether messages or calls are waiting for a part of the app."""
    return bool(
        pump._pending_message is not None or pump._next_callbacks or not pump._message_queue.empty()
    )


def _waits(pump: MessagePump) -> bool:
    """Whether a part of the app is doing nothing but waiting for its next message."""
    waiting: object = pump._message_queue.ready_event._waiters
    return bool(waiting) and not _has_more(pump)
