"""The named colours of the window, light and dark: the one place where a colour is chosen.

The style sheet, Qt's palette and the icons take their colours from here, so the appearances
differ in this table alone. ``tests/gui/test_theme.py`` computes the contrast of every pair in
:data:`READABLE` (text, at least 4.5) and :data:`VISIBLE` (outlines, at least 3). Accent: the
unions' red, used sparingly.
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
        ring_on_fill: focus ring of the primary action: one in ``ring`` would not be seen on it.
        ring: focus ring; a calm blue-grey, so that it is never taken for an error.
        chosen: ground of a selected row.
        selection: ground of selected text.
        on_selection: selected text.
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
    ring_on_fill: str
    ring: str
    chosen: str
    selection: str
    on_selection: str
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
    border="#858580",
    border_strong="#6a6a65",
    text="#1f2326",
    muted="#5d6368",
    faint="#a0a4a8",
    field_disabled="#f4f4f1",
    accent="#c1272d",
    accent_fill="#c1272d",
    accent_hover="#b0242a",
    accent_pressed="#8f1a20",
    on_accent="#ffffff",
    ring_on_fill="#000000",
    ring="#3f5f7d",
    chosen="#e5ecf3",
    selection="#c8dbed",
    on_selection="#1f2326",
    error="#a8201f",
    error_soft="#fdeeed",
    warning="#815400",
    warning_soft="#fff5de",
    info="#1f5d9d",
    info_soft="#ecf3fb",
    success="#2a6b3c",
    scroll="#80807b",
    scroll_hover="#62625d",
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
    border="#7b7f86",
    border_strong="#9a9ea5",
    text="#e8e9ea",
    muted="#abb0b6",
    faint="#71767c",
    field_disabled="#222326",
    accent="#f2888b",
    accent_fill="#cb3d43",
    accent_hover="#b93238",
    accent_pressed="#a1272d",
    on_accent="#ffffff",
    ring_on_fill="#ffffff",
    ring="#a3bad0",
    chosen="#333f4b",
    selection="#41596f",
    on_selection="#e8e9ea",
    error="#f49a97",
    error_soft="#43292a",
    warning="#e8b65a",
    warning_soft="#3d3424",
    info="#8fbdec",
    info_soft="#25323f",
    success="#86c795",
    scroll="#858990",
    scroll_hover="#a5a9b0",
    canvas="#3a3b3f",
    canvas_text="#b4b9bf",
    shadow="#000000",
)

READABLE: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "text",
        (
            *("window", "surface", "raised", "hover", "pressed", "field_disabled"),
            *("chosen", "error_soft", "warning_soft", "info_soft"),
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
    ("on_selection", ("selection",)),
    ("on_accent", ("accent_fill", "accent_hover", "accent_pressed")),
    ("error", ("window", "surface", "error_soft", "hover")),
    ("warning", ("window", "surface", "warning_soft", "hover", "chosen")),
    ("info", ("window", "surface", "info_soft", "hover", "chosen")),
    ("success", ("window", "surface", "hover", "chosen")),
    ("canvas_text", ("canvas",)),
)
"""Text colour to the grounds on which it must be readable."""

VISIBLE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("border", ("window", "surface", "raised")),
    ("border_strong", ("window", "surface", "hover", "error_soft", "warning_soft", "info_soft")),
    ("ring", ("window", "surface", "raised", "hover", "chosen", "error_soft", "warning_soft")),
    ("error", ("error_soft",)),
    ("warning", ("warning_soft",)),
    ("ring_on_fill", ("accent_fill", "accent_hover")),
    ("scroll", ("window", "surface", "canvas")),
    ("scroll_hover", ("window", "surface", "canvas")),
)
"""Colour of an outline or handle to the grounds on which it must be seen."""


def contrast_theme(
    *, ground: str, text: str, highlight: str, on_highlight: str, disabled: str
) -> Colours:
    """The colours under a contrast theme of the system: its own five, and no others.

    Args:
        ground: of windows and inputs.
        text: on it; every outline and sign has its colour, too.
        highlight: ground of what is selected or pressed.
        on_highlight: text on that.
        disabled: text of disabled controls.
    """
    table = dict.fromkeys(LIGHT.table(), ground)
    inks = ("border", "border_strong", "text", "muted", "accent", "error", "warning", "info")
    table |= dict.fromkeys((*inks, "hairline", "success", "scroll", "scroll_hover"), text)
    table |= dict.fromkeys(("canvas_text", "shadow", "ring"), text)
    fills = ("accent_fill", "accent_hover", "accent_pressed", "selection")
    table |= dict.fromkeys(fills, highlight)
    table |= dict.fromkeys(("on_accent", "ring_on_fill", "on_selection"), on_highlight)
    return Colours(**table | {"faint": disabled})
