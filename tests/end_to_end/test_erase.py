"""``bin --purge`` and ``erase --all``: what goes, what remains, and a kill at any moment."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from gonghui_desktop import paths
from gonghui_desktop.app import main
from gonghui_desktop.errors import StoreError
from gonghui_desktop.instance_lock import InstanceLock
from gonghui_desktop.services.erasing.everything import erase_everything, finish_erasing
from gonghui_desktop.services.places import note_chosen, places_file
from gonghui_desktop.services.safekeeping.rescue import RescueFile
from gonghui_desktop.store.store import FILE_NAME
from tests.files import copy_folder
from tests.services.markers import MARK, files_with

Run = Callable[..., tuple[int, dict[str, object], str]]

_KILLED_AT = (
    "gonghui_desktop.services.erasing.records.forget_records",
    "gonghui_desktop.store.database.Database.compact",
    "gonghui_desktop.store.backups.rewriting.rewrite",
    "gonghui_desktop.store.backups.rewriting._take_out",
)
_KILLED_IN_ALL = (
    "gonghui_desktop.services.erasing.everything._go_on",
    "gonghui_desktop.services.erasing.everything._moved",
    "gonghui_desktop.services.erasing.everything._keep_left",
    "gonghui_desktop.services.erasing.everything._overwrite",
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "资料"


@pytest.fixture
def run(data: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs one command: exit code, its JSON, stderr."""

    def call(*arguments: object) -> tuple[int, dict[str, object], str]:
        code = main(["--data", str(data), "--json", *map(str, arguments)])
        said = capsys.readouterr()
        return code, json.loads(said.out), said.err

    return call


def _filled(run: Run, data: Path, tmp_path: Path, *names: str) -> list[str]:
    """Ids of records of these names; there is a backup with them, made before another import."""
    values = [{"unit_name": name, "goals": f"{name}目标" * 200} for name in names]
    document = {
        "format": "gonghui-records",
        "version": 1,
        "campaign": "2017",
        "records": [{"form": "annex1", "values": each} for each in values],
    }
    source = tmp_path / "records.json"
    source.write_text(json.dumps(document), "utf-8")
    _, answer, _ = run("import", source)
    records = answer["records"]
    assert isinstance(records, list)
    source.unlink()
    run("backup", "-o", tmp_path / "另存.gonghui-backup")
    (data / "backups").mkdir(exist_ok=True)
    (data / "backups" / f"gonghui-20170301-080000-daily-{len(names)}.gonghui-backup").write_bytes(
        (tmp_path / "另存.gonghui-backup").read_bytes()
    )
    return [str(each["id"]) for each in records]


def _delete(data: Path, *ids: str) -> None:
    from gonghui_desktop.store.store import Store  # noqa: PLC0415 -- no command deletes

    with Store.open(data) as store:
        store.delete(*ids)


def test_purged_records_are_named_and_what_remains_is_listed(
    run: Run, data: Path, tmp_path: Path
) -> None:
    gone, kept = _filled(run, data, tmp_path, MARK, "留下的")
    _delete(data, gone, kept)
    code, answer, err = run("bin", "--purge", gone[:12].upper())
    assert (code, err) == (0, "")
    assert answer["ok"] is True
    erased, remaining = answer["erased"], answer["remaining"]
    assert isinstance(erased, list)
    assert isinstance(remaining, list)
    assert [each["id"] for each in erased] == [gone]
    assert {each["kind"] for each in remaining} == {"saved_backup", "advice"}
    assert str(tmp_path / "另存.gonghui-backup") in {each["path"] for each in remaining}
    assert files_with(data, MARK) == []
    assert files_with(data, "留下的")
    left = run("bin")[1]["records"]
    assert isinstance(left, list)
    assert [each["id"] for each in left] == [kept]
    assert run("bin", "--purge", gone)[0] == 2
    assert run("bin", "--purge", kept, "--restore", kept)[0] == 2


def test_everything_goes_and_the_next_start_is_the_first(
    run: Run, data: Path, tmp_path: Path
) -> None:
    _filled(run, data, tmp_path, MARK)
    run("profile", "--kind", "district", "--name", f"{MARK}区总工会")
    (data / "logs").mkdir()
    (data / "logs" / "gonghui.log").write_text("log", "utf-8")
    spare = RescueFile(data, paths.spare_folder())
    (data / FILE_NAME).rename(data / "x")  # a drive that is gone for a moment
    spare.keep([])
    (data / "x").rename(data / FILE_NAME)
    note_chosen(Path("//office-server/申报"))  # on another computer
    assert places_file(paths.spare_folder()).exists()
    own = data / "我的照片.jpg"
    own.write_bytes(b"\xff\xd8")
    assert run("erase")[0] == 2  # not by the word alone
    assert files_with(data, MARK)
    code, answer, _ = run("erase", "--all")
    assert code == 0
    assert answer["erased"] == [str(data)]
    remaining = answer["remaining"]
    assert isinstance(remaining, list)
    assert {each["kind"] for each in remaining} == {"saved_backup", "other", "advice"}
    assert list(data.iterdir()) == [own]
    assert not list(paths.spare_folder().glob("*.json"))
    assert not places_file(paths.spare_folder()).exists()
    own.unlink()
    assert run("list")[1]["records"] == []
    assert run("erase", "--all")[0] == 0
    assert not data.exists()
    code, answer, _ = run("erase", "--all")
    assert (code, answer["erased"], answer["remaining"]) == (0, [], [])
    assert not data.exists()


def test_what_only_looks_like_ours_stays(run: Run, data: Path, tmp_path: Path) -> None:
    for name in ("forms/样表.toml", "forms/a/readme.toml", "backups/假期.zip", "logs/other.log"):
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_text(name, "utf-8")
    before = sorted(data.rglob("*"))
    assert run("erase", "--all")[1]["erased"] == []
    assert sorted(data.rglob("*")) == before
    run("list")
    elsewhere = tmp_path / "别处"
    elsewhere.mkdir()
    (elsewhere / "x.json").write_text("{}", "utf-8")
    (data / "rescue").symlink_to(elsewhere)
    assert run("erase", "--all")[0] == 0
    assert [each for each in sorted(data.rglob("*")) if each.name != "rescue"] == before
    assert (elsewhere / "x.json").exists()


def test_an_open_window_and_a_database_that_is_held_open_lose_nothing(
    run: Run, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _filled(run, data, tmp_path, MARK)
    with InstanceLock(data) as lock:
        assert lock.acquire()
        code, answer, _ = run("erase", "--all")
    assert code == 2
    assert "关闭窗口" in str(answer["error"])

    with sqlite3.connect(data / FILE_NAME) as other:  # as a killed program leaves its log
        other.execute("PRAGMA journal_mode = WAL")
        before = {path: path.read_bytes() for path in sorted(data.rglob("*")) if path.is_file()}
        replace = Path.replace

        def refuse(path: Path, target: Path) -> Path:
            if path == data / FILE_NAME:
                raise PermissionError(13, "held open by a scanner")
            return replace(path, target)

        monkeypatch.setattr(Path, "replace", refuse)
        with pytest.raises(StoreError, match="没有清除，全部数据都还在"):
            erase_everything(data, paths.spare_folder())
        after = {path: path.read_bytes() for path in sorted(data.rglob("*")) if path.is_file()}
    other.close()
    assert after == before
    assert not list(data.glob(".erased-*"))


def test_what_cannot_be_put_back_is_kept(
    run: Run, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _filled(run, data, tmp_path, MARK)
    log = data / f"{FILE_NAME}-wal"
    log.write_bytes(b"the last changes")
    replace = Path.replace

    def refuse(path: Path, target: Path) -> Path:
        if path.parent != data or path.name == FILE_NAME:
            raise PermissionError(13, "held open by a scanner")
        return replace(path, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", refuse)
        with pytest.raises(StoreError, match="没有清除"):
            erase_everything(data, paths.spare_folder())
    finish_erasing(data, paths.spare_folder())

    assert (data / FILE_NAME).exists()
    (kept,) = [path for folder in data.glob(".not-erased-*") for path in folder.iterdir()]
    assert kept.read_bytes() == b"the last changes"


def test_added_campaigns_go_with_the_rest(
    run: Run, data: Path, tmp_path: Path, project_folder: Path
) -> None:
    campaign = tmp_path / "2018"
    copy_folder(project_folder / "forms" / "2017", campaign)
    text = (campaign / "campaign.toml").read_text("utf-8").replace("2017", "2018")
    (campaign / "campaign.toml").write_text(text, "utf-8")
    assert run("campaigns", "--add", campaign)[0] == 0
    assert (data / "forms" / "2018").is_dir()
    assert run("erase", "--all")[0] == 0
    assert not data.exists()


def test_a_file_that_cannot_be_removed_is_named_and_removed_the_next_time(
    run: Run, data: Path, tmp_path: Path, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _filled(run, data, tmp_path, MARK)
    (held,) = (data / "backups").iterdir()

    def refuse(method: Callable[..., object]) -> Callable[..., object]:
        def call(path: Path, *rest: object, **named: object) -> object:
            if path == held:
                raise PermissionError(13, "held open by a scanner")
            return method(path, *rest, **named)

        return call

    with monkeypatch.context() as patch:
        for name in ("replace", "unlink"):
            patch.setattr(Path, name, refuse(getattr(Path, name)))
        code, answer, _ = run("erase", "--all")
        assert code == 1
        remaining = answer["remaining"]
        assert isinstance(remaining, list)
        assert remaining[0]["path"] == str(held)
        assert run("list")[1]["records"] == []
    run("import", data_folder / "district.json")
    assert not held.exists()
    assert files_with(data, MARK) == []
    records = run("list")[1]["records"]
    assert isinstance(records, list)
    assert len(records) == 5
    assert not list(data.glob(".erased-*"))


_BY_SIGKILL = -9  # Windows has no name for it


def _killed(data: Path, place: str, turn: int, *command: str) -> bool:
    """Whether a command of the real program was killed when it came to a function once more."""
    module, _, name = place.rpartition(".")
    owner, _, kind = module.rpartition(".")
    found = f"getattr(importlib.import_module({owner!r}), {kind!r})"
    if not kind[0].isupper():
        found = f"importlib.import_module({module!r})"
    program = (
        "import importlib, os, signal, sys\n"
        "from gonghui_desktop.app import main\n"
        f"owner = {found}\n"
        f"real, calls = getattr(owner, {name!r}), []\n"
        "def killed(*given, **named):\n"
        "    calls.append(1)\n"
        f"    if len(calls) == {turn}: os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return real(*given, **named)\n"
        f"setattr(owner, {name!r}, killed)\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "--data", str(data), *command],
        check=False,
        capture_output=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    return done.returncode == _BY_SIGKILL


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("place", _KILLED_AT)
def test_a_kill_while_a_record_goes_leaves_it_gone_and_the_next_command_finishes(
    run: Run, data: Path, tmp_path: Path, place: str
) -> None:
    gone, kept, last = _filled(run, data, tmp_path, MARK, "留下的", "另一份")
    _delete(data, gone, last)
    before = run("list")[1]["records"], run("history", kept)[1]["changes"]
    assert _killed(data, place, 1, "bin", "--purge", gone)
    assert (run("list")[1]["records"], run("history", kept)[1]["changes"]) == before
    assert run("backups")[0] == 0
    assert run("bin", "--purge", last)[0] == 0
    assert files_with(data, MARK) == []
    assert run("list")[1]["records"] == before[0]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("place", _KILLED_IN_ALL)
def test_a_kill_while_everything_goes_is_finished_at_the_next_start(
    run: Run, data: Path, tmp_path: Path, place: str
) -> None:
    _filled(run, data, tmp_path, MARK)
    assert _killed(data, place, 1, "erase", "--all")
    assert run("list")[1]["records"] == []
    assert files_with(data, MARK) == []
    assert not list(data.glob(".erased-*"))
