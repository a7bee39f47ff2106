"""Links asked of the network, here of a server of the test's own."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from lgtui import cli
from lgtui.model import Link, Organizer, Records, Season, Series, Speaker, Talk
from lgtui.site import online
from lgtui.site.online import Answer, check_online
from tests.site.making import make_site


class Handler(BaseHTTPRequestHandler):
    """Answers by the path that is asked for, and remembers it."""

    asked: ClassVar[list[str]] = []

    def answer(self) -> None:
        self.asked.append(f"{self.command} {self.path}")
        path = self.path.partition("?")[0]
        if path == "/head" and self.command == "HEAD":
            self.send_error(405)
            return
        if path == "/slow":
            time.sleep(2)
        if path == "/oembed":
            code = next((int(word) for word in ("401", "404", "400") if word in self.path), 200)
            self.send_response(code)
        elif path.startswith("/to/"):
            self.send_response(int(path.split("/")[2]))
            self.send_header("Location", f"/{path.split('/')[3]}")
        else:
            self.send_response(int(path[1:4]) if path[1:4].isdigit() else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD = answer  # noqa: N815 (the names that http.server asks for)

    def log_message(self, *_arguments: object) -> None:
        """Keeps standard error to itself."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    httpd = ThreadingHTTPServer(("localhost", 0), Handler)
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    base = f"http://localhost:{httpd.server_address[1]}"
    Handler.asked.clear()
    monkeypatch.setattr(online, "OEMBED", {"youtube ": f"{base}/oembed?url="})
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    yield base
    httpd.shutdown()
    httpd.server_close()


def records_with(*urls: str) -> Records:
    links = tuple(Link(f"L{at}", url) for at, url in enumerate(urls))
    return Records(talks=(Talk("S01E01", links=links),))


def codes(records: Records, cache: str = "") -> list[tuple[str, str]]:
    outcome = check_online(records, cache)
    assert outcome.remark == ""
    return [(one.code, one.where.field) for one in outcome.findings]


def test_gone_and_moved_pages_are_warnings_and_other_answers_none(server: str) -> None:
    urls = [f"{server}/{name}" for name in
            ("404", "410", "200", "500", "403", "429", "head", "to/301/new", "to/308/new",
             "to/302/new", "to/301/404")]  # fmt: skip
    assert codes(records_with(*urls)) == [
        ("LINK008", "links[0].url"),
        ("LINK008", "links[1].url"),
        ("LINK009", "links[7].url"),
        ("LINK009", "links[8].url"),
        ("LINK008", "links[10].url"),
    ]
    [moved] = check_online(records_with(urls[7])).findings
    assert f"{server}/new" in moved.message
    assert moved.severity == "warning"


def test_a_final_slash_is_no_move(server: str) -> None:
    assert codes(records_with(f"{server}/to/301/x", f"{server}/ok")) == [
        ("LINK009", "links[0].url")
    ]
    assert online._plain("https://www.a.example/b/#c") == online._plain("http://a.example/b")


def test_videos_are_asked_of_their_host(server: str) -> None:
    videos = ("https://youtu.be/okxxxxxxxxx", "https://www.youtube.com/watch?v=xx404xxxxxx",
              "https://youtu.be/xx401xxxxxx?t=3", "https://youtu.be/xx400xxxxxx")  # fmt: skip
    talks = tuple(Talk(f"S01E0{at}", video_url=url) for at, url in enumerate(videos, 1))
    found = check_online(Records(talks=talks)).findings
    assert [(one.code, one.record) for one in found] == [
        ("LINK008", "S01E02"), ("LINK010", "S01E03"), ("LINK008", "S01E04"),
    ]  # fmt: skip
    assert len(Handler.asked) == 4
    assert all("watch%3Fv%3D" in asked for asked in Handler.asked)


def test_every_address_of_the_records_is_asked_once_and_told_wherever_it_stands(
    server: str,
) -> None:
    gone = f"{server}/404"
    records = Records(
        organizers=(Organizer("Ada", gone),),
        seasons=(Season(1, register_url=gone),),
        talks=(Talk("S01E01", speakers=(Speaker("Bo", url=gone),)),),
    )
    found = check_online(records).findings
    assert {one.where.kind for one in found} == {"organizers", "seasons", "talks"}
    assert len(Handler.asked) == 2  # HEAD, and GET to be sure
    secret = gone.replace("http://", "http://user:secret@")
    assert codes(records_with(secret, "no address")) == []


def test_answers_are_kept_for_a_day(server: str, tmp_path: Path) -> None:
    cache = tmp_path / "deep" / "online.json"
    records = records_with(f"{server}/404", f"{server}/ok")
    first = codes(records, str(cache))
    count = len(Handler.asked)
    assert codes(records, str(cache)) == first == [("LINK008", "links[0].url")]
    assert len(Handler.asked) == count
    held = json.loads(cache.read_text())
    for row in held.values():
        row[2] -= online.FRESH + 1
    cache.write_text(json.dumps(held))
    assert codes(records, str(cache)) == first
    assert len(Handler.asked) == 2 * count
    for broken in ("", "[1]", '{"a": 3}', "\0"):
        cache.write_text(broken)
        assert codes(records, str(cache)) == first


def test_no_answer_is_told_and_is_no_finding(
    server: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(online, "LIMIT", 0.3)
    cache = tmp_path / "online.json"
    outcome = check_online(records_with(f"{server}/slow", f"{server}/ok"), str(cache))
    assert outcome.findings == []
    assert outcome.remark.startswith("1 of 2 links gave no answer (")
    assert "/slow" in outcome.remark
    assert list(json.loads(cache.read_text())) == [f"{server}/ok"]


def test_what_takes_too_long_in_all_is_left_for_the_next_time(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(online, "IN_ALL", 0.2)
    outcome = check_online(records_with(f"{server}/slow"))
    assert outcome == ([], f"1 of 1 links gave no answer (time ran out): {server}/slow")


def test_only_the_option_asks_the_network(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    records = Records(Series("S", "Europe/Oslo"), organizers=(Organizer("Ada", f"{server}/404"),))
    data = make_site(tmp_path / "site", records)
    assert cli.main(["--check", "--data", str(data)]) == 0
    assert Handler.asked == []
    assert "LINK008" not in capsys.readouterr().out
    assert cli.main(["--check", "--online", "--data", str(data)]) == 0
    told = [line for line in capsys.readouterr().out.splitlines() if "LINK008" in line]
    assert len(told) == 1
    assert "talks.toml:" in told[0]
    assert (tmp_path / "cache/lgtui/online.json").exists()


def test_a_judgement_needs_an_answer() -> None:
    assert list(online._judged("https://a.example", Answer(0, trouble="x"))) == []
