"""Names of the files that forms become in a folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gonghui_desktop import paths
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.services import form_files, records
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import Store

_NAMES = st.text(max_size=60) | st.sampled_from(
    [
        "",
        "CON",
        "大连/机械",
        "大连\u202e机械",
        "工" * 200,
        "甲厂",
        "甲厂（2）",
        "Ａ厂",
        "a厂",
        "A厂",
    ]
)


@pytest.fixture
def ws(tmp_path: Path, campaign: Campaign) -> Iterator[Workspace]:
    """An empty workspace."""
    with Store.open(tmp_path / "data") as store:
        yield Workspace(
            campaign, lambda: store, lambda: FormPrinter(paths.resources_folder() / "fonts")
        )


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["annex1", "annex2"]), _NAMES), max_size=8))
def test_whatever_units_are_called_their_files_have_names_of_their_own(
    ws: Workspace, units: list[tuple[str, str]]
) -> None:
    records.delete_all(ws, [each.id for each in records.records(ws)])
    for form, name in units:
        surely = name.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        records.create(ws, form, {"unit_name": surely})
    named = form_files.named_forms(ws, records.records(ws))
    stems = [each.stem for each in named]
    assert len({stem.casefold() for stem in stems}) == len(units)
    assert stems == sorted(stems)  # as the list has them
    for stem in stems:
        form, place, unit = stem.split("-", 2)
        assert form in ("附件1", "附件2")
        assert place.isascii()
        assert place.isdigit()
        assert unit
        assert len(unit.encode()) <= 100
        assert len(f"{stem}（2）.docx".encode()) < 255


def test_a_number_is_the_place_in_the_list_whatever_was_chosen(ws: Workspace) -> None:
    made = [records.create(ws, "annex1", {"unit_name": f"第{n}厂"}) for n in range(100)]
    other = records.create(ws, "annex2", {"unit_name": "联合会"})
    chosen = [other, made[99], made[2]]
    assert [each.stem for each in form_files.named_forms(ws, chosen)] == [
        "附件1-003-第2厂",
        "附件1-100-第99厂",
        "附件2-01-联合会",
    ]
