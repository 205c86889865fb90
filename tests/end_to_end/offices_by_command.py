"""Offices with data folders of their own, worked by the command line alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.sending_offices import UNIT_VALUES

Run = Callable[..., tuple[int, dict[str, Any], str]]
"""Office, then the command's words."""

WHY = "本年度符合条件的单位不足"
_ELSEWHERE = ("industry", "covered_enterprises")  # fields that 附件1 has not


def fill_in(run: Run, folder: Path, kind: str, office: str, *names: str, to: str = "") -> None:
    """An office with a final 附件1 of each of these units, once it exports."""
    receiver = ("--receiver", to) if to else ()
    assert run(office, "profile", "--kind", kind, "--name", office, *receiver)[0] == 0
    values = {key: text for key, text in UNIT_VALUES.items() if key not in _ELSEWHERE}
    records = [{"form": "annex1", "values": {**values, "unit_name": name}} for name in names]
    content = {"format": "gonghui-records", "version": 1, "campaign": "2017", "records": records}
    given = folder / f"{office}.json"
    given.write_text(json.dumps(content), "utf-8")
    assert run(office, "import", given)[0] == 0


def exported(run: Run, folder: Path, office: str, name: str = "报送包") -> Path:
    """The package of an office, in a file of its name and another one."""
    package = folder / f"{office} {name}.zip"
    code, said, _ = run(office, "export", "-o", package, "--explain", WHY)
    assert code == 0, said
    return package


def handed_in(run: Run, folder: Path, kind: str, office: str, *names: str, to: str = "") -> Path:
    """The package of an office that fills in 附件1 of these units."""
    fill_in(run, folder, kind, office, *names, to=to)
    return exported(run, folder, office)
