"""The text of a message that goes with a return or a receipt, to be pasted into a mail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gonghui_desktop.model.dates import written_date
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.replies import Reply, ReplyKind
from gonghui_desktop.services.editions import form_of
from gonghui_desktop.services.receiving.decisions.desk import Desk
from gonghui_desktop.services.receiving.decisions.offered import WHOLE_PACKAGE
from gonghui_desktop.services.receiving.decisions.replying import reply_decided
from gonghui_desktop.services.record_names import shown_name
from gonghui_desktop.services.workspace import Workspace


def message_text(ws: Workspace, number: int, file_name: str) -> str:
    """What to write to the office, of the decision that counts; empty where there is none.

    Args:
        ws: the workspace.
        number: of the package.
        file_name: of the return or receipt that goes along.

    Raises:
        InputError: the package is not there, or the campaign is past.
        StoreError: it cannot be read.
    """
    desk = Desk(ws)
    look = desk.look(number)
    reply = reply_decided(ws, look, desk.events(number))
    if reply is None:
        return ""
    forms = {each.record.id: form_of(ws, each.record) for each in look.records}
    names = {
        each.record.id: f"{forms[each.record.id].number}"
        f"“{shown_name(forms[each.record.id], each.record)}”"
        for each in look.records
    }
    return "\n".join(_lines(reply, names, forms, file_name))


def _lines(
    reply: Reply, names: Mapping[str, str], forms: Mapping[str, FormDefinition], file_name: str
) -> Iterator[str]:
    what = f"你单位第 {reply.of_revision} 次报送的{reply.campaign_name}材料"
    yield f"{reply.addressee}："
    if reply.kind is ReplyKind.RECEIPT:
        yield f"{what}（{len(reply.records)} 份申报表）已经受理。"
        use = "导入以后，这几份申报表会标为已受理"
    else:
        by = f"，请于{written_date(reply.answer_by)}以前重报" if reply.answer_by else ""
        yield f"{what}现予退回{by}。原因如下："
        for place, reason in enumerate(reply.reasons, start=1):
            form = forms.get(reason.record)
            title = names.get(reason.record, WHOLE_PACKAGE)
            if form is not None and form.has_field(reason.field):
                title += f"的“{form.field(reason.field).label}”"
            yield f"{place}. {title}：{reason.text}"
        use = "导入以后，每条原因会显示在要改的栏目旁边"
    yield (
        f"随信附上{reply.kind.label}“{file_name}”：在程序的窗口里点“导入”选它，"
        f"或把它拖进窗口；{use}。"
    )
    office = reply.office
    contact = " ".join(filter(None, (office.contact_name, office.contact_phone)))
    yield ""
    yield office.name + (f"（联系人：{contact}）" if contact else "")
    yield written_date(reply.made_on)
