"""Nothing that files, names and arguments hold is obeyed by the terminal on which answers stand."""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from pathlib import Path

import pytest

from gonghui_desktop import terminal
from tests.command_runs import run_commands

_EVIL = "甲\x1b]0;P\x07\x1b[31m乙\x9b2J\u202e丙\u200b丁\u2028\ufeff\U000e0041"
_OBEYED = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_ASCII_ONLY = {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
_BUG = 70


def _obeyed_in(text: str) -> set[str]:
    return {hex(ord(char)) for char in text if unicodedata.category(char) in _OBEYED} - {"0xa"}


def _evil_records(path: Path) -> Path:
    values = dict.fromkeys(("unit_name", "chairperson", "address", "goals", "measures"), _EVIL)
    record = {"form": "annex1", "values": values, "explanations": {"unit_name": _EVIL}}
    document = {"format": "gonghui-records", "version": 1, "campaign": "2017"}
    path.write_text(json.dumps({**document, "records": [record, record]}), "utf-8")
    return path


def _commands(folder: Path, odd: str) -> list[list[object]]:
    """Every command, with the odd text wherever one can stand."""
    records, path = _evil_records(folder / f"{odd}.json"), folder / odd
    (folder / f"{odd}.csv").write_text(f"单位名称,原因\n大连甲{_EVIL}公司,{_EVIL}\n", "utf-8")
    backup = path.with_suffix(".bak")
    return [
        *(["import", *more, records] for more in ([], ["--again"], [])),
        ["import", folder / f"没有{odd}"],
        ["list"],
        ["check"],
        ["profile", "--kind", "district", "--name", "大连市中山区总工会", "--contact-name", _EVIL],
        ["profile"],
        ["profile", "--kind", _EVIL, "--name", _EVIL],
        ["history", _EVIL],
        ["bin"],
        ["bin", "--restore", _EVIL],
        ["roster", "--import", path.with_suffix(".csv"), "--reason", _EVIL],
        ["roster"],
        ["roster", "--remove", _EVIL],
        ["pairs"],
        ["pairs", "--take-back", _EVIL],
        ["campaigns"],
        ["campaigns", "--add", path],
        ["campaigns", "--use", _EVIL],
        ["campaigns", "--carry-over", _EVIL],
        ["--campaign", _EVIL, "list"],
        ["list", "--form", _EVIL],
        ["verify", records],
        ["verify", path],
        ["backup", "-o", backup],
        ["backup", "-o", backup],
        ["restore", backup],
        ["restore", records],
        ["backups"],
        ["print", "-o", path.with_suffix(".pdf")],
        ["print", "-o", path / "x.pdf"],
        ["print", "--id", _EVIL, "-o", path],
        ["print", "--copies", _EVIL, "-o", path],
        ["print", "--each", folder / f"{odd}表"],
        ["template", "-o", path.with_suffix(".xlsx")],
        ["export", "-o", path.with_suffix(".zip"), "--explain", _EVIL],
        [_EVIL],
        [f"--{_EVIL}"],
        ["list", _EVIL],
        ["list", "--help"],
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names of files")
def test_no_answer_holds_what_a_terminal_obeys(tmp_path: Path) -> None:
    half = os.fsdecode(b"\xff")
    odd = f"夹\x1b[31m\u202e\r\n\u200b{half}"
    commands = _commands(tmp_path, odd)
    in_json = [["--json", *command] for command in commands if len(command) < 3]
    in_json.append(["--json", "backup", "-o", tmp_path / odd])
    said = run_commands(
        tmp_path / "run", tmp_path / "data", [*commands, *in_json], environment=_ASCII_ONLY
    )
    answered = zip([*commands, *in_json], said.codes, strict=True)
    assert [command for command, code in answered if code == _BUG] == []
    assert set(said.codes) == {0, 1, 2}
    assert _obeyed_in(said.text) == set()
    plain = said.out.decode()
    assert plain.count("甲�]0;P��[31m乙�2J�丙�丁 ��") > 10
    assert f"{half}"[0] not in plain
    # A program reads every character as it is, of a name that is no UTF-8, too.
    assert json.dumps(odd)[7:-1] in plain


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has UTF-16 names in every language")
def test_a_name_that_the_systems_encoding_lacks_is_one_sentence(
    tmp_path: Path, data_folder: Path
) -> None:
    """Such a system has LANG=zh_CN.GBK, which lacks rare characters; ASCII lacks all of ours."""
    backup = tmp_path / "backup"
    records = tmp_path / "records.json"
    records.write_bytes((data_folder / "nonresident_industry.json").read_bytes())
    commands: list[list[object]] = [
        ["import", records],
        ["print", "--each", tmp_path / "each"],
        ["backup", "-o", backup],
        ["import", "--again", records],
        ["restore", backup],
    ]
    narrow = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}
    said = run_commands(tmp_path / "run", tmp_path / "data", commands, environment=narrow)
    assert said.codes == [0, 2, 0, 0, 0]
    (sentence,) = said.err.decode().splitlines()
    assert "大连鸿文印刷包装有限公司.pdf”：这个名称里有字" in sentence
    assert "UTF-8" in sentence


def test_history_tells_old_and_new_texts_harmlessly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from gonghui_desktop.app import main  # noqa: PLC0415 -- after the home is set

    def run(*words: object) -> str:
        main(["--data", str(tmp_path / "data"), *map(str, words)])
        return capsys.readouterr().out

    run("import", _evil_records(tmp_path / "a.json"))
    first, *_ = json.loads(run("list", "--json"))["records"]
    told = run("history", first["id"])
    assert "乙�2J�丙" in told
    assert _obeyed_in(told) == set()
    assert json.loads(run("history", first["id"], "--json"))["changes"][0]["to"] == _EVIL


def test_every_character_that_is_obeyed_or_unseen_is_known(
    capsys: pytest.CaptureFixture[str],
) -> None:
    every = "".join(chr(code) for code in range(sys.maxunicode + 1))
    every = "".join(char for char in every if unicodedata.category(char) in _OBEYED)
    terminal.write_line(every)
    terminal.write_error(every)
    said = capsys.readouterr()
    assert _obeyed_in(said.out + said.err) == set()
    terminal.write_json({"characters": list(every)})
    out = capsys.readouterr().out
    assert _obeyed_in(out) == set()
    assert json.loads(out)["characters"] == list(every)


def test_a_bug_is_answered_as_asked_for(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    logged_errors: list[object],
) -> None:
    from gonghui_desktop import app, paths  # noqa: PLC0415 -- after the home is set

    def broken() -> Path:
        raise KeyError(_EVIL)

    monkeypatch.setattr(paths, "forms_folder", broken)
    assert app.main(["--data", str(tmp_path), "--json", "list"]) == _BUG
    logged_errors.clear()
    said = capsys.readouterr()
    assert json.loads(said.out) == {"ok": False, "error": said.err.rstrip("\n")}
    assert "甲" not in said.out


@pytest.mark.parametrize(
    ("code_page", "name"), [(936, "gbk"), (65001, "utf-8"), (0, "utf-8"), (123456, "utf-8")]
)
def test_pipes_on_windows_get_what_the_console_reads(code_page: int, name: str) -> None:
    assert terminal.encoding_of_pipes(code_page) == name


def test_what_a_code_page_lacks_is_written_as_something_that_it_has(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(terminal, "_encoding_for", lambda _stream: "gbk")
    terminal.write_line("王䶮、𬭎：“文件 › 活动”")
    terminal.write_json({"name": "䶮𬭎王"})

    line, _, document = capsysbinary.readouterr().out.partition(b"\n")
    assert line.decode("gbk") == "王\\u4dae、\\U0002cb4e：“文件 > 活动”"
    assert document.isascii()
    assert json.loads(document) == {"name": "䶮𬭎王"}
