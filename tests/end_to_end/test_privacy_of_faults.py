"""Whatever goes wrong with a value, no log, no dialog and no stream tells it."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest

from gonghui_desktop.store.store import FILE_NAME
from tests.command_runs import run_commands
from tests.official_forms import copy_official_forms
from tests.services.markers import files_with

_NAME, _TELEPHONE = "密语𠮷乙", "0411-77776666"
_VALUE = f"{_NAME} {_TELEPHONE}"
_DATA = Path(__file__).parents[1] / "data"
_WINDOW_SECONDS = 60
_BUG = 70


def _told(text: str) -> list[str]:
    """Which of the value is in a text, in any spelling."""
    spellings = (_NAME, json.dumps(_NAME)[1:-1], ascii(_NAME)[1:-1], repr(_NAME.encode())[2:-1])
    return [each for each in (*spellings, _TELEPHONE, "77776666") if each in text]


def _logged(data: Path) -> str:
    """All that the logs have; fails if it is the value."""
    logs = data / "logs"
    assert [*files_with(logs, _NAME), *files_with(logs, _TELEPHONE)] == []
    return "".join(path.read_text("utf-8") for path in logs.iterdir())


def _records(path: Path) -> Path:
    """Complete ones, with the value in each."""
    document = json.loads((_DATA / "district.json").read_text("utf-8"))
    for each in document["records"]:
        each["values"].update(chairperson=_NAME, contact=_TELEPHONE)
    path.write_text(json.dumps(document), "utf-8")
    return path


def test_no_fault_in_the_window_tells_a_value(tmp_path: Path) -> None:
    data, told = tmp_path / "data", tmp_path / "told.json"
    office = ["profile", "--kind", "district", "--name", "大连市示例区总工会"]
    one = ["import", _records(tmp_path / "表.json")]
    assert run_commands(tmp_path / "run", data, [office, one]).codes == [0, 0]
    script = [sys.executable, "-m", "tests.end_to_end.faulty_window", _VALUE, str(told)]
    done = subprocess.run(
        [*script, "--data", str(data)],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=_WINDOW_SECONDS,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"},
    )
    assert done.returncode == 0, done.stderr
    dialogs = json.loads(told.read_text("utf-8"))
    assert [kind in text for kind, text in zip(_IN_DIALOGS, dialogs, strict=True)] == [True] * 3, (
        dialogs
    )
    assert _told(done.stdout + done.stderr + "".join(dialogs)) == []
    logged = _logged(data)
    assert {kind for kind in (*_IN_DIALOGS, *_IN_LOG) if kind not in logged} == set()
    assert not list((data / "rescue").glob("*.json"))
    with closing(sqlite3.connect(data / FILE_NAME)) as connection:
        kept = connection.execute("SELECT group_concat(field_values) FROM records").fetchone()[0]
    assert f"{_VALUE}" in kept  # it was typed, and is where it belongs


_IN_DIALOGS = ("LookupError", "BufferError", "ArithmeticError")
_IN_LOG = (
    *("ValueError", "RuntimeWarning", "RecursionError", "faulty_window.py"),
    *("Qt, default", "QRegularExpression", "qWarning(self._value)"),
)


_FAULTY_CHILD = """
import os, sys, warnings
from gonghui_desktop.confined.child import serve
from gonghui_desktop.strangers import JOBS
value = sys.argv[1]
def broken(data, parameters):
    os.write(2, value.encode())
    print(value, file=sys.stderr, flush=True)
    warnings.warn(value)
    yield b""
    raise OverflowError(value, data)
sys.exit(serve({name: lambda: broken for name in JOBS}))
"""

_FAULTY_READERS = f"""
import os, sys, threading, warnings
from gonghui_desktop.confined import readers
from gonghui_desktop.exchange.spreadsheet import delimited
child = [sys.executable, "-s", "-P", "-c", {_FAULTY_CHILD!r}, os.environ["VALUE"]]
readers.program_as_child = lambda: child
def broken(data):
    warnings.warn(os.environ["VALUE"])
    def fail():
        raise BufferError(os.environ["VALUE"])
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    raise OverflowError(data.decode())
delimited._text_of = broken
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One file of each kind that is read, each with the value."""
    tmp_path = tmp_path_factory.mktemp("files")
    made, data = tmp_path / "made", tmp_path / "maker"
    made.mkdir()
    table = openpyxl.Workbook()
    sheet = table.active
    assert sheet is not None
    for row in (["单位名称", "联系电话"], [_NAME, _TELEPHONE]):
        sheet.append(row)
    table.save(made / "表.xlsx")
    (made / "表.csv").write_text(f"单位名称,联系电话\n{_NAME},{_TELEPHONE}\n", "utf-8")
    said = run_commands(
        tmp_path / "making",
        data,
        [
            ["profile", "--kind", "district", "--name", f"{_NAME}区总工会"],
            ["import", _records(made / "表.json")],
            ["print", "--each", made / "每份", "--word"],
            ["backup", "-o", made / "备份"],
            ["export", "-o", made / "报送.zip", "--explain", f"{_NAME}说明原因备查"],
        ],
    )
    assert said.codes == [0] * 5, said.text
    campaign = copy_official_forms(tmp_path / "活动")
    with zipfile.ZipFile(made / "活动.zip", "w") as archive:
        for path in campaign.iterdir():
            archive.writestr(path.name, f"# {_VALUE}\n{path.read_text('utf-8')}")
    word = next((made / "每份").glob("*.docx"))
    shutil.move(word, made / "表.docx")
    return {path.name: path for path in made.iterdir() if path.is_file()}


def _imports(files: dict[str, Path]) -> list[list[object]]:
    return [
        *(["import", files[name]] for name in ("表.docx", "表.xlsx", "表.csv", "表.json")),
        ["roster", "--import", files["表.xlsx"]],
        ["verify", files["报送.zip"]],
        ["campaigns", "--add", files["活动.zip"]],
        ["restore", files["备份"]],
    ]


def test_no_bug_while_a_file_is_read_tells_a_value(tmp_path: Path, files: dict[str, Path]) -> None:
    """What the child writes to its stderr goes nowhere, and what it raises crosses as places."""
    data = tmp_path / "data"
    commands = _imports(files)
    said = run_commands(
        tmp_path / "run",
        data,
        [*commands, *(["--json", *command] for command in commands)],
        prelude=_FAULTY_READERS,
        environment={"VALUE": _VALUE},
    )
    assert set(said.codes) <= {1, 2, _BUG}, said.codes
    assert said.codes.count(_BUG) >= 2  # tables of text are read by the program itself
    assert said.text.count("OverflowError") >= 12
    assert "UserWarning" in said.text
    assert "BufferError" in said.text
    assert _told(said.text) == []
    assert "OverflowError" in _logged(data)


@pytest.mark.slow
def test_no_damaged_file_and_no_damaged_record_tells_a_value(
    tmp_path: Path, files: dict[str, Path]
) -> None:
    data = tmp_path / "data"
    damaged = {name: tmp_path / name for name in files}
    for name, path in damaged.items():
        content = files[name].read_bytes()
        path.write_bytes(content[: len(content) * 2 // 3])
    commands = [*_imports(damaged), ["import", files["表.json"]]]
    codes = run_commands(tmp_path / "1", data, commands).codes
    assert set(codes) <= {0, 1, 2}
    assert codes[-1] == 0
    with closing(sqlite3.connect(data / FILE_NAME)) as connection, connection:
        connection.execute("UPDATE records SET field_values = substr(field_values, 1, 90)")
    said = run_commands(tmp_path / "2", data, [["list"], ["check"]])
    assert _BUG not in said.codes
    assert "损坏" in said.text
    assert _told(said.text) == []
