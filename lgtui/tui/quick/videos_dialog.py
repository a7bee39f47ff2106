"""The dialog for several video links: where they are pasted, then which talk each goes to."""

from lgtui.model import Records, season_label
from lgtui.tui.line_list import Cell
from lgtui.tui.quick.paste_dialog import PasteDialog, wrapped
from lgtui.videos import Match, Plan, match_videos

HOW = {"id": "by its id", "words": "by title or speaker", "order": "by its place in the list"}
"""In words how a link found its talk."""


def report(records: Records, plan: Plan, width: int) -> list[list[Cell]]:
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


def _said(match: Match) -> list[tuple[str, str]]:
    """What is to be said of a link, each with its style."""
    said = [(f"{match.url or 'withheld'} ({HOW[match.how]})", "row")]
    if match.before:
        said.append((f"! takes the place of {match.before}", "warning"))
    if match.note:
        said.append((f"! {match.note}", "warning"))
    return said


class VideosDialog(PasteDialog[Plan]):
    """Asks for video links; gives the plan for them."""

    def __init__(self, records: Records, season: int) -> None:
        super().__init__(
            f"Video links of {season_label(season)}",
            "Paste them here, one on a line. Ids, titles or names beside them say which talk is "
            "meant; “withheld” instead of a link counts too.",
            take="Set these links",
            shows="which talk each goes to",
        )
        self.records, self.season = records, season
        self.plan = Plan((), ())

    def read(self, text: str) -> Plan | None:
        """Finds the talk of each link."""
        self.plan = match_videos(self.records, text, self.season)
        return self.plan if self.plan.matches else None

    def lines(self, width: int) -> list[list[Cell]]:
        """Which talk each link goes to."""
        return report(self.records, self.plan, width)
