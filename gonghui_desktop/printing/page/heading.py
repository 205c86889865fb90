"""The head of a page: mark, title and heading line; on further pages, the title with 续表."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest

from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.printing.page.geometry import (
    BOTTOM,
    INNER_RULE,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    PageLayout,
    Rect,
    SetRule,
)
from gonghui_desktop.printing.page.spacing import USUAL, Spacing
from gonghui_desktop.printing.page.structure import (
    ARTIFACT,
    MARK,
    TITLE,
    Passage,
    Path,
    heading_path,
)
from gonghui_desktop.printing.sheet import Setting
from gonghui_desktop.printing.type.fonts import Role
from gonghui_desktop.printing.type.line import Line
from gonghui_desktop.printing.type.textblock import (
    FULL_SIZE,
    LEAST_SIZE,
    TOP_OF_TYPE,
    SetText,
    TextBlock,
    centred_left,
)
from gonghui_desktop.printing.type.typesetter import Typesetter

_MARK_SIZE = 16.0
_TITLE_SIZES = (22.0, 21.0, 20.0, 19.0, 18.0)
_FURTHER_TITLE_SIZES = (14.0, 13.0, 12.0, 11.0, LEAST_SIZE)
_MARK_BASELINE = TOP + TOP_OF_TYPE * _MARK_SIZE
_CONTINUED = "（续表）"
_UNDER_FURTHER_TITLE = 9.0
_NAME_PITCH = 15.0
_UNDER_NAME = 5.0
_MOST_NAME_LINES = 3
"""The name is repeated for orientation only; its own cell has all of it, however long."""

_HEADING_PITCH = 20.0
_UNDERLINE = 3.4
"""Below the baseline, pt."""
_LINE_HEIGHT = TOP_OF_TYPE * FULL_SIZE + _UNDERLINE + INNER_RULE / 2
"""From the top of the type to the lower edge of the blank's rule, pt."""
_BLANK = 150.0
"""Width of a blank without a value, to be filled by hand, pt."""
_BESIDE_VALUE = 4.0
"""Smallest space on either side of a value on its blank, pt."""
_BEFORE_LABEL = 4.0
_BETWEEN_GROUPS = 20.0


class PageHeading:
    """The head of every page of a form.

    Args:
        form: the form.
        shown: field id to the display text of its value.
        setter: sets the texts.
    """

    def __init__(self, form: FormDefinition, shown: Mapping[str, str], setter: Typesetter) -> None:
        self._form = form
        self._shown = shown
        self._setter = setter
        self._heading = heading_lines(form, shown, setter)

    def first_pages(self, spacing: Spacing = USUAL) -> tuple[list[PageLayout], float]:
        """Start the form: mark, title and heading line.

        A heading that overflows its page continues on further pages.

        Args:
            spacing: the air between them.

        Returns:
            The pages, and the table's top on the last of them.
        """
        pages: list[PageLayout] = []
        parts = self._parts(spacing)
        for top, lines in parts:
            page = self.further_page()[0] if pages else self._titled_page(spacing)
            for number, line in enumerate(lines):
                line.place(page, top + number * _HEADING_PITCH)
            pages.append(page)
        return pages, _table_top(*parts[-1], spacing)

    def table_start(self, spacing: Spacing = USUAL) -> tuple[int, float]:
        """Where the table begins, without placing the head: on which page, and its top there."""
        parts = self._parts(spacing)
        return len(parts), _table_top(*parts[-1], spacing)

    def further_page(self) -> tuple[PageLayout, float]:
        """Start a further page: mark, the title in one line with 续表, the unit's name.

        Returns:
            The page, and the table's top on it.
        """
        passages, top = self._further
        return PageLayout([*passages]), top

    @cached_property
    def _further(self) -> tuple[list[Passage], float]:
        """What stands on every further page above the table, and the table's top there."""
        page = PageLayout()
        y = self._place_mark(page, ARTIFACT) + USUAL.under_mark
        title = f"{self._form.full_title}{_CONTINUED}"
        block = self._setter.short_text(title, WIDTH, Role.SONG_BOLD, _FURTHER_TITLE_SIZES)
        page.put(ARTIFACT, block.set_centred((LEFT + RIGHT) / 2, y, Role.SONG_BOLD))
        y += block.height + _UNDER_FURTHER_TITLE
        if self._shown[self._form.name_field].strip():
            y += self._place_name(page, y)
            y += _UNDER_NAME
        return page.passages, y

    def _place_name(self, page: PageLayout, top: float) -> float:
        """Place the unit's name behind its label, with a hanging indent.

        Returns:
            The height of its lines.
        """
        words, block = self._name
        size = block.size
        y = top + TOP_OF_TYPE * size
        set_label = SetText(LEFT, y, size, words.text, words.spaces)
        page.put(ARTIFACT, [set_label, *block.set_left(LEFT + words.width * size, top)])
        return block.height

    @cached_property
    def _name(self) -> tuple[Line, TextBlock]:
        """The label of the unit's name and the name, as every further page has them."""
        field = self._form.field(self._form.name_field)
        words = self._setter.line(f"{field.label}：")
        paragraph = self._setter.paragraph(self._shown[field.id])
        whole = words.width + paragraph.width
        size = FULL_SIZE if whole * FULL_SIZE <= WIDTH else LEAST_SIZE
        measure = WIDTH / size - words.width
        block = self._setter.long_text([paragraph], measure, size, _NAME_PITCH, indent=0.0)
        return words, block.part(0, _MOST_NAME_LINES)

    def _place_mark(self, page: PageLayout, path: Path) -> float:
        line = self._setter.line(self._form.number, Role.HEI).tight()
        text = SetText(LEFT, _MARK_BASELINE, _MARK_SIZE, line.text, line.spaces, Role.HEI)
        page.put(path, [text])
        return TOP + _MARK_SIZE

    def _titled_page(self, spacing: Spacing) -> PageLayout:
        page = PageLayout()
        top = self._place_mark(page, MARK) + spacing.under_mark
        texts: list[SetText] = []
        for block in self._title:
            texts += block.set_centred((LEFT + RIGHT) / 2, top, Role.SONG_BOLD)
            top += block.height - block.size + spacing.title_pitch
        page.put(TITLE, texts)
        return page

    @cached_property
    def _title(self) -> list[TextBlock]:
        short_text = self._setter.short_text
        return [short_text(line, WIDTH, Role.SONG_BOLD, _TITLE_SIZES) for line in self._form.title]

    def _parts(self, spacing: Spacing) -> list[tuple[float, tuple[HeadingLine, ...]]]:
        """The lines above the table by page, each page's with the top of its first line."""
        title = sum(block.height - block.size for block in self._title)
        title += (len(self._form.title) - 1) * spacing.title_pitch + _TITLE_SIZES[0]
        top = TOP + _MARK_SIZE + spacing.under_mark + title + spacing.under_title
        parts: list[tuple[float, tuple[HeadingLine, ...]]] = []
        rest = self._heading
        while rest or not parts:
            if parts:
                top = self.further_page()[1]
            count = int((BOTTOM - top - _LINE_HEIGHT) / _HEADING_PITCH) + 1
            parts.append((top, rest[:count]))
            rest = rest[count:]
        return parts


def _table_top(top: float, lines: Sequence[HeadingLine], spacing: Spacing) -> float:
    """Where the table begins under these lines, the first of which has its top there."""
    if not lines:
        return top
    return top + ((len(lines) - 1) * _HEADING_PITCH + FULL_SIZE + spacing.under_heading)


def place_page_number(page: PageLayout, text: str, setter: Typesetter) -> None:
    """Place 第 x 页 共 y 页 at the right of the mark's line, for paper without a foot line."""
    line = setter.line(text)
    x = RIGHT - line.width * LEAST_SIZE
    number = SetText(x, _MARK_BASELINE, LEAST_SIZE, line.text, line.spaces)
    # The mark is every page's first text; the page number is read right after it.
    page.passages.insert(1, Passage(ARTIFACT, [number]))


@dataclass(frozen=True, slots=True)
class HeadingLine:
    """One line above the table: values on their blanks, each in front of its label.

    Attributes:
        blanks: field id, left and right end of the blank, the value's line and its size.
        labels: left edge and text of each blank's label; empty where the value continues in the
            next line.
    """

    blanks: tuple[tuple[str, float, float, Line, float], ...]
    labels: tuple[tuple[float, Line], ...]

    def place(self, page: PageLayout, top: float) -> None:
        """Place the line, each value followed by its label, in reading order."""
        y = top + TOP_OF_TYPE * FULL_SIZE
        for (field_id, left, right, value, size), label in zip_longest(self.blanks, self.labels):
            rule = y + _UNDERLINE
            page.rules.append(SetRule(left, rule, right, rule, INNER_RULE))
            texts = []
            if value.text:
                x = centred_left(value, (left + right) / 2, size)
                texts.append(SetText(x, y, size, value.text, value.spaces))
            box = page.fields.get(field_id)
            page.fields[field_id] = Rect(left, box.top if box else top, right, rule)
            page.settings[field_id] = Setting(size, _HEADING_PITCH, 1)
            if label:
                x, words = label
                texts.append(SetText(x, y, FULL_SIZE, words.text, words.spaces))
            page.put(heading_path(field_id), texts)


def heading_lines(
    form: FormDefinition, shown: Mapping[str, str], setter: Typesetter
) -> tuple[HeadingLine, ...]:
    """Set the lines above a form's table.

    Two groups share a line, the first flush left, the second flush right with the table; where
    their values are too long for that, each group gets lines of its own.
    """
    groups = [
        _Group(field.id, setter.line(field.label), shown[field.id])
        for field in map(form.field, form.heading)
    ]
    if not groups:
        return ()
    for size in (FULL_SIZE, LEAST_SIZE):
        line = _side_by_side(groups, size, setter)
        if line:
            return (line,)
    return tuple(line for group in groups for line in _by_itself(group, setter))


@dataclass(frozen=True, slots=True)
class _Group:
    """A blank and the label behind it."""

    field_id: str
    label: Line
    value: str

    @property
    def label_width(self) -> float:
        return self.label.width * FULL_SIZE + _BEFORE_LABEL


def _side_by_side(groups: list[_Group], size: float, setter: Typesetter) -> HeadingLine | None:
    """Set all groups in one line; ``None`` if their values are too wide at this size."""
    room = WIDTH - _BETWEEN_GROUPS * (len(groups) - 1)
    room -= sum(group.label_width for group in groups)
    lines = [setter.line(group.value) for group in groups]
    needs = [line.width * size + 2 * _BESIDE_VALUE for line in lines]
    if sum(needs) > room:
        return None
    blanks, labels = [], []
    for number, (group, line, width) in enumerate(
        zip(groups, lines, _shares(room, needs), strict=True)
    ):
        left = RIGHT - width - group.label_width if number else LEFT
        blanks.append((group.field_id, left, left + width, line, size))
        labels.append((left + width + _BEFORE_LABEL, group.label))
    return HeadingLine(tuple(blanks), tuple(labels))


def _shares(room: float, needs: list[float]) -> list[float]:
    """Widths of the blanks: equal, unless a long value takes some of the other's."""
    usual = min(_BLANK, room / len(needs))
    widths = [max(usual, need) for need in needs]
    over = max(0.0, sum(widths) - room)
    return [max(need, width - over) for need, width in zip(needs, widths, strict=True)]


def _by_itself(group: _Group, setter: Typesetter) -> list[HeadingLine]:
    """Set one group on lines of its own, the label behind the last one."""
    right = RIGHT - group.label_width
    block = setter.short_text(group.value, right - LEFT - 2 * _BESIDE_VALUE)
    lines = [item.line for item in block.lines] or [setter.line("")]
    labels = ((right + _BEFORE_LABEL, group.label),)
    return [
        HeadingLine(
            ((group.field_id, LEFT, right, line, block.size),),
            labels if number == len(lines) else (),
        )
        for number, line in enumerate(lines, 1)
    ]
