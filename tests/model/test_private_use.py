"""Rare characters of names that old systems keep in the private use area."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from gonghui_desktop.model.pasted.private_use import private_characters, with_standard_characters


def test_a_rare_name_gets_its_standard_characters() -> None:
    assert with_standard_characters("李\ue863、\ue816") == "李䶮、𠂇"
    assert private_characters("\ue863和\ue863、\ue864") == (("\ue863", "䶮"), ("\ue864", "龻"))


def test_other_characters_stay() -> None:
    text = "大连\ue000\uf0b7\ue865䶮𠂇"
    assert with_standard_characters(text) == text
    assert private_characters(text) == ()


@pytest.mark.skipif(shutil.which("iconv") is None, reason="Windows has no iconv")
def test_the_table_is_that_of_the_standard() -> None:
    """GBK's cells in their order, by another implementation of GB 18030-2005."""
    trails = [*range(0x50, 0x7F), *range(0x80, 0xA1)]
    cells = b"".join(bytes((0xFE, trail)) for trail in trails)
    command = ["iconv", "-f", "GB18030", "-t", "UTF-8"]
    done = subprocess.run(command, input=cells, capture_output=True, check=True)
    private = "".join(map(chr, range(0xE815, 0xE865)))
    assert with_standard_characters(private) == done.stdout.decode()
