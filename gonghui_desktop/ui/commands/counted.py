"""Texts of the actions that work on all selected records: they say how many these are."""

from __future__ import annotations

from collections.abc import Mapping

from gonghui_desktop.ui.commands.actions import Actions

_FOR_SEVERAL: Mapping[str, str] = {
    "print": "打印 {} 份",
    "save_pdf": "{} 份另存为 PDF",
    "save_word": "{} 份另存为 Word",
    "copy": "把 {} 份复制为新表",
    "delete": "删除 {} 份",
    "finish": "定稿 {} 份",
}
_ACCESS_KEY = "(&"  # what follows it in an action's own text stays as it is


def show_counts(actions: Actions, counts: Mapping[str, int], selected: int) -> None:
    """Shows in the actions' texts for how many records they are.

    Args:
        actions: the window's actions.
        counts: action name to number; ``selected`` for those left out.
        selected: the number of selected records.
    """
    for name, text in _FOR_SEVERAL.items():
        action = actions[name]
        actions.restore_text(name)
        count = counts.get(name, selected)
        if selected > 1 and count:  # for none it is disabled, and says what it is
            own = action.text()
            action.setText(text.format(count) + own[own.index(_ACCESS_KEY) :])
            action.setToolTip(f"对选中的 {count} 份一起做")
