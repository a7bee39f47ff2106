"""Which bytes belong to a record besides its block: the comments directly above and below."""

import re

from lgtui.store.document import Block
from lgtui.store.toml_spans import tables

BOM = b"\xef\xbb\xbf"
"""What some editors put before the first character of a UTF-8 file."""

_COMMENT = re.compile(rb"[ \t]*#[^\n]*(?:\n|\Z)")


def extent(raw: bytes, blocks: tuple[Block, ...], place: int) -> tuple[int, int]:
    """A record's span with the comments that belong to it."""
    end = blocks[place].end
    last = place + 1 == len(blocks)
    limit = len(raw) if last else lead(raw, blocks, place + 1)
    while end < limit and (comment := _COMMENT.match(raw, end, limit)):
        end = comment.end()
    return lead(raw, blocks, place), end


def lead(raw: bytes, blocks: tuple[Block, ...], place: int) -> int:
    """Where the comment lines directly above a block's header begin."""
    floor = blocks[place - 1].end if place else len(BOM) * raw.startswith(BOM)
    at = blocks[place].start
    while at > floor:
        line = max(raw.rfind(b"\n", floor, at - 1) + 1, floor)
        if not raw[line:at].lstrip().startswith(b"#"):
            break
        at = line
    return at


def to_line_end(raw: bytes, block: Block) -> Block:
    """The block with its last line's end, which came when something was put below it."""
    if raw[block.end - 1 : block.end] == b"\n" or block.end == len(raw):
        return block
    return block._replace(end=raw.find(b"\n", block.end) + 1)


def body_end(text: bytes) -> int:
    """Where the last field of a block ends; comments may follow where a field was dropped."""
    last = tables(text)[-1]
    return last.entries[-1].end if last.entries else last.body
