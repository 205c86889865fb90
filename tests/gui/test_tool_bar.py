"""The tool bar in windows of every width: what gives way, and in what order."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QToolBar, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from gonghui_desktop.ui.theme.theme import Appearance, Theme
from gonghui_desktop.ui.window.tool_bar import MainToolBar
from tests.gui.clerk import OpenWindow

QUOTA = "还差 5 个典型单位，还差 3 个非公企业典型"
SHORT = "名额还差 2 项"


@pytest.fixture
def bar(dressed: Theme, open_window: OpenWindow) -> MainToolBar:
    """The tool bar of a window whose submission is far from done, without the pages below it."""
    window = open_window(None)
    window.set_commands_enabled(True)
    window.tool_bar.show_progress((QUOTA, SHORT), "距截止 12 天")
    return window.tool_bar


def _buttons(bar: QToolBar) -> list[QToolButton]:
    """The buttons in it, without the one for what did not fit."""
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    found = bar.findChildren(QToolButton, options=direct)
    return [each for each in found if each.defaultAction() is not None]


def _has_captions(bar: QToolBar) -> bool:
    (style,) = {button.toolButtonStyle() for button in _buttons(bar)}
    return style is Qt.ToolButtonStyle.ToolButtonTextBesideIcon


def _label(bar: QToolBar, name: str) -> QLabel:
    label = bar.findChild(QLabel, name)
    assert label is not None
    return label


def _search(bar: QToolBar) -> QLineEdit:
    search = bar.findChild(QLineEdit, "search")
    assert search is not None
    return search


def _make_wide(qtbot: QtBot, bar: QToolBar, width: int) -> None:
    bar.window().setMinimumWidth(1)  # narrower than its contents: a bar must bear it
    bar.window().resize(width, 700)
    QApplication.processEvents()  # mostly enough; to wait takes 10 ms at least
    qtbot.wait_until(lambda: bar.width() == width)
    QApplication.processEvents()  # the layout's turn


def _clipped(bar: QToolBar) -> list[QWidget]:
    """What is narrower than what it shows."""
    return [
        widget
        for widget in (*_buttons(bar), _label(bar, "deadline"), _label(bar, "quota"))
        if widget.isVisible() and widget.width() < widget.sizeHint().width()
    ]


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("width", [1366, 1000, 910, 766, 640, 520])
def test_nothing_is_clipped_and_no_action_is_hidden(
    qtbot: QtBot, dressed: Theme, bar: QToolBar, width: int, large: bool
) -> None:
    dressed.apply(Appearance.LIGHT, large_type=large)
    _make_wide(qtbot, bar, width)
    assert _clipped(bar) == []
    assert not _label(bar, "quota").isVisible() or _label(bar, "quota").text() in (QUOTA, SHORT)
    assert all(button.isVisible() for button in _buttons(bar))
    overflow = bar.findChild(QToolButton, "qt_toolbar_ext_button")
    assert overflow is not None
    assert not overflow.isVisible()
    assert _search(bar).width() >= 120


def test_an_offices_narrow_window_keeps_the_captions_and_the_deadline(
    qtbot: QtBot, dressed: Theme, bar: QToolBar
) -> None:
    dressed.apply(Appearance.LIGHT, large_type=True)
    _make_wide(qtbot, bar, 766)
    assert _has_captions(bar)
    assert _label(bar, "deadline").isVisible()


def test_what_is_told_gives_way_first_then_the_search_then_the_captions(
    qtbot: QtBot, bar: QToolBar
) -> None:
    given_way = []
    for width in range(1366, 400, -6):
        _make_wide(qtbot, bar, width)
        steps = {
            "quota": _label(bar, "quota").text() != QUOTA,
            "deadline": not _label(bar, "deadline").isVisible(),
            "search": _search(bar).width() < 220,
            "captions": not _has_captions(bar),
        }
        given_way += [name for name, is_less in steps.items() if is_less and name not in given_way]
    assert given_way == ["quota", "deadline", "search", "captions"]


@pytest.mark.parametrize("large", [False, True])
def test_an_offices_narrow_window_tells_of_the_quota_in_whole_words(
    qtbot: QtBot, dressed: Theme, bar: MainToolBar, large: bool
) -> None:
    dressed.apply(Appearance.LIGHT, large_type=large)
    bar.reporter.show_name("大连市中山区总工会及其所属各街道社区联合工会委员会")
    _make_wide(qtbot, bar, 1024)
    quota = _label(bar, "quota")
    assert quota.isVisible()
    assert quota.text() in (QUOTA, SHORT)
    assert _clipped(bar) == []
    assert QUOTA in quota.toolTip()
    assert quota.accessibleName() == QUOTA


def test_it_all_comes_back(qtbot: QtBot, bar: QToolBar) -> None:
    for width in (420, 1366):
        _make_wide(qtbot, bar, width)
    assert _label(bar, "quota").text() == QUOTA
    assert _label(bar, "deadline").isVisible()
    assert _search(bar).width() == 220
    assert _has_captions(bar)


def test_a_sign_alone_says_its_word_when_asked(qtbot: QtBot, bar: QToolBar) -> None:
    _make_wide(qtbot, bar, 420)
    assert not _has_captions(bar)
    for button, word in zip(_buttons(bar), ("打印", "导出报送包"), strict=True):
        assert word in button.toolTip()
        assert button.accessibleName() == word


def test_longer_words_find_their_room(qtbot: QtBot, bar: MainToolBar) -> None:
    _make_wide(qtbot, bar, 766)
    bar.show_progress((QUOTA, SHORT), "已过截止日期 123 天，请尽快报送")
    qtbot.wait(1)
    assert _clipped(bar) == []
    assert _has_captions(bar)


def test_progress_can_be_read_in_full_where_it_is_cut(qtbot: QtBot, bar: QToolBar) -> None:
    _make_wide(qtbot, bar, 700)
    assert QUOTA in _label(bar, "deadline").toolTip()


@pytest.mark.parametrize("width", [1366, 766, 420])
def test_it_comes_to_rest(qtbot: QtBot, bar: MainToolBar, width: int) -> None:
    _make_wide(qtbot, bar, width)
    layouts = _Layouts(bar)
    qtbot.wait(20)
    assert layouts.count == 0


class _Layouts(QObject):
    """Counts how often a widget is laid out anew."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        self.count += event.type() is QEvent.Type.LayoutRequest
        return False
