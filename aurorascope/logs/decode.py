"""Bytes that are not UTF-8, made readable without moving any other byte."""

from __future__ import annotations

import codecs
import struct

import pyarrow as pa


def _mask(error: UnicodeError) -> tuple[str, int]:
    """Put one '?' in the place of each byte that is not UTF-8: every offset stays what it was."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "?" * (error.end - error.start), error.end


codecs.register_error("aurorascope_mask", _mask)


def as_utf8(data: bytes) -> tuple[bytes, int]:
    """Return `data` as valid UTF-8 of the same length, and how many bytes had to be masked."""
    if data.isascii():
        return data, 0
    offsets = pa.py_buffer(struct.pack("<qq", 0, len(data)))
    try:  # Arrow's check is several times faster than decoding
        pa.Array.from_buffers(pa.large_string(), 1, [None, offsets, pa.py_buffer(data)]).validate(full=True)
    except pa.ArrowInvalid:
        masked = data.decode("utf-8", "aurorascope_mask").encode()
        changed = sum(a != b for a, b in zip(data, masked, strict=True))
        return masked, changed
    return data, 0
