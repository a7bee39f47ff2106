"""The records through a Jinja2 template."""

import tomllib

from jinja2 import Template

with open("data/talks.toml", "rb") as file:
    data = tomllib.load(file)
seasons = {season["number"]: season for season in data["seasons"]}
for talk in data["talks"]:
    talk["season"] = seasons[int(talk["id"][1 : talk["id"].index("E")])]
with open("page.jinja2", encoding="utf-8") as file:
    template = Template(file.read())
with open("page.md", "w", encoding="utf-8") as page:
    page.write(template.render(talks=data["talks"]))
