"""What is written on a terminal, into a pipe or a redirected file: nothing that a terminal obeys.

UTF-8, but for pipes and files on Windows: what reads those there (``more``, ``findstr``, ``type``,
PowerShell 5) takes them to be in the console's code page, 936 in China unless ``chcp 65001`` was
called. A character that a code page lacks is written as its number.

Standard library only, and no part of the program: a fault anywhere else can still be told.
"""

from __future__ import annotations

import codecs
import io
import json
import os
import re
import sys
from collections.abc import Mapping
from typing import TextIO

_UTF_8 = "utf-8"
_VISIBLE = "\N{REPLACEMENT CHARACTER}"
_NEAREST = "gonghui.nearest"
_INSTEAD = {_VISIBLE: "?", "›": ">", "•": "·", "−": "-", "✓": "√", "\xa0": " "}
"""What GBK lacks of the signs in the program's own sentences, to what stands there instead."""

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
    """Writes a document for programs; a terminal sees none of what it would obey.

    Where it does not go out as UTF-8, characters beyond ASCII are escaped, so that whoever reads
    it gets each as it is, whatever he takes the encoding to be.
    """
    is_plain = _encoding_for(sys.stdout) != _UTF_8
    text = json.dumps(data, ensure_ascii=is_plain, indent=2)
    _write(_OBEYED.sub(_as_escape, text), sys.stdout)


def _as_escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def encoding_of_pipes(code_page: int) -> str:
    """Python's name of what goes into a pipe or a file.

    Args:
        code_page: the console's on Windows; 0 without a console.
    """
    try:
        return codecs.lookup(f"cp{code_page}").name
    except LookupError:  # no console, or a code page that Python does not know
        return _UTF_8


def _encoding_for(stream: TextIO | None) -> str:
    """What a stream is written in. Python turns UTF-8 on a console of Windows into its own."""
    encoding = _UTF_8
    if sys.platform == "win32" and stream is not None and not stream.isatty():
        import ctypes  # noqa: PLC0415 -- Windows only, and not without a line to write

        encoding = encoding_of_pipes(ctypes.windll.kernel32.GetConsoleOutputCP())
    return encoding


def _nearest(error: UnicodeError) -> tuple[str, int]:
    """What stands for characters that an encoding lacks, as Python's handlers of errors do it."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(_INSTEAD.get(each) or _number(each) for each in lacking), error.end


def _number(character: str) -> str:
    """A character's number as JSON and Python write it, which can be turned back."""
    return character.encode("ascii", "backslashreplace").decode()


codecs.register_error(_NEAREST, _nearest)


def _write(line: str, stream: TextIO | None) -> None:
    """Writes a line. A windowed Windows program has no streams at all."""
    if stream is not None:
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=_encoding_for(stream), errors=_NEAREST)
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
