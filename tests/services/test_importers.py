"""A further import format is a class and a place in the list of importers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from gonghui_desktop import paths
from gonghui_desktop.errors import InputError
from gonghui_desktop.exchange.importers import IMPORTERS
from gonghui_desktop.exchange.incoming import Accepted, Incoming, Received, Refused
from gonghui_desktop.exchange.spreadsheet.reading import SUFFIXES
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.campaigns.known_forms import KnownForms
from gonghui_desktop.model.forms.edition import definition_of
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.record import Record, RecordState
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.services.imports.importing import import_file, importable_suffixes
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import Store
from tests.exchange import word_files


class _Names:
    """Reads one unit's name from each line."""

    kind = "名单"
    suffixes = (".lst",)

    def recognises(self, head: bytes, name: str) -> bool:
        return name.endswith(self.suffixes) and b"\0" not in head

    def read(
        self, data: bytes, name: str, known: KnownForms, *_child: object
    ) -> tuple[Incoming, ...]:
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
    (tmp_path / "名单.lst").write_text("甲\n\n乙\n", "utf-8")
    with pytest.raises(InputError, match="不认识这种文件"):
        import_file(ws, tmp_path / "名单.lst")
    outcomes = import_file(ws, tmp_path / "名单.lst", (*IMPORTERS, _Names()))
    assert [outcome.accepted for outcome in outcomes] == [True, False, True]
    assert "第 2 行" in outcomes[1].message
    stored = ws.store.records()
    assert [record.value("unit_name") for record in stored] == ["甲", "乙"]
    assert [outcome.record_id for outcome in outcomes if outcome.accepted] == [
        record.id for record in stored
    ]


class _Finals:
    """Final records of another office."""

    kind = "名单"
    suffixes = (".lst",)

    def __init__(self, *received: Received) -> None:
        self._received = received

    def recognises(self, *_file: Any, **_named: Any) -> bool:
        return True

    def read(self, *_file: Any, **_named: Any) -> tuple[Incoming, ...]:
        return self._received


def _received(form: FormDefinition, record_id: str) -> Received:
    definition, now = definition_of(form), datetime.now(UTC)
    record = Record(
        id=record_id,
        form=form.id,
        created_at=now,
        changed_at=now,
        values={"unit_name": form.number},
        state=RecordState.FINAL,
        campaign="2017",
        edition=definition.digest,
    )
    return Received(record, form, definition, "大连市示例区总工会")


def test_the_definition_of_a_record_that_is_not_taken_is_not_kept(
    ws: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "名单.lst"
    file.write_bytes(b"1")
    ours = _received(ws.campaign.form("annex1"), "1" * 32)
    import_file(ws, file, [_Finals(ours)])
    theirs = _received(replace(ours.form, number="附件壹"), "1" * 32)
    other = _received(ws.campaign.form("annex2"), "2" * 32)

    outcomes = import_file(ws, file, [_Finals(theirs, other)])

    assert [outcome.accepted for outcome in outcomes] == [False, True]
    assert ws.store.definition(other.record.edition) is not None
    assert ws.store.definition(theirs.record.edition) is None


def test_the_file_dialog_offers_every_listed_format() -> None:
    assert set(importable_suffixes()) == {".json", ".zip", ".docx", *SUFFIXES}


def test_a_word_form_comes_in_once_and_its_unit_is_told_of(ws: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "甲.docx"
    file.write_bytes(word_files.word_file(word_files.annex1(word_files.USUAL_ROWS)))
    (first,) = import_file(ws, file)
    (again,) = import_file(ws, file)

    assert (first.is_new, again.is_new, again.record_id) == (True, False, first.record_id)
    assert "内容完全相同，没有再导入" in again.message
    ws.store.change(first.record_id, {"employees": "321"}, {})
    (other,) = import_file(ws, file)

    assert other.is_new
    assert "同名的单位已有一份（附件1，草稿），没有覆盖" in other.message
    assert [record.value("employees") for record in ws.store.records()] == ["321", "320"]
    assert [record.value("non_public") for record in ws.store.records()] == ["yes", "yes"]
