"""What the window's tests do as a clerk would."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget
from pytestqt.qtbot import QtBot

from gonghui_desktop.model.record import Record
from gonghui_desktop.services import records
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.editor.field_row import FieldRow
from gonghui_desktop.ui.window.main_window import MainWindow
from gonghui_desktop.ui.window.window_contents import WindowContents

TypeChinese = Callable[[QWidget, str], None]
OpenWindow = Callable[..., MainWindow]
Widget = TypeVar("Widget", bound=QWidget)

FILLED = {
    "city": "大连市",
    "county": "中山区",
    "unit_name": "大连示例重工有限公司",
    "chairperson": "于样例",
    "address": "大连市中山区示例路 1 号",
    "contact": "0411-83641234",
    "unit_nature": "5",
    "employees": "120",
    "goals": "健全组织。",
    "measures": "开展协商。",
}
GOALS = "annex1.goals"
ADDRESS = "annex1.address"
TYPED = f"新{FILLED['goals']}"
"""The goals after 新 was typed at their beginning."""


def add_filled(ws: Workspace, form: str = "annex1", **values: str) -> Record:
    """A complete record of a unit of its own, with other values where given."""
    name = FILLED["unit_name"]
    same = sum(each.value("unit_name").startswith(name) for each in ws.store.records())
    own = {"unit_name": f"{name}{same + 1}厂"} if same else {}
    record = records.create(ws, form)
    return records.change(ws, record.id, {**FILLED, **own, **values})


def contents_of(window: MainWindow) -> WindowContents:
    """The window's centre, with its data open."""
    centre = window.centralWidget()
    assert isinstance(centre, WindowContents)
    return centre


def trigger(window: MainWindow, name: str) -> None:
    """Chooses an action that can be chosen."""
    action = window.findChild(QAction, f"action_{name}")
    assert isinstance(action, QAction)
    assert action.isEnabled()
    action.trigger()


def dialog_of(qtbot: QtBot, window: MainWindow, name: str) -> QDialog:
    """The dialog of that name, once it is open."""

    def is_there() -> bool:
        found = window.findChild(QDialog, name)
        return found is not None and found.isVisible()

    qtbot.wait_until(is_there)
    dialog = window.findChild(QDialog, name)
    assert dialog is not None
    return dialog


def part(dialog: QWidget, kind: type[Widget], name: str) -> Widget:
    """The part of a dialog that is called so."""
    found = dialog.findChild(kind, name)
    assert isinstance(found, kind), name
    return found


def input_of(window: MainWindow, name: str) -> QWidget:
    """The input ``FORM.FIELD``."""
    found = window.findChild(QWidget, name)
    assert isinstance(found, QWidget)
    return found


def focus(qtbot: QtBot, widget: QWidget) -> None:
    """Goes there as the tab key does."""
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.wait_until(widget.hasFocus)


def row_of(window: MainWindow, name: str) -> FieldRow:
    """The editor's row ``FORM.FIELD``."""
    form_id, field_id = name.split(".")
    return contents_of(window).tabs.pages[form_id].panel.editor.row(field_id)


def only_record(ws: Workspace, form: str = "annex1") -> Record:
    """The one record of a form."""
    (record,) = records.records(ws, form)
    return record


def rescued(folder: Path) -> list[dict[str, str]]:
    """What was typed into each record in the rescue files."""
    files = (folder / "rescue").glob("*.json")
    return [each["typed"] for path in files for each in json.loads(path.read_bytes())["records"]]


def accept(dialog: QDialog) -> None:
    """Presses the button that stores what was chosen."""
    buttons = dialog.findChild(QDialogButtonBox)
    assert buttons is not None
    buttons.accepted.emit()
