"""A blank 续表: the page on which the long texts of a form filled by hand go on."""

from __future__ import annotations

from gonghui_desktop.printing.page.geometry import (
    FRAME_BOTTOM,
    INNER_RULE,
    LEFT,
    RIGHT,
    PageLayout,
    SetRule,
)
from gonghui_desktop.printing.page.heading import PageHeading
from gonghui_desktop.printing.page.placement import fill, place_rows
from gonghui_desktop.printing.page.rows import Cell, Row
from gonghui_desktop.printing.page.spacing import LEAST_LONG_HEIGHT
from gonghui_desktop.printing.page.structure import ARTIFACT
from gonghui_desktop.printing.page.table_frame import TableFrame
from gonghui_desktop.printing.type.textblock import FULL_SIZE, SetText
from gonghui_desktop.printing.type.typesetter import Typesetter

_ABOVE_NAME = 20.0
"""From the title to the baseline of the unit's name, pt: a line of handwriting."""
_UNDERLINE = 3.4
"""Of the blank for the name, below the baseline, pt."""
_UNDER_NAME = 12.0
"""From the baseline to the table, pt."""


def blank_continuation(frame: TableFrame, setter: Typesetter) -> PageLayout:
    """Lay out the page: the unit's name and every long text are blanks, down to the page's foot.

    Args:
        frame: of a form with a long text at the least.
        setter: sets the label of the name.
    """
    form = frame.form
    no_values = {field.id: "" for field in form.fields}
    page, top = PageHeading(form, no_values, setter).further_page()
    top = _place_name(page, top, f"{form.field(form.name_field).label}：", setter)
    rows = [_row(frame, field_id, setter) for field_id in form.long_texts]
    place_rows(page, top, rows, fill(rows, FRAME_BOTTOM - top))
    return page


def _place_name(page: PageLayout, top: float, label: str, setter: Typesetter) -> float:
    """Place the name's label and the rule to write on.

    Returns:
        Where the table begins.
    """
    line = setter.line(label)
    y = top + _ABOVE_NAME
    page.put(ARTIFACT, [SetText(LEFT, y, FULL_SIZE, line.text, line.spaces)])
    rule = y + _UNDERLINE
    page.rules.append(SetRule(LEFT + line.width * FULL_SIZE, rule, RIGHT, rule, INNER_RULE))
    return y + _UNDER_NAME


def _row(frame: TableFrame, field_id: str, setter: Typesetter) -> Row:
    """An empty row that goes on with a text."""
    place = frame.place(field_id)
    empty = setter.short_text("", place.right - place.left)
    value = Cell(place.left, place.right, empty, field_id, long=True)
    is_last = field_id == frame.form.long_texts[-1]
    return Row((place.continued, value), (place.continued,), LEAST_LONG_HEIGHT, last_text=is_last)
