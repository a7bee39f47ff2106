"""Recognises the labels of a mail's parts, such as ``Talk title:`` or ``## Bio``."""

import re
from functools import cache
from itertools import pairwise
from typing import NamedTuple


class MailLabel(NamedTuple):
    """A label at the beginning of a line.

    ``field`` is what it stands for, ``other`` for a heading that belongs to no field; ``name``
    is whose biography it is; ``aside`` what stands in parentheses beside it (``max. 200
    words``); ``words`` the label's own words; ``rest`` the text after it.
    """

    field: str
    name: str
    aside: str
    words: str
    rest: str
    marked: bool = False


_OWN = r"(?:(?:the|my|your|our|his|her|their)\s+)?"
_TALK = r"(?:talk|presentation|seminar|webinar|lecture|session|contribution)"
_SPEAKER = r"(?:speaker|presenter|author)(?:['’]?s['’]?)?"

FORM_HINTS = frozenset(
    (
        "your name, as it should stand on our page",
        "your institution, city and country",
        "your home page, if you have one",
        "the title of your talk",
        "about 150 words",
        "three or four sentences about you",
        "yes, no, or under which conditions",
    )
)
"""What the form of ``lgtui --form`` says beside its labels: no words of the speaker."""

_RECORD = (
    r"(?:video-?)?(?:record(?:ing|ings|ed)?|shar(?:e|ing)|upload(?:ing)?|film(?:ing)?|stream(?:ing)?|publish(?:ing|ed)?|"
    r"aufzeichn(?:ung|en)|aufnahme|veröffentlich(?:ung|en)|enregistr(?:ement|er)|diffusion|"
    r"grabaci[óo]n|grabar|registra(?:zione|re)|opname|opnemen|optag(?:else[nr]?|es|e)|"
    r"inspelning|opptak|publication(?=\s+(?:of|de|del|der|des)\b)|release(?=\s+of\b)|"
    r"publicaci[óo]n(?=\s+de)|youtube|video)"
)
_CONSENT = (
    r"consent|permission|einwilligung|einverständnis\w*|zustimmung|erlaubnis|genehmigung|"
    r"autori[sz]a(?:tion|ci[óo]n|ção|zione)|consentimi?ento|consentement|permiso|consenso|permesso|"
    r"toestemming|samtykke|tilladelse|samtycke|tillstånd|tillatelse"
)
_BESIDE_RECORD = (
    r"and|und|et|y|e|en|og|och|or|of|on|to|for|the|my|your|this|talk|session|link|via|"
    r"de|del|der|des|die|da|la|le|l['’]enregistrement|vortrags?|vidéo|v[íi]deo|zoom|is|ok|okay|"
    r"allowed|permitted|permission|"
    r"policy|consent|possible|fine|erlaubt|gestattet|autorisée?|permitida|permesso|toegestaan|"
    r"tilladt|tillåten|tillatt|accepted|preference|sharing|online|public"
)
"""Words that a label about the recording is made of."""

WORDS = {
    "title": rf"{_OWN}(?:(?:proposed|preferred|tentative|provisional|preliminary|working|final|"
    rf"{_TALK})(?:['’]s)?\s+)*title(?:\s+(?:of|for)\s+{_OWN}{_TALK})?|{_OWN}{_TALK}"
    r"|(?:vortrags)?titel(?:\s+(?:des|meines|ihres)\s+vortrags)?|titre(?:\s+de\s+(?:l['’]exposé|"
    r"la\s+présentation|(?:la|votre|ma)\s+conférence))?|t[íi]tulo(?:\s+de\s+la\s+(?:charla|ponencia)|"
    r"\s+da\s+palestra)?|títol|titolo(?:\s+della\s+presentazione)?|tittel|tytuł",
    "abstract": rf"{_OWN}(?:(?:short|extended|preliminary|{_TALK})(?:['’]s)?\s+)*"
    rf"(?:abstract|summary|description)(?:\s+(?:of|for)\s+{_OWN}{_TALK})?"
    r"|zusammenfassung|kurzfassung|abstrakt|r[ée]sumé|resumen|resumo?|riassunto|samenvatting|"
    r"sammanfattning|sammendrag|streszczenie",
    "bio": rf"{_OWN}(?:(?:short|brief|mini|{_SPEAKER})\s+)*"
    r"(?:bio(?:graphy|graphies|sketch|graphical\s+(?:sketch|note|information))?|cv)s?"
    rf"|about\s+(?:me|us|the\s+{_SPEAKER}|the\s+speakers)"
    r"|(?:kurz)?(?:biogra(?:f|ph)ie|vita)|kurzbio|lebenslauf|zur\s+person|über\s+mich|"
    r"(?:(?:courte|brève)\s+)?(?:biographie|no(?:te|tice)\s+biographique)|à\s+propos\s+de\s+moi|"
    r"(?:breve\s+)?biograf[íi]a(?:\s+(?:breve|curta))?|nota\s+biogr[áa]fica|sobre\s+m[íi]m?|"
    r"(?:korte?\s+)?biografie?|biogram|over\s+mij|om\s+mi[gj]",
    "speakers": rf"{_OWN}(?:(?:full|first|invited|{_SPEAKER})\s+)*"
    r"(?:names?|speakers?|presenters?|(?:co-?)?authors?)"
    r"(?:\s+(?:and|&)\s+affiliations?)?(?:\s*[0-9])?|(?:presented|given)\s+by"
    r"|referent(?:[:*/]?in(?:nen)?|en)?|vortragende[rn]?|sprecher(?:[:*/]?in(?:nen)?)?|"
    r"orat(?:eur|rice)s?|intervenante?s?|conférenci(?:er|ère)s?|ponentes?|conferenciantes?|"
    r"orador(?:a|es)?|palestrantes?|relat(?:ore|rice|ori)|sprekers?|"
    r"(?:foredrags|oplægs)holdere?|talare|föreläsare|prelegent(?:ka)?|nome?|nombre|naam|na[mv]n",
    "affiliation": rf"{_OWN}(?:(?:current|main|primary|{_SPEAKER})\s+)*"
    r"(?:affiliations?|institutions?|institutes?|university|organi[sz]ation|company|employer)"
    r"|institut|einrichtung|universität|hochschule|université|établissement|laboratoire|"
    r"(?:a?filiaci[óo]n|afiliação|affiliazione|affiliatie|tilknytning)|instituci[óo]n|universidade?|"
    r"universit(?:à|eit|et)|instelling",
    "website": rf"{_OWN}(?:(?:personal|professional|{_SPEAKER})\s+)*"
    r"(?:web\s?(?:site|page)s?|home\s?page|web|url|profile)(?:\s+link)?"
    r"|web-?seite|internetseite|(?:site|page)\s+web|p[áa]gina\s+web|sitio\s+web|sito(?:\s+web)?|"
    r"hjemmeside|hemsida",
    "video": r"(?:video|recording|youtube)(?:\s+(?:link|url))?",
    "consent": rf"(?:{_RECORD}\s+)?(?:{_CONSENT})(?:[\s-]+[^:?()\n]{{2,60}})?\??|"
    r"(?:may|can|could|do|is|are|should)\s+(?:we|you|the|it|i)\s+"
    r"[^:?\n]{0,60}(?:record|video|publish|youtube)[^:?\n]{0,50}\??|"
    r"(?:(?:do\s+not|don['’]t|no|opt(?:ing|ed)?[- ]?out(?:\s+of)?|without|(?:may|can)\s+be)\s+)?"
    rf"(?:(?:må|darf|dürfen|kan|kann|mag|peut|puede|får|mogen)\s+(?:[^\s:?]+\s+){{0,4}})?{_RECORD}"
    rf"(?:(?:\s*[,/&+]\s*|\s+)(?:{_RECORD}|{_BESIDE_RECORD})){{0,7}}\??",
    "links": r"slides|papers?|preprint|publications?|code|repository|github|gitlab|poster|"
    r"data\s?sets?|linked\s?in|google\s+scholar|scholar|orcid|twitter|x|bluesky|mastodon|resources|links?|"
    r"further\s+links",
    "other": r"from|to|cc|bcc|subject|date|sent|reply-to|e-?mails?(?:\s+address)?|mail|phone|"
    r"tel(?:ephone)?|mobile|position|job\s+title|role|keywords?|photo|picture|headshot|time|time\s?zone|"
    r"availability|attachment|pronouns|note|notes|p\.?s\.?|"
    r"betreff|von|an|datum|gesendet|telefon|objet|envoyé|téléphone|asunto|fecha|teléfono|oggetto|"
    r"onderwerp|emne|ämne",
}
"""What a label may say, by what it stands for."""

_WEAK = frozenset(("consent", "links", "other", "video", "website"))
"""Fields whose label needs a colon or is a heading: their words also begin sentences and lines."""


@cache
def _pattern() -> re.Pattern[str]:
    fields = "|".join(f"(?P<{field}>{words})" for field, words in WORDS.items())
    return re.compile(
        r"(?i)\s*(?:[*+•·-]\s+|\(?(?:[0-9]{1,2}|[a-e])[.)]\s+|#{1,6}\s+)?(?P<mark>[*_]{1,3})?"
        rf"(?P<label>{fields})"
        r"(?(bio)(?P<name>(?:\s+(?:of|for|von|de|di|van|af|av))?\s+[^\W\d_][^:*\[\]()\n]{2,60}?)??|)"
        r"(?P<verb>\s+(?:is|will\s+be|would\s+be)(?=\s*:))?\s*"
        r"(?P<aside>\([^()\n]{1,80}\)|\[[^\[\]\n]{1,80}\](?!\())?\s*"
        r"(?P<end>:\s*[*_]{1,3}(?=\s|$):?|[*_]{1,3}\s*[:：]|[:：](?!//)|[*_]{1,3}(?=\s|$)|"
        r"\s[-–—]\s(?=\S)|\s*$)\s*"
    )


def mail_label(line: str) -> MailLabel | None:
    """Read the label a line of a mail begins with; ``None`` without one.

    Understood are ``Title: …``, ``**Title**: …``, ``*Title:* …``, ``## Abstract``, ``Abstract``
    alone on its line, ``Talk title - …``, ``Abstract (max 200 words):`` and ``Bio of Ada
    Lovelace:``.
    """
    if asked := _ASKED.match(line):
        return MailLabel("consent", "", "", asked[1].strip(), asked[2] or "")
    found = _pattern().match(line)
    if not found:
        return None
    field = next(name for name in WORDS if found[name] is not None)
    ending, rest = found["end"].strip(), line[found.end() :]
    heading = line.lstrip().startswith("#")
    marked = bool(found["mark"]) or heading
    colon = ":" in ending or "：" in ending
    if not colon and not _stands_without_colon(
        field, found["label"], ending, rest, marked=marked, heading=heading
    ):
        return None
    name = (found["name"] or "").strip()
    name = re.sub(r"(?i)^(?:of|for|von|de|di|van|af|av)\s+", "", name)
    if name and (field != "bio" or not name[:1].isupper() or not colon):
        return None
    if found["mark"] and rest and not ending.endswith(("*", "_")) and colon:
        rest = _unmarked_tail(rest, found["mark"])
    aside = (found["aside"] or "")[1:-1].strip()
    if field == "bio" and not name and re.fullmatch(r"(?:[A-Z][\w.'’-]*\s+)+[A-Z][\w'’-]+", aside):
        name, aside = aside, ""
    return MailLabel(field, name, aside, found["label"], rest, marked)


_ASKED = re.compile(
    r"(?i)\s*(?:[*#>-]+\s*)?((?:(?:may|can|could|do|dürfen|können|mogen|kunnen|må|får|kan)\s+"
    r"(?:we|you|wir|vi|i)|(?:is|are|would|should|shall|will)(?=\s)|"
    r"(?:pouvons|podemos|possiamo)(?:[- ]nous)?)\s+[^?\n]{0,60}"
    r"(?:record|video|publish|youtube|aufzeichn|"
    r"veröffentlich|enregistr|publi|graba|registra|opnem|optage|spela\s+in)[^?\n]{0,50}\?)\s*(\S.*)?$"
)
"""A question about the recording, with its answer on the same line or below."""


def _stands_without_colon(
    field: str, label: str, ending: str, rest: str, *, marked: bool, heading: bool
) -> bool:
    """Return whether a label is one although no colon follows: alone, in bold, or before a dash."""
    if field in _WEAK:
        return heading and not rest.strip()
    if not rest.strip():
        return _may_stand_alone(label, marked)
    if ending[:1] in ("-", "–", "—"):
        bare = label.lower() in ("talk", "presentation", "webinar", "session")
        return field != "speakers" and not label.islower() and not bare
    return marked and bool(ending)


def _may_stand_alone(label: str, marked: bool) -> bool:
    if re.match(r"(?i)univer|instit|hochsch|labor|einricht|company|employer|organization", label):
        return False
    return marked or label[:1].isupper()


def _unmarked_tail(rest: str, mark: str) -> str:
    """Return the text of ``*Title: text*`` without the mark that ends it."""
    return rest.rstrip().removesuffix(mark) if rest.count(mark) % 2 else rest


_INSIDE = ("title", "abstract", "bio", "speakers", "affiliation")


def split_inside(line: str, wanted: frozenset[str]) -> list[str]:
    """Cut a line before its inner labels: ``Title: A Abstract: B Bio: C`` gives three.

    Only labels with a capital and a colon count, and only those of the fields ``wanted``.
    """
    words = "|".join(WORDS[field] for field in _INSIDE if field in wanted)
    if not words:
        return [line]
    mark = r"[*_]{0,3}"
    inside = re.compile(rf"(?<=[\s.])(?={mark}[A-Z])(?={mark}(?i:{words}){mark}:[*_\s])")
    cuts = [0, *(found.start() for found in inside.finditer(line)), len(line)]
    return [line[start:end] for start, end in pairwise(cuts) if end > start]


CLOSING_ALONE = re.compile(
    r"(?i)(?:(?:with\s+)?(?:(?:kind|kindest|best|warm|warmest|many|friendly|all the)\s+)?"
    r"(?:best|regards|wishes|thanks|greetings|cheers|sincerely|thank you(?:\s+\w+){0,4}|"
    r"yours(?:\s+\w+)?|sincerely yours|all the best|see you(?:\s+\w+){0,3}|"
    r"(?:viele|liebe|beste|herzliche|freundliche|mit\s+(?:freundlichen|besten|herzlichen))\s+grü(?:ß|ss)en?|"
    r"mfg|vg|lg|(?:bien\s+)?cordialement|bien\s+à\s+vous|amicalement|merci(?:\s+\w+){0,3}|"
    r"(?:un\s+)?saludos?(?:\s+cordial(?:es)?)?|atentamente|(?:cordiali|cari)\s+saluti|grazie(?:\s+\w+)?|"
    r"(?:met\s+)?(?:vriendelijke\s+)?groet(?:en|jes)?|(?:med\s+)?(?:venlig|vennlig|bedste|kærlig)\s+hilsen|"
    r"(?:med\s+)?(?:vänliga\s+)?hälsningar|abraços?|mvh|ciao|take\s+care|bye(?:\s+for\s+now)?|(?:un\s+)?caro\s+saluto|(?:de\s+)?bedste\s+hilsn\w+|"
    r"belle\s+journée|von\s+meinem\s+\w+\s+gesendet|envoyé\s+de\s+mon\s+\w+|get\s+outlook\s+for\s+\w+|"
    r"sent\s+from\s+my\s+\w+))(?:\s+(?:from|aus|de|dal|uit|fra)\s+[^.!?\n]{2,40}?)?[,.! –-]*"
    r"(?:(?<=[,.! –-])[A-ZÀ-Þ][\w'’-]{1,20})?"
)
"""A line that is nothing but the end of a letter."""

CLOSING_START = re.compile(
    r"(?i)(?:please\s+(?:let\s+me|find|feel\s+free|confirm|see\s+attached)|let me know|"
    r"i(?:\s+have|['’]ve)?\s+(?:also\s+)?attach(?:ed)?\s+(?:my|the\s+slides|a\s+photo)|"
    r"attached\s+(?:is|are|you|please|my)\b|i\s+(?:am|['’]m)\s+attaching|"
    r"(?:i\s+)?hope\s+(?:(?:this|that|it)\s+(?:is|helps|works|fits|suits)|you\s+(?:are|like))|i\s+look\s+forward|looking\s+forward|"
    r"(?:many\s+|best\s+)?thanks\s+(?:again|a lot|so much|for|and)|"
    r"thank\s+you\s+(?:again|for|so|very)|if\s+you\s+(?:need|have|want)\s+(?:any|more|further)|do\s+let\b|"
    r"is\s+(?:this|that)\s+(?:ok|fine)|happy\s+to\s+(?:help|answer|send|provide|adapt|change|shorten)|"
    r"feel\s+free|sent\s+from\s+my|"
    r"on\b.{5,90}\bwrote:|am\b.{5,90}\bschrieb|(?:dear|hi|hello|hey|"
    r"sehr\s+geehrte|liebe|hallo|bonjour|ch(?:er|ère)s?|hola|estimad[oa]s?|querid[oa]s?|beste|kære|hej)\b"
    r".{0,60}[,!:]\s*$|(?:vielen\s+)?dank\s+|"
    r"[-_=*]{2,}\s*(?:original|forwarded|begin)|[_=]{5,}\s*$|-{5,}\s*$)"
)
"""How a paragraph begins that speaks to the organizers and not to the audience."""
