"""A further import format is a class and a place in the list of importers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gonghui_desktop import paths
from gonghui_desktop.errors import InputError
from gonghui_desktop.exchange.importers import IMPORTERS
from gonghui_desktop.exchange.incoming import Accepted, Incoming, Refused
from gonghui_desktop.model.campaign import Campaign
from gonghui_desktop.model.edition import KnownForms
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.services.importing import import_file, importable_suffixes
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import Store


class _Names:
    """Reads one unit's name from each line."""

    kind = "名单"
    suffixes = (".csv",)

    def recognises(self, head: bytes, name: str) -> bool:
        return name.endswith(self.suffixes) and b"\0" not in head

    def read(self, data: bytes, name: str, known: KnownForms) -> tuple[Incoming, ...]:
        form = known.campaign.forms[0].id
        return tuple(
            Accepted(number, form, {"unit_name": line}, {})
            if line
            else Refused(number, f"{name}：第 {number} 行是空的。")
            for number, line in enumerate(data.decode().splitlines(), start=1)
        )


@pytest.fixture
def ws(tmp_path: Path, campaign: Campaign) -> Iterator[Workspace]:
    with Store.open(tmp_path / "data") as store:
        fonts = paths.resources_folder() / "fonts"
        yield Workspace(campaign, lambda: store, lambda: FormPrinter(fonts))


def test_a_new_format_is_read_once_it_is_listed(ws: Workspace, tmp_path: Path) -> None:
    (tmp_path / "名单.csv").write_text("甲\n\n乙\n", "utf-8")
    with pytest.raises(InputError, match="CSV 表格"):
        import_file(ws, tmp_path / "名单.csv")
    outcomes = import_file(ws, tmp_path / "名单.csv", (*IMPORTERS, _Names()))
    assert [outcome.accepted for outcome in outcomes] == [True, False, True]
    assert "第 2 行" in outcomes[1].message
    stored = ws.store.records()
    assert [record.value("unit_name") for record in stored] == ["甲", "乙"]
    assert [outcome.record_id for outcome in outcomes if outcome.accepted] == [
        record.id for record in stored
    ]


def test_the_file_dialog_offers_every_listed_format() -> None:
    assert set(importable_suffixes()) == {".json", ".zip"}
