"""Sets of colours: the full ones, plain terminal colours for slow lines, and Textual's own.

Textual's themes are made legible here: whatever is read has a contrast of 4.5 to its ground.
"""

import os
from collections.abc import Mapping
from dataclasses import replace

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import NoColor
from textual.theme import BUILTIN_THEMES, Theme

FULL = Theme(
    name="lgtui",
    primary="#7cb7ff",
    secondary="#9d8cff",
    warning="#ffc861",
    error="#ff7b8a",
    success="#8fdc8c",
    accent="#ffd479",
    foreground="#e6e8ee",
    background="#14161c",
    surface="#1d212b",
    panel="#252b38",
    dark=True,
    variables={
        "border": "#7cb7ff",
        "border-blurred": "#4a5468",
        "text-muted": "#a3adc2",
        "text-error": "#ff9aa6",
        "text-warning": "#ffd27f",
        "text-success": "#a4e6a1",
        "block-cursor-background": "#2f5d9c",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-blurred-background": "#2a3244",
        "block-cursor-text-style": "none",
    },
)

PLAIN = Theme(
    name="plain",
    ansi=True,
    primary="ansi_cyan",
    secondary="ansi_blue",
    warning="ansi_yellow",
    error="ansi_red",
    success="ansi_green",
    accent="ansi_yellow",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    dark=True,
    variables={
        **BUILTIN_THEMES["ansi-dark"].variables,
        "border": "ansi_cyan",
        "border-blurred": "ansi_default",
        "text-muted": "ansi_default",
        "text-error": "ansi_red",
        "text-warning": "ansi_yellow",
        "text-success": "ansi_green",
        "block-cursor-background": "ansi_cyan",
        "block-cursor-foreground": "ansi_black",
        "block-cursor-blurred-background": "ansi_default",
        "block-cursor-text-style": "none",
        "input-cursor-background": "ansi_default",
        "input-cursor-foreground": "ansi_default",
        "input-cursor-text-style": "reverse",
        "input-selection-background": "ansi_cyan",
        "input-selection-foreground": "ansi_black",
        "scrollbar": "ansi_cyan",
        "scrollbar-background": "ansi_default",
    },
)

THEMES = (FULL, PLAIN)
"""The app's own themes."""

LIGHT = "textual-light"
"""The light theme that the palette offers."""

CONTRAST = 4.5
"""The least contrast of a text to its ground (WCAG 2, level AA)."""


def contrast(one: Color, other: Color) -> float:
    """Return the contrast of two colours by WCAG 2: from 1, the same, to 21, black and white."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Color) -> float:
    """Return how bright a colour is to the eye, from 0 to 1."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in colour.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def legible(theme: Theme) -> Theme:
    """Return a theme whose texts can be read on each of its grounds, its hues kept.

    Several of Textual's themes have grey texts on grey grounds, and give some colours only as
    parts of others, which drawn lines cannot use.
    """
    colours = theme.to_color_system().generate()
    primary, ground = Color.parse(colours["primary"]), Color.parse(colours["background"])
    blurred = Color.parse(colours["surface"]).blend(primary, 0.15, alpha=1)
    grounds = [
        *(Color.parse(colours[name]) for name in ("background", "surface", "panel")),
        blurred,
    ]
    ink = Color.parse("#ffffff" if theme.dark else "#000000")

    def on_all(colour: Color) -> str:
        """Return the nearest shade of a colour that can be read on each ground."""
        for part in range(21):
            found = colour.blend(ink, part / 20, alpha=1)
            # A little more, since a shade is rounded to whole numbers.
            if min(contrast(found, each) for each in grounds) >= CONTRAST + 0.1:
                break
        return found.hex

    front = Color.parse(on_all(Color.parse(colours["foreground"])))
    on_cursor = max(
        (Color.parse("#ffffff"), Color.parse("#000000")), key=lambda each: contrast(each, primary)
    )
    return replace(
        theme,
        variables={
            **theme.variables,
            "foreground": front.hex,
            "primary": on_all(primary),
            "accent": on_all(Color.parse(colours["accent"])),
            "border": on_all(primary),
            "border-blurred": on_all(front.blend(ground, 0.5, alpha=1)),
            "text-muted": on_all(front.blend(ground, 0.3, alpha=1)),
            "text-error": on_all(Color.parse(colours["error"])),
            "text-warning": on_all(Color.parse(colours["warning"])),
            "text-success": on_all(Color.parse(colours["success"])),
            "block-cursor-background": primary.hex,
            "block-cursor-foreground": on_cursor.hex,
            "block-cursor-blurred-background": blurred.hex,
            "block-cursor-text-style": "none",
        },
    )


def theme_named(name: str) -> Theme | None:
    """Return the theme of a name: the app's own, or one of Textual's, made legible."""
    for theme in THEMES:
        if theme.name == name:
            return theme
    found = BUILTIN_THEMES.get(name)
    return legible(found) if found and not found.ansi else None


def theme_names() -> tuple[str, ...]:
    """Return the names of all themes, the app's own first."""
    others = (name for name, theme in BUILTIN_THEMES.items() if not theme.ansi)
    return (*(theme.name for theme in THEMES), *others)


def unknown_themes(environ: Mapping[str, str], setting: object) -> list[str]:
    """Say of each name of a theme that there is none of it; with those that there are.

    Args:
        environ: the environment, for ``LGTUI_THEME``.
        setting: ``theme`` of the settings file, ``None`` where it has none.
    """
    asked = {"LGTUI_THEME": environ.get("LGTUI_THEME") or None, "theme in settings.toml": setting}
    known = ", ".join(theme_names())
    return [
        f"{where} is {value!r}, which is no theme. There are: {known}."
        for where, value in asked.items()
        if value is not None and value not in theme_names()
    ]


_PLAIN_TERMS = ("linux", "vt", "ansi", "dumb", "cons", "screen.linux", "sun", "wyse")


def first_theme(environ: Mapping[str, str] | None = None, setting: object = None) -> str:
    """Return the theme to start with: what ``LGTUI_THEME`` names, else what the terminal can show.

    Plain colours are taken where ``NO_COLOR`` is set, and on terminals that know only a few; on
    all others the theme of the settings, if there is one.

    Args:
        environ: the environment; by default that of the process.
        setting: ``theme`` of the settings file.
    """
    if environ is None:
        environ = os.environ
    wanted = environ.get("LGTUI_THEME", "")
    if wanted in theme_names():
        return wanted
    term = environ.get("TERM", "")
    if environ.get("NO_COLOR") or not term or term.startswith(_PLAIN_TERMS):
        return PLAIN.name
    return setting if isinstance(setting, str) and setting in theme_names() else FULL.name


def without_colours(environ: Mapping[str, str] | None = None) -> bool:
    """Return whether no colour is wanted (``NO_COLOR``), or the terminal has none."""
    if environ is None:
        environ = os.environ
    return bool(environ.get("NO_COLOR")) or environ.get("TERM", "").startswith(("vt", "dumb"))


class Colourless(NoColor):
    """Takes every colour off what is painted; what stood on a ground of its own is reversed."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments without colours."""
        marked = [
            Segment(text, style + Style(reverse=True), control)
            if style and style.bgcolor and not style.bgcolor.is_default and not style.reverse
            else Segment(text, style, control)
            for text, style, control in segments
        ]
        return super().apply(marked, background)


_LOOKS = {
    "row": ("foreground", "", False),
    "plain": ("foreground", "", False),
    "strong": ("foreground", "", True),
    "heading": ("primary", "", True),
    "dim": ("text-muted", "", False),
    "key": ("accent", "", True),
    "error": ("text-error", "", True),
    "warning": ("text-warning", "", True),
    "good": ("text-success", "", False),
    "bar": ("border-blurred", "", False),
    "cursor": ("block-cursor-foreground", "block-cursor-background", False),
    "cursor-blurred": ("", "block-cursor-blurred-background", False),
}
"""For each style of a drawn line: the theme's variables of its colours, and whether it is bold.

Lines take their styles from here and not from the style sheet's component classes: each of those
is a node that the style sheet works on for every widget at every change.
"""


def line_styles(variables: Mapping[str, str]) -> dict[str, Style]:
    """Return the styles of drawn lines in the current theme, by name."""

    def colour(name: str) -> str | None:
        if not name:
            return None
        found = Color.parse(variables[name]).rich_color
        return found.name

    return {
        name: Style(color=colour(front), bgcolor=colour(back), bold=bold or None)
        for name, (front, back, bold) in _LOOKS.items()
    }
