"""How unlike healthy writing a text is: the measure by which garbling is told from accents.

Healthy writing keeps some habits in every language: a capital does not follow a small letter, a
word keeps to one script, two accented letters side by side belong to one language, and signs
such as ©, ¶ or √ do not stand inside words. Garbled text breaks them all the time. Each broken
habit adds to the oddity; a repair is believed where it takes oddity away.
"""

import functools
import unicodedata

_ALPHABETS = (
    "äöüßÄÖÜẞ",
    "àâæçéèêëîïôœùûüÿÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸ",
    "áéíóúüñÁÉÍÓÚÜÑªº",
    "ãáàâçéêíóôõúüÃÁÀÂÇÉÊÍÓÔÕÚÜªº",
    "àèéìíòóùúÀÈÉÌÍÒÓÙÚ",
    "àçéèíïóòúüÀÇÉÈÍÏÓÒÚÜ",
    "åäöéøæÅÄÖÉØÆáàüÁÀÜ",
    "áðéíóúýþæöÁÐÉÍÓÚÝÞÆÖøØ",
    "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ",
    "áčďéěíňóřšťúůýžÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ",
    "áäčďéíĺľňóôŕšťúýžÁÄČĎÉÍĹĽŇÓÔŔŠŤÚÝŽ",
    "áéíóöőúüűÁÉÍÓÖŐÚÜŰ",
    "ăâîșțşţĂÂÎȘȚŞŢ",
    "çğıöşüâîûÇĞİÖŞÜÂÎÛəƏ",
    "čćđšžČĆĐŠŽ",
    "āčēģīķļņšūžĀČĒĢĪĶĻŅŠŪŽ",
    "ąčęėįšųūžĄČĘĖĮŠŲŪŽ",
    "õäöüšžÕÄÖÜŠŽ",
    "ĉĝĥĵŝŭĈĜĤĴŜŬ",
    "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"
    "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ",
    "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü",
    "ċġħżàèìòùĊĠĦŻ",
    "ŵŷâêîôûŴŶ",
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ",
    "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяАБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ",
    "абвгдеёжзійклмнопрстуўфхцчшыьэюяАБВГДЕЁЖЗІЙКЛМНОПРСТУЎФХЦЧШЫЬЭЮЯ",
    "абвгдежзийклмнопрстуфхцчшщъьюяАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЬЮЯ",
    "абвгдђежзијклљмнњопрстћуфхцчџшАБВГДЂЕЖЗИЈКЛЉМНЊОПРСТЋУФХЦЧЏШ",
    "абвгдѓежзѕијклљмнњопрстќуфхцчџшАБВГДЃЕЖЗЅИЈКЛЉМНЊОПРСТЌУФХЦЧЏШ",
    "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюяАӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯ",
    "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈΉΊΌΎΏΪΫ",
)
"""Letters beyond ASCII, one language each: neighbours in a word should share a language."""


@functools.cache
def _languages() -> dict[str, int]:
    """For each accented letter a bit mask of the alphabets that have it."""
    found: dict[str, int] = {}
    for at, letters in enumerate(_ALPHABETS):
        for letter in letters:
            found[letter] = found.get(letter, 0) | 1 << at
    return found


def languages(letter: str) -> int:
    """In how many of the known alphabets an accented Latin letter is at home."""
    return _languages().get(letter, 0).bit_count()


def familiar(text: str) -> float:
    """How familiar the accented Latin letters of a text are: the tie-breaker between codecs.

    Letters that many languages have count more than those of one (õ before þ), and letters that
    one language has all of count more than a mixture.
    """
    letters = [char for char in text if char in _languages()]
    if not letters:
        return 0.0
    shared = -1
    for char in letters:
        shared &= _languages()[char]
    return sum(min(languages(char), 4) for char in letters) / 20 + (1.0 if shared else 0.0)


@functools.lru_cache(maxsize=4096)
def kind(char: str) -> str:
    """The habit class of a character.

    ``l`` small letter, ``u`` capital, ``o`` letter without case, ``m`` combining mark, ``d``
    digit, ``" "`` blank or ASCII punctuation, ``q`` quote, dash or special blank, ``k`` opening
    quote, ``t`` mark that trails a word, ``+`` mathematics, ``$`` currency, ``b`` box drawing,
    ``e`` emoji and pictures, ``s`` any other sign, ``x`` control, private or unassigned.
    """
    category = unicodedata.category(char)
    if char in _BY_CHARACTER:
        found = _BY_CHARACTER[char]
    elif category == "So" or "\u2500" <= char <= "\u259f":
        found = "b" if "\u2500" <= char <= "\u259f" else "e" if char >= "\u2190" else "s"
    else:
        found = _BY_CATEGORY.get(category) or _BY_CATEGORY.get(category[0], "s")
    return " " if found == "s" and char < "\x80" else found


_BY_CHARACTER = {
    **dict.fromkeys("’‘“”«»‹›–—…·‑‐\u00a0\u202f\u2009\u00ad", "q"),
    **dict.fromkeys("„‚¿¡", "k"),
    **dict.fromkeys("™®©°ªº¹²³†‡′″ʼ", "t"),
    **dict.fromkeys("\t\n\r", " "),
}
_BY_CATEGORY = {
    "Ll": "l",
    "Lu": "u",
    "Lt": "u",
    "Lo": "o",
    "Lm": "o",
    "Sm": "+",
    "Sc": "$",
    "Cf": "q",
    "Nd": "d",
    "M": "m",
    "Z": " ",
    "C": "x",
}


@functools.lru_cache(maxsize=4096)
def script(char: str) -> str:
    """The script of a letter, from its Unicode name; the scripts of East Asia count as one."""
    name = unicodedata.name(char, "NONE").split(" ", 1)[0].split("-", 1)[0]
    if name in ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC", "FULLWIDTH"):
        return "ASIAN"
    return name


_USUAL_MARKS = (
    "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u0309\u030a\u030b\u030c\u0323\u0327\u0328"
)
"""Marks that decomposed text of living languages is full of."""


@functools.lru_cache(maxsize=4096)
def _own_oddity(char: str) -> float:
    """What a character adds wherever it stands."""
    found = kind(char)
    odd = 0.0
    if char < "\x80" or _languages().get(char):
        pass
    elif found == "x":
        odd = 2.0
    elif "\u0300" <= char <= "\u036f":
        odd = 0.5 if char in _USUAL_MARKS else 1.5
    elif found in "luo" and script(char) in ("LATIN", "CYRILLIC", "GREEK"):
        odd = 1.0
    elif found in "luomd" and script(char) not in _LIVING:
        odd = 1.5
    return odd


_LIVING = frozenset(
    "LATIN GREEK CYRILLIC ASIAN ARABIC HEBREW DEVANAGARI BENGALI GURMUKHI GUJARATI ORIYA TAMIL "
    "TELUGU KANNADA MALAYALAM SINHALA THAI LAO TIBETAN MYANMAR GEORGIAN ARMENIAN ETHIOPIC KHMER "
    "MONGOLIAN MICRO DOUBLE COMBINING VARIATION EXTENDED DIGIT".split()
)
"""Scripts that names of today are written in; others are likelier an accident of decoding."""


def _letters(left: str, right: str) -> float:
    """Two letters side by side."""
    first, second = kind(left), kind(right)
    if script(left) != script(right):
        return _mixed_scripts(left, right)
    odd = 2.0 if first == "l" and second == "u" else 0.0
    if left > "\x7f" and right > "\x7f" and script(left) == "LATIN":
        table = _languages()
        if not table.get(left, 0) & table.get(right, 0):
            odd += 1.0
    return odd


def _mixed_scripts(left: str, right: str) -> float:
    """Two letters of two scripts: usual for formulas (Δx) and in East Asia, odd elsewhere."""
    scripts = {script(left), script(right)}
    ascii_one = left < "\x80" or right < "\x80"
    if "ASIAN" in scripts or "MICRO" in scripts:
        return 0.5 if ascii_one else 2.0
    if "GREEK" in scripts:
        return 0.5 if ascii_one else 2.0
    return 1.5 if ascii_one else 2.0


_AFTER_LETTER = {"k": 2.0, "s": 2.0, "+": 2.0, "$": 2.0, "b": 1.0, "e": 0.5, "q": 0.0, "t": 0.0}
_AFTER_ASCII = {**_AFTER_LETTER, "+": 0.5, "$": 0.5}
_BEFORE_LETTER = {"k": 0.0, "s": 0.5, "+": 0.5, "$": 0.5, "b": 1.0, "e": 0.5, "q": 0.0, "t": 0.5}


def _letter_sign(letter: str, sign: str) -> float:
    """A sign directly after a letter."""
    if letter < "\x80" or script(letter) == "GREEK":
        return _AFTER_ASCII.get(kind(sign), 0.0)
    return _AFTER_LETTER.get(kind(sign), 0.0)


def _sign_letter(sign: str, letter: str) -> float:
    """A letter directly after a sign."""
    odd = _BEFORE_LETTER.get(kind(sign), 0.0)
    if kind(sign) == "+" and script(letter) == "GREEK":
        return 0.0
    if sign in "”»›" or (odd and letter > "\x7f" and script(letter) == "LATIN"):
        odd += 1.0
    return 0.0 if sign == "°" and letter in "CFK" else odd


def _signs(left: str, right: str) -> float:
    """Two signs side by side."""
    first, second = kind(left), kind(right)
    if first == second == "b":
        light = "LIGHT" in unicodedata.name(left), "LIGHT" in unicodedata.name(right)
        return 1.5 if light[0] != light[1] else 0.0
    if first == second == "+":
        return 0.5 if left != right else 0.0
    if first == second or "q" in (first, second) or "e" in (first, second):
        return 1.0 if "b" in (first, second) or "$" in (first, second) else 0.0
    return 1.0


@functools.lru_cache(maxsize=16384)
def _pair_oddity(left: str, right: str) -> float:
    """What two neighbours add."""
    if left < "\x80" and right < "\x80":
        return 0.0
    first, second = kind(left), kind(right)
    if first in "luo" and second in "luo":
        return _letters(left, right)
    odd = 0.0
    if second == "m":
        foreign = script(right) not in ("COMBINING", "VARIATION", script(left))
        odd = 2.0 if foreign and first in "luo" else 0.0
    elif first in "luo" and second not in " dm":
        odd = _letter_sign(left, right)
    elif second in "luo" and first not in " dm":
        odd = _sign_letter(left, right)
    elif first == "d" and second == "u" and right > "\x7f":
        odd = 0.5
    elif first not in " dmx" and second not in " dmx" and left > "\x7f" and right > "\x7f":
        odd = _signs(left, right)
    return odd


def _place_oddity(before: str, at: str, after: str) -> float:
    """What a character adds between its two neighbours."""
    if before.isalpha() and after.isalpha() and at in "“”„»«›‹":
        return 1.5
    if not at.isalpha():
        return 0.0
    odd = 0.0
    if (
        at in "ÃÂ"
        and after == " "
        and before.islower() + before.isdigit() + (at == "Ã" and before == " ")
    ):
        odd = 1.5
    elif at in "ÃÂ" and after > "\x7f" and not after.isalpha() and not before.isupper():
        odd = 0.0 if before in "“‘«„‚" and after in "”’»“‘" else 1.5
    elif at in "ÅĹ" and after == "\u00a0" and not before.isalnum():
        odd = 1.5
    elif at == "Ã" and not before.isalnum() and after.isalpha():
        odd = 1.0
    if at.isupper() and before.isupper() and after.islower():
        odd += 1.0
    if at.islower() and before.isupper() and after.isupper():
        odd += 1.0
    return odd


def oddity(text: str) -> float:
    """The oddity of a stretch of text, 0.0 for plain healthy writing."""
    padded = f" {text} "
    total = sum(map(_own_oddity, text))
    for left, at, right in zip(padded, text, padded[2:], strict=False):
        if at > "\x7f" or right > "\x7f":
            total += _pair_oddity(at, right)
        if at > "\x7f":
            total += _place_oddity(left, at, right)
    return total
