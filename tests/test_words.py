"""The words of the office, not of the workshop, in everything that a clerk reads."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

_CHINESE = re.compile(r"[\u4e00-\u9fff]")

# What nobody in an office says, to what they say.
_WORDS = {
    "字库": "程序带的字体",
    "存盘": "保存",
    "残缺的字符": "坏字",
    "签章域": "电子签章的位置",
    "申报记录": "申报表",
    "刷新列表": "（没有这个命令）",
    "修订号": "版次",
    "校验和": "校验码",
    "摘要": "报送包完整，未被改动",
    "日志": "运行记录",
    "待改": "必须改",
    "要改好": "必须改",
    "待说明": "须写明原因",
    "缓存": "",
    "异常": "",
    "无效": "",
    "非法": "",
}


def _texts(path: Path) -> Iterator[tuple[int, str]]:
    """The Chinese texts of a module that are no docstrings, with their lines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in docstrings:
            continue
        if isinstance(node.value, str) and _CHINESE.search(node.value):
            yield node.lineno, node.value


@pytest.fixture(scope="module")
def texts(project_folder: Path) -> dict[str, str]:
    """Every text of the program and of its pages for users, by its place."""
    found = {
        f"{path.relative_to(project_folder)}:{line}: {text}": text
        for path in sorted((project_folder / "gonghui_desktop").rglob("*.py"))
        for line, text in _texts(path)
    }
    pages = (project_folder / "README.md", project_folder / "resources" / "help" / "help.md")
    return found | {page.name: page.read_text("utf-8") for page in pages}


@pytest.mark.parametrize("word", _WORDS)
def test_nothing_speaks_of_the_workshop(word: str, texts: dict[str, str]) -> None:
    assert len(texts) > 500
    assert [place for place, text in texts.items() if word in text] == [], _WORDS[word]
