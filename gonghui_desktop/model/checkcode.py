"""What ties the paper to the stored data: fingerprint, check code, QR digits.

The fingerprint is SHA-256 over the printed values, code point by code point, with form, record id
and revision. Two different sets of values never give the same hashed text: every part is written
with its length in front.
"""

from __future__ import annotations

from gonghui_desktop.model.form import FormDefinition
from gonghui_desktop.model.record import Record

_QR_VERSION = "1"
_HASH_DIGITS = 39  # 10**39 > 2**128
_CODE_DIGITS = 12


def fingerprint(form: FormDefinition, record: Record) -> bytes:
    """SHA-256 (32 bytes) over form, record id, revision and all printed values."""
    import hashlib  # noqa: PLC0415 - loads OpenSSL, which the window's start need not wait for

    parts = [form.id, record.id, str(record.revision)]
    for field in form.fields:
        if field.printed:
            parts += [field.id, record.value(field.id)]
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.digest()


def check_code(digest: bytes) -> str:
    """The code for people: 12 digits and a check digit, ``1234 5678 9012 3``."""
    digits = f"{int.from_bytes(digest[:16], 'big') % 10**_CODE_DIGITS:0{_CODE_DIGITS}d}"
    digits += _check_digit(digits)
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def qr_digits(digest: bytes, page: int, pages: int) -> str:
    """Digits for the QR code: version, 128 bits of the fingerprint, page and pages, check digit.

    Digits only, since a scanner types like a keyboard and a Chinese input method eats letters.
    """
    number = int.from_bytes(digest[:16], "big")
    digits = f"{_QR_VERSION}{number:0{_HASH_DIGITS}d}{page:03d}{pages:03d}"
    return digits + _check_digit(digits)


def _check_digit(digits: str) -> str:
    """ISO/IEC 7064 MOD 11,10: finds every single wrong digit and nearly every swap of two."""
    product = 10
    for digit in digits:
        total = (product + int(digit)) % 10 or 10
        product = total * 2 % 11
    return str((11 - product) % 10)
