"""A marker that was typed everywhere, and the files that still have it."""

from __future__ import annotations

import json
from pathlib import Path

MARK = "密语乙丙"


def files_with(folder: Path, mark: str) -> list[Path]:
    """Files below a folder that hold a text, in any of the ways in which it may be written."""
    escaped = json.dumps(mark)[1:-1]
    forms = {
        mark.encode(),
        mark.encode("utf-16-le"),
        mark.encode("utf-16-be"),
        escaped.encode(),
        escaped.upper().replace("\\U", "\\u").encode(),
        mark.encode("gb18030"),
    }
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and any(form in path.read_bytes() for form in forms)
    ]
