"""A monkey at the window: seeded keys, clicks, texts of an input method, pastes, at random."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from random import Random

from PySide6.QtCore import QCoreApplication, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabWidget,
    QWidget,
)

from gonghui_desktop.ui.window.main_window import MainWindow

Modifier = Qt.KeyboardModifier
_PLAIN_KEYS = (
    *(Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_5),
    *(Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up),
    *(Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Escape, Qt.Key.Key_A),
    *(Qt.Key.Key_F6, Qt.Key.Key_F8, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Menu),
)
_CONTROL_KEYS = (
    *(Qt.Key.Key_Z, Qt.Key.Key_Z, Qt.Key.Key_Y, Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_X),
    *(Qt.Key.Key_V, Qt.Key.Key_N, Qt.Key.Key_D, Qt.Key.Key_F, Qt.Key.Key_Tab, Qt.Key.Key_PageUp),
    *(Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Backspace),
)
_TEXTS = (
    *(
        "大连示例重工有限公司",
        "䶮",
        "𠮷野家分会",
        "13700000002",
        "（八）",
        "一、健全组织。",
        "０４１１",
    ),
    *("０４１１", "120人", "\u2028", "\u200b", "é", "👨‍👩‍👧", "于", "，"),
)
_CLIPS = (
    "　　一、健全民主\u00ad管理制度。\r\n\r\n\t1.\t坚持职代会制度；\x0b\uf0b7\t推进协商\n\n\n",
    "大连\t甘井子区\t大连甘井子重工配件厂\t李强\t中华路8号\t0411-86651234\t5\t320\r\n",
    "",
    "工" * 3000,
    "a\x00b\ud7ff\ufffe",
)


_MENU_STAYS = 300  # ms


class Monkey:
    """Uses one window at random.

    Args:
        window: the main window, shown.
        seed: the same events for the same seed, as far as the window answers in the same way.

    Attributes:
        last: what it did last, for the report of a failure.
    """

    def __init__(self, window: MainWindow, seed: int) -> None:
        self.last: deque[str] = deque(maxlen=40)
        self._window = window
        self._random = Random(seed)
        # A menu that a key opens has an event loop of its own, in which nobody presses a key.
        self._closer = QTimer(window, interval=_MENU_STAYS)
        self._closer.timeout.connect(_close_menu)
        self._closer.start()
        self._deeds: tuple[tuple[Callable[[], None], int], ...] = (
            (self._type, 30),
            (self._compose, 8),
            (self._press, 25),
            (self._press_control, 12),
            (self._click, 12),
            (self._enter_field, 8),
            (self._paste, 3),
            (self._switch_tab, 3),
            (self._wait, 5),
        )

    def act(self) -> None:
        """Does one thing."""
        deeds, weights = zip(*self._deeds, strict=True)
        self._random.choices(deeds, weights)[0]()
        QCoreApplication.processEvents()

    def calm(self) -> None:
        """Closes the menus and dialogs that are open."""
        for _ in range(20):
            above = QApplication.activePopupWidget() or QApplication.activeModalWidget()
            if above is None:
                return
            above.close()
            QCoreApplication.processEvents()
        raise AssertionError(f"{type(above).__name__} does not close")

    def _type(self) -> None:
        text = self._random.choice(_TEXTS)
        self._note("type", text)
        self._commit("", text)

    def _compose(self) -> None:
        """A text under composition, which may be left to whatever comes next."""
        self._note("compose")
        self._commit("gong'hui", self._random.choice(("", "", "工会")))

    def _commit(self, composed: str, text: str) -> None:
        target = QApplication.focusWidget()
        if target is None or not target.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled):
            return
        event = QInputMethodEvent(composed, [])
        event.setCommitString(text)
        QCoreApplication.sendEvent(target, event)

    def _press(self) -> None:
        self._key(self._random.choice(_PLAIN_KEYS), Modifier.NoModifier)

    def _press_control(self) -> None:
        shift = Modifier.ShiftModifier if self._random.random() < 0.2 else Modifier.NoModifier
        self._key(self._random.choice(_CONTROL_KEYS), Modifier.ControlModifier | shift)

    def _key(self, key: Qt.Key, modifier: Modifier) -> None:
        self._note("key", f"{modifier.name} {key.name}")
        top = QApplication.activePopupWidget() or QApplication.activeModalWidget() or self._window
        QTest.keyClick(top.focusWidget() or top, key, modifier)

    def _click(self) -> None:
        top = QApplication.activePopupWidget() or QApplication.activeModalWidget() or self._window
        place = self._place_in(top.rect())
        target = top.childAt(place) or top
        self._note("click", f"{type(target).__name__} {target.objectName()} {place.toTuple()}")
        inside = target.mapFrom(top, place)
        right = self._random.random() < 0.1
        button = Qt.MouseButton.RightButton if right else Qt.MouseButton.LeftButton
        click = QTest.mouseDClick if self._random.random() < 0.1 else QTest.mouseClick
        click(target, button, Modifier.NoModifier, inside)

    def _enter_field(self) -> None:
        """Clicks into an input: a click at random seldom meets one."""
        if QApplication.activeModalWidget() or QApplication.activePopupWidget():
            return
        inputs = (QLineEdit, QPlainTextEdit, QComboBox)
        names = [each for kind in inputs for each in self._window.findChildren(kind)]
        seen = [each for each in names if each.isVisible() and "." in each.objectName()]
        if seen:
            chosen = self._random.choice(seen)
            self._note("enter", chosen.objectName())
            QTest.mouseClick(chosen, Qt.MouseButton.LeftButton)

    def _place_in(self, area: QRect) -> QPoint:
        return QPoint(self._random.randrange(area.width()), self._random.randrange(area.height()))

    def _paste(self) -> None:
        clip = self._random.choice(_CLIPS)
        self._note("paste", clip[:20])
        QGuiApplication.clipboard().setText(clip)
        self._key(Qt.Key.Key_V, Modifier.ControlModifier)

    def _switch_tab(self) -> None:
        tabs = self._window.findChild(QTabWidget, "annex_tabs")
        assert isinstance(tabs, QTabWidget)
        if QApplication.activeModalWidget() is None:
            index = self._random.randrange(tabs.count())
            self._note("tab", str(index))
            tabs.setCurrentIndex(index)

    def _wait(self) -> None:
        self._note("wait")
        QTest.qWait(self._random.choice((1, 20, 150)))

    def _note(self, deed: str, about: str = "") -> None:
        focused: QWidget | None = QApplication.focusWidget()
        name = focused.objectName() if focused is not None else "-"
        self.last.append(f"{deed} {about} [{name}]")


def _close_menu() -> None:
    menu = QApplication.activePopupWidget()
    if menu is not None:
        menu.close()
