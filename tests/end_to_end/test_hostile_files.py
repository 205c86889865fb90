"""Files that were made to do harm, given to the import: one sentence, nothing in, and soon."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from gonghui_desktop.app import main
from tests.exchange import word_files as word

_HEAD = b'{"format":"gonghui-records","version":1,"campaign":"2017","records":['
_FORM = word.word_file(word.annex1(word.USUAL_ROWS))


def _employees(value: bytes) -> bytes:
    """A records file with one record and that JSON value."""
    return _HEAD + b'{"form":"annex1","values":{"unit_name":"a","employees":' + value + b"}}]}"


def _declared(part: str) -> bytes:
    lols = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY l0 "哈">{lols}]><w>&l9;</w>'
    return word.word_file(word.annex1(word.USUAL_ROWS), {part: text.encode()})


_FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "一层套一层.json": (lambda: b"[" * 500_000 + b"]" * 500_000, "内容多得不像"),
    "套在值里.json": (lambda: _employees(b"[" * 100_000 + b"]" * 100_000), "嵌套太深"),
    "套了半字.json": (lambda: b'["\\ud800",' + b"[" * 900 + b"]" * 901, "嵌套太深"),
    "项太多.json": (lambda: _HEAD + b"{}," * 6_000_000 + b"{}]}", "内容多得不像"),
    "键太多.json": (
        lambda: b"{" + b",".join(b'"%x":1' % number for number in range(1_100_000)) + b"}",
        "内容多得不像",
    ),
    "数太长.json": (lambda: _employees(b"9" * 5_000_000), "超过 2 万字"),
    "数太大.json": (lambda: _employees(b"1e400"), "应当是写在引号里的文字"),
    "不是数.json": (lambda: _employees(b"NaN"), "NaN 不是正确的数字"),
    "键重复.json": (lambda: _employees(b'1,"employees":2'), "出现了两次"),
    "半个字的键.json": (lambda: _employees(b'1,"\\udfff":1'), "不是附件1的栏目"),
    "双字节.json": (lambda: _employees(b"1").decode().encode("utf-16"), "应为 UTF-8"),
    "其实是 Word.json": (lambda: _FORM, "这是 Office 文档"),
    "其实是 PDF.json": (lambda: b"%PDF-1.7", "这是 PDF 文件"),
    "其实是 Word.zip": (lambda: _FORM, "这是 Office 文档"),
    "一半.docx": (lambda: _FORM[: len(_FORM) // 2], "不完整"),
    "带宏.docm": (
        lambda: word.word_file(word.annex1(word.USUAL_ROWS), {"word/vbaProject.bin": b"x"}),
        "里面有宏",
    ),
    "关系里有实体.docx": (lambda: _declared("word/_rels/document.xml.rels"), "XML 实体"),
    "样式里有实体.docx": (lambda: _declared("word/styles.xml"), "XML 实体"),
}


def _refused(
    tmp_path: Path, command: str, files: Iterable[Path], capsys: pytest.CaptureFixture[str]
) -> str:
    """What is told of files that are refused, in one line; nothing is in the list after it."""
    where = ["--data", str(tmp_path / "data")]
    assert main([*where, command, *map(str, files)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert len(told.err) < 2_000
    assert main([*where, "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["records"] == []
    return told.err


@pytest.mark.parametrize("name", _FILES)
def test_it_is_refused_in_one_sentence(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make, fault = _FILES[name]
    path = tmp_path / name
    path.write_bytes(make())
    assert fault in _refused(tmp_path, "import", [path], capsys)


@pytest.mark.parametrize("command", ["import", "verify"])
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_what_is_no_file_is_not_waited_for(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if sys.platform != "win32":  # for mypy, which does not read the mark above
        os.mkfifo(tmp_path / "管道.zip")
    (tmp_path / "设备.zip").symlink_to("/dev/zero")
    (tmp_path / "圈.zip").symlink_to("圈.zip")
    (tmp_path / "文件夹.zip").mkdir()
    with (tmp_path / "洞.zip").open("wb") as file:
        file.truncate(50_000_000_000)  # takes no room on the disk
    for name, fault in (
        ("管道.zip", "不是普通文件"),
        ("设备.zip", "不是普通文件"),
        ("圈.zip", "绕成了一圈"),
        ("文件夹.zip", "这是一个文件夹"),
        ("洞.zip", "超过 100 MB"),
    ):
        assert fault in _refused(tmp_path, command, [tmp_path / name], capsys)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_a_backup_that_is_no_file_is_not_waited_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if sys.platform != "win32":
        os.mkfifo(tmp_path / "管道")
    (tmp_path / "设备").symlink_to("/dev/zero")
    for name in ("管道", "设备"):
        told = _refused(tmp_path, "restore", [tmp_path / name], capsys)
        assert "不是普通文件，请另选一个文件" in told


def test_thousands_of_bad_records_are_told_in_one_line_of_bounded_length(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "坏.json"
    path.write_bytes(_HEAD + b",".join([b'{"form":"x"}'] * 5_000) + b"]}")
    told = _refused(tmp_path, "import", [path], capsys)
    assert "第 20 份" in told
    assert "第 21 份" not in told
    assert told.endswith("等 5000 份没有导入。\n")
