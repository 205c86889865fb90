"""The rows of 导出报送包: everything that is open, in groups, each row a place to go to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from gonghui_desktop.services.submissions.export_state import ExportState
from gonghui_desktop.ui.widgets.severity import SEVERITY_STYLES


@dataclass(frozen=True)
class Row:
    """One thing that is open.

    Attributes:
        text: what it is.
        spoken: the same for whoever does not see the group.
        icon: its icon's name and role.
        record_id: where to go.
        field: and to which field there; empty for none.
    """

    text: str
    spoken: str
    icon: tuple[str, str]
    record_id: str
    field: str = ""


@dataclass(frozen=True)
class Group:
    """Rows under a heading that says what to do about them."""

    heading: str
    rows: tuple[Row, ...]


_DRAFT = ("file-pen", "info")
_PAPER = ("stamp", "info")
_DOUBLE = ("copy", "warning")


def open_groups(state: ExportState) -> Iterator[Group]:
    """What is open, group by group: what stops the export comes first."""
    yield from _blocking(state)
    yield from _doubles(state)
    yield from _drafts(state)
    yield from _paper(state)


def _blocking(state: ExportState) -> Iterator[Group]:
    for record_id, findings in groupby(state.blocking, key=lambda each: each.record_id):
        name = state.names[record_id]
        rows = []
        for each in findings:
            style, words = SEVERITY_STYLES[each.severity], f"{each.severity}　{each.message}"
            icon = (style.icon, style.role)
            rows.append(Row(words, f"{name}，{words}", icon, record_id, each.field))
        yield Group(name, tuple(rows))


def _doubles(state: ExportState) -> Iterator[Group]:
    rows = [
        Row(state.names[each], f"看来是同一单位，{state.names[each]}", _DOUBLE, each, field)
        for each, field in state.doubles
    ]
    if rows:
        yield Group("看来是同一单位：删去一份，或在单位名称下写明为什么不是", tuple(rows))


def _drafts(state: ExportState) -> Iterator[Group]:
    blocked = {each.record_id for each in state.blocking}
    ready = [each for each in state.drafts if each not in blocked]
    if ready:
        rows = (Row(state.names[e], f"还没有定稿，{state.names[e]}", _DRAFT, e) for e in ready)
        heading = f"还没有定稿（{len(ready)} 份）：导出时一起定稿，要先看一遍的现在去看"
        yield Group(heading, tuple(rows))


def _paper(state: ExportState) -> Iterator[Group]:
    if state.paper:
        rows = []
        for gap in state.paper:
            words = f"{state.names[gap.record_id]}　{gap.words}"
            rows.append(Row(words, f"纸质表没有办完，{words}", _PAPER, gap.record_id))
        heading = f"纸质表没有办完（{len(rows)} 份）：可以先导出，打印、盖章后一起上报"
        yield Group(heading, tuple(rows))
