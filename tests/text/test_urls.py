"""What tells one video from another, for the checks and for the import."""

import pytest

from lgtui.importers.linkage import same_video
from lgtui.text.urls import video_key


@pytest.mark.parametrize(
    "url",
    [
        "https://www.youtube.com/watch?v=abc123xyz",
        "https://youtu.be/abc123xyz?si=share",
        "https://m.youtube.com/watch?feature=shared&v=abc123xyz#t=10",
        "https://www.youtube-nocookie.com/embed/abc123xyz",
        "https://youtube.com/shorts/abc123xyz/",
    ],
)
def test_every_address_of_a_video_is_one_video(url: str) -> None:
    assert same_video(url, "https://youtu.be/abc123xyz")


def test_a_time_is_told_apart_from_the_video() -> None:
    assert video_key("https://youtu.be/abc123xyz?t=60") == ("youtube abc123xyz", "60")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://vimeo.com/1", "https://www.vimeo.com/1/", True),
        ("https://vimeo.com/1", "https://vimeo.com/2", False),
        ("https://tube.example/w/aBc", "https://tube.example/w/abc", False),
        ("https://a.example/embed/lecture", "https://b.example/embed/lecture", False),
        ("", "", False),
    ],
)
def test_other_hosts(one: str, other: str, same: bool) -> None:
    assert same_video(one, other) is same
