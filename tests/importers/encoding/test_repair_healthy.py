"""Healthy text of any language comes out as it went in, and no plain character is ever lost."""

import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lgtui.importers.encoding.repair import repair, repair_text
from lgtui.text.encoding import looks_garbled
from tests.text.languages import PLAIN, WORDS, garble

HEALTHY = """SÃO PAULO, AMANHÃ… “IRMÃ” MAÇÃ’S — É isso. À bientôt! Ô Canada; Å, Ä and Ö
10 °C ± 2 and 25 °C; 5 µm; 3 × 4 = 12; ¼ cup; 5 ‰; 20 %; m² s³; 90°; 5°N; ÷ · Ø 5 mm
«guillemets» and ‹single› and „low“ ‚low‘ and “high” ‘high’ »reversed« ‚Ähnlich‘ ‚Ä‘
She said “It was at the CAFÉ” and left… “MENÜ” ‘CAFÉ’ «CAFÉ» CAFÉ… CAFÉ™ NESCAFÉ® CAFÉ²
the letters “Ã”, “Â”, “Ă”, ‘Ä’ and «Å»
¿Qué? ¡Olé! ¿ÁNGEL? «¿Está?»; 1ª, 2º, n.º; LÓPEZ’S NÚÑEZ’S “Ñ” Ñ…
√2 ≈ 1.41; √π ≈ 1.77; f ≈ ∞; ∑∏∫∂ ≤ ≥ ≠; x≈±5; ∆x; ¬p ∧ q; ∀x∃y; α±β; α≈β; n√π; sin√π
Δx Σ μm αβγ Ωm λ-term; ƒ ƒ100; Mac files “Folder ƒ” Ω.txt
ﬁne ﬂow ﬃ; ＦＵＬＬ　ｗｉｄｔｈ １２３; e\u0301 cafe\u0301 A\u030a o\u0308 n\u0303 (combining)
[ˈmɛdɪkəl] ʃ ʒ θ ð ŋ æ ɔː ˈɪŋɡlɪʃ ɐ ʌ
€5 £5 ¥5 ₿ 5€ US$ CA$ 100 ¢ ₹ ₽ A£ 5¢ © 2024 ® ™ § 5 ¶ † ‡ • ‣ ※ ©2024 §5
┌─┬─┐ │a│b│ ├─┼─┤ └─┴─┘ ╔═╗ ║x║ ╚═╝ ▓▒░ ─── root─┬─leaf
Привет, мир! — «Рик и Морти», витамин «В»… Є. Рік. Її СССР–Россия Рівень; С’est; її — є.
— Ça va ? — Évidemment… –Étienne —à bientôt “État” ‘Élan’ «Être» …à l’État l’été ÎLE “ÎLE” ÊTRE…
naïve façade Zoë résumé… “é” é” é’ à” ü“ „ü“ über“ 10\u00a0% « a\u00a0» É\u00a0!
日本語テキスト「括弧」、。！？ ￥100 〜 ・ 中文，标点。 한국어 «AI技術» é日本
שָׁלוֹם עולם مرحبا بالعالم، ؟ ١٢٣ — नमस्ते ภาษาไทย
👀🎉 👩‍💻 ❤️ 🇩🇰 ☕ ✓ ✗ → ← ⇒ ★ ♥ ■ ● ▶ ½¼¾ ⅓ №5
McÉachern DeÅngelis Straße“ „Straße“ weiß” ORĂŞTIE GĂŞI Ðð Þþ Ö× Ä–Ö Ü–Boot Å–Ø A–Ö ÄÖÜ
Nguyễn Thị Ngọc Ấn — Đặng Đình Áng; đường; ương ướt; «está»… «está» él; Žižek žž šš
‘’ “” ’’ „“ ‚‘ ’” ”’ “‘ –– —— …… ’… …” ”… »… «… “…
α’ β” Γ… «Γ» Ω” ΑΘΗΝΑ”; Nestlé® Nestlé™ Citroën™ Pokémon™ L’Oréal® naïveté²
İSTANBUL’DA Türkiye’de TÜRKİYE’DE AÇIŞ Iğdır; ÎLE-DE-FRANCE ÂGE Âge Ângela “Â” Â.""".split("\n")

WORD = st.one_of(
    st.sampled_from(PLAIN),
    st.sampled_from([word for words in WORDS.values() for word in words.split()]),
)
TEXT = st.lists(st.lists(WORD, min_size=1, max_size=6).map(" ".join), min_size=1, max_size=5)
ANY = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from("ÃÂÄÅâ€™“”©¡ \n.aZ√├≠ƒ–\u00a0\u00ad\ufffdРС°í?"),
    ),
    max_size=40,
)


@pytest.mark.parametrize("line", HEALTHY)
def test_nasty_healthy_text_raises_no_alarm_and_stays(line: str) -> None:
    assert looks_garbled(line) == []
    assert repair(line.encode()).text == line
    assert repair(line.encode()).changes == ()


@pytest.mark.parametrize("language", WORDS)
def test_no_word_of_a_language_raises_an_alarm(language: str) -> None:
    for word in WORDS[language].split():
        for text in (word, word.upper(), f"“{word}”", f"«{word}»", f"({word})", f"{word}…"):
            assert looks_garbled(text) == [], text


@given(TEXT)
@settings(max_examples=150)
def test_healthy_pages_come_out_untouched(lines: list[str]) -> None:
    text = "\n".join(lines)
    done = repair(text.encode())
    assert (done.text, done.changes, done.flagged) == (text, (), ())


def test_nasty_healthy_lines_stay_beside_garbled_ones() -> None:
    garbled = garble("Amelia Jiménez-Sánchez, Théo Sourget, Hubert Zając", "cp1252")
    text = "\n".join([garbled, *HEALTHY])
    assert repair_text(text).text.split("\n")[1:] == HEALTHY


@given(ANY)
@settings(max_examples=300)
def test_repairing_twice_changes_nothing_more(text: str) -> None:
    once = repair_text(text)
    twice = repair_text(once.text)
    assert twice.text == once.text
    assert twice.changes == ()


@given(ANY)
@settings(max_examples=300)
def test_no_plain_character_changes_but_a_stand_in_that_a_guess_names(text: str) -> None:
    done = repair_text(text)
    plain = re.sub(r"[^\x00-\x7f]|[ ?]", "", text.replace("\r\n", "\n").replace("\r", "\n"))
    assert re.sub(r"[^\x00-\x7f]|[ ?]", "", done.text) == plain
    guesses = "".join(change.before for change in done.changes if not change.certain)
    for stand_in in " ?":
        missing = text.count(stand_in) - done.text.count(stand_in)
        assert 0 <= missing <= guesses.count(stand_in)


@given(ANY)
@settings(max_examples=200)
def test_what_the_changes_say_is_what_happened(text: str) -> None:
    done = repair_text(text)
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for change in reversed(done.changes):
        line, start = lines[change.line - 1], change.column - 1
        assert line[start : start + len(change.before)] == change.before
        lines[change.line - 1] = line[:start] + change.after + line[start + len(change.before) :]
    assert "\n".join(lines).removeprefix("\ufeff") == done.text


def test_the_second_opinion_is_loaded_only_where_something_is_left_to_ask() -> None:
    code = (
        "import sys; from lgtui.importers.encoding.repair import repair;"
        "repair('Jiménez “x”'.encode()); repair('JimÃ©nez'.encode());"
        "first = 'ftfy' in sys.modules;"
        "repair('Zaj\\ufffdc'.encode()); print(first, 'ftfy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False True"
