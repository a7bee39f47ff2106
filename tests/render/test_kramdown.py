"""The judge is the real thing: what Liquid and kramdown make of a page, under both parsers."""

import itertools
import re
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lgtui import render
from lgtui.model import Link, Organizer, Pages, Records, Season, Series, Speaker, Talk
from lgtui.render.kramdown import one_line
from tests.render.judge import PARSERS, Html, Judge, Tag, available, collapse
from tests.render.making import CPH, MARCH, SEASONS
from tests.render.nasty import ATOMS, BLOCKS, NASTY
from tests.running import missing

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(not available(), reason=missing("jekyll", "ruby-kramdown")),
]

FIELDS = (
    "title", "planned_title", "name", "other_name", "prefix", "affiliation", "theme", "held_theme",
    "series", "organizer", "their_affiliation", "label",
)  # fmt: skip
WORDS = {field: f"QQ{field}QQ" for field in FIELDS}
"""A harmless word for each field: what the page looks like when nothing acts."""


@pytest.fixture(scope="module")
def judge() -> Iterator[Judge]:
    """One Ruby for all."""
    started = Judge()
    yield started
    started.close()


def records(field: dict[str, str]) -> Records:
    """Every field of plain text on every page that shows it."""
    first = Speaker(field["name"], field["prefix"])
    second = Speaker(field["other_name"])
    where, bio = field["affiliation"], "A bio."
    link = Link(field["label"], "https://l.example")
    return Records(
        Series(field["series"], CPH),
        Pages("webinar.md", "talks.md", "news"),
        (
            Organizer(field["organizer"], "", field["their_affiliation"]),
            Organizer("Bob", "https://b.example", field["their_affiliation"]),
        ),
        (
            SEASONS[0]._replace(theme=field["held_theme"]),
            Season(2, field["theme"], MARCH, "https://r.example"),
        ),
        (
            Talk(
                "S01E01", field["title"], (first, second), where, "https://v.example",
                abstract="A", bio=bio, links=(link,),
            ),
            Talk("S02E01", field["planned_title"], (second,), where, abstract="A", bio=bio),
            Talk("S02E02", "Last", (Speaker("Zed"),), "There", abstract="A", bio=bio),
        ),
    )  # fmt: skip


def shown(judge: Judge, field: dict[str, str], parser: str) -> dict[str, Html]:
    return {
        page.kind: judge.html(page.write(None), parser) for page in render.files(records(field))
    }


def expected(harmless: Html, field: dict[str, str]) -> list[Tag | str]:
    """The harmless page's tags and texts, each word replaced by what the field really says."""
    parts: list[Tag | str] = []
    for part in harmless.parts:
        if isinstance(part, str):
            for name, word in WORDS.items():
                part = part.replace(word, one_line(field[name]))  # noqa: PLW2901 (one text, step by step)
            part = collapse(part)  # noqa: PLW2901
        parts.append(part)
    return parts


@pytest.fixture(scope="module")
def harmless(judge: Judge) -> dict[str, dict[str, Html]]:
    return {parser: shown(judge, WORDS, parser) for parser in PARSERS}


def assert_exact(judge: Judge, harmless: dict[str, dict[str, Html]], field: dict[str, str]) -> None:
    for parser in PARSERS:
        for kind, html in shown(judge, field, parser).items():
            assert list(html.parts) == expected(harmless[parser][kind], field), (parser, kind)


@pytest.mark.parametrize("text", NASTY)
def test_every_plain_field_shows_exactly_the_nasty_text(
    judge: Judge, harmless: dict[str, dict[str, Html]], text: str
) -> None:
    assert_exact(judge, harmless, dict.fromkeys(FIELDS, text))


plain = st.lists(st.sampled_from(ATOMS), min_size=1, max_size=8).map("".join)
fields = st.fixed_dictionaries({field: plain.filter(one_line) for field in FIELDS})


@settings(max_examples=100)
@given(field=fields)
def test_every_plain_field_shows_exactly_any_text(
    judge: Judge, harmless: dict[str, dict[str, Html]], field: dict[str, str]
) -> None:
    tidy = {name: field[name].strip() or "x" for name in ("name", "prefix")}
    assert_exact(judge, harmless, field | tidy)


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize(
    "address",
    [
        "https://a.example/b(c)d", "https://a.example/b c", "https://a.example/*b*_c_|d|",
        "https://a.example/?a=1&copy=2&amp;b&lt;c", "https://a.example/{{x}}{%y%}", "https://a.example/\\",
        "https://a.example/\"onmouseover=\"x", "https://a.example/<b>", "https://a.example/é%C3%A9[x]",
        "https://a.example/'x'", "https://a.example/$$x$$`y`",
    ],
)  # fmt: skip
def test_a_url_arrives_whole(judge: Judge, parser: str, address: str) -> None:
    from urllib.parse import unquote

    field = records(WORDS)
    talks = (field.talks[0]._replace(video_url=address), *field.talks[1:])
    html = judge.html(render.write("webinar", None, field._replace(talks=talks)), parser)
    [link] = [tag for tag in html.tags if "a.example" in str(tag.attributes)]
    assert [name for name, _ in link.attributes] == ["href"]
    assert unquote(link.attributes[0][1]) == unquote(address)


ALLOWED = frozenset(
    "p em strong a img code pre ul ol li blockquote table thead tbody tr th td br div span".split()
)


@st.composite
def markdown(draw: st.DrawFn) -> str:
    """Markdown of nasty pieces with numbered words between them, none of which may get lost."""
    pieces = draw(st.lists(st.sampled_from(ATOMS + BLOCKS * 2), min_size=1, max_size=14))
    numbers = itertools.count()
    return re.sub("WORD", lambda _: f"w{next(numbers)}w", "".join(pieces))


def with_texts(abstract: str, bio: str) -> Records:
    sample = records(WORDS)
    first, second, last = sample.talks
    older = first._replace(id="S01E01")
    shown = first._replace(id="S01E02", abstract=abstract, bio=bio, links=())
    planned = second._replace(abstract=abstract, bio=bio)
    return sample._replace(talks=(older, shown, planned, last))


def around(parts: tuple[Tag | str, ...]) -> tuple[tuple[Tag | str, ...], tuple[Tag | str, ...]]:
    """What stands before the abstract and after the bio."""
    return parts[: parts.index("Abstract: QQA") - 1], parts[parts.index("Short bio: QQB") + 2 :]


def assert_harmless(tags: list[Tag]) -> None:
    """Only elements that Markdown makes, in pairs, with attributes that do nothing."""
    stack: list[str] = []
    for tag in tags:
        assert tag.name.lstrip("/") in ALLOWED
        for name, value in tag.attributes:
            if name in ("href", "src"):
                assert value.startswith(("https://", "http://"))
            else:
                assert name in ("title", "alt") or (name, value[:4]) in (
                    ("class", "lang"), ("style", "text"),
                )  # fmt: skip
        if tag.name.startswith("/"):
            assert stack.pop() == tag.name[1:]
        elif tag.name not in ("br", "img"):
            stack.append(tag.name)
    assert not stack


def assert_contained(judge: Judge, abstract: str, bio: str) -> None:
    """The page around an abstract and a bio is untouched, and no word of them is lost."""
    for parser in PARSERS:
        for kind in render.REGIONS:
            before, after = around(
                judge.html(render.write(kind, None, with_texts("QQA", "QQB")), parser).parts
            )
            parts = judge.html(render.write(kind, None, with_texts(abstract, bio)), parser).parts
            assert parts[: len(before)] == before
            assert parts[len(parts) - len(after) :] == after
            inner = parts[len(before) : len(parts) - len(after)]
            assert_harmless([part for part in inner if isinstance(part, Tag)])
            given = abstract + " " + bio
            text = " ".join(
                part if isinstance(part, str) else " ".join(value for _, value in part.attributes)
                for part in inner
            )
            if "code>" not in given:
                # kramdown writes the code of an image's text as a tag into its alt attribute.
                text = re.sub(r"</?code>", "", text)
            assert sorted(re.findall(r"w\d+w", text)) == sorted(re.findall(r"w\d+w", given))
            for char in "<{}":
                assert text.count(char) == given.count(char) + given.count("&#123;") * (char == "{")


@settings(max_examples=100)
@given(abstract=markdown().filter(str.strip), bio=markdown().filter(str.strip))
@example(abstract="One.", bio="![`{{ x }}`](https://w0w.y)")
def test_no_abstract_or_bio_breaks_the_page_or_loses_a_word(
    judge: Judge, abstract: str, bio: str
) -> None:
    assert_contained(judge, abstract.replace("&#123;", "&"), bio.replace("&#123;", "&"))


@pytest.mark.parametrize(
    ("given", "html"),
    [
        ("One.\n\nTwo.", "<p>Abstract: One.</p><p>Two.</p>"),
        ("a *b* **c** `d`", "<p>Abstract: a <em>b</em> <strong>c</strong> <code>d</code></p>"),
        ("[a](https://x.y)", '<p>Abstract: <a href="https://x.y">a</a></p>'),
        ("<b onclick=x>a</b>", "<p>Abstract: &lt;b onclick=x&gt;a&lt;/b&gt;</p>"),
        ("[a](javascript:x)", "<p>Abstract: [a](javascript:x)</p>"),
        ("- a\n- b", "<p>Abstract:</p><ul><li>a</li><li>b</li></ul>"),
        ("Two:\n1. a\n2. b", "<p>Abstract: Two:</p><ol><li>a</li><li>b</li></ol>"),
        ("In\n2021. We", "<p>Abstract: In\n2021. We</p>"),
        ("# Aim\n\nx", "<p>Abstract:</p><p><strong>Aim</strong></p><p>x</p>"),
        ("Aim\n---", "<p>Abstract: Aim\n---</p>"),
        ("x *y", "<p>Abstract: x *y</p>"),
        ("x_1 and y_2", "<p>Abstract: x_1 and y_2</p>"),
        ("a  \nb", "<p>Abstract: a<br />\nb</p>"),
        ("`{{ x }}`", "<p>Abstract: <code>&#123;&#123; x }}</code></p>"),
        ("$$x_1$$", "<p>Abstract: \\(x_1\\)</p>"),
        ("~~~\nx", "<p>Abstract: ~~~\nx</p>"),
        ("> a\n> b", "<p>Abstract:</p><blockquote><p>a\nb</p></blockquote>"),
        ("&copy; AT&T", "<p>Abstract: © AT&amp;T</p>"),
        ("x {: .y}", "<p>Abstract: x {: .y}</p>"),
        ("| a | b |\n|---|---|\n| c | d |",
         "<p>Abstract:</p><table><thead><tr><th>a</th><th>b</th></tr></thead>"
         "<tbody><tr><td>c</td><td>d</td></tr></tbody></table>"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("parser", PARSERS)
def test_markdown_means_what_its_author_meant(
    judge: Judge, parser: str, given: str, html: str
) -> None:
    page = judge.html(render.write("webinar", None, with_texts(given, "Bio.")), parser).source
    found = page[page.index("<p>Abstract:") : page.index("<p>Short bio: Bio.")]
    assert (
        re.sub(r"\s*(</?(?:p|ul|ol|li|table|thead|tbody|tr|th|td|blockquote)>)\s*", r"\1", found)
        == html
    )
