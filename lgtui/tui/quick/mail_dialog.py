"""The dialog for a speaker's mail: where it is pasted, then what was recognised in it."""

from lgtui.importing.mail import Mail, read_mail
from lgtui.tui.line_list import Cell
from lgtui.tui.quick.paste_dialog import PasteDialog, wrapped

NAMES = {
    "title": "Title",
    "speakers": "Speaker",
    "affiliation": "Affiliation",
    "abstract": "Abstract",
    "bio": "Short bio",
    "website": "Website",
    "video_url": "Video link",
    "links": "Link",
}
"""What the parts of a mail are called."""

WANTED = ("title", "speakers", "abstract", "bio")
"""What every mail is hoped to tell."""


def report(mail: Mail, width: int) -> list[list[Cell]]:
    """What was recognised field by field, what was repaired, and what is left over."""
    lines: list[list[Cell]] = []
    for field, text in mail.recognised:
        lines.append([(f"✓ {NAMES.get(field, field)}", "good")])
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

    def __init__(self, new_id: str, text: str = "") -> None:
        super().__init__(
            f"{new_id} from a mail",
            "Paste the speaker's mail here, with title, abstract and bio in any order.",
            take=f"Take it as {new_id}",
            shows="what was recognised",
            pasted=text,
        )
        self.mail = read_mail("")

    def read(self, text: str) -> Mail | None:
        """Recognises the parts of the mail."""
        self.mail = read_mail(text)
        return self.mail if self.mail.recognised else None

    def lines(self, width: int) -> list[list[Cell]]:
        """What was recognised and what was not."""
        return report(self.mail, width)
