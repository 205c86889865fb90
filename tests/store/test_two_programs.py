"""Two programs on one data folder at the same time."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from gonghui_desktop.store.store import Store
from gonghui_desktop.store.values import NewRecord


def _other_program(data: Path, *arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "gonghui_desktop", "--data", str(data), "--json", *arguments]
    answer = subprocess.run(command, capture_output=True, check=True, text=True)
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


def test_what_is_written_after_another_program_has_come_and_gone_is_kept(tmp_path: Path) -> None:
    """The other one, thinking itself alone at its end, would take away the log that is in use."""
    with Store.open(tmp_path) as store:
        (record,) = store.add([NewRecord("annex1", {"goals": "甲"}, campaign="2017")])
        for goals in ("乙", "丙"):
            _other_program(tmp_path, "profile", "--kind", "district", "--name", f"{goals}工会")
            store.change(record.id, {"goals": goals})
            (listed,) = _other_program(tmp_path, "list")["records"]
            assert listed["values"]["goals"] == goals
