"""Reads days and hours as people write them, in any order and many languages, never by guess.

A text may have several readings (``3/12/24``): all are given, and rules about a whole column of
texts choose among them.
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from lgtui.text.dates import time_of_day
from lgtui.text.folding import fold

_NAMES = {
    "en": (
        "january february march april may june july august september october november december / "
        "monday tuesday wednesday thursday friday saturday sunday"
    ),
    "de": (
        "januar februar marz april mai juni juli august september oktober november dezember / "
        "montag|mo dienstag|di mittwoch|mi donnerstag|do freitag|fr samstag|sa sonntag|so"
    ),
    "fr": (
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre / "
        "lundi mardi mercredi jeudi vendredi samedi dimanche"
    ),
    "es": (
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre "
        "/ lunes martes miercoles jueves viernes sabado domingo"
    ),
    "it": (
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre "
        "dicembre / lunedi martedi mercoledi giovedi venerdi sabato domenica"
    ),
    "pt": (
        "janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro "
        "/ segunda-feira terca-feira quarta-feira quinta-feira sexta-feira sabado domingo"
    ),
    "ca": (
        "gener febrer marc abril maig juny juliol agost|ag setembre octubre novembre desembre / "
        "dilluns|dl dimarts|dt dimecres|dc dijous|dj divendres|dv dissabte|ds diumenge|dg"
    ),
    "ro": (
        "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie "
        "noiembrie|nov decembrie / luni marti miercuri joi vineri sambata duminica"
    ),
    "nl": (
        "januari februari maart|mrt april mei juni juli augustus september oktober november "
        "december / maandag|ma dinsdag|di woensdag|wo donderdag|do vrijdag|vr zaterdag|za "
        "zondag|zo"
    ),
    "da": (
        "januar februar marts april maj juni juli august september oktober november december / "
        "mandag tirsdag onsdag torsdag fredag lordag sondag"
    ),
    "sv": (
        "januari februari mars april maj juni juli augusti september oktober november december / "
        "mandag tisdag onsdag torsdag fredag lordag sondag"
    ),
    "nb": (
        "januar februar mars april mai juni juli august september oktober november desember / "
        "mandag tirsdag onsdag torsdag fredag lordag sondag"
    ),
    "is": (
        "januar februar mars april mai juni juli agust september oktober november desember / "
        "manudagur thridjudagur midvikudagur fimmtudagur fostudagur laugardagur sunnudagur"
    ),
    "fi": (
        "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesakuuta heinakuuta elokuuta "
        "syyskuuta lokakuuta marraskuuta joulukuuta / maanantaina|ma tiistaina|ti "
        "keskiviikkona|ke torstaina|to perjantaina|pe lauantaina|la sunnuntaina|su"
    ),
    "et": (
        "jaanuar veebruar marts aprill mai juuni juuli august september oktoober november "
        "detsember / esmaspaev|e teisipaev|t kolmapaev|k neljapaev|n reede|r laupaev|l puhapaev|p"
    ),
    "lv": (
        "janvaris februaris marts aprilis maijs junijs julijs augusts septembris oktobris "
        "novembris decembris / pirmdiena otrdiena tresdiena ceturtdiena piektdiena sestdiena "
        "svetdiena"
    ),
    "lt": (
        "sausio|sausis vasario|vasaris kovo|kovas balandzio|balandis geguzes birzelio|birzelis "
        "liepos|liepa rugpjucio|rugpjutis rugsejo|rugsejis spalio|spalis lapkricio|lapkritis "
        "gruodzio|gruodis / pirmadienis|pr antradienis|an treciadienis|tr ketvirtadienis|kt "
        "penktadienis|pn sestadienis|st sekmadienis|sk"
    ),
    "pl": (
        "stycznia|styczen lutego|luty marca|marzec kwietnia|kwiecien maja czerwca|czerwiec "
        "lipca|lipiec sierpnia|sierpien wrzesnia|wrzesien pazdziernika listopada grudnia|grudzien "
        "/ poniedzialek wtorek|wt sroda|sr czwartek piatek|pt sobota niedziela"
    ),
    "cs": (
        "ledna|leden unora brezna|brezen dubna|duben kvetna|kveten cervna|cvn|cerven "
        "cervence|cvc|cervenec srpna|srpen zari rijna|rijen listopadu prosince|prosinec / "
        "pondeli|po utery|ut streda|st ctvrtek|ct patek|pa sobota|so nedele|ne"
    ),
    "sk": (
        "januara februara marca|marec aprila maja juna jula augusta septembra|september "
        "oktobra|oktober novembra|november decembra|december / pondelok|po utorok|ut streda|st "
        "stvrtok|st piatok|pi sobota|so nedela|ne"
    ),
    "sl": (
        "januar februar marec april maj junij julij avgust september oktober november december / "
        "ponedeljek torek sreda cetrtek petek sobota nedelja"
    ),
    "hr": (
        "sijecnja|sijecanj veljace|veljaca ozujka|ozujak travnja|travanj svibnja|svibanj "
        "lipnja|lipanj srpnja|srpanj kolovoza rujna|rujan listopada studenoga|studeni "
        "prosinca|prosinac / ponedjeljak utorak srijeda cetvrtak petak subota nedjelja"
    ),
    "sr": (
        "јануар фебруар март април мај јун јул август септембар октобар новембар децембар / "
        "понедељак уторак среда четвртак петак субота недеља"
    ),
    "bg": (
        "януари февруари март април маи юни юли август септември октомври ноември декември / "
        "понеделник|пн вторник|вт сряда|ср четвъртък|чт петък|пт събота|сб неделя|нд"
    ),
    "mk": (
        "јануари февруари март април мај јуни јули август септември октомври ноември декември / "
        "понеделник вторник среда четврток петок сабота недела"
    ),
    "ru": (
        "января|январь февраля|февраль марта апреля|апрель мая|маи июня|июнь июля|июль августа "
        "сентября|сентябрь октября|октябрь ноября|ноябрь декабря|декабрь / понедельник|пн "
        "вторник|вт среда|ср четверг|чт пятница|пт суббота|сб воскресенье|вс"
    ),
    "uk": (
        "січня|січень лютого|лютии березня|березень квітня|квітень травня|травень червня|червень "
        "липня|липень серпня|серпень вересня|вересень жовтня|жовтень листопада грудня|грудень / "
        "понеділок|пн вівторок|вт середа|ср четвер|чт пт субота|сб неділя|нд"
    ),
    "be": (
        "студзеня|студзень лютага|люты сакавіка красавіка мая|маи чэрвеня|чэрвень ліпеня|ліпень "
        "жніуня|жнівень верасня|верасень кастрычніка лістапада снежня|снежань / панядзелак|пн "
        "ауторак|ау серада|ср чацвер|чц пятніца|пт субота|сб нядзеля|нд"
    ),
    "el": (
        "ιανουαριου|ιανουαριοσ φεβρουαριου|φεβρουαριοσ μαρτιου|μαρτιοσ απριλιου|απριλιοσ "
        "μαιου|μαιοσ ιουνιου|ιουνιοσ ιουλιου|ιουλιοσ αυγουστου|αυγουστοσ σεπτεμβριου|σεπτεμβριοσ "
        "οκτωβριου|οκτωβριοσ νοεμβριου|νοεμβριοσ δεκεμβριου|δεκεμβριοσ / δευτερα τριτη τεταρτη "
        "πεμπτη παρασκευη σαββατο κυριακη"
    ),
    "tr": (
        "ocak subat mart nisan mayis haziran temmuz agustos eylul ekim kasim aralik / "
        "pazartesi|pzt sali carsamba persembe cuma cumartesi|cmt pazar"
    ),
    "hu": (
        "januar februar marcius aprilis majus junius julius augusztus szeptember oktober november "
        "december / hetfo|h kedd|k szerda csutortok|cs pentek|p szombat vasarnap|v"
    ),
    "sq": (
        "janar shkurt mars prill maj qershor korrik gusht shtator tetor nentor dhjetor / hen mar "
        "mer enj pre sht die"
    ),
    "id": (
        "januari februari maret april mei juni juli agustus september oktober november desember / "
        "senin selasa rabu kamis jumat sabtu minggu"
    ),
    "he": (
        "ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר / שני שלישי "
        "רביעי חמישי שישי שבת ראשון"
    ),
    "ar": (
        "يناير فبراير مارس ابريل مايو يونيو يوليو اغسطس سبتمبر اكتوبر نوفمبر ديسمبر / الاثنين "
        "الثلاثاء الاربعاء الخميس الجمعة السبت الاحد"
    ),
    "hi": (
        "जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर / सोमवार "
        "मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार"
    ),
    "th": (
        "มกราคม|ม.ค กุมภาพันธ์|ก.พ มีนาคม|มี.ค เมษายน|เม.ย พฤษภาคม|พ.ค มิถุนายน|มิ.ย กรกฎาคม|ก.ค "
        "สิงหาคม|ส.ค กันยายน|ก.ย ตุลาคม|ต.ค พฤศจิกายน|พ.ย ธันวาคม|ธ.ค / วันจันทร์|จันทร์ "
        "วันอังคาร|อังคาร วันพุธ|พุธ วันพฤหัสบดี|พฤหัส วันศุกร์|ศุกร์ วันเสาร์|เสาร์ "
        "วันอาทิตย์|อาทิตย์"
    ),
    "roman": "i ii iii iv v vi vii viii ix x xi xii /",
}
"""Per language the months, ``/`` and the weekdays from Monday on, as ``fold`` makes them.

``|`` parts other forms, such as the genitive, or an abbreviation that is no beginning.
"""

_EAST_ASIAN_WEEKDAYS = re.compile(
    r"(?:星期|礼拜|禮拜|周|週)(?P<zh>[一二三四五六日天])|(?P<ja>[月火水木金土日])曜日?|"
    r"(?P<ko>[월화수목금토일])요일|(?<=[(\[（])(?P<short>[月火水木金土日월화수목금토일])(?=[)\]）])"
)
_EAST_ASIAN = ("一二三四五六日", "月火水木金土天", "월화수목금토일")


@cache
def _words() -> tuple[dict[str, dict[int, set[str]]], ...]:
    """Return which months and which weekdays each word means, with the languages.

    These are, in this order: months and weekdays by whole words, then by beginnings of two
    letters and more.
    """
    tables: tuple[dict[str, dict[int, set[str]]], ...] = ({}, {}, {}, {})
    for language, names in _NAMES.items():
        months, _, weekdays = names.partition("/")
        for kind, group in enumerate((months, weekdays)):
            for number, forms in enumerate(group.split(), 1):
                for form in forms.split("|"):
                    tables[kind].setdefault(form, {}).setdefault(number, set()).add(language)
                    for end in range(2, len(form)):
                        meant = tables[kind + 2].setdefault(form[:end], {})
                        meant.setdefault(number, set()).add(language)
    return tables


def months_named(word: str) -> dict[int, set[str]]:
    """Return the months that a word names, each with the languages in which it does.

    Beginnings of three letters count where all languages agree, English before the others:
    ``Mar`` is no month of Finland. ``Listopad`` names two, in Croatia and in Poland.
    """
    exact, _, beginnings, _ = _words()
    word = fold(word).strip(".'’")
    if word in exact:
        return exact[word]
    if word[1:] in exact and word[:1] in ("ב", "ל"):
        return exact[word[1:]]
    meant = beginnings.get(word, {}) if len(word) > 2 else {}
    english = {month: languages for month, languages in meant.items() if "en" in languages}
    found = english if len(english) == 1 else meant
    return found if len(found) == 1 else {}


def weekdays_named(word: str) -> set[int]:
    """Return the weekdays (Monday is 1) that a word can mean in some language."""
    if found := _EAST_ASIAN_WEEKDAYS.search(word):
        sign = found["zh"] or found["ja"] or found["ko"] or found["short"]
        return {names.index(sign) + 1 for names in _EAST_ASIAN if sign in names}
    _, exact, _, beginnings = _words()
    word = fold(word).strip(".")
    return set(exact.get(word, ())) | set(beginnings.get(word, ()))


ORDERS = ("dmy", "mdy", "ymd")
"""The orders in which three numbers can be a day."""


class DayText(NamedTuple):
    """A day in a text, with every way to read it.

    Attributes:
        start: where it begins in the text.
        end: where it ends.
        days: each possible reading: an order of ``ORDERS``, or the languages of a month's name
            that means two months (``hr``), with the day; no order where nothing else is possible.
        sign: the sign between three numbers, empty for other forms.
        languages: the languages in which the month's name is one.
        until: the text of the last day where the text has several days.
    """

    start: int
    end: int
    days: tuple[tuple[str, datetime.date], ...]
    sign: str = ""
    languages: frozenset[str] = frozenset()
    until: str = ""


_DIGITS = {
    ord(zero) + digit: str(digit)
    for zero in "０٠۰०๐"
    for digit in range(10)
    for zero in [chr(ord(zero))]
}
_PLAIN = str.maketrans(
    {chr(code): digit for code, digit in _DIGITS.items()}
    | dict.fromkeys("‐‑‒–—―−－〜～~", "-")
    | dict.fromkeys("\u00a0\u2007\u2009\u202f\u3000\t\n\r", " ")
    | {"／": "/", "．": ".", "：": ":", "’": "'", "（": "(", "）": ")", "，": ",", "元": "1"}
)
"""Signs that mean the same, one for one, so that places stay."""

_ORDINAL = r"(?:(?:st|nd|rd|th|er|re|го|ого|ji|[ºª°])\b\.?|\.)?"
_D = rf"(?P<d>[0-9]{{1,2}}){_ORDINAL}"
_M = r"(?P<m>[^\W\d_](?:(?!\d)[^\s.,;:()/\-'])*(?:\.[^\W\d_]\b)?)\.?"
_Y = r"(?P<y>(?:1[5-9]|2[0-9])[0-9]{2}|'[0-9]{2}|[0-9]{2}(?![0-9]|\s*,?\s*[12][0-9]{3}(?![0-9])))"
_NO_HOUR = r"(?![0-9]|\s*(?:[:.h-]\s?[0-9]|h\b|uhr|[ap]\.?m\b|[時时点點시]))"
_GAP = r"[\s,.\-/]*(?:(?:of|de|del|di|do|da|d')(?:\b|(?<='))\s*)?"


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of whole days, in the order in which they are tried at one place."""
    patterns = (
        r"(?<![0-9])(?P<era>令和|平成|昭和|民國|民国|民國|중화민국)?\s?(?P<y>[0-9]{1,4})\s?[年년]"
        r"\s?(?P<n>[0-9]{1,2})\s?[月월]\s?(?P<d>[0-9]{1,2})\s?[日号號일]?",
        r"(?<![0-9])(?P<y>[12][0-9]{3})\s?(?P<s>[-/.])\s?(?P<n>[0-9]{1,2})\s?(?P=s)\s?"
        r"(?P<d>[0-9]{1,2})(?![0-9])\.?(?:T(?=[0-9]{2}:))?",
        r"(?<![0-9])(?P<y>(?:19|20)[0-9]{2})(?P<n>[01][0-9])(?P<d>[0-3][0-9])(?![0-9])",
        rf"(?i)(?<![\w.]){_D}{_GAP}{_M}{_GAP}(?:năm\s*)?{_Y}{_NO_HOUR}",
        rf"(?i)(?<![\w]){_M}\s*{_D}(?P<range>\s*(?:-|/|&|and|to|und|et|y|e)\s*[0-9]{{1,2}}"
        rf"{_ORDINAL})?(?:\s*,\s*|\s+){_Y}{_NO_HOUR}",
        rf"(?i)(?<![\w])(?P<y>[12][0-9]{{3}})\.?\s*(?:m\.|gada|ko|,|-)?\s*(?:{_M}\s*-?\s*{_D}|"
        r"(?P<d2>[0-9]{1,2})\.\s*(?P<m2>[^\W\d_]+))(?![0-9])(?:\s?d\.)?",
        r"(?i)(?<![\w])(?P<d>[0-9]{1,2})\s*(?:tháng|thg)\s*(?P<n>[0-9]{1,2})\s*(?:,|năm|-|/)*\s*"
        r"(?P<y>[12][0-9]{3})",
        r"(?<![0-9])(?P<a>[0-9]{1,2})\s?(?P<s>[-/.])\s?(?P<b>[0-9]{1,2})\s?(?P=s)\s?"
        r"(?P<c>[12][0-9]{3}|'?[0-9]{1,2})(?![0-9]|:[0-9]|\s?[-/.][0-9]{4}(?![0-9]))",
    )
    return tuple(map(re.compile, patterns))


@cache
def _forms_without_year() -> tuple[re.Pattern[str], ...]:
    return tuple(
        map(
            re.compile,
            (
                r"(?<![0-9])(?P<n>[0-9]{1,2})\s?[月월]\s?(?P<d>[0-9]{1,2})\s?[日号號일]?",
                rf"(?i)(?<![\w.]){_D}{_GAP}{_M}",
                rf"(?i)(?<![\w]){_M}\s*{_D}(?![0-9:])",
                r"(?<![0-9.])(?P<a>[0-9]{1,2})\s?(?P<s>[-/.])\s?(?P<b>[0-9]{1,2})(?![0-9:])\.?",
            ),
        )
    )


_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911, "중화민국": 1911}


def _year(text: str, era: str = "") -> int:
    """Return the year that digits mean: two stand for 1970 to 2069, those of Thailand are ours."""
    year = int(text.strip("'"))
    if era:
        return _ERAS[era] + year
    if len(text.strip("'")) < 3:
        return year + (2000 if year < 70 else 1900)
    return year - 543 if 2400 < year < 2700 else year


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


class _Part(NamedTuple):
    """The numbers of a day before its year is known: per order month and day, and the year."""

    start: int
    end: int
    readings: tuple[tuple[str, int, int, str], ...]
    sign: str = ""
    languages: frozenset[str] = frozenset()
    era: str = ""
    until: tuple[int, int] | None = None


def _part(found: re.Match[str]) -> _Part | None:
    """Return the numbers of a match; ``None`` where its word is no month."""
    group = found.groupdict()
    year, day = group.get("y") or "", group.get("d") or group.get("d2") or ""
    span = found.span()
    if group.get("n"):
        era = group.get("era") or ""
        return _Part(*span, (("", int(group["n"]), int(day), year),), era=era)
    if word := group.get("m") or group.get("m2"):
        meant = months_named(word)
        if not meant:
            return None
        languages = frozenset(name for names in meant.values() for name in names)
        readings = tuple(
            ("/".join(sorted(names)) if len(meant) > 1 else "", month, int(day), year)
            for month, names in meant.items()
        )
        until = found.span("range") if group.get("range") else None
        return _Part(*span, readings, languages=languages, until=until)
    a, b, c = group["a"], group["b"], group.get("c") or ""
    both = [("dmy", int(b), int(a), c), ("mdy", int(a), int(b), c)] if len(c) != 1 else []
    if c.isdecimal() and len(c) < 3 and len(a) == 2:
        both.append(("ymd", int(b), int(c), a))
    if not both:
        return None
    return _Part(*span, tuple(both), sign=group["s"])


def _parts(text: str, forms: tuple[re.Pattern[str], ...]) -> Iterator[_Part]:
    """Yield the days in a text from left to right; at one place the first form counts."""
    at = 0
    while at < len(text):
        best: _Part | None = None
        for form in forms:
            start = at
            while found := form.search(text, start):
                if best and found.start() >= best.start:
                    break
                if part := _part(found):
                    best = part
                    break
                start = found.start() + 1
        if best is None:
            return
        yield best
        at = best.end


_FROM_WORDS = r"(?:du|vom|from|le|den|del|dal|od|der|the|of|d\.|on|am)?"
_TO = r"(?:-|/|&|\+|and|to|till|until|bis|und|au|et|al|y|e|a|à|til|og|do|i|och|по|и|から|부터)"

_LAST_DAY = re.compile(
    r"(?i)(?:[0-9]{1,2}\s?[月월]\s?)?([0-9]{1,2})(?:\s?[日일]|(?![\w:.]|\s*(?:[ap]\.?m|h\b)))"
)


LONGEST = 2000
"""Signs of a text in which a day is looked for: each word may begin one, and is tried."""


def read_day(text: str, years: tuple[int, int] = (0, 0)) -> DayText | None:
    """Read the first day in a text, in every way that it can be read; ``None`` without one.

    Args:
        text: such as ``12.-13. März 2024``, ``Tue 3/12/24`` or ``2024年3月12日``; only its
            beginning is read, since no day stands behind two thousand signs.
        years: the year of a text that names none, for the months from August on and for those
            before; 0 for unknown.
    """
    plain = text[:LONGEST].translate(_PLAIN)
    found = list(_parts(plain, _forms()))
    if not found and any(years):
        found = list(_parts(plain, _forms_without_year()))
    if not found:
        return None
    first = found[0]
    days = _days(first, years)
    if not days:
        return None
    left = _left_of_range(plain, first, days)
    if left:
        start, days = left
        return DayText(start, first.end, days, first.sign, first.languages,
                       text[first.start : first.end].strip())  # fmt: skip
    end, until = first.end, text[slice(*first.until)].strip() if first.until else ""
    right = re.compile(rf"(?i)\s*{_TO}\s*").match(plain, first.end)
    if right and len(found) > 1 and found[1].start == right.end():
        end, until = found[1].end, text[right.end() : found[1].end]
    elif right:
        day = _LAST_DAY.match(plain, right.end())
        if day and days[0][1].day < int(day[1]) <= 31:
            end, until = day.end(), text[right.end() : day.end()]
    return DayText(first.start, end, days, first.sign, first.languages, until)


def _days(part: _Part, years: tuple[int, int]) -> tuple[tuple[str, datetime.date], ...]:
    """Return the days that the numbers of a part can be; one day has no order."""
    days: dict[str, datetime.date] = {}
    for order, month, day, year in part.readings:
        number = _year(year, part.era) if year else years[0] if month > 7 else years[1]
        if date := _date(number, month, day):
            days[order] = date
    if len(set(days.values())) == 1 and not (part.sign and len(part.readings) > len(days)):
        return (("", next(iter(days.values()))),)
    return tuple(days.items())


def _left_of_range(
    text: str, last: _Part, days: tuple[tuple[str, datetime.date], ...]
) -> tuple[int, tuple[tuple[str, datetime.date], ...]] | None:
    """Return where a range begins whose last day is known, and its first day per reading."""
    word = r"[^\W\d_][^\s\d.,;:()/\-']*\.?"
    found = re.search(
        rf"(?i)(?:^|(?<=[\s(,.]))(?:(?P<w>{word}),?\s+)?{_FROM_WORDS}\s*"
        rf"(?:(?P<m0>{word})\s+(?P<d0>[0-9]{{1,2}}){_ORDINAL}|(?P<d>[0-9]{{1,2}})(?P<rest>"
        rf"(?:\s?[./]\s?(?P<n>[0-9]{{1,2}})\.?|{_ORDINAL}(?:\s*(?:de\s)?(?P<m>{word}))?)))"
        rf"\s*,?\s*{_TO}\s*(?:{word},?\s*)?$",
        text[: last.start],
    )
    if not found or re.search(r"[^\W_]", text[: found.start()]):
        return None
    word = found["m"] or found["m0"] or ""
    if found["w"] and not word and months_named(found["w"]):
        word = found["w"]
    elif found["w"] and not (weekdays_named(found["w"]) or re.fullmatch(_FROM_WORDS, found["w"])):
        return None
    named = months_named(word)
    if word and len(named) != 1:
        return None
    number, day = int(found["n"] or 0), int(found["d"] or found["d0"])
    result = {}
    for order, date in days:
        first_day, month = (day, number) if order != "mdy" else (number or day, number and day)
        month = next(iter(named), month) or date.month
        first = _date(date.year, month, first_day)
        if first and first > date:
            first = _date(date.year - 1, month, first_day)
        if first and datetime.timedelta(0) < date - first < datetime.timedelta(62):
            result[order] = first
    start = found.start("d") if found["d"] else found.start("m0")
    if found["w"] and word == found["w"]:
        start = found.start("w")
    return (start, tuple(result.items())) if result else None


def weekdays_beside(text: str, start: int, end: int) -> tuple[set[int], list[tuple[int, int]]]:
    """Return the weekdays that the words beside a day can mean, and where these words stand."""
    meant: set[int] = set()
    spans: list[tuple[int, int]] = []
    for found in _EAST_ASIAN_WEEKDAYS.finditer(text):
        meant |= weekdays_named(found[0] if not found["short"] else f"({found[0]})")
        spans.append(found.span())
    word = r"[^\W\d_][^\s\d.,;:()/]*"
    for pattern, piece in (
        (rf"({word})\.?\W*(?:\b(?:the|den|le|el|il|d|dne|on)\b\W*)?$", text[:start]),
        (rf"^\W*({word})", text[end:]),
    ):
        found_word = re.search(pattern, piece)
        if found_word and (numbers := weekdays_named(found_word[1])):
            at = end if piece is not text[:start] and pattern.startswith("^") else 0
            meant |= numbers
            spans.append((at + found_word.start(1), at + found_word.end(1)))
    return meant, spans


class Clock(NamedTuple):
    """An hour in a text: where it stands, the zone's word or offset beside it, and its end."""

    time: datetime.time
    start: int
    end: int
    zone: str = ""
    offset: datetime.timedelta | None = None
    until: str = ""


_HALVES = {
    **dict.fromkeys(("午前", "上午", "早上", "오전"), "a"),
    **dict.fromkeys(("午後", "下午", "晚上", "오후"), "p"),
}


@cache
def _clock() -> re.Pattern[str]:
    def one(at: str) -> str:
        return (
            rf"(?P<pre{at}>{'|'.join(_HALVES)})?\s*(?P<h{at}>[0-9]{{1,2}})"
            rf"(?:\s?(?P<u{at}>[:.h]|[時时点點시ч])\s?(?:(?P<m{at}>[0-9]{{2}}|半)(?![0-9])"
            rf"(?::[0-9]{{2}}(?:\.[0-9]+)?)?\s?[分분]?)?)?"
            rf"\s*(?P<suf{at}>[ap](?:\.\s?m\.|m\b\.?)|uhr\b|hrs?\b\.?|h\b|u\b\.?|hours\b|o'clock\b)?"
        )

    return re.compile(
        rf"(?i)(?<![\w:.,+-])(?:(?P<lead>\b(?:klo?|kello|um|ore|alle|om|à|at|às|las)\b\.?\s*)?{one('')}(?P<range>\s*(?:-|to|till|until|bis|à|a|al|do|から|부터|至|/)\s*"
        rf"{one('2')})?|(?P<word>noon|midday|midnight|midi|minuit|mezzogiorno|mediodía|mittags?))"
        r"(?!(?!Z\b)[\w:])(?P<zone>\s*[/(,\[]?\s*(?:(?P<offset>(?:UTC|GMT)?\s?[+-]\s?[0-9]{1,2}(?::?[0-9]{2})?)(?![0-9:])"
        r"|(?P<name>Z|[A-Z]{2,5}(?:\s?/\s?[A-Z]{2,5})?)\b)\s*[)\]]?)?"
    )


ZONE_WORDS = frozenset("Z UTC GMT".split())


def read_clock(text: str, zones: Iterable[str], *, alone: bool = False) -> Clock | None:
    """Read the first hour in a text: ``14h-15h``, ``3–4 pm CET``, ``12:15``, ``午後3時``.

    Args:
        text: the text, without the day.
        zones: the abbreviations of zones that are known.
        alone: whether nothing but an hour is expected, so that ``14.30`` and ``1430`` are one.
    """
    plain = text.translate(_PLAIN)
    known = {zone.upper() for zone in zones}
    if alone and (
        four := re.fullmatch(r"\s*([0-2][0-9])([0-5][0-9])\s*(?:h|hrs?|uhr)?\s*", plain, re.I)
    ):
        time = time_of_day(int(four[1]), int(four[2]))
        return Clock(time, 0, len(text)) if time else None
    for found in _clock().finditer(plain):
        time = _time(found, alone)
        if time is None:
            continue
        end, zone, offset = found.start("zone"), "", None
        if found["zone"]:
            name = (found["name"] or "").upper().replace(" ", "")
            if found["offset"]:
                offset, end = _offset(found["offset"]), found.end("zone")
            elif name == "Z":
                offset, end = datetime.timedelta(0), found.end("zone")
            elif name.split("/")[0] in known:
                zone, end = name, found.end("zone")
        else:
            end = found.end()
        until = found["range"].strip() if found["range"] else ""
        until = (
            text[
                found.start("h2") : found.end("suf2") if found["suf2"] else found.end("range")
            ].strip()
            if until
            else ""
        )
        return Clock(time, found.start(), end, zone, offset, until)
    return None


def _offset(text: str) -> datetime.timedelta:
    """Return the offset that ``UTC+9`` or ``+05:30`` names."""
    found = re.search(r"([+-])\s?([0-9]{1,2}):?([0-9]{2})?", text)
    assert found
    minutes = int(found[2]) * 60 + int(found[3] or 0)
    return datetime.timedelta(minutes=minutes if found[1] == "+" else -minutes)


def _time(found: re.Match[str], alone: bool) -> datetime.time | None:
    """Return the time of day of a match; ``None`` where it is a number of something else."""
    if found["word"]:
        return datetime.time(0 if found["word"].lower() in ("midnight", "minuit") else 12)
    sure = any(_is_hour(found, at, alone) for at in ("", "2") if found[f"h{at}"])
    half, half2 = _half(found, ""), _half(found, "2")
    hour, later = int(found["h"]), int(found["h2"] or 0)
    sure = sure or bool(found["lead"] and hour > 12 and not found["u"])
    minutes = 30 if found["m"] == "半" else int(found["m"] or 0)
    if not sure:
        return None
    if not half and half2 and hour <= 12:
        # "11-1 pm" begins before noon: an hour of the afternoon would end before it begins.
        crosses = (hour % 12, minutes) > (later % 12, int(found["m2"] or 0))
        half = {"a": "p", "p": "a"}[half2] if crosses else half2
    return time_of_day(hour, minutes, half if hour <= 12 else "")


def _half(found: re.Match[str], at: str) -> str:
    word = (found[f"suf{at}"] or "").lower()
    return word[:1] if word[:1] in ("a", "p") and word else _HALVES.get(found[f"pre{at}"] or "", "")


def _is_hour(found: re.Match[str], at: str, alone: bool) -> bool:
    """Return whether one of a match's two numbers is certainly an hour."""
    unit, minutes = found[f"u{at}"] or "", found[f"m{at}"]
    if found[f"suf{at}"] or found[f"pre{at}"]:
        return True
    if unit == ":" or (unit == "." and alone):
        return bool(minutes)
    return bool(unit) and unit != "."


class Choice(NamedTuple):
    """In which order a column's numbers are days: ``""`` where nothing tells.

    ``by`` is which text settled it, -1 for none; ``doubt`` says what custom alone decides;
    ``contradiction`` are two texts in different orders; ``possible`` is what may be asked for.
    """

    order: str
    by: int = -1
    doubt: str = ""
    contradiction: tuple[int, int] | None = None
    possible: frozenset[str] = frozenset(ORDERS)


def choose_order(texts: Sequence[DayText], *, east_asian: bool = False) -> Choice:
    """Choose the order of a column's numbers: the one in which each of its texts is a day.

    Custom decides only what hardly anybody writes otherwise, and is a doubt: with dots the day
    comes first, and a year of two digits first stands between hyphens or in East Asia.

    Args:
        texts: the days of one column with one sign between their numbers.
        east_asian: whether the list has letters of China, Japan or Korea.
    """
    possible = set(ORDERS)
    by = -1
    for at, text in enumerate(texts):
        orders = {order for order, _ in text.days}
        if not orders <= set(ORDERS):
            continue
        left = possible & orders
        if not left:
            return Choice("", contradiction=(max(by, 0), at))
        if left != possible and not {"dmy", "mdy"} <= left:
            by = at
        possible = left
    sign = texts[0].sign if texts else ""
    usual = possible if sign == "-" or east_asian else possible - {"ymd"} or possible
    if sign == "." and not east_asian and "dmy" in usual:
        usual = {"dmy"}
    if len(usual) > 1:
        return Choice("", possible=frozenset(usual))
    [order] = usual
    others = possible - usual
    doubt = ""
    if others and any(len({day for name, day in text.days if name in possible}) > 1
                      for text in texts):  # fmt: skip
        doubt = f"read as {_SAID[order]}, as custom is; --dates {min(others)} reads it otherwise"
    return Choice(order, -1 if others else by, doubt)


_SAID = {"dmy": "day, month, year", "mdy": "month, day, year", "ymd": "year, month, day"}
