"""Garbled encoding: how unlike healthy writing a text is, UTF-8 misread, and taken back."""

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

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
    """Return for each accented letter a bit mask of the alphabets that have it."""
    found: dict[str, int] = {}
    for at, letters in enumerate(_ALPHABETS):
        for letter in letters:
            found[letter] = found.get(letter, 0) | 1 << at
    return found


def languages(letter: str) -> int:
    """Return in how many of the known alphabets an accented Latin letter is at home."""
    return _languages().get(letter, 0).bit_count()


def familiar(text: str) -> float:
    """Return how familiar the accented Latin letters of a text are: the tie-breaker between codecs.

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
    """Return the habit class of a character.

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
    """Return the script of a letter, from its Unicode name; those of East Asia count as one."""
    name = unicodedata.name(char, "NONE").split(" ", 1)[0].split("-", 1)[0]
    if name in ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC", "FULLWIDTH"):
        return "ASIAN"
    return name


def is_east_asian(text: str) -> bool:
    """Return whether a text holds a letter of China, Japan or Korea."""
    return any(char > "\u2e7f" and char.isalpha() and script(char) == "ASIAN" for char in text)


_USUAL_MARKS = (
    "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u0309\u030a\u030b\u030c\u0323\u0327\u0328"
)
"""Marks that decomposed text of living languages is full of."""


@functools.lru_cache(maxsize=4096)
def _own_oddity(char: str) -> float:
    """Return what a character adds wherever it stands."""
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
    """Return the oddity of two letters side by side."""
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
    """Return the oddity of two letters of two scripts: none in formulas (Δx) and East Asia."""
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
    """Return the oddity of a sign directly after a letter."""
    if letter < "\x80" or script(letter) == "GREEK":
        return _AFTER_ASCII.get(kind(sign), 0.0)
    return _AFTER_LETTER.get(kind(sign), 0.0)


def _sign_letter(sign: str, letter: str) -> float:
    """Return the oddity of a letter directly after a sign."""
    odd = _BEFORE_LETTER.get(kind(sign), 0.0)
    if kind(sign) == "+" and script(letter) == "GREEK":
        return 0.0
    if sign in "”»›" or (odd and letter > "\x7f" and script(letter) == "LATIN"):
        odd += 1.0
    return 0.0 if sign == "°" and letter in "CFK" else odd


def _signs(left: str, right: str) -> float:
    """Return the oddity of two signs side by side."""
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
    """Return what two neighbours add."""
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
    """Return what a character adds between its two neighbours."""
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
    """Return the oddity of a stretch of text, 0.0 for plain healthy writing."""
    padded = f" {text} "
    total = sum(map(_own_oddity, text))
    for left, at, right in zip(padded, text, padded[2:], strict=False):
        if at > "\x7f" or right > "\x7f":
            total += _pair_oddity(at, right)
        if at > "\x7f":
            total += _place_oddity(left, at, right)
    return total


CODECS = {
    "cp1252": "Windows-1252",
    "mac_roman": "Mac Roman",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "cp437": "DOS code page 437",
    "cp850": "DOS code page 850",
    "iso8859_2": "Latin-2",
}
"""The codecs that are looked for in every text, likelier ones first, and what people call them."""

RARE_CODECS = {
    "cp1254": "Windows-1254",
    "cp1257": "Windows-1257",
    "cp1253": "Windows-1253",
    "cp852": "DOS code page 852",
    "cp866": "DOS code page 866",
    "iso8859_15": "Latin-9",
    "mac_latin2": "Mac Central European",
    "koi8_r": "KOI8-R",
}
"""Codecs that are believed only where they explain every character of a whole document."""

_ALIASES = {
    "mac_roman": {"\u2126": 0xBD, "\u00a4": 0xDB, "\u0394": 0xC6},
    "cp437": {"\u03b2": 0xE1, "\u03bc": 0xE6, "\u2211": 0xE4, "\u03c6": 0xED, "\u2126": 0xEA},
}


class Piece(NamedTuple):
    """Characters ``start`` to ``end`` of a text that are the UTF-8 bytes of ``after``."""

    start: int
    end: int
    after: str


def codec_name(codec: str, garbled: str = "") -> str:
    """Return what people call a codec; C1 controls in ``garbled`` tell Latin-1 from 1252."""
    if codec == "cp1252" and any(
        "\x80" <= char <= "\x9f" and char not in "\x81\x8d\x8f\x90\x9d" for char in garbled
    ):
        return "Latin-1"
    return CODECS.get(codec) or RARE_CODECS[codec]


def rarity(codec: str) -> float:
    """Return what is held against a codec where others explain a document as well."""
    return 2.0 if codec in RARE_CODECS else 1.0 if codec == "iso8859_2" else 0.0


@functools.cache
def byte_of(codec: str) -> dict[str, int]:
    """Return which byte each character beyond ASCII stands for.

    A byte that the codec leaves undefined is shown as the C1 control character of its number, as
    browsers do. Windows-1252 stands for Latin-1 as well, which shows all of 80 to 9F so.
    """
    table = {char: byte for byte, char in chars_of(codec).items()}
    for char, byte in _ALIASES.get(codec, {}).items():
        table.setdefault(char, byte)
    if codec == "cp1252":
        table.update({chr(byte): byte for byte in range(0x80, 0xA0)})
    return table


@functools.cache
def chars_of(codec: str) -> dict[int, str]:
    """Return the character each byte from 0x80 is shown as; undefined bytes as C1 controls."""
    return {byte: bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in range(0x80, 0x100)}


@functools.cache
def char_class(codec: str, low: int, high: int) -> str:
    """Return the inside of a regular expression's ``[…]``: characters of the bytes low to high."""
    chars = (char for char, byte in byte_of(codec).items() if low <= byte <= high)
    return "".join(map(re.escape, chars))


@functools.cache
def sequence_pattern(codec: str) -> re.Pattern[str]:
    """Return the pattern of one or more sequences with the shape of UTF-8 in a codec."""
    tail = char_class(codec, 0x80, 0xBF)
    return re.compile(
        f"(?:[{char_class(codec, 0xC2, 0xDF)}][{tail}]"
        f"|[{char_class(codec, 0xE0, 0xEF)}][{tail}]{{2}}"
        f"|[{char_class(codec, 0xF0, 0xF4)}][{tail}]{{3}})+"
    )


def read_back(garbled: str, codec: str) -> str | None:
    """Return the text whose UTF-8 bytes the codec shows as ``garbled``, ``None`` for none."""
    table = byte_of(codec)
    try:
        return bytes(ord(char) if char < "\x80" else table[char] for char in garbled).decode(
            "utf-8"
        )
    except (KeyError, UnicodeDecodeError):
        return None


def pieces(text: str, codec: str, start: int = 0, end: int | None = None) -> Iterator[Piece]:
    """Yield all longest runs in ``text[start:end]`` that are UTF-8 when read through the codec."""
    last = len(text) if end is None else end
    for found in sequence_pattern(codec).finditer(text, start, last):
        after = read_back(found[0], codec)
        if after is not None:
            yield Piece(found.start(), found.end(), after)
        else:
            yield from _single_pieces(found[0], found.start(), codec)


@functools.lru_cache(maxsize=4096)
def possible(run: str) -> tuple[str, ...]:
    """Return the codecs through which some two neighbours of a run begin a sequence of UTF-8."""
    lead, tail = _roles()
    found = 0
    for left, right in itertools.pairwise(run):
        found |= lead.get(left, 0) & tail.get(right, 0)
    return tuple(codec for at, codec in enumerate(CODECS) if found >> at & 1) if found else ()


@functools.cache
def _roles() -> tuple[dict[str, int], dict[str, int]]:
    """Return for each character bit masks of the codecs where it is a lead, and a tail."""
    lead: dict[str, int] = {}
    tail: dict[str, int] = {}
    for at, codec in enumerate(CODECS):
        for char, byte in byte_of(codec).items():
            if byte <= 0xBF:
                tail[char] = tail.get(char, 0) | 1 << at
            elif 0xC2 <= byte <= 0xF4:
                lead[char] = lead.get(char, 0) | 1 << at
    return lead, tail


def _single_pieces(run: str, start: int, codec: str) -> Iterator[Piece]:
    """Yield the well-formed sequences, one by one, of a run that only has UTF-8's outer shape."""
    table = byte_of(codec)
    at = 0
    while at < len(run):
        lead = table[run[at]]
        end = at + (2 if lead < 0xE0 else 3 if lead < 0xF0 else 4)
        after = read_back(run[at:end], codec)
        if after is not None:
            yield Piece(start + at, start + end, after)
        at = end


def explains_all(text: str, codec: str) -> str | None:
    """Return the text read back as a whole, where every character beyond ASCII fits the codec."""
    return None if text.isascii() else read_back(text, codec)


ALARM = 1.5
"""How much oddity reading back must take away before a piece is called garbled by itself."""


class Suspect(NamedTuple):
    """A garbled-looking stretch: what it reads as through ``codec`` and the oddity that saves."""

    start: int
    end: int
    after: str
    codec: str
    gain: float


_RUN = re.compile(r"[^\x00-\x7f]+")
_TRACES = frozenset("ÃÂĂ√├âð\ufffd")


@functools.cache
def _trace() -> re.Pattern[str]:
    """Return the pattern of what is left of a sequence that lost a byte."""
    return re.compile(
        r"\ufffd+|(?<=[a-z])[ÃĂ](?=[a-z ])|(?<=[A-Za-z])[√├](?=[a-z])"
        r"|(?<![A-ZÀ-Þ])Â |(?<!\S)Ã |â€|ðŸ"
    )


_LEADS_OF_EAST_ASIA = "ãäåæçèéêëìíăĺćčęě"
_EAST_ASIAN_REMAINS = re.compile(
    rf"(?<![A-Za-z\u00c0-\u024f])[{_LEADS_OF_EAST_ASIA}](?:[^\x00-\x7f]|\?)*"
    rf"[{_LEADS_OF_EAST_ASIA}](?:[^\x00-\x7f]|\?)*(?![A-Za-z])"
    rf"|(?<![A-Za-z\u00c0-\u024f])[{_LEADS_OF_EAST_ASIA}][¡-©¬±´-¸¼-¾](?![A-Za-z])"
    r"|(?:[г-н][^\x00-\x7fА-яёЁ]{1,2}){2,}"
)
"""What a wrong codec leaves of Chinese, Japanese or Korean where bytes got lost."""


def _east_asian_remains(text: str) -> list[tuple[int, int]]:
    """Return the words of which nothing but first bytes and signs is left: ``æ±ã®``, ``ì–‘ìž``."""
    found = []
    for one in _EAST_ASIAN_REMAINS.finditer(text):
        letters = [char for char in one[0] if char.isalpha()]
        signs = [char for char in one[0] if not char.isalpha() and char != " "]
        strange = all(char in _LEADS_OF_EAST_ASIA for char in letters)
        if (signs and len(signs) * 4 >= len(letters)) or (strange and len(letters) > 1):
            found.append(one.span())
    return found


WIDE_CODECS = {"gbk": "GBK", "cp932": "Shift_JIS", "big5": "Big5", "cp949": "EUC-KR"}
"""Codecs of two bytes a letter that UTF-8 is misread in, and what people call them."""

_CYRILLIC = re.compile("[А-яёЁ]+")
_THREE_BYTES = re.compile(rb"(?:[\xe2-\xed][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})+")


@functools.lru_cache(maxsize=8192)
def is_common_letter(char: str) -> bool:
    """Return whether a letter of East Asia is in daily use there.

    Of Han these are the first levels of JIS X 0208, GB 2312 and Big5, of hangul KS X 1001.
    """
    if "\u3400" <= char <= "\u9fff":
        levels = ("shift_jis", b"\x98"), ("gb2312", b"\xd8"), ("big5", b"\xc7")
        return any(b"" < char.encode(codec, "ignore")[:1] < last for codec, last in levels)
    if "\uac00" <= char <= "\ud7a3":
        return len(char.encode("euc_kr", "ignore")) == 2  # others are put together of eight bytes
    return not "\uff61" <= char <= "\uff9f"


def _is_strange(run: str) -> bool:
    """Return whether more letters of a run than in any healthy text are not in daily use."""
    return sum(not is_common_letter(char) for char in run) * 4 >= len(run)


@functools.lru_cache(maxsize=8192)
def read_back_wide(run: str) -> tuple[str, str]:
    """Return what a run was before UTF-8 was misread in a codec of East Asia, and the codec.

    Both are empty where not every letter of it comes back, or the run may be healthy.
    """
    strange = _is_strange(run)
    for codec in WIDE_CODECS if len(run) > 2 else ():
        try:
            raw = run.encode(codec)
            after = raw.decode()
        except UnicodeError:
            continue
        usual = all(is_common_letter(char) or char < "\u3000" for char in after)
        if strange and is_east_asian(after) and usual and _share_of_utf_8(raw) > 0.6:
            return after, codec
        if len(after) > 4 and _CYRILLIC.fullmatch(after):
            return after, codec
    return "", ""


def _share_of_utf_8(raw: bytes) -> float:
    """Return the share of bytes that are letters of three bytes and more in UTF-8."""
    found = sum(len(one[0]) for one in _THREE_BYTES.finditer(raw) if len(one[0]) > 3)
    return found / len(raw) if raw else 0.0


@functools.lru_cache(maxsize=8192)
def _is_misread_wide(run: str) -> bool:
    """Return whether most of a run is UTF-8 misread in a codec of East Asia, complete or not."""
    if len(run) < 3 or not _is_strange(run):
        return False
    for codec in WIDE_CODECS:
        raw = run.encode(codec, "replace")
        if raw.count(b"?") * 4 <= len(run) and _share_of_utf_8(raw) > 0.5:
            return True
    return False


_SIGNATURES = (
    *("â€", "‚Ä", "ΓÇ", "ÔÇ", "вЂ"),
    *("ðŸ", "đź", "рџ", "≡ƒ", "\uf8ffü", "\u00adƒ"),
    *("ï»¿", "Ôªø", "п»ї", "∩╗┐", "´╗┐", "ď»ż", "ďťż"),
)
"""How dashes and quotes, emoji and the byte order mark begin in each codec: never by chance."""


def gain(text: str, start: int, end: int, after: str, codec: str = "") -> float:
    """Return how much less odd the text is with ``after`` in place of the characters start to end.

    Several sequences in a row, and sequences of three and four bytes, hardly fit by chance: they
    count on top, and are enough by themselves where they are many. Neighbours that are lead
    bytes of the codec too are garbled themselves and not held against ``after``.
    """
    piece = text[start:end]
    left, right = text[max(0, start - 2) : start], text[end : end + 2]
    left, right = left.rpartition("\n")[2], right.partition("\n")[0]
    before, then = oddity(left + piece + right), oddity(left + after + right)
    bonus = min(0.5 * (len(after) - 1) + 0.5 * max(len(piece) - 2 * len(after), 0), 4.0)
    if piece.startswith(_SIGNATURES):
        bonus += ALARM
    before += _unmatched_quote(text, start, end) + _glued_sign(left, piece)
    if not before and bonus < ALARM:
        return -then
    if before >= ALARM and codec and _beside_lead(left[-1:], right[:1], codec):
        then = min(then, oddity(after))
    return before - then + bonus


def _beside_lead(left: str, right: str, codec: str) -> bool:
    """Whether a neighbour is the lead byte of another sequence, broken or not yet read back."""
    table = byte_of(codec)
    return any(char > "\x7f" and 0xC2 <= table.get(char, 0) <= 0xF4 for char in (left, right))


def _unmatched_quote(text: str, start: int, end: int) -> float:
    """Return the oddity of a closing guillemet within a piece that nothing opened on its line."""
    at = text.find("»", start, end - 1)
    if at < 0 or (text[at + 1] in "…’”–—" and not text[end : end + 1].isalpha()):
        return 0.0
    opened = text.rfind("«", text.rfind("\n", 0, at) + 1, at) >= 0
    return 0.0 if opened else 1.0


def _glued_sign(left: str, piece: str) -> float:
    """Return the oddity of mathematics glued to a word, not to a single letter, and of ``¬©``."""
    glued = len(left) == 2 and left.isalpha() and piece[0] in "√≈∆"
    return 0.5 if glued or piece[0] == "¬" else 0.0


def suspects(text: str, codec: str, start: int = 0, end: int | None = None) -> list[Suspect]:
    """Return all pieces in ``text[start:end]`` that are UTF-8 in the codec, with their gain."""
    return [
        Suspect(*piece, codec, _gain_in_layers(text, piece, codec))
        for piece in pieces(text, codec, start, end)
    ]


def _gain_in_layers(text: str, piece: Piece, codec: str) -> float:
    """Return the gain of a piece, or of what it becomes when it was read wrong twice.

    What is UTF-8 twice over is so by no chance, however odd it looks halfway.
    """
    once = gain(text, *piece, codec)
    if once >= ALARM or len(piece.after) < 2:
        return once
    deeper = (read_back(piece.after, other) for other in CODECS)
    twice = [
        gain(text, piece.start, piece.end, after) + ALARM
        for after in deeper
        if after and not oddity(after)
    ]
    return max(twice, default=once)


def looks_garbled(text: str) -> list[tuple[int, int]]:
    """Return where a text looks like garbled encoding: (start, end) in characters, in order.

    These are stretches that a wrong codec made of UTF-8 (``Ã©``, ``â€™``), what is left of one
    that lost a byte, and U+FFFD, which stands for bytes some program could not read. A text that
    merely has accents, in whichever script, gives none.
    """
    if text.isascii():
        return []
    spans: list[tuple[int, int]] = _east_asian_remains(text)
    traces = False
    for found in _RUN.finditer(text):
        run = found[0]
        traces = traces or not _TRACES.isdisjoint(run)
        if len(run) > 2 and is_east_asian(run) and _is_misread_wide(run):
            spans.append(found.span())
        if len(run) > 1 and possible(run):
            start, end = found.span()
            opened = "»" in run and text.rfind("«", text.rfind("\n", 0, start) + 1, start) >= 0
            alarms = _alarms(text[max(0, start - 2) : start], run, text[end : end + 2], opened)
            spans += [(start + first, start + last) for first, last in alarms]
    if traces:
        spans += [found.span() for found in _trace().finditer(text)]
    return merged(spans) if spans else spans


@functools.lru_cache(maxsize=8192)
def _alarms(left: str, run: str, right: str, opened: bool) -> tuple[tuple[int, int], ...]:
    """Return where a run of characters beyond ASCII looks garbled between its neighbours.

    Words come back in talk after talk, so the verdict is kept; ``opened`` tells whether a
    guillemet is open before the run.
    """
    before = ("« " if opened else "") + left
    return tuple(
        (suspect.start - len(before), suspect.end - len(before))
        for codec in possible(run)
        for suspect in suspects(before + run + right, codec, len(before), len(before) + len(run))
        if suspect.gain >= ALARM
    )


def merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans in order, overlapping ones joined."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
