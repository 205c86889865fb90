"""``export``: what an office hands in, declares (零报告), or reports further."""

from __future__ import annotations

import argparse
from pathlib import Path

from gonghui_desktop.cli.answers import Answer
from gonghui_desktop.cli.export_answer import export_answer, report_answer
from gonghui_desktop.errors import FileError, InputError
from gonghui_desktop.services.receiving.offices import reports_further
from gonghui_desktop.services.receiving.reporting import export_report, report_handover
from gonghui_desktop.services.submissions import handing_in, submission
from gonghui_desktop.services.submissions.export_state import kept_explanation
from gonghui_desktop.services.workspace import Workspace

_EXPLAINS_NOTHING = "没有要说明的问题，--explain 的说明没有写进报送包。"


def export(ws: Workspace, arguments: argparse.Namespace) -> Answer:
    """Writes the package of one's own office, and tells what goes along on paper."""
    mail, given = arguments.mail, arguments.explain.strip()
    if mail is not None and mail.resolve() == arguments.output.resolve():
        raise InputError("邮件草稿不能和报送包存成同一个文件，请给 --mail 另一个文件名。")
    explanation = given or kept_explanation(ws)  # as in the window, where it stands there again
    if reports_further(ws):
        return _export_report(ws, arguments, explanation)
    make = submission.export_zero if arguments.zero else submission.export_package
    exported = make(ws, arguments.output, explanation)
    told = handing_in.handover(ws, exported)
    warnings = [_EXPLAINS_NOTHING] if given and not exported.submission.explanation else []
    mail, unwritten = _mailed(ws, exported, mail)
    return export_answer(exported, told, arguments.output, mail).with_warnings(
        [*warnings, *unwritten]
    )


def _export_report(ws: Workspace, arguments: argparse.Namespace, explanation: str) -> Answer:
    """What an office that only passes on exports: what it has accepted, as one report."""
    if arguments.zero:
        raise InputError("本单位自己不填申报表，没有零报告；请去掉 --zero。")
    made = export_report(ws, arguments.output, explanation)
    explains = arguments.explain.strip() and not made.report.explanation
    warnings = [_EXPLAINS_NOTHING] if explains else []
    mail, unwritten = _mailed(ws, made, arguments.mail)
    told = report_handover(ws, made)
    return report_answer(made, told, arguments.output, mail).with_warnings([*warnings, *unwritten])


def _mailed(
    ws: Workspace, made: handing_in.Written, mail: Path | None
) -> tuple[Path | None, list[str]]:
    """The mail draft if it was wanted and could be written, and why it could not."""
    if mail is not None:
        try:
            handing_in.save_mail(ws, made, mail)
        except FileError as error:  # the package is written, and its records are final
            return None, [f"邮件草稿没有写好：{error}"]
    return mail, []
