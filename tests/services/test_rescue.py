"""The rescue file: what is kept, what is found again, and what is no file of ours."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghui_desktop.model.campaign import Campaign
from gonghui_desktop.services import records
from gonghui_desktop.services.recovery import recover
from gonghui_desktop.services.rescue import Rescued, RescueFile
from gonghui_desktop.services.unsaved import Unsaved
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import Store

NOW = datetime(2017, 3, 8, 12, tzinfo=UTC)


@pytest.fixture
def ws(campaign: Campaign, tmp_path: Path) -> Iterator[Workspace]:
    with Store.open(tmp_path / "data") as store:

        def no_printer() -> None:
            raise NotImplementedError

        yield Workspace(campaign, lambda: store, no_printer, folder=tmp_path / "data")  # type: ignore[arg-type]  # nothing is printed


def _file(ws: Workspace, tmp_path: Path) -> RescueFile:
    assert ws.folder is not None
    return RescueFile(ws.folder, tmp_path / "spare")


def _kept(record_id: str, *, stored: str = "", on_the_way: str = "", **typed: str) -> Rescued:
    seen = dict.fromkeys(typed, stored)
    on = dict.fromkeys(typed, on_the_way) if on_the_way else {}
    return Rescued(record_id, "annex1", "2017", {}, Unsaved(dict(typed), seen=seen), on, NOW)


def test_what_is_kept_is_found_by_the_next_run(ws: Workspace, tmp_path: Path) -> None:
    kept = _kept("a" * 32, goals="甲\ud800", stored="乙", on_the_way="丙")
    former = _file(ws, tmp_path)
    former.keep([kept])
    ((_, found),) = _file(ws, tmp_path).found()
    assert found == [kept]
    former.clear()
    assert _file(ws, tmp_path).found() == []


def test_where_the_data_folder_is_gone_it_goes_elsewhere(ws: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    RescueFile(folder, tmp_path / "spare").keep([_kept("a" * 32, goals="甲")])
    assert not folder.exists()
    assert RescueFile(tmp_path / "other", tmp_path / "spare").found() == []
    assert len(RescueFile(folder, tmp_path / "spare").found()) == 1


@pytest.mark.parametrize(
    ("stored", "outcome"),
    [
        ("", "stored"),  # as she saw it
        ("半句", "stored"),  # what was on the way had arrived
        ("整句", "nothing"),  # all of it had
        ("别人的", "open"),
    ],
)
def test_what_is_found_is_stored_unless_somebody_else_wrote(
    ws: Workspace, tmp_path: Path, stored: str, outcome: str
) -> None:
    record = records.create(ws, "annex1")
    records.change(ws, record.id, {"goals": stored})
    _file(ws, tmp_path).keep([_kept(record.id, goals="整句", on_the_way="半句")])
    found = recover(ws, _file(ws, tmp_path))
    assert (len(found.stored), len(found.open)) == (outcome == "stored", outcome == "open")
    expected = "别人的" if outcome == "open" else "整句"
    assert ws.store.record(record.id).value("goals") == expected
    assert len(found.files) == 1


def test_texts_of_a_record_that_is_gone_or_final_wait_for_a_decision(
    ws: Workspace, tmp_path: Path
) -> None:
    record = records.create(ws, "annex1")
    records.delete(ws, record.id)
    _file(ws, tmp_path).keep([_kept(record.id, goals="整句")])
    found = recover(ws, _file(ws, tmp_path))
    assert [each.rescued.texts.values for each in found.open] == [{"goals": "整句"}]


def test_texts_of_another_campaign_stay_where_they_are(ws: Workspace, tmp_path: Path) -> None:
    kept = _kept("a" * 32, goals="甲")
    other = Rescued("b" * 32, "annex1", "2018", {}, kept.texts, {}, NOW)
    _file(ws, tmp_path).keep([other])
    found = recover(ws, _file(ws, tmp_path))
    assert (found.open, found.files) == ((), ())


@given(
    junk=st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["id", "form", "typed", "at", "seen"]), inner)
        ),
        max_leaves=8,
    )
)
def test_a_file_that_is_not_ours_is_left_alone(
    junk: object, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("data")
    (folder / "rescue").mkdir()
    path = folder / "rescue" / "x.json"
    mine = RescueFile(folder, folder / "spare")
    ours = {"format": "gonghui-rescue", "version": 1, "data": str(folder)}
    for data in (junk, {**ours, "computer": platform.node(), "records": [junk]}):
        path.write_text(json.dumps(data), "utf-8")
        assert mine.found() == []
        assert path.exists()
