"""The menu bar and the list's context menu, made of the window's actions."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from gonghui_desktop.ui.commands.actions import Actions

CAMPAIGNS_MENU = "menu_campaigns"
"""Object name of the menu 活动; the campaigns are listed in front of its first separator."""

FORMS_MENU = "menu_forms"
"""Object name of the menu 转到表, which lists the campaign's forms."""

_LINE = ""
_FORMS = "转到表(&G)"
_CAMPAIGNS = "活动(&C)"
_MARKS = "标为(&M)"

_MENUS: Sequence[tuple[str, Sequence[str]]] = (
    (
        "文件(&F)",
        (
            *("new", "save", _LINE),
            *("print_preview", "print", "print_all", "print_blank", "print_test_page", _LINE),
            *("save_pdf", "save_all_pdf", "save_word", "save_files", _LINE),
            *("import", "save_template", _CAMPAIGNS),
            *(_LINE, "backups", "erase_all", _LINE, "quit"),
        ),
    ),
    (
        "编辑(&E)",
        (
            *("undo", "redo", _LINE),
            *("cut", "copy_text", "paste", "select_all", _LINE, "find"),
        ),
    ),
    (
        "申报表(&R)",
        (
            *("copy", "delete", "bin", _LINE, "finish", "reopen", _MARKS, "progress"),
            *("history", _LINE),
            *("previous", "next", _FORMS),
            *(_LINE, "next_finding", "previous_finding"),
        ),
    ),
    (
        "报送(&T)",
        (
            *("reporter", "roster", "pairs", "overview", _LINE),
            *("receive", "receive_folder", "offices", "accept_all", "summary"),
            *(_LINE, "export", "verify"),
        ),
    ),
    (
        "查看(&V)",
        (
            *("seals", _LINE, "zoom_in", "zoom_out", "zoom_actual", "fit_width", _LINE),
            *("next_pane", "previous_pane"),
        ),
    ),
    ("帮助(&H)", ("help", "keys", "field_guide", _LINE, "whats_new", "about")),
)
_VIEW = "查看(&V)"
_IN_CAMPAIGNS = (_LINE, "use_campaign", "carry_over", _LINE, "add_campaign")
_IN_MARKS = (
    *("mark_printed", "mark_stamped", "mark_submitted", _LINE),
    *("mark_returned", "mark_accepted", _LINE, "mark_final"),
)
_ON_RECORD = (
    *("print", "save_pdf", "save_word", "save_files", _LINE),
    *("copy", "finish", "reopen", _MARKS, "progress", "history", _LINE, "delete"),
)


def fill_menu_bar(bar: QMenuBar, actions: Actions) -> None:
    """Builds the menus."""
    for title, names in _MENUS:
        menu = bar.addMenu(title)
        menu.setToolTipsVisible(True)
        _fill(menu, actions, names)
        if title == _VIEW:
            menu.addSeparator()
            menu.addActions(actions.appearance.actions())
            menu.addSeparator()
            menu.addAction(actions["large_type"])


def record_menu(actions: Actions, parent: QWidget) -> QMenu:
    """The context menu of a record in the list."""
    menu = QMenu(parent)
    _fill(menu, actions, _ON_RECORD)
    return menu


def _fill(menu: QMenu, actions: Actions, names: Sequence[str]) -> None:
    for name in names:
        if name == _LINE:
            menu.addSeparator()
        elif name == _CAMPAIGNS:
            campaigns = menu.addMenu(_CAMPAIGNS)
            campaigns.setObjectName(CAMPAIGNS_MENU)
            campaigns.setToolTipsVisible(True)
            _fill(campaigns, actions, _IN_CAMPAIGNS)
        elif name == _MARKS:
            marks = menu.addMenu(_MARKS)
            marks.setToolTipsVisible(True)
            _fill(marks, actions, _IN_MARKS)
        elif name == _FORMS:
            menu.addMenu(_FORMS).setObjectName(FORMS_MENU)
        else:
            menu.addAction(actions[name])
