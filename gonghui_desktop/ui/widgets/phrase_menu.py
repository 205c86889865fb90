"""A menu of ready phrases, each a beginning to be edited afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QMenu, QWidget

CAPTION = "常用的话"


def make_phrase_menu(
    phrases: Sequence[str], insert: Callable[[str], None], parent: QWidget
) -> QMenu:
    """The menu; ``insert`` receives the phrase that is chosen."""
    menu = QMenu(parent)
    menu.setAccessibleName(CAPTION)
    for phrase in phrases:
        action = menu.addAction(phrase.replace("&", "&&"))
        action.triggered.connect(lambda _checked, words=phrase: insert(words))
    return menu


def with_phrase(written: str, phrase: str) -> str:
    """What was written, with the phrase behind it."""
    written = written.strip()
    return f"{written}；{phrase}" if written else phrase
