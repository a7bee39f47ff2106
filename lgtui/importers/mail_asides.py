"""Recognises what a mail says to the organizers alone: consent, dates, attachments, thanks."""

import re

_RECORDING = re.compile(
    r"(?i)\b(?:record(?:ing|ings|ed)?|v[ií]d[eé]os?|youtube|film(?:ed|ing)?|stream(?:ed|ing)?|"
    r"aufzeichn\w*|aufgezeichnet|aufnahmen?|aufnehmen|aufgenommen|enregistr\w*|grabaci[oó]n(?:es)?|"
    r"grabar\w*|registrazion[ei]|registrare|opnames?|opgenomen|opnemen|optag\w*|inspelning\w*|"
    r"opptak\w*|internet|online|publi(?:sh|sched|cation)\w*)\b"
)
_THE_RECORDING = re.compile(
    r"(?i)\b(?:(?:the|a|any|my|this|no|our)\s+(?:recordings?|videos?|talk)|recordings?\s+of\s+any|"
    r"be(?:ing)?\s+recorded|record\s+(?:it|me|my|this|the\s+talk)|from\s+recording|youtube|"
    r"(?:off|on)\s+the\s+internet|online|aufzeichnung|aufgezeichnet|aufnahme|l['’]enregistrement|"
    r"enregistrer|(?:la\s+)?grabaci[oó]n|(?:el\s+)?v[ií]deo|la\s+registrazione|(?:de|geen)\s+opname|"
    r"optag(?:e|es|elsen)|inspelningen|opptaket|publish\s+(?:it|this|the))\b"
)
_MAY_BE = re.compile(
    r"(?i)\b(?:recording|video|talk)\s+(?:may|can)\s+be\s+(?:shared|published|put|recorded|shown|uploaded)\b"
)
_REPORTED = re.compile(
    r"(?i)\b(?:said|says|asked|asks|told|tells|wrote|writes|according\s+to|code\s+of|signs?\s+say)\b"
)
_OBJECT = r"(?:it|this|that|me|my|the\s+(?:talk|recording|video|session)|a\s+recording|the\s+whole)"
_SPOKEN = re.compile(
    r"(?i)\b(?:please|bitte|kindly|s['’]il\s+(?:vous|te)|por\s+favor|per\s+favore|alstublieft|"
    r"you\s+(?:may|can|could|should|must|might|are\s+(?:free|welcome|allowed)\s+to|have\s+my)"
    r"(?:\s+(?:of\s+course|certainly|also|gladly|not|only))*\s*(?:not\s+)?"
    r"(?:(?:record|share|publish|post|upload|put|film|stream|show|keep)\s+(?:and\s+\w+\s+)?"
    rf"{_OBJECT}|permission|consent)|"
    rf"(?:do\s+not|don['’]t)\s+(?:record|share|publish|post|upload|put|film|stream)\s+{_OBJECT}|"
    r"feel\s+free|i(?:\s+would|['’]d)\s+(?:much\s+)?(?:rather|prefer|be\s+(?:glad|happy|grateful)|"
    r"appreciate)|i\s+(?:prefer\s+(?:not|that|you|if|no)|agree|consent|object|refuse|decline|"
    r"cannot\s+consent|would\s+not\s+like|do\s+not\s+(?:want|wish|agree|consent|mind)|"
    r"don['’]t\s+(?:want|wish|agree|consent|mind))|i(?:\s+am|['’]m)\s+(?:not\s+)?(?:fine|ok|okay|"
    r"comfortable|happy\s+(?:for|with|if))|(?:fine|ok|okay)\s+(?:with|by|for)\s+me|"
    r"no\s+problem|happy\s+for\s+you\s+to|we\s+ask\s+you|my\s+employer|"
    r"ich\s+(?:möchte\s+(?:nicht|keine|bitte)|will\s+(?:nicht|keine)|bin\s+(?:nicht\s+)?einverstanden|"
    r"stimme|bitte)|gerne\s+(?:auf|ver)|je\s+(?:ne\s+)?(?:préfère|souhaite|veux|refuse|suis\s+d['’]accord)|"
    r"merci\s+de\s+ne\s+pas|prefiero|no\s+quiero|preferisco|vi\s+prego|liever|vil\s+helst|"
    r"må\s+gerne)\b"
)
_WHEN = (
    r"(?:any|the|that|this|both|either|all|your|monday|tuesday|wednesday|thursday|friday|saturday|"
    r"sunday|january|february|march|april|may|june|july|august|september|october|november|december|"
    r"[0-9]{1,2}(?:th|st|nd|rd)?|mornings?|afternoons?|evenings?)"
)
_TO_ORGANIZERS = re.compile(
    r"(?i)(?:(?:my|a|the)\s+)?(?:photo(?:graph)?|picture|headshot|portrait|cv|slides)\b[^.]{0,40}"
    r"\b(?:attached(?!\s+to)|enclosed|will\s+follow|to\s+follow|follow\s+(?:later|soon|tomorrow))\b"
    r"|(?:photo|picture|headshot|portrait)\s+attached\b"
    r"|attached\s+(?:is|are|you|please|my)\b|i(?:\s+have|['’]ve)?\s+(?:also\s+)?attach(?:ed)?\s+(?:my|"
    r"a\s+photo|the\s+(?:slides|photo))\b"
    r"|please\s+(?:find|let\s+me|tell|confirm|see\s+attached|send\s+me|pay)\b|let\s+me\s+know\b"
    r"|(?:could|may|can)\s+i\s+(?:have\s+(?:a|an|some|more|the|five|ten|fifteen|[0-9]+)\b|get\s+"
    r"(?:a|the)\b|ask\s+(?:you|for|whether)\b)|(?:could|can|shall)\s+we\s+(?:do|have|meet|move)\s+(?:a|the|it)\b"
    r"|(?:could|can|would)\s+you\s+(?:please|send|let\s+me|confirm)\b"
    r"|(?:i\s+am|i['’]m)\s+(?:available|only\s+free|free\s+(?:on|after|before)|travelling|traveling|away|afraid)\b"
    rf"|{_WHEN}\b[^.]{{0,50}}\b(?:works|suits|fits|is\s+fine|is\s+good|would\s+(?:work|be\s+better))\b"
    r"[^.]{0,12}(?:\bme\b|\bus\b|$)"
    r"|(?:i\s+)?(?:can['’]t|cannot|can\s+only|could\s+only)\s+(?:do|make)\s+(?:it|the|on|at|before|after|"
    r"[0-9])\b|i\s+prefer\s+(?:the\s+)?[0-9]"
    r"|i(?:\s+would|['’]d)\s+(?:prefer|rather)\s+(?:to\s+)?(?:speak|talk|present)\b"
    r"|my\s+(?:flight|train|hotel|travel|mobile|phone)\b|i(?:\s+will|['’]ll)\s+(?:arrive|travel|fly|send)\b"
    r"|i(?:\s+will|['’]ll)\s+join\s+(?:you|online|remotely|from|by|via|late|the\s+(?:call|zoom))\b"
    r"|see\s+you\b|(?:i\s+(?:am|look)\s+|i['’]m\s+)?looking\s+forward\b|i\s+look\s+forward\b"
    r"|(?:sorry|apologies)\s+(?:for|that|about)\b|(?:many\s+)?thanks\s+(?:again|for|so|a\s+lot)\b"
    r"|thank\s+you\s+(?:again|for|so|very)\b|(?:i\s+)?hope\s+(?:this|that|it)\s+(?:is\s+(?:ok|okay|fine|"
    r"enough|short|long|alright|what)|helps|works|fits|suits)\b|\(?feel\s+free\s+to\s+(?:shorten|edit|cut|change)"
    r"|shout\s+if\b|is\s+(?:this|that)\s+(?:ok|okay|fine|too\s+long)\b"
    r"|(?:ein|mein)\s+foto\b|je\s+vous\s+enverrai\b|adjunto\b|in\s+allegato\b|foto\s+(?:zit|er)\b|billede\b"
)

_POSTSCRIPT = re.compile(
    r"[*_(]{0,3}(?:(?:P\.?\s?)+S|(?:p\.?\s?)+s)(?:[.:,]|\s*[-–—]|(?=\s+[A-ZÄÖÜÉÀÅØÆ]))|"
    r"(?i:[*_(]{0,3}(?:just\s+|strictly\s+)?(?:between\s+(?:us|you\s+and\s+me|ourselves)|confidential(?:ly)?|"
    r"off\s+the\s+record|in\s+confidence|not\s+for\s+(?:the\s+(?:page|website|public)|publication)|"
    r"for\s+your\s+(?:eyes|information)\s+only|unter\s+uns|vertraulich|entre\s+nous|confidentiel|"
    r"entre\s+nosotros|confidencial|riservato|tra\s+noi|onder\s+ons|vertrouwelijk|fortroligt|mellem\s+os|"
    r"n\.?\s?b\.?\s+(?:for\s+you|for\s+the\s+organi[sz]ers)|(?:a\s+)?(?:private|personal)\s+(?:note|remark))"
    r"\b\s*(?:gesagt|dit|sagt)?(?:\s*[:,.–—]|\s+-\s))"
)
"""Begins what is for the organizers alone, up to the end of a text."""

_BESIDES = re.compile(
    r"(?i)(?:by\s+the\s+way|btw|incidentally,\s+i|on\s+another\s+note|übrigens|nebenbei|au\s+fait|"
    r"as\s+an\s+aside|oh,?\s+and|on\s+a\s+(?:personal|private)\s+note|fyi|for\s+your\s+information|"
    r"please\s+(?:keep\s+(?:this|it)\s+(?:to\s+yoursel(?:f|ves)|private|confidential|between)|"
    r"(?:do\s+not|don['’]t)\s+(?:tell|share\s+this|mention|print\s+this))|"
    r"por\s+cierto|a\s+proposito|trouwens|forresten|förresten|apropå)\b\s*[,:.–—-]?|"
    r"(?:so\s+|very\s+|really\s+)?sorry\s*[,!.:–—-]|sorry\s+(?:for|that|about|this|it|to|if|i)\b|"
    r"(?:i\s+am|i['’]m|i\s+was|we\s+are|we['’]re)\s+(?:\w+\s+){0,2}sorry\b|"
    r"(?:my\s+|with\s+|many\s+)(?:sincere\s+)?apologies\b|"
    r"apologies\s*(?:[,!.:–—]|for\b|that\b|about\b|if\b)|i\s+(?:\w+\s+)?apologi[sz]e\b|"
    r"(?:entschuldig\w*|verzeih\w*|désolée?|pardon|perdón|perdona|disculpa|scusa\w*|undskyld|beklager|förlåt)"
    r"\b\s*[,!.:–—-]"
)
"""Begins what is for the organizers, up to the end of its paragraph."""

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’)]?\s+(?=[\"“„(*_]{0,3}[A-ZÄÖÜÉÀÅØÆ])")

REFUSED, AGREED, UNCLEAR = "refused", "agreed", ""

_MILD = re.compile(
    r"(?i)\b(?:no\s+(?:problem|objections?|worries|issue|restrictions?)|(?:do\s+not|don['’]t|not)\s+mind(?:\s+if\s+you)?|"
    r"not\s+a\s+problem(?:\s+at\s+all)?|nothing\s+(?:against|in\s+it)(?:\s+(?!except|after|if|on\b|till|until)\w+){0,2}|why\s+(?:not|wouldn['’]t)|"
    r"keine\s+einwände|kein\s+problem|nichts\s+dagegen|pas\s+de\s+problème|no\s+hay\s+(?:ning[úu]n\s+)?"
    r"(?:problema|inconveniente)|not\s+everyone\s+can)\b"
)
_NO = re.compile(
    r"(?i)\b(?:no|not|never|nothing|nicht|kein\w*|nein|non|pas|nej|ikke|inte|niet|geen|nunca|rather|only|"
    r"nur|off|private\w*|among|internal\w*|intern|withh\w+|prefer\s+(?:that\s+)?(?:it|you|the)|cannot|"
    r"refus\w+|declin\w+|den(?:y|ied)|unlisted|password|members|participants|embargo|refrain|verzichten|"
    r"ohne|zonder|uden|senza|sans|liever|ablehn\w*|stays?\s+with\s+us|within\s+the\s+group|"
    r"without\s+(?:a\s+)?recording)\b|n['’]t\b|\bno\s*$"
)
_YES_WORDS = frozenset(
    """y yes yep yeah yea ja jo jawohl oui si sí sim sure ok okay fine agreed agree agrees consent
    gladly gerne gern accord einverstanden natürlich selbstverständlich klar claro certo
    volentieri graag natuurlijk selvfølgelig absolutely certainly definitely course allowed
    permitted granted given erlaubt gestattet autorisé autorisée permitido permitida happy
    glad welcome free may can could share publish record""".split()
)
_BESIDE_YES = frozenset(
    """a all ahead and anywhere are be being both by can d das de den der die do du en es feel for
    from gave give go grant have hereby i ich is it je jeg la le like may me means mein
    meine merci my of on online our permission please por post public publicly publicada
    publication publish published put recorded recording recordings session share shared sharing
    publishing side so stimme suis supuesto sûr talk thank thanks that the this to too
    upload und us very video videos vous want we wherever will with would you your youtube
    zu aufgezeichnet aufzeichnen aufzeichnung aufnahme avec bien bitte danke darf dürfen
    dank enregistrement enregistrer et gracias grazie ihr l'enregistrement d'accord mange
    much plaisir pleasure pour pouvez sie tak veröffentlichen veröffentlicht vortrag werden
    wird og y e med glæde must should""".split()
)
"""Words of an answer that allows it without any condition."""

_NO_WORDS = frozenset(
    """n no nope nein nej nee não non never not don't refuse refused refusé decline declined deny
    denied forbidden prohibited verboten nicht ikke inte niet disagree""".split()
)
_BESIDE_NO = frozenset(
    """a afraid allow allowed am any at all be but sorry thanks thank you please pas merci danke
    gracias grazie tak bitte kindly i i'd ich je do does did is it the this that my our of
    to on in talk recording recordings video videos youtube online public publicly publish
    published publishing record recorded share shared upload post put want wish would like
    prefer rather consent permission agree leider désolé désolée lo siento veröffentlichen
    veröffentlicht aufzeichnen aufgezeichnet werden we us me so""".split()
)
"""Words of an answer that refuses it whatever happens."""

_UNDECIDED = re.compile(
    r"(?i)\b(?:not\s+(?:(?:yet|quite|entirely|so|too|really)\s+)*(?:sure|certain|decided|"
    r"clear|known)|unsure|undecided|uncertain|(?:can(?:not|['’]t)|could\s*n['’]t|"
    r"could\s+not)\s+(?:really\s+)?(?:say|tell|decide|promise|answer)|(?:do\s+not|"
    r"don['’]t)\s+know|no\s+idea|^\s*not\s+yet|(?:not|haven['’]t)\s+(?:asked|heard|checked|"
    r"made\s+up)|maybe|perhaps|possibly|depends?|(?:will|['’]ll|have\s+to|need\s+to|"
    r"must)\s+(?:first\s+)?(?:ask|check|tell|think|decide|see|let\s+you)|to\s+be\s+(?:decided|"
    r"confirmed|discussed)|let\s+me\s+(?:think|check|ask)|noch\s+(?:nicht|unklar|offen)|"
    r"wei(?:ß|ss)\s+(?:ich\s+)?(?:es\s+)?(?:noch\s+)?nicht|vielleicht|mal\s+sehen|"
    r"pas\s+(?:encore|s[ûu]re?)|(?:ne\s+)?sais\s+pas|peut[- ]être|no\s+(?:lo\s+)?sé\b|"
    r"todav[íi]a\s+no|quiz[áa]s?|tal\s+vez|non\s+(?:lo\s+)?so\b|forse|talvez|"
    r"weet\s+(?:ik\s+)?(?:het\s+)?(?:nog\s+)?niet|misschien|"
    r"ved\s+(?:jeg\s+)?(?:det\s+)?(?:endnu\s+)?ikke|måske|kanske|kanskje|"
    r"vet\s+(?:jag\s+)?(?:inte|ikke))\b"
)
_CONDITION = re.compile(
    r"(?i)\b(?:if|unless|except\w*|provided|providing|as\s+long\s+as|so\s+long\s+as|"
    r"subject\s+to|condition\w*|once|until|till|before|after|afterwards|later|first|only|just|"
    r"solely|unlisted|password\w*|members?|participants?|attendees|students|group|internal\w*|"
    r"intern\w*|embargo\w*|among|within|privat\w*|without|apart\s+from|limited|restricted|"
    r"review\w*|approv\w*|wenn|falls|sofern|solange|außer|ausser|nur|erst|nach|bis|sauf|"
    r"seulement|uniquement|apr[èe]s|avant|condici[óo]n|salvo|excepto|s[óo]lo|solamente|"
    r"despu[ée]s|tranne|soltanto|dopo|purch[ée]|alleen|mits|tenzij|behalve|hvis|kun|efter|"
    r"undtagen|bare|medmindre|bara|men|but|aber|mais|pero|ma|maar)\b"
)
"""What makes a permission or a refusal one with a condition."""


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:['’][^\W_]+)*", text.lower().replace("’", "'"))


def _is_plain_yes(text: str) -> bool:
    """Tell whether a text allows it and says nothing else."""
    words = _words(_AS_YOU_LIKE.sub(" ", _MILD.sub(" yes ", text)))
    return (
        "?" not in text
        and any(word in _YES_WORDS for word in words)
        and all(word in _YES_WORDS or word in _BESIDE_YES for word in words)
    )


def is_plain_no(text: str) -> bool:
    """Tell whether a text refuses it and says nothing else."""
    words = _words(_MILD.sub(" yes ", text))
    return any(word in _NO_WORDS for word in words) and all(
        word in _NO_WORDS or word in _BESIDE_NO for word in words
    )


def is_answer(text: str, *, plainly: bool = False) -> bool:
    """Tell whether a line below a question about the recording answers it.

    ``OK, see you in January!`` begins like an answer and is the end of a letter.

    Args:
        text: the line.
        plainly: it begins with yes or no, or says that this is open.
    """
    if _is_plain_yes(text) or is_plain_no(text) or re.match(r"\s*[-*]?\s*\[[ xX✓]\]", text):
        return True
    if _TO_ORGANIZERS.match(text.strip()):
        return False
    signs = (_UNDECIDED,) if plainly else (_UNDECIDED, _RECORDING, _SCOPE)
    return any(sign.search(text) for sign in signs) or bool(
        _YES_FIRST.match(text) and _CONDITION.search(text)
    )


_SCOPE = re.compile(
    r"(?i)\b(?:unlisted|password|members|participants|attendees|intern\w*|embargo|privat\w*|"
    r"(?:within|among)\s+(?:the|our|your)|unless|except)\b"
)
_ALLOWS = re.compile(
    r"(?i)\b(?:yes|ja|jo|oui|s[íi]|sim|ok|okay|sure|fine|happy|glad|gerne?|gladly|of\s+course|"
    r"(?:may|can)(?!\s*not|\s+be|\s+never|['’]t))\b"
)
_AS_YOU_LIKE = re.compile(r"(?i)\b(?:if|as|wherever)\s+you\s+(?:like|want|wish|prefer)\b")


def is_limited(text: str) -> bool:
    """Tell whether a text allows a part of it, or asks for something first: no plain yes or no."""
    plain = _MILD.sub(" yes ", text)
    if is_plain_no(text):
        return False
    later = re.search(r"(?i)\b(?:after|until|before|once|only\s+(?:if|for|after))\b", plain)
    return bool(_ALLOWS.search(plain) or _SCOPE.search(plain) or later)


def is_conditional(text: str) -> bool:
    """Tell whether a text says under which condition something may be done."""
    return _CONDITION.search(_AS_YOU_LIKE.sub(" ", _MILD.sub(" yes ", text))) is not None


_YES_FIRST = re.compile(
    r"(?i)\s*(?:yes|ja|oui|s[íi]|sim|sure|of\s+course|gladly|gerne|fine|ok|okay)\b"
)
_LIMITED = re.compile(
    r"(?i)\b(?:but|aber|mais|pero|ma|maar|men|only\s+(?:after|for|if|internally|among)|after\s+the|please\s+"
    r"(?:do\s+)?not|not\s+(?:on|to|for)\b)"
)
_ANOTHERS = re.compile(r"(?i)\b(?:questions?|q\s*&\s*a|discussion|fragen|diskussion|audience)\b")


def is_about_recording(sentence: str) -> bool:
    """Tell whether a sentence says to the organizers what may be done with the recording.

    A talk may well be about recordings: only a sentence that asks, allows or forbids counts.
    """
    if _REPORTED.search(sentence):
        return False
    if _CONSENTS.match(sentence):
        return True
    return bool(_RECORDING.search(sentence) and _SPOKEN.search(sentence))


_CONSENTS = re.compile(
    r"(?i)\s*(?:sorry,?\s+)?i\s+(?:(?:do\s+not|don['’]t|can(?:not|['’]t)|hereby|gladly|won['’]t)\s+)?"
    r"(?:consent|give\s+my\s+consent)\b[^.!?]{0,30}[.!?]*\s*$"
)
_RETRACTED = re.compile(
    r"(?i)\b(?:chang(?:ed|ing)\s+my\s+mind|tak(?:e|ing)\s+(?:that|it|this|my\s+\w+)\s+back|on\s+second\s+thoughts?|"
    r"scratch\s+that|on\s+reflection|(?:withdraw|revoke|retract)\w*|forget\s+what\s+i|actually,?\s+no|"
    r"doch\s+nicht|anders\s+überlegt|chang[ée]+\s+d['’]avis|cambiado\s+de)\b"
)


def speaks_against(sentence: str) -> bool:
    """Tell whether a sentence may take back a yes that stands elsewhere in the mail."""
    return _RETRACTED.search(sentence) is not None or (
        _REPORTED.search(sentence) is None
        and _THE_RECORDING.search(sentence) is not None
        and _NO.search(_MILD.sub(" yes ", sentence)) is not None
    )


def is_remark_about_recording(line: str) -> bool:
    """Tell whether a line of its own, below a text, says what may be done with the recording.

    Of such a line less is asked than of a sentence within a text: that it names the recording of
    the talk, and says yes or no.
    """
    if _REPORTED.search(line) or re.match(r"(?i)\s*(?:we|they|in\s+this)\b(?!\s+ask)", line):
        return False
    if is_about_recording(line) or _MAY_BE.search(line):
        return True
    return _THE_RECORDING.search(line) is not None and _NO.search(line) is not None


def is_aside(sentence: str) -> bool:
    """Tell whether a sentence is for the organizers and not for the audience."""
    return _is_remark(sentence) or _POSTSCRIPT.match(sentence.strip()) is not None


def _is_remark(sentence: str) -> bool:
    """Tell whether a sentence within a text is for the organizers."""
    told = sentence.strip()
    signs = (_TO_ORGANIZERS, _BESIDES)
    return is_about_recording(sentence) or any(sign.match(told) for sign in signs)


def consent(text: str) -> str:
    """Return what a text says about publishing the recording, as far as that can be told.

    Only a plain yes agrees: one with a condition, or with anything else, is unclear.
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
    if _ANOTHERS.search(text) and _MAY_BE.search(text):
        return AGREED
    if _is_plain_yes(text) or is_plain_no(text):
        return AGREED if _is_plain_yes(text) else REFUSED
    if _UNDECIDED.search(plain):
        return UNCLEAR
    if _YES_FIRST.match(plain) and not _LIMITED.search(plain):
        return UNCLEAR
    return REFUSED if _NO.search(plain) else UNCLEAR


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
    text, behind = _cut_at_postscript(text)
    lines = text.split("\n")
    last = len(lines)
    while last > 1 and (not lines[last - 1].strip() or _ends_text(lines, last - 1)):
        last -= 1
    asides = [line.strip() for line in lines[last:] if line.strip()]
    after, asides = asides, []
    for line in lines[:last]:
        pieces = sentences(line)
        besides = next((n for n, piece in enumerate(pieces) if _BESIDES.match(piece.strip())), None)
        found = [n for n, piece in enumerate(pieces) if _is_remark(piece)]
        if besides is not None:
            found = [n for n in range(len(pieces)) if n in found or n >= besides]
        if not found:
            kept.append(line)
            continue
        asides += [pieces[n] for n in found]
        rest = " ".join(piece for n, piece in enumerate(pieces) if n not in found)
        if rest:
            kept.append(rest)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip("\n"), asides + after + behind


def _cut_at_postscript(text: str) -> tuple[str, list[str]]:
    """Split a text before its postscript, which is none of it; one at its very start is a name."""
    first = len(text) - len(text.lstrip())
    starts = [0, *(each.end() for each in re.finditer(r"\n\s*", text))]
    starts += [each.end() for each in _SENTENCE_END.finditer(text)]
    for at in sorted(set(starts)):
        if at > first and (sign := _POSTSCRIPT.match(text, at)):
            pieces = [one for line in text[at:].split("\n") for one in sentences(line)]
            if pieces[0].strip() == sign[0].strip() and len(pieces) > 1:
                pieces[:2] = [f"{pieces[0]} {pieces[1]}"]
            return text[:at].rstrip(), [piece.strip() for piece in pieces]
    return text, []


LONGEST_REMARK = 200
"""Signs that a line below a text has at most, to be taken for a remark."""


def _ends_text(lines: list[str], at: int) -> bool:
    """Return whether a line below a text is a remark about the recording."""
    before = next((line for line in reversed(lines[:at]) if line.strip()), "")
    ended = before.rstrip().endswith((".", "!", "?", ")", "”", '"'))
    return ended and len(lines[at]) <= LONGEST_REMARK and is_remark_about_recording(lines[at])
