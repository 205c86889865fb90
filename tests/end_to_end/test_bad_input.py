"""Bad input through the command line: one Chinese sentence, the right exit code, nothing lost."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from gonghui_desktop.app import STOPPED, main

DATA = Path(__file__).parents[1] / "data"


def call(
    capsys: pytest.CaptureFixture[str], folder: Path, *arguments: object
) -> tuple[int, str, str]:
    code = main(["--data", str(folder), *map(str, arguments)])
    said = capsys.readouterr()
    return code, said.out, said.err


def is_one_chinese_sentence(text: str) -> bool:
    line = text.strip()
    chinese = sum("\u4e00" <= char <= "\u9fff" for char in line)
    return "\n" not in line and chinese >= 5 and "Traceback" not in line and "Error" not in line


@pytest.mark.parametrize(
    "arguments",
    [
        ["fly"],
        ["print"],
        ["print", "-o", "x.pdf", "--copies", "many"],
        ["print", "-o", "x.pdf", "--copies", "0"],
        ["print", "-o", "x.pdf", "--form", "annex9"],
        ["print", "-o", "x.pdf", "--id", "abc"],
        ["print", "-o", "x.pdf"],
        ["list", "--form", "annex9"],
        ["profile"],
        ["profile", "--kind", "village", "--name", "某村"],
        ["profile", "--kind", "district"],
        ["export", "-o", "x.zip"],
        ["import", "no-such-file.json"],
        ["verify", "no-such-file.zip"],
        ["print", "-o", ""],
        ["print", "-o", "x.pdf", "--blank", "--id", "abc"],
        ["list", "--data", ""],
        ["import", ""],
    ],
)
def test_usage(arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = call(capsys, tmp_path / "data", *arguments)
    assert code == 2
    assert out == ""
    assert is_one_chinese_sentence(err)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no json",
        b"\xff\xfe\x00",
        b"[]",
        b'{"format": "other", "version": 1, "campaign": "2017", "records": []}',
        b'{"format": "gonghui-records", "version": 2, "campaign": "2017", "records": []}',
        b'{"format": "gonghui-records", "version": 1, "campaign": "1999", "records": []}',
        b'{"format": "gonghui-records", "version": 1, "campaign": "2017", "records": 5}',
        b"[" * 100_000,
    ],
)
def test_a_records_file_that_is_none(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.json").write_bytes(content)
    code, _, err = call(capsys, tmp_path / "data", "import", tmp_path / "bad.json")
    assert code == 2
    assert is_one_chinese_sentence(err)
    assert "bad.json" in err
    assert json.loads(call(capsys, tmp_path / "data", "list", "--json")[1])["records"] == []


def test_a_bad_file_does_not_keep_the_next_from_going_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.json").write_text("{", "utf-8")
    nothing = {"format": "gonghui-records", "version": 1, "campaign": "2017", "records": []}
    (tmp_path / "nothing.json").write_text(json.dumps(nothing), "utf-8")
    (tmp_path / "bad.zip").write_bytes(b"PK\3\4 and no more")
    good = DATA / "nonresident_industry.json"
    names = ("bad.json", "nothing.json", "bad.zip")
    code, out, err = call(
        capsys, tmp_path / "data", "import", *(tmp_path / name for name in names), good
    )
    assert code == 2
    assert all(name in err for name in names)
    assert "文件里没有申报表" in err
    assert "已导入" in out
    assert json.loads(call(capsys, tmp_path / "data", "list", "--json")[1])["records"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
def test_a_reader_that_has_had_enough_is_no_fault(tmp_path: Path) -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    command = [sys.executable, "-m", "gonghui_desktop", "--data", str(tmp_path), "list"]
    done = subprocess.run(command, stdout=write_end, stderr=subprocess.PIPE, check=False)
    os.close(write_end)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_wrong_record_is_refused_and_the_others_go_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    records = [
        {"form": "annex1", "values": {"unit_name": "第一家"}},
        {"form": "annex1", "values": {"unit_nmae": "错字"}},
        {"form": "annex7", "values": {}},
        {"form": "annex3", "values": {"unit_name": "第四家", "employees": "１２０"}},
    ]
    document = {"format": "gonghui-records", "version": 1, "campaign": "2017", "records": records}
    (tmp_path / "mixed.json").write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    code, _, err = call(capsys, tmp_path / "data", "import", tmp_path / "mixed.json")
    assert code == 2
    assert "2" in err
    assert "unit_nmae" in err
    assert "annex7" in err
    listed = json.loads(call(capsys, tmp_path / "data", "list", "--json")[1])["records"]
    assert [record["name"] for record in listed] == ["第一家", "第四家"]
    assert listed[1]["values"]["employees"] == "120"


def test_a_package_that_is_no_zip_or_damaged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "data"
    (tmp_path / "text.zip").write_text("这不是压缩包", "utf-8")
    code, _, err = call(capsys, folder, "verify", tmp_path / "text.zip")
    assert code == 2
    assert is_one_chinese_sentence(err)
    call(capsys, folder, "import", DATA / "nonresident_industry.json")
    call(capsys, folder, "profile", "--kind", "nonresident_industry", "--name", "示例局工会")
    assert call(capsys, folder, "export", "-o", tmp_path / "good.zip")[0] == 0
    data = bytearray((tmp_path / "good.zip").read_bytes())
    data[len(data) // 2] ^= 0xFF
    (tmp_path / "damaged.zip").write_bytes(data)
    code, _, err = call(capsys, folder, "verify", tmp_path / "damaged.zip")
    assert code == 1
    assert is_one_chinese_sentence(err)
    code, out, _ = call(capsys, folder, "verify", "--json", tmp_path / "damaged.zip")
    assert code == 1
    assert json.loads(out)["ok"] is False


def test_a_data_folder_that_cannot_be_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("a file, no folder", "utf-8")
    code, _, err = call(capsys, tmp_path / "file" / "data", "list")
    assert code == 2
    assert is_one_chinese_sentence(err)


def test_an_output_that_cannot_be_written_leaves_drafts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "data"
    call(capsys, folder, "import", DATA / "nonresident_industry.json")
    call(capsys, folder, "profile", "--kind", "nonresident_industry", "--name", "示例局工会")
    for command in ("print", "export"):
        code, _, err = call(capsys, folder, command, "-o", tmp_path / "missing" / "x.out")
        assert code == 2
        assert is_one_chinese_sentence(err)
    listed = json.loads(call(capsys, folder, "list", "--json")[1])["records"]
    assert {record["state"] for record in listed} == {"draft"}


def test_as_a_process(tmp_path: Path) -> None:
    """What a script sees: UTF-8 whatever the console says, and no traceback."""
    command = [sys.executable, "-m", "gonghui_desktop", "--data", str(tmp_path), "fly"]
    done = subprocess.run(
        command,
        capture_output=True,
        env={"PYTHONIOENCODING": "ascii"},
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 2
    assert done.stdout == b""
    assert is_one_chinese_sentence(done.stderr.decode("utf-8"))


def test_a_bug_is_logged_and_told_in_one_line(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    logged_errors: list[logging.LogRecord],
) -> None:
    def broken(*_arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("gonghui_desktop.store.store.Store.records", broken)
    code, out, err = call(capsys, tmp_path, "list")
    assert code == 70
    assert out == ""
    assert is_one_chinese_sentence(err)
    log = "".join(path.read_text("utf-8") for path in (tmp_path / "logs").glob("*.log"))
    assert "ZeroDivisionError" in log
    logged_errors.clear()


def test_ctrl_c_ends_a_command_with_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("gonghui_desktop.cli.commands.run", interrupted)
    code, _, err = call(capsys, tmp_path / "data", "list")
    assert code == STOPPED
    assert is_one_chinese_sentence(err)
    assert "停下以前做完的都保存着" in err
    code, out, _ = call(capsys, tmp_path / "data", "list", "--json")
    assert (code, json.loads(out)["ok"]) == (STOPPED, False)
