"""What git said, in words that say what to do."""

import pytest

from lgtui.repo.messages import advice, redacted, wants_answer

ROOT = "/home/ann/site"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "fatal: detected dubious ownership in repository at '/home/ann/site'",
            "git config --global --add safe.directory /home/ann/site",
        ),
        (
            "fatal: Not a git repository (or any of the parent directories): .git",
            "/home/ann/site is not in a git repository. Clone the site's repository",
        ),
        (
            "*** Please tell me who you are.",
            "git config --global user.email you@example.org",
        ),
        (
            "fatal: Unable to create '/home/ann/site/.git/index.lock': Permission denied",
            "/home/ann/site/.git cannot be written to by you",
        ),
        (
            "error: insufficient permission for adding an object to repository database",
            "cannot be written to by you",
        ),
        (
            "fatal: unable to access 'https://example.org/s/': The requested URL returned error: "
            "403",
            "you may not write to this repository",
        ),
        ("ERROR: Permission to ann/site.git denied to bob.", "you may not write"),
        ("fatal: unable to access 'https://a/': The requested URL returned error: 503", "later"),
        ("fatal: repository 'https://example.org/site/' not found", "no such repository"),
        ("fatal: ref updates aborted by hook", "reference-transaction hook said no"),
        (
            "ssh: Could not resolve hostname example.org: Temporary failure in name resolution",
            "the server cannot be found: no network, or a wrong address. Your commit is safe",
        ),
        (
            "git@example.org: Permission denied (publickey).",
            "Load it once: ssh-add, and try again",
        ),
        (
            "fatal: unable to write: No space left on device",
            "the disk is full. Make room and try again",
        ),
    ],
)
def test_what_git_said_is_told_with_what_to_do(said: str, told: str) -> None:
    assert told in advice(said, ROOT)


def test_words_without_a_known_sign_are_left_to_git() -> None:
    assert advice("fatal: something that nobody saw before", ROOT) == ""


@pytest.mark.parametrize(
    "said",
    [
        "git@example.org: Permission denied (publickey).",
        "Host key verification failed.",
        "fatal: could not read Password for 'https://example.org': terminal prompts disabled",
        "fatal: Authentication failed for 'https://example.org/site'",
        "error: gpg failed to sign the data",
        "Incorrect passphrase supplied to decrypt private key",
    ],
)
def test_a_question_that_could_not_be_asked_wants_a_terminal(said: str) -> None:
    assert wants_answer(said)


def test_a_missing_network_wants_no_terminal() -> None:
    assert not wants_answer("ssh: connect to host example.org port 22: Connection refused")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://ann:pass@host/x and http://token@host", "https://***@host/x and http://***@host"),
        ("ssh://git:pass@host/x", "ssh://git:***@host/x"),
        ("?token=abc&password=def&y=1", "?token=***&password=***&y=1"),
    ],
)
def test_every_secret_of_a_text_is_hidden(text: str, shown: str) -> None:
    assert redacted(text) == shown


@pytest.mark.parametrize(
    "secret", ["pa'ss", 'pa"ss', "pa ss", "p@ss", "pa/ss", "pa?s#s", "1234/x y", "ü:ö", "p@s/s w@x"]
)
@pytest.mark.parametrize("scheme", ["https", "http", "ssh", "HTTPS"])
def test_a_password_with_any_sign_is_hidden(scheme: str, secret: str) -> None:
    said = redacted(f"fatal: unable to access '{scheme}://ada:{secret}@host.example/x.git': no")
    assert secret not in said
    assert all(part not in said for part in secret.split("@") if len(part) > 2)
    assert "@host.example/x.git" in said


@pytest.mark.parametrize(
    "text",
    [
        "see https://host.example/x and ask ada@host.example",
        "see https://host.example:8080/x, ada@host.example",
        "To ssh://git@host.example/x.git",
        "https://localhost:80/a@b",
    ],
)
def test_an_address_without_a_password_stays(text: str) -> None:
    assert redacted(text) == text
