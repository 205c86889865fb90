"""The named colours of the window, light and dark: the one place where a colour is chosen.

The style sheet, Qt's palette and the icons take their colours from here, so both appearances
differ in this table alone. ``tests/gui/test_theme.py`` computes the contrast of every pair in
:data:`READABLE`. Accent: the unions' red, used sparingly.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Colours:
    """One appearance's colours as ``#rrggbb``.

    Attributes:
        window: chrome behind everything; recedes.
        surface: paper white of editors, lists and menus.
        raised: tool tips and pop-ups.
        hover: a row or quiet button under the pointer.
        pressed: the same while the button is down.
        hairline: lines that part areas.
        border: outline of a control.
        border_strong: the same under the pointer.
        text: what is read.
        muted: hints and captions.
        faint: text of disabled controls; the only text below 4.5:1.
        field_disabled: ground of a disabled or read-only control.
        accent: text and underline in the unions' red.
        accent_fill: ground of the primary action.
        accent_hover: the same under the pointer.
        accent_pressed: the same while the button is down.
        on_accent: text on those three.
        ring: focus ring; a calm blue-grey, so that it is never taken for an error.
        chosen: ground of a selected row.
        selection: ground of selected text.
        error: text and icon of 强制 findings and failures.
        error_soft: ground of their banner, and of a field that has one.
        warning: text and icon of 核实 findings.
        warning_soft: ground of their banner, and of a field that has one.
        info: text and icon of 提示.
        info_soft: ground of their banner.
        success: text and icon of what is done.
        scroll: handle of a scroll bar.
        scroll_hover: the same under the pointer.
        canvas: the grey behind the page in the preview.
        canvas_text: text on it.
        shadow: the page's shadow on the canvas.
    """

    window: str
    surface: str
    raised: str
    hover: str
    pressed: str
    hairline: str
    border: str
    border_strong: str
    text: str
    muted: str
    faint: str
    field_disabled: str
    accent: str
    accent_fill: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    ring: str
    chosen: str
    selection: str
    error: str
    error_soft: str
    warning: str
    warning_soft: str
    info: str
    info_soft: str
    success: str
    scroll: str
    scroll_hover: str
    canvas: str
    canvas_text: str
    shadow: str

    def table(self) -> dict[str, str]:
        """Name to colour, for the style sheet's template."""
        return dict(vars(self))


LIGHT = Colours(
    window="#f7f7f5",
    surface="#ffffff",
    raised="#ffffff",
    hover="#efefec",
    pressed="#e5e5e1",
    hairline="#e4e4e0",
    border="#c8c8c3",
    border_strong="#a3a39d",
    text="#1f2326",
    muted="#5d6368",
    faint="#a0a4a8",
    field_disabled="#f4f4f1",
    accent="#c1272d",
    accent_fill="#c1272d",
    accent_hover="#a92026",
    accent_pressed="#8f1a20",
    on_accent="#ffffff",
    ring="#3f5f7d",
    chosen="#e5ecf3",
    selection="#c8dbed",
    error="#a8201f",
    error_soft="#fdeeed",
    warning="#815400",
    warning_soft="#fff5de",
    info="#1f5d9d",
    info_soft="#ecf3fb",
    success="#2a6b3c",
    scroll="#c9c9c4",
    scroll_hover="#a3a39d",
    canvas="#e8e8e5",
    canvas_text="#565b60",
    shadow="#3c3c38",
)

DARK = Colours(
    window="#1e1f21",
    surface="#27282b",
    raised="#303135",
    hover="#333539",
    pressed="#3d3f44",
    hairline="#393b3f",
    border="#4e5156",
    border_strong="#6f737a",
    text="#e8e9ea",
    muted="#abb0b6",
    faint="#71767c",
    field_disabled="#222326",
    accent="#f2888b",
    accent_fill="#cb3d43",
    accent_hover="#b93238",
    accent_pressed="#a1272d",
    on_accent="#ffffff",
    ring="#a3bad0",
    chosen="#333f4b",
    selection="#41596f",
    error="#f49a97",
    error_soft="#43292a",
    warning="#e8b65a",
    warning_soft="#3d3424",
    info="#8fbdec",
    info_soft="#25323f",
    success="#86c795",
    scroll="#515459",
    scroll_hover="#6f737a",
    canvas="#3a3b3f",
    canvas_text="#b4b9bf",
    shadow="#000000",
)

READABLE: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "text",
        (
            *("window", "surface", "raised", "hover", "pressed", "field_disabled"),
            *("chosen", "selection", "error_soft", "warning_soft", "info_soft"),
        ),
    ),
    (
        "muted",
        (
            *("window", "surface", "raised", "hover", "field_disabled", "chosen"),
            *("error_soft", "warning_soft"),
        ),
    ),
    ("accent", ("window", "surface", "hover")),
    ("ring", ("window", "surface", "chosen")),
    ("on_accent", ("accent_fill", "accent_hover", "accent_pressed")),
    ("error", ("window", "surface", "error_soft", "hover")),
    ("warning", ("window", "surface", "warning_soft", "hover", "chosen")),
    ("info", ("window", "surface", "info_soft", "hover", "chosen")),
    ("success", ("window", "surface", "hover", "chosen")),
    ("canvas_text", ("canvas",)),
)
"""Text colour to the grounds on which it must be readable."""
