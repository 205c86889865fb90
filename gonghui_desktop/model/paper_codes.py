"""Codes read off a paper: the QR code, which a scanner types, and the short one, which people do.

The QR code names what is on the paper by 128 bits. The short code has 12 digits: two records with
the same one are made in seconds, so it finds what the paper may be, and a person compares.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from gonghui_desktop.errors import InputError
from gonghui_desktop.model.checkcode import (
    PACKAGE,
    QR_LENGTH,
    SHORT_LENGTH,
    grouped,
    has_check_digit,
    read_qr_digits,
)

LONGEST = 200
"""Characters that are looked at: a scanner may send what it has read before once more."""

_BETWEEN = re.compile(r"[\s\-‐‑‒–—_.,·]+")


@dataclass(frozen=True)
class ShortCode:
    """The code for people.

    Attributes:
        code: as it is printed, ``1234 5678 9012 3``.
    """

    code: str


HALF = 32
"""Hexadecimal digits of a fingerprint that a QR code names: 128 bits."""


@dataclass(frozen=True)
class ScannedCode:
    """What a QR code says.

    Attributes:
        version: of the record's check code; nothing for a package.
        half: the first 128 bits of the fingerprint, 32 hexadecimal digits.
        page: of the form, from 1.
        pages: of the form.
        is_package: whether it is of a package's cover sheet.
    """

    version: int
    half: str
    page: int
    pages: int
    is_package: bool = False


def read_paper_code(text: str) -> ShortCode | ScannedCode:
    """The code that was typed or scanned.

    Args:
        text: with blanks and hyphens as they come, full-width digits too.

    Raises:
        InputError: it is no code, or one with a wrong digit.
    """
    digits = _BETWEEN.sub("", unicodedata.normalize("NFKC", text[:LONGEST]))
    if not digits:
        raise InputError("请扫描纸上的二维码，或者输入 13 位校验码。")
    if not (digits.isascii() and digits.isdigit()):
        raise InputError("里面有数字以外的字符，请把输入法切换到英文，再扫描或输入一次。")
    if len(digits) not in (SHORT_LENGTH, QR_LENGTH):
        raise InputError(
            f"有 {len(digits)} 位数字，二维码是 {QR_LENGTH} 位，校验码是 {SHORT_LENGTH} 位，"
            "请再扫描或输入一次。"
        )
    if not has_check_digit(digits):
        raise InputError("号码里有一位不对，请再扫描或输入一次。")
    if len(digits) == SHORT_LENGTH:
        return ShortCode(grouped(digits))
    half, version, page, pages = read_qr_digits(digits)
    if not half or not 1 <= page <= pages:
        raise InputError("这个二维码不是本程序印的，请扫描申报表或报送单上的二维码。")
    return ScannedCode(version, half, page, pages, is_package=version == PACKAGE)
