"""What is typed while another program writes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from gonghui_desktop.services import records
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.background.writer_thread import WriterThread
from gonghui_desktop.ui.editor.drafts import DraftKeeper
from gonghui_desktop.ui.editor.refused_texts import Refused
from tests.gui.clerk import add_filled

PATIENCE = 10.0


@pytest.fixture
def keeper(ws: Workspace) -> Iterator[DraftKeeper]:
    writer = WriterThread(patience=PATIENCE)
    yield DraftKeeper(ws, writer, writer)
    writer.close()
    writer.deleteLater()


def test_a_record_that_can_no_longer_be_stored_does_not_stop_the_others(
    ws: Workspace, keeper: DraftKeeper
) -> None:
    finished, deleted, other = (add_filled(ws) for _ in range(3))
    told: list[Refused] = []
    keeper.refused.connect(told.append)
    keeper.edit(finished.id, "goals", "甲")
    keeper.explain(deleted.id, "goals", "如此")
    keeper.edit(other.id, "goals", "乙")
    keeper.explain(other.id, "goals", "本来如此")
    ws.store.finalise([finished.id])
    records.delete(ws, deleted.id)

    assert keeper.flush()
    assert keeper.flush()

    stored = ws.store.record(other.id)
    assert (stored.value("goals"), stored.explanations) == ("乙", {"goals": "本来如此"})
    assert keeper.unsaved(finished.id) == {"goals": "甲"}  # what was typed is kept
    assert keeper.unsaved_reasons(deleted.id) == {"goals": "如此"}
    assert [each.record_id for each in told] == [finished.id, deleted.id]  # each once
    assert "已经定稿" in str(told[0].error)


def test_a_move_of_a_record_that_was_made_final_is_dropped(
    ws: Workspace, keeper: DraftKeeper
) -> None:
    finished, deleted = add_filled(ws), add_filled(ws)
    told: list[object] = []
    keeper.failed.connect(told.append)
    keeper.refused.connect(told.append)
    keeper.move(finished.id)
    keeper.move(deleted.id)
    ws.store.finalise([finished.id])
    records.delete(ws, deleted.id)

    assert keeper.flush()
    assert not keeper.has_unsaved
    assert told == []


def test_a_reason_typed_during_a_write_is_not_stored_over_anothers(
    ws: Workspace, keeper: DraftKeeper
) -> None:
    record = add_filled(ws)
    records.explain(ws, record.id, "contact", "别处的原因")
    keeper.edit(record.id, "goals", "甲", record.value("goals"))
    keeper.store_soon()
    keeper.explain(record.id, "contact", "这里的原因", "")

    assert keeper.flush()
    stored = ws.store.record(record.id)
    assert (stored.value("goals"), stored.explanations) == ("甲", {"contact": "别处的原因"})
    (refused,) = keeper.refusals
    assert refused.texts.reasons == {"contact": "这里的原因"}


def test_a_reason_typed_on_during_its_write_is_stored(ws: Workspace, keeper: DraftKeeper) -> None:
    record = add_filled(ws)
    keeper.explain(record.id, "contact", "山区", "")
    keeper.store_soon()
    keeper.explain(record.id, "contact", "山区没有电话", "")

    assert keeper.flush()
    assert keeper.refusals == ()
    assert ws.store.record(record.id).explanations == {"contact": "山区没有电话"}
