"""Files in the codecs of East Asia and Russia are read right, or called doubtful; never other."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgtui.importers import Source
from lgtui.importers.encoding.repair import repair, repair_text
from lgtui.importers.lists import import_lists
from lgtui.model import DataError
from lgtui.text.encoding import looks_garbled

JAPANESE = (
    "能沢花子",
    "未来工科大学",
    "量子計算入門",
    "波の数値計算",
    "タンパク質の構造",
    "東都大学",
)
CHINESE = ("王小明", "未来理工大学", "量子计算导论", "机器学习方法", "图像分析", "陈国强")
TRADITIONAL = ("王小明", "未來理工大學", "量子計算導論", "機器學習方法", "圖像分析", "陳國強")
KOREAN = ("강민호", "미래대학교", "양자 계산 입문", "기계 학습", "영상 분석", "이수진")
RUSSIAN = (
    "Вера Ромашкина",
    "доклад о сетях",
    "Университет Примера",
    "глубокое обучение",
    "Пётр Лесов",
)
WESTERN = ("Zoë Brûlé", "Jörg Mühlmuster", "Université d'Ombreval", "Cançó", "Ærøskøbing", "niño")

WRITTEN = (
    (JAPANESE, "shift_jis", "Shift_JIS"),
    (JAPANESE, "euc_jp", "EUC-JP"),
    (CHINESE, "gbk", "GBK"),
    (TRADITIONAL, "big5", "Big5"),
    (KOREAN, "euc_kr", "EUC-KR"),
    (RUSSIAN, "koi8_r", "KOI8-R"),
    (RUSSIAN, "cp1251", "Windows-1251"),
    (RUSSIAN, "iso8859_5", "ISO 8859-5"),
    (WESTERN, "cp1252", "Windows-1252"),
)


@pytest.mark.parametrize(("words", "codec", "name"), WRITTEN)
def test_a_file_in_a_national_codec_is_read(words: tuple[str, ...], codec: str, name: str) -> None:
    text = "Date,Speaker,Title\n" + "".join(f"2023-05-11,{word},{word}\n" for word in words)
    done = repair(text.encode(codec))
    assert (done.text, done.encoding, done.doubtful) == (text, name, ())


@given(st.sampled_from(WRITTEN), st.data())
def test_a_few_words_are_read_right_or_called_doubtful(
    written: tuple[tuple[str, ...], str, str], data: st.DataObject
) -> None:
    words, codec, _ = written
    some = data.draw(st.lists(st.sampled_from(words), min_size=2, max_size=6))
    text = "title\n" + "\n".join(some) + "\n"
    done = repair(text.encode(codec))
    assert done.text == text or done.doubtful


def test_a_list_in_an_unknown_encoding_is_refused_and_names_what_it_may_be() -> None:
    raw = "Date,Title\n2023-05-11,晓拓扑\n".encode("gbk")
    with pytest.raises(DataError, match=r"GBK.*save it as UTF-8") as caught:
        import_lists([Source("t.csv", raw)], {}, datetime.date(2026, 3, 2))
    assert caught.value.file == "t.csv"


def test_the_report_says_what_a_list_was_read_as() -> None:
    raw = "日付,講演者,題目\n2023-05-11,能沢花子,量子計算入門\n".encode("shift_jis")
    found = import_lists([Source("t.csv", raw)], {}, datetime.date(2026, 3, 2))
    assert found.records.talks[0].speakers[0].name == "能沢花子"
    assert [note.why for note in found.report if "Shift_JIS" in note.why] == [
        "the file is not UTF-8: read as Shift_JIS"
    ]


def garbled(text: str, codec: str, lost: str) -> str:
    """UTF-8 read in a wrong codec, what nobody sees of it lost or replaced."""
    shown = "".join(bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in text.encode())
    return "".join(
        lost if "\x80" <= char < "\xa0" else " " if char == "\xa0" else char for char in shown
    )


NAMES = (*JAPANESE, *CHINESE, *KOREAN, *RUSSIAN)


@given(
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=4),
    st.sampled_from(["cp1252", "cp1250", "mac_roman"]),
    st.sampled_from(["", "?", "\ufffd"]),
)
def test_a_name_that_lost_a_byte_comes_back_whole_or_stays_and_is_flagged(
    names: list[str], codec: str, lost: str
) -> None:
    """Word by word it is right, or as it came; a guess would make another name."""
    broken = [garbled(name, codec, lost) for name in names]
    done = repair_text("\n".join(broken))
    flagged = {flag.line for flag in done.flagged}
    for at, (name, came, is_) in enumerate(
        zip(names, broken, done.text.split("\n"), strict=True), 1
    ):
        if is_ != name:
            assert at in flagged
            assert looks_garbled(is_)
            whole = zip(name.split(" "), is_.split(" "), strict=False)
            assert is_ == came or all(word == right or word in came for right, word in whole)


def test_the_rest_of_a_broken_name_stays_as_it_came_with_its_invisible_half() -> None:
    came = "è…åŽŸèŠ±å\xad"
    found = import_lists(
        [Source("t.yml", f"- title: Waves\n  speaker: {came}\n".encode())],
        {},
        datetime.date(2026, 3, 2),
    )
    assert found.records.talks[0].speakers[0].name == came
    assert [note.before for note in found.report if note.kind == "TEXT001"] == [came]


@pytest.mark.parametrize(
    "text", ["æ±ã®å¹²æ½Ÿ", "ì–‘ìž", "éåè¨ç®", "å¼ ä¼", "æ?¨ä¸?æ?µ", "ç??å°?æ??"]
)
def test_what_is_left_of_east_asian_letters_raises_the_alarm(text: str) -> None:
    assert looks_garbled(f"- title: {text}")


@pytest.mark.parametrize("text", ["où, à, ça", "à la création née", "« été »", "å i åa ä e", "è…"])
def test_words_with_accents_raise_none(text: str) -> None:
    assert looks_garbled(text) == []


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        ("机器学习方法", "gbk", "GBK"),
        ("能沢花子", "gbk", "GBK"),
        ("未来工科大学", "cp932", "Shift_JIS"),
        ("タンパク質の構造", "cp932", "Shift_JIS"),
        ("глубокое", "gbk", "GBK"),
    ],
)
def test_utf_8_misread_in_a_codec_of_two_bytes_comes_back(text: str, codec: str, name: str) -> None:
    came = text.encode().decode(codec)
    assert looks_garbled(came) or text == "глубокое"
    done = repair_text(f"- title: {came}")
    assert done.text == f"- title: {text}"
    assert [(change.certain, change.reason) for change in done.changes] == [
        (True, f"UTF-8 read as {name}")
    ]


@pytest.mark.parametrize(
    ("came", "right"),
    [("Jos茅 M眉ller", "José Müller"), ("Josﾃｩ", "José"), ("Zo毛 Br没l茅", "Zoë Brûlé")],
)
def test_a_han_letter_within_a_latin_word_is_the_accented_one_as_a_guess(
    came: str, right: str
) -> None:
    done = repair_text(came)
    assert done.text == right
    assert not any(change.certain for change in done.changes)


COMMON = (
    "的一是不了在人有我他大学研究方法日本語計算入門基礎の応用データ김이박수학"
    "입문계산기계学習模型网络图像分析東京都"
)


@given(st.text(COMMON, min_size=1, max_size=12))
def test_healthy_letters_of_east_asia_raise_no_alarm(text: str) -> None:
    assert looks_garbled(text) == []
    assert repair_text(text).text == text


@pytest.mark.parametrize("text", ["维C与T恤", "A股市場", "K歌", "B站视频", "GPT模型", "3D网格"])
def test_latin_letters_beside_healthy_han_stay(text: str) -> None:
    assert repair_text(text).text == text
