"""The self-test: the main job through the real window, as a built program must pass it."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from gonghui_desktop.app import main


def test_selftest_passes_and_leaves_what_it_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "自检 结果"
    assert main(["selftest", "--output", str(out), "--screenshots", str(out)]) == 0
    said = capsys.readouterr().out
    named = [Path(line) for line in said.splitlines() if line.startswith(str(out))]
    assert sorted(named) == sorted(out.iterdir())
    assert {path.suffix for path in named} == {".pdf", ".png", ".zip"}
    for path in named:
        if path.suffix == ".png":
            assert QImage(str(path)).width() == 1366
    assert main(["--data", str(tmp_path / "data"), "verify", str(out / "package.zip")]) == 0


def test_a_folder_that_cannot_be_made_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    assert main(["selftest", "--screenshots", str(tmp_path / "file" / "pictures")]) == 2
    assert "文件夹" in capsys.readouterr().err
