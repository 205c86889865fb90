"""Another program changes a record while this one makes it final or puts it into a package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from gonghui_desktop import paths
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.record import Profile, RecordState
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.services.imports.importing import import_file
from gonghui_desktop.services.records import create, make_final
from gonghui_desktop.services.reporter import set_reporter
from gonghui_desktop.services.submissions.submission import export_package
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import RecordStateError, Store


class _InBetween(FormPrinter):
    """The real printer; the first time it is asked for, somebody else changes the records."""

    def __init__(self, fonts: Path, other: Store, values: Mapping[str, str]) -> None:
        super().__init__(fonts)
        self._other = other
        self._values = values

    def missing_characters(
        self, form: FormDefinition, values: Mapping[str, str]
    ) -> Mapping[str, str]:
        """Each check of a record asks this."""
        changed, self._values = self._values, {}
        for record in self._other.records() if changed else ():
            self._other.change(record.id, changed)
        return super().missing_characters(form, values)


@pytest.fixture
def ws(tmp_path: Path, campaign: Campaign, data_folder: Path) -> Iterator[Workspace]:
    fonts = paths.resources_folder() / "fonts"
    with Store.open(tmp_path / "data") as store, Store.open(tmp_path / "data") as other:
        printer = _InBetween(fonts, other, {"employees": "不是数"})
        made = Workspace(campaign, lambda: store, lambda: printer)
        import_file(made, data_folder / "nonresident_industry.json")
        set_reporter(made, Profile("nonresident_industry", "大连市示例局工会"))
        yield made


def test_nothing_unchecked_becomes_final(ws: Workspace) -> None:
    (record,) = ws.store.records()
    with pytest.raises(RecordStateError, match="刚刚又改动了"):
        make_final(ws, [record.id])
    assert ws.store.record(record.id).state is RecordState.DRAFT


def test_nothing_unchecked_goes_into_a_package(ws: Workspace, tmp_path: Path) -> None:
    with pytest.raises(RecordStateError, match="刚刚又改动了"):
        export_package(ws, tmp_path / "out.zip", "说明")
    assert not (tmp_path / "out.zip").exists()
    assert [record.state for record in ws.store.records()] == [RecordState.DRAFT]
    assert create(ws, "annex3").state is RecordState.DRAFT  # and the store goes on
