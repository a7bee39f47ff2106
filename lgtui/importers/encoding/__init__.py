"""Repairs encodings: bytes to lines, wrong decodings undone, candidates for lost bytes."""
