"""A mail that is still to be sent, as an ``.eml`` file that mail programs open.

RFC 5322 and MIME (RFC 2045 to 2049). ``X-Unsent: 1`` has Outlook open it for writing rather than
for reading. Nothing in it comes from the clock or from chance: no date and no message id, which
the mail program adds when it sends.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from email.header import Header
from hashlib import sha256
from urllib.parse import quote

_LINE = 76
"""Characters of a line, as RFC 2045 has it for encoded ones."""
_PIECE = 52
"""Characters of a file name in one piece of its parameter, which leaves room for what it needs."""
_CONTROLS = frozenset(map(chr, (*range(32), *range(0x7F, 0xA0), 0x2028, 0x2029)))
_LONG_BASE64 = 57  # bytes that make a line


@dataclass(frozen=True)
class MailDraft:
    """What a mail says.

    Attributes:
        to: address of the receiver; empty where none is known.
        to_name: the receiver's name.
        subject: one line.
        body: lines of text.
        file_name: of the attached ZIP file, in any script.
        data: that file.
    """

    to: str
    to_name: str
    subject: str
    body: str
    file_name: str
    data: bytes


def write_mail(draft: MailDraft) -> bytes:
    """The draft as an ``.eml`` file: ASCII in lines of at most 76 characters, CRLF at their ends.

    The file's name stands in it twice, as the two families of mail programs look for it: encoded
    by RFC 2231 at ``Content-Disposition``, by RFC 2047 at ``Content-Type``.
    """
    boundary = f"=_{sha256(draft.data).hexdigest()[:32]}"  # base64 has no underscore
    lines = [
        "X-Unsent: 1",
        *_receiver(draft),
        f"Subject: {_words(draft.subject, len('Subject: '))}",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/mixed;\r\n boundary="{boundary}"',
        "",
        f"--{boundary}",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: base64",
        "",
        *_base64("\r\n".join([*map(_whole, draft.body.splitlines()), ""]).encode()),
        f"--{boundary}",
        f'Content-Type: application/zip;\r\n name="{_words(draft.file_name, len(" name=.."))}"',
        "Content-Transfer-Encoding: base64",
        ";\r\n".join(["Content-Disposition: attachment", *_file_name(draft.file_name)]),
        "",
        *_base64(draft.data),
        f"--{boundary}--",
        "",
    ]
    return "\r\n".join(lines).encode("ascii")


def _receiver(draft: MailDraft) -> list[str]:
    if not draft.to:
        return []
    return [f"To: {_words(draft.to_name, len('To: '))}\r\n <{draft.to}>"]


def _whole(text: str) -> str:
    """The text without controls; halves of characters, as in a file's name on Linux, are told."""
    plain = "".join(" " if char in _CONTROLS else char for char in text)
    return plain.encode("utf-8", "replace").decode()


def _words(text: str, taken: int) -> str:
    """A text as encoded words (RFC 2047), folded; ``taken`` characters stand before it."""
    one_line = " ".join(_whole(text).split())
    header = Header(one_line, "utf-8", maxlinelen=_LINE - taken)
    return header.encode(linesep="\r\n")


def _file_name(name: str) -> Iterator[str]:
    """The parameter ``filename`` in pieces (RFC 2231), cut between characters."""
    pieces = [""]
    for char in _whole(name):
        encoded = quote(char, safe="")
        if len(pieces[-1] + encoded) > _PIECE:
            pieces.append("")
        pieces[-1] += encoded
    for number, piece in enumerate(pieces):
        charset = "utf-8''" if number == 0 else ""
        yield f" filename*{number}*={charset}{piece}"


def _base64(data: bytes) -> Iterator[str]:
    for start in range(0, len(data), _LONG_BASE64):
        yield b64encode(data[start : start + _LONG_BASE64]).decode("ascii")
