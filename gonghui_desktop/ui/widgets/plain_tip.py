"""Tool tips of names and texts from files: never markup."""

from __future__ import annotations


def plain_tip(text: str) -> str:
    """A tool tip that shows the text as it is.

    Qt takes a tip that looks like markup for markup, and would fetch the pictures it names; by
    ``&lt;`` it knows that somebody means the character.
    """
    return text.replace("<", "&lt;")
