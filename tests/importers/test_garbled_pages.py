"""Both pages, garbled in any way, give the records and pages that the healthy ones give."""

import functools

import pytest

from lgtui.importers.pages import Import
from lgtui.text import encoding
from tests.importers.importing import imported

WEBINAR = """---
title: Webinar
---
# Datasets through the L👀king-Glass

#### Next webinar: Données médicales – “Łódź” et après…
Date: **25th March 2024 at 3:00pm CET**

Where: **Zoom** [[Registration]](https://zoom.example/r)

##### **Hubert Dariusz Zając** and **Natalia-Rozalia Avlona** (Københavns Universitet)
 * **Title**: Ground Truth Or Dare – naïve façade
 * **Abstract**: Short; “quoted” text, it’s fine — really… 5 µm ± 2 °C.
 * **Website**: [Website](https://z.example)

#### Previous talks
* [Ştefan Țurcanu](https://s.example) (Iași). Învățare automată. 27th Feb 2023. [Video](https://v.example/1).
* [Jürgen Müller](https://j.example) (Universität Zürich). Größe. 27th Feb 2023. [Video](https://v.example/2).
* [İbrahim Çağlar](https://i.example) (Boğaziçi). Veri kümeleri. 27th Feb 2023. [Video](https://v.example/3).
* S02E01 - **[Andre Pacheco](https://youtu.be/aaaaaaa4)** (Espírito Santo). 18th Sept 2023. **São João e a visão**
* S02E02 - **[Ольга Иванова](https://youtu.be/aaaaaaa5)** (Москва). 18th Sept 2023. **Данные и модели**
* S02E03 - **[Γιώργος Παπαδόπουλος](https://youtu.be/aaaaaaa6)** (Αθήνα). 18th Sept 2023. **Δεδομένα**
* S03E01 - **[荒瀬由紀](https://youtu.be/aaaaaaa7)** (京都大学). 4th December 2023. **医療テキスト**
* S03E02 - **[Nguyễn Thị Ánh](https://youtu.be/aaaaaaa8)** (Hà Nội). 4th December 2023. **Dữ liệu**
* S03E03 - **[Søren Ångström-Ærø](https://youtu.be/aaaaaaa9)** (Malmö). 4th December 2023. **Öland & Åland**

### Organizers
[Amelia Jiménez-Sánchez](https://a.example), [Théo Sourget](https://t.example) at the ITU (Denmark).
"""  # noqa: E501 (lines as long as the ones of real pages)

ABSTRACTS = """# Abstracts

### Søren Ångström-Ærø (Malmö)
**Title**: Öland & Åland

**Abstract**: Bäcken är blå. Çok güzel.

**Bio**: Søren är från Malmö.

**Video**: [S0303](https://youtu.be/aaaaaaa9)

---

### Andre Pacheco (Espírito Santo)
**Title**: São João e a visão

**Abstract**: Não há.

**Video**: [S0201](https://youtu.be/aaaaaaa4)
"""

CODECS = ["cp1252", "mac_roman", "cp1250", "cp437", "cp850"]


def garbled(text: str, codec: str) -> str:
    """The text as a program shows it that reads its UTF-8 through a wrong codec."""
    shown = encoding.chars_of(codec)
    return "".join(chr(byte) if byte < 0x80 else shown[byte] for byte in text.encode())


@functools.cache
def healthy() -> Import:
    return imported(WEBINAR, ABSTRACTS)


def assert_like_healthy(result: Import) -> None:
    assert result.records == healthy().records
    assert result.pages == healthy().pages
    assert not [note for note in result.report if note.kind == "TEXT001"]


def test_the_healthy_pages_give_every_name() -> None:
    names = [one.name for talk in healthy().records.talks for one in talk.speakers]
    assert names == [
        *("Ştefan Țurcanu", "Jürgen Müller", "İbrahim Çağlar"),
        *("Andre Pacheco", "Ольга Иванова", "Γιώργος Παπαδόπουλος"),
        *("荒瀬由紀", "Nguyễn Thị Ánh", "Søren Ångström-Ærø"),
        *("Hubert Dariusz Zając", "Natalia-Rozalia Avlona"),
    ]
    assert {note.kind for note in healthy().report} <= {"guess", "certain", "normalized", "SEQ008"}


@pytest.mark.parametrize("codec", CODECS)
def test_both_pages_garbled(codec: str) -> None:
    assert_like_healthy(imported(garbled(WEBINAR, codec), garbled(ABSTRACTS, codec)))


@pytest.mark.parametrize("codec", CODECS)
def test_one_page_garbled_in_every_third_line(codec: str) -> None:
    lines = WEBINAR.split("\n")
    mixed = [garbled(line, codec) if at % 3 == 0 else line for at, line in enumerate(lines)]
    assert_like_healthy(imported("\n".join(mixed), ABSTRACTS))


@pytest.mark.parametrize(
    ("first", "second"),
    [("cp1252", "cp1252"), ("mac_roman", "cp1252"), ("cp1252", "mac_roman"), ("cp1250", "cp1252")],
)
def test_both_pages_read_wrong_twice(first: str, second: str) -> None:
    webinar, abstracts = garbled(WEBINAR, first), garbled(ABSTRACTS, first)
    assert_like_healthy(imported(garbled(webinar, second), garbled(abstracts, second)))


def test_what_windows_1252_cannot_show_is_lost_and_guessed() -> None:
    def lost(text: str) -> str:
        shown = garbled(text, "cp1252")
        return "".join(char for char in shown if not "\x80" <= char <= "\x9f" and char != "\xad")

    result = imported(lost(WEBINAR), ABSTRACTS)
    flagged = [note.line for note in result.report if note.kind == "TEXT001"]
    for talk, right in zip(result.records.talks, healthy().records.talks, strict=True):
        if talk.id not in ("S02E02", "S02E03", "S03E01"):
            assert talk == right
        for is_, was in [
            (talk.title, right.title),
            (talk.affiliation, right.affiliation),
            (talk.speakers[0].name, right.speakers[0].name),
        ]:
            assert is_ == was or encoding.looks_garbled(is_)
    assert len(flagged) >= 1  # names of other scripts, of which a guess would make other names
    guessed = {note.after for note in result.report if note.kind == "guess"}
    assert {"Espírito", "São", "Ångström-Ærø", "Ánh"} & guessed
