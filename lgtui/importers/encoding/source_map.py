"""Reads bytes of any encoding into lines, and maps each character to its place in the file.

A document read wrong twice is repaired in two rounds; the report still has to name the place in
the file as the organizer sees it, once.
"""

import codecs
import re
from typing import NamedTuple

from lgtui.text import encoding

Evidence = dict[str, float]
"""How much speaks for each codec."""


class Edit(NamedTuple):
    """Characters start to end of a line become ``after``."""

    start: int
    end: int
    after: str
    certain: bool
    reason: str
    others: tuple[str, ...] = ()


class Change(NamedTuple):
    """One repaired word: its place in the document as it was (both counted from 1).

    ``certain`` is false for a guess; ``others`` holds what a guess could have been instead.
    """

    line: int
    column: int
    before: str
    after: str
    certain: bool
    reason: str
    others: tuple[str, ...] = ()


class Line(NamedTuple):
    """A line in repair: its text and, for each character, where it came from and why.

    ``spans[i]`` is the stretch of ``original`` that character i stands for, ``edits[i]`` the
    edits that made it, none for a character that is as it was. Both are empty for a line that
    was never edited: most lines of most documents.
    """

    original: str
    text: str
    spans: tuple[tuple[int, int], ...]
    edits: tuple[tuple[Edit, ...], ...]

    @property
    def columns(self) -> tuple[int, ...]:
        """Return for each character, and the end, its column in the original line."""
        if not self.spans:
            return tuple(range(len(self.original) + 1))
        return (*(start for start, _ in self.spans), len(self.original))


def trace(text: str) -> Line:
    """Return a line as it was read, without edits."""
    return Line(text, text, (), ())


def apply(line: Line, edits: list[Edit]) -> Line:
    """Apply edits, in order and without overlap, to a line."""
    if not edits:
        return line
    if not line.spans:
        every = tuple((at, at + 1) for at in range(len(line.text)))
        line = line._replace(spans=every, edits=((),) * len(every))
    text, last = "", 0
    spans: list[tuple[int, int]] = []
    made: list[tuple[Edit, ...]] = []
    for edit in edits:
        text += line.text[last : edit.start] + edit.after
        spans += line.spans[last : edit.start]
        made += line.edits[last : edit.start]
        whole = (line.spans[edit.start][0], line.spans[edit.end - 1][1])
        earlier = tuple(dict.fromkeys(sum(line.edits[edit.start : edit.end], ())))
        spans += [whole] * len(edit.after)
        made += [(*earlier, edit)] * len(edit.after)
        last = edit.end
    text += line.text[last:]
    return Line(line.original, text, (*spans, *line.spans[last:]), (*made, *line.edits[last:]))


def take_back(line: Line, start: int, end: int) -> tuple[Line, int]:
    """Take back all edits of characters start to end; return also how many they were before."""
    first, last = line.spans[start][0], line.spans[end - 1][1]
    came = line.original[first:last]
    return Line(
        line.original,
        line.text[:start] + came + line.text[end:],
        (*line.spans[:start], *((at, at + 1) for at in range(first, last)), *line.spans[end:]),
        (*line.edits[:start], *((),) * len(came), *line.edits[end:]),
    ), len(came)


def compose(line: Line, later: Line) -> Line:
    """Compose two rounds of edits: ``later`` was traced from the text ``line`` came to."""
    if not later.spans:
        return line
    if not line.spans:
        return later._replace(original=line.original)
    spans: list[tuple[int, int]] = []
    made: list[tuple[Edit, ...]] = []
    for (start, end), edits in zip(later.spans, later.edits, strict=True):
        spans.append((line.spans[start][0], line.spans[end - 1][1]))
        earlier = [edit for place in line.edits[start:end] for edit in place]
        made.append(tuple(dict.fromkeys([*earlier, *edits])))
    return Line(line.original, later.text, tuple(spans), tuple(made))


def changes(line: Line, number: int) -> list[Change]:
    """Return the edits of a line as changes of whole words."""
    found: list[Change] = []
    at = 0 if line.edits else len(line.text)
    while at < len(line.text):
        if not line.edits[at]:
            at += 1
            continue
        start, end = _word(line, at)
        found.append(_change(line, number, start, end))
        at = end
    return found


def _word(line: Line, at: int) -> tuple[int, int]:
    """Return the word around an edited character, with hyphens and all edits it touches."""

    def within(place: int) -> bool:
        char = line.text[place]
        return bool(line.edits[place]) or char.isalnum() or char in "-'"

    start, end = at, at + 1
    while start > 0 and within(start - 1):
        start -= 1
    while end < len(line.text) and within(end):
        end += 1
    return start, end


def _change(line: Line, number: int, start: int, end: int) -> Change:
    """Return the change that characters start to end went through."""
    first, last = line.spans[start][0], line.spans[end - 1][1]
    edits = list(dict.fromkeys(edit for made in line.edits[start:end] for edit in made))
    reasons = list(dict.fromkeys(edit.reason for edit in edits))
    return Change(
        number,
        first + 1,
        line.original[first:last],
        line.text[start:end],
        all(edit.certain for edit in edits),
        ", then ".join(reasons),
        tuple(other for edit in edits for other in edit.others),
    )


LEGACY = (
    "cp1252",
    "mac_roman",
    "cp1250",
    "cp1251",
    "cp1254",
    "cp1253",
    "cp1257",
    "iso8859_2",
    "cp437",
    "cp850",
    "cp852",
    "cp866",
    "koi8_r",
    "mac_latin2",
    "iso8859_5",
    "mac_cyrillic",
)
"""8-bit codecs that a file may be written in, likelier ones first."""

_CYRILLIC = {"iso8859_5": "ISO 8859-5", "mac_cyrillic": "Mac Cyrillic"}
"""What people call those that no text is garbled by."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)


class Decoded(NamedTuple):
    """A document as traced lines, and how it was written.

    ``doubtful`` names the encodings that come into question where none is believable.
    """

    lines: list[Line]
    newline: str = "\n"
    bom: bool = False
    encoding: str = "UTF-8"
    doubtful: tuple[str, ...] = ()


def decode(raw: bytes) -> Decoded:
    """Decode a file of any encoding into lines; bytes no codec explains become U+FFFD."""
    for mark, codec, name in _MARKS:
        if raw.startswith(mark) and (codec == "utf-8" or len(raw) % 2 == 0):
            if codec == "utf-8":
                return _utf8(raw.removeprefix(mark), bom=True)
            text = raw.removeprefix(mark).decode(codec, "replace")
            return as_lines(text, bom=True, encoding=name)
    wide = _without_mark(raw)
    return as_lines(wide, encoding="UTF-16") if wide else _utf8(raw, bom=False)


def is_text(raw: bytes) -> bool:
    """Return whether bytes can be text: zero bytes occur in UTF-16 and UTF-32 only."""
    if b"\0" not in raw:
        return True
    for mark, codec, _ in _MARKS:
        if raw.startswith(mark) and len(raw) % 2 == 0:
            return "\0" not in raw.decode(codec, "replace")
    return bool(_without_mark(raw))


def as_lines(text: str, bom: bool = False, encoding: str = "UTF-8") -> Decoded:
    """Split decoded text into traced lines without their ends."""
    lines, newline = _split(text)
    return Decoded([trace(line) for line in lines], newline, bom, encoding)


def _split(text: str) -> tuple[list[str], str]:
    """Return the lines, and the line end most of them had: only LF, CR LF and CR end a line."""
    pairs = text.count("\r\n")
    counts = {
        "\n": text.count("\n") - pairs,
        "\r\n": pairs,
        "\r": text.count("\r") - pairs,
    }
    newline = max(counts, key=lambda style: counts[style])
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), newline


def _without_mark(raw: bytes) -> str:
    """Decode UTF-16 without a byte order mark; empty where zero bytes do not show it."""
    if len(raw) % 2 or b"\0" not in raw or (not raw.isascii() and _is_utf8(raw)):
        return ""
    for codec, high in (("utf-16-le", raw[1::2]), ("utf-16-be", raw[::2])):
        low = raw[::2] if codec == "utf-16-le" else raw[1::2]
        if high.count(0) * 3 > len(high) and low.count(0) * 20 < len(low) + 20:
            text = raw.decode(codec, "ignore")
            if not _CONTROL.search(text) and text.encode(codec) == raw:
                return text
    return ""


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def _utf8(raw: bytes, bom: bool) -> Decoded:
    """Decode UTF-8; stray bytes are read in the 8-bit codec that suits them best."""
    escaped = raw.decode("utf-8", "surrogateescape")
    stray = len(_STRAY.findall(escaped))
    valid = sum(char > "\x7f" for char in escaped) - stray
    if stray > 2 * valid:
        escaped, valid = raw.decode("ascii", "surrogateescape"), 0
    lines, newline = _split(escaped)
    if not stray:
        return Decoded([trace(line) for line in lines], newline, bom)
    east_asian = _as_east_asian(raw) if 2 * stray > valid else _EastAsian((), 0.0)
    if east_asian.is_sure:
        codec = east_asian.codecs[0]
        return as_lines(raw.decode(codec, "replace"), bom, EAST_ASIAN_CODECS[codec])
    codec = _legacy(escaped, lines, bool(valid))
    name = _CYRILLIC.get(codec) or encoding.codec_name(codec)
    doubtful: tuple[str, ...] = ()
    if not valid and _odd_share(lines, codec) > (_LITTLE if east_asian.codecs else _ODD):
        doubtful = (*(EAST_ASIAN_CODECS[each] for each in east_asian.codecs), name)
    reason = f"{'a byte' if valid else 'the file'} is not UTF-8: read as {name}"
    traced = [_trace(line, codec, reason) for line in lines]
    return Decoded(traced, newline, bom, "UTF-8" if valid else name, doubtful)


_ODD, _LITTLE = 0.5, 0.02
"""More oddity than this for each letter beyond ASCII, and a file is in none of the codecs.

A little is enough where the file can be one of East Asia.
"""


def _odd_share(lines: list[str], codec: str) -> float:
    """Return how odd the words are that a codec makes of stray bytes, for each of them."""
    odd = _sample([line for line in lines if _STRAY.search(line)])
    read = [_read(line, codec) for line in odd]
    strays = sum(len(_STRAY.findall(line)) for line in odd)
    found = sum(encoding.oddity(line) + 3 * line.count("\ufffd") for line in read)
    return (found + _unusual_cyrillic("".join(read))) / max(strays, 1)


_ENOUGH = 30_000
"""As many characters tell the codec of a file."""

_STRAY = re.compile("[\udc80-\udcff]")
_HALF = re.compile("[\udcc2-\udcdf]")


def _legacy(escaped: str, lines: list[str], valid: bool) -> str:
    """Return the 8-bit codec that suits the stray bytes of a document best.

    Where all strays of a UTF-8 file are first halves of two-byte letters, they lost their other
    half: Windows-1252 shows them in the form that lost bytes are known by.
    """
    if valid and not _STRAY.search(_HALF.sub("", escaped)):
        return "cp1252"
    odd = _sample([line for line in lines if _STRAY.search(line)])
    return max(LEGACY, key=lambda name: _suits(odd, name))


def _sample(lines: list[str]) -> list[str]:
    size = 0
    for at, line in enumerate(lines):
        size += len(line)
        if size > _ENOUGH:
            return [*lines[:at], line[: _ENOUGH - size + len(line)]]
    return lines


def _read(line: str, codec: str) -> str:
    """Read an escaped line's stray bytes in the codec, U+FFFD where it has none."""
    table = {
        0xDC00 + byte: "\ufffd" if "\x80" <= char <= "\x9f" else char
        for byte, char in encoding.chars_of(codec).items()
    }
    return line.translate(table)


def _suits(lines: list[str], codec: str) -> float:
    """Score the plausibility of the words that a codec makes of stray bytes."""
    read = [_read(line, codec) for line in lines]
    odd = sum(encoding.oddity(line) + 3 * line.count("\ufffd") for line in read)
    odd += sum(0.3 * len(_ACCENTS_ALONE.findall(line)) for line in read)
    letters = "".join(
        char for line, made in zip(lines, read, strict=True)
        for byte, char in zip(line, made, strict=True) if byte != char
    )  # fmt: skip
    return encoding.familiar(letters) - _unusual_cyrillic(letters) - odd


_ACCENTS_ALONE = re.compile("[\u00c0-\u024f]{3,}")
"""No language writes so many letters with accents in a row; all letters of Greek look so."""


def _unusual_cyrillic(letters: str) -> float:
    """Return how unusual Cyrillic letters are: the codecs of Russian permute one another's."""
    found = [char for char in letters if "\u0400" <= char <= "\u04ff"]
    rare = sum(char in _RARE_CYRILLIC for char in map(str.lower, found))
    common = sum(char in _COMMON_CYRILLIC for char in map(str.lower, found))
    capitals = max(0, 2 * sum(map(str.isupper, found)) - len(found))
    return (len(found) - common + 3 * rare + capitals) / 20


_COMMON_CYRILLIC, _RARE_CYRILLIC = frozenset("оеаинтсрвлкмдпу"), frozenset("щъэфцёђѓєѕіїјљњћќўџґ")


def _trace(line: str, codec: str, reason: str) -> Line:
    """Read a line's stray bytes in the codec, each traced as a guess."""
    text = _read(line, codec)
    original = "".join("\ufffd" if "\udc80" <= char <= "\udcff" else char for char in line)
    edits = [
        Edit(at, at + 1, text[at], False, reason)
        for at, char in enumerate(line)
        if "\udc80" <= char <= "\udcff" and text[at] != "\ufffd"
    ]
    return apply(trace(original), edits)


EAST_ASIAN_CODECS = {
    "cp932": "Shift_JIS",
    "euc_jp": "EUC-JP",
    "gb18030": "GBK",
    "big5": "Big5",
    "cp949": "EUC-KR",
}
"""Codecs of two bytes a letter that a file may be written in, and what people call them."""

_JAPANESE = frozenset(
    "日一国会人年大十二本中長出三同時政事自行社見月分議後前民生連五発間対上部東者党地合市業内相方四定今回新場金員九入選"
    "立開手力学問高代明実円関決子動京全目表戦経通外最言氏現理調体化田当八六約主題下首意法不来作性的要用制治度務強気小七成"
    "期公野協取都和統以機平総加山思家話世受区領多県続進正安設保改数記院女初北午指権心界支第産結百派点教報済書府活原先共得"
    "解名交資予川向際勝面委告軍文反元重近千考判認画海参利組知案道信策集在件団別物側任引使求所次水半品論計官増係感特情投示"
    "変打男基私各始島直両朝革価式確村提運終挙果西勢減広容必応演電歳住争談能無再位置流格有過局少放税検藤町常校料沢状工建語"
    "球空職証土与急止送供可役構木割聞身費付切由説転食比難防補車優夫研断井何南石足違神番規術護展導備配副算視条独究席輸訪楽"
    "起万着店述想線率病農州武声質念待試族象銀域助労例衛然早張映限親額監環験追審商葉義伝働形景落好準英株頭技低復仕去姿味負"
    "失移差個写評課末守若脳極種美影命福望松観整段横融型白深答夜製況音申様財識注達佐鈴木橋伊渡辺林斎清阿池森岡後谷坂遠青"
    "福太浦竹内子花郎介菅架潮汐応基礎講所属名称題概要"
)
_CHINESE = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事"
    "成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此"
    "已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代"
    "内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活更别打女变四神总何电数安少"
    "报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放"
    "强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运深网络经"
    "模型研究系统算习智医图语言础析控材料结构优视觉成报告讲座姓单期间李刘陈杨赵黄周吴徐孙胡朱林郭罗梁宋郑谢韩唐冯董萧曹袁"
    "邓沈曾彭吕苏卢蒋蔡贾丁魏薛叶余潘杜夏钟汪姜范石姚谭廖邹熊陆郝孔崔康毛邱秦江史顾侯邵孟龙雷钱汤尹易武乔文伟芳娜敏静丽勇"
    "艳杰娟涛超秀霞刚桂潮汐础初步及其"
)
_TRADITIONAL = frozenset(
    "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事"
    "成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心本前開但因只從想實日軍者意無力它與長把機十民第公此已"
    "工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內"
    "信表化老給世位次度門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活更別打女變四神總何電數安少報"
    "才結反受目太量再感建務做接必場件計管期市直德資命山金指克許統區保至隊形社便空決治展馬科司五基眼書非則聽白卻界達光放強"
    "即像難且權思王象完設式色路記南品住告類求據程北邊死張該交規萬取拉格望覺術領共確傳師觀清今切院讓識候帶導爭運深網絡經模"
    "型研究系統演算習慧智醫圖語言礎析控材料構優視講座姓單李劉陳楊趙黃周吳徐孫胡朱林郭羅梁宋鄭謝韓唐馮董蕭曹袁鄧沈曾彭呂蘇"
    "盧蔣蔡賈丁魏薛葉余潘杜夏鍾汪姜范石姚譚廖鄒熊陸郝孔崔康毛邱秦江史顧侯邵孟龍雷錢湯尹易武喬文潮汐礎"
)
_KOREAN = frozenset(
    "이다는의에을를가은로하고한도지나사인어서대기자리시정부전해과보수그일장아스제조주여원구상우동경성학연교문국민생선방신유무"
    "안용소비만라미니관계실물세개산면회분중적통공들단마행되게내할진있었습까오요트데결현모식위차재영당저노남심음역점설발치거직술"
    "형화향건입간운박김최홍길철희순임강윤송백황허류전손배석초료강의론법형태질응날짜표목소속강의번호"
)
"""Letters that much of a text in the language consists of: by them decodings are told apart."""


def _value(char: str, codec: str) -> float:
    """Return how much a letter speaks for a codec: common ones for it, strange ones against it."""
    japanese = codec in ("cp932", "euc_jp")
    if "\u3040" <= char <= "\u30ff":
        return 3.0 if japanese else -1.0
    if "\uac00" <= char <= "\ud7a3":
        return 3.0 if char in _KOREAN else 1.5 if encoding.is_common_letter(char) else -1.0
    if "\u4e00" <= char <= "\u9fff":
        return _value_of_han(char, codec, japanese)
    if "\u3000" <= char <= "\u303f" or "\uff01" <= char <= "\uff5e" or char in "·—…“”‘’":
        return 1.0
    return -2.0 if "\uff61" <= char <= "\uff9f" else -5.0 if "\ue000" <= char <= "\uf8ff" else -1.5


def _value_of_han(char: str, codec: str, japanese: bool) -> float:
    if codec == "cp949":
        return -1.5
    common, standard, last = {
        "gb18030": (_CHINESE, "gb2312", b"\xd8"), "big5": (_TRADITIONAL, "big5", b"\xc7"),
    }.get(codec, (_JAPANESE, "shift_jis", b"\x98"))  # fmt: skip
    if char in common:
        return 3.0
    raw = char.encode(standard, "ignore")
    return -2.5 if not raw else 0.6 if raw[:1] < last else -0.7


class _EastAsian(NamedTuple):
    """The codecs of East Asia that a file may be written in, and what speaks for the first."""

    codecs: tuple[str, ...]
    value: float

    @property
    def is_sure(self) -> bool:
        """Whether the first one's letters are common ones, and no other codec comes near."""
        return len(self.codecs) == 1 and self.value >= _SURE


def _as_east_asian(raw: bytes) -> _EastAsian:
    """Return the East Asian codecs that a file may be written in, the best one first."""
    scores: dict[str, float] = {}
    for codec in EAST_ASIAN_CODECS:
        try:
            text = raw[:_ENOUGH].decode(codec)
        except UnicodeDecodeError as error:
            if error.start < min(len(raw), _ENOUGH) - 3:
                continue
            text = raw[: error.start].decode(codec)
        beyond = [char for char in text if char > "\x7f"]
        beside = len(_BESIDE_ASCII.findall(text))
        if beyond:
            total = sum(_value(char, codec) for char in beyond) - 0.7 * beside
            scores[codec] = total / len(beyond)
    best = max(scores.values(), default=0.0)
    if best < _LEAST:
        return _EastAsian((), best)
    near = [codec for codec in scores if scores[codec] > best - _MARGIN]
    return _EastAsian(tuple(sorted(near, key=lambda codec: -scores[codec])), best)


_BESIDE_ASCII = re.compile(
    "(?<=[A-Za-z])[\u3040-\u9fff\uac00-\ud7a3]|[\u3040-\u9fff\uac00-\ud7a3](?=[A-Za-z])"
)
_LEAST, _SURE, _MARGIN = 0.5, 1.9, 0.4
"""How much must speak for a codec, a letter; how much is enough; how much more than the next."""
