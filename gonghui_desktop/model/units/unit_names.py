"""Whether two names are the same unit's: a key that nearly equal spellings share."""

from __future__ import annotations

import unicodedata

_SAME_FORMS = (("有限责任公司", "有限公司"),)
"""Legal forms that are written either way for one and the same unit."""


def unit_key(name: str) -> str:
    """What is left of a name when only a real difference counts.

    Blanks, brackets, dashes and other punctuation, full and half width, upper and lower case,
    compatibility characters and 有限责任公司 for 有限公司 make no other unit (campaign rules).

    Returns:
        The key, empty for a name of nothing but blanks. It is for comparison, never to be shown.
    """
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    key = plain
    if not plain.isalnum():  # which nearly all names are
        bare = "".join(char for char in plain if not _is_dressing(char))
        key = unicodedata.normalize("NFKC", bare)  # an accent may have stood on a blank
    for long, short in _SAME_FORMS:
        key = key.replace(long, short)
    return key or "".join(plain.split())


def _is_dressing(char: str) -> bool:
    """Whether the character is a blank, punctuation, or invisible.

    Characters for private use stay: old systems keep rare characters of names there.
    """
    category = unicodedata.category(char)
    return category[0] in "ZP" or category in ("Cc", "Cf", "Sm", "Sk")
