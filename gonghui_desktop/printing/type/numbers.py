"""Numbers that are written with blanks, dashes or 转 in them, and yet are one: never torn."""

from __future__ import annotations

import re

from gonghui_desktop.model.fieldtypes.telephone import number_spans

_FIGURE = "0-9０-９"
_SUSPECT = re.compile(
    f"[ \u3000转机—－–−](?:(?<=[{_FIGURE})）].)|(?<=分机)|[:：]? ?[{_FIGURE}])", re.DOTALL
)
"""Without one of these in it, a text has no number that Chinese rules would tear."""
_GROUPED = re.compile(r"(?<![\d ])\d{1,3}(?: \d{3})+(?![\d ])")
_EXTENSION = re.compile(
    rf"(?<=[{_FIGURE})）])\s?转\s?(?:分机)?[:：\s]{{0,2}}"
    rf"|(?:转\s?(?:分机)?|分机|ext\.?)[:：\s]{{0,2}}(?=[{_FIGURE}])",
    re.IGNORECASE,
)


def tied(text: str) -> set[int]:
    """The places where a line must not end: within a number, behind 转.

    Telephone numbers reach from their area codes to the end of their extensions, but for the place
    in front of 转; others may have a blank between thousands.
    """
    if not _SUSPECT.search(text):
        return set()
    spans = [*number_spans(text), *(match.span() for match in _GROUPED.finditer(text))]
    places = {at for start, end in spans for at in range(start + 1, end)}
    for match in _EXTENSION.finditer(text):
        start, end = match.span()
        places.update(range(start, end + 1))
    return (places - in_front_of_extensions(text)) - {len(text)}


def in_front_of_extensions(text: str) -> set[int]:
    """The places in front of 转 and other words for an extension, behind a blank there."""
    return {match.start() + match[0][0].isspace() for match in _EXTENSION.finditer(text)}
