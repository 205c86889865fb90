"""Whatever stands in a file or in its name, an error is one line that can be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gonghui_desktop.app import open_workspace
from gonghui_desktop.errors import InputError, PackageError
from gonghui_desktop.model.strict import Table
from gonghui_desktop.services.imports.importing import import_one_of_many


def test_what_is_not_seen_but_does_something_is_replaced() -> None:
    error = InputError("“a\r\nb\x1b[2J\u202e甲\udcff\u200b”不是备份，请另选一个文件。")
    assert str(error) == "“a b�[2J�甲��”不是备份，请另选一个文件。"
    assert str(PackageError("Z01", "“\x00”坏了。")) == "“�”坏了。（代码 Z01）"


def test_rare_characters_and_wide_blanks_stay() -> None:
    sentence = "“大连\u3000\U0002c1df\U000e0100\uf0b7·阿”重复。"
    assert str(InputError(sentence)) == sentence


@pytest.mark.parametrize("key", ["字" * 30_000, "e\u0301" * 5_000])
def test_a_key_of_any_length_leaves_room_for_what_to_do(key: str) -> None:
    with pytest.raises(InputError) as caught:
        Table({key: 1}, "a.json", error=InputError).done()
    assert str(caught.value).endswith("…" + key[-30:] + " 是不认识的项，请检查拼写。")
    assert len(str(caught.value)) < 100


def test_names_from_outside_are_told_in_one_line_and_once(tmp_path: Path) -> None:

    path = tmp_path / "a\nb.json"
    path.write_bytes(b"[")
    with open_workspace(tmp_path / "data") as ws:
        (refused,) = import_one_of_many(ws, path)
        odd = {"form": "annex1", "values": {"unit_name": "甲\u202e乙\u200b厂"}}
        head = {"format": "gonghui-records", "version": 1, "campaign": "2017"}
        long = {"form": "annex1", "values": {"unit_name": "长" * 5_000}}
        path.write_text(json.dumps({**head, "records": [odd, long]}), "utf-8")
        taken, of_a_long_name = import_one_of_many(ws, path)
        path.write_text(json.dumps({**head, "campaign": "9" * 5_000, "records": []}), "utf-8")
        (elsewhere,) = import_one_of_many(ws, path)
    assert refused.message.startswith("a b.json：")
    assert refused.message.count("a b.json") == 1
    assert "甲�乙�厂" in taken.message
    assert len(of_a_long_name.message) < 120
    assert elsewhere.message.endswith("请换到那个活动再导入。")
