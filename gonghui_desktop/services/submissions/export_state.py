"""What is open before a submission package is made: findings, forms not final, paper, doubles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gonghui_desktop.errors import InputError
from gonghui_desktop.exchange.package.submission import MOST_RECORDS
from gonghui_desktop.model.checks import doubtful_units
from gonghui_desktop.model.findings import Finding, Severity
from gonghui_desktop.model.record import EMPTY, Record, RecordState
from gonghui_desktop.services.checking import (
    counted_records,
    quota_standing,
    record_findings,
    submission_findings,
)
from gonghui_desktop.services.editions import as_current, form_of, is_exportable
from gonghui_desktop.services.record_names import record_title
from gonghui_desktop.services.reporter import reporter_name
from gonghui_desktop.services.safekeeping.damaged import damaged, title_of
from gonghui_desktop.services.settings import keep_settings, setting
from gonghui_desktop.services.stages import PaperGap, paper_gaps
from gonghui_desktop.services.submissions.sent_packages import (
    Changes,
    SentPackage,
    changes_since,
    last_sent,
    outdated,
)
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.values import refuse_unstorable

_EXPLANATION = "export.explanation."

EXPLANATION = "说明"
"""What the clerk's reason for the submission is called where it cannot be kept."""


@dataclass(frozen=True)
class ExportState:
    """What stands between the records and a package.

    Attributes:
        blocking: findings of records that must be mended or explained first.
        doubtful: 核实 findings of the submission that want the clerk's explanation.
        advice: 提示 findings of the submission, such as that records are left out.
        names: id of each record that the package would hold to form number and unit name.
        drafts: ids of those that would become final.
        standing: what counts for each quota, a sentence each.
        phrases: ready reasons for what is doubtful.
        paper: final forms that were not printed or sealed yet.
        doubles: records of units that are put forward more than once: id and the name's field.
        surplus: how many records are too many for a package; nothing else is looked at then.
        explanation: the clerk's reason as it was kept last.
        last: the package before this one, ``None`` for the first.
        changes: what differs from it; ``None`` where nobody knows.
    """

    blocking: tuple[Finding, ...] = ()
    doubtful: tuple[Finding, ...] = ()
    advice: tuple[Finding, ...] = ()
    names: Mapping[str, str] = field(default_factory=lambda: EMPTY)
    drafts: tuple[str, ...] = ()
    standing: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    paper: tuple[PaperGap, ...] = ()
    doubles: tuple[tuple[str, str], ...] = ()
    surplus: int = 0
    explanation: str = ""
    last: SentPackage | None = None
    changes: Changes | None = None

    def next_revision(self, explanation: str) -> int:
        """Which revision the next package is; the last one again if nothing has changed."""
        if self.last is None:
            return 1
        is_same = self.changes == Changes() and explanation == self.last.explanation
        return self.last.revision if is_same else self.last.revision + 1

    @property
    def surplus_words(self) -> str:
        """What to do about too many records, a sentence; empty where there are not."""
        if not self.surplus:
            return ""
        return (
            f"一个报送包最多放 {MOST_RECORDS} 份申报表，现在有 {len(self.names)} 份，"
            f"请先删去 {self.surplus} 份不上报的再导出。"
        )

    @property
    def sequel_words(self) -> str:
        """Which time it is handed in, and what that replaces, a sentence; empty the first time."""
        return sequel_words(self.last, self.changes)


def sequel_words(last: SentPackage | None, changes: Changes | None) -> str:
    """Which time it is handed in, such as ``这是第 2 次报送，替代 2017年3月10日的第 1 次``.

    Args:
        last: the package before; ``None`` for the first time, which needs no words.
        changes: what differs from it; ``None`` where nobody knows.
    """
    if last is None:
        return ""
    begin = f"这是第 {last.revision + 1} 次报送，替代 {last.words}"
    if changes is None:
        return f"{begin}。"
    if not changes.words:
        return f"申报表与 {last.words}报送相同；说明等也没有改的话，导出的还是那个报送包。"
    return f"{begin}：{changes.words}。"


def export_state(ws: Workspace) -> ExportState:
    """Checks every record and the submission, without changing anything; not for the GUI thread.

    Raises:
        InputError: there is no record at all, or some cannot be read.
    """
    records = exportable(ws)
    refuse_unusable(ws, records)
    names = {record.id: record_title(ws, record) for record in records}
    if len(records) > MOST_RECORDS:
        return ExportState(names=names, surplus=len(records) - MOST_RECORDS)
    last = last_sent(ws, reporter_name(ws))
    findings = submission_findings(ws)
    return ExportState(
        blocking=blocking_findings(ws, records, last),
        doubtful=tuple(each for each in findings if each.severity is Severity.VERIFY),
        advice=tuple(each for each in findings if each.severity is Severity.ADVICE),
        names=names,
        drafts=tuple(each.id for each in records if each.state is RecordState.DRAFT),
        standing=quota_standing(ws),
        phrases=ws.campaign.phrases,
        paper=tuple(paper_gaps(ws, records)),
        doubles=tuple(
            (each.id, form_of(ws, each).name_field)
            for unit in doubtful_units(ws.campaign, counted_records(ws))
            for each in unit
            if each.id in names
        ),
        explanation=kept_explanation(ws),
        last=last,
        changes=changes_since(ws, last, [as_current(ws, each) for each in records])
        if last is not None
        else None,
    )


def exportable(ws: Workspace) -> list[Record]:
    """The campaign's records that a package would hold."""
    stored = ws.reader.records(campaign=ws.campaign.id)
    return [record for record in stored if is_exportable(ws, record)]


def refuse_unusable(ws: Workspace, records: Sequence[Record]) -> None:
    """Makes sure that there is something to export, and that all of it can be read.

    Raises:
        InputError: that is not so; the sentence tells what to do.
    """
    profile = ws.reader.profile()
    if profile is not None and ws.campaign.only_receives(profile):
        raise InputError(
            f"{profile.name}自己不填申报表，没有可以导出的报送包；要导出，请先改上报单位的类型。"
        )
    if not records:
        raise InputError("还没有申报表，请先填写再导出；没有要报的，请作零报告。")
    stored = ws.reader.records(campaign=ws.campaign.id)
    broken = {record.form for record in stored if not is_exportable(ws, record)}
    if broken & set(ws.campaign.broken):
        raise InputError(f"有的申报表现在放不进报送包，修好之后再导出：{ws.campaign.faults[0]}")
    if unreadable := damaged(ws):
        names = "、".join(title_of(ws, each) for each in unreadable)
        raise InputError(f"有的申报表已损坏，放不进报送包，请先恢复备份或修复：{names}。")


def blocking_findings(
    ws: Workspace, records: Sequence[Record], last: SentPackage | None
) -> tuple[Finding, ...]:
    """Findings of records that no package goes out with.

    What was made final by earlier rules is handed in as it is, unless no receiver would take it.
    """
    old = outdated(ws, last, records)
    found = []
    for record in records:
        is_draft = record.state is RecordState.DRAFT
        found += [
            each
            for each in record_findings(ws, record)
            if each.blocks and (is_draft or each.severity is Severity.MANDATORY)
        ]
        if record.id in old:
            message = (
                f"已报送过第 {old[record.id]} 版，内容与本机的第 {record.revision} 版不同"
                "（恢复过备份），请重新打开，核对后再定稿。"
            )
            name_field = form_of(ws, record).name_field
            found.append(Finding(Severity.MANDATORY, message, record.id, name_field))
    return tuple(found)


def kept_explanation(ws: Workspace) -> str:
    """The clerk's reason for the campaign's submission as it was written last."""
    return setting(ws, _EXPLANATION + ws.campaign.id)


def keep_explanation(ws: Workspace, text: str) -> None:
    """Keeps the reason, also one that is not finished: the next time it stands there again.

    Raises:
        InputError: it is too long, or holds half a character.
        StoreError: it cannot be stored.
    """
    refuse_unstorable({EXPLANATION: text})
    keep_settings(ws, explanation_setting(ws, text))


def explanation_setting(ws: Workspace, text: str) -> dict[str, str]:
    """The setting that keeps the reason."""
    return {_EXPLANATION + ws.campaign.id: text}
