"""A long text in the organizer's own editor: ``$VISUAL``, ``$EDITOR``, else nano or vi."""

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from typing import NamedTuple

ADVICE = "To choose one, leave lgtui and type: export EDITOR=nano"
"""What to do where there is no editor that can be started."""


class Outcome(NamedTuple):
    """What came back: the new text, ``None`` where the old one is kept, and a sentence to tell."""

    text: str | None
    told: str
    failed: bool = False


def command(environ: Mapping[str, str]) -> list[str]:
    """The editor's program and arguments; empty where there is none.

    The variables may hold arguments, as in ``code --wait``.
    """
    for name in ("VISUAL", "EDITOR"):
        value = environ.get(name, "").strip()
        if not value:
            continue
        try:
            return shlex.split(value)
        except ValueError:
            return [value]
    for program in ("nano", "vi", "vim"):
        if found := shutil.which(program, path=environ.get("PATH")):
            return [found]
    return []


def edit_outside(text: str, name: str, environ: Mapping[str, str]) -> Outcome:
    """Runs the editor on a text and waits for it; the terminal has to be free for it.

    The old text is kept when the editor fails, or leaves an empty file. What was written is
    then kept in its file too, and the sentence says where.

    Args:
        text: the text to edit.
        name: what the file is called, for the editor's title line.
        environ: the environment, which names the editor.
    """
    editor = command(environ)
    if not editor:
        return Outcome(None, f"No editor was found. {ADVICE}", True)
    safe = "".join(char if char.isalnum() or char in "-_" else "-" for char in name)[:60]
    try:
        handle, path = tempfile.mkstemp(prefix=f"lgtui-{safe}-", suffix=".md")
        with os.fdopen(handle, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
            file.write(text if text.endswith("\n") or not text else f"{text}\n")
    except OSError as error:
        return Outcome(None, f"The text could not be written for the editor: {error}.", True)
    # Ctrl+C in the editor's terminal reaches both; what it means there is the editor's business.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        ran = subprocess.run([*editor, path], check=False, env=dict(environ))
    except OSError as error:
        os.unlink(path)
        reason = error.strerror or error
        told = f"{editor[0]} could not be started ({reason}); the text here is as it was. {ADVICE}"
        return Outcome(None, told, True)
    finally:
        signal.signal(signal.SIGINT, before)
    return _outcome(text, path, editor[0], ran.returncode)


def _outcome(text: str, path: str, program: str, status: int) -> Outcome:
    """What the editor left behind."""
    if status:
        how = f"ended with status {status}" if status > 0 else f"was stopped by signal {-status}"
        return Outcome(
            None,
            f"{program} {how}, so the text here is as it was. "
            f"What was written there is kept in {path}.",
            True,
        )
    try:
        with open(path, encoding="utf-8", newline="") as file:
            new = file.read().replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        return Outcome(
            None, f"What {program} left in {path} cannot be read ({error}); it is kept there.", True
        )
    if not text.endswith("\n"):
        new = new.removesuffix("\n")
    if not new.strip() and text.strip():
        return Outcome(
            None,
            f"The editor left an empty text, so it is kept as it was ({path} holds what it left). "
            "To empty the field, delete its text here.",
            True,
        )
    with contextlib.suppress(OSError):
        os.unlink(path)
    if new == text:
        return Outcome(None, "Nothing was changed in the editor.")
    return Outcome(new, "The text from the editor was taken.")
