"""A series' own names of news items and templates of regions, published like all else."""

import datetime
from collections.abc import Callable

import pytest

from lgtui.records.conflicts import resolve
from lgtui.repo.sync import Answers
from lgtui.site.publishing import publish
from tests.repo.sites import OrganizerClone, Team, git


def test_news_items_of_an_own_name_go_too_and_a_region_of_an_own_template_is_published(
    ann: OrganizerClone,
) -> None:
    ann.write("own.j2", "{% for talk in talks %}- {{ talk.title }}\n{% endfor %}")
    ann.edit(lambda records: records._replace(pages=records.pages._replace(
        news_name="{day}-talk-{number}.md", previous_template="own.j2"
    )))  # fmt: skip
    ann.render()
    (ann.folder / "_news/20230227_webinar_1.md").unlink()
    ann.git("add", "-A")
    ann.git("commit", "-qm", "Own names")
    day = datetime.datetime(2023, 2, 28, 15)
    ann.edit(lambda records: records._replace(
        seasons=(records.seasons[0]._replace(start=day), records.seasons[1])
    ))  # fmt: skip
    title = ann.talk("S01E01").title
    ann.set("S01E01", title="Quite other")
    (ann.folder / "_news/2023-02-27-talk-1.md").unlink()
    assert ann.publish().state == "published"
    assert ann.git("ls-tree", "--name-only", "HEAD", "_news/") == "_news/2023-02-28-talk-1.md"
    page = (ann.folder / "_pages/webinar.md").read_text()
    assert "- Quite other\n" in page
    assert title not in page
    assert ann.state() == ""


def move(site: OrganizerClone, *, commit: bool = True) -> None:
    """Moves the webinar page to a folder of its own, and says so in the records."""
    (site.folder / "site").mkdir()
    site.git("mv", "_pages/webinar.md", "site/webinar.md")
    site.edit(lambda records: records._replace(
        pages=records.pages._replace(webinar="site/webinar.md")
    ))  # fmt: skip
    if commit:
        site.git("commit", "-qam", "Move the page")


def take_out(site: OrganizerClone, *, commit: bool = True) -> None:
    site.git("rm", "-q", "_pages/webinar.md")
    site.edit(lambda records: records._replace(pages=records.pages._replace(webinar="")))
    if commit:
        site.git("commit", "-qam", "No page")


def write_words(site: OrganizerClone, *, commit: bool) -> None:
    site.write("_pages/webinar.md", site.read("_pages/webinar.md") + "My closing words\n")
    if commit:
        site.git("commit", "-qam", "My words")


def on_server(team: Team, path: str) -> str:
    paths = git(team.bare, "ls-tree", "-r", "--name-only", "main").splitlines()
    return git(team.bare, "show", f"main:{path}") if path in paths else ""


@pytest.mark.parametrize("committed", [False, True])
@pytest.mark.parametrize("edited", [False, True])
def test_words_on_a_page_that_a_colleague_moved_are_published_in_its_new_place(
    ann: OrganizerClone, bob: OrganizerClone, team: Team, committed: bool, edited: bool
) -> None:
    move(ann)
    ann.git("push", "-q")
    write_words(bob, commit=committed)
    if edited:
        bob.set("S02E01", title="Another")
    assert bob.publish().state == "published"
    page = on_server(team, "site/webinar.md")
    assert "My closing words" in page
    assert ("Another" in page) is edited
    assert on_server(team, "_pages/webinar.md") == ""
    assert bob.state() == ""
    assert "My closing words" in bob.read("site/webinar.md")


@pytest.mark.parametrize("committed", [False, True])
def test_words_on_a_page_that_a_colleague_moved_are_taken_along_by_a_pull(
    ann: OrganizerClone, bob: OrganizerClone, committed: bool
) -> None:
    move(ann)
    ann.git("push", "-q")
    write_words(bob, commit=committed)
    assert bob.pull().state == "pulled"
    assert "My closing words" in bob.read("site/webinar.md")
    assert not (bob.folder / "_pages/webinar.md").exists()
    assert ("site/webinar.md" in bob.state()) is not committed
    assert bob.publish().state == "published"
    assert "My closing words" in bob.git("show", "origin/main:site/webinar.md")


def test_words_on_a_page_that_a_colleague_moved_go_into_a_proposal(
    ann: OrganizerClone, bob: OrganizerClone, team: Team
) -> None:
    move(ann)
    ann.git("push", "-q")
    write_words(bob, commit=True)
    answers = Answers(propose="words")
    assert publish(bob.site, answers=answers).state == "proposed"
    assert "My closing words" in git(team.bare, "show", "lgtui/words:site/webinar.md")


@pytest.mark.parametrize("committed", [False, True])
@pytest.mark.parametrize("push", [False, True])
def test_words_on_a_page_that_a_colleague_took_out_stop_what_would_lose_them(
    ann: OrganizerClone, bob: OrganizerClone, team: Team, committed: bool, push: bool
) -> None:
    take_out(ann)
    ann.git("push", "-q")
    tip = team.tip()
    write_words(bob, commit=committed)
    outcome = bob.publish() if push else bob.pull()
    assert outcome.state == "stopped"
    assert "_pages/webinar.md" in outcome.message
    assert "“My closing words”" in outcome.message
    assert team.tip() == tip
    assert "My closing words" in bob.read("_pages/webinar.md")


def test_a_page_without_words_of_mine_goes_when_a_colleague_took_it_out(
    ann: OrganizerClone, bob: OrganizerClone, team: Team
) -> None:
    take_out(ann)
    ann.git("push", "-q")
    bob.set("S02E01", title="Another")
    assert bob.publish().state == "published"
    assert on_server(team, "_pages/webinar.md") == ""
    assert not (bob.folder / "_pages/webinar.md").exists()
    assert bob.state() == ""


def test_words_of_a_colleague_go_along_with_the_page_that_i_moved(
    ann: OrganizerClone, bob: OrganizerClone, team: Team
) -> None:
    move(bob)
    write_words(ann, commit=True)
    ann.git("push", "-q")
    assert bob.publish().state == "published"
    assert "My closing words" in on_server(team, "site/webinar.md")
    assert on_server(team, "_pages/webinar.md") == ""
    assert bob.state() == ""


def test_words_of_a_colleague_on_the_page_that_i_took_out_stop_publishing(
    ann: OrganizerClone, bob: OrganizerClone, team: Team
) -> None:
    take_out(bob)
    write_words(ann, commit=True)
    ann.git("push", "-q")
    outcome = bob.publish()
    assert outcome.state == "stopped"
    assert "“My closing words”" in outcome.message
    assert "My closing words" in on_server(team, "_pages/webinar.md")


def test_a_page_that_a_colleague_put_in_the_old_place_stays_theirs(
    ann: OrganizerClone, bob: OrganizerClone, team: Team
) -> None:
    move(ann)
    ann.write("_pages/webinar.md", "It is elsewhere.\n")
    ann.git("add", "-A")
    ann.git("commit", "-qm", "Say where it is")
    ann.git("push", "-q")
    write_words(bob, commit=True)
    assert bob.publish().state == "published"
    assert on_server(team, "_pages/webinar.md") == "It is elsewhere."
    assert "My closing words" in on_server(team, "site/webinar.md")


@pytest.mark.parametrize("change", [move, take_out])
def test_the_old_place_of_a_page_goes_with_the_publish_that_moves_it(
    ann: OrganizerClone, team: Team, change: Callable[..., None]
) -> None:
    change(ann, commit=False)
    assert ann.publish().state == "published"
    assert on_server(team, "_pages/webinar.md") == ""
    assert bool(on_server(team, "site/webinar.md")) is (change is move)
    assert ann.state() == ""


def test_a_page_whose_name_changed_only_in_case_is_published_once(
    ann: OrganizerClone, bob: OrganizerClone, team: Team
) -> None:
    (ann.folder / "_pages/webinar.md").rename(ann.folder / "_pages/Webinar.md")
    ann.edit(lambda records: records._replace(
        pages=records.pages._replace(webinar="_pages/Webinar.md")
    ))  # fmt: skip
    assert ann.publish().state == "published"
    names = git(team.bare, "ls-tree", "-r", "--name-only", "main", "_pages/").splitlines()
    assert names == ["_pages/Webinar.md", "_pages/webinar_talks.md"]
    write_words(bob, commit=False)
    assert bob.publish().state == "published"
    assert "My closing words" in on_server(team, "_pages/Webinar.md")


def test_a_page_that_became_a_link_to_a_file_in_no_commit_is_not_published(
    ann: OrganizerClone, team: Team
) -> None:
    tip = team.tip()
    (ann.folder / "real").mkdir()
    (ann.folder / "_pages/webinar.md").rename(ann.folder / "real/w.md")
    (ann.folder / "_pages/webinar.md").symlink_to("../real/w.md")
    ann.set("S02E01", title="Another")
    outcome = ann.publish()
    assert outcome.state == "stopped"
    assert "commit real/w.md yourself" in outcome.message
    assert team.tip() == tip
    ann.git("add", "real")
    ann.git("commit", "-qm", "The real page")
    assert ann.publish().state == "published"
    assert on_server(team, "real/w.md")


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_where_both_moved_a_page_the_words_of_both_are_in_the_place_that_was_chosen(
    ann: OrganizerClone, bob: OrganizerClone, team: Team, choice: str
) -> None:
    ann.write("_pages/webinar.md", ann.read("_pages/webinar.md") + "Ann's closing words\n")
    move(ann)
    ann.git("push", "-q")
    (bob.folder / "own").mkdir()
    bob.git("mv", "_pages/webinar.md", "own/webinar.md")
    bob.edit(lambda records: records._replace(
        pages=records.pages._replace(webinar="own/webinar.md")
    ))  # fmt: skip
    page = bob.read("own/webinar.md")
    bob.write("own/webinar.md", page.replace("#### Previous", "Bob's words\n\n#### Previous"))
    outcome = bob.publish()
    assert outcome.state == "conflict"
    assert outcome.merged is not None
    [conflict] = outcome.merged.conflicts
    decided = outcome.decide(resolve(outcome.merged, conflict, choice).records)
    assert bob.publish(decided=decided).state == "published"
    places = ("own/webinar.md", "site/webinar.md", "_pages/webinar.md")
    chosen = places[choice == "theirs"]
    assert [path for path in places if on_server(team, path)] == [chosen]
    assert "Ann's closing words" in on_server(team, chosen)
    assert "Bob's words" in on_server(team, chosen)
    assert bob.state() == ""


@pytest.mark.parametrize("tracked", [False, True])
@pytest.mark.parametrize("push", [False, True])
def test_a_file_of_mine_where_a_colleague_moved_a_page_to_is_not_written_over(
    ann: OrganizerClone, bob: OrganizerClone, tracked: bool, push: bool
) -> None:
    move(ann)
    ann.git("push", "-q")
    bob.write("site/webinar.md", "My own notes\n")
    if tracked:
        bob.git("add", "site")
        bob.git("commit", "-qm", "Notes")
    bob.set("S02E01", title="Another")
    bob.render()
    outcome = bob.publish() if push else bob.pull()
    assert (outcome.state if not push or tracked else "stopped") == "stopped"
    assert "site/webinar.md" in outcome.message
    assert bob.read("site/webinar.md") == "My own notes\n"


def written(site: OrganizerClone, words: str, before: str) -> None:
    page = f"{'site' if (site.folder / 'site').exists() else '_pages'}/webinar.md"
    site.write(page, site.read(page).replace(before, f"{words}\n\n{before}"))
    site.git("commit", "-qam", words)


def act(site: OrganizerClone, actions: str, words: str, before: str) -> bool:
    """Does one thing after the other; returns whether the words are meant to stay."""
    for action in actions.split(" and "):
        if action == "write":
            written(site, words, before)
        else:
            (move if action == "move" else take_out)(site)
    return "write" in actions and "take out" not in actions


ACTIONS = ("write", "move", "move and write", "write and move", "take out", "write and take out")


@pytest.mark.parametrize("hers", ACTIONS)
@pytest.mark.parametrize("his", ACTIONS)
def test_whatever_both_do_with_a_page_no_word_goes_without_a_word(
    ann: OrganizerClone, bob: OrganizerClone, team: Team, hers: str, his: str
) -> None:
    stay = {
        words: act(site, actions, words, before)
        for site, actions, words, before in (
            (ann, hers, "Ann's words", "### Organizers"),
            (bob, his, "Bob's words", "#### Previous"),
        )
    }
    ann.git("push", "-q")
    tip = team.tip()
    taken_out = {"take out" in hers, "take out" in his}
    wrote_alone = ("take out" in hers and stay["Bob's words"]) or (
        "take out" in his and stay["Ann's words"]
    )
    outcome = bob.publish() if len(hers) % 2 else bob.pull()
    assert bob.state() == ""
    if outcome.done:
        assert not wrote_alone
        pages = bob.git("grep", "-h", "words$", "HEAD") if any(stay.values()) else ""
        assert all(words in pages for words, stays in stay.items() if stays)
    else:
        assert True in taken_out
        assert team.tip() == tip
        assert "git pull --rebase" in outcome.message or outcome.merged is not None


def test_a_page_that_the_records_name_no_more_is_told_and_stays(
    ann: OrganizerClone, team: Team
) -> None:
    ann.edit(lambda records: records._replace(
        pages=records.pages._replace(webinar="site/webinar.md")
    ))  # fmt: skip
    outcome = ann.publish()
    assert outcome.state == "published"
    [note] = outcome.notes
    assert note.startswith("_pages/webinar.md is no page of lgtui's any more")
    assert on_server(team, "_pages/webinar.md")
    assert on_server(team, "site/webinar.md")
    assert ann.publish().notes == ()


@pytest.mark.parametrize("committed", [False, True])
@pytest.mark.parametrize("push", [False, True])
def test_words_in_a_news_item_go_along_with_the_folder_that_a_colleague_moved(
    ann: OrganizerClone, bob: OrganizerClone, committed: bool, push: bool
) -> None:
    ann.git("mv", "_news", "news")
    ann.edit(lambda records: records._replace(pages=records.pages._replace(news="news")))
    ann.git("commit", "-qam", "Move the news")
    ann.git("push", "-q")
    bob.write("_news/20230227_webinar_1.md", "An item of my own\n")
    if committed:
        bob.git("commit", "-qam", "My item")
    outcome = bob.publish() if push else bob.pull()
    assert outcome.done
    assert bob.read("news/20230227_webinar_1.md") == "An item of my own\n"
    assert not (bob.folder / "_news/20230227_webinar_1.md").exists()
