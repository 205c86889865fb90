"""Keyboard, eyes and screen reader in the dialogs: each is opened and walked, none is listed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QLabel,
    QPushButton,
    QScrollBar,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.record import Profile
from gonghui_desktop.model.replies import ReplyReason
from gonghui_desktop.services import records, reporter
from gonghui_desktop.services.receiving.arrivals.receive import Outcome, ReceivedFile, receive
from gonghui_desktop.services.receiving.decisions.deciding import Decided
from gonghui_desktop.services.receiving.decisions.offered import return_offers
from gonghui_desktop.services.receiving.received import received_submissions
from gonghui_desktop.services.workspace import Lazy, Workspace
from gonghui_desktop.spooling import PrintQueue, QueueState
from gonghui_desktop.ui.dialogs.save_pdf_dialog import PdfFile, SavePdfDialog
from gonghui_desktop.ui.printing.print_dialog import PrintDialog
from gonghui_desktop.ui.printing.print_job import PrintJob
from gonghui_desktop.ui.printing.printers import Printers
from gonghui_desktop.ui.receiving.decisions.decided_dialog import DecidedDialog
from gonghui_desktop.ui.receiving.decisions.return_dialog import About, ReturnDialog
from gonghui_desktop.ui.receiving.received_dialog import ReceivedDialog
from gonghui_desktop.ui.theme.theme import Appearance, Theme
from gonghui_desktop.ui.widgets.accessibility import install_roles
from gonghui_desktop.ui.window.main_window import MainWindow
from tests.gui.clerk import OpenWindow, add_filled, contents_of
from tests.paper_tray import CANON, PaperTray
from tests.sending_offices import SendingOffices

FRAME = 32  # pixels of a dialog's title bar
SILENT_ROLES = (QAccessible.Role.Client, QAccessible.Role.NoRole)
LEAVE = ("quit", "delete", "new", "copy", "undo", "redo")  # the window or its records


@pytest.fixture(scope="module", autouse=True)
def _roles() -> None:
    install_roles()


@pytest.fixture(scope="module")
def received(campaign: Campaign, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A unit's package with an open point, and a file that is none."""
    offices = SendingOffices(campaign)
    unit = Profile("unit", "中国大连样例经济技术合作集团有限公司机械设备制造分公司")
    made = offices.package(unit, [offices.record("annex1", unit.name, contact="找传达室")])
    folder = tmp_path_factory.mktemp("received")
    (folder / "1.zip").write_bytes(made.data)
    (folder / "照片.zip").write_bytes(b"PK\x03\x04 no package")
    return sorted(folder.iterdir())


@pytest.fixture
def office(ws: Workspace, open_window: OpenWindow, received: list[Path]) -> MainWindow:
    """An office's window with a final record that is open, a draft with findings, a full bin.

    A package of a unit waits for a decision.
    """
    reporter.set_reporter(ws, Profile("district", "中山区总工会"))
    add_filled(ws, contact="无", unit_name="")
    records.delete(ws, add_filled(ws, unit_name="删去的单位").id)
    final = add_filled(ws, unit_name="中国大连样例经济技术合作集团有限公司机械设备制造分公司")
    records.make_final(ws, [final.id])
    receive(ws, received)
    window = open_window(ask_printer=lambda *_: None)
    contents_of(window).tabs.current_page.open_by_id(final.id)
    return window


def _opened(qtbot: QtBot, window: MainWindow) -> Iterator[tuple[str, QDialog]]:
    """Every dialog that an action opens, with the action's name; each is closed again."""
    page = contents_of(window).tabs.current_page
    assert page.record is not None
    opened = page.record.id
    for action in window.findChildren(QAction):
        name = action.objectName().removeprefix("action_")
        if not action.objectName() or action.isCheckable() or name in LEAVE:
            continue
        page.open_by_id(opened)
        if not action.isEnabled():
            continue
        before = {id(each) for each in _dialogs(window)}
        action.trigger()
        qtbot.wait(20)
        qtbot.wait_until(lambda: not window.tasks.is_busy)
        qtbot.wait(20)
        for dialog in _dialogs(window):
            if id(dialog) not in before:
                yield name, dialog
                dialog.close()
                QApplication.processEvents()
    for name, dialog in _asked_first(window):
        dialog.show()
        dialog.activateWindow()
        qtbot.wait_until(dialog.isActiveWindow)
        yield name, dialog
        dialog.close()
        dialog.deleteLater()


def _asked_first(window: MainWindow) -> Iterator[tuple[str, QDialog]]:
    """The dialogs that a test's printer and prompts stand for."""
    unit = "中国大连样例经济技术合作集团有限公司机械设备制造分公司"
    long = PrintQueue("hp", "三楼财务室的 HP LaserJet Pro MFP M126nw（网络打印机）", two_sided=True)
    empty = replace(CANON, state=QueueState.NO_PAPER, state_words="没有纸了，请放入 A4 纸。")
    known = "11月3日已打印 4 份。第 1 版的纸质件作废。"
    for queues in ((long, CANON), (empty,), ()):
        tray = PaperTray(queues, has_settings=True)
        printers = Printers(
            window.printing_tasks, Lazy(partial(replace, tray)), print_test_page=lambda *_: None
        )
        for copies in ((1,), (4, 3)):
            job = PrintJob(
                b"", (2,) * len(copies), copies, f"附件1 {unit}", can_continue=True, known=known
            )
            dialog = PrintDialog(job, printers, window)
            while window.printing_tasks.is_busy:
                QApplication.processEvents()
            yield "print", dialog
    yield from _about_received(window)
    path = Path.home() / "文档" / f"附件1 {unit}.pdf"
    proposed = PdfFile(path, foot_line=True, signature_fields=True)
    yield "save_pdf", SavePdfDialog(proposed, lambda _path: None, lambda _path: False, window)


def _about_received(window: MainWindow) -> Iterator[tuple[str, QDialog]]:
    """The dialogs about packages that have come."""
    theme, ws = window.theme, contents_of(window).command_context().ws
    (look,) = received_submissions(ws)
    offers = return_offers(ws, look.submission.number)
    phrases = ws.campaign.return_phrases
    first = look.records[0].record.id
    for about in (About(), About(first), About(first, said=[ReplyReason("请补盖公章。", first)])):
        yield "return", ReturnDialog(theme, offers, phrases, lambda: True, window, about)
    kept = ReceivedFile(Path("1.zip"), Outcome.RECEIVED, "已收下。", look.submission, ("请核对。",))
    refused = ReceivedFile(Path("照片.zip"), Outcome.REFUSED, f"照片.zip：{'不是报送包。' * 9}")
    yield "receive", ReceivedDialog(theme, [kept, refused], "已取消，还有 3 个没有接收。", window)
    decided = Decided(
        look.submission, f"已退回{offers.title}。", Path.home() / "文档" / "退回单.zip"
    )
    yield "decided", DecidedDialog(theme, f"已退回{offers.title}", [decided], "单位：", window)


def _dialogs(window: MainWindow) -> list[QDialog]:
    return [each for each in window.findChildren(QDialog) if each.isVisible()]


def _silent(dialog: QDialog) -> Iterator[tuple[str, str, str]]:
    for each in dialog.findChildren(QWidget):
        is_stop = each.isVisible() and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        if not is_stop or each.focusProxy() is not None or isinstance(each, QScrollBar):
            continue
        interface = QAccessible.queryAccessibleInterface(each)
        name = interface.text(QAccessible.Text.Name)
        if not name.strip() or "&" in name or interface.role() in SILENT_ROLES:
            yield type(each).__name__, each.objectName(), name


def _cut(dialog: QDialog) -> Iterator[tuple[str, str, tuple[int, int], tuple[int, int]]]:
    """Words that have less room than they ask for."""
    for each in dialog.findChildren(QWidget):
        if (
            not each.isVisible()
            or not isinstance(each, QLabel | QAbstractButton)
            or not each.text()
        ):
            continue
        # A tool button with a menu asks for more than the style sheet lets it have.
        wanted = each.minimumSizeHint().boundedTo(each.maximumSize())
        if isinstance(each, QLabel) and each.wordWrap():
            wanted = QSize(0, each.heightForWidth(each.width()))
        if each.width() < wanted.width() or each.height() < wanted.height():
            size, hint = each.size(), wanted
            words = each.text()
            yield (
                type(each).__name__,
                words,
                (size.width(), size.height()),
                (hint.width(), hint.height()),
            )


def _deaf(dialog: QDialog) -> Iterator[str]:
    """Buttons that the return key does not press while they have the focus."""
    for each in dialog.findChildren(QPushButton) + dialog.findChildren(QToolButton):
        if not (each.isVisible() and each.isEnabled() and each.focusPolicy()):
            continue
        if each.menu() is not None:
            continue  # the key opens its menu
        pressed: list[bool] = []
        each.clicked.disconnect()  # nothing shall come of it
        each.clicked.connect(lambda *_, into=pressed: into.append(True))
        each.setFocus()
        QTest.keyClick(each, Qt.Key.Key_Return)
        if len(pressed) != 1:
            yield each.text() or each.accessibleName()


def test_return_presses_the_button_that_has_the_focus(qtbot: QtBot, office: MainWindow) -> None:
    seen, deaf = set(), []
    for name, dialog in _opened(qtbot, office):
        seen.add(name)
        deaf += [(name, each) for each in _deaf(dialog)]
    assert {"bin", "history", "backups", "reporter", "accept_all", "return"} <= seen
    assert not deaf


def test_every_stop_says_what_it_is(qtbot: QtBot, office: MainWindow) -> None:
    seen, silent = set(), []
    for name, dialog in _opened(qtbot, office):
        seen.add(name)
        silent += [(name, *each) for each in _silent(dialog)]
    assert {"bin", "history", "backups", "progress", "help", "reporter", "export"} <= seen
    assert not silent


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("scale", [1, 2])
def test_nothing_is_cut_off_and_the_screen_has_room(
    qtbot: QtBot, dressed: Theme, office: MainWindow, large: bool, scale: float
) -> None:
    dressed.apply(Appearance.LIGHT, large_type=large)
    office.resize(round(1366 / scale), round(728 / scale))
    room = QSize(round(1366 / scale), round(728 / scale) - FRAME)
    cut: list[tuple[str, ...]] = []
    for name, dialog in _opened(qtbot, office):
        # a dialog that is larger at first gives way to the screen
        dialog.resize(dialog.size().boundedTo(room))
        QApplication.processEvents()
        least = dialog.minimumSizeHint().expandedTo(dialog.minimumSize())
        if least.width() > room.width() or least.height() > room.height():
            cut.append((name, "dialog", str(least.toTuple()), str(room.toTuple())))
        cut += [(name, *map(str, each)) for each in _cut(dialog)]
    assert not cut


def test_a_dialog_opens_no_larger_than_the_screen(qtbot: QtBot, office: MainWindow) -> None:
    screen = QApplication.primaryScreen().availableSize()
    seen, too_large = set(), []
    for name, dialog in _opened(qtbot, office):
        seen.add(name)
        if dialog.width() > screen.width() or dialog.height() > screen.height() - FRAME:
            too_large.append((name, dialog.size().toTuple(), screen.toTuple()))
    assert {"bin", "history", "backups", "help"} <= seen
    assert not too_large
