"""Which text of a form's tables belongs to which field: found by the labels' words.

A value stands beside its label, else under it, else behind its colon; in the line above the table
it stands in front of its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.exchange.word_forms.document import Cell, Paragraph, Table
from gonghui_desktop.exchange.word_forms.levelling import CONTINUED, levelled
from gonghui_desktop.exchange.word_forms.wording import Wording
from gonghui_desktop.model.forms.form import Field
from gonghui_desktop.model.pasted.column_matching import heading_score

_ALIKE = 0.8  # of a label that names the field in other words
_LONGEST_LABEL = 14  # characters of such a label
_LONGEST_LINE = 200  # characters of the line above the table
_SHORT_LINE = 30  # characters of one that may have been typed over
_LONGEST_SECOND = 40  # characters quoted of a second value
_FOREIGN = re.compile(
    "邮政编码|邮编|传真(?:号码)?|电子邮[箱件]|邮箱|E-?mail|(?:女职工|农民工|女?会员)人?数|法定代表人|法人代表"
    "|联系人(?:姓名)?|职务|性别|(?:成立|建会)时间|填表人|备注",
    re.IGNORECASE,
)
"""Labels, levelled, that offices have added to the forms: the text beside them is no other's."""
_BLANK = re.compile(r"[\s\u3000]+")
_GAP = "[ \t\xa0\u3000]"
_WIDTHS = {"（": "[（(]", "）": "[）)]", "、": "[、,，/]"}


@dataclass
class RawValue:
    """What stands in a field's place.

    Attributes:
        paragraphs: the text.
        doubts: why it may not be the field's, Chinese clauses.
    """

    paragraphs: list[Paragraph] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All of it in one line."""
        return " ".join(" ".join(paragraph.text for paragraph in self.paragraphs).split())

    @property
    def is_filled(self) -> bool:
        """Whether there is any text."""
        return any(paragraph.text.strip() for paragraph in self.paragraphs)


@dataclass(frozen=True)
class Match:
    """A form's tables, read.

    Attributes:
        found: field id to what stands in its place; fields without a label are left out.
        unread: texts of the table that belong to no field, such as a further row's.
    """

    found: Mapping[str, RawValue]
    unread: tuple[str, ...]


def match_fields(wording: Wording, tables: Sequence[Table]) -> Match:
    """What stands in each field's place."""
    matcher = _Matcher(wording, tables)
    matcher.read_heading()
    matcher.read_cells()
    matcher.read_inline()
    return Match(matcher.found, tuple(matcher.unread()))


class _Matcher:
    def __init__(self, wording: Wording, tables: Sequence[Table]) -> None:
        self.found: dict[str, RawValue] = {}
        self._wording = wording
        self._tables = tables
        self._used: set[int] = set()  # cells that are labels or values
        self._labels: dict[int, Field] = {}
        self._begun: set[int] = set()  # cells that are or begin with a label
        for table in tables:
            for cell in _cells(table):
                label = wording.field_of(cell)
                if label is not None:
                    self._labels[id(cell)] = label
                    self._used.add(id(cell))
        self._run_in: dict[int, RawValue] = {}  # cells with label and value, a blank between
        self._alike: dict[int, str] = {}  # labels in other words than the form's
        words = sorted((each.label for each in wording.labels.values()), key=len, reverse=True)
        self._inline = _inline_pattern(words)
        self._find_other_labels()

    def read_cells(self) -> None:
        """Reads the values of labels that have a cell to themselves."""
        for table in self._tables:
            for cell in _cells(table):
                label = self._labels.get(id(cell))
                if label is None:
                    continue
                raw = self._beside_or_below(table, cell, label)
                if other := self._alike.get(id(cell)):
                    raw.doubts.append(f"表上的栏目是“{other}”")
                self._add(label, raw, cell)

    def read_inline(self) -> None:
        """Reads the values of labels that stand in one cell or line with them."""
        for table in self._tables:
            for cell in _cells(table):
                if id(cell) not in self._used and self._inline:
                    self._read_inline(table, cell, self._inline)

    def unread(self) -> Iterator[str]:
        """What was not read: texts of tables from the first label on, and lines beside tables.

        Of those the ones that follow a label or the form's last table, or name a field.
        """
        last = max((n for n, each in enumerate(self._tables) if self._has_labels(each)), default=-1)
        for place, table in enumerate(self._tables):
            is_begun = -1 < last < place
            for cell in _cells(table):
                is_begun = is_begun or id(cell) in self._begun
                is_known = id(cell) in self._used or self._wording.is_printed(cell)
                if is_known or not cell.words:
                    continue
                is_note = table.is_loose and self._wording.is_like_a_note(cell)
                is_named = table.is_loose and self._names_a_field(cell)
                if (is_begun or is_named) and not is_note:
                    yield " ".join(cell.text.split())

    def _has_labels(self, table: Table) -> bool:
        return not table.is_loose and any(id(cell) in self._labels for cell in _cells(table))

    def _names_a_field(self, line: Cell) -> bool:
        """Whether a line is a label, a colon and something else than was read for that field."""
        words, colon, value = line.text.replace("：", ":").partition(":")
        fields = self._wording.labels.values() if colon and levelled(value) else ()
        named = [each for each in fields if heading_score(each, words.strip()) >= _ALIKE]
        known = {levelled(raw.text) for raw in map(self.found.get, (e.id for e in named)) if raw}
        return bool(named) and levelled(value) not in known

    def read_heading(self) -> None:
        """Reads the line above the table."""
        form = self._wording.form
        fields = [form.field(field_id) for field_id in form.heading]
        if not fields:
            return
        patterns = _heading_patterns([each.label for each in fields])
        for table, row in self._rows_above():
            if all(each.id in self.found for each in fields):
                return
            if self._read_heading_cells(row, fields):
                continue
            line = "\t".join(cell.text.replace("\n", " ") for cell in row)
            if len(line) > _LONGEST_LINE:
                continue
            match = next(filter(None, (pattern.match(line) for pattern in patterns)), None)
            if match:
                for each, text in zip(fields, match.groups(), strict=True):
                    self.found[each.id] = RawValue([Paragraph(text.strip())])
                self._used.update(map(id, row))
                return
            if self._read_part_of_heading(line, fields) and table.is_loose:
                self._used.update(map(id, row))
            elif len(fields) == 1 and fields[0].label in line and len(line) <= _SHORT_LINE:
                raw = RawValue([Paragraph(line.strip())])
                raw.doubts.append(f"“{fields[0].label}”后面还有字")
                self.found.setdefault(fields[0].id, raw)

    def _find_other_labels(self) -> None:
        """Finds cells that name a field in other words, where none has its own."""
        named = {each.id for each in self._labels.values()}
        for table in self._tables:
            for cell in _cells(table):
                if self._inline and id(cell) not in self._used:
                    found = map(self._named, self._inline.finditer(cell.text))
                    named |= {each.id for each in found if each is not None}
        missing = [each for each in self._wording.labels.values() if each.id not in named]
        self._find_run_in(missing)
        best: dict[str, tuple[float, Cell, Field]] = {}
        for cell in (c for table in self._tables if not table.is_loose for c in _cells(table)):
            words = cell.label
            is_known = id(cell) in self._used or self._wording.is_end(cell)
            if is_known or not words or len(words) > _LONGEST_LABEL:
                continue
            for each in missing:
                score = heading_score(each, words)
                if score >= _ALIKE and score > best.get(each.id, (0.0,))[0]:
                    best[each.id] = (score, cell, each)
        for _, cell, each in sorted(best.values(), key=lambda found: found[0]):
            self._labels[id(cell)] = each
            self._alike[id(cell)] = cell.label
            self._used.add(id(cell))

    def _find_run_in(self, missing: Sequence[Field]) -> None:
        """Finds cells with a label, a blank and the value, where a field has no other label."""
        labels = {levelled(each.label): each for each in missing}
        for cell in (c for table in self._tables if not table.is_loose for c in _cells(table)):
            words, blank, value = _BLANK.sub(" ", cell.text.strip(), count=1).partition(" ")
            own = (
                labels.pop(levelled(words), None) if blank and id(cell) not in self._used else None
            )
            if own is not None:
                raw = RawValue([Paragraph(line) for line in value.split("\n")])
                raw.doubts.append("栏目和内容写在同一格")
                self._run_in[id(cell)] = raw
                self._add(own, raw, cell)

    def _rows_above(self) -> Iterator[tuple[Table, list[Cell]]]:
        """The rows above the first label of the table's."""
        for table in self._tables:
            for number, row in enumerate(table.rows):
                if any(id(cell) in self._labels for cell in row):
                    return
                if any(self._wording.is_end(cell) for cell in row):
                    continue  # number and title
                yield table, [cell for cell in row if cell.row == number]

    def _read_heading_cells(self, row: Sequence[Cell], fields: Sequence[Field]) -> bool:
        """Reads blanks that have cells to themselves, in front of those with the words."""
        words = [cell.words for cell in row]
        is_found = False
        for each in fields:
            label = levelled(each.label)
            place = words.index(label) if label in words else 0
            if place:
                self.found.setdefault(each.id, RawValue(list(row[place - 1].paragraphs)))
                self._used.update(map(id, row[place - 1 : place + 1]))
                is_found = True
        return is_found

    def _read_part_of_heading(self, line: str, fields: Sequence[Field]) -> bool:
        """Reads a line some of whose words were typed over: the rest of it is doubtful."""
        first, *others = fields
        match = re.match(rf"(.{{0,40}}?){_spaced(first.label)}(.*)$", line)
        if match is None or len(first.label) <= 2 or len(others) != 1:
            return False
        self.found.setdefault(first.id, RawValue([Paragraph(match[1].strip())]))
        rest = RawValue([Paragraph(match[2].strip())])
        rest.doubts.append(f"没有找到“{others[0].label}”这几个字")
        if rest.is_filled:
            self.found.setdefault(others[0].id, rest)
        return True

    def _beside_or_below(self, table: Table, cell: Cell, label: Field) -> RawValue:
        """The text beside a label, or under it where another label or nothing stands beside it."""
        if table.is_loose:
            return self._lines_after(table, cell, label)
        values: list[Cell] = []
        for number in range(cell.row, cell.row + cell.height):
            values += self._beside(table.rows[number], cell, values, is_long=label.type.is_long)
        if not values:
            under = self._under(table, cell)
            values = [under] if under is not None else []
        self._used.update(map(id, values))
        raw = RawValue()
        filled = [value for value in values if value.text.strip()]
        for value in filled:
            raw.paragraphs += value.paragraphs
        if len(filled) > 1 and not label.type.is_long:
            raw.doubts.append(f"由 {len(filled)} 格合成")
        return raw

    def _beside(
        self, row: Sequence[Cell], label: Cell, taken: Sequence[Cell], *, is_long: bool
    ) -> Iterator[Cell]:
        """The cells of a row behind a label, up to the next label.

        A long text right beside its label may begin with the words of any.
        """
        begins = next((n for n, each in enumerate(row) if each is label), len(row))
        for place, each in enumerate(row[begins + 1 :]):
            is_text = is_long and place == 0 and each.label not in self._wording.labels
            if self._is_other(each) and not (is_text and self._begins_with_label(each)):
                return
            if not any(each is one for one in taken):
                yield each

    def _is_other(self, cell: Cell) -> bool:
        """Whether a cell is a label, begins with one, or belongs to the seals."""
        if id(cell) in self._labels or self._wording.is_end(cell) or _FOREIGN.fullmatch(cell.label):
            return True
        return id(cell) in self._run_in or self._begins_with_label(cell)

    def _begins_with_label(self, cell: Cell) -> bool:
        match = self._inline.match(cell.text) if self._inline else None
        return match is not None and self._named(match) is not None

    def _under(self, table: Table, label: Cell) -> Cell | None:
        """The cell right under a label, unless it is something else."""
        number = label.row + label.height
        if number >= len(table.rows):
            return None
        for each in table.rows[number]:
            overlaps = each.column < label.end and each.end > label.column
            if overlaps and each.row == number:
                return None if self._is_other(each) else each
        return None

    def _lines_after(self, table: Table, cell: Cell, label: Field) -> RawValue:
        """The line after one that is nothing but a label; of a long text all lines."""
        raw = RawValue()
        for row in table.rows[cell.row + 1 :]:
            line = row[0]
            if self._is_other(line):
                break
            raw.paragraphs += line.paragraphs
            self._used.add(id(line))
            if not label.type.is_long:
                break
        return raw

    def _read_inline(self, table: Table, cell: Cell, pattern: re.Pattern[str]) -> None:
        text = cell.text
        starts = [match for match in pattern.finditer(text) if self._named(match) is not None]
        for place, match in enumerate(starts):
            label = self._named(match)
            assert label is not None
            end = starts[place + 1].start() if place + 1 < len(starts) else len(text)
            lines = text[match.end() : end].strip().split("\n")
            raw = RawValue([Paragraph(line) for line in lines])
            if table.is_loose and label.type.is_long and place + 1 == len(starts):
                self._used.add(id(cell))
                raw.paragraphs += self._lines_after(table, cell, label).paragraphs
            self._add(label, raw, cell)

    def _named(self, match: re.Match[str]) -> Field | None:
        return self._wording.labels.get(levelled(match["label"]))

    def _add(self, label: Field, raw: RawValue, cell: Cell) -> None:
        """Notes a field's text: goes on with an earlier one, or stands beside it as a doubt."""
        self._used.add(id(cell))
        self._begun.add(id(cell))
        known = self.found.get(label.id)
        if known is None or not known.is_filled:
            self.found[label.id] = raw
        elif cell.label.endswith(CONTINUED) or label.type.is_long:
            _go_on(known, raw)
        elif raw.is_filled and levelled(raw.text) != levelled(known.text):
            second = in_sentence(raw.text, _LONGEST_SECOND)
            known.doubts.append(f"表上有两处“{label.label}”，取了前一处，后一处是“{second}”")


def _go_on(known: RawValue, raw: RawValue) -> None:
    """Adds the rest of a text, whose first paragraph may be the rest of the last one."""
    first = raw.paragraphs[0] if raw.paragraphs else None
    if first is not None and first.is_flush and known.paragraphs:
        last = known.paragraphs.pop()
        known.paragraphs.append(Paragraph(last.text + first.text, last.is_flush))
        known.paragraphs += raw.paragraphs[1:]
    else:
        known.paragraphs += raw.paragraphs


def _cells(table: Table) -> Iterator[Cell]:
    """Each cell once, row by row."""
    for number, row in enumerate(table.rows):
        for cell in row:
            if cell.row == number:
                yield cell


def _spaced(label: str) -> str:
    """A pattern for a label with blanks anywhere in it."""
    return rf"{_GAP}*+".join(_WIDTHS.get(char, re.escape(char)) for char in label)


def _inline_pattern(labels: Sequence[str]) -> re.Pattern[str] | None:
    """A label at a line's beginning or behind a blank or a stop, with a colon or a gap after it."""
    if not labels:
        return None
    words = "|".join(map(_spaced, labels))
    return re.compile(
        rf"(?:^|(?<=[\s;；,，、。|]))(?P<label>{words})"
        rf"(?:{_GAP}*+[(（][^()（）\n]{{0,20}}[)）])?(?:{_GAP}*+[:：]|{_GAP}{{2,}}+|\t|{_GAP}*+$)",
        re.MULTILINE,
    )


def _heading_patterns(labels: Sequence[str]) -> tuple[re.Pattern[str], ...]:
    """Blanks, each behind its words and a colon, or in front of its words.

    Of the latter best with a gap between words and the next blank.
    """
    parts = [rf"(.*?){_GAP}*+{_spaced(label)}" for label in labels]
    behind = [rf"{_spaced(label)}{_GAP}*+[:：]{_GAP}*+(.*?)" for label in labels]
    betweens = ("(?=[ \t\xa0\u3000_＿])", "")
    before = tuple(re.compile(rf"\s*{between.join(parts)}\s*$") for between in betweens)
    return (re.compile(rf"\s*{_GAP.join(behind)}\s*$"), *before)
