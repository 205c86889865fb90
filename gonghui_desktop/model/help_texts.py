"""What helps to fill in a field and is neither printed nor checked: checklists, ready phrases.

It is read from a form's file and is no part of the form's edition.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gonghui_desktop.model.strict import Table
from gonghui_desktop.model.toml_file import text_of, texts_of

_MOST_LISTS = 4
_MOST_ITEMS = 20
_MOST_PHRASES = 12
_LONGEST_ITEM = 30
_LONGEST_PHRASE = 60


@dataclass(frozen=True)
class ChecklistItem:
    """Something that a text might tell of.

    Attributes:
        text: what it is, such as 工资集体协商.
        words: any of them in the text shows that it is told of.
    """

    text: str
    words: tuple[str, ...]

    def is_in(self, written: str) -> bool:
        """Whether the text tells of it; blanks and line breaks in it do not matter."""
        plain = "".join(written.split())
        return any("".join(word.split()) in plain for word in self.words)


@dataclass(frozen=True)
class Checklist:
    """A list of the notice, such as “五个一”, to compare a text with; nothing of it is required."""

    title: str
    items: tuple[ChecklistItem, ...]


def count_told(checklists: Sequence[Checklist], written: str) -> tuple[int, int]:
    """How many items the text tells of, and how many there are."""
    items = [item for each in checklists for item in each.items]
    return sum(item.is_in(written) for item in items), len(items)


def read_checklists(table: Table) -> tuple[Checklist, ...]:
    """The key ``checklist`` of a field, if it is there.

    Raises:
        Exception: the table's own error; the sentence names file and key path.
    """
    if not table.has("checklist"):
        return ()
    lists = tuple(_checklist(each) for each in table.tables("checklist", _MOST_LISTS))
    if len(lists) > _MOST_LISTS:
        table.fail(f"最多 {_MOST_LISTS} 个", "checklist")
    return lists


def read_phrases(table: Table, key: str = "phrases") -> tuple[str, ...]:
    """Ready sentences under a key, if it is there.

    Raises:
        Exception: the table's own error; the sentence names file and key path.
    """
    if not table.has(key):
        return ()
    phrases = texts_of(table, key, _LONGEST_PHRASE)
    if len(phrases) > _MOST_PHRASES:
        table.fail(f"最多 {_MOST_PHRASES} 句", key)
    return phrases


def _checklist(table: Table) -> Checklist:
    items = tuple(_item(each) for each in table.tables("items", _MOST_ITEMS))
    if not 1 <= len(items) <= _MOST_ITEMS:
        table.fail(f"应当有 1 至 {_MOST_ITEMS} 项", "items")
    made = Checklist(text_of(table, "title", _LONGEST_ITEM), items)
    table.done()
    return made


def _item(table: Table) -> ChecklistItem:
    text = text_of(table, "text", _LONGEST_ITEM)
    words = texts_of(table, "words", _LONGEST_ITEM) if table.has("words") else (text,)
    table.done()
    return ChecklistItem(text, words)
