"""What a session leaves is for its owner alone, and no log holds what somebody entered."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import pytest

from gonghui_desktop.app import main
from gonghui_desktop.store.store import FILE_NAME
from tests.command_runs import run_commands
from tests.official_forms import copy_official_forms

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows keeps a user's profile to the user by itself"
)

_MARK = "密语"
_VALUES = {
    "unit_name": f"大连{_MARK}甲有限公司工会",
    "chairperson": f"{_MARK}乙",
    "address": f"{_MARK}丙路 1 号",
    "contact": "0411-77776666",
    "goals": f"{_MARK}丁" * 30,
}
_SECRETS = (_MARK, "77776666")
_WINDOW_SECONDS = 60


def _run(data: Path, temporary: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command of the real program, whose umask lets everybody read and write."""
    environment = {**os.environ, "TMPDIR": str(temporary), "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [sys.executable, "-m", "gonghui_desktop", "--data", str(data), *words],
        check=False,
        capture_output=True,
        text=True,
        env=environment,
        umask=0,
    )


def _kill_a_window(data: Path, temporary: Path) -> None:
    """A window on the data that is killed once everything in it is there."""
    environment = {**os.environ, "TMPDIR": str(temporary), "QT_QPA_PLATFORM": "offscreen"}
    words = [sys.executable, "-m", "gonghui_desktop", "--data", str(data)]
    log = data / "logs" / "gonghui.log"
    with subprocess.Popen(words, env=environment, umask=0) as window:
        end = time.monotonic() + _WINDOW_SECONDS
        while time.monotonic() < end:
            if log.exists() and "store open" in log.read_text("utf-8"):
                break
            time.sleep(0.1)
        window.kill()


def _open_to_others(folder: Path) -> list[str]:
    return [
        f"{path.relative_to(folder)} {stat.filemode(path.lstat().st_mode)}"
        for path in (folder, *folder.rglob("*"))
        if path.lstat().st_mode & 0o077 and not stat.S_ISSOCK(path.lstat().st_mode)
    ]


def _texts(folder: Path) -> str:
    return "".join(
        path.read_text("utf-8", errors="replace") for path in folder.rglob("*") if path.is_file()
    )


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data with which much was done, by a program that was killed in the end."""
    tmp_path = tmp_path_factory.mktemp("privacy")
    data, temporary = tmp_path / "data", Path(tempfile.mkdtemp(dir=tmp_path))
    records = tmp_path / "表.json"
    content = {"format": "gonghui-records", "version": 1, "campaign": "2017"}
    each = {"form": "annex1", "values": _VALUES}
    records.write_text(json.dumps({**content, "records": [each, each]}), "utf-8")
    backup, pages = str(tmp_path / "备份"), str(tmp_path / "表.pdf")
    said = [
        _run(data, temporary, "import", str(records)),
        _run(data, temporary, "check"),
        _run(data, temporary, "print", "-o", pages),
        _run(data, temporary, "backup", "-o", backup),
        _run(data, temporary, "import", str(records)),
        _run(data, temporary, "restore", backup),
    ]
    assert [done.returncode for done in said] == [0, 1, 0, 0, 0, 0], said
    assert _open_to_others(tmp_path / "备份") == []
    _kill_a_window(data, temporary)
    assert not list(temporary.rglob("*.sqlite3*"))
    return data


def test_a_session_leaves_nothing_that_others_may_read(used: Path) -> None:
    left = {path.name for path in used.rglob("*")}
    assert {FILE_NAME, "backups", "logs", "gonghui.log", "fault.log"} <= left
    assert _open_to_others(used) == []


def test_what_an_older_version_left_is_tightened(used: Path, tmp_path: Path) -> None:
    for path in (used, *used.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    (used / "somebody's.txt").touch(0o644)
    assert _run(used, tmp_path, "list").returncode == 0
    assert _open_to_others(used) == ["somebody's.txt -rw-r--r--"]


def test_no_log_holds_what_was_entered(used: Path, tmp_path: Path) -> None:
    for damage in (
        "UPDATE records SET field_values = substr(field_values, 1, 40) WHERE number = 1",
        "UPDATE records SET created_at = field_values WHERE number = 2",
        "UPDATE records SET state = 'draft', explanations = CAST(x'ff' AS TEXT) WHERE number = 2",
    ):
        with closing(sqlite3.connect(used / FILE_NAME)) as connection:
            connection.execute(damage)
            connection.commit()
        said = _run(used, tmp_path, "list")
        assert said.returncode == 0
        assert "损坏" in said.stderr
        _run(used, tmp_path, "print", "-o", str(tmp_path / "again.pdf"))
    _kill_a_window(used, tmp_path)
    logged = _texts(used / "logs")
    assert "store open" in logged
    assert not any(secret in logged for secret in _SECRETS)


_WATCH = """
import os, stat, sys
def watch(event, arguments):
    if event == "os.chmod":  # what is closed only now was open until now
        try:
            mode = os.lstat(arguments[0]).st_mode
        except OSError:
            return
        if mode & 0o077:
            os.write(2, f"OPEN {arguments[0]} {stat.filemode(mode)}\\n".encode())
sys.addaudithook(watch)
"""


@pytest.mark.slow
def test_whatever_a_command_writes_is_its_owners_from_the_moment_it_exists(
    tmp_path: Path, data_folder: Path, official_zip: Path
) -> None:
    out, data = tmp_path / "out", tmp_path / "neu" / "data"
    out.mkdir(0o700)
    (out / "旧.pdf").touch()
    (out / "旧.pdf").chmod(0o664)
    roster = out / "名单.csv"
    roster.write_text("单位名称,原因\n大连甲公司,2015年典型\n", "utf-8")
    roster.chmod(0o600)
    commands: list[list[object]] = [
        ["profile", "--kind", "district", "--name", "大连市示例区总工会"],
        ["import", data_folder / "district.json"],
        ["campaigns", "--add", official_zip],
        ["roster", "--import", roster],
        ["template", "-o", out / "空白.xlsx"],
        ["print", "-o", out / "表.pdf"],
        ["print", "-o", out / "旧.pdf"],
        ["print", "--each", out / "a" / "b", "--word", "--pdf"],
        ["export", "-o", out / "报送.zip", "--mail", out / "邮件.eml", "--explain", "写明原因备查"],
        ["verify", out / "报送.zip"],
        ["backup", "-o", out / "备份"],
        ["import", "--again", data_folder / "district.json"],
        ["restore", out / "备份"],
    ]
    said = run_commands(tmp_path / "run", data, commands, prelude=_WATCH, umask=0)
    assert set(said.codes) == {0}, said.text
    assert "OPEN" not in said.text
    assert {path.name for path in (data / "forms").iterdir()} == {"2031"}
    assert len(list(out.rglob("*"))) > 15
    assert _open_to_others(out) == ["旧.pdf -rw-rw-r--"]  # as it was
    assert _open_to_others(tmp_path / "neu") == []


@pytest.fixture
def official_zip(tmp_path: Path) -> Path:
    """A campaign file of a later year."""
    folder = copy_official_forms(tmp_path / "2031")
    campaign = folder / "campaign.toml"
    campaign.write_text(campaign.read_text("utf-8").replace('id = "2017"', 'id = "2031"'), "utf-8")
    return folder


_PLANTED = {
    "gonghui.sqlite3": ("list", "是一个链接，不是数据文件本身"),
    "gonghui.sqlite3-wal": ("list", "是一个链接，不是数据文件本身"),
    "gonghui.sqlite3-mark": ("list", "是一个链接，不是数据文件本身"),
    "backups": ("restore", "这是一个链接"),
    "forms": ("campaigns", "这是一个链接"),
}


@pytest.mark.parametrize("name", _PLANTED)
def test_no_link_that_lies_in_a_data_folder_is_written_through(
    name: str, tmp_path: Path, official_zip: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder may come from elsewhere; what it links to is somebody's own."""
    data, theirs = tmp_path / "data", tmp_path / "theirs"
    records, backup = tmp_path / "表.json", tmp_path / "备份"
    content = {"format": "gonghui-records", "version": 1, "campaign": "2017"}
    records.write_text(
        json.dumps({**content, "records": [{"form": "annex1", "values": _VALUES}]}), "utf-8"
    )

    def run(*words: object) -> int:
        return main(["--data", str(data), *map(str, words)])

    for words in (["import", records], ["backup", "-o", backup], ["import", "--again", records]):
        assert run(*words) == 0
    place, is_folder = data / name, name in ("backups", "forms")
    if place.is_dir():
        shutil.rmtree(place)
    place.unlink(missing_ok=True)
    if is_folder:
        theirs.mkdir()
    else:
        theirs.write_bytes(b"theirs")
    place.symlink_to(theirs)
    command, sentence = _PLANTED[name]
    more: dict[str, list[object]] = {"restore": [backup], "campaigns": ["--add", official_zip]}
    assert run(command, *more.get(command, ())) == 2
    assert sentence in capsys.readouterr().err
    assert place.is_symlink()
    assert is_folder or theirs.read_bytes() == b"theirs"
    assert not is_folder or not any(theirs.iterdir())


def test_a_fault_of_the_database_while_exporting_tells_no_value(
    tmp_path: Path, data_folder: Path
) -> None:
    """SQLAlchemy's message would hold every value of the row, and users are asked to send logs."""
    data, records = tmp_path / "data", tmp_path / "表.json"
    document = json.loads((data_folder / "district.json").read_text("utf-8"))
    for each in document["records"]:
        each["values"]["chairperson"] = _VALUES["chairperson"]
    records.write_text(json.dumps(document), "utf-8")
    office = ["profile", "--kind", "district", "--name", f"大连市{_MARK}区总工会"]
    assert run_commands(tmp_path / "1", data, [office, ["import", records]]).codes == [0, 0]
    with closing(sqlite3.connect(data / FILE_NAME)) as connection:
        connection.execute(
            "INSERT INTO revisions SELECT number, revision, '', '{}', '{}', '', '', 1 FROM records"
        )
        connection.commit()
    export = ["export", "-o", tmp_path / "报送.zip", "--explain", f"{_MARK}说明"]
    said = run_commands(tmp_path / "2", data, [export, ["--json", *export]])
    assert said.codes == [70, 70]
    logged = _texts(data / "logs")
    assert "IntegrityError" in logged
    assert not any(secret in logged + said.text for secret in _SECRETS)
    assert not (tmp_path / "报送.zip").exists()
