"""Texts of a stranger's package in the office above: bounded, none that turns or hides others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLabel, QWidget
from pytestqt.qtbot import QtBot

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.checkcode import fingerprint, qr_digits
from gonghui_desktop.model.record import Profile
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.receiving.paper.paper_view import PaperView
from gonghui_desktop.ui.receiving.receiving_page import ReceivingPage
from tests.gui.clerk import OpenWindow
from tests.gui.receiving.conftest import received
from tests.sending_offices import SendingOffices

_EVIL = "长\u202e" * 4000
_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
)
_COLUMNS = 12  # of the widest table
_MOST = 2200  # characters of anything that is shown


def _texts(page: QWidget) -> Iterator[str]:
    """All that is seen and read aloud."""
    for widget in page.findChildren(QWidget):
        if not widget.isVisibleTo(page):
            continue
        yield from (widget.accessibleName(), widget.accessibleDescription(), widget.toolTip())
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget.text()
        if isinstance(widget, QAbstractItemView) and (model := widget.model()) is not None:
            for row in range(model.rowCount()):
                for column, role in product(range(_COLUMNS), _ROLES):
                    if (index := model.index(row, column)).isValid():
                        yield str(index.data(role) or "")


def _bad(page: QWidget) -> list[str]:
    """What turns the words around it, or is longer than anybody reads."""
    return [each[:80] for each in _texts(page) if "\u202e" in each or len(each) > _MOST]


def test_what_strangers_write_is_short_and_turns_nothing_around(
    qtbot: QtBot,
    city: Workspace,
    campaign: Campaign,
    offices: SendingOffices,
    open_window: OpenWindow,
    tmp_path: Path,
) -> None:
    record = replace(
        offices.record("annex1", f"大连甲{_EVIL}", contact="0411-836400001"),
        revision=2,
        reopen_reason=_EVIL,
        explanations={"contact": _EVIL},
    )
    sender = Profile("district", f"西岗区总工会{_EVIL}", f"王{_EVIL}", f"0411{_EVIL}")
    first = offices.package(sender, [record])
    second = offices.package(sender, [offices.again(record, reason=_EVIL)], first)
    _number, number = received(city, tmp_path, first, second)
    window = open_window()
    page = window.findChild(ReceivingPage)
    assert page is not None
    qtbot.wait_until(lambda: page.offices.model.total > 0)
    assert _bad(page) == []

    page.open_submission(number)
    view = page.submission
    assert view is not None
    qtbot.wait_until(lambda: view.list.rows.rowCount() > 0 and not window.tasks.is_busy)
    assert _bad(page) == []
    view.list.go(-1)  # the whole
    qtbot.wait_until(lambda: not window.tasks.is_busy)
    assert _bad(page) == []

    page.close_submission()
    page.show_view("paper")
    paper = page.findChild(PaperView)
    assert paper is not None
    digest = fingerprint(campaign.form("annex1"), record)
    paper.code.entered.emit(qr_digits(digest, 1, 1, record.code_version))
    qtbot.wait_until(lambda: paper.is_settled and paper.scans.rowCount() == 1)
    assert _bad(page) == []
