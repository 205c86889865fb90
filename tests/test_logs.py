"""What the log must still do when there is no console, no space left to rename, or no process."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
import warnings
from pathlib import Path

import pytest

from gonghui_desktop import paths
from gonghui_desktop.app import BUG, main
from gonghui_desktop.errors import StoreError
from gonghui_desktop.logs import FAULT_NAME, LOG_NAME, Logs, unseen_faults_logged

_VALUE = "密语"
_LOG = logging.getLogger("gonghui_desktop.test")


def _python(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, str(folder)], check=False, capture_output=True, text=True
    )


def test_messages_are_in_the_file_when_it_is_closed(tmp_path: Path) -> None:
    with Logs.start(tmp_path / "新建") as logs:
        _LOG.info("打开了 %s", "附件1")
        _LOG.debug("too fine to keep")
    text = (logs.folder / LOG_NAME).read_text("utf-8")
    assert "打开了 附件1" in text
    assert "too fine" not in text


def test_nothing_is_logged_after_the_end(tmp_path: Path) -> None:
    with Logs.start(tmp_path) as logs:
        pass
    _LOG.warning("afterwards")
    assert "afterwards" not in (logs.folder / LOG_NAME).read_text("utf-8")


def _fail() -> None:
    """A bug, with a value in each of its messages."""
    try:
        int(_VALUE)
    except ValueError as error:
        error.add_note(_VALUE)
        raise ExceptionGroup(_VALUE, [KeyError(_VALUE), OSError(5, _VALUE)]) from error


def test_an_exception_is_logged_without_its_messages(
    tmp_path: Path, logged_errors: list[logging.LogRecord]
) -> None:
    with Logs.start(tmp_path) as logs:
        try:
            _fail()
        except ExceptionGroup:
            _LOG.exception("a bug")
    logged_errors.clear()
    text = (logs.folder / LOG_NAME).read_text("utf-8")
    assert all(name in text for name in ("ValueError", "ExceptionGroup", "KeyError", "OSError"))
    assert "in _fail" in text
    assert _VALUE not in text


def test_a_bug_of_a_command_leaves_no_value(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    logged_errors: list[logging.LogRecord],
) -> None:
    def broken() -> Path:
        raise KeyError(_VALUE)

    monkeypatch.setattr(paths, "forms_folder", broken)
    assert main(["--data", str(tmp_path), "list"]) == BUG
    logged_errors.clear()
    text = (tmp_path / "logs" / LOG_NAME).read_text("utf-8")
    assert "KeyError" in text
    assert "in broken" in text
    assert _VALUE not in text + capsys.readouterr().err


def test_of_a_librarys_record_and_of_a_warning_only_the_place_is_logged(
    tmp_path: Path, logged_errors: list[logging.LogRecord]
) -> None:
    hooks = (threading.excepthook, sys.unraisablehook, warnings.showwarning)
    with Logs.start(tmp_path) as logs, warnings.catch_warnings(), unseen_faults_logged():
        warnings.simplefilter("always")
        logging.getLogger("library").error("cannot read %s", _VALUE, stack_info=True)
        warnings.warn(_VALUE, UserWarning, stacklevel=1)
    logged_errors.clear()
    assert (threading.excepthook, sys.unraisablehook, warnings.showwarning) == hooks
    text = (logs.folder / LOG_NAME).read_text("utf-8")
    assert "ERROR library: " in text
    assert "UserWarning in " in text
    assert text.count("test_logs.py:") == 2
    assert _VALUE not in text


def test_half_a_character_is_no_reason_to_lose_a_message(tmp_path: Path) -> None:
    with Logs.start(tmp_path) as logs:
        _LOG.info("file \udce4.json")
    assert r"file \udce4.json" in (logs.folder / LOG_NAME).read_text("utf-8")


def test_a_windowed_program_has_no_stderr(tmp_path: Path) -> None:
    code = """
import logging, pathlib, sys
sys.stdout = sys.stderr = None
from gonghui_desktop.logs import Logs
with Logs.start(pathlib.Path(sys.argv[1])):
    logging.getLogger("gonghui_desktop.x").info("一切正常")
    logging.getLogger("gonghui_desktop.x").info("%d", "not a number")
"""
    assert _python(code, tmp_path).returncode == 0
    assert "一切正常" in (tmp_path / "logs" / LOG_NAME).read_text("utf-8")


def test_a_crash_of_the_interpreter_leaves_its_stacks(tmp_path: Path) -> None:
    code = """
import faulthandler, pathlib, sys
from gonghui_desktop.logs import Logs
def drawing_a_page():
    faulthandler._sigsegv()
with Logs.start(pathlib.Path(sys.argv[1])):
    drawing_a_page()
"""
    assert _python(code, tmp_path).returncode != 0
    assert "drawing_a_page" in (tmp_path / "logs" / FAULT_NAME).read_text("utf-8")


def test_the_files_do_not_grow_for_ever(tmp_path: Path) -> None:
    line = "字" * 10_000
    with Logs.start(tmp_path) as logs:
        for _ in range(200):  # 6 MB
            _LOG.info(line)
    sizes = [file.stat().st_size for file in logs.folder.glob(f"{LOG_NAME}*")]
    assert len(sizes) == 4
    assert max(sizes) <= 1_000_000


def test_messages_go_on_where_the_file_cannot_be_renamed(tmp_path: Path) -> None:
    (tmp_path / "logs" / f"{LOG_NAME}.3").mkdir(parents=True)  # in the way of the renaming
    (tmp_path / "logs" / f"{LOG_NAME}.2").write_text("older")
    line = "字" * 10_000
    with Logs.start(tmp_path) as logs:
        for number in range(40):
            _LOG.info("%d %s", number, line)
    text = (logs.folder / LOG_NAME).read_text("utf-8")
    assert all(f": {number} 字" in text for number in range(40))


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="不是文件夹"):
        Logs.start(tmp_path / "file" / "data")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets few users make links")
@pytest.mark.parametrize("name", ["logs", f"logs/{LOG_NAME}", f"logs/{FAULT_NAME}"])
def test_no_link_is_written_through(tmp_path: Path, name: str) -> None:
    data, theirs = tmp_path / "data", tmp_path / "theirs"
    (data / name).parent.mkdir(parents=True)
    (data / name).symlink_to(theirs)
    if name == "logs":
        theirs.mkdir()
    with pytest.raises(StoreError, match="这是一个链接"):
        Logs.start(data)
    assert not theirs.exists() or not any(theirs.iterdir())
