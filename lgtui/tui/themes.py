"""Two sets of colours: the full ones, and plain terminal colours for slow lines and old terms."""

import os
from collections.abc import Mapping

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

_PLAIN_TERMS = ("linux", "vt", "ansi", "dumb", "cons", "screen.linux", "sun", "wyse")


def first_theme(environ: Mapping[str, str] | None = None) -> str:
    """Return the theme to start with: what ``LGTUI_THEME`` names, else what the terminal can show.

    Plain colours are taken where ``NO_COLOR`` is set, and on terminals that know only a few.
    """
    if environ is None:
        environ = os.environ
    wanted = environ.get("LGTUI_THEME", "")
    if wanted in (theme.name for theme in THEMES):
        return wanted
    term = environ.get("TERM", "")
    if environ.get("NO_COLOR") or not term or term.startswith(_PLAIN_TERMS):
        return PLAIN.name
    return FULL.name


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
