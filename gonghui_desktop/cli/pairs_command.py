"""``pairs``: names that may be one unit's, what was written about them; deciding, taking back."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from gonghui_desktop.cli.answers import Answer
from gonghui_desktop.cli.question_data import question_data, question_line
from gonghui_desktop.errors import InputError
from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.model.units.decisions import Decision
from gonghui_desktop.services.receiving.city import city_decisions
from gonghui_desktop.services.receiving.city.city_decisions import CityQuestion, QuestionSide
from gonghui_desktop.services.receiving.office_table import office_table
from gonghui_desktop.services.receiving.offices import receives
from gonghui_desktop.services.units import pairs as service
from gonghui_desktop.services.workspace import Workspace


def pairs(ws: Workspace, arguments: argparse.Namespace) -> Answer:
    """Lists the pairs of names about which something was written, takes one back, or decides.

    An office that receives also sees the questions about the units of all offices.
    """
    if arguments.decide:
        return _decided(ws, arguments)
    if arguments.same or arguments.different or arguments.keep or arguments.reason:
        raise InputError("--same、--different、--keep、--reason 要和 --decide 一起用。")
    found = service.decided(ws)
    if arguments.take_back is not None:
        return _taken_back(ws, found, arguments.take_back)
    asked = _questions(ws)
    total = f"共 {len(found)} 对。" if found else "还没有写过原因的相近名称。"
    lines = [*map(question_line, asked), *map(_line, found), total]
    if asked:
        still = sum(each.is_open for each in asked)
        lines.append(f"各单位所报的重复和历年典型 {len(asked)} 处，{still} 处待核对。")
    questions = [question_data(each) for each in asked]
    return Answer(lines, {"ok": True, "pairs": [*map(_data, found)], "questions": questions})


def _questions(ws: Workspace) -> list[CityQuestion]:
    """The questions about the units of all offices; none where one's own receives nothing."""
    return city_decisions.questions(ws, office_table(ws)) if receives(ws) else []


def _decided(ws: Workspace, arguments: argparse.Namespace) -> Answer:
    asked = city_decisions.question(_questions(ws), arguments.decide)
    if not (arguments.same or arguments.different):
        raise InputError("请写明核对结果：--same（是同一单位）或 --different（不是同一单位）。")
    if arguments.different:
        if arguments.keep:
            raise InputError("--keep 要和 --same 一起用。")
        city_decisions.decide_another(ws, asked, arguments.reason)
    else:
        city_decisions.decide_same(ws, asked, _kept(asked, arguments.keep), arguments.reason)
    now = city_decisions.question(_questions(ws), asked.id)
    return Answer([question_line(now)], {"ok": True, "decided": question_data(now)})


def _kept(asked: CityQuestion, wanted: str) -> QuestionSide | None:
    """The form whose id begins so, or that of an office; ``None`` where none is named."""
    if not wanted:
        return None
    found = [side for side in asked.sides if side.office == wanted] or [
        side for side in asked.sides if side.record.record.id.startswith(wanted)
    ]
    if len(found) != 1:
        raise InputError(
            f"分不清要保留哪一份：{in_sentence(wanted)}，"
            "请写申报表的编号（pairs --json 里有）或者上报单位。"
        )
    return found[0]


def _taken_back(ws: Workspace, found: Sequence[Decision], number: int) -> Answer:
    chosen = next((each for each in found if each.number == number), None)
    if chosen is None:
        raise InputError(f"没有编号 {number}，用 pairs 查看编号。")
    service.take_back(ws, chosen)
    line = f"已撤回：“{chosen.one}”与“{chosen.other}”名称相近，会重新提示。"
    return Answer([line], {"ok": True, "taken_back": _data(chosen)})


def _line(decision: Decision) -> str:
    return f"{decision.number}  “{decision.one}”与“{decision.other}”：{decision.reason}"


def _data(decision: Decision) -> dict[str, object]:
    return {
        "number": decision.number,
        "kind": decision.kind,
        "one": decision.one,
        "other": decision.other,
        "same": decision.is_same,
        "reason": decision.reason,
        "at": decision.at.isoformat(),
    }
