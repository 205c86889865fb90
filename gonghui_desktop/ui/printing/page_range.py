"""Page numbers as a clerk types them."""

from __future__ import annotations

import re
import unicodedata

_PART = re.compile(r"(\d{1,4})(?:[-~到至—–](\d{1,4}))?")


def pages_of(text: str, last: int) -> frozenset[int] | None:
    """The page numbers that a text means, such as ``1,3-4``; ``None`` where it is none.

    Args:
        text: what was typed; also in full width, with Chinese punctuation.
        last: the number of the last page there is.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split()).replace("、", ",")
    found: set[int] = set()
    for part in plain.strip(",").split(","):
        match = _PART.fullmatch(part)
        if match is None:
            return None
        first, until = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= until <= last:
            return None
        found.update(range(first, until + 1))
    return frozenset(found)
