"""Folding: a text as it is compared, without case, accents and letters that no keyboard has."""

import re

_MARKS = (
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f]"
)
"""Accents, the vowel points of Hebrew and Arabic, the voicing marks of Japanese.

Not every combining mark: a vowel sign of an Indic script is as much a letter as ``e``.
"""

_LETTERS = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i",
        "ħ": "h", "ŧ": "t", "ŋ": "n", "ĸ": "k", "ə": "e",
        "’": "'", "‘": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"', "„": '"',
        "‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-",
    }
)  # fmt: skip
"""Letters that Unicode does not take for an accented one, and signs that no keyboard has."""


def fold(text: str) -> str:
    """Fold case, accents, letters and typographic signs to what a plain keyboard writes.

    >>> fold("Żółć–Straße"), fold("O’Brien")
    ('zolc-strasse', "o'brien")
    """
    if text.isascii():
        return text.lower().replace("`", "'")
    import unicodedata

    # Compatibility decomposition would make a blank of the acute accent that stands alone.
    bare = unicodedata.normalize("NFKD", text.replace("´", "'"))
    return re.sub(_MARKS, "", bare).casefold().translate(_LETTERS)


def folded_words(text: str) -> str:
    """Return the folded runs of letters and digits of a text, with one blank between them."""
    return " ".join(re.findall(r"[^\W_]+", fold(text)))
