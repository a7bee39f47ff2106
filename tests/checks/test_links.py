import pytest

from lgtui.checks import fixes
from lgtui.model import Link, Organizer, Pages, Speaker, Where
from lgtui.text.urls import fault_of_url, video_key, without_tracking
from tests.checks.making import TODAY, codes, found, series, with_season, with_talk


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "http://example.org/",
        "https://www.youtube.com/watch?v=hDKuw28ATe4",
        "https://youtu.be/_ZzRJFdK2pI?t=12",
        "https://youtu.be/abc-",
        "HTTPS://Example.ORG/Path",
        "https://example.org:8080/a/b.html?x=1&y=2#top",
        "https://en.wikipedia.org/wiki/Set_(mathematics)",
        "https://münchen.example/straße",
        "https://example.org/%C3%A9t%C3%A9",
        "https://web.archive.org/web/2020/https://example.org/x",
        "https://example.org/login?next=https://other.example.org",
        "https://[2001:db8::1]/x",
        "https://user@example.org/x",
        "http://localhost:4000/",
        "https://example.org/a,b;c=d",
        "https://example.org/~me/",
        "https://xn--mnchen-3ya.example",
        "https://192.0.2.1/x",
        "https://example.org?x=1",
    ],
)
def test_well_formed_urls_have_no_fault(url: str) -> None:
    assert fault_of_url(url) == ""


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("www.example.org/x", "write https://www.example.org/x"),
        ("example.org", "write https://example.org"),
        ("htps://example.org", "https://"),
        ("ttps://example.org", "https://"),
        ("https//example.org", "https://"),
        ("//example.org", "https://"),
        ("http:/example.org", "two slashes"),
        ("https:example.org", "two slashes"),
        ("javascript:alert(1)", "not http"),
        ("mailto:me@example.org", "not http"),
        ("ftp://example.org/x", "not http"),
        ("file:///etc/passwd", "not http"),
        ("TBA", "https://"),
        ("https://", "host is missing"),
        ("https:///path", "host is missing"),
        ("https://?x", "host is missing"),
        ("https://exa mple.org", "blank"),
        ("https://example.org/a b", "blank"),
        ("https://example.org https://other.org", "blank"),
        ("https://example.org/xhttps://other.org", "two URLs"),
        ("https://example.org.", "last character"),
        ("https://example.org/x.", "last character"),
        ("https://example.org/x,", "last character"),
        ("https://example.org/x)", "last character"),
        ("https://example.org/x]", "last character"),
        ('https://example.org/x"', "may not stand"),
        ("<https://example.org/x>", "https://"),
        ("https://example.org/{id}", "may not stand"),
        ("https://example.org\\x", "no host"),
        ("https://example..org", "no host"),
        ("https://-example.org", "no host"),
        ("https://youtube/watch?v=1", "no whole host"),
        ("https://example.org:port/", "no port"),
        ("https://example.org:99999/", "no port"),
        ("https://example.org/100%", "%25"),
        ("https://example.org/a\u200bb", "invisible"),
        ("[Video](https://example.org)", "https://"),
    ],
)
def test_malformed_urls_are_errors_with_words_on_what_to_do(url: str, word: str) -> None:
    assert word in fault_of_url(url)
    [finding] = found(with_talk(series(), 2, links=(Link("Slides", url),)), "LINK001")
    assert finding.where == Where("talks", 2, "links[0].url")
    assert finding.severity == "error"


def test_every_url_field_is_checked() -> None:
    bad = "htp://x"
    records = with_talk(series(), 2, video_url=bad, speakers=(Speaker("Emmy Noether", url=bad),))
    records = with_season(records, 1, register_url=bad)
    records = records._replace(organizers=(Organizer("Caroline Herschel", bad),))
    assert [finding.where.field for finding in found(records)] == [
        "url",
        "register_url",
        "speakers[0].url",
        "video_url",
    ]


@pytest.mark.parametrize(
    ("markdown", "offset"),
    [
        ("see [this]()", 4),
        ("see [this](htps://example.org)", 11),
        ("see [this](javascript:alert(1))", 11),
        ("see [this](www.example.org)", 11),
        ("see [this](http:/example.org)", 11),
    ],
)
def test_links_in_markdown_are_checked(markdown: str, offset: int) -> None:
    [finding] = found(with_talk(series(), 2, bio=markdown))
    assert (finding.code, finding.where) == ("LINK001", Where("talks", 2, "bio", offset))


@pytest.mark.parametrize(
    "markdown",
    [
        "see [this](https://en.wikipedia.org/wiki/Set_(mathematics)).",
        "see [this](/papers/1.pdf) and [that](#below), [mail](mailto:me@example.org)",
        "f[i](x) is no URL",
        "[this](<https://example.org/x>)",
        '[this](https://example.org/x "A title")',
    ],
)
def test_sound_links_in_markdown_are_left_alone(markdown: str) -> None:
    assert found(with_talk(series(), 2, bio=markdown)) == []


@pytest.mark.parametrize(
    "path",
    [
        "../other/page.md",
        "/etc/passwd",
        "~/page.md",
        "C:\\page.md",
        "a/../../b",
        ".git/x",
        "https://example.org/page.md",
    ],
)
def test_page_paths_outside_the_repository_are_errors(path: str) -> None:
    [finding] = found(series()._replace(pages=Pages(webinar=path)))
    assert (finding.code, finding.where) == ("LINK001", Where("pages", 0, "webinar"))


def test_every_page_has_a_path_of_its_own() -> None:
    clash = Pages(webinar="_pages/talks.md", calendar="./_pages/talks.md")
    assert codes(found(series()._replace(pages=clash))) == ["LINK001"]


def test_a_held_talk_needs_a_video_or_withheld() -> None:
    [finding] = found(with_talk(series(), 2, video_url=""))
    assert (finding.code, finding.severity) == ("LINK002", "warning")
    assert finding.where == Where("talks", 2, "video_url")
    assert found(with_talk(series(), 2, video_url="", recording="withheld")) == []


def test_a_withheld_recording_must_not_be_linked() -> None:
    [finding] = found(with_talk(series(), 2, recording="withheld"))
    assert finding.code == "LINK002"
    assert "withheld" in finding.message


def test_an_upcoming_talk_needs_no_video() -> None:
    records = with_season(series(), 2, state="upcoming", start=None)
    assert found(with_talk(records, 8, video_url="")) == []


@pytest.mark.parametrize(
    "other",
    [
        "https://youtu.be/abc123",
        "https://www.youtube.com/watch?v=abc123",
        "https://youtube.com/watch?list=PL1&v=abc123",
        "https://m.youtube.com/watch?v=abc123&t=10",
        "https://www.youtube.com/embed/abc123",
        "https://www.youtube-nocookie.com/embed/abc123?start=3",
        "https://www.youtube.com/live/abc123?feature=shared",
        "http://youtu.be/abc123?si=xyz",
        "https://www.youtube.com/shorts/abc123#x",
    ],
)
def test_one_video_on_two_talks_is_found_however_it_is_linked(other: str) -> None:
    records = with_talk(series(), 2, video_url="https://youtu.be/abc123")
    records = with_talk(records, 5, video_url=other)
    [finding] = found(records, "LINK003")
    assert (finding.record, finding.severity) == ("S02E03", "warning")
    assert "S01E03" in finding.message


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://youtu.be/abc123", "https://youtu.be/ABC123"),
        ("https://youtu.be/abc?t=10", "https://youtu.be/abc?t=900"),
        ("https://www.youtube.com/watch?v=a&list=L", "https://www.youtube.com/watch?v=b&list=L"),
        ("https://vimeo.com/1", "https://vimeo.com/2"),
        ("https://example.org/v?id=1", "https://example.org/v?id=2"),
    ],
)
def test_different_videos_are_told_apart(one: str, other: str) -> None:
    records = with_talk(with_talk(series(), 2, video_url=one), 5, video_url=other)
    assert found(records, "LINK003") == []


def test_other_hosts_videos_are_compared_without_what_does_not_count() -> None:
    one = video_key("https://www.vimeo.com/123/?utm_source=mail#x")
    assert one == video_key("http://vimeo.com/123")


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("https://youtu.be/a?si=b", "https://youtu.be/a"),
        ("https://youtu.be/a?si=b&t=3", "https://youtu.be/a?t=3"),
        ("https://youtu.be/a?t=3&si=b#x", "https://youtu.be/a?t=3#x"),
        (
            "https://www.youtube.com/watch?v=a&list=L&pp=x&feature=share&index=2",
            "https://www.youtube.com/watch?v=a&list=L&index=2",
        ),
        ("https://example.org/?utm_source=a&x=1&fbclid=2&y=", "https://example.org/?x=1&y="),
        ("https://example.org/p?gclid=1#frag?si=2", "https://example.org/p#frag?si=2"),
    ],
)
def test_tracking_parameters_are_removed_and_nothing_else(url: str, clean: str) -> None:
    assert without_tracking(url) == clean
    records = with_talk(series(), 2, links=(Link("Slides", url),))
    [finding] = found(records)
    assert (finding.code, finding.severity) == ("LINK004", "warning")
    assert fixes.fix(records, finding) == with_talk(series(), 2, links=(Link("Slides", clean),))


@pytest.mark.parametrize(
    "url",
    [
        "https://youtu.be/a?t=3",
        "https://www.youtube.com/watch?v=a&list=L",
        "https://example.org/?si=unit",
        "https://example.org/?pp=3&feature=x",
        "https://example.org/#si=1",
        "https://example.org/?",
    ],
)
def test_other_parameters_stay(url: str) -> None:
    assert without_tracking(url) == url
    assert found(with_talk(series(), 2, links=(Link("Slides", url),))) == []


@pytest.mark.parametrize(
    "path", [".env", "_pages/.x.md", ".GIT/config", "git~1/x", ".github/x.yml"]
)
@pytest.mark.parametrize("kind", ["webinar", "abstracts", "news", "calendar"])
def test_a_hidden_page_path_is_a_finding(kind: str, path: str) -> None:
    pages = Pages()._replace(**{kind: path})  # type: ignore[arg-type]  # by name
    [finding] = found(series()._replace(pages=pages))
    assert (finding.code, finding.where) == ("LINK001", Where("pages", 0, kind))


@pytest.mark.parametrize("nothing", ["None", "n/a", "-", "TBA", " – ", "(none)"])
def test_a_word_that_stands_for_no_address_is_emptied_by_the_fix(nothing: str) -> None:
    records = with_talk(series(), 2, video_url=nothing, recording="withheld")
    [finding] = [one for one in found(records) if one.code == "LINK001"]
    assert finding.fixable
    assert fixes.fix_all(records, TODAY)[0].talks[2].video_url == ""
    slides = with_talk(series(), 2, links=(Link("Slides", "None"),))
    [finding] = found(slides)
    assert (finding.code, finding.fixable) == ("LINK001", False)


@pytest.mark.parametrize(
    ("url", "fixed"),
    [
        ("https://www.youtube.com/watch?v=abcdefghijk&list=PLx&index=2",
         "https://www.youtube.com/watch?v=abcdefghijk"),
        ("https://youtu.be/abcdefghijk?list=PLx&t=30", "https://youtu.be/abcdefghijk?t=30"),
        ("https://www.youtube.com/watch?list=PLx&v=abcdefghijk#a",
         "https://www.youtube.com/watch?v=abcdefghijk#a"),
    ],
)  # fmt: skip
def test_a_video_within_a_playlist_is_a_warning_that_the_fix_mends(url: str, fixed: str) -> None:
    records = with_talk(series(), 2, video_url=url)
    [finding] = found(records)
    assert (finding.code, finding.severity, finding.fixable) == ("LINK007", "warning", True)
    assert url[finding.where.offset :].startswith("list=PLx")
    assert fixes.fix_all(records, TODAY)[0].talks[2].video_url == fixed


def test_a_playlist_alone_is_no_video_with_a_playlist() -> None:
    for url in ("https://www.youtube.com/playlist?list=PLx", "https://v.example/watch?list=1"):
        assert found(with_talk(series(), 2, video_url=url)) == []
