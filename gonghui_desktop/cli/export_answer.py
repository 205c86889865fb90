"""What the command ``export`` answers."""

from __future__ import annotations

from pathlib import Path

from gonghui_desktop.cli.answers import Answer
from gonghui_desktop.services.receiving.reporting import ExportedReport
from gonghui_desktop.services.submissions.handing_in import Handover
from gonghui_desktop.services.submissions.sent_packages import Changes, SentPackage
from gonghui_desktop.services.submissions.submission import Exported

_NAMED_ABOVE = ("文件", "位置")


def export_answer(exported: Exported, told: Handover, output: Path, mail: Path | None) -> Answer:
    """The answer on a package that was written.

    Args:
        exported: the package.
        told: what is to be told of it.
        output: its file as it was named in the call.
        mail: file of the mail draft, ``None`` where none was wanted.
    """
    made, last, changes = exported.submission, exported.last, exported.changes
    count = len(made.records)
    what = "零报告：没有推荐单位" if made.is_zero else f"{count} 份申报表，均已定稿"
    lines = [f"已导出报送包：{output}（{what}；读回核验完好）"]
    lines += [f"  {label}：{text}" for label, text in told.facts if label not in _NAMED_ABOVE]
    lines += [f"  情况说明：{made.explanation}"] if made.explanation else []
    lines += [f"  接收单位核验时会看到：{doubt}" for doubt in told.doubts]
    lines += ["一起上报的纸质件：", *(f"  {paper}" for paper in told.papers)]
    lines += _mail_lines(mail)
    data = {
        "ok": True,
        "file": str(output),
        "records": count,
        "zero": made.is_zero,
        "package": made.package,
        "revision": made.revision,
        "supersedes": made.supersedes,
        "size": exported.size,
        "check_code": exported.code,
        **_sequel(last, changes),
        "doubts": list(told.doubts),
        "papers": list(told.papers),
        "mail": str(mail) if mail is not None else None,
    }
    return Answer(lines, data)


def report_answer(made: ExportedReport, told: Handover, output: Path, mail: Path | None) -> Answer:
    """As :func:`export_answer`, on a report."""
    report = made.report
    count, packages = len(report.records), len(report.packages)
    lines = [f"已导出汇总上报包：{output}（{count} 份申报表，所附 {packages} 个报送包）"]
    lines += [f"  {label}：{text}" for label, text in told.facts if label not in _NAMED_ABOVE]
    lines += [f"  情况说明：{report.explanation}"] if report.explanation else []
    lines += [f"  没有上报：{each}" for each in made.staying]
    lines += [f"  要核对：{each}" for each in made.unsettled]
    lines += ["一起上报的纸质件：", *(f"  {paper}" for paper in told.papers), *_mail_lines(mail)]
    data = {
        "ok": True,
        "file": str(output),
        "records": count,
        "packages": packages,
        "package": report.package,
        "revision": report.revision,
        "supersedes": report.supersedes,
        "size": made.size,
        "check_code": made.code,
        **_sequel(made.last, made.changes),
        "staying": list(made.staying),
        "unsettled": list(made.unsettled),
        "papers": list(told.papers),
        "mail": str(mail) if mail is not None else None,
    }
    return Answer(lines, data)


def _mail_lines(mail: Path | None) -> list[str]:
    if mail is None:
        return []
    return [f"邮件草稿：{mail}（用邮件程序打开，填好收件人后发送）"]


def _sequel(last: SentPackage | None, changes: Changes | None) -> dict[str, object]:
    """What the package replaces, and what differs from that one."""
    return {
        "replaces": None
        if last is None
        else {"revision": last.revision, "exported_on": last.day.isoformat()},
        "changes": None
        if changes is None
        else {"changed": changes.changed, "added": changes.added, "removed": changes.removed},
    }
