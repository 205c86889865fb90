"""What is told of forms filled in elsewhere: what was read, and which units are there already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gonghui_desktop.exchange.incoming import FieldReading, Reading
from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.stages import STAGE_NAMES
from gonghui_desktop.model.units.unit_names import unit_key
from gonghui_desktop.services.editions import form_of
from gonghui_desktop.services.workspace import Workspace

_LONGEST_QUOTE = 24
_MOST_QUOTED = 4
_WORDS: Mapping[Reading, str] = {
    Reading.TAKEN: "已读入",
    Reading.DOUBTFUL: "请核对",
    Reading.MISSING: "没找到",
    Reading.EMPTY: "空着",
}


def summary_of(readings: Sequence[FieldReading], unread: Sequence[str] = ()) -> str:
    """What a person has to look at, as clauses; empty where everything was read.

    Such as ``请核对：单位性质（读到“私企”，不在可选范围内）；没找到：联系方式；空着：工作目标``.
    """
    clauses = []
    for reading in (Reading.DOUBTFUL, Reading.MISSING, Reading.EMPTY):
        named = "、".join(_named(each) for each in readings if each.reading is reading)
        if named:
            clauses.append(f"{_WORDS[reading]}：{named}")
    if unread:
        quoted = "".join(f"“{in_sentence(text, _LONGEST_QUOTE)}”" for text in unread[:_MOST_QUOTED])
        more = f"等 {len(unread)} 处" if len(unread) > _MOST_QUOTED else ""
        clauses.append(f"表上没有读入的：{quoted}{more}")
    return "；".join(clauses)


def lines_of(readings: Sequence[FieldReading]) -> list[str]:
    """A line for each field: how it came in, its label and what was read."""
    lines = []
    for each in readings:
        text = f"：{in_sentence(each.text, _LONGEST_QUOTE)}" if each.text else ""
        note = f"（{each.note}）" if each.note else ""
        lines.append(f"  [{_WORDS[each.reading]}] {each.label}{text}{note}")
    return lines


def _named(each: FieldReading) -> str:
    if each.reading is not Reading.DOUBTFUL:
        return each.label
    return f"{each.label}（读到“{in_sentence(each.text, _LONGEST_QUOTE)}”，{each.note}）"


class UnitsPresent:
    """The campaign's records while forms come in, to tell of units that are there already.

    Args:
        ws: the workspace.
    """

    def __init__(self, ws: Workspace) -> None:
        self._by_unit: dict[str, str] = {}
        for record in ws.store.records(campaign=ws.campaign.id):
            form = form_of(ws, record)
            self.add(form, record.values, f"{form.number}，{STAGE_NAMES[record.stage]}")

    def add(self, form: FormDefinition, values: Mapping[str, str], what: str) -> str:
        """Notes a unit; tells what is there of the same one already, empty for nothing."""
        key = unit_key(values.get(form.name_field, ""))
        if not key:
            return ""
        known = self._by_unit.get(key, "")
        self._by_unit.setdefault(key, what)
        return known
