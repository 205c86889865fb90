from __future__ import annotations

import re
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QImageReader
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QProxyStyle,
    QPushButton,
    QSpinBox,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gonghui_desktop.ui.theme.palette import (
    DARK,
    LIGHT,
    READABLE,
    VISIBLE,
    Colours,
    contrast_theme,
)
from gonghui_desktop.ui.theme.theme import Appearance, Theme, mark
from tests.contrast import contrast

_ICONS_GO = """
import gc
from pathlib import Path
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication
from gonghui_desktop.ui.theme.theme import Theme
app = QApplication([])
theme = Theme(app, Path("resources"))
"""
_IN_GARBAGE = (
    _ICONS_GO
    + """
icon = theme.icon("printer")
loop = [icon]
loop.append(loop)
del icon, loop
gc.collect()
"""
)
_CHANGED_COPY = (
    _ICONS_GO
    + """
copy = QIcon(theme.icon("printer"))
kept = QIcon(copy)
copy.setIsMask(True)
gc.collect()
copy.pixmap(48, 48)
"""
)
PAIRS = [(ink, ground) for ink, grounds in READABLE for ground in grounds]
OUTLINES = [(line, ground) for line, grounds in VISIBLE for ground in grounds]
AQUATIC = contrast_theme(  # one of Windows' own
    ground="#202020",
    text="#ffffff",
    highlight="#8ee3f0",
    on_highlight="#263b50",
    disabled="#a6a6a6",
)
APPEARANCES = pytest.mark.parametrize(
    "colours", [LIGHT, DARK, AQUATIC], ids=["light", "dark", "contrast"]
)


def colours_in(image: QImage) -> set[str]:
    """Every opaque colour of a picture."""
    pixels = (
        image.pixelColor(x, y) for x, y in product(range(image.width()), range(image.height()))
    )
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


@APPEARANCES
@pytest.mark.parametrize(("line", "ground"), OUTLINES)
def test_outlines_can_be_seen(colours: Colours, line: str, ground: str) -> None:
    assert contrast(colours.table()[line], colours.table()[ground]) >= 3


@APPEARANCES
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_can_be_read(colours: Colours, ink: str, ground: str) -> None:
    assert contrast(colours.table()[ink], colours.table()[ground]) >= 4.5


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#ffffff", "#c1272d") == contrast("#c1272d", "#ffffff")


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_window_takes_on_the_appearance(
    qtbot: QtBot, dressed: Theme, appearance: Appearance
) -> None:
    line = QLineEdit()
    qtbot.add_widget(line)
    line.resize(120, 32)
    with qtbot.wait_signal(dressed.changed):
        dressed.apply(appearance)
    assert dressed.is_dark is (appearance is Appearance.DARK)
    ground = line.grab().toImage().pixelColor(60, 16).name()
    assert ground == (DARK if dressed.is_dark else LIGHT).surface


@pytest.mark.parametrize(("large", "height"), [(False, 32), (True, 36)])
def test_controls_are_of_one_height(qtbot: QtBot, dressed: Theme, large: bool, height: int) -> None:
    dressed.apply(Appearance.LIGHT, large_type=large)
    window = QWidget()
    qtbot.add_widget(window)
    column = QVBoxLayout(window)
    controls = [QLineEdit("一"), QComboBox(), QPushButton("一"), QSpinBox(), QToolButton()]
    for control in controls:
        column.addWidget(control)
    window.show()
    assert dressed.control_height == height
    assert [control.height() for control in controls] == [height] * len(controls)


def test_focus_moves_nothing(qtbot: QtBot, theme: Theme) -> None:
    window = QWidget()
    qtbot.add_widget(window)
    column = QVBoxLayout(window)
    controls = [QLineEdit("一"), QComboBox(), QPushButton("一")]
    for control in controls:
        column.addWidget(control)
    window.show()
    window.activateWindow()
    places = [control.geometry() for control in controls]
    for control in controls:
        control.setFocus()
        QApplication.processEvents()
        assert [each.geometry() for each in controls] == places


@pytest.mark.parametrize("role", ["", "note"])
def test_focus_moves_no_word_of_a_button_with_a_menu(qtbot: QtBot, theme: Theme, role: str) -> None:
    window = QWidget()
    qtbot.add_widget(window)
    column = QVBoxLayout(window)
    button, elsewhere = QToolButton(), QLineEdit()
    column.addWidget(button)
    column.addWidget(elsewhere)
    button.setText("常用的话")
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setMenu(QMenu(button))
    mark(button, "role", role)
    window.show()
    elsewhere.setFocus()
    qtbot.wait_until(elsewhere.hasFocus)

    def words_from() -> int:
        """The first column inside the frame that is not ground alone."""
        image = button.grab().toImage()
        rows = range(6, image.height() - 6)
        ground = image.pixelColor(4, 6)
        columns = range(4, image.width())
        return next(x for x in columns if any(image.pixelColor(x, y) != ground for y in rows))

    left = words_from()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.wait_until(button.hasFocus)
    assert words_from() == left


def test_problem_shows_in_the_frame_and_goes_away(qtbot: QtBot, theme: Theme) -> None:
    line = QLineEdit()
    qtbot.add_widget(line)
    line.resize(120, 32)
    calm = line.grab().toImage().pixelColor(60, 0)
    mark(line, "problem", "error")
    assert line.grab().toImage().pixelColor(60, 0) == QColor(LIGHT.error)
    mark(line, "problem", None)
    assert line.grab().toImage().pixelColor(60, 0) == calm


def test_buttons_of_qts_own_dialogs_bear_words_alone(qtbot: QtBot, theme: Theme) -> None:
    window = QWidget()
    qtbot.add_widget(window)
    box = QDialogButtonBox(window)
    box.setStyle(_LinuxDesktop())
    assert box.addButton(QDialogButtonBox.StandardButton.Save).icon().isNull()


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
@pytest.mark.parametrize("make", [QLineEdit, QComboBox, QSpinBox, QPlainTextEdit])
def test_focus_is_told_from_a_problem_and_both_are_seen_together(
    qtbot: QtBot, dressed: Theme, appearance: Appearance, make: type[QWidget]
) -> None:
    dressed.apply(appearance)
    colours = dressed.colours
    window = QWidget()
    qtbot.add_widget(window)
    column = QVBoxLayout(window)
    field, other = make(), QPushButton("一")
    column.addWidget(field)
    column.addWidget(other)
    window.show()
    window.activateWindow()
    looks = {
        (problem, focused): _look(qtbot, field if focused else other, field, problem)
        for problem in (None, "error", "warning")
        for focused in (False, True)
    }
    ring = {colours.ring}
    assert looks == {
        (None, False): ({colours.border, colours.surface}, colours.surface),
        (None, True): (ring, colours.surface),
        ("error", False): ({colours.error, colours.error_soft}, colours.error_soft),
        ("error", True): (ring, colours.error_soft),
        ("warning", False): ({colours.warning, colours.warning_soft}, colours.warning_soft),
        ("warning", True): (ring, colours.warning_soft),
    }


def _look(
    qtbot: QtBot, focused: QWidget, field: QWidget, problem: str | None
) -> tuple[set[str], str]:
    """The colours of a field's two outermost rows of pixels, and its ground."""
    focused.setFocus()
    mark(field, "problem", problem)
    qtbot.wait_until(focused.hasFocus)
    image = field.grab().toImage()
    middle = field.width() // 2
    frame = {image.pixelColor(middle, row).name() for row in (0, 1)}
    return frame, image.pixelColor(middle, field.height() - 4).name()


class _LinuxDesktop(QProxyStyle):
    """Wants signs on the buttons of dialogs."""

    def __init__(self) -> None:
        super().__init__("Fusion")
        self.setParent(QApplication.instance())  # outlives what it dresses

    def styleHint(  # noqa: N802 (Qt's name)
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        data: QStyleHintReturn | None = None,
    ) -> int:
        if hint is QStyle.StyleHint.SH_DialogButtonBox_ButtonsHaveIcons:
            return 1
        return super().styleHint(hint, option, widget, data)


def test_icon_follows_the_appearance(dressed: Theme) -> None:
    icon = dressed.icon("printer")
    assert LIGHT.text in colours_in(icon.pixmap(48, 48).toImage())
    dressed.apply(Appearance.DARK)
    assert DARK.text in colours_in(icon.pixmap(48, 48).toImage())


def test_icon_is_dimmed_when_it_cannot_be_used(theme: Theme) -> None:
    dimmed = theme.icon("printer", "accent").pixmap(48, 48, QIcon.Mode.Disabled)
    assert LIGHT.faint in colours_in(dimmed.toImage())
    assert LIGHT.accent not in colours_in(dimmed.toImage())


def test_icon_has_every_pixel_of_a_finer_screen(theme: Theme) -> None:
    pixmap = theme.icon("printer").pixmap(QSize(16, 16), 1.5)
    assert (pixmap.width(), pixmap.devicePixelRatio()) == (24, 1.5)


@pytest.mark.parametrize("script", [_IN_GARBAGE, _CHANGED_COPY], ids=["garbage", "changed copy"])
def test_icon_that_goes_does_not_take_the_program_along(project_folder: Path, script: str) -> None:
    ended = subprocess.run([sys.executable, "-c", script], check=False, cwd=project_folder)
    assert ended.returncode == 0


def test_icon_that_is_not_there_is_a_bug(theme: Theme) -> None:
    with pytest.raises(KeyError):
        theme.icon("no-such-icon")


def test_icons_are_those_that_are_used(project_folder: Path) -> None:
    code = "".join(
        path.read_text("utf-8") for path in (project_folder / "gonghui_desktop").rglob("*.py")
    )
    icons = {path.stem for path in (project_folder / "resources" / "icons").glob("*.svg")}
    assert {
        name for name in icons if f'"{name}"' not in code and f"{name}.svg" not in code
    } == set()


@pytest.mark.parametrize(("scheme", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_style_sheets_glyphs_are_there_in_the_palettes_colours(
    project_folder: Path, scheme: str, colours: Colours
) -> None:
    style = project_folder / "resources" / "style"
    named = set(
        re.findall(r"style:\$scheme/([\w-]+\.svg)", (style / "window.qss").read_text("utf-8"))
    )
    drawn = {path.name: path.read_text("utf-8") for path in (style / scheme).glob("*.svg")}
    assert named == set(drawn)
    for glyph in drawn.values():
        (stroke,) = re.findall(r'stroke="(#\w+)"', glyph)
        assert stroke in colours.table().values()


def test_program_icon_has_every_size_of_windows(project_folder: Path) -> None:
    reader = QImageReader(str(project_folder / "resources" / "icons" / "program.ico"))
    sizes = []
    for number in range(reader.imageCount()):
        reader.jumpToImage(number)
        picture = reader.read()
        assert LIGHT.accent in colours_in(picture)
        sizes.append(picture.width())
    assert sizes == [16, 20, 24, 32, 40, 48, 64, 128, 256]
