"""Colours: every theme can be read, computed by WCAG 2 over what the app paints."""

from pathlib import Path

import pytest
from textual.color import Color

from lgtui import tui
from lgtui.tui.app import LgtuiApp
from lgtui.tui.startup import Opened
from lgtui.tui.themes import (
    CONTRAST,
    contrast,
    first_theme,
    line_styles,
    theme_named,
    theme_names,
    unknown_themes,
)
from tests.tui.desk import TODAY, seen, until
from tests.tui.sample import document, series

NAMES = [name for name in theme_names() if name != "plain"]
"""All themes but that of the terminal's own colours, which only the terminal knows."""


def app_in(name: str) -> LgtuiApp:
    return LgtuiApp(Opened(document(series()), True), today=lambda: TODAY, theme=name)


def test_the_contrast_is_that_of_the_standard() -> None:
    white, black = Color.parse("#ffffff"), Color.parse("#000000")
    assert contrast(white, black) == pytest.approx(21)
    assert contrast(white, white) == pytest.approx(1)
    # The greys at the border of level AA on white, as the standard's own notes have them.
    assert contrast(Color.parse("#767676"), white) > 4.5 > contrast(Color.parse("#777777"), white)


@pytest.mark.parametrize("name", NAMES)
def test_each_text_can_be_read_on_each_ground(name: str) -> None:
    app = app_in(name)
    assert app.theme == name
    variables = app.get_css_variables()
    styles = line_styles(variables)
    grounds = [Color.parse(variables[each]) for each in ("background", "surface", "panel")]
    blurred = styles["cursor-blurred"].bgcolor
    assert blurred
    grounds.append(Color.from_rich_color(blurred))
    for words in ("foreground", "text-muted"):
        for ground in grounds:
            assert contrast(Color.parse(variables[words]), ground) >= CONTRAST, (words, ground)
    for style, look in styles.items():
        if style in ("bar", "cursor-blurred") or look.color is None:
            continue
        on = [Color.from_rich_color(look.bgcolor)] if look.bgcolor else grounds
        for ground in on:
            assert contrast(Color.from_rich_color(look.color), ground) >= CONTRAST, (style, ground)


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_what_is_painted_in_the_light_theme_can_be_read(size: tuple[int, int]) -> None:
    app = app_in("textual-light")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: app.panes.form is not None)
        await pilot.pause()
        for strip in app.screen._compositor.render_strips():
            for segment in strip:
                look = segment.style
                if not segment.text.strip(" │─╭╮╰╯┃▁▂▃▄▅▆▇█") or not look:
                    continue
                assert look.color
                assert look.bgcolor
                front, back = (Color(*each.get_truecolor()) for each in (look.color, look.bgcolor))
                assert contrast(front, back) >= CONTRAST, (segment.text, front, back)


def test_the_hue_of_a_theme_stays() -> None:
    light = theme_named("textual-light")
    assert light
    assert not light.dark
    assert light.background is None or Color.parse(light.background).brightness > 0.5
    assert theme_named("ansi-dark") is None
    assert theme_named("pink") is None


@pytest.mark.parametrize(
    ("environ", "setting", "theme"),
    [
        ({"TERM": "xterm"}, "textual-light", "textual-light"),
        ({"TERM": "xterm", "LGTUI_THEME": "nord"}, "textual-light", "nord"),
        ({"TERM": "xterm"}, "pink", "lgtui"),
        ({"TERM": "xterm"}, 3, "lgtui"),
        ({"TERM": "linux"}, "textual-light", "plain"),
        ({"TERM": "xterm", "NO_COLOR": "1"}, "textual-light", "plain"),
    ],
)
def test_the_environment_comes_before_the_setting(
    environ: dict[str, str], setting: object, theme: str
) -> None:
    assert first_theme(environ, setting) == theme


def test_a_theme_that_there_is_not_is_told_with_those_that_there_are() -> None:
    assert unknown_themes({}, None) == []
    assert unknown_themes({"LGTUI_THEME": "nord"}, "textual-light") == []
    [one, other] = unknown_themes({"LGTUI_THEME": "pink"}, ["nord"])
    assert one.startswith("LGTUI_THEME is 'pink', which is no theme. There are: lgtui, plain, ")
    assert "theme in settings.toml is ['nord']" in other


@pytest.mark.parametrize(
    ("text", "theme", "told"),
    [
        ('theme = "textual-light"\n[sync]\n[private]\n', "textual-light", ""),
        ('theme = "pink"', "lgtui", "no theme"),
        ('thema = "nord"', "lgtui", "there is no setting 'thema'. There are: theme, sync"),
        ("theme = ", "lgtui", "settings.toml:1"),
    ],
)
def test_the_settings_file_is_read_at_the_start(
    text: str, theme: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("TERM", "xterm")
    for name in ("LGTUI_THEME", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "lgtui").mkdir()
    (tmp_path / "lgtui" / "settings.toml").write_text(text)
    found, notes = tui._theme()
    assert found == theme
    assert bool(notes) == bool(told)
    assert all(told in note for note in notes)


async def test_the_palette_goes_through_full_plain_and_light_colours() -> None:
    app = app_in("nord")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.panes.form is not None)
        met = []
        for _ in range(4):
            app.action_do("theme")
            await pilot.pause()
            met.append(app.theme)
        assert met == ["lgtui", "plain", "textual-light", "lgtui"]
        assert "Title 3-1" in seen(app)
