"""The page's measures (docs/official-page.md), read from the finished PDF with pdfplumber."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import pdfplumber
import pytest

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.printing.sheet import Box, PrintOptions, Sheet

MM = 72 / 25.4
MARGIN = 20.0
NO_FOOT_LINE = PrintOptions(foot_line=False)

FORMS = ("annex1", "annex2", "annex3")


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest, campaign: Campaign) -> FormDefinition:
    return campaign.form(request.param)


@pytest.fixture
def read(printer: FormPrinter, form: FormDefinition) -> Iterator[Callable[..., Any]]:
    """Prints the form and gives its page as pdfplumber sees it, with the boxes of its cells."""
    opened = []

    def print_and_read(values: dict[str, str], options: PrintOptions = NO_FOOT_LINE) -> Any:
        printed = printer.render([Sheet(form, values, b"x" * 32)], options)
        document = pdfplumber.open(io.BytesIO(printed.pdf))
        opened.append(document)
        return document.pages[0], printed.pages[0]

    yield print_and_read
    for document in opened:
        document.close()


def chars_in(page: Any, box: Box) -> list[Any]:
    """Characters whose box is centred in a cell."""
    return [
        char
        for char in page.chars
        if box.left < (char["x0"] + char["x1"]) / 2 / MM < box.left + box.width
        and box.top < (char["top"] + char["bottom"]) / 2 / MM < box.top + box.height
    ]


def text_in(page: Any, box: Box) -> str:
    return "".join(char["text"] for char in chars_in(page, box)).replace(" ", "")


def words(page: Any, text: str) -> list[Any]:
    """The characters of the first place where a text stands."""
    whole = "".join(char["text"] for char in page.chars)
    start = whole.index(text)
    return list(page.chars[start : start + len(text)])


def rules_at(page: Any, axis: str, position: float) -> list[Any]:
    """Straight rules at a height (axis ``y``) or a distance from the left (``x``), mm."""
    edge, other = ("top", "bottom") if axis == "y" else ("x0", "x1")
    return [
        line
        for line in page.lines
        if abs(line[edge] / MM - position) < 0.05 and abs(line[other] / MM - position) < 0.05
    ]


def test_paper_is_a4(read: Callable[..., Any]) -> None:
    page, _ = read({})
    assert (page.width / MM, page.height / MM) == pytest.approx((210, 297), abs=0.01)


@pytest.mark.parametrize("case", ["one page", "four pages", "heading beyond all bounds"])
def test_nothing_stands_in_the_margins(
    printer: FormPrinter, form: FormDefinition, values: dict[str, str], paragraph: str, case: str
) -> None:
    if case == "four pages":
        values = values | {"goals": paragraph * 8, "measures": "\n".join([paragraph] * 12)}
    elif case == "heading beyond all bounds":
        values = values | dict.fromkeys(form.heading, "示例" * 900)
    pdf = printer.render([Sheet(form, values)], NO_FOOT_LINE).pdf
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        assert (len(document.pages) > 2) is (case != "one page")
        for page in document.pages:
            for item in (*page.chars, *page.lines):
                # A rule's box is without its thickness; it has no round ends.
                half = item["linewidth"] / 2 / MM if "linewidth" in item else 0
                across = half if item["top"] != item["bottom"] else 0
                along = half if item["top"] == item["bottom"] else 0
                assert item["x0"] / MM - across >= MARGIN - 0.01
                assert item["x1"] / MM + across <= 210 - MARGIN + 0.01
                assert item["top"] / MM - along >= MARGIN - 0.01
                assert item["bottom"] / MM + along <= 297 - MARGIN + 0.01


def test_foot_line_is_all_that_stands_below_the_body(
    read: Callable[..., Any], values: dict[str, str]
) -> None:
    page, _ = read(values, PrintOptions())
    below = [char["text"] for char in page.chars if char["top"] / MM > 297 - MARGIN]
    assert "".join(below).startswith(page.chars[0]["text"])
    assert "第 1 页 共 1 页" in "".join(below)
    for rect in page.rects:
        assert rect["top"] / MM > 297 - MARGIN
        assert rect["bottom"] / MM < 297 - 5


def test_frame_and_inner_rules(read: Callable[..., Any], form: FormDefinition) -> None:
    page, boxes = read({})
    first, last = boxes.fields[form.rows[0][0]], boxes.seals["confirmation"]
    frame = {line["linewidth"] for line in rules_at(page, "y", first.top)}
    frame |= {line["linewidth"] for line in rules_at(page, "y", last.top + last.height)}
    assert frame == {1.0}
    widths = [line["linewidth"] for line in page.lines]
    assert widths.count(1.0) == 4
    assert set(widths) == {0.5, 1.0}


def test_cells_are_where_the_rules_are(read: Callable[..., Any], values: dict[str, str]) -> None:
    page, boxes = read(values)
    cells = [*boxes.seals.values()]
    cells += [box for key, box in boxes.fields.items() if key in values and box.height > 8]
    assert len(cells) > 8
    for box in cells:
        for axis, position in (
            ("x", box.left),
            ("x", box.left + box.width),
            ("y", box.top),
            ("y", box.top + box.height),
        ):
            assert rules_at(page, axis, position), (axis, position)


def test_columns_of_all_rows_are_flush(
    read: Callable[..., Any], form: FormDefinition, values: dict[str, str]
) -> None:
    _, boxes = read(values)
    lefts = {round(boxes.fields[row[0]].left, 3) for row in form.rows}
    assert len(lefts | {round(boxes.seals["confirmation"].left, 3)}) == 1
    pairs = [row for row in form.rows if len(row) == 2]
    assert len({round(boxes.fields[row[1]].left, 3) for row in pairs}) == 1


def test_a_seal_fits_into_each_cell_with_room_to_spare(
    read: Callable[..., Any], form: FormDefinition, values: dict[str, str]
) -> None:
    for filled in ({}, values):
        _, boxes = read(filled)
        rule = 1.0 / MM  # half a frame's rule on either side, or more than half an inner one
        for seal in form.seals:
            cell = boxes.seals[seal.id]
            assert cell.height - 0.5 / MM >= 48 - 0.01
            assert min(cell.width, cell.height) - rule >= 42 + 2 * 2
        confirmation = boxes.seals["confirmation"]
        assert min(confirmation.width, confirmation.height) - rule >= 46 + 2 * 2 - 0.1
        assert len({round(boxes.seals[seal.id].width, 3) for seal in form.seals}) == 1


def test_a_seal_covers_its_mark_and_touches_the_date(
    read: Callable[..., Any], form: FormDefinition
) -> None:
    page, boxes = read({})
    for seal in form.seals:
        cell = boxes.seals[seal.id]
        middle = (cell.left + cell.width / 2, cell.top + cell.height / 2)
        chars = chars_in(page, cell)
        assert text_in(page, cell) == seal.name + seal.mark + seal.date.replace(" ", "")
        for char in chars[len(seal.name) : len(seal.name) + len(seal.mark)]:
            assert farthest(char, middle) < 21
        date = chars[len(seal.name) + len(seal.mark) :]
        assert any(nearest(char, middle) < 21 for char in date)
        assert any(nearest(char, middle) > 21 for char in date)


def test_date_leaves_room_for_handwriting(read: Callable[..., Any], form: FormDefinition) -> None:
    page, boxes = read({})
    for cell in boxes.seals.values():
        year, month, day = chars_in(page, cell)[-3:]
        assert year["x0"] / MM - cell.left >= 12
        assert (month["x0"] - year["x1"]) / MM >= 8
        assert (day["x0"] - month["x1"]) / MM >= 8
        assert cell.left + cell.width - day["x1"] / MM >= 5


def test_type_by_the_standard(
    read: Callable[..., Any], form: FormDefinition, values: dict[str, str]
) -> None:
    page, boxes = read(values)
    mark = words(page, form.number)
    assert {(char["fontname"].split("+")[1], char["size"]) for char in mark} == {
        ("GonghuiHei-Bold", 16)
    }
    assert mark[0]["x0"] / MM == pytest.approx(MARGIN, abs=0.3)
    for line in form.title:
        chars = words(page, line)
        assert {round(char["size"], 3) for char in chars} == {22}
        assert {char["fontname"].split("+")[1] for char in chars} == {"GonghuiSong-Bold"}
    cells = [boxes.fields[field_id] for row in form.rows for field_id in row]
    assert {round(char["size"], 3) for cell in cells for char in chars_in(page, cell)} == {12}


def test_labels_and_short_values_are_centred(
    read: Callable[..., Any], form: FormDefinition, values: dict[str, str]
) -> None:
    page, boxes = read(values)
    left = MARGIN
    for row in form.rows:
        box = boxes.fields[row[0]]
        label = Box(left, box.top, box.left - left, box.height)
        assert text_in(page, label) == form.field(row[0]).label
        assert_centred(chars_in(page, label), label)
        if len(row) == 2:
            assert_centred(chars_in(page, box), box, optical=2.2)


def test_long_texts_begin_at_the_top_with_an_indent_of_two(
    read: Callable[..., Any], values: dict[str, str], paragraph: str
) -> None:
    page, boxes = read(values | {"measures": f"{paragraph[:60]}\n{paragraph[60:100]}"})
    box = boxes.fields["measures"]
    chars = [char for char in chars_in(page, box) if char["text"] != " "]
    left = min(char["x0"] for char in chars)
    assert chars[0]["x0"] - left == pytest.approx(24, abs=0.1)
    assert words(page, paragraph[60:64])[0]["x0"] - left == pytest.approx(24, abs=0.1)
    assert chars[0]["top"] / MM - box.top < 4
    tops = sorted({round(char["bottom"], 1) for char in chars})
    assert tops[1] - tops[0] == pytest.approx(18, abs=0.1)


def test_values_above_the_table_stand_on_their_blanks(
    read: Callable[..., Any], form: FormDefinition, values: dict[str, str]
) -> None:
    page, boxes = read(values)
    for field_id in form.heading:
        box = boxes.fields[field_id]
        assert text_in(page, box) == values[field_id]
        (rule,) = rules_at(page, "y", box.top + box.height)[:1]
        assert rule["linewidth"] == 0.5
        label = words(page, form.field(field_id).label)
        assert 0 < label[0]["x0"] / MM - (box.left + box.width) < 3


def nearest(char: Any, point: tuple[float, float]) -> float:
    """Distance from a point to a character's box, mm."""
    dx = max(char["x0"] / MM - point[0], 0, point[0] - char["x1"] / MM)
    dy = max(char["top"] / MM - point[1], 0, point[1] - char["bottom"] / MM)
    return float((dx * dx + dy * dy) ** 0.5)


def farthest(char: Any, point: tuple[float, float]) -> float:
    dx = max(abs(char["x0"] / MM - point[0]), abs(char["x1"] / MM - point[0]))
    dy = max(abs(char["top"] / MM - point[1]), abs(char["bottom"] / MM - point[1]))
    return float((dx * dx + dy * dy) ** 0.5)


def assert_centred(chars: list[Any], box: Box, optical: float = 0.2) -> None:
    """Whether a line's boxes are centred; a bracket at its end may move it by ``optical`` mm."""
    middle = (chars[0]["x0"] + chars[-1]["x1"]) / 2 / MM
    assert middle == pytest.approx(box.left + box.width / 2, abs=optical)
    top = min(char["top"] for char in chars)
    bottom = max(char["bottom"] for char in chars)
    assert (top + bottom) / 2 / MM == pytest.approx(box.top + box.height / 2, abs=0.3)
