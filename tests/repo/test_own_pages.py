"""A series' own names of news items and templates of regions, published like all else."""

import datetime

from tests.repo.sites import OrganizerClone


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
