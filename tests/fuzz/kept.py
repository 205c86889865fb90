"""Inputs of which something failed, as files: to be looked at, and to be given again."""

from __future__ import annotations

import json
from pathlib import Path

from tests.fuzz.inputs import Input
from tests.fuzz.seeds import Kind

_HEAD, _DATA, _BESIDE = "input.json", "data", "beside"


def keep(one: Input, folder: Path) -> Path:
    """Writes an input into a folder, which is returned."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _HEAD).write_text(json.dumps({"kind": one.kind, "name": one.name}), "utf-8")
    (folder / _DATA).write_bytes(one.data)
    for end, content in one.beside.items():
        (folder / f"{_BESIDE}{end}").write_bytes(content)
    return folder


def read_kept(folder: Path) -> Input:
    """The input of such a folder."""
    head = json.loads((folder / _HEAD).read_text("utf-8"))
    beside = {
        path.name.removeprefix(_BESIDE): path.read_bytes() for path in folder.glob(f"{_BESIDE}*")
    }
    return Input(Kind(head["kind"]), head["name"], (folder / _DATA).read_bytes(), beside)
