"""Publishing: only our files, nothing forced, everything kept."""

import datetime
import re
import shlex
import subprocess
from itertools import islice

import pytest

from lgtui import store
from lgtui.cli import main
from lgtui.model import DataError, Organizer, Speaker
from lgtui.repo.commit import pending
from lgtui.repo.history import file_history
from lgtui.site import publishing
from lgtui.site.pages import plan_render, write_render
from lgtui.site.publishing import LONGEST_PAUSE, TRIES, publish
from lgtui.site.saving import plan_save
from tests.repo.sites import OrganizerClone, Team, git, hook


def test_one_change_is_committed_by_record_and_pushed(ann: OrganizerClone, team: Team) -> None:
    ann.set("S02E01", video_url="https://video.example/2")
    assert [str(change) for change in pending(ann.site)] == ["S02E01: video set"]
    outcome = ann.publish()
    assert (outcome.state, outcome.subject) == ("published", "S02E01: video set")
    assert team.history()[0] == "S02E01: video set"
    assert ann.git("rev-parse", "HEAD") == team.tip()
    assert ann.state() == ""


def test_without_a_change_there_is_nothing_to_publish(ann: OrganizerClone, team: Team) -> None:
    before = team.tip()
    assert ann.publish().state == "nothing"
    assert team.tip() == before


def test_a_message_of_ones_own_is_used(ann: OrganizerClone, team: Team) -> None:
    ann.set("S02E01", title="Other")
    assert ann.publish("-n --amend: not an option").subject == "-n --amend: not an option"
    assert team.history()[:2] == [
        "-n --amend: not an option",
        "Start the records: 2 seasons, 2 talks",
    ]


def test_what_others_staged_or_left_lying_is_not_committed(ann: OrganizerClone) -> None:
    ann.write("staged.txt", "staged\n")
    ann.git("add", "staged.txt")
    ann.write("_layouts/page.html", "<p>dirty\n")
    ann.write("loose.txt", "loose\n")
    ann.set("S02E01", title="Other")
    assert ann.publish().state == "published"
    assert ann.state().splitlines() == [" M _layouts/page.html", "A  staged.txt", "?? loose.txt"]
    files = ann.git("show", "--name-only", "--format=", "HEAD").splitlines()
    assert set(files) == {"_pages/webinar.md", "data/talks.toml"}


def test_a_page_that_is_new_is_committed(ann: OrganizerClone) -> None:
    ann.edit(lambda records: records._replace(pages=records.pages._replace(calendar="web.ics")))
    assert ann.publish().state == "published"
    assert "web.ics" in ann.git("ls-tree", "--name-only", "HEAD")


def test_without_pushing_the_commit_stays_here(ann: OrganizerClone, team: Team) -> None:
    before = team.tip()
    ann.set("S02E01", title="Other")
    assert ann.publish(push=False).state == "committed"
    assert team.tip() == before
    outcome = ann.publish()
    assert outcome.state == "published"
    assert team.history()[0] == "S02E01: title changed"


def test_a_news_item_that_was_deleted_by_hand_goes_and_other_news_stay(ann: OrganizerClone) -> None:
    ann.write("_news/20220101_opening.md", "Theirs\n")
    day = datetime.datetime(2023, 2, 28, 15)
    ann.edit(lambda records: records._replace(
        seasons=(records.seasons[0]._replace(start=day), records.seasons[1])
    ))  # fmt: skip
    ann.render()
    (ann.folder / "_news/20230227_webinar_1.md").unlink()
    assert ann.publish().state == "published"
    assert ann.git("ls-tree", "--name-only", "HEAD", "_news/") == "_news/20230228_webinar_1.md"
    assert ann.state() == "?? _news/20220101_opening.md"


def test_a_template_that_cannot_be_read_is_told(ann: OrganizerClone) -> None:
    ann.git("config", "commit.template", "~/none.txt")
    ann.set("S02E01", title="Other")
    outcome = ann.publish()
    assert outcome.state == "stopped"
    assert "none.txt cannot be read" in outcome.message


def test_conflicts_in_files_of_others_are_left_alone(ann: OrganizerClone) -> None:
    ann.write("_layouts/page.html", "<p>stashed\n")
    ann.git("stash", "-q")
    ann.write("_layouts/page.html", "<p>other\n")
    ann.git("commit", "-qam", "Other")
    subprocess.run(["git", "stash", "pop", "-q"], cwd=ann.folder, capture_output=True, check=False)
    ann.set("S02E01", title="Other")
    assert ann.publish().state == "published"
    assert ann.state() == "UU _layouts/page.html"


def test_a_data_file_in_conflict_is_not_published_before_that_is_over(
    ann: OrganizerClone, bob: OrganizerClone
) -> None:
    bob.set("S02E01", title="Bob's")
    bob.git("stash", "-q")
    ann.set("S02E01", title="Ann's")
    ann.publish()
    bob.git("pull", "-q")
    with pytest.raises(AssertionError, match="CONFLICT"):
        bob.git("stash", "pop")
    bob.write("data/talks.toml", bob.git("show", "stash:data/talks.toml") + "\n")
    before = bob.git("rev-parse", "HEAD")
    outcome = bob.publish()
    assert (outcome.state, bob.git("rev-parse", "HEAD")) == ("stopped", before)
    assert "conflict" in outcome.message
    bob.git("add", "data/talks.toml")
    assert bob.publish().state == "published"


def test_a_branch_that_was_deleted_on_the_server_is_published_again(
    bob: OrganizerClone, team: Team
) -> None:
    bob.git("switch", "-qc", "season")
    bob.git("push", "-qu", "origin", "season")
    git(team.bare, "branch", "-qD", "season")
    assert "not on the server any more" in bob.pull().message
    bob.git("fetch", "-q", "--prune")
    assert "git push --set-upstream origin season" in bob.publish().message
    bob.git("push", "-q", "--set-upstream", "origin", "season")
    bob.set("S02E01", title="Other")
    assert bob.publish().state == "published"
    assert git(team.bare, "rev-parse", "season") == bob.git("rev-parse", "HEAD")


def test_a_news_item_that_is_not_of_these_records_is_not_committed(ann: OrganizerClone) -> None:
    ann.write("_news/20200101_webinar_7.md", "Somebody's draft.\n")
    ann.set("S02E01", title="Other")
    assert ann.publish().state == "published"
    assert ann.state() == "?? _news/20200101_webinar_7.md"


def test_comments_alone_are_published(ann: OrganizerClone, team: Team) -> None:
    ann.data.write_text(ann.read("data/talks.toml") + "# a note\n")
    assert ann.publish().state == "published"
    assert team.history()[0] == "Tidy the data file"


def test_a_data_file_that_was_committed_broken_is_mended(ann: OrganizerClone, team: Team) -> None:
    whole = ann.read("data/talks.toml")
    ann.data.write_text("not toml")
    ann.git("commit", "-qam", "Break")
    ann.git("push", "-q")
    ann.data.write_text(whole)
    assert ann.publish().state == "published"
    assert team.history()[0] == "Mend the data file"


@pytest.mark.parametrize("name", ["-n.md", ":!x.md", "a b*[ü].md", "--all", "$(touch ran).md"])
def test_names_of_pages_are_never_options_or_patterns(
    ann: OrganizerClone, bob: OrganizerClone, name: str
) -> None:
    for site in (ann, bob):
        site.edit(lambda records: records._replace(pages=records.pages._replace(webinar=name)))
    ann.set("S02E01", bio="Ann's")
    assert ann.publish().state == "published"
    bob.set("S02E01", title="Bob's")
    outcome = bob.publish()
    assert outcome.state == "published", outcome
    text = bob.git("show", f"HEAD:{name}")
    assert "Ann's" in text
    assert "Bob's" in text
    assert bob.state() == ""


def test_a_branch_with_a_strange_name_is_published(ann: OrganizerClone, team: Team) -> None:
    name = "talks/ü$(touch>ran);x"
    ann.git("switch", "-qc", name)
    ann.git("push", "-qu", "origin", name)
    ann.set("S02E01", title="Other")
    assert ann.publish().state == "published"
    assert ann.git("ls-remote", str(team.bare), f"refs/heads/{name}").startswith(
        ann.git("rev-parse", "HEAD")
    )
    assert not (ann.folder / "ran").exists()


def test_a_remote_that_looks_like_an_option_is_only_a_name(ann: OrganizerClone) -> None:
    ann.git("config", "branch.main.remote", "--upload-pack=touch ran")
    ann.set("S02E01", title="Other")
    assert ann.publish().state == "stopped"
    assert not (ann.folder / "ran").exists()


def test_the_pauses_between_two_tries_grow_and_are_bounded() -> None:
    longest = list(islice(publishing.pauses(lambda low, high: high), TRIES))
    assert longest[0] == 0
    assert longest == sorted(longest)
    assert len(set(longest)) > 4
    assert longest[-1] <= LONGEST_PAUSE
    assert list(islice(publishing.pauses(lambda low, high: low), TRIES)) == [0.0] * TRIES


class TestHooks:
    """The repository's own hooks run, and what they do is told."""

    def test_a_failing_hook_keeps_every_edit(self, ann: OrganizerClone, team: Team) -> None:
        before = team.tip()
        ann.hook("pre-commit", "echo no spelling mistakes, please >&2; exit 1")
        ann.set("S02E01", title="Otter")
        outcome = ann.publish()
        assert outcome.state == "stopped"
        assert "pre-commit hook said no" in outcome.message
        assert outcome.said == "no spelling mistakes, please"
        assert ann.talk("S02E01").title == "Otter"
        assert team.tip() == before
        assert ann.git("log", "-1", "--format=%s").startswith("Start the records")

    def test_others_files_that_a_hook_puts_into_the_commit_are_told(
        self, ann: OrganizerClone
    ) -> None:
        ann.write("_layouts/page.html", "<p>staged\n")
        ann.git("add", "_layouts/page.html")
        ann.write("_layouts/page.html", "<p>on disk\n")
        ann.write("other.txt", "of nobody's concern\n")
        ann.hook("pre-commit", "git add -A")
        ann.set("S02E01", title="Otter")
        outcome = ann.publish()
        assert outcome.state == "published"
        [note] = outcome.notes
        assert "_layouts/page.html, other.txt" in note
        assert "data/talks.toml" not in note
        assert ann.git("diff", "--cached", "--name-status") == "M\t_layouts/page.html"
        assert ann.git("show", ":_layouts/page.html") == "<p>staged"
        assert "other.txt" not in ann.state()

    @pytest.mark.parametrize("words", ["Connection refused", "index.lock", "bad certificate"])
    def test_the_words_of_a_hook_are_not_taken_for_gits(
        self, ann: OrganizerClone, words: str
    ) -> None:
        ann.hook("pre-commit", f"echo '{words}' >&2; exit 1")
        ann.set("S02E01", title="Other")
        outcome = ann.publish()
        assert "pre-commit hook said no" in outcome.message
        assert words in outcome.said

    def test_after_a_failing_hook_a_new_page_is_as_new_as_before(self, ann: OrganizerClone) -> None:
        ann.hook("pre-commit", "exit 1")
        ann.edit(lambda records: records._replace(pages=records.pages._replace(calendar="web.ics")))
        assert ann.publish().state == "stopped"
        assert "?? web.ics" in ann.state().splitlines()

    def test_a_hook_that_changes_our_file_and_fails_is_told(self, ann: OrganizerClone) -> None:
        ann.hook("pre-commit", "echo '# checked' >> data/talks.toml; exit 1")
        ann.set("S02E01", title="Other")
        outcome = ann.publish()
        assert "changed data/talks.toml" in outcome.message
        assert ann.talk("S02E01").title == "Other"
        assert ann.read("data/talks.toml").endswith("# checked\n")

    def test_a_hook_may_add_its_own_version(self, ann: OrganizerClone) -> None:
        ann.hook("pre-commit", "echo '# checked' >> data/talks.toml; git add data/talks.toml")
        ann.set("S02E01", title="Other")
        assert ann.publish().state == "published"
        assert ann.git("show", "HEAD:data/talks.toml").endswith("# checked")
        assert ann.state() == ""

    @pytest.mark.parametrize(
        ("path", "told"),
        [
            ("_pages/webinar.md", "the part next is not as lgtui wrote it"),
            ("_news/20230227_webinar_1.md", "it is not as lgtui wrote it"),
            ("data/talks.toml", "it says other records than were saved"),
        ],
    )
    def test_a_hook_that_changes_what_lgtui_writes_is_told_right_after_the_commit(
        self, ann: OrganizerClone, path: str, told: str
    ) -> None:
        words = {"_news/20230227_webinar_1.md": "Bias"}.get(path, "Otherwise")
        ann.hook("pre-commit", f"sed -i s/{words}/Changed/ {path} && git add {path}")
        ann.set("S02E01", title="Otherwise")
        ann.set("S01E01", speakers=(Speaker("Cyra Young"),))
        ann.render()
        lines: list[str] = []
        publish(ann.site, tell=lines.append)
        [line] = [line for line in lines if "a hook of this repository changed" in line]
        assert f"changed {path} as it was committed" in line
        assert told in line

    def test_a_hook_that_only_formats_is_not_told(self, ann: OrganizerClone) -> None:
        path = "_pages/webinar.md"
        ann.hook("pre-commit", f"sed -i 's/^\\* /- /' {path} && git add {path}")
        ann.set("S01E01", title="Otherwise")
        ann.render()
        lines: list[str] = []
        assert publish(ann.site, tell=lines.append).state == "published"
        assert "- S01E01" in ann.read(path)
        assert [line for line in lines if "hook" in line] == []

    def test_message_hooks_and_the_commit_template_are_honoured(self, ann: OrganizerClone) -> None:
        ann.hook("prepare-commit-msg", 'echo "Seen-by: hook" >> "$1"')
        ann.hook("commit-msg", 'grep -q "Ticket: none" "$1"')
        ann.write("template.txt", "# what did you do?\n\nTicket: none\n")
        ann.git("config", "commit.template", "template.txt")
        ann.set("S02E01", title="Other")
        assert ann.publish().state == "published"
        body = ann.git("log", "-1", "--format=%B")
        assert body == "S02E01: title changed\n\nTicket: none\nSeen-by: hook"

    def test_the_servers_refusal_is_told_in_its_words(
        self, ann: OrganizerClone, team: Team
    ) -> None:
        hook(team.bare, "pre-receive", "echo main is protected, open a pull request >&2; exit 1")
        ann.set("S02E01", title="Other")
        outcome = ann.publish()
        assert outcome.state == "stopped"
        assert "main is protected, open a pull request" in outcome.said
        assert "Your commit is kept here" in outcome.message
        assert ann.subjects()[0] == "S02E01: title changed"

    def test_a_pre_push_hook_can_stop_the_push(self, ann: OrganizerClone, team: Team) -> None:
        before = team.tip()
        ann.hook("pre-push", "echo not on a Friday >&2; exit 1")
        ann.set("S02E01", title="Other")
        outcome = ann.publish()
        assert (outcome.state, team.tip()) == ("stopped", before)
        assert "not on a Friday" in outcome.said

    @pytest.mark.parametrize("stream", ["1", "2"])
    @pytest.mark.parametrize("words", ["data too big", "! data too big", "not a git repository"])
    def test_a_refusing_hooks_reason_is_told_from_either_stream(
        self, ann: OrganizerClone, team: Team, stream: str, words: str
    ) -> None:
        before = team.tip()
        ann.hook("pre-push", f"echo '{words}' >&{stream}; exit 1")
        ann.set("S02E01", title="Other")
        outcome = ann.publish()
        assert (outcome.state, team.tip()) == ("stopped", before)
        assert words in outcome.said.splitlines()
        assert "pre-push hook said no" in outcome.message
        ann.hook("pre-push", "exit 0")
        ann.hook("pre-commit", f"echo 'too {words}' >&{stream}; exit 1")
        ann.set("S02E01", title="Another")
        assert f"too {words}" in ann.publish().said.splitlines()

    def test_what_a_hook_says_on_standard_output_is_told_of_a_push_that_succeeds(
        self, ann: OrganizerClone
    ) -> None:
        ann.hook("pre-push", "echo 3 files looked at")
        ann.set("S02E01", title="Other")
        outcome = ann.publish()
        assert (outcome.state, outcome.said) == ("published", "3 files looked at")


class TestPagesThatAreNotOnDisk:
    """A page that the commit has is never made anew: the organizers' words stay on the site."""

    WORDS = "Our own words: how to join.\n"

    @pytest.fixture(autouse=True)
    def own_words(self, ann: OrganizerClone) -> None:
        """Words of the organizers on both pages, published."""
        for path in ("_pages/webinar.md", "_pages/webinar_talks.md"):
            ann.write(path, ann.read(path) + f"\n{self.WORDS}")
        assert ann.publish().state == "published"

    def assert_words_stay(self, team: Team) -> None:
        for path in ("_pages/webinar.md", "_pages/webinar_talks.md"):
            page = git(team.bare, "show", f"main:{path}")
            assert self.WORDS.strip() in page
            assert "Quite other" in page or path == "_pages/webinar.md"

    @pytest.mark.parametrize("staged", [False, True])
    def test_a_deleted_page_starts_from_the_commit(
        self, ann: OrganizerClone, team: Team, staged: bool
    ) -> None:
        for path in ("_pages/webinar.md", "_pages/webinar_talks.md"):
            ann.git("rm", "-q", path) if staged else (ann.folder / path).unlink()
        ann.set("S01E01", title="Quite other")
        assert ann.publish().state == "published"
        self.assert_words_stay(team)
        assert ann.state() == ""

    def test_a_page_outside_a_sparse_checkout_starts_from_the_commit(self, team: Team) -> None:
        sparse = team.clone("sparse", "--sparse")
        sparse.git("sparse-checkout", "set", "data")
        assert not (sparse.folder / "_pages").exists()
        sparse.set("S01E01", title="Quite other")
        assert sparse.publish().state == "published"
        self.assert_words_stay(team)

    def test_pages_that_git_takes_away_in_a_sparse_checkout_are_no_other_programs_doing(
        self, ann: OrganizerClone, team: Team
    ) -> None:
        sparse = team.clone("sparse", "--sparse")
        sparse.git("sparse-checkout", "set", "data")
        sparse.set("S01E01", title="Quite other")
        assert sparse.publish().state == "published"
        ann.set("S02E01", title="Ann's")
        assert ann.publish().state == "published"
        sparse.set("S01E01", title="Once more")
        outcome = sparse.publish()
        assert outcome.state == "published"
        assert "not up to date" not in outcome.message
        assert sparse.git("rev-parse", "HEAD") == team.tip()
        assert sparse.talk("S02E01").title == "Ann's"
        assert sparse.state() == ""
        assert self.WORDS.strip() in git(team.bare, "show", "main:_pages/webinar.md")

    def test_a_page_that_did_not_change_comes_back_too(self, ann: OrganizerClone) -> None:
        before = ann.read("_pages/webinar.md")
        (ann.folder / "_pages/webinar.md").unlink()
        assert ann.publish().state == "nothing"
        assert ann.read("_pages/webinar.md") == before

    def test_it_is_written_with_the_line_ends_that_git_writes(self, ann: OrganizerClone) -> None:
        ann.write(".gitattributes", "*.md text eol=crlf\n")
        (ann.folder / "_pages/webinar.md").unlink()
        ann.render()
        raw = (ann.folder / "_pages/webinar.md").read_bytes()
        assert raw.count(b"\n") == raw.count(b"\r\n") > 0

    def test_a_page_that_was_a_link_is_refused(self, ann: OrganizerClone) -> None:
        page = ann.folder / "_pages/webinar.md"
        page.rename(ann.folder / "page.md")
        page.symlink_to("../page.md")
        ann.git("add", "-A")
        ann.git("commit", "-qm", "A link")
        page.unlink()
        with pytest.raises(DataError, match=r"git restore -- _pages/webinar\.md"):
            ann.publish()

    def test_a_page_that_a_commit_took_away_is_made_anew(self, ann: OrganizerClone) -> None:
        ann.git("rm", "-q", "_pages/webinar.md")
        ann.git("commit", "-qm", "Start the page anew")
        assert ann.publish().state == "published"
        assert self.WORDS not in ann.read("_pages/webinar.md")

    @pytest.mark.parametrize("kind", ["deleted", "deleted in a commit"])
    @pytest.mark.parametrize("call", ["--render", "--publish"])
    def test_it_is_said(
        self,
        ann: OrganizerClone,
        capsys: pytest.CaptureFixture[str],
        kind: str,
        call: str,
    ) -> None:
        path = "_pages/webinar.md"
        author = "Ann" if kind == "deleted in a commit" else ""
        ann.git("rm", "-q", path) if author else (ann.folder / path).unlink()
        if author:
            ann.git("commit", "-qm", "By slip")
        assert main(["--data", str(ann.data), call]) == 0
        told = capsys.readouterr().err
        assert path in told
        assert "take it out of [pages]" in told
        assert ("last commit" in told) == (not author)
        assert (f"{author} in commit" in told and "(By slip)" in told) == bool(author)
        if author:
            shown = re.search(r"git show (\S+)\. ", told)
            assert shown is not None
            assert self.WORDS.strip() in ann.git("show", *shlex.split(shown[1]))
        assert main(["--data", str(ann.data), call]) == 0
        assert "[pages]" not in capsys.readouterr().err

    def test_a_save_says_it_too(self, ann: OrganizerClone) -> None:
        (ann.folder / "_pages/webinar.md").unlink()
        document = store.read(str(ann.data))
        [told] = plan_save(document, document.records).remade
        assert told.startswith("_pages/webinar.md: it was not on disk")


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "UTF-16", ""])
def test_messages_are_utf8_whatever_git_is_set_to(
    ann: OrganizerClone, bob: OrganizerClone, team: Team, encoding: str
) -> None:
    for site in (ann, bob):
        for key in ("i18n.commitEncoding", "i18n.logOutputEncoding"):
            site.git("config", key, encoding)
    ann.edit(lambda records: records._replace(
        organizers=(*records.organizers, Organizer("Zoë Ångström"))
    ))  # fmt: skip
    ann.render()
    assert ann.publish("Zoë is new").state == "published"
    bob.set("S02E01", title="Ŝi")
    bob.render()
    assert bob.publish("Ŝi retitled").state == "published"
    raw = subprocess.run(
        ["git", "log", "--format=%s%n%e"], cwd=team.bare, capture_output=True, check=True
    )
    assert raw.stdout.decode().splitlines()[:4] == ["Ŝi retitled", "", "Zoë is new", ""]
    assert [made.subject for made in file_history(bob.site)][:2] == ["Ŝi retitled", "Zoë is new"]


def test_a_latin1_message_of_a_colleague_is_read(ann: OrganizerClone) -> None:
    ann.set("S02E01", title="Other")
    ann.write("message", "")
    (ann.folder / "message").write_bytes("Zoë's".encode("latin-1"))
    ann.git("-c", "i18n.commitEncoding=ISO-8859-1", "commit", "-qa", "-F", "message")
    assert next(file_history(ann.site)).subject == "Zoë's"
    ann.set("S02E01", title="Third")
    assert ann.publish().state == "published"
    assert ann.subjects()[1] == "Zoë's"


def test_the_subject_tells_of_words_around_the_regions(ann: OrganizerClone) -> None:
    ann.write("_pages/webinar.md", ann.read("_pages/webinar.md") + "\nHow to join.\n")
    assert ann.publish().subject == "Edit the text of _pages/webinar.md"
    for page in ("_pages/webinar.md", "_pages/webinar_talks.md"):
        ann.write(page, ann.read(page) + "\nMore.\n")
    assert ann.publish().subject == "Edit the text of _pages/webinar.md and 1 more"
    path = "_pages/webinar.md"
    ann.write(path, ann.read(path).replace("From metrics to meaning", "Stale"))
    ann.git("commit", "-qam", "By hand")
    planned = plan_render(str(ann.data), force=True)
    write_render(planned)
    assert ann.publish().subject == "Edit the text of _pages/webinar.md"


class TestPagesThatNoCommitHolds:
    """“Published” is only said of what is on the server: other pages are named beforehand."""

    @staticmethod
    def assert_refused(clone: OrganizerClone, team: Team, *words: str) -> None:
        before = team.tip()
        clone.set("S01E01", title="Quite other")
        outcome = clone.publish()
        assert (outcome.state, team.tip()) == ("stopped", before)
        assert clone.git("log", "-1", "--format=%s").startswith("Start the records")
        for word in ("nothing was committed or pushed", *words):
            assert word in outcome.message

    @staticmethod
    def move_pages(clone: OrganizerClone) -> None:
        clone.edit(
            lambda records: records._replace(
                pages=records.pages._replace(webinar="site/webinar.md", calendar="site/web.ics")
            )
        )

    @pytest.mark.parametrize("kind", ["without a commit", "with a commit", "git folder apart"])
    def test_pages_in_a_repository_of_their_own(
        self, ann: OrganizerClone, team: Team, kind: str
    ) -> None:
        (ann.folder / "site").mkdir()
        apart = [f"--separate-git-dir={team.folder}/apart"] if kind == "git folder apart" else []
        git(ann.folder / "site", "init", "-q", *apart)
        if kind != "without a commit":
            site = OrganizerClone(ann.folder / "site")
            site.write("readme.md", "A site\n")
            site.git("add", "-A")
            site.git("-c", "user.name=A", "-c", "user.email=a@b", "commit", "-qm", "A site")
        self.move_pages(ann)
        self.assert_refused(ann, team, "site/webinar.md", "site/web.ics", "repository of its own")

    def test_pages_in_a_submodule_that_is_not_set_up(self, ann: OrganizerClone, team: Team) -> None:
        commit = ann.git("rev-parse", "HEAD")
        ann.git("update-index", "--add", "--cacheinfo", f"160000,{commit},site")
        ann.git("commit", "-qm", "A submodule")
        ann.git("push", "-q")
        self.move_pages(ann)
        before = team.tip()
        outcome = ann.publish()
        assert (outcome.state, team.tip()) == ("stopped", before)
        assert "site/webinar.md" in outcome.message
        assert "submodule" in outcome.message

    def test_a_template_that_is_not_committed_is_told(
        self, ann: OrganizerClone, team: Team
    ) -> None:
        ann.write("own.j2", "{% for talk in talks %}- {{ talk.title }}\n{% endfor %}")
        ann.edit(lambda records: records._replace(
            pages=records.pages._replace(previous_template="own.j2")
        ))  # fmt: skip
        for told in (["own.j2 is not published, and pages are made from it"], []):
            lines: list[str] = []
            ann.render()
            assert publish(ann.site, tell=lines.append).done
            assert [line.split(":")[0] for line in lines if "own.j2" in line] == told
            if told:
                ann.git("add", "own.j2")
                ann.git("commit", "-qm", "The template")

    def test_pages_behind_a_link_are_published_once_their_targets_are(
        self, ann: OrganizerClone, team: Team
    ) -> None:
        (ann.folder / "real").mkdir()
        (ann.folder / "site").symlink_to("real")
        self.move_pages(ann)
        self.assert_refused(ann, team, "site/webinar.md", "real/webinar.md", "link")
        ann.git("add", "site", "real")
        ann.git("commit", "-qm", "Pages")
        assert ann.publish().state == "published"

    def test_a_page_that_is_a_link_out_of_the_commit(self, ann: OrganizerClone, team: Team) -> None:
        page = ann.folder / "_pages/webinar_talks.md"
        page.rename(ann.folder / "talks.md")
        page.symlink_to("../talks.md")
        ann.git("add", "-A")
        ann.git("commit", "-q", "--amend", "--no-edit")
        ann.git("push", "-qf")
        self.assert_refused(ann, team, "_pages/webinar_talks.md", "talks.md")

    @pytest.mark.parametrize("flag", ["skip-worktree", "assume-unchanged"])
    def test_a_page_that_git_was_told_to_overlook(
        self, ann: OrganizerClone, team: Team, flag: str
    ) -> None:
        page = "_pages/webinar_talks.md"
        ann.git("update-index", f"--{flag}", page)
        assert ann.publish().state == "nothing"
        self.assert_refused(ann, team, f"git update-index --no-{flag} {page}")
        ann.git("update-index", f"--no-{flag}", page)
        assert ann.publish().state == "published"
        assert "Quite other" in git(team.bare, "show", f"main:{page}")


@pytest.mark.parametrize("first", [False, True])
def test_a_commit_that_was_cut_off_before_the_index_is_followed(
    ann: OrganizerClone, team: Team, first: bool
) -> None:
    if first:
        ann.write("_pages/webinar.md", ann.read("_pages/webinar.md") + "\nOurs.\n")
        ann.publish()
    index = (ann.folder / ".git" / "index").read_bytes()
    ann.set("S02E01", title="Other")
    ann.render()
    ann.publish(push=False)
    (ann.folder / ".git" / "index").write_bytes(index)
    assert "MM data/talks.toml" in ann.state()
    told: list[str] = []
    outcome = publish(ann.site, tell=told.append)
    assert outcome.state == "published"
    assert any("data/talks.toml" in line and "cut off" in line for line in told)
    assert ann.state() == ""
    assert ann.git("rev-parse", "HEAD") == team.tip()
    assert publish(ann.site).state == "nothing"


def test_what_a_person_staged_stays_staged_where_all_else_is_committed(ann: OrganizerClone) -> None:
    text = ann.data.read_text()
    ann.data.write_text(text + "# mine\n")
    ann.git("add", "data/talks.toml")
    ann.data.write_text(text)
    assert ann.state() == "MM data/talks.toml"
    assert publish(ann.site).state == "nothing"
    assert ann.git("show", ":data/talks.toml").endswith("# mine")
