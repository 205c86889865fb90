"""Command 应报单位名单: the offices that are expected; lists come in, are changed and frozen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QPushButton

from gonghui_desktop.model.dates import written_date, written_moment
from gonghui_desktop.model.reasons import fault_of_reason
from gonghui_desktop.model.receiving.office_list import ReadOffices, joined
from gonghui_desktop.model.receiving.offices import ExpectedOffice, OfficeEvent, frozen_by
from gonghui_desktop.services.receiving import offices
from gonghui_desktop.services.receiving.offices import OfficesImport
from gonghui_desktop.services.receiving.table_words import kind_words
from gonghui_desktop.services.units.list_files import PASTED, SUFFIXES
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.commands.list_dialog import ListDialog
from gonghui_desktop.ui.commands.list_intake import ListIntake, Lists
from gonghui_desktop.ui.commands.list_intake_dialog import IntakeWords, ShownList
from gonghui_desktop.ui.commands.listed_model import ListedModel
from gonghui_desktop.ui.commands.listed_window import ListedWindow, WindowWords

_PAST = "这是往届活动，名单只供查看；要改动请先把它设为当前活动，或换到当前活动。"
_COLUMNS = ("单位名称", "类型", "来源", "加入时间")
_RULE = "应当报送的单位。应报、已报、按时各几家，都按这份名单算。"
_WHAT = "核对无误后请确定名单；确定以后还可以增减，但要写明原因，都会记下来。"
_FROZEN = "还可以增减，但要写明原因，都会记在改动记录里。"
_BASIS = (
    "确定以后，应报数就按这份名单算；再增减要写明原因，都会记下来。请写明依据，如“按文件附表”。"
)
_UNKNOWN = "要选类型"


class OfficesCommands(QObject):
    """Handler of 应报单位名单.

    Args:
        context: what it works with.
        changed: called once the list is another one.
    """

    def __init__(self, context: CommandContext, changed: Callable[[], None]) -> None:
        super().__init__(context.owner)
        self._context = context
        self._changed = changed
        self._window: ListedWindow | None = None
        self._log: Sequence[OfficeEvent] = ()
        self._removed: Sequence[ExpectedOffice] = ()  # which the window offers to put back
        self._intake = ListIntake[ReadOffices, OfficesImport](
            context,
            _OfficesReader(context.ws),
            self._take,
            self._on_added,
            lambda: self._window,
            self._ask_reason,
        )
        context.actions.connect_handlers({"offices": self.show_offices})

    def show_offices(self) -> None:
        """Opens the list."""
        context, ws = self._context, self._context.ws
        refusal = ws.read_only or (_PAST if ws.is_past else "")
        model = ListedModel[ExpectedOffice](_COLUMNS, self._words)
        self._freeze = _button("确定名单…", "offices_freeze", self._ask_freeze)
        self._show_log = _button("改动记录…", "offices_log", self._open_log)
        window = ListedWindow(
            context.theme,
            context.tasks,
            _window_words(),
            model,
            refusal,
            context.window,
            (self._freeze, self._show_log),
        )
        window.import_requested.connect(self._intake.import_files)
        window.paste_requested.connect(self._intake.paste)
        window.remove_requested.connect(self._remove)
        window.undo_requested.connect(self._put_back)
        window.finished.connect(self._on_closed)
        window.finished.connect(window.deleteLater)
        self._window = window
        self._freeze.setEnabled(False)
        self._show_log.hide()
        self._reload()
        window.open()

    @property
    def _frozen(self) -> OfficeEvent | None:
        return frozen_by(self._log)

    def _take(self, lists: Lists[ReadOffices], reason: str) -> OfficesImport:
        ws = self._context.ws
        whole = joined([found for found, _source in lists], ws.campaign.places)
        source = "、".join(source for _found, source in lists)
        return offices.add(ws, whole, source, reason)

    def _on_added(self, _title: str, done: OfficesImport) -> None:
        self._tell(" ".join((done.sentence, *done.notices)))

    def _ask_reason(self, go_on: Callable[[str], None]) -> None:
        """Asks why the list is changed, once it is frozen."""
        event = self._frozen
        if event is None:
            go_on("")
            return
        text = f"{offices.frozen_words(event)}请写明这次为什么改，会记在改动记录里。"
        reason = self._context.prompts.ask_text(
            "改动已确定的名单？", text, yes="改动", fault_of=fault_of_reason
        )
        if reason is not None:
            go_on(reason)

    def _remove(self, chosen: Sequence[ExpectedOffice]) -> None:
        context, ws = self._context, self._context.ws
        name = f"“{chosen[0].name}”" if len(chosen) == 1 else f" {len(chosen)} 个单位"

        def remove(reason: str) -> None:
            context.write(
                lambda: offices.remove_all(ws, chosen, reason),
                lambda _none: removed(),
            )

        def removed() -> None:
            self._removed = chosen
            self._tell(f"已从名单去掉{name}；报来的还在，算作不在名单里的。", can_undo=True)

        self._ask_reason(remove)

    def _put_back(self) -> None:
        context, ws = self._context, self._context.ws
        chosen, self._removed = self._removed, ()
        name = f"“{chosen[0].name}”" if len(chosen) == 1 else f" {len(chosen)} 个单位"
        if chosen:
            context.write(
                lambda: offices.put_back(ws, chosen),
                lambda _none: self._tell(f"已放回{name}。"),
            )

    def _ask_freeze(self) -> None:
        context, ws = self._context, self._context.ws
        total = self._window.model.total if self._window is not None else 0
        basis = context.prompts.ask_text(
            f"确定这 {total} 个应报单位？", _BASIS, yes="确定名单", fault_of=fault_of_reason
        )
        if basis is not None:
            context.write(
                lambda: offices.freeze(ws, basis), lambda _event: self._tell("名单已确定。")
            )

    def _open_log(self) -> None:
        theme = self._context.theme
        lines = [(theme.icon("history", "muted"), self._told(event)) for event in self._log]
        dialog = ListDialog(
            "改动记录", "名单确定以后的每一次改动", lines, self._window or self._context.window
        )
        dialog.setObjectName("offices_log_dialog")
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _told(self, event: OfficeEvent) -> str:
        kind = kind_words(self._context.ws.campaign, event.kind)
        office = f"“{event.name}”（{kind}）" if event.name else ""
        who = f"，{event.who}" if event.who else ""
        return f"{written_moment(event.at)}{who}：{event.action.word}{office}。原因：{event.reason}"

    def _tell(self, sentence: str, *, can_undo: bool = False) -> None:
        self._reload()
        self._changed()
        if self._window is not None:
            self._window.show_message("success", sentence, can_undo=can_undo)
        else:
            self._context.notifications.notify("success", sentence)

    def _reload(self) -> None:
        context = self._context
        if self._window is not None:
            context.tasks.run(
                lambda _task: (
                    offices.expected_offices(context.ws),
                    offices.office_log(context.ws),
                ),
                self._show,
                context.report,
                owner=self._window,
            )

    def _show(self, read: tuple[list[ExpectedOffice], list[OfficeEvent]]) -> None:
        listed, self._log = read
        event, window, ws = self._frozen, self._window, self._context.ws
        if window is None:
            return
        window.show_entries(listed)
        rule = _RULE if event is None else offices.frozen_words(event)
        window.show_rule(rule, _WHAT if event is None else _FROZEN)
        may_change = not ws.read_only and not ws.is_past
        self._freeze.setVisible(event is None)
        self._freeze.setEnabled(bool(listed) and may_change)
        self._show_log.setVisible(event is not None)

    def _on_closed(self) -> None:
        self._window = None

    def _words(self, office: ExpectedOffice) -> Sequence[str]:
        day = written_date(office.added_at.astimezone().date())
        kind = kind_words(self._context.ws.campaign, office.kind)
        return office.name, kind, office.source, day


class _OfficesReader:
    """Reads lists of offices that are expected."""

    words = IntakeWords(
        prefix="offices",
        title="加入应报单位名单",
        answer="类型",
        question="看不出类型的，都是(&K)",
        hint="请选择",
        example=(
            "每行一个单位的全称，例如：\n中山区总工会\n大连市教育局工会\n\n"
            "也可以从表格里复制“单位名称”“单位类型”两列，粘贴到这里。"
        ),
    )
    pasted = PASTED
    suffixes = SUFFIXES

    def __init__(self, ws: Workspace) -> None:
        self._ws = ws

    @property
    def answers(self) -> Sequence[str]:
        return [kind.name for kind in offices.expected_kinds(self._ws)]

    def read_file(self, path: Path, cancelled: Callable[[], bool]) -> ReadOffices:
        return offices.read_offices_file(self._ws, path, cancelled=cancelled)

    def read_text(self, text: str) -> ReadOffices:
        return offices.read_offices_text(self._ws, text)

    def joined(self, lists: Sequence[ReadOffices]) -> ReadOffices:
        return joined(lists, self._ws.campaign.places)

    def answered(self, found: ReadOffices, answer: str) -> ReadOffices:
        return found.with_kind(offices.kind_named(self._ws, answer))

    def shown(self, found: ReadOffices, answer: str) -> ShownList:
        total, unsure = len(found.offices), len(found.unsure)
        words = f"认出 {total} 个单位"
        if unsure:
            words += (
                f"，其中 {unsure} 个看不出是哪一类，请在下面选"
                if unsure < total
                else ("，都看不出是哪一类，请在下面选")
            )
        campaign = self._ws.campaign
        return ShownList(
            rows=[
                (each.name, kind_words(campaign, each.kind) if each.kind else answer or _UNKNOWN)
                for each in found.offices
            ],
            sentence=f"{words}。",
            notices=found.notices,
            is_asked=bool(unsure),
            is_complete=bool(total) and (not unsure or bool(answer)),
        )


def _window_words() -> WindowWords:
    return WindowWords(
        prefix="offices",
        title="应报单位名单",
        rule=_RULE,
        what=_WHAT,
        none="名单还是空的",
        how="可以导入 Excel、WPS、Word 或文本文件里的名单，也可以复制后粘贴，或逐个录入。",
        entries="应报单位",
        removes="去掉",
        widths={1: 130, 2: 150},
    )


def _button(text: str, name: str, act: Callable[[], None]) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAutoDefault(False)
    button.clicked.connect(lambda _checked=False: act())
    return button
