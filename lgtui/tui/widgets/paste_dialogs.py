"""Dialogs that a text is pasted into, a mail or video links, and what it then means."""

import re
from abc import abstractmethod
from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static, TextArea

from lgtui.importers.mail import Mail, read_mail
from lgtui.importers.paste import clean_paste
from lgtui.model import Records, Talk, season_label
from lgtui.records.videos import VideoMatch, VideoPlan, match_videos
from lgtui.text.control_chars import visible
from lgtui.text.urls import fault_of_url, is_video, video_link
from lgtui.tui.form.drawing import FormLines, wrap
from lgtui.tui.form.line_input import LineInput
from lgtui.tui.form.long_text import LongText
from lgtui.tui.widgets.dialogs import Choice, Choices, Dialog, Result
from lgtui.tui.widgets.line_list import Cell, LineList, one_line

READ = "This is what was recognised; PgDn and PgUp scroll. Nothing is taken yet."
"""What stands above what was read in a text."""


def unix(text: str) -> str:
    """A text with LF line ends; many terminals send a paste with carriage returns."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def wrapped(text: str, style: str, width: int, indent: str = "") -> list[list[Cell]]:
    """A text in lines that fit, each behind the indent."""
    return [
        [(indent, "row"), (piece, style)]
        for line in visible(text, one_line=False).split("\n")
        for piece in wrap(line, max(8, width - len(indent))) or [""]
    ]


class RawText(LongText):
    """A text that takes a paste as it is; what is in it is read afterwards."""

    async def _on_paste(self, event: events.Paste) -> None:
        """Puts the paste in unchanged: its line ends tell where the parts begin."""
        from lgtui.tui.form.line_input import hold

        event.stop()
        event.prevent_default()
        held, self.placeholders = hold(unix(event.text), self.placeholders)
        if result := self._replace_via_keyboard(held, *self.selection):
            self.move_cursor(result.end_location)


class PasteDialog(Dialog[Result | None]):
    """Asks for a text; gives what was read in it once that was seen and taken, else ``None``."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "read", show=False)]

    def __init__(
        self,
        title: str,
        text: str,
        keep: Callable[[str], None],
        *,
        take: str,
        shows: str,
        pasted: str = "",
    ) -> None:
        """The dialog.

        Args:
            title: what it is for.
            text: what to paste.
            keep: is given what is in the text, whenever it changes.
            take: the answer that takes what was read.
            shows: what Tab shows.
            pasted: a text to start with; it is read at once.
        """
        super().__init__(title, text, tall=True)
        self.keep = keep
        self.pasted = unix(pasted)
        self.result: Result | None = None
        self.area = RawText(id="paste")
        self.report = FormLines(id="report")
        self.found = VerticalScroll(self.report, id="found", can_focus=False)
        self.answers = Choices(
            (
                Choice("y", take, "take"),
                Choice("e", "Change the text", "edit"),
                Choice("escape", "Back to the text", ""),
            ),
            0,
        )
        self.hint = Static(
            Content(f"Tab shows {shows}; Esc leaves and keeps the text."), classes="hint"
        )

    @abstractmethod
    def read(self, text: str) -> Result | None:
        """What the text means; ``None`` if there is nothing in it to take."""

    @abstractmethod
    def lines(self, width: int) -> list[list[Cell]]:
        """What is to be said of what was read last."""

    def compose_answers(self) -> ComposeResult:
        """The text, then in its place what was read in it and the answers."""
        yield self.area
        yield self.hint
        yield self.found
        yield self.answers

    def on_mount(self) -> None:
        """Starts with the text, or with what was read in one that was pasted before."""
        self._show_text(True)
        if self.pasted:
            self.area.load(self.pasted)
            self.action_read()

    def _show_text(self, text: bool) -> None:
        """Shows the text, or what was read in it."""
        self.area.display = self.hint.display = text
        self.found.display = self.answers.display = not text
        said = self.text if text else Content(READ)
        self.body.update(said)
        (self.area if text else self.answers).focus()

    @property
    def reading(self) -> bool:
        """Whether what was read is on the screen."""
        return bool(self.answers.display)

    def action_read(self) -> None:
        """Shows what is in the text."""
        if self.reading or not self.area.plain.strip():
            return
        self.result = self.read(self.area.plain)
        self._show_text(False)
        self.answers.move_to(0 if self.result is not None else 1)
        self.call_after_refresh(self._report)

    def _report(self) -> None:
        self.report.put(self.lines(max(20, self.found.scrollable_content_region.width)))

    def on_resize(self) -> None:
        """Wraps the report for another width."""
        if self.reading:
            self._report()

    def on_text_area_changed(self, message: TextArea.Changed) -> None:
        """Has the text kept; else it is the dialog's own affair."""
        message.stop()
        self.keep(self.area.plain)

    def on_long_text_edge(self, message: LongText.Edge) -> None:
        """The cursor stays in the text."""
        message.stop()

    def on_key(self, event: events.Key) -> None:
        """The answers' own keys, while they are there."""
        if self.reading and event.key in ("y", "e"):
            event.stop()
            self._answer("take" if event.key == "y" else "edit")

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """An answer was taken with Enter or the mouse."""
        message.stop()
        self._answer(self.answers.choices[message.row].value)

    def _answer(self, value: str) -> None:
        if value == "edit":
            self._show_text(True)
        elif not value:
            self.dismiss(None)
        elif self.result is not None:
            self.dismiss(self.result)

    def action_scroll_text(self, by: int) -> None:
        """Scrolls what was read."""
        self.found.scroll_relative(y=by * max(1, self.found.size.height - 1), animate=False)

    def action_cancel(self) -> None:
        """Esc goes back to the text, and from the text out."""
        if self.reading:
            self._show_text(True)
        else:
            self.dismiss(None)


NAMES = {
    "title": "Title",
    "speakers": "Speaker",
    "affiliation": "Affiliation",
    "abstract": "Abstract",
    "bio": "Short bio",
    "website": "Website",
    "video_url": "Video link",
    "links": "Link",
    "recording": "Recording",
}
"""What the parts of a mail are called."""

WANTED = ("title", "speakers", "abstract", "bio")
"""What every mail is hoped to tell."""


def mail_report(mail: Mail, width: int) -> list[list[Cell]]:
    """What was recognised field by field, what was repaired, and what is left over."""
    lines: list[list[Cell]] = []
    for field, text in mail.recognised:
        name = NAMES.get(field, field)
        guessed = field in mail.guessed
        words = f"? {name}: a guess, look at it" if guessed else f"✓ {name}"
        lines.append([(words, "warning" if guessed else "good")])
        lines += wrapped(text, "row", width, "  ")
    found = {field for field, _ in mail.recognised}
    missing = [NAMES[key] for key in WANTED if key not in found]
    if missing:
        lines.append([(f"! Not found: {', '.join(missing)}", "warning")])
    for note in mail.notes:
        lines += wrapped(f"! {note}", "warning", width)
    if mail.left:
        lines.append([("✗ Not taken; copy what you need of it", "error")])
        lines += wrapped(mail.left, "dim", width, "  ")
    else:
        lines.append([("Nothing is left over.", "dim")])
    return lines


class MailDialog(PasteDialog[Mail]):
    """Asks for a mail; gives what was recognised in it."""

    def __init__(
        self,
        names: Callable[[Mail], tuple[str, ...]],
        keep: Callable[[str], None] = lambda text: None,
        text: str = "",
    ) -> None:
        """The dialog.

        Args:
            names: gives the ids of the talks that a mail may go into.
            keep: is given what is in the text, whenever it changes.
            text: a mail to start with.
        """
        super().__init__(
            f"{names(read_mail(''))[0]} from a mail",
            "Paste the speaker's mail here, with title, abstract and bio in any order.",
            keep,
            take="Take it",
            shows="what was recognised",
            pasted=text,
        )
        self.names = names
        self.mail = read_mail("")

    def read(self, text: str) -> Mail | None:
        """Recognises the parts of the mail."""
        self.mail = read_mail(text)
        return self.mail if self.mail.recognised else None

    def lines(self, width: int) -> list[list[Cell]]:
        """Where it goes, what was recognised and what was not."""
        names = self.names(self.mail)
        goes = f"Goes into {' or '.join(names)}"
        goes += ": it asks which" if len(names) > 1 else ""
        return [*wrapped(goes, "row", width), *mail_report(self.mail, width)]


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

    def __init__(
        self, talk: Talk, keep: Callable[[str], None] = lambda text: None, text: str = ""
    ) -> None:
        """The dialog.

        Args:
            talk: the talk that was recorded.
            keep: is given what is in the line, whenever it changes.
            text: a text to start with.
        """
        title = f"Video link of {talk.id}"
        super().__init__(title, one_line(talk.title or "TBA", 200))
        self.talk = talk
        self.keep = keep
        self.line = LineInput(id="line")
        self.text_pasted = text
        self.said = Static(id="said", markup=False)

    def compose_answers(self) -> ComposeResult:
        """The line and what it means."""
        yield self.line
        yield self.said
        yield Static(Content("Enter sets it; Esc leaves and keeps the text."), classes="hint")

    def on_mount(self) -> None:
        """Starts with what was pasted, or an empty line."""
        self.line.load(clean_paste(self.text_pasted, one_line=True)[0])
        self.line.focus()
        self._tell()

    def on_paste(self, event: events.Paste) -> None:
        """A paste counts wherever the focus is."""
        self.line.post_message(events.Paste(event.text))

    def on_input_changed(self, message: Input.Changed) -> None:
        """Says what the text means, and has it kept."""
        message.stop()
        self.keep(self.line.plain)
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


HOW = {"id": "by its id", "words": "by title or speaker", "order": "by its place in the list"}
"""In words how a link found its talk."""


def videos_report(records: Records, plan: VideoPlan, width: int) -> list[list[Cell]]:
    """For each link its talk and how it was found, then what belongs to no talk."""
    lines: list[list[Cell]] = []
    for match in plan.matches:
        talk = records.talks[match.at]
        lines += wrapped(f"✓ {talk.id} {talk.title or 'TBA'}", "good", width)
        for text, style in _said(match):
            lines += wrapped(f"  {text}", style, width)
    for line, why in plan.unmatched:
        lines += wrapped(f"✗ {line} – {why}", "error", width)
    return lines or [[("No link is found in this.", "warning")]]


def _said(match: VideoMatch) -> list[tuple[str, str]]:
    """What is to be said of a link, each with its style."""
    said = [(f"{match.url or 'withheld'} ({HOW[match.how]})", "row")]
    if match.before:
        said.append((f"! takes the place of {match.before}", "warning"))
    if match.note:
        said.append((f"! {match.note}", "warning"))
    return said


class VideosDialog(PasteDialog[VideoPlan]):
    """Asks for video links; gives the plan for them."""

    def __init__(
        self,
        records: Records,
        season: int,
        keep: Callable[[str], None] = lambda text: None,
        text: str = "",
    ) -> None:
        """The dialog.

        Args:
            records: the records.
            season: the season whose talks are meant first.
            keep: is given what is in the text, whenever it changes.
            text: links to start with.
        """
        super().__init__(
            f"Video links of {season_label(season)}",
            "Paste them here, one on a line. Ids (of any season), titles or names beside them say "
            "which talk is meant; “withheld” instead of a link counts too.",
            keep,
            take="Set these links",
            shows="which talk each goes to",
            pasted=text,
        )
        self.records, self.season = records, season
        self.plan = VideoPlan((), ())

    def read(self, text: str) -> VideoPlan | None:
        """Finds the talk of each link."""
        self.plan = match_videos(self.records, text, self.season)
        return self.plan if self.plan.matches else None

    def lines(self, width: int) -> list[list[Cell]]:
        """Which talk each link goes to."""
        return videos_report(self.records, self.plan, width)
