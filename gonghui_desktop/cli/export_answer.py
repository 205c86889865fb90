"""What the command ``export`` answers."""

from __future__ import annotations

from pathlib import Path

from gonghui_desktop.cli.answers import Answer
from gonghui_desktop.services.submissions.handing_in import Handover
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
    if mail is not None:
        lines.append(f"邮件草稿：{mail}（用邮件程序打开，填好收件人后发送）")
    data = {
        "ok": True,
        "file": str(output),
        "records": count,
        "zero": made.is_zero,
        "package": made.package,
        "revision": made.revision,
        "supersedes": made.supersedes,
        "size": exported.size,
        "check_code": exported.verified.code,
        "replaces": None
        if last is None
        else {"revision": last.revision, "exported_on": last.day.isoformat()},
        "changes": None
        if changes is None
        else {"changed": changes.changed, "added": changes.added, "removed": changes.removed},
        "doubts": list(told.doubts),
        "papers": list(told.papers),
        "mail": str(mail) if mail is not None else None,
    }
    return Answer(lines, data)
