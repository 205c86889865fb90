"""How much ``submission.json`` may say, looked at before anything is made of it.

A full package of honest forms, three pages each, stays within a half of each bound.
"""

from __future__ import annotations

from gonghui_desktop.errors import PackageError
from gonghui_desktop.exchange.strict_json import parse_json
from gonghui_desktop.model.entry import LONGEST_KEPT
from gonghui_desktop.model.strict import Table

LARGEST_DATA = 8_000_000  # bytes
_MOST_ITEMS, _MOST_TABLES = 400_000, 60_000  # commas, those in texts among them; brackets
_MOST = {"records": 500, "editions": 60, "findings": 12_000}
"""Entries of the lists: as many records as an archive has files, one edition for some of them each,
and what may be said of three fields in four of each record."""


def parse_bounded(data: bytes) -> object:
    """The document as Python values.

    Raises:
        JsonError: it is no JSON that anybody reads.
        PackageError: it is far too large (``S14``).
    """
    if len(data) > LARGEST_DATA:
        raise _too_much(f"超过 {LARGEST_DATA // 1_000_000} MB")
    document = parse_json(data, most_items=_MOST_ITEMS, most_tables=_MOST_TABLES)
    if isinstance(document, dict):
        for key, most in _MOST.items():
            listed = document.get(key)
            if isinstance(listed, list) and len(listed) > most:
                raise _too_much(f"的“{key}”超过 {most} 项")
    return document


def text_of(table: Table, key: str) -> str:
    """A text that is no longer than what the program itself keeps."""
    text = table.get(key, str)
    if len(text) > LONGEST_KEPT:
        table.fail(f"超过 {LONGEST_KEPT // 10_000} 万字", key)
    return text


def _too_much(what: str) -> PackageError:
    return PackageError(
        "S14", f"报送包里的申报数据{what}，请勿接收，请让上报单位重新导出后再发来。"
    )
