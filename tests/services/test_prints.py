"""What was printed is kept, and told before it is printed once more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from gonghui_desktop import paths
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.dates import short_day
from gonghui_desktop.model.record import Record
from gonghui_desktop.model.stages import Stage
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.services import prints, records
from gonghui_desktop.services.imports import importing
from gonghui_desktop.services.papers import paper_of
from gonghui_desktop.services.prints import before_printing, note_printed
from gonghui_desktop.services.safekeeping import backups
from gonghui_desktop.services.stages import paper_gaps
from gonghui_desktop.services.submissions.overview import overview_of
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.backups.backup_files import Reason
from gonghui_desktop.store.store import Store

HP = "三楼财务室的 HP LaserJet"


@pytest.fixture
def ws(tmp_path: Path, campaign: Campaign, data_folder: Path) -> Iterator[Workspace]:
    """A workspace with one complete draft."""
    folder = tmp_path / "data"
    with Store.open(folder) as store:
        made = Workspace(
            campaign,
            lambda: store,
            lambda: FormPrinter(paths.resources_folder() / "fonts"),
            folder=folder,
        )
        importing.import_file(made, data_folder / "nonresident_industry.json")
        yield made


def _the(ws: Workspace) -> Record:
    (record,) = records.records(ws)
    return record


def _told(ws: Workspace) -> str:
    """Without the day, which is today's."""
    words = before_printing(ws, [_the(ws).id, ""])
    (entry, *_) = [*prints.prints(ws, _the(ws).id), None]
    return words.replace(short_day(entry.at), "今天") if entry else words


def test_what_came_out_is_kept_with_copies_and_printer_and_marks_the_form(ws: Workspace) -> None:
    (final,) = records.make_final(ws, [_the(ws).id])
    assert before_printing(ws, [final.id]) == ""
    (marked,) = note_printed(ws, [final.id, "", final.id], [4, 1, 2], HP)
    assert marked.stage is Stage.PRINTED
    (entry,) = prints.prints(ws, final.id)
    assert entry.what == f"打印 6 份（{HP}）"
    assert entry.paper == paper_of(ws, final)
    assert _told(ws) == "今天已打印 6 份。"
    assert note_printed(ws, [final.id], 1, HP + "\ud800" * 300) == []  # known already
    assert _told(ws) == "今天已打印，前后共 7 份。"


def test_a_drafts_paper_counts_until_something_on_it_changes(ws: Workspace) -> None:
    draft = _the(ws)
    assert note_printed(ws, [draft.id], 2, HP) == []
    assert _the(ws).stage is Stage.DRAFT
    assert prints.prints(ws, draft.id)[0].what == f"打印草稿 2 份（{HP}）"
    finals = records.make_final(ws, [draft.id])
    assert _told(ws) == "今天已打印 2 份。"
    assert [gap.is_printed for gap in paper_gaps(ws, finals)] == [True]
    (paper,) = overview_of(ws, date(2017, 3, 1)).paper
    assert paper.printed == prints.prints(ws, draft.id)[0].at
    records.reopen(ws, draft.id, "改人数")
    assert _told(ws) == "第 1 版的纸质件作废。"
    note_printed(ws, [draft.id], 1, HP)
    records.change(ws, draft.id, {"unit_name": "大连另一局工会"})
    assert _told(ws) == "第 1 版的纸质件作废。今天打印的草稿后来改过内容，作废。"


def test_what_changed_after_it_was_sent_is_not_marked(ws: Workspace) -> None:
    (final,) = records.make_final(ws, [_the(ws).id])
    sent = prints.papers(ws, [final.id])
    records.reopen(ws, final.id, "改名")
    records.change(ws, final.id, {"unit_name": "大连另一局工会"})
    records.make_final(ws, [final.id])
    assert note_printed(ws, [final.id], 4, HP, sent=sent) == []
    assert _the(ws).stage is Stage.FINAL
    assert prints.prints(ws, final.id)[0].paper.revision == 1
    assert _told(ws) == "第 1 版的纸质件作废。"


def test_several_forms_are_told_by_number(ws: Workspace) -> None:
    first = _the(ws)
    ids = [first.id, *(records.create(ws, first.form, {"unit_name": name}).id for name in "甲乙丙")]
    note_printed(ws, ids[:3], 4, HP)
    records.change(ws, ids[1], {"unit_name": "丁"})
    note_printed(ws, ["f" * 32], 1, HP)  # of a record that is gone nothing is kept
    assert (
        before_printing(ws, ids) == "其中 2 份以前已打印。有 1 份的旧纸质件作废：内容或版本已变。"
    )


def test_backups_and_the_bin_carry_it(ws: Workspace) -> None:
    (final,) = records.make_final(ws, [_the(ws).id])
    note_printed(ws, [final.id], 4, HP)
    entries = prints.prints(ws, final.id)
    records.delete(ws, final.id)
    assert prints.prints(ws, final.id) == entries
    assert prints.prints_of_all(ws) == {}
    records.undelete(ws, final.id)
    assert prints.prints_of_all(ws) == {final.id: entries}
    assert ws.folder is not None
    ws.store.keep_backup(final.stage_at, Reason.DAILY)
    note_printed(ws, [final.id], 1, HP)
    (kept,) = backups.backups(ws.folder)
    backups.restore(ws, kept.path, paths.forms_folder(), final.stage_at)
    assert prints.prints(ws, final.id) == entries
