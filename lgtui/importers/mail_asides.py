"""Recognises what a mail says to the organizers alone: consent, dates, attachments, thanks."""

import re

_RECORDING = re.compile(
    r"(?i)\b(?:record(?:ing|ings|ed)?|videos?|youtube|film(?:ed|ing)?|stream(?:ed|ing)?|"
    r"aufzeichn\w*|aufnahmen?|aufnehmen|enregistr\w*|grabaci[oó]n(?:es)?|grabar|registrazion[ei]|"
    r"opnames?|optagelser?n?|inspelning\w*|opptak\w*|foto(?:grafi)?eren)\b"
)
_SPOKEN = re.compile(
    r"(?i)\b(?:please|bitte|kindly|s['’]il\s+(?:vous|te)|por\s+favor|per\s+favore|alstublieft|"
    r"you\s+(?:may|can|could|should|must|might|are\s+(?:free|welcome|allowed)\s+to|have\s+my)"
    r"(?:\s+(?:of\s+course|certainly|also|gladly|not|only))*\s*(?:not\s+)?"
    r"(?:record|share|publish|post|upload|put|use|film|stream|show|keep|edit|permission|consent)|"
    r"(?:do\s+not|don['’]t)\s+(?:record|share|publish|post|upload|put|film|stream)|"
    r"feel\s+free|i(?:\s+would|['’]d)\s+(?:much\s+)?(?:rather|prefer|be\s+(?:glad|happy|grateful)|"
    r"appreciate)|i\s+(?:prefer\s+(?:not|that|you|if|no)|agree|consent|object|would\s+not\s+like|do\s+not\s+(?:want|agree|"
    r"consent|mind)|don['’]t\s+(?:want|agree|consent|mind))|i(?:\s+am|['’]m)\s+(?:fine|ok|okay|happy)"
    r"|(?:it\s+is|it['’]s|is)\s+(?:fine|ok|okay)|no\s+problem|happy\s+(?:for\s+you\s+)?to|"
    r"ich\s+(?:möchte|bin|will|habe)|gerne?|je\s+(?:préfère|suis|ne)|prefiero|preferisco)\b"
)
_TO_ORGANIZERS = re.compile(
    r"(?i)(?:(?:my|a|the)\s+)?(?:photo(?:graph)?|picture|headshot|portrait|cv|slides?)\b.{0,40}"
    r"\b(?:attached|enclosed|follows?|to\s+follow)\b"
    r"|(?:photo|picture|headshot|portrait)\s+attached\b"
    r"|attached\s+(?:is|are|you|please|my|a)\b|i(?:\s+have|['’]ve)?\s+(?:also\s+)?attach"
    r"|please\s+(?:find|let|tell|confirm|see\s+attached)\b|let\s+me\s+know\b"
    r"|(?:could|may|can)\s+i\s+(?:have|get|ask|please|send)\b"
    r"|(?:could|can|would)\s+you\s+(?:please|send|let\s+me|tell\s+me|confirm)\b"
    r"|(?:i\s+am|i['’]m)\s+(?:available|free|only\s+free|travelling|traveling|away)\b"
    r"|i(?:\s+would|['’]d)\s+(?:prefer|rather)\s+(?:to\s+)?(?:speak|talk|present)\b"
    r"|any\s+(?:time|day)\b.{0,50}\b(?:works|suits|is\s+fine)\b"
    r"|.{0,60}\b(?:works|suits|fits|would\s+work|is\s+fine|is\s+good)\s+(?:well\s+|best\s+|"
    r"perfectly\s+|fine\s+)?(?:for\s+|with\s+)?me\b"
    r"|i\s+(?:can|could)\s+(?:only\s+)?(?:make|do)\s+(?:it\s+)?(?:on|at|before|after)\b"
    r"|my\s+(?:flight|train|hotel|travel)\b|i(?:\s+will|['’]ll)\s+(?:arrive|travel|fly|join|send)\b"
    r"|see\s+you\b|(?:i\s+(?:am|look)\s+|i['’]m\s+)?looking\s+forward\b|i\s+look\s+forward\b"
    r"|sorry\s+(?:for|that|about)\b|(?:many\s+)?thanks\s+(?:again|for|so|a\s+lot)\b"
    r"|thank\s+you\s+(?:again|for|so|very)\b|i\s+hope\s+(?:this|that|it)\b"
    r"|shout\s+if\b|is\s+(?:this|that)\s+(?:ok|okay|fine|too\s+long)\b"
)

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’)]?\s+(?=[\"“„(]?[A-ZÄÖÜÉÀÅØÆ])")

REFUSED, AGREED, UNCLEAR = "refused", "agreed", ""

_MILD = re.compile(
    r"(?i)\b(?:no\s+(?:problem|objections?|worries|issue)|(?:do\s+not|don['’]t|not)\s+mind|why\s+not|"
    r"keine\s+einwände|kein\s+problem|nothing\s+against|nichts\s+dagegen)\b"
)
_NO = re.compile(
    r"(?i)\b(?:no|not|never|nicht|kein\w*|nein|non|pas|nej|ikke|inte|niet|geen|nunca|rather|only|nur|"
    r"off|private\w*|among|internal\w*|intern|withh\w+|prefer\s+(?:that\s+)?(?:it|you|the)|"
    r"without\s+(?:a\s+)?recording)\b|n['’]t\b|\bno\s*$"
)
_YES = re.compile(
    r"(?i)\b(?:yes|ja|oui|s[íi]|si|sim|may|can|free|happy|fine|ok|okay|gerne?|of\s+course|sure|share|"
    r"agree|consent|glad|welcome|d['’]accord|einverstanden|publish|public|youtube)\b"
)
_ANOTHERS = re.compile(r"(?i)\b(?:questions?|q\s*&\s*a|discussion|fragen|diskussion|audience)\b")


def is_about_recording(sentence: str) -> bool:
    """Tell whether a sentence says to the organizers what may be done with the recording.

    A talk may well be about recordings: only a sentence that asks, allows or forbids counts.
    """
    return bool(_RECORDING.search(sentence) and _SPOKEN.search(sentence))


def is_aside(sentence: str) -> bool:
    """Tell whether a sentence is for the organizers and not for the audience."""
    return is_about_recording(sentence) or _TO_ORGANIZERS.match(sentence.strip()) is not None


def consent(text: str) -> str:
    """Return what a text says about publishing the recording, as far as that can be told.

    Of boxes to tick only the ticked ones count. What may be done with the questions after the
    talk says nothing about the talk.

    Returns:
        ``refused``, ``agreed``, or an empty text where it is unclear.
    """
    boxes = re.findall(r"(?m)^\s*[-*]?\s*\[([ xX✓])\]\s*(.*)$", text)
    if boxes:
        text = " ".join(words for tick, words in boxes if tick != " ")
    if _ANOTHERS.search(text) and not re.search(r"(?i)\btalk|vortrag|lecture|publish", text):
        return UNCLEAR
    plain = _MILD.sub(" yes ", text)
    if _NO.search(plain):
        return REFUSED
    return AGREED if _YES.search(plain) else UNCLEAR


def sentences(paragraph: str) -> list[str]:
    """Split a paragraph into sentences, with the blanks between them left out."""
    return [piece for piece in _SENTENCE_END.split(paragraph) if piece.strip()]


def split_asides(text: str) -> tuple[str, list[str]]:
    """Split a text into what is for the audience and the sentences that are not.

    Returns:
        The text without them, its paragraphs and lines as they were; and the sentences.
    """
    asides: list[str] = []
    kept: list[str] = []
    for line in text.split("\n"):
        found = [piece for piece in sentences(line) if is_aside(piece)]
        if not found:
            kept.append(line)
            continue
        asides += found
        rest = " ".join(piece for piece in sentences(line) if piece not in found)
        if rest:
            kept.append(rest)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip("\n"), asides
