"""Reads files that people have: the text in them, or a sentence about what is wrong."""

import sys
from pathlib import Path


class NotReadable(ValueError):
    """There is no text to be had. It says why, in words that follow the file's name."""


def text_of_file(file):
    """The text of a file, given by its path; `-` is standard input. Raises `NotReadable`."""
    try:
        return text_of(sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes())
    except OSError as error:
        raise NotReadable(f"cannot be read: {error.strerror}.") from None


def text_of(data):
    """The text of a file's bytes, without a byte order mark. Raises `NotReadable`."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise NotReadable(
            f"is not text in UTF-8: line {line} cannot be read. Please export the works again, "
            "with UTF-8 (Unicode) as the encoding."
        ) from None
