"""Tool tips of names and texts from files: never markup."""

from __future__ import annotations

from html import escape


def plain_tip(text: str) -> str:
    """A tool tip that shows the text as it is, line by line.

    Qt takes a tip that looks like markup for markup, and would fetch the pictures it names; one
    that has a ``<`` is therefore handed over as markup that says the same.
    """
    if "<" not in text and "&lt;" not in text:
        return text
    shown = escape(text, quote=False).replace("\n", "<br>")
    return f"<span>{shown}</span>"
