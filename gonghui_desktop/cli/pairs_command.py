"""``pairs``: what was written about names that are nearly the same; taking it back."""

from __future__ import annotations

import argparse

from gonghui_desktop.cli.answers import Answer
from gonghui_desktop.errors import InputError
from gonghui_desktop.model.units.decisions import Decision
from gonghui_desktop.services.units import pairs as service
from gonghui_desktop.services.workspace import Workspace


def pairs(ws: Workspace, arguments: argparse.Namespace) -> Answer:
    """Lists the pairs of names about which something was written, or takes one back."""
    found = service.decided(ws)
    if arguments.take_back is None:
        total = f"共 {len(found)} 对。" if found else "还没有写过原因的相近名称。"
        return Answer([*map(_line, found), total], {"ok": True, "pairs": [*map(_data, found)]})
    chosen = next((each for each in found if each.number == arguments.take_back), None)
    if chosen is None:
        raise InputError(f"没有编号 {arguments.take_back}，用 pairs 查看编号。")
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
