import pytest

from lgtui.render.kramdown import heading_end, line_start, link, plain, quoted, url


@pytest.mark.parametrize(
    "title",
    [
        "Challenges with equipoise and fairness in AI/ML datasets in dermatology",
        "PAD-UFES-20: the challenges and opportunities in creating a skin lesion dataset",
        "Erasmus MC - University Medical Center Rotterdam, the Netherlands",
        "German Cancer Research Center (DKFZ), Germany",
        "Queen's University, Canada",
        "S. O'Neil & Sons",
        "C++ and C#",
        "snake_case and x_1",
        "#1 in 2. place, 1. of all",
        "p < 0.05, n >= 3, a = b",
        "costs $5",
        "~100 images",
        "a * b",
        "{a, b}",
        "Hubert Dariusz Zając",
        "L👀king-Glass",
        "50% off!",
        "R&D; done",
        "x^2 + y^2",
        "well... no",
    ],
)
def test_what_does_not_act_stays_as_it_is(title: str) -> None:
    expected = {"R&D; done": "R&amp;D; done", "well... no": "well\\... no"}.get(title, title)
    assert plain(title) == expected


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a|b", "a\\|b"),
        ("*x*", "\\*x\\*"),
        ("_x_ __y__", "\\_x_ \\_\\_y_\\_"),
        ("[x](y)", "\\[x\\](y)"),
        ("<b>", "\\<b>"),
        ("a << b", "a \\<< b"),
        ("&copy; &#123;", "&amp;copy; &amp;#123;"),
        ("{: .x}", "\\{: .x}"),
        ("{{ x }}", "\\{\\{ x }}"),
        ("{% x %}", "&#123;% x %}"),
        ("{{% x", "\\{&#123;% x"),
        ("a\\b\\", "a\\\\b&#92;"),
        ("`x`", "\\`x\\`"),
        ("$$x$$", "\\$\\$x\\$\\$"),
        ("~~x~~", "&#126;~x&#126;~"),
        ("a -- b --- c", "a \\-- b \\-\\-- c"),
        ("a....", "a\\.\\.\\.."),
        ("", ""),
        (" \n\t ", ""),
        ("two\n lines", "two lines"),
        ("a\0b\x1b[0mc", "ab\\[0mc"),
    ],
)
def test_what_acts_is_escaped(text: str, escaped: str) -> None:
    assert plain(text) == escaped


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("1. Ada", "1\\. Ada"),
        ("1.5 Ada", "1.5 Ada"),
        ("# Ada", "\\# Ada"),
        ("- Ada", "\\- Ada"),
        ("+ Ada", "\\+ Ada"),
        (": Ada", "\\: Ada"),
        ("> Ada", "\\> Ada"),
        ("^", "&#94;"),
        ("===", "\\==="),
        ("Ada", "Ada"),
    ],
)
def test_what_opens_a_block_is_escaped_at_the_start_of_a_line(text: str, escaped: str) -> None:
    assert line_start(text) == escaped


def test_a_heading_does_not_lose_its_last_hashes() -> None:
    assert heading_end("C##") == "C\\#\\#"


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("https://youtu.be/_xg2p_--VwM?si=a&t=1#x", "https://youtu.be/_xg2p_--VwM?si=a&t=1#x"),
        ("HTTP://Example.org", "http://Example.org"),
        (" https://a.b/c ", "https://a.b/c"),
        ("https://a.b/c d", "https://a.b/c%20d"),
        ("https://a.b/(x)", "https://a.b/%28x%29"),
        ("https://a.b/%28x%29", "https://a.b/%28x%29"),
        ("https://a.b/100%", "https://a.b/100%25"),
        ("https://a.b/é|\"'<>\\{{x}}*`[]^", "https://a.b/%C3%A9%7C%22%27%3C%3E%5C%7B%7Bx%7D%7D%2A%60%5B%5D%5E"),
        ("https://a.b?x&copy;y", "https://a.b?x&copy%3By"),
        ("https://bücher.example/x", "https://xn--bcher-kva.example/x"),
        ("https://[::1]:80/x", "https://[::1]:80/x"),
        ("https://a.b:8080/x", "https://a.b:8080/x"),
        ("javascript:alert(1)", ""),
        ("java\nscript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//a.b/c", ""),
        ("/relative", ""),
        ("https://", ""),
        ("https:///x", ""),
        ("https://a b/c", ""),
        ("https://a{{b}}/c", ""),
        ("https://a(b)/c", ""),
        ("ftp://a.b", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_urls_are_http_and_encoded_once(given: str, written: str) -> None:
    assert url(given) == written
    assert url(written) == written


def test_what_is_no_url_is_not_linked() -> None:
    assert link("Ada", "javascript:x") == "Ada"
    assert link("", "https://a.b") == ""
    assert link("^1", "https://a.b") == "[&#94;1](https://a.b)"


def test_front_matter_is_quoted_and_free_of_liquid() -> None:
    assert quoted('a "b" \\ {{ c }}: <!-- #d') == '"a \\"b\\" \\\\ \\x7B\\x7B c }}: \\x3C!-- #d"'
