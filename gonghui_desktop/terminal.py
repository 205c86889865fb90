"""What is written on a terminal: UTF-8 wherever it goes, and nothing that a terminal obeys.

Standard library only, and no part of the program: a fault anywhere else can still be told.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
from collections.abc import Mapping
from typing import TextIO

_VISIBLE = "\N{REPLACEMENT CHARACTER}"

# Unicode's Cc, Cf, Cs, Zl and Zp without the line end: a terminal obeys controls, marks of
# direction turn what is written around them, of what takes no room nobody sees that it is there,
# and halves of characters (a file's name on Linux may have them) cannot be written at all.
_OBEYED = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e007f]"
)


def write_line(text: str, *, is_error: bool = False) -> None:
    """Writes a text as one line for people; what a terminal obeys is seen, and does nothing."""
    line = _OBEYED.sub(_VISIBLE, text.replace("\n", " ").replace("\t", " "))
    _write(line, sys.stderr if is_error else sys.stdout)


def write_error(sentence: str) -> None:
    """Writes a sentence for people where errors go, its blanks and line ends as one blank each."""
    write_line(" ".join(sentence.split()), is_error=True)


def write_block(text: str) -> None:
    """Writes several lines of the program's own."""
    for line in text.rstrip("\n").split("\n"):
        write_line(line)


def write_json(data: Mapping[str, object]) -> None:
    """Writes a document for programs, who read each character as it is; a terminal sees none."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    _write(_OBEYED.sub(_as_escape, text), sys.stdout)


def _as_escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def _write(line: str, stream: TextIO | None) -> None:
    """Writes a line as UTF-8 whatever the console's encoding.

    A windowed Windows program has no streams at all.
    """
    if stream is not None:
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
        try:
            stream.write(line + "\n")
            stream.flush()
        except BrokenPipeError:  # the reader has had enough, as `head` has: a quiet end
            _hush(stream)


def _hush(stream: TextIO) -> None:
    """Sends the rest nowhere, also what Python itself flushes at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
