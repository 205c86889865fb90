from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from gonghui_desktop.model.record import Record, RecordState
from gonghui_desktop.ui.records.record_model import OPEN_POINTS_ROLE, RecordModel
from gonghui_desktop.ui.widgets.severity import OpenPoints

pytestmark = pytest.mark.usefixtures("qapp")  # the model asks by a timer
_NOW = datetime(2017, 3, 1, tzinfo=UTC)


def _record(name: str, state: RecordState = RecordState.DRAFT) -> Record:
    return Record(
        id=name, form="f", created_at=_NOW, changed_at=_NOW, values={"name": name}, state=state
    )


def _model(*names: str) -> RecordModel:
    model = RecordModel(lambda record: record.value("name"))
    model.set_records([_record(name) for name in names])
    return model


def _shown(model: RecordModel) -> list[str]:
    return [str(model.index(row).data()) for row in range(model.rowCount())]


def test_the_model_keeps_qts_rules() -> None:
    model = _model("甲", "乙")
    # What it finds is a warning, and a warning fails the test.
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning, model)
    model.add(_record("丙"))
    model.set_filter("丙")
    model.remove("丙")
    model.set_filter("")
    assert _shown(model) == ["甲", "乙"]


def test_a_search_folds_width_case_and_blanks() -> None:
    model = _model("大连ABC公司", "大连 ａｂｃ 二厂", "沈阳厂")
    model.set_filter("Ａbc")
    assert _shown(model) == ["大连ABC公司", "大连 ａｂｃ 二厂"]
    assert model.total == 3


def test_a_new_record_is_seen_whatever_the_filter_says() -> None:
    model = _model("甲")
    model.set_filter("甲")
    model.add(_record(""))
    assert _shown(model) == ["甲", ""]


def test_open_points_are_asked_for_once_a_state(qtbot: QtBot) -> None:
    model = _model("甲")
    with qtbot.wait_signal(model.points_requested) as asked:
        assert model.index(0).data(OPEN_POINTS_ROLE) is None
    (wanted,) = asked.args
    model.set_points({"甲": OpenPoints(2, 1)}, wanted)
    with qtbot.assert_not_emitted(model.points_requested, wait=20):
        assert model.index(0).data(OPEN_POINTS_ROLE) == OpenPoints(2, 1)
    assert "必须改 2 · 写明原因 1" in model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    with qtbot.assert_not_emitted(model.points_requested, wait=20):
        model.update(_record("甲"))  # read again, and the same
        model.index(0).data(OPEN_POINTS_ROLE)
    model.update(replace(_record("甲"), values={"name": "甲", "goals": "新"}))
    with qtbot.wait_signal(model.points_requested):
        assert model.index(0).data(OPEN_POINTS_ROLE) == OpenPoints(2, 1)


def test_a_screen_reader_hears_name_and_state() -> None:
    model = RecordModel(lambda record: record.value("name"))
    final = _record("甲", RecordState.FINAL)
    model.set_records([final])
    assert model.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == "甲，已定稿"
