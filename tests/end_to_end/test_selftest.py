"""The self-test: the main job through the real window, as a built program must pass it."""

import os
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QMainWindow
from pytestqt.qtbot import QtBot

from gonghui_desktop.app import main
from gonghui_desktop.selftest.print_answers import PrintAnswers
from gonghui_desktop.selftest.window_driver import SelftestError, WindowDriver
from tests.official_forms import copy_official_forms
from tests.print_server import PrintServer


def test_selftest_passes_and_leaves_what_it_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUPS_SERVER", "localhost:9")  # nobody there: no printer
    out = tmp_path / "自检 结果"
    assert main(["selftest", "--output", str(out), "--screenshots", str(out)]) == 0
    said = capsys.readouterr().out
    assert "没有打印机" in said
    named = [Path(line) for line in said.splitlines() if line.startswith(str(out))]
    assert sorted(named) == sorted(out.iterdir())
    assert {path.suffix for path in named} == {".docx", ".pdf", ".png", ".zip"}
    for path in named:
        if path.suffix == ".png":
            assert QImage(str(path)).width() == 1366
    assert main(["--data", str(tmp_path / "data"), "verify", str(out / "package.zip")]) == 0


def test_it_passes_once_a_later_campaign_is_shipped(forms: Path, tmp_path: Path) -> None:
    rules = copy_official_forms(forms / "2018") / "campaign.toml"
    text = rules.read_text("utf-8").replace('id = "2017"', 'id = "2018"')
    rules.write_text(text.replace("2017-03-20", "2018-03-20"), "utf-8")
    assert main(["selftest", "--output", str(tmp_path / "out")]) == 0


@pytest.mark.slow
def test_it_prints_by_the_print_dialog_on_a_printer_that_is_named(
    print_server: PrintServer, tmp_path: Path
) -> None:
    printer = print_server.add_printer()
    out = tmp_path / "out"
    program = [sys.executable, "-m", "gonghui_desktop", "selftest", "--output", str(out)]
    done = subprocess.run(
        [*program, "--printer", printer.name],
        env=os.environ | print_server.environment | {"QT_QPA_PLATFORM": "offscreen"},
        check=False,
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr.decode()
    jobs = sorted(int(file.stem) for file in printer.folder.glob("*.out"))
    titles = [printer.title(job) for job in jobs]
    assert titles[0] == "报送单和汇总表"
    assert [title[:3] for title in titles[1:]] == ["附件1", "附件2", "附件3"]
    forms = [_page_count((out / f"annex{number}.pdf").read_bytes()) for number in (1, 2, 3)]
    copies = (4, 4, 3)  # of the notice
    printed = [_page_count(printer.printed(job)) for job in jobs[1:]]
    assert printed == [count * times for count, times in zip(forms, copies, strict=True)]


def _page_count(pdf: bytes) -> int:
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def test_a_folder_that_cannot_be_made_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    assert main(["selftest", "--screenshots", str(tmp_path / "file" / "pictures")]) == 2
    assert "文件夹" in capsys.readouterr().err


def test_a_dialog_that_is_not_as_it_must_be_fails_and_does_not_hang(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    driver = WindowDriver(window)
    dialog = QDialog(window)
    dialog.setObjectName("print_dialog")
    PrintAnswers(driver, queue="").prepare()
    assert dialog.exec() == QDialog.DialogCode.Rejected
    with pytest.raises(SelftestError, match=r"print\.printer"):
        driver.wait(lambda: False, "never")
