"""The dialog for a video link: what was pasted, and what will be set, before it is."""

import re
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from lgtui.checks.urls import fault_of_url
from lgtui.importing.paste import clean_paste
from lgtui.importing.video import is_video, video_link
from lgtui.model import Talk
from lgtui.tui.dialogs import Dialog
from lgtui.tui.form.line_input import LineInput
from lgtui.tui.visible import one_line, visible


def outcome(talk: Talk, text: str) -> tuple[str, list[str]]:
    """The link that would be set, ``""`` for none, and what is to be said of it."""
    if not text.strip():
        return "", ["Paste the link here; a sentence around it does no harm."]
    url = video_link(text)
    if url is None:
        return "", ["✗ No link is found in this."]
    if fault := fault_of_url(url):
        return "", [f"✗ {url}: {fault}"]
    said = [f"Will be set: {url}"]
    if url not in re.split(r"[\s<>()\[\]\"'“”]+", text):
        said.append("! The link was tidied: tracking parameters are gone, or https:// was added.")
    others = len(set(re.findall(r"https?://[^\s<>\"“”]+", text))) - 1
    if others > 0:
        said.append(f"! {'Another link' if others == 1 else f'{others} other links'} in this "
                    "stays out.")  # fmt: skip
    if not is_video(url):
        said.append("! This is no place where videos are usually kept.")
    if talk.video_url == url:
        said.append("The talk has this link already.")
    elif talk.video_url:
        said.append(f"! It takes the place of {talk.video_url}")
    if talk.recording:
        said.append(f"! “Recording: {talk.recording}” is taken back.")
    return url, said


class VideoDialog(Dialog[str]):
    """Asks for a video link; gives it, or ``""`` when it was left by Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "take", show=False, priority=True)]

    def __init__(self, talk: Talk, text: str = "") -> None:
        title = f"Video link of {talk.id}"
        super().__init__(title, one_line(talk.title or "TBA", 200))
        self.talk = talk
        self.line = LineInput(id="line")
        self.text_pasted = text
        self.said = Static(id="said", markup=False)

    def compose_answers(self) -> ComposeResult:
        """The line and what it means."""
        yield self.line
        yield self.said
        yield Static(Content("Enter sets it, Esc cancels."), classes="hint")

    def on_mount(self) -> None:
        """Starts with what was pasted, or an empty line."""
        self.line.load(clean_paste(self.text_pasted, one_line=True)[0])
        self.line.focus()
        self._tell()

    def on_paste(self, event: events.Paste) -> None:
        """A paste counts wherever the focus is."""
        self.line.post_message(events.Paste(event.text))

    def on_input_changed(self, message: Input.Changed) -> None:
        """Says what the text means."""
        message.stop()
        self._tell()

    def _tell(self) -> None:
        said = outcome(self.talk, self.line.plain)[1]
        self.said.update(Content("\n".join(visible(line) for line in said)))

    def action_take(self) -> None:
        """Gives the link; stays as long as there is none."""
        url, _ = outcome(self.talk, self.line.plain)
        if url:
            self.dismiss(url)

    def action_cancel(self) -> None:
        """Esc sets nothing."""
        self.dismiss("")
