"""``roster``: units that may not be put forward again; taking in a list, taking units off."""

from __future__ import annotations

import argparse

from gonghui_desktop.cli.answers import Answer
from gonghui_desktop.errors import InputError
from gonghui_desktop.model.units.roster import RosterEntry
from gonghui_desktop.services.units import roster as service
from gonghui_desktop.services.workspace import Workspace

_UNSAID = "原因未注明"


def roster(ws: Workspace, arguments: argparse.Namespace) -> Answer:
    """Lists the roster, or takes in a list or takes a unit off it first."""
    if arguments.reason and arguments.add is None:
        raise InputError("--reason 要和 --import 一起用。")
    if arguments.add is not None:
        listed = service.read_roster_file(ws, arguments.add, arguments.reason)
        done = service.add(ws, (listed, arguments.add.name))
        extra: dict[str, object] = {
            "added": [entry.name for entry in done.added],
            "known": done.known,
            "notices": list(done.notices),
        }
        unsaid = sum(not entry.reason for entry in done.added)
        hint = f"其中 {unsaid} 个没有注明原因，可以加上 --reason 再导入一次。" if unsaid else ""
        lines = [done.sentence, *([hint] if hint else []), *done.notices]
        return Answer(lines, _data(ws) | extra)
    if arguments.remove is not None:
        gone = service.remove(ws, service.named(ws, arguments.remove)).gone
        names = [entry.name for entry in gone]
        return Answer([f"已从名单去掉“{'”、“'.join(names)}”。"], _data(ws) | {"removed": names})
    entries = service.roster(ws)
    total = f"共 {len(entries)} 个单位，不能再次申报。" if entries else "名单是空的。"
    return Answer([*map(_line, entries), total], _data(ws))


def _line(entry: RosterEntry) -> str:
    source = f"  {entry.source}" if entry.source else ""
    return f"{entry.name}  {entry.reason or _UNSAID}{source}"


def _data(ws: Workspace) -> dict[str, object]:
    entries = [
        {
            "name": entry.name,
            "reason": entry.reason,
            "source": entry.source,
            "added_at": entry.added_at.isoformat(),
        }
        for entry in service.roster(ws)
    ]
    return {"ok": True, "roster": entries}
