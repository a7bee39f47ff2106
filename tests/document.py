"""The document that tells how lgtui is used, and the pieces of YAML in it."""

import re
from collections.abc import Hashable
from typing import Any

import yaml

from tests.running import ROOT

DOCUMENT = ROOT / "docs" / "ci.md"
"""Where continuous integration and hooks are described."""


class NoDuplicates(yaml.SafeLoader):
    """YAML as GitHub reads it: a key that comes twice is an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [self.construct_object(key) for key, _ in node.value]
        assert len(keys) == len(set(keys)), f"a key twice in {keys}"
        return super().construct_mapping(node, deep)


def yaml_pieces() -> list[tuple[str, Any]]:
    """The file that each piece of YAML in the document is for, and what it says."""
    text = DOCUMENT.read_text("utf-8")
    pieces = re.findall(r"^```yaml\n# (\S+)\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert len(pieces) == text.count("```yaml"), "a piece that does not begin with its file's name"
    return [(file, yaml.load(piece, NoDuplicates)) for file, piece in pieces]
