"""``verify``: what a package is, and whether it is whole."""

from __future__ import annotations

import argparse

from gonghui_desktop.cli.answers import DONE, FINDINGS, Answer, finding_data
from gonghui_desktop.cli.record_data import data_of
from gonghui_desktop.errors import PackageError, one_line
from gonghui_desktop.exchange.package.kinds import PackageKind
from gonghui_desktop.model.checkcode import check_code, fingerprint
from gonghui_desktop.model.replies import Reply
from gonghui_desktop.services.receiving.arrivals.report_verifying import VerifiedReport, verify_any
from gonghui_desktop.services.record_names import name_of
from gonghui_desktop.services.reply_words import headline
from gonghui_desktop.services.submissions import verifying
from gonghui_desktop.services.workspace import Workspace

_OTHER_KIND = "S04"
_BY_PHONE = "是谁做的（文件里看不出来，请打电话向上级单位核实）"


def verify(ws: Workspace, arguments: argparse.Namespace) -> Answer:
    """Says what was checked in a package, what was not, and what a person must look at."""
    try:
        verified = verify_any(ws, arguments.file)
    except PackageError as error:
        reply = verifying.reply_in_file(ws, arguments.file) if error.code == _OTHER_KIND else None
        if reply is None:
            raise
        return _reply_answer(reply)
    content = verified.submission
    is_report = isinstance(verified, VerifiedReport)
    kind = PackageKind.REPORT if is_report else content.kind
    to = f"，报给{content.reporter.receiver}" if content.reporter.receiver else ""
    count = len(content.records)
    lines = [f"{kind.label}{verified.verdict}：{content.reporter.name}{to}，{count} 份申报表。"]
    lines += [
        f"  {form.number}  {name_of(form, record)}  校验码 {check_code(fingerprint(form, record))}"
        for record in content.records
        for form in [content.form_of(record)]
    ]
    lines += [f"要核实：{each}" for each in verified.doubts]
    lines += [f"核对了：{'；'.join(verified.checked)}。"]
    lines += [f"没有核对：{'；'.join(verified.unchecked)}。"]
    data = {
        "ok": not verified.doubts,
        "kind": kind.value,
        "reporter": content.reporter.name,
        "receiver": content.reporter.receiver,
        "campaign": content.campaign,
        "revision": content.revision,
        "supersedes": content.supersedes,
        "package_code": verified.code,
        "records": [data_of(content.form_of(record), record) for record in content.records],
        "findings": [finding_data(finding) for finding in verified.findings],
        "doubts": list(verified.doubts),
        "checked": list(verified.checked),
        "unchecked": list(verified.unchecked),
    }
    return Answer(lines, data, FINDINGS if verified.doubts else DONE)


def _reply_answer(reply: Reply) -> Answer:
    """Of a return or receipt that is whole; ``import`` says what it means for one's own records."""
    named = {each.id: each.name for each in reply.records}
    lines = [f"{reply.kind.label}完好，发给“{one_line(reply.addressee)}”：{headline(reply)}"]
    lines += [
        one_line(f"  {named.get(each.record, '整个报送包')}：{each.text}") for each in reply.reasons
    ]
    lines += [
        "核对了：文件齐全，与清单一致；内容与编号一致。",
        f"没有核对：{_BY_PHONE}。",
        "请用 import 导入。",
    ]
    data: dict[str, object] = {
        "ok": True,
        "kind": reply.kind.value,
        "id": reply.package,
        "office": reply.office.name,
        "addressee": reply.addressee,
        "campaign": reply.campaign,
        "of": reply.of,
        "revision": reply.of_revision,
        "made_on": reply.made_on.isoformat(),
        "answer_by": reply.answer_by.isoformat() if reply.answer_by else None,
        "reasons": [
            {"text": each.text, "record": each.record, "field": each.field}
            for each in reply.reasons
        ],
        "records": [
            {"id": each.id, "form": each.form, "name": each.name, "revision": each.revision}
            for each in reply.records
        ],
        "unchecked": [_BY_PHONE],
    }
    return Answer(lines, data)
