"""退回, 受理, 撤销 and the choice in a conflict: each asks, decides, tells, and then goes on.

Whoever shows received packages calls these functions; ``then`` is called on the GUI thread once
something was decided.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from shiboken6 import isValid

from gonghui_desktop.errors import GonghuiError, short_line
from gonghui_desktop.model.reasons import fault_of_reason
from gonghui_desktop.model.receiving.submissions import ReceivedRecord, SubmissionState
from gonghui_desktop.model.replies import ReplyKind
from gonghui_desktop.services.receiving.decisions import deciding
from gonghui_desktop.services.receiving.decisions.deciding import Decided
from gonghui_desktop.services.receiving.decisions.offered import (
    Candidate,
    ReturnOffers,
    candidates,
    return_offers,
)
from gonghui_desktop.services.receiving.decisions.open_points import which, why_not_takeable_back
from gonghui_desktop.services.receiving.decisions.reply_words import message_text
from gonghui_desktop.services.receiving.received import look
from gonghui_desktop.services.reporter import OfficeRole, office_role
from gonghui_desktop.ui.background.tasks import Task, while_there
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.commands.file_questions import Place, ask_folder, ask_save
from gonghui_desktop.ui.commands.progress import run_to_the_end, run_with_progress
from gonghui_desktop.ui.commands.steps import show_everything
from gonghui_desktop.ui.receiving.decisions.accept_dialog import AcceptDialog
from gonghui_desktop.ui.receiving.decisions.decided_dialog import DecidedDialog
from gonghui_desktop.ui.receiving.decisions.return_dialog import About, Chosen, ReturnDialog

_REPLY_FILES = "退回单和回执 (*.zip)"
_READING = "查看报送"

Then = Callable[[], None]


def return_dialog(context: CommandContext, number: int, about: About, then: Then) -> None:
    """Asks why a package is sent back, sends it back, and says what to do with the file.

    Args:
        context: the window's.
        number: of the package.
        about: what it is about at first.
        then: what follows.
    """

    def show(offers: ReturnOffers) -> None:
        if offers.why_not:
            context.notifications.notify("info", offers.why_not)
            return
        dialog = ReturnDialog(
            context.theme,
            offers,
            context.ws.campaign.return_phrases,
            lambda: _may_discard(context),
            context.window,
            about,
        )
        dialog.asked.connect(lambda chosen: _return(context, dialog, offers, chosen, then))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    run_with_progress(context, _READING, lambda _task: return_offers(context.ws, number), show)


def accept(context: CommandContext, numbers: Sequence[int], then: Then) -> None:
    """Asks whether packages are accepted, accepts them, and says where their receipts are."""
    _ask_accept(context, list(numbers), then)


def accept_all(context: CommandContext, then: Then) -> None:
    """As :func:`accept`, of all that wait; those with an open point are shown and left out."""
    _ask_accept(context, None, then)


def take_back(context: CommandContext, number: int, then: Then) -> None:
    """Asks why a return or an acceptance is taken back, and takes it back."""
    ws = context.ws

    def ask(title: str, text: str, yes: str) -> None:
        reason = context.prompts.ask_text(title, text, yes=yes, fault_of=fault_of_reason)
        if reason is not None:
            _write(context, lambda: deciding.take_back(ws, number, reason), then)

    def read(_task: Task) -> tuple[str, str, bool]:
        own = look(ws, number)
        is_accepted = own.state is SubmissionState.ACCEPTED
        return why_not_takeable_back(own), which(own.submission), is_accepted

    def show(found: tuple[str, str, bool]) -> None:
        why_not, name, is_accepted = found
        if why_not:
            context.notifications.notify("info", why_not)
        elif is_accepted:
            text = "撤销以后它重新等待办理，对方后来报来的才算。"
            if office_role(ws) is OfficeRole.ALSO_RECEIVES:
                text += "受理时收进本单位的申报表，没有改动过的会放进回收站。"
            ask(f"撤销对{name}的受理？", f"{text}请写明原因。", "撤销受理")
        else:
            text = "撤销以后它重新等待办理；退回单已经发出的，请告诉对方。请写明原因。"
            ask(f"撤销对{name}的退回？", text, "撤销退回")

    run_with_progress(context, _READING, read, show)


def choose(context: CommandContext, number: int, then: Then) -> None:
    """Asks why, of several packages with the same revision, this one counts."""
    ws = context.ws

    def show(name: str) -> None:
        reason = context.prompts.ask_text(
            f"以这一份为准：{name}？",
            "同一次报来的另外几份只作为历史保存。请写明依据，如“电话核实，以后收到的为准”。",
            yes="以这一份为准",
            fault_of=fault_of_reason,
        )
        if reason is not None:
            _write(context, lambda: deciding.choose(ws, number, reason), then)

    run_with_progress(context, _READING, lambda _task: which(look(ws, number).submission), show)


def choose_record(
    context: CommandContext, number: int, received: ReceivedRecord, then: Then
) -> None:
    """Asks why, of a record that says something else elsewhere, this package's text counts."""
    ws = context.ws
    reason = context.prompts.ask_text(
        f"“{short_line(received.name)}”以这里的为准？",
        "两个报送包里这份申报表的版次相同、内容不同。请写明依据，如“与盖章的纸质件相同”；"
        "另一份请退回给报来的单位。",
        yes="以这里的为准",
        fault_of=fault_of_reason,
    )
    if reason is not None:
        record_id = received.record.id
        _write(context, lambda: deciding.choose_record(ws, number, record_id, reason), then)


def reply_again(context: CommandContext, number: int) -> None:
    """Saves the return or receipt of the decision that counts once more."""
    ws = context.ws

    def ask(name: str) -> None:
        path = ask_save(context, Place.REPLIES, "再存一份", name, _REPLY_FILES)
        if path is None:
            return

        def work(_task: Task) -> tuple[Decided, str]:
            deciding.reply_again(ws, number, path)
            own = look(ws, number)
            sentence = f"已再存一份，请发给{which(own.submission)}的上报单位。"
            return Decided(own.submission, sentence, path), message_text(ws, number, path.name)

        run_with_progress(
            context, "存文件", work, lambda made: _show(context, "已再存一份", [made[0]], made[1])
        )

    def read(_task: Task) -> str:
        own = look(ws, number)
        is_accepted = own.state is SubmissionState.ACCEPTED
        return deciding.reply_name(own, ReplyKind.RECEIPT if is_accepted else ReplyKind.RETURN)

    run_with_progress(context, _READING, read, ask)


def _may_discard(context: CommandContext) -> bool:
    return context.prompts.confirm(
        "放弃写好的原因？",
        "写好的退回原因还没有用上，关闭后不再保留。",
        yes="放弃",
        no="留下",
        destroys=True,
    )


def _return(
    context: CommandContext, dialog: ReturnDialog, offers: ReturnOffers, chosen: Chosen, then: Then
) -> None:
    """Asks for a place and sends the package back; the dialog stays where that cannot be done."""
    ws, number = context.ws, offers.look.submission.number
    name = deciding.reply_name(offers.look, ReplyKind.RETURN)
    path = ask_save(context, Place.REPLIES, "存退回单", name, _REPLY_FILES)
    if path is None:
        return

    def work() -> tuple[Decided, str]:
        made = deciding.return_submission(ws, number, chosen.reasons, chosen.answer_by, path)
        return made, message_text(ws, number, path.name) if made.path is not None else ""

    def done(made: tuple[Decided, str]) -> None:
        if isValid(dialog):
            dialog.accept()
        then()
        _show(context, f"已退回{offers.title}", [made[0]], made[1])

    def failed(error: GonghuiError) -> None:
        if isValid(dialog):
            dialog.set_busy(False)
            dialog.show_fault(str(error))
        else:
            context.report(error)

    dialog.set_busy(True)
    context.write(work, done, failed, while_there(dialog, lambda: dialog.set_busy(False)))


def _ask_accept(context: CommandContext, numbers: Sequence[int] | None, then: Then) -> None:
    def show(offered: tuple[Candidate, ...]) -> None:
        if not any(not each.why_not for each in offered):
            words = offered[0].why_not if len(offered) == 1 else "没有可以受理的报送。"
            context.notifications.notify("info", words)
            return
        dialog = AcceptDialog(context.theme, offered, context.window)
        dialog.asked.connect(lambda: _accept(context, dialog, then))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    run_with_progress(context, _READING, lambda _task: candidates(context.ws, numbers), show)


def _accept(context: CommandContext, dialog: AcceptDialog, then: Then) -> None:
    """Asks for a place for the receipts, then accepts."""
    chosen = dialog.chosen
    place: Path | None = None
    if dialog.receipts.isChecked():
        place = _ask_receipts(context, chosen)
        if place is None:
            return
    dialog.accept()
    _Accepting(context, [each.look.submission.number for each in chosen], place, then).start()


def _ask_receipts(context: CommandContext, chosen: Sequence[Candidate]) -> Path | None:
    """Where the receipts go: a file for one, a folder for several."""
    if len(chosen) > 1:
        return ask_folder(context, Place.REPLIES, "把受理回执存到哪个文件夹")
    name = deciding.reply_name(chosen[0].look, ReplyKind.RECEIPT)
    return ask_save(context, Place.REPLIES, "存受理回执", name, _REPLY_FILES)


@dataclass
class _Accepting:
    """Accepts packages in the background; those that are accepted when it is cancelled stay so.

    Attributes:
        context: the window's.
        numbers: of the packages.
        place: of their receipts, as ``accept_submissions`` takes it.
        then: what follows.
        decided: what was decided, as far as the work came.
        message: what to write to the office, where there is one.
    """

    context: CommandContext
    numbers: Sequence[int]
    place: Path | None
    then: Then
    decided: list[Decided] = field(default_factory=list)
    message: str = ""

    def start(self) -> None:
        """Begins, once everything typed is stored."""
        self.context.after_saving(
            lambda: run_to_the_end(self.context, "受理", self._work, self._on_ended)
        )

    def _work(self, task: Task) -> None:
        ws = self.context.ws

        def report(done: int, total: int) -> None:
            if not task.is_cancelled:  # the service is asked between two of them
                task.report(done, total)

        deciding.accept_submissions(
            ws, self.numbers, self.place, report, lambda: task.is_cancelled, self.decided.append
        )
        if len(self.decided) == 1 and (path := self.decided[0].path) is not None:
            self.message = message_text(ws, self.numbers[0], path.name)

    def _on_ended(self, *, is_cancelled: bool) -> None:
        context, decided = self.context, self.decided
        _refresh(context, self.then)
        if not decided:
            return
        left = len(self.numbers) - len(decided)
        why = "已取消" if is_cancelled else "没有做完"
        stopped = f"，{why}，还有 {left} 个没有受理" if left else ""
        if len(decided) == 1 and not (decided[0].path or decided[0].fault or stopped):
            context.notifications.notify("success", decided[0].sentence)
        else:
            _show(context, f"已受理 {len(decided)} 个报送{stopped}", decided, self.message)


def _write(context: CommandContext, func: Callable[[], Decided], then: Then) -> None:
    def done(decided: Decided) -> None:
        _refresh(context, then)
        context.notifications.notify("success", decided.sentence)

    context.write(func, done)


def _refresh(context: CommandContext, then: Then) -> None:
    """Goes on; an office that reports on its own has other records of its own now."""
    if office_role(context.ws) is OfficeRole.ALSO_RECEIVES:
        show_everything(context, then)
    else:
        then()


def _show(context: CommandContext, heading: str, decided: Sequence[Decided], message: str) -> None:
    dialog = DecidedDialog(context.theme, heading, decided, message, context.window)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
