"""Web and mail addresses in a text: they have no gaps, and few places where a line may end."""

from __future__ import annotations

import re

_WESTERN = re.compile("[!-~]+")
_ADDRESS = re.compile(
    r"://|www\.|@|[a-z0-9]\.(?:com|cn|net|org|gov|edu)(?![a-z0-9-])", re.IGNORECASE
)
"""What makes a Western run a web or mail address."""


def address_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each web or mail address, with the marks that stick to it."""
    if "." not in text:
        return []
    runs = (found.span() for found in _WESTERN.finditer(text))
    return [run for run in runs if _ADDRESS.search(text, *run)]
