"""Bytes of unknown encoding to text."""

import codecs
from typing import NamedTuple

from lgtui.importing.tracing import Change


class Decoded(NamedTuple):
    """A document as text, without its byte order mark."""

    text: str
    bom: bool = False
    changes: tuple[Change, ...] = ()


def decode(raw: bytes) -> Decoded:
    """The text of a file: UTF-8 where it is UTF-8."""
    bom = raw.startswith(codecs.BOM_UTF8)
    raw = raw.removeprefix(codecs.BOM_UTF8)
    return Decoded(raw.decode("utf-8", "replace"), bom)
