"""The text of a mail: whole messages, quoted lines, and what HTML left in it."""

import time
from email.message import EmailMessage

import pytest

from lgtui.importers.mail import read_mail
from lgtui.importers.mail_text import Sender, mail_text, text_of_html, without_tags

TEXTS = "Title: Café owls\n\nAbstract: Owls see – at night.\n\nBio: Olga Uhu watches owls.\n"


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
def test_a_whole_message_is_read_by_its_text(encoding: str) -> None:
    message = EmailMessage()
    message["From"] = "Olga Uhu <olga@owls.example>"
    message["Subject"] = "Re: Your talk – title"
    message.set_content(TEXTS, cte=encoding)
    message.add_alternative(f"<p>{TEXTS}</p>", subtype="html")
    message.add_attachment(b"...", maintype="image", subtype="jpeg", filename="olga.jpg")
    mail = read_mail(message.as_bytes().decode("utf-8", "surrogateescape"))
    assert (mail.talk.title, mail.talk.abstract) == ("Café owls", "Owls see – at night.")
    assert mail.talk.bio == "Olga Uhu watches owls."
    assert "Re: Your talk – title" in mail.left
    assert "olga.jpg" in mail.left


def test_a_message_of_html_alone_is_read_too() -> None:
    message = EmailMessage()
    message["From"] = "olga@owls.example"
    message.set_content(
        "<html><head><style>p { color: red }</style></head><body><p><b>Title:</b> Caf&eacute; "
        "owls</p><p><b>Abstract:</b> Owls see &ndash; at <i>night</i>.</p><div>Bio: Olga Uhu "
        "watches owls.</div></body></html>",
        subtype="html",
    )
    talk = read_mail(message.as_string()).talk
    assert (talk.title, talk.abstract) == ("Café owls", "Owls see – at night.")
    assert talk.bio == "Olga Uhu watches owls."


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Nord &amp; S&uuml;d", "Nord & Süd"),
        ("31&thinsp;000&nbsp;pages", "31 000 pages"),
        ("about <b>visibility</b>.<br>", "about visibility."),
        ("If a < b &amp; b &lt; c then a<c", "If a < b & b < c then a<c"),
        (
            "<ada@example.org> or <https://example.org/x>",
            "<ada@example.org> or <https://example.org/x>",
        ),
        ('<a href="https://x.example">https://x.example</a>', "https://x.example"),
        ('<a href="https://x.example">Slides</a>', "[Slides](https://x.example)"),
        ("AT&T &bogus; &", "AT&T &bogus; &"),
    ],
)
def test_tags_and_entities_are_resolved_and_nothing_else(text: str, plain: str) -> None:
    assert without_tags(text) == plain


def test_blocks_of_html_are_paragraphs() -> None:
    assert text_of_html("<p>One\ntwo</p><p>Three<br>four</p>").split("\n") == [
        "", "", "One two", "", "", "Three", "four",
    ]  # fmt: skip


@pytest.mark.parametrize("sign", ["> ", ">", "&gt; "])
def test_a_quoted_mail_is_the_speakers_and_what_it_quotes_is_not(sign: str) -> None:
    quoted = "On Monday, Duarte wrote:\n> Dear Olga,\n> we lack your title and your bio.\n> Title:"
    mail = read_mail("\n".join(sign + line for line in f"{TEXTS}\n{quoted}".split("\n")))
    assert (mail.talk.title, mail.talk.bio) == ("Café owls", "Olga Uhu watches owls.")
    assert "we lack your title and your bio." in mail.left


def test_answers_below_quoted_questions_are_read() -> None:
    mail = read_mail("> Title:\nTwo clocks\n> Abstract:\nThey tick.\n\nBest\nMara")
    assert (mail.talk.title, mail.talk.abstract) == ("Two clocks", "They tick.")


def test_a_reply_above_the_request_it_answers_is_read_once() -> None:
    request = "Please send:\nTitle: your title\nAbstract: 200 words"
    mail = read_mail(TEXTS + "\n" + "\n".join(f"> {line}" for line in request.split("\n")))
    assert mail.talk.title == "Café owls"
    assert "200 words" in mail.left


def test_lines_of_another_are_marked_and_others_are_not() -> None:
    assert mail_text("> Title: A\n>> old\nmine") == "Title: A\n> old\nmine"


@pytest.mark.parametrize("charset", ["x-unknown", "iso-8859-8-i", "utf8mb4", "utf-8"])
def test_an_encoding_that_does_not_exist_stops_nothing(charset: str) -> None:
    text = f"MIME-Version: 1.0\nContent-Type: text/plain; charset={charset}\n\n{TEXTS}"
    assert read_mail(text).talk.title == "Café owls"


def test_of_a_message_without_text_the_html_is_read() -> None:
    message = EmailMessage()
    message["From"] = "olga@owls.example"
    message.set_content("\n")
    message.add_alternative("<p>Title: Caf&eacute; owls</p>", subtype="html")
    assert read_mail(message.as_string()).talk.title == "Café owls"


def test_text_behind_a_picture_and_a_forwarded_message_are_read() -> None:
    inner = EmailMessage()
    inner["From"] = "olga@owls.example"
    inner.set_content("Bio: Olga Uhu watches owls.\n")
    message = EmailMessage()
    message["From"] = "olga@owls.example"
    message.set_content("Title: Owls\n")
    message.add_attachment(b"...", maintype="image", subtype="png", filename="owl.png")
    message.attach(inner)
    mail = read_mail(message.as_string())
    assert (mail.talk.title, mail.talk.bio) == ("Owls", "Olga Uhu watches owls.")
    assert "owl.png" in mail.left


def test_a_quoted_request_in_html_is_anothers() -> None:
    message = EmailMessage()
    message["From"] = "olga@owls.example"
    message.set_content(
        "<p>Title: Owls</p><p>Bio: Olga watches.</p>"
        "<blockquote><p>Bio: three lines</p></blockquote>",
        subtype="html",
    )
    mail = read_mail(message.as_string())
    assert mail.talk.bio == "Olga watches."
    assert "three lines" in mail.left


def test_whom_a_message_is_from_is_read_from_its_headers_alone() -> None:
    message = EmailMessage()
    message["From"] = "Renée Ørsted <r@b.example>"
    message.set_content("From: Somebody Else <x@y.example>\nTitle: Nets\n")
    assert read_mail(message.as_string()).sender == Sender("Renée Ørsted", "r@b.example")
    assert read_mail("From: Ada <a@b.org>\nTitle: Nets\n").sender == Sender()


def test_a_broken_name_of_a_sender_is_none() -> None:
    raw = "From: =?nowhere?q?x?= <a@b.org>\nMIME-Version: 1.0\n\nTitle: Nets\n"
    assert read_mail(raw).sender == Sender("", "a@b.org")


@pytest.mark.parametrize("delsp", ["no", "yes"])
def test_flowed_lines_are_whole_paragraphs(delsp: str) -> None:
    blank = " " if delsp == "no" else ""
    text = f"Title: Nets\nAbstract: One \n{blank}two \nthree.\n\nFour.\n\n-- \nAda\n"
    raw = f"MIME-Version: 1.0\nContent-Type: text/plain; format=flowed; delsp={delsp}\n\n{text}"
    found = read_mail(raw).talk.abstract
    assert found.split("\n\n")[-1] == "Four."
    assert "".join(found.split("\n\n")[0].split()) == "Onetwothree."


def message(*parts: EmailMessage, kind: str = "mixed") -> str:
    whole = EmailMessage()
    whole["From"] = "Ada <ada@example.org>"
    whole["MIME-Version"] = "1.0"
    whole["Content-Type"] = f"multipart/{kind}"
    for part in parts:
        del part["MIME-Version"]
        whole.attach(part)
    return whole.as_string()


def part(text: str, subtype: str = "plain", **given: str) -> EmailMessage:
    made = EmailMessage()
    made.set_content(text, subtype=subtype, **given)  # type: ignore[arg-type] # names of a part
    return made


def test_files_and_messages_that_go_along_are_named_and_not_read() -> None:
    inner = part("Abstract: Another's secret.\n")
    inner["Subject"] = "Secret"
    forwarded = EmailMessage()
    forwarded.set_content(inner)
    raw = message(
        part("Title: Owls\n"),
        part("Bio: From a file.\n", filename="bio.txt", disposition="inline"),
        part("<p>Abstract: from a page</p>", "html", filename="page.html"),
        forwarded,
    )
    text = mail_text(raw)
    assert "Title: Owls" in text
    for words in ("From a file", "from a page", "secret", "Secret"):
        assert words not in text
    for name in ("bio.txt", "page.html", "message/rfc822"):
        assert f"Attachment: {name}" in text


def test_a_header_that_hides_line_ends_is_read_as_one_line() -> None:
    hidden = "=?utf-8?q?A=0D=0AWebsite:_evil.org?="
    raw = f"From: {hidden} <a@x.org>\nSubject: {hidden}\nMIME-Version: 1.0\n\nBio: Ada is.\n"
    mail = read_mail(raw)
    assert (mail.talk.links, mail.talk.bio) == ((), "Ada is.")
    assert mail.sender.address == "a@x.org"
    assert "Website: evil.org" not in mail_text(raw).split("\n")


def test_a_plain_part_that_says_nothing_gives_way_to_the_other_one() -> None:
    rich = part("<p>Title: Owls</p><p>Abstract: They see.</p>", "html")
    stub = part("Please view this message in an HTML viewer.\n")
    assert "Abstract: They see." in mail_text(message(stub, rich, kind="alternative"))
    own = part("Title: Plain owls\n")
    text = mail_text(message(own, rich, kind="alternative"))
    assert "Plain owls" in text
    assert "They see" not in text
    words = mail_text(message(part("Hello.\n"), part("<p>Hi.</p>", "html"), kind="alternative"))
    assert "Hello." in words


@pytest.mark.parametrize(
    "page",
    ["<blockquote>{n}", "<style>{n}", "<!--{n}", "<script >x{n}", "</blockquote>{n}", " \t{n}",
     "<a href=x{n}", "\n \n{n}", "<head><title>{n}"],
)  # fmt: skip
def test_a_long_page_takes_no_square_of_its_length(page: str) -> None:
    def seconds(count: int) -> float:
        text = page.replace("{n}", "") * count
        raw = f"MIME-Version: 1.0\nContent-Type: text/html\n\n<p>Title: Owls</p>{text}"
        start = time.process_time()
        mail_text(raw)
        return time.process_time() - start

    seconds(100)
    assert seconds(16_000) < 12 * max(seconds(4_000), 0.02)
