"""``backup``, ``restore``, ``backups``: one file with everything, and what was made by itself."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from gonghui_desktop import paths
from gonghui_desktop.cli.answers import Answer
from gonghui_desktop.model.dates import written_moment
from gonghui_desktop.services.catalogue import Catalogue
from gonghui_desktop.services.safekeeping import backups as service
from gonghui_desktop.services.safekeeping.backups import REASONS, Backup, Restored
from gonghui_desktop.services.workspace import Workspace


def backup(ws: Workspace, arguments: argparse.Namespace) -> Answer:
    """Writes one file with everything."""
    records = service.back_up(ws, arguments.output)
    line = f"已备份到 {arguments.output}（{records} 份申报表）。"
    return Answer([line], {"ok": True, "file": str(arguments.output), "records": records})


def backups(ws: Workspace, _arguments: argparse.Namespace) -> Answer:
    """Lists what was backed up by itself."""
    return listing(service.backups(ws.store.folder))


def restore(ws: Workspace, arguments: argparse.Namespace) -> Answer:
    """Puts a backup in the place of everything."""
    done, ws.catalogue = service.restore(
        ws, arguments.file, paths.forms_folder(), datetime.now(UTC)
    )
    return _restored(done)


def restore_unopened(catalogue: Catalogue, data: Path, arguments: argparse.Namespace) -> Answer:
    """As :func:`restore`, where the data file cannot be opened: it is set aside."""
    shipped = paths.forms_folder()
    done = service.recover(catalogue, data, arguments.file, shipped, datetime.now(UTC))
    return _restored(done)


def listing(found: Sequence[Backup]) -> Answer:
    """The answer of ``backups``."""
    lines = [
        f"{written_moment(each.at)}  {each.records} 份申报表  {REASONS[each.reason]}  {each.path}"
        for each in found
    ]
    items = [
        {
            "file": str(each.path),
            "at": each.at.isoformat(),
            "records": each.records,
            "size": each.size,
            "reason": each.reason.value,
        }
        for each in found
    ]
    return Answer(lines or ["还没有自动备份。"], {"ok": True, "backups": items})


def _restored(done: Restored) -> Answer:
    made = f" {written_moment(done.made_at)} 的备份" if done.made_at else "备份"
    lines = [f"已恢复{made}（{done.records} 份申报表）。"]
    if done.before is not None:
        lines.append(f"恢复前的内容在 {done.before.path}，要退回，请用 restore 恢复它。")
    if done.aside is not None:
        lines.append(f"打不开的数据文件已改名留存：{done.aside}")
    data = {
        "ok": True,
        "records": done.records,
        "before": str(done.before.path) if done.before else "",
        "aside": str(done.aside) if done.aside else "",
    }
    return Answer(lines, data).with_warnings(done.faults)
