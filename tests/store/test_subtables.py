"""Speakers and links under headers of their own: an edit keeps the form and the comments."""

from lgtui import store
from lgtui.model import Records, Speaker, Talk
from lgtui.store import parse

SOURCE = b"""schema = 1

[[talks]] # the first
id = "S01E01"   # id
title = 'Plain \\ title'
[[talks.speakers]]  # who
name = "Ann Lee"    # asked twice
url = "https://ann.example"
  # her co-author
  [[talks.speakers]]
  name = 'Bo Ek'

[[talks.links]]
label = "Slides" # sent by mail
url = "https://slides.example"

# the second
[[ talks ]]
id = "S01E02"
[[talks.speakers]]
name = "Cy" # alone
"""


def edited(source: bytes, talk: Talk) -> tuple[bytes, Records]:
    """The source with its first talk changed, and the records it holds now."""
    document = parse(source)
    talks = (talk, *document.records.talks[1:])
    raw = store.splice(document, document.records._replace(talks=talks))
    return raw, parse(raw).records


def first(source: bytes = SOURCE) -> Talk:
    return parse(source).records.talks[0]


def test_one_field_of_one_speaker_changes_one_line() -> None:
    talk = first()
    ann, bo = talk.speakers
    for source in (SOURCE, SOURCE.replace(b"\n", b"\r\n")):
        raw, records = edited(source, talk._replace(speakers=(ann._replace(name="Ann Loe"), bo)))
        assert raw == source.replace(b'"Ann Lee"', b'"Ann Loe"')
        assert records.talks[0].speakers[0].name == "Ann Loe"


def test_a_further_speaker_gets_a_header_too_and_every_comment_stays() -> None:
    talk = first()
    raw, records = edited(SOURCE, talk._replace(speakers=(*talk.speakers, Speaker("Di", "Dr."))))
    assert [speaker.name for speaker in records.talks[0].speakers] == ["Ann Lee", "Bo Ek", "Di"]
    assert raw.count(b"[[talks.speakers]]") == 4
    assert comments(raw) == comments(SOURCE)
    for line in SOURCE.splitlines():
        assert line in raw.splitlines()


def test_a_speaker_who_goes_takes_their_lines_only() -> None:
    talk = first()
    raw, records = edited(SOURCE, talk._replace(speakers=talk.speakers[:1]))
    assert records.talks[0].speakers == talk.speakers[:1]
    assert b"# asked twice" in raw
    assert b"# sent by mail" in raw
    assert b"Bo Ek" not in raw


def test_all_speakers_can_go() -> None:
    raw, records = edited(SOURCE, first()._replace(speakers=()))
    assert records.talks[0].speakers == ()
    assert b"# sent by mail" in raw
    assert records.talks[1] == parse(SOURCE).records.talks[1]


def test_nothing_changed_changes_no_byte_whatever_the_layout() -> None:
    inline = b'talks = [{id="S01E01" , title="x"}, # one\n]\n'
    for source in (SOURCE, b'series.name = "X"\n' + SOURCE, inline):
        document = parse(source)
        assert store.splice(document, document.records) == source


def test_a_short_name_made_another_keeps_its_comment() -> None:
    talk = first()
    speakers = (talk.speakers[0]._replace(name="Zoë Q"), talk.speakers[1])
    raw, _ = edited(SOURCE, talk._replace(speakers=speakers))
    assert raw == SOURCE.replace(b'"Ann Lee"', '"Zoë Q"'.encode())


def test_a_list_of_several_lines_stays_so_in_a_file_of_any_layout() -> None:
    source = b"""series.name = "X"
[[talks]]
id = "S01E01"
speakers = [
  { name = "Ann Lee", url = 'https://ann.example' }, # first
  { name = "Bo Ek" }, # second
]
"""
    talk = first(source)
    speakers = (talk.speakers[0], talk.speakers[1]._replace(name="Bo Eck"))
    raw, _ = edited(source, talk._replace(speakers=speakers))
    assert raw == source.replace(b"Bo Ek", b"Bo Eck")


def comments(raw: bytes) -> list[bytes]:
    return sorted(line[line.index(b"#") :] for line in raw.splitlines() if b"#" in line)
