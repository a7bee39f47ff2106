from lgtui import checks
from lgtui.checks import CODES
from lgtui.model import Link, Speaker, Where
from lgtui.store import parse
from tests.checks.making import TODAY, codes, found, series, with_season, with_talk


def test_an_unknown_key_is_a_warning_with_the_likely_one() -> None:
    records = with_talk(series(), 2, unknown=(("tilte", "Sums"),))
    [finding] = found(records)
    assert (finding.code, finding.severity) == ("FILE001", "warning")
    assert finding.where == Where("talks", 2, "tilte")
    assert "did you mean title?" in finding.message


def test_unknown_keys_are_found_in_every_kind_of_record() -> None:
    key = (("colour", 1),)
    records = with_season(series(), 1, unknown=key)
    records = with_talk(records, 2, speakers=(Speaker("Emmy Noether", unknown=key),))
    records = with_talk(
        records, 3, unknown=key, links=(Link("Slides", "https://example.org", key),)
    )
    records = records._replace(
        unknown=(("talk", 1),),
        series=records.series._replace(unknown=key),
        pages=records.pages._replace(unknown=key),
        organizers=(records.organizers[0]._replace(unknown=key),),
    )
    findings = found(records)
    assert codes(findings) == ["FILE001"] * 8
    assert "did you mean talks?" in findings[0].message
    assert findings[5].where == Where("talks", 2, "speakers[0].colour")


def test_what_reading_reports_is_found_once() -> None:
    raw = b'[series]\nname = "x"\ntimezone = "UTC"\ntalks_per_seson = 3\n'
    document = parse(raw, "talks.toml")
    assert document.problems
    findings = checks.check(document.records, document.problems, TODAY)
    assert codes(findings) == ["FILE001"]


def test_a_wrong_type_is_one_error_and_not_also_an_empty_field() -> None:
    raw = b'[series]\nname = 3\ntimezone = "UTC"\n'
    document = parse(raw, "talks.toml")
    findings = checks.check(document.records, document.problems, TODAY)
    assert [(finding.code, finding.severity) for finding in findings] == [("FILE002", "error")]
    assert checks.errors(document.records, document.problems) == findings


def test_a_value_of_a_wrong_type_inside_a_talk_is_one_error() -> None:
    raw = (
        b'[series]\nname = "x"\ntimezone = "UTC"\ntalks_per_season = 0\n[[seasons]]\nnumber = 1\n'
        b'state = "held"\n[[talks]]\nid = "S01E01"\ntitle = "y"\nspeakers = ["Ada"]\n'
        b'recording = "withheld"\n'
    )
    document = parse(raw, "talks.toml")
    assert codes(checks.check(document.records, document.problems, TODAY)) == ["FILE002"]


def test_negative_numbers_are_errors() -> None:
    records = with_season(series(), 0, number=-1)
    records = records._replace(series=records.series._replace(talks_per_season=-3))
    places = [finding.where.field for finding in found(records, "FILE002")]
    assert places == ["talks_per_season", "number"]


def test_a_season_without_a_number_is_said_to_be_so() -> None:
    raw = b'[series]\nname = "x"\ntimezone = "UTC"\n[[seasons]]\nstate = "held"\n'
    document = parse(raw, "talks.toml")
    [finding] = checks.check(document.records, document.problems, TODAY)
    assert (finding.code, finding.where) == ("TEXT005", Where("seasons", 0, "number"))


def test_words_outside_the_choices_are_errors() -> None:
    records = with_talk(with_season(series(), 1, state="done"), 8, recording="secret")
    findings = found(records, "FILE002")
    assert [finding.where.field for finding in findings] == ["state", "recording"]
    assert '"held"' in findings[0].message


def test_only_a_choice_that_may_be_empty_can_be_left_out() -> None:
    records = with_talk(with_season(series(), 1, state="done"), 8, recording="secret")
    assert ["leave it out" in finding.message for finding in found(records, "FILE002")] == [
        False,
        True,
    ]


def test_each_value_that_is_not_allowed_is_found_at_its_own_key() -> None:
    records = with_season(series(), 2, number=-3, revision=-1)
    records = records._replace(
        series=records.series._replace(minutes=0),
        wording=records.wording._replace(months="Jan Feb"),
        pages=records.pages._replace(add_to_calendar="google, iCal ics"),
    )
    assert [(finding.where, finding.message) for finding in found(records, "FILE002")] == [
        (
            Where("series", 0, "minutes"),
            "minutes is not above 0: write how long a webinar is",
        ),
        (
            Where("wording", 0, "months"),
            "months has 2 names: write twelve, with blanks between them",
        ),
        (
            Where("pages", 0, "add_to_calendar"),
            "“ical” is no calendar that is known: write google, outlook, ics",
        ),
        (
            Where("seasons", 2, "number"),
            "number is negative: seasons count from 1",
        ),
        (
            Where("seasons", 2, "revision"),
            "revision is negative: revisions count from 0",
        ),
    ]


def test_errors_are_the_errors_of_check_without_pages_and_dates() -> None:
    records = with_talk(series(), 2, id="S1E3", title=" Zając\u200b", video_url="htp://x")
    expected = [finding for finding in found(records) if finding.severity == "error"]
    assert checks.errors(records, ()) == expected != []


def test_every_code_says_what_it_means() -> None:
    assert len(CODES) == 41
    for code in CODES.values():
        assert code.severity in ("error", "warning")
        assert code.meaning
    warnings = {name for name, code in CODES.items() if code.severity == "warning"}
    assert warnings == {
        *("SEQ004", "SEQ006", "SEQ007", "DATE001", "DATE002", "TEXT003", "TEXT004"),
        *("LINK002", "LINK003", "LINK004", "NAME001", "FILE001", "FILE005", "SEQ010"),
        *("LINK005", "LINK006", "LINK007", "LINK008", "LINK009", "LINK010"),
        *("NEWS001", "NEWS002", "NEWS003"),
    }


def test_what_git_left_of_a_conflict_within_a_text_is_an_error_at_its_line() -> None:
    left = "One.\n<<<<<<< HEAD\nTwo.\n=======\nThree.\n>>>>>>> theirs\nFour."
    records = with_talk(with_talk(series(), 2, abstract=left), 3, bio=left)
    findings = found(records)
    assert codes(findings) == ["FILE004", "FILE004"]
    assert [finding.where for finding in findings] == [
        Where("talks", 2, "abstract", 5),
        Where("talks", 3, "bio", 5),
    ]
    assert findings[0].severity == "error"
    assert checks.errors(records, ()) == findings


def test_signs_that_only_resemble_a_conflict_are_left_alone() -> None:
    healthy = "a <<<<<<< b\n\nHead\n=======\n\n    <<<<<<< in code\n"
    assert found(with_talk(series(), 2, abstract=healthy), "FILE004") == []


def test_a_webinar_of_a_minute_is_long_enough() -> None:
    records = series()
    assert found(records._replace(series=records.series._replace(minutes=1)), "FILE002") == []
