"""Names and texts of strangers are shown as they are wherever an office above sees them.

Qt takes a text that looks like markup for markup, and would fetch the pictures that it names, from
any computer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6 import QtGui
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.record import Profile
from gonghui_desktop.services import reporter
from gonghui_desktop.services.receiving.arrivals.receive import receive
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.receiving.receiving_page import ReceivingPage
from gonghui_desktop.ui.window.main_window import MainWindow
from tests.gui.clerk import OpenWindow, dialog_of, part
from tests.sending_offices import SendingOffices

_PICTURE = "<img src='file://there/p.png'>"
_OTHER = "<img src='file://there/q.png'>"


@pytest.fixture
def window(
    campaign: Campaign, ws: Workspace, open_window: OpenWindow, tmp_path: Path
) -> MainWindow:
    """The city's, which has received near names, a changed record and a text of a stranger."""
    offices = SendingOffices(campaign)
    reporter.set_reporter(ws, Profile("city", "大连市总工会"))
    one = offices.record("annex1", f"{_PICTURE}大连甲机械有限公司", goals=_PICTURE)
    one = replace(one, explanations={"contact": f"{_PICTURE}总机"})
    near = offices.record("annex1", f"{_PICTURE}大连甲机械有限责任公司")
    district = Profile("district", f"{_PICTURE}区总工会", f"{_PICTURE}甲", "0411-83640000")
    first = offices.package(district, [one])
    changed = offices.package(district, [offices.again(one, _PICTURE, goals=_OTHER)], first)
    other = offices.package(Profile("district", f"{_OTHER}区总工会"), [near])
    for number, made in enumerate((first, changed, other)):
        (tmp_path / f"{number}.zip").write_bytes(made.data)
    receive(ws, [tmp_path])
    return open_window()


def _markup(root: QWidget) -> Iterator[str]:
    """What would be taken for markup that a stranger has written, by where it is."""
    for widget in (root, *root.findChildren(QWidget)):
        where = f"{type(widget).__name__} {widget.objectName()}"
        if isinstance(widget, QLabel) and widget.textFormat() is not Qt.TextFormat.PlainText:
            yield from [f"{where}: {widget.text()}"] if _is_theirs(widget.text()) else []
        if _is_theirs(widget.toolTip()):
            yield f"{where}: {widget.toolTip()}"
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            yield from (f"{where}: {tip}" for tip in _tips(widget.model()) if _is_theirs(tip))
        if isinstance(widget, QMenu) and widget.toolTipsVisible():
            tips = [action.toolTip() for action in widget.actions()]
            yield from (f"{where}: {tip}" for tip in tips if _is_theirs(tip))


def _is_theirs(text: str) -> bool:
    return "<img" in text and QtGui.Qt.mightBeRichText(text)


def _tips(model: QAbstractItemModel) -> Iterator[str]:
    at = QModelIndex()
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(at)
    for row in range(model.rowCount(at)):
        for column in range(columns):
            yield str(model.index(row, column, at).data(Qt.ItemDataRole.ToolTipRole) or "")


def _shows(page: ReceivingPage, number: int) -> bool:
    return page.submission is not None and page.submission.shown_number == number


def test_nothing_that_a_stranger_has_written_is_markup(
    qtbot: QtBot, window: MainWindow, ws: Workspace
) -> None:
    page = part(window, ReceivingPage, "receiving_page")
    table = page.offices.table
    qtbot.wait_until(lambda: table.model().rowCount() == 2)
    assert list(_markup(window)) == []

    page.show_view("doubles")
    questions = part(window, QAbstractItemView, "questions_list")
    qtbot.wait_until(lambda: questions.model().rowCount() == 1)
    qtbot.wait_until(lambda: part(window, QPushButton, "question_open").isEnabled())
    assert list(_markup(window)) == []

    kept = ws.store.received.submissions("2017")
    for each in kept:
        page.open_submission(each.number)
        qtbot.wait_until(partial(_shows, page, each.number))
        assert page.submission is not None
        rows = page.submission.list.rows
        for row in range(rows.rowCount()):
            page.submission.list.setCurrentIndex(rows.index(row, 0))
            assert list(_markup(window)) == []
    assert any("<img" in label.text() for label in window.findChildren(QLabel))
    part(window, QPushButton, "submission_return").click()
    assert list(_markup(dialog_of(qtbot, window, "return_dialog"))) == []
