"""A backup takes the place of a data file that cannot be opened: the whole of it stays, or goes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from gonghui_desktop.errors import DataFileError
from gonghui_desktop.store.store import FILE_NAME, NewRecord, Store

_WRITE = """
import os, sys
from pathlib import Path
from gonghui_desktop.store.store import NewRecord, Store
Store.open(Path(sys.argv[1])).add([NewRecord("annex1", {"unit_name": "乙"})])
os._exit(9)
"""
"""Leaves what it added in the log."""

_START_ANEW = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from gonghui_desktop.errors import StoreError
from gonghui_desktop.services.safekeeping.backups import start_anew

data, fault, name = Path(sys.argv[1]), sys.argv[2], sys.argv[3]

def hook(event, details):
    if event == "os.rename" and (os.path.basename(details[0]) == name or fault == "kill after"):
        if fault == "held open":
            raise PermissionError(13, "held open by another program")
        if fault == "kill before" or hook.was_there:
            os._exit(9)
        hook.was_there = os.path.basename(details[0]) == name

hook.was_there = False
sys.addaudithook(hook)
try:
    start_anew(data, datetime.now(UTC))
except StoreError as error:
    print(error)
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with one record in the file and another in its log."""
    folder = tmp_path / "data"
    with Store.open(folder) as store:
        store.add([NewRecord("annex1", {"unit_name": "甲"})])
    assert subprocess.run([sys.executable, "-c", _WRITE, folder], check=False).returncode == 9
    assert (folder / f"{FILE_NAME}-wal").stat().st_size
    return folder


def _start_anew(data: Path, fault: str, name: str) -> int:
    command = [sys.executable, "-c", _START_ANEW, str(data), fault, name]
    return subprocess.run(command, check=False, capture_output=True).returncode


@pytest.mark.parametrize("name", [FILE_NAME, f"{FILE_NAME}-wal"])
def test_a_file_that_is_held_open_keeps_its_log(data: Path, name: str) -> None:
    before = {path.name: path.read_bytes() for path in data.glob(f"{FILE_NAME}*")}
    assert _start_anew(data, "held open", name) == 0
    assert {path.name: path.read_bytes() for path in data.glob(f"{FILE_NAME}*")} == before
    with Store.open(data) as store:
        assert [record.value("unit_name") for record in store.records()] == ["甲", "乙"]


@pytest.mark.parametrize("fault", ["kill before", "kill after"])
@pytest.mark.parametrize("name", [FILE_NAME, f"{FILE_NAME}-wal"])
def test_killed_on_the_way_it_never_opens_without_its_log(
    data: Path, name: str, fault: str
) -> None:
    assert _start_anew(data, fault, name) == 9
    if (data / FILE_NAME).exists():
        with Store.open(data) as store:
            assert [record.value("unit_name") for record in store.records()] == ["甲", "乙"]
        return
    assert len(list(data.glob(f"{FILE_NAME}.damaged-*"))) == 1
    assert len(list(data.glob(f"{FILE_NAME}-wal*"))) == 1
    with pytest.raises(DataFileError, match="不见了"):
        Store.open(data)
