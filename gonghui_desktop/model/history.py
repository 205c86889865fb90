"""What was done to a record, entry by entry, and what it was at each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from gonghui_desktop.model.record import Record


class Action(StrEnum):
    """What was done to a record."""

    ADD = "add"
    EDIT = "edit"
    REVERT = "revert"
    MOVE = "move"
    FINALISE = "finalise"
    REOPEN = "reopen"
    TAKE_BACK = "take_back"
    STAGE = "stage"
    SEAL = "seal"
    DELETE = "delete"
    RESTORE = "restore"
    MEND = "mend"
    MIGRATE = "migrate"


ACTION_NAMES: Mapping[Action, str] = {
    Action.ADD: "新建",
    Action.EDIT: "改动",
    Action.REVERT: "恢复旧内容",
    Action.MOVE: "换用新表样",
    Action.FINALISE: "定稿",
    Action.REOPEN: "重新打开",
    Action.TAKE_BACK: "撤销",
    Action.STAGE: "办理",
    Action.SEAL: "盖章",
    Action.DELETE: "删除",
    Action.RESTORE: "从回收站恢复",
    Action.MEND: "修复",
    Action.MIGRATE: "升级前已有",
}
"""Every action in the clerk's words."""


@dataclass(frozen=True)
class HistoryEntry:
    """One step in a record's life. A change of several fields makes an entry for each.

    Attributes:
        number: rises with time, over all records.
        at: when, with time zone; of a text that was typed in one go, when it ended.
        who: the computer's user, empty where nobody knows.
        action: what was done.
        field: field id; empty for what was done to the whole form.
        is_reason: whether the text is the reason why a 核实 finding on the field stands.
        before: text before it; of an action, the stage, the edition's digest or the seal
            (:class:`~gonghui_desktop.model.seals.SealNote`) where there is one.
        after: the same, after it.
    """

    number: int
    at: datetime
    who: str
    action: Action
    field: str
    is_reason: bool
    before: str
    after: str


Texts = tuple[dict[str, str], dict[str, str]]
"""Values and reasons, each by field id, without empty ones."""


def texts_after(record: Record, history: Iterable[HistoryEntry], number: int) -> Texts:
    """What a record said after an entry: its history taken back from now.

    Entries of one change count as one: they bear the same moment and action.

    Args:
        record: as it is now.
        history: all of it, newest first.
        number: the entry's.

    Raises:
        KeyError: there is no such entry.
    """
    entries = list(history)
    chosen = next((entry for entry in entries if entry.number == number), None)
    if chosen is None:
        raise KeyError(number)
    texts = dict(record.values), dict(record.explanations)
    for entry in entries:
        if entry.number <= number or _same_change(entry, chosen):
            break
        _put(texts, entry, entry.before)
    return texts


def texts_of_all(history: Iterable[HistoryEntry]) -> Texts:
    """What a record says now by its history alone.

    Args:
        history: all of it, newest first.
    """
    texts: Texts = {}, {}
    for entry in reversed(list(history)):
        _put(texts, entry, entry.after)
    return texts


def _same_change(entry: HistoryEntry, other: HistoryEntry) -> bool:
    return (entry.at, entry.action) == (other.at, other.action)


def _put(texts: Texts, entry: HistoryEntry, text: str) -> None:
    if not entry.field:
        return
    values = texts[entry.is_reason]
    if text:
        values[entry.field] = text
    else:
        values.pop(entry.field, None)
