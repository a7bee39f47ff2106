"""A long text in the form: it gets the room there is, and the cursor stays in sight."""

import pytest
from textual import events

from lgtui.model import Records
from tests.tui.desk import until
from tests.tui.form.desk import TALK, field
from tests.tui.sample import series
from tests.tui.waiting import rested


def wordy() -> Records:
    """A series whose first abstract has 2,000 words."""
    records = series()
    talk = records.talks[0]._replace(abstract=" ".join(f"word{at}" for at in range(2000)))
    return records._replace(talks=(talk, *records.talks[1:]))


@pytest.mark.parametrize("size", [(160, 45), (40, 10)])
async def test_the_cursor_stays_in_sight_in_a_long_abstract(size: tuple[int, int]) -> None:
    async with field(TALK, "abstract", wordy(), size=size) as (_app, form, pilot):
        await pilot.press(*["pagedown"] * 4, "down", "down", "x")
        area = form._field.long
        # Before it is laid out the cursor is nowhere yet.
        await until(pilot, lambda: form.region.contains(*area.cursor_screen_offset))
        await rested(pilot)
        assert form.region.contains(*area.cursor_screen_offset)
        assert area.cursor_location[1] > 0


async def test_a_long_text_takes_the_room_there_is_as_soon_as_it_is_opened() -> None:
    async with field(TALK, "abstract", wordy(), size=(80, 24)) as (_app, form, pilot):
        await rested(pilot)
        assert form._field.long.size.height > 15
        assert form.region.contains_region(form._field.long.region)


@pytest.mark.parametrize("size", [(160, 45), (80, 24)])
async def test_each_letter_typed_at_the_end_is_in_sight_at_once(size: tuple[int, int]) -> None:
    async with field(TALK, "abstract", wordy(), size=size) as (_app, form, pilot):
        await pilot.press("ctrl+end")
        area = form._field.long
        rows = area.rows
        while area.rows < rows + 2:
            room = area.region.right - area.cursor_screen_offset.x
            if room > 16:  # only the end of a row is worth a key for each letter
                area.post_message(events.Paste("qq " * ((room - 10) // 3)))
            else:
                await pilot.press("q", "q", "space")
            await pilot.pause()
            assert area.region.contains(*area.cursor_screen_offset)
            assert form.region.contains(*area.cursor_screen_offset)
            shown = area.scroll_offset.y
            assert shown <= area._cursor_row() < shown + area.size.height


@pytest.mark.parametrize("size", [(160, 45), (80, 24)])
async def test_a_short_text_that_grows_by_a_paste_stays_in_sight(size: tuple[int, int]) -> None:
    async with field(TALK, "abstract", size=size) as (_app, form, pilot):
        await pilot.press("ctrl+end")
        area = form._field.long
        area.post_message(events.Paste("\n\n".join(f"Paragraph {at}." for at in range(40))))
        await until(pilot, lambda: area.size.height > 15)
        await until(pilot, lambda: form.region.contains_region(area.region))
        assert area.region.contains(*area.cursor_screen_offset)
