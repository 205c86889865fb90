"""The window's look: Fusion with our palette and one style sheet, light and dark.

Sizes are logical pixels, so the same sheet serves 100, 125 and 150 %. The composition root makes
one :class:`Theme` and passes it to the windows.
"""

from __future__ import annotations

from enum import Enum
from math import ceil
from pathlib import Path
from string import Template

from PySide6.QtCore import QDir, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFontInfo, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from gonghui_desktop.ui.theme.icons import Icons
from gonghui_desktop.ui.theme.palette import DARK, LIGHT, Colours, contrast_theme

_BODY = 14
"""Pixel size of body text where the system's is not larger."""
_LARGE = 1.25
"""Large type against ordinary type."""


class Appearance(Enum):
    """The user's choice of colours."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """Style, colours and icons of the application.

    Args:
        app: the application; the caller sets its font families first (:mod:`.screen_fonts`).
        resources: the folder with ``style/`` and ``icons/``.
    """

    changed = Signal()
    """Emitted when colours or sizes change; custom-painted widgets must repaint."""

    def __init__(self, app: QApplication, resources: Path) -> None:
        super().__init__()
        self._app = app
        self._template = Template((resources / "style" / "window.qss").read_text("utf-8"))
        self._icons = Icons(resources / "icons", self._colour)
        self._appearance = Appearance.SYSTEM
        self._large_type = False
        self._ordinary_size = max(_BODY, QFontInfo(app.font()).pixelSize())
        self.colours: Colours = LIGHT
        QDir.setSearchPaths("style", [str(resources / "style")])
        app.setStyle(QStyleFactory.create("Fusion"))
        app.styleHints().colorSchemeChanged.connect(self._follow_system)
        app.styleHints().accessibility().contrastPreferenceChanged.connect(self._apply_style)

    @property
    def is_dark(self) -> bool:
        """Whether the ground is dark."""
        return self.colour("window").lightnessF() < self.colour("text").lightnessF()

    @property
    def body_size(self) -> int:
        """Pixel size of body text: the system's where that is larger than ours."""
        return ceil(self._ordinary_size * (_LARGE if self._large_type else 1))

    @property
    def hint_size(self) -> int:
        """Pixel size of hints."""
        return self.body_size - 2

    @property
    def control_height(self) -> int:
        """Height of a control in pixels, its frame included."""
        return self.body_size + 18

    def apply(self, appearance: Appearance, *, large_type: bool = False) -> None:
        """Switches to that appearance at once, in every open window."""
        self._appearance = appearance
        self._large_type = large_type
        hints = self._app.styleHints()
        if appearance is Appearance.SYSTEM:
            hints.unsetColorScheme()
        else:
            hints.setColorScheme(_SCHEMES[appearance])  # the system's title bar follows
        self._apply_style()

    def icon(self, name: str, colour: str = "text", disabled: str = "faint") -> QIcon:
        """The line icon of that name in a named colour; follows a change of appearance.

        Args:
            name: of the file.
            colour: its colour.
            disabled: its colour on a disabled control.

        Raises:
            KeyError: there is no such icon.
        """
        return self._icons.icon(name, colour, disabled)

    def colour(self, name: str) -> QColor:
        """A named colour of the current appearance, for custom painting."""
        return QColor(self._colour(name))

    def _colour(self, name: str) -> str:
        return self.colours.table()[name]

    def _follow_system(self) -> None:
        if self._appearance is Appearance.SYSTEM:
            self._apply_style()

    def _apply_style(self) -> None:
        self.colours = self._wanted_colours()
        font = self._app.font()
        font.setPixelSize(self.body_size)
        self._app.setFont(font)
        self._app.setPalette(_qt_palette(self.colours))
        self._app.setStyleSheet(self._style_sheet())
        own = self._app.font("QAbstractItemView")  # type: ignore[call-overload]  # bytes are refused
        if own != font:
            self._app.setFont(font)  # Windows has brought back its own for lists, tables and menus
        self.changed.emit()

    def _wanted_colours(self) -> Colours:
        hints = self._app.styleHints().accessibility()
        if hints.contrastPreference() is Qt.ContrastPreference.HighContrast:
            return self._contrast_colours()
        return DARK if self._wants_dark() else LIGHT

    def _contrast_colours(self) -> Colours:
        """Those of the system's contrast theme, which a choice of ours does not overrule."""
        self._app.setPalette(QPalette())  # the system's own, which ours had replaced
        system = self._app.palette()
        roles = QPalette.ColorRole
        return contrast_theme(
            ground=system.color(roles.Window).name(),
            text=system.color(roles.WindowText).name(),
            highlight=system.color(roles.Highlight).name(),
            on_highlight=system.color(roles.HighlightedText).name(),
            disabled=system.color(QPalette.ColorGroup.Disabled, roles.WindowText).name(),
        )

    def _wants_dark(self) -> bool:
        if self._appearance is Appearance.SYSTEM:
            return self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return self._appearance is Appearance.DARK

    def _style_sheet(self) -> str:
        """The style sheet with every ``$name`` substituted; an unknown name is a ``KeyError``."""
        sizes = {
            "control": self.control_height,
            "inner": self.control_height - 2,  # without the frame
            "ringed": self.control_height - 4,  # without the focus ring
            "row": self.control_height - 4,
            "chip": self.body_size + 10,
            "chip_ringed": self.body_size + 8,
            "hint": self.hint_size,
            "heading": self.body_size + 4,
            "verdict": self.body_size + 15,
        }
        scheme = "dark" if self.is_dark else "light"
        return self._template.substitute(self.colours.table(), scheme=scheme, **sizes)


_SCHEMES = {
    Appearance.LIGHT: Qt.ColorScheme.Light,
    Appearance.DARK: Qt.ColorScheme.Dark,
}


def mark(widget: QWidget, name: str, value: str | None) -> None:
    """Sets a dynamic property that the style sheet selects by; restyles the widget on a change."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()


def _qt_palette(colours: Colours) -> QPalette:
    """Qt's palette, for what a style sheet does not reach: native painting, placeholders, links."""
    roles = {
        QPalette.ColorRole.Window: colours.window,
        QPalette.ColorRole.WindowText: colours.text,
        QPalette.ColorRole.Base: colours.surface,
        QPalette.ColorRole.AlternateBase: colours.window,
        QPalette.ColorRole.Text: colours.text,
        QPalette.ColorRole.PlaceholderText: colours.muted,
        QPalette.ColorRole.Button: colours.surface,
        QPalette.ColorRole.ButtonText: colours.text,
        QPalette.ColorRole.BrightText: colours.on_accent,
        QPalette.ColorRole.ToolTipBase: colours.raised,
        QPalette.ColorRole.ToolTipText: colours.text,
        QPalette.ColorRole.Highlight: colours.selection,
        QPalette.ColorRole.HighlightedText: colours.on_selection,
        QPalette.ColorRole.Accent: colours.accent,
        QPalette.ColorRole.Link: colours.accent,
        QPalette.ColorRole.LinkVisited: colours.accent,
        QPalette.ColorRole.Light: colours.surface,
        QPalette.ColorRole.Midlight: colours.hairline,
        QPalette.ColorRole.Mid: colours.border,
        QPalette.ColorRole.Dark: colours.border_strong,
        QPalette.ColorRole.Shadow: colours.shadow,
    }
    palette = QPalette()
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
    ):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.faint))
    return palette
