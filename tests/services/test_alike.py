"""One unit in two records, one telephone in two units: told at each, and always up to date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gonghui_desktop import paths
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.findings import Finding, Severity
from gonghui_desktop.model.record import Profile, Record
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.services import records, reporter
from gonghui_desktop.services.checking import record_findings, submission_findings
from gonghui_desktop.services.prefill import create_prefilled
from gonghui_desktop.services.records import BlockedError
from gonghui_desktop.services.submissions import export_state, submission, verifying
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import Store
from tests.gui.clerk import add_filled


@pytest.fixture
def ws(tmp_path: Path, campaign: Campaign) -> Iterator[Workspace]:
    printer = FormPrinter(paths.resources_folder() / "fonts")
    with Store.open(tmp_path / "data") as store:
        yield Workspace(campaign, lambda: store, lambda: printer)


def _of_name(ws: Workspace, record: Record) -> list[Finding]:
    found = record_findings(ws, ws.store.record(record.id))
    return [finding for finding in found if finding.field == "unit_name"]


def _of_contact(ws: Workspace, record: Record) -> list[Finding]:
    found = record_findings(ws, ws.store.record(record.id))
    return [finding for finding in found if finding.field == "contact"]


def test_a_unit_that_is_there_twice_is_told_at_both_records(ws: Workspace) -> None:
    one = add_filled(ws, unit_name="大连甲厂有限公司", contact="0411-83640001")
    assert _of_name(ws, one) == []
    other = add_filled(ws, "annex2", unit_name="（大连）甲厂有限责任公司", contact="0411-83640001")
    (found,) = _of_name(ws, one)
    assert found.severity is Severity.VERIFY
    assert found.blocks
    assert "附件2“（大连）甲厂有限责任公司”看来是同一单位" in found.message
    (found,) = _of_name(ws, other)
    assert "附件1“大连甲厂有限公司”" in found.message
    assert _of_contact(ws, other) == []  # of course it has the same telephone


def test_a_pair_is_explained_once_and_then_the_export_does_not_ask(ws: Workspace) -> None:
    reporter.set_reporter(ws, Profile("district", "示例区总工会"))
    one, other = (add_filled(ws, unit_name="大连甲厂") for _ in range(2))

    def asked() -> list[str]:
        return [each.message for each in submission_findings(ws) if "同一单位" in each.message]

    assert len(asked()) == 1
    records.explain(ws, one.id, "unit_name", "同名，一家在中山一家在西岗")
    assert [finding.blocks for each in (one, other) for finding in _of_name(ws, each)] == [
        False,
        False,
    ]
    assert asked() == []
    third = add_filled(ws, unit_name="大连甲厂")
    assert [_of_name(ws, each)[0].blocks for each in (one, other, third)] == [False, True, True]
    assert len(asked()) == 1


def test_what_is_renamed_deleted_or_brought_back_counts_at_once(ws: Workspace) -> None:
    one, other = (add_filled(ws, unit_name="大连甲厂") for _ in range(2))
    assert _of_name(ws, one)
    records.change(ws, other.id, {"unit_name": "大连乙厂"})
    assert not _of_name(ws, one)
    records.change(ws, other.id, {"unit_name": "大连 甲厂"})
    assert _of_name(ws, one)
    records.delete(ws, other.id)
    assert not _of_name(ws, one)
    records.undelete(ws, other.id)
    assert _of_name(ws, one)


def test_others_are_named_in_the_order_in_which_they_were_made(ws: Workspace) -> None:
    names = ("大连甲厂", "大连 甲厂", "大连乙厂", "大连甲 厂")
    first, *_, last = (add_filled(ws, unit_name=name) for name in names)
    (told,) = _of_name(ws, last)
    records.change(ws, first.id, {"contact": "0411-83640002"})
    assert _of_name(ws, last) == [told]


def test_what_is_typed_and_not_stored_yet_is_compared(ws: Workspace) -> None:
    add_filled(ws, unit_name="大连甲厂")
    typed = replace(add_filled(ws, unit_name="大连乙厂"), values={"unit_name": "大连甲厂"})
    assert any("看来是同一单位" in each.message for each in record_findings(ws, typed))


def test_a_telephone_of_another_unit_is_advice(ws: Workspace) -> None:
    one = add_filled(ws, unit_name="大连甲厂", contact="0411-83640001（办）")
    other = add_filled(ws, unit_name="大连乙厂", contact="０４１１－８３６４０００１")
    (found,) = _of_contact(ws, other)
    assert found.severity is Severity.ADVICE
    assert "与附件1“大连甲厂”的相同" in found.message
    assert _of_contact(ws, one)
    records.change(ws, other.id, {"contact": "0411-83640002"})
    assert not _of_contact(ws, one)


def test_a_telephone_is_compared_once_both_units_have_a_name(ws: Workspace) -> None:
    one = add_filled(ws, unit_name="大连甲厂")
    new, _ = create_prefilled(ws, "annex1")
    assert new.value("contact") == one.value("contact")
    assert not _of_contact(ws, one)
    assert not _of_contact(ws, new)
    named = records.change(ws, new.id, {"unit_name": "大连乙厂"})
    assert _of_contact(ws, one)
    assert _of_contact(ws, named)


def test_empty_names_and_texts_without_a_number_are_nobodys(ws: Workspace) -> None:
    one = add_filled(ws, unit_name="", contact="找传达室 12")
    add_filled(ws, unit_name="", contact="找传达室 12")
    assert not any(
        "相同" in each.message or "同一" in each.message for each in record_findings(ws, one)
    )


def test_a_package_holds_a_pair_that_was_explained_in_one_or_at_the_export(
    ws: Workspace, tmp_path: Path
) -> None:
    reporter.set_reporter(ws, Profile("district", "示例区总工会"))
    one, other = (add_filled(ws, unit_name="大连甲厂") for _ in range(2))
    with pytest.raises(BlockedError, match="看来是同一单位"):
        submission.export_package(ws, tmp_path / "p.zip", "名额不足")
    records.explain(ws, one.id, "unit_name", "同名，地址不同")
    submission.export_package(ws, tmp_path / "p.zip", "名额不足")
    told = verifying.verify_package(ws, tmp_path / "p.zip").submission.findings
    pair = [each for each in told if "看来是同一单位" in each.message]
    assert {each.record_id for each in pair} == {one.id, other.id}
    assert {each.explanation for each in pair} == {"同名，地址不同"}


def test_what_was_final_before_is_asked_for_at_the_export(ws: Workspace, tmp_path: Path) -> None:
    reporter.set_reporter(ws, Profile("district", "示例区总工会"))
    made = [add_filled(ws, unit_name=name) for name in ("大连甲厂", "大连乙厂")]
    records.make_final(ws, [each.id for each in made])
    ws.store.delete(made[1].id)
    twin = add_filled(ws, unit_name="大连甲厂")
    ws.store.finalise([twin.id])
    assert any("同一单位" in each.message for each in export_state.export_state(ws).doubtful)
    submission.export_package(ws, tmp_path / "p.zip", "两家同名")
    verifying.verify_package(ws, tmp_path / "p.zip")
