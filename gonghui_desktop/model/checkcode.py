"""What ties the paper to the stored data: fingerprint, check code, QR digits.

The fingerprint is a SHA-256. Version 1, of records made before editions existed, covers the
printed values, code point by code point, with form, record id and revision. Version 2 covers the
campaign, the form's edition, every value and every explanation: all that is printed, counted or
explained. A record knows its version, and the QR code begins with it. Two different records never
give the same hashed text: every part is written with its length in front.
"""

from __future__ import annotations

from collections.abc import Iterator

from gonghui_desktop.model.forms.edition import digest_of
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.record import Record

_HASH_DIGITS = 39  # 10**39 > 2**128
_CODE_DIGITS = 12
_VERSION_2 = "gonghui-record-2"
SHORT_LENGTH = _CODE_DIGITS + 1
"""Digits of the code for people."""
QR_LENGTH = 1 + _HASH_DIGITS + 3 + 3 + 1
"""Digits of a QR code."""
PACKAGE = 9
"""First digit of a package's QR code, where a form's has the version of its check code."""


def fingerprint(form: FormDefinition, record: Record) -> bytes:
    """SHA-256 (32 bytes) over what the record's version covers.

    Args:
        form: the edition of the form that the record was made with.
        record: the record.
    """
    import hashlib  # noqa: PLC0415 - loads OpenSSL, which the window's start need not wait for

    digest = hashlib.sha256()
    parts = _parts_of_version_1 if record.code_version == 1 else _parts_of_version_2
    for part in parts(form, record):
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.digest()


def _parts_of_version_1(form: FormDefinition, record: Record) -> Iterator[str]:
    yield from (form.id, record.id, str(record.revision))
    for field in form.fields:
        if field.printed:
            yield from (field.id, record.value(field.id))


def _parts_of_version_2(form: FormDefinition, record: Record) -> Iterator[str]:
    yield from (_VERSION_2, record.campaign, form.id, digest_of(form), record.id)
    yield from (str(record.revision), record.reopen_reason)
    for field in form.fields:
        yield from (field.id, record.value(field.id), record.explanations.get(field.id, ""))


def check_code(digest: bytes) -> str:
    """The code for people: 12 digits and a check digit, ``1234 5678 9012 3``."""
    digits = f"{int.from_bytes(digest[:16], 'big') % 10**_CODE_DIGITS:0{_CODE_DIGITS}d}"
    return grouped(digits + _check_digit(digits))


def grouped(digits: str) -> str:
    """A code for people as it is printed."""
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def has_check_digit(digits: str) -> bool:
    """Whether the last digit of a code is the one that belongs to the others."""
    return _check_digit(digits[:-1]) == digits[-1]


def qr_digits(digest: bytes, page: int, pages: int, version: int) -> str:
    """Digits for the QR code: version, 128 bits of the fingerprint, page and pages, check digit.

    Digits only, since a scanner types like a keyboard and a Chinese input method eats letters.
    """
    number = int.from_bytes(digest[:16], "big")
    digits = f"{version}{number:0{_HASH_DIGITS}d}{page:03d}{pages:03d}"
    return digits + _check_digit(digits)


def read_qr_digits(digits: str) -> tuple[str, int, int, int]:
    """What :func:`qr_digits` was made of.

    Returns:
        The first 128 bits of the fingerprint as 32 hexadecimal digits, empty where the digits say
        more than that; version, page and pages.
    """
    number = int(digits[1 : 1 + _HASH_DIGITS])
    half = f"{number:032x}" if number < 2**128 else ""
    page, pages = digits[1 + _HASH_DIGITS : -4], digits[-4:-1]
    return half, int(digits[0]), int(page), int(pages)


def package_digits(digest: bytes) -> str:
    """Digits for the QR code of a package's cover sheet, of the same length as a form's.

    Args:
        digest: SHA-256 over the package, see the format's description.
    """
    return qr_digits(digest, 1, 1, PACKAGE)


def _check_digit(digits: str) -> str:
    """ISO/IEC 7064 MOD 11,10: finds every single wrong digit and nearly every swap of two."""
    product = 10
    for digit in digits:
        total = (product + int(digit)) % 10 or 10
        product = total * 2 % 11
    return str((11 - product) % 10)
