"""Every finding names the line and column of what is wrong, however the file is laid out."""

import datetime

import pytest

from lgtui import checks
from lgtui.commands.check import as_annotations
from lgtui.site.validation import Report
from lgtui.store import parse
from lgtui.store.positions import placed

TODAY = datetime.date(2024, 6, 1)
SOURCE = """# données 日本
schema = 1
[series]
name = "Séries ｗｉｄｅ"
timezone = "Europe/Mars"
  'unknown' = { a = 1 }
[pages]
[[organizers]]
name = ""
url = "ftp://x"
[[seasons]]
number = 1
theme = "日本\u200b語 <b>x</b>"
state = "held"
start = 2024-01-01T10:00:00
[[seasons]]
number = 3
state = "maybe"
start = 2023-01-01
[[talks]]
\tid = "S0101"
\ttitle = "Ünï ZajÄ…c  two"
speakers = [
  { name = "Ann Lee", url = "https://ok.org" },
  { name = "Bo \u202eEk", url = "http://bad url" },   # x
  { name = "日本", url = "https://x.org/?utm_source=a&b=1" }, { name = "日本日本", url = "nope" },
]
abstract = \"\"\"
First line
second ZajÄ…c line
\ttab\u200b here <script>
\"\"\"
video_url = "https://youtu.be/a?si=zzz"
[[talks]]
id = "S01E03"
title = ""
abstract = "a\\nb \\u200b c"
bio = 'literal\u200b'
links = [{label = "x", url = "javascript:alert(1)", size = 3}]
[[talks.speakers]]
name = "Ann  Lee"
  url = "htp://y"
[[talks]]
id = "S09E01"
title = "100%\\n::warning file=x::y, z"
"""

EXPECTED = [
    ("DATE003", '"Europe/Mars"'),
    ("FILE001", "'unknown'"),
    ("TEXT005", '""'),
    ("LINK001", '"ftp://x"'),
    ("SEQ007", "[[seasons]]"),
    ("TEXT002", "\u200b語 <b>"),
    ("TEXT003", "<b>x</b>"),
    ("SEQ009", "[[seasons]]"),
    ("SEQ002", "3"),
    ("FILE002", '"maybe"'),
    ("SEQ005", "2023-01-01"),
    ("SEQ008", '"S0101"'),
    ("TEXT001", 'Ä…c  two"'),
    ("TEXT004", ' two"'),
    ("TEXT002", "\u202eEk"),
    ("LINK001", '"http://bad url"'),
    ("LINK004", "utm_source=a"),
    ("LINK001", '"nope"'),
    ("TEXT001", "Ä…c line"),
    ("TEXT002", "\u200b here <script>"),
    ("TEXT003", "<script>"),
    ("LINK004", "si=zzz"),
    ("LINK002", "[[talks]]"),
    ("SEQ003", '"S01E03"'),
    ("TEXT005", '""'),
    ("TEXT002", "\\u200b c"),
    ("TEXT002", "\u200b'"),
    ("LINK001", '"javascript:alert(1)"'),
    ("FILE001", "size = 3"),
    ("NAME001", '"Ann  Lee"'),
    ("TEXT004", ' Lee"'),
    ("LINK001", '"htp://y"'),
    ("SEQ002", '"S09E01"'),
    ("SEQ009", '"S09E01"'),
    ("TEXT004", "\\n::warning"),
]


def found(raw: bytes) -> list[checks.Finding]:
    document = parse(raw, "talks.toml")
    return placed(checks.check(document.records, document.problems, TODAY), document)


@pytest.mark.parametrize("bom", ["", "\ufeff"], ids=["plain", "byte order mark"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_each_finding_stands_at_what_it_is_about(newline: str, bom: str) -> None:
    findings = found((bom + SOURCE.replace("\n", newline)).encode())
    assert [finding.code for finding in findings] == [code for code, _ in EXPECTED]
    lines = SOURCE.split("\n")
    for finding, (code, text) in zip(findings, EXPECTED, strict=True):
        rest = lines[finding.line - 1][finding.column - 1 :]
        assert rest.startswith(text), (code, finding.line, finding.column, rest)


def test_no_text_of_a_record_can_begin_an_annotation_of_its_own() -> None:
    written = as_annotations(Report("talks.toml", [], found(SOURCE.encode()), fixing=False))
    *lines, more = written.splitlines()
    assert more.startswith("::notice title=lgtui::")
    assert len(lines) == len(EXPECTED)
    assert all(line.startswith(("::error file=", "::warning file=")) for line in lines)
    assert lines[-1].startswith("::warning file=")
    assert "title=TEXT004::S09E01 title: " in lines[-1]
    assert "100%25⏎::warning" in lines[-1]
