"""What each row of the list of records says, in as much room as there is (pure)."""

from lgtui.model import Records, full_name
from lgtui.tui import rows as rows_of
from lgtui.tui.line_list import Cell
from lgtui.tui.rows import Row
from lgtui.tui.visible import one_line, width


def finding_signs(count: tuple[int, int]) -> list[Cell]:
    """Three cells: ``✗2`` for errors, else ``!1`` for warnings, else blank."""
    errors, warnings = count
    if errors:
        return [(f"✗{min(errors, 9)} ", "error")]
    return [(f"!{min(warnings, 9)} ", "warning")] if warnings else [("   ", "row")]


def words(records: Records, entry: Row, room: int) -> list[Cell]:
    """The words of a row, at most ``room`` cells in all."""
    if entry.kind == "talks":
        return _talk(records, entry, room)
    if entry.kind in ("seasons", "missing"):
        return _season(records, entry, room)
    return _other(records, entry, room)


def _talk(records: Records, entry: Row, room: int) -> list[Cell]:
    """A talk: id, sign of its recording, title, speakers."""
    talk = records.talks[entry.at]
    name = one_line(talk.id or "no id", min(12, room - 4))
    sign = rows_of.talk_sign(talk)
    left = room - width(name) - 4
    names = ", ".join(full_name(each) for each in talk.speakers[:9]) if left > 48 else ""
    speakers = one_line(names, left // 2)
    title = one_line(talk.title or "TBA", left - (width(speakers) + 3 if speakers else 0))
    cells = [(f" {name} ", "row"), (sign + " ", "good"), (title, "row")]
    return [*cells, (f" · {speakers}", "dim")] if speakers else cells


def _season(records: Records, entry: Row, room: int) -> list[Cell]:
    """A season's heading: number, state, date, theme."""
    name = rows_of.name_of(records, entry)
    if entry.kind == "missing":
        text = "these ids name no season" if entry.at < 0 else "has no record: A adds it"
        return [(one_line(f"{name} {text}", room), "error")]
    said = rows_of.season_words(records.seasons[entry.at])
    return [(one_line(f"{name} {said}", room), "heading")]


def _other(records: Records, entry: Row, room: int) -> list[Cell]:
    """An organizer, the series, the pages."""
    if entry.kind == "organizers":
        name, text = "Organizer", records.organizers[entry.at].name or "no name"
    elif entry.kind == "series":
        name, text = "Series", records.series.name or "no name"
    else:
        pages = [name for name in records.pages[:4] if name]
        name, text = "Pages", ", ".join(map(str, pages)) or "none is written"
    return [(name + " ", "dim"), (one_line(text, max(0, room - len(name) - 1)), "row")]
