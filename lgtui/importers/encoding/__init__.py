"""Repair of encodings: bytes to lines, a wrong codec taken back, lost bytes weighed."""
