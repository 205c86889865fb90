"""The text of a Word file as it reads once its tracked changes are accepted.

Read are ``w:t`` and what stands for a character, wherever they are: in runs, tracked insertions,
fields, content controls and text boxes, which python-docx passes over. A text box that is written
twice, for new and for old programs (``mc:AlternateContent``), counts once. The numbers of lists,
which stand in no text, are counted. Not read: deletions, hidden text, prompts of content controls
that nobody has filled, notes, comments, headers and footers.

The element names are ECMA-376's; numbers of sections are those of its part 1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gonghui_desktop.exchange.office.xml_events import parse_xml, too_deep
from gonghui_desktop.exchange.word_forms.archive import (
    NAME_SPACES,
    WORD_DOCUMENT,
    WordFileError,
    WordParts,
)
from gonghui_desktop.exchange.word_forms.builders import (
    Container,
    FormField,
    ParagraphBuilder,
    TableBuilder,
)
from gonghui_desktop.exchange.word_forms.document import Block
from gonghui_desktop.exchange.word_forms.numbering import Numbering, read_numbering

DEEPEST_TABLE = 8

_ALTERNATIVES = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_FORMULAS = frozenset(
    {
        "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "http://purl.oclc.org/ooxml/officeDocument/math",
    }
)
_UNREAD = frozenset({"del", "moveFrom", "delText", "instrText", "delInstrText", "rt", "sectPr"})
_CHANGED = frozenset({"trPr", "rPr"})  # within these, a deletion is a mark on what is around it
_ELSEWHERE = frozenset({"altChunk", "subDoc"})
_CHARACTERS = {
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "-",
}
# Marks of Wingdings 2, which lie elsewhere than those of Wingdings.
_WINGDINGS_2 = {0x50: "√", 0x52: "☑", 0x51: "☒", 0x53: "☒", 0x54: "☒", 0xA3: "□", 0x4F: "×"}
_NO = frozenset({"0", "false", "off", "none"})


def read_document(parts: WordParts) -> tuple[Block, ...]:
    """The paragraphs and tables of a Word file, in order; a text box follows its paragraph.

    Raises:
        WordFileError: its XML is damaged, declares entities, or is larger or deeper than any
            form's; or its text stands in other files.
    """
    reader = _Reader(read_numbering(parts.numbering))
    parse_xml(WORD_DOCUMENT, parts.document, reader.start, reader.end, reader.characters)
    return tuple(reader.body.blocks)


class _Reader:
    """Builds blocks as elements begin and end."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self.body = Container()
        self._containers = [self.body]  # body, cells and text boxes that are open
        self._paragraphs: list[ParagraphBuilder] = []
        self._tables: list[TableBuilder] = []
        self._controls: list[bool] = []  # open content controls: whether a prompt stands in it
        self._choices: list[bool] = []  # open alternatives: whether one has been read
        self._form_field = FormField()
        self._path: list[str] = [""]
        self._unread = 0  # how deep we are in what is not read

    def start(self, space: str, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if self._unread:
            self._unread += 1
            return
        known = name if space in NAME_SPACES else ""
        if (known and self._is_unread(known)) or (
            space == _ALTERNATIVES and self._is_other_choice(name)
        ):
            self._unread = 1
            return
        self._path.append(known or ("t" if space in _FORMULAS and name == "t" else ""))
        if known in _ELSEWHERE:
            raise WordFileError(
                "正文在别的文件里，请用 Word 或 WPS 打开，另存为“Word 文档（*.docx）”再导入。"
            )
        if known in _BEGIN:
            _BEGIN[known](self, attributes)
        elif known in _CHARACTERS and self._path[-2] == "r":
            self._add(_CHARACTERS[known])
        if space == _ALTERNATIVES and name == "AlternateContent":
            self._choices.append(False)
            self._path[-1] = name

    def end(self) -> None:
        """An element ends."""
        if self._unread:
            self._unread -= 1
            return
        name = self._path.pop()
        if name in _FINISH:
            _FINISH[name](self)

    def characters(self, text: str) -> None:
        """Text between tags."""
        if not self._unread and self._path[-1] == "t":
            self._add(text)

    def _is_unread(self, name: str) -> bool:
        """Whether an element is passed over: a deletion of text, or what a change replaced."""
        if name in _UNREAD:
            return self._path[-1] not in _CHANGED
        return name.endswith("Change")

    def _is_other_choice(self, name: str) -> bool:
        """Whether one of the alternatives before this one has been read."""
        if name not in ("Choice", "Fallback") or not self._choices:
            return False
        if self._choices[-1]:
            return True
        self._choices[-1] = True
        return False

    def _add(self, text: str) -> None:
        if self._paragraphs and not any(self._controls):
            self._paragraphs[-1].add(text)

    # Each of these: an element of its name begins.

    def _paragraph(self, _attributes: Mapping[str, str]) -> None:
        self._paragraphs.append(ParagraphBuilder())

    def _run(self, _attributes: Mapping[str, str]) -> None:
        if self._paragraphs:
            self._paragraphs[-1].is_hidden = False

    def _vanish(self, attributes: Mapping[str, str]) -> None:
        """17.3.2.41: the run's text is hidden."""
        if self._path[-3:-1] == ["r", "rPr"] and self._paragraphs:
            self._paragraphs[-1].is_hidden = _is_on(attributes)

    def _gone(self, _attributes: Mapping[str, str]) -> None:
        """A row, or the mark at a paragraph's end, is deleted or moved elsewhere."""
        if self._path[-2] == "trPr" and self._tables:
            self._tables[-1].delete_row()
        elif self._path[-3:-1] == ["pPr", "rPr"] and self._paragraphs:
            self._paragraphs[-1].goes_on = True

    def _indent(self, attributes: Mapping[str, str]) -> None:
        if self._path[-2] == "pPr" and self._paragraphs:
            first = attributes.get("firstLineChars", attributes.get("firstLine", ""))
            self._paragraphs[-1].is_flush = first == "0"

    def _list_level(self, attributes: Mapping[str, str]) -> None:
        if self._path[-2] == "numPr" and self._paragraphs:
            self._paragraphs[-1].level = attributes.get("val", "")

    def _list(self, attributes: Mapping[str, str]) -> None:
        if self._path[-2] == "numPr" and self._paragraphs:
            self._paragraphs[-1].list_id = attributes.get("val", "")

    def _symbol(self, attributes: Mapping[str, str]) -> None:
        """17.3.3.30: a character by its code in a font."""
        try:
            code = int(attributes.get("char", ""), 16)
            other = attributes.get("font", "") == "Wingdings 2"
            self._add(_WINGDINGS_2.get(code & 0xFF, "") if other else chr(code))
        except (ValueError, OverflowError):
            return

    def _text_box(self, _attributes: Mapping[str, str]) -> None:
        self._containers.append(Container())

    def _control(self, _attributes: Mapping[str, str]) -> None:
        self._controls.append(False)

    def _prompt(self, attributes: Mapping[str, str]) -> None:
        """17.5.2.39: what stands in the content control is its prompt."""
        if self._path[-2] == "sdtPr" and self._controls:
            self._controls[-1] = _is_on(attributes)

    def _table(self, _attributes: Mapping[str, str]) -> None:
        if len(self._tables) >= DEEPEST_TABLE:
            raise WordFileError(too_deep(WORD_DOCUMENT))
        self._tables.append(TableBuilder())

    def _row(self, _attributes: Mapping[str, str]) -> None:
        if self._tables:
            self._tables[-1].begin_row()

    def _cell(self, _attributes: Mapping[str, str]) -> None:
        self._containers.append(Container())
        if self._tables:
            self._tables[-1].begin_cell()

    def _cell_property(self, attributes: Mapping[str, str]) -> None:
        if self._path[-2] in ("tcPr", "trPr") and self._tables:
            self._tables[-1].set_property(self._path[-1], attributes.get("val", ""))

    def _form_field_begins(self, _attributes: Mapping[str, str]) -> None:
        self._form_field = FormField()

    def _form_field_property(self, attributes: Mapping[str, str]) -> None:
        parent, name = self._path[-2:]
        value = attributes.get("val", "")
        self._form_field.set_property(parent, name, value, is_on=_is_on(attributes))

    # Each of these: an element of its name ends.

    def _end_form_field(self) -> None:
        self._add(self._form_field.text)

    def _end_paragraph(self) -> None:
        built = self._paragraphs.pop()
        if built.list_id and built.text.strip():
            built.mark = self._numbering.next_mark(built.list_id, built.level)
        self._containers[-1].add_paragraph(built)

    def _end_text_box(self) -> None:
        blocks = self._containers.pop().finish()
        if self._paragraphs:
            self._paragraphs[-1].boxes += blocks
        else:
            self._containers[-1].blocks += blocks

    def _end_control(self) -> None:
        self._controls.pop()

    def _end_choices(self) -> None:
        self._choices.pop()

    def _end_cell(self) -> None:
        blocks = self._containers.pop().finish()
        if self._tables:
            self._tables[-1].end_cell(blocks)
        else:
            self._containers[-1].blocks += blocks

    def _end_row(self) -> None:
        if self._tables:
            self._tables[-1].end_row()

    def _end_table(self) -> None:
        self._containers[-1].blocks.append(self._tables.pop().table())


def _is_on(attributes: Mapping[str, str]) -> bool:
    """17.17.4: a property that is there is on, unless its value says otherwise."""
    return attributes.get("val", "1").lower() not in _NO


_BEGIN: Mapping[str, Callable[[Any, Mapping[str, str]], None]] = {
    "p": _Reader._paragraph,
    "r": _Reader._run,
    "vanish": _Reader._vanish,
    "del": _Reader._gone,
    "moveFrom": _Reader._gone,
    "ind": _Reader._indent,
    "ilvl": _Reader._list_level,
    "numId": _Reader._list,
    "sym": _Reader._symbol,
    "ffData": _Reader._form_field_begins,
    **dict.fromkeys(
        ("checkBox", "checked", "default", "result", "listEntry"), _Reader._form_field_property
    ),
    "txbxContent": _Reader._text_box,
    "sdt": _Reader._control,
    "showingPlcHdr": _Reader._prompt,
    "tbl": _Reader._table,
    "tr": _Reader._row,
    "tc": _Reader._cell,
    **dict.fromkeys(
        ("gridSpan", "gridBefore", "vMerge", "hMerge", "cellDel"), _Reader._cell_property
    ),
}
_FINISH: Mapping[str, Callable[[Any], None]] = {
    "ffData": _Reader._end_form_field,
    "p": _Reader._end_paragraph,
    "txbxContent": _Reader._end_text_box,
    "sdt": _Reader._end_control,
    "AlternateContent": _Reader._end_choices,
    "tc": _Reader._end_cell,
    "tr": _Reader._end_row,
    "tbl": _Reader._end_table,
}
