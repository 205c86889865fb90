"""Forms and labels of kept editions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.forms.edition import definition_of
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.record import RecordState
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.services.editions import is_known, leftovers
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import Store
from gonghui_desktop.store.values import NewRecord


class _CountingStore(Store):
    """The real store, which counts how often a definition is asked for."""

    asked = 0

    def definition(self, digest: str) -> str | None:
        self.asked += 1
        return super().definition(digest)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[_CountingStore]:
    with _CountingStore.open(tmp_path) as opened:
        yield opened


@pytest.fixture
def ws(campaign: Campaign, fonts_folder: Path, store: Store) -> Workspace:
    return Workspace(campaign, lambda: store, lambda: FormPrinter(fonts_folder))


def _relabelled(form: FormDefinition, label: str) -> FormDefinition:
    """The form with another label for ``contact``."""
    fields = tuple(
        replace(field, label=label) if field.id == "contact" else field for field in form.fields
    )
    return replace(form, fields=fields)


def test_an_edition_that_nobody_knows_is_looked_for_once(
    ws: Workspace, store: _CountingStore
) -> None:
    new = NewRecord("annex1", campaign="2017", edition="0" * 64, state=RecordState.FINAL)
    records = ws.store.add([new] * 5)

    assert not any(is_known(ws, record) for record in records)
    assert store.asked == 1


def test_a_form_that_becomes_the_campaigns_own_is_known_from_then_on(ws: Workspace) -> None:
    later = _relabelled(ws.campaign.form("annex1"), "电话")
    edition = definition_of(later).digest
    new = NewRecord("annex1", campaign="2017", edition=edition, state=RecordState.FINAL)
    (record,) = ws.store.add([new])
    assert not is_known(ws, record)

    assert is_known(ws.viewing(replace(ws.campaign, forms=(later,))), record)


@pytest.mark.parametrize("labels", [("甲", "乙"), ("乙", "甲")])
def test_a_left_over_value_is_labelled_as_its_own_campaign_had_it(
    ws: Workspace, labels: tuple[str, str]
) -> None:
    form = ws.campaign.form("annex1")
    own, other = (definition_of(_relabelled(form, label)) for label in labels)
    bare = tuple(field for field in form.fields if field.id != "contact")
    rows = tuple(tuple(key for key in row if key != "contact") for row in form.rows)
    current = definition_of(replace(form, fields=bare, rows=tuple(row for row in rows if row)))
    values = {"contact": "0411-83641234"}
    records = ws.store.add(
        [
            NewRecord("annex1", values, campaign="2017", edition=own.digest),
            NewRecord("annex1", values, campaign="2016", edition=other.digest),
            NewRecord(
                "annex1", values, campaign="2017", edition=current.digest, state=RecordState.FINAL
            ),
        ],
        [own, other, current],
    )

    (left,) = leftovers(ws, records[2])

    assert left.label == labels[0]
