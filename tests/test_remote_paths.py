"""Paths that lead to other computers or to devices, told by their text on every system."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghui_desktop.remote_paths import leads_away, without_remote

_AWAY = (
    r"\\host\share\表.xlsx",
    "//host/share/表.xlsx",
    r"\/host\share",
    "/\\host/share",
    r"\\?\UNC\host\share\x",
    r"\\?\C:\x",
    r"\\.\pipe\gonghui",
    "//./pipe/x",
    r"\??\UNC\host\x",
    "file://host/x",
    "file:///C:/x",
    "FILE:x",
    "http://host/x",
    "smb://host/x",
    "C:x",
    "C:",
    r"C:\报送\NUL",
    r"C:\con.txt\x",
    "/srv/aux .txt",
    "COM¹",
    " //host/x",
    "\t//host/x",
    "C:\\x\n//host",
    "x\0y",
    "",
)
_NEAR = (
    r"C:\用户\林 小美\文档\表.xlsx",
    r"Z:\报送",
    "C:/报送/第2次.zip",
    "/srv/林 小美/文档",
    "/",
    "表.xlsx",
    "/srv/a//b",
    "/srv/控制/console.txt",
)


@pytest.mark.parametrize("text", _AWAY)
def test_what_is_not_on_this_computer_is_not_looked_at(text: str) -> None:
    assert leads_away(text)


@pytest.mark.parametrize("text", _NEAR)
def test_what_lies_on_this_computer_is(text: str) -> None:
    assert not leads_away(text)
    assert without_remote([text, "//host/x"]) == ([Path(text)], ["//host/x"])


_PIECES = st.sampled_from([*"\\/.:?*a林", "UNC", "host", "file", "C:", "nul", " "])


@given(st.lists(_PIECES, max_size=12).map("".join))
def test_nothing_that_windows_takes_for_another_computers_is_let_through(text: str) -> None:
    if not leads_away(text):
        path = PureWindowsPath(text)
        assert not path.drive.startswith("\\")
        assert not path.as_posix().startswith("//")
        assert not path.is_reserved()
        assert bool(path.drive) <= bool(path.root)
