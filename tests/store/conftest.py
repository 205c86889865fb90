"""A store in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gonghui_desktop.store.store import Store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder that is not there yet, with a name as people give them."""
    return tmp_path / "王小明 的资料#1"


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    """An empty store in that folder."""
    with Store.open(folder) as opened:
        yield opened
