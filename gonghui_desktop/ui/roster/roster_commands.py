"""Command 历年典型名单: shows the roster, takes in lists, takes units off it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from gonghui_desktop.model.dates import written_date
from gonghui_desktop.model.units.roster import RosterEntry
from gonghui_desktop.model.units.roster_list import ReadList, joined
from gonghui_desktop.services.units import roster
from gonghui_desktop.services.units.list_files import PASTED, SUFFIXES
from gonghui_desktop.services.units.roster import RosterChange, RosterImport
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.commands.list_intake import ListIntake
from gonghui_desktop.ui.commands.list_intake_dialog import IntakeWords, ShownList
from gonghui_desktop.ui.commands.listed_model import ListedModel
from gonghui_desktop.ui.commands.listed_window import ListedWindow, WindowWords
from gonghui_desktop.ui.commands.undo_list import Deed, Step

_PAST = "这是往届活动，名单只供查看；要改动请先把它设为当前活动，或换到当前活动。"
_COLUMNS = ("单位名称", "原因", "来源", "加入时间")
_UNSAID = "未注明"
_TYPED = "手工录入"
_LONGEST_REASON = 60
_EXAMPLE = (
    "每行一个单位的全称，例如：\n大连示例重工有限公司\n大连样例饭店（2015年典型）\n\n"
    "也可以从表格里复制“单位名称”“年度”“原因”几列，粘贴到这里。"
)


class RosterCommands(QObject):
    """Handler of 历年典型名单.

    Args:
        context: what it works with.
    """

    def __init__(self, context: CommandContext) -> None:
        super().__init__(context.owner)
        self._context = context
        self._window: ListedWindow | None = None
        self._last: Step | None = None  # which the window offers to take back
        self._intake = ListIntake[ReadList, RosterImport](
            context,
            _RosterReader(context.ws),
            lambda lists, _said: roster.add(context.ws, *lists),
            self._on_added,
            lambda: self._window,
        )
        context.actions.connect_handlers({"roster": self.show_roster})

    def show_roster(self) -> None:
        """Opens the roster."""
        context = self._context
        refusal = context.ws.read_only or (_PAST if context.ws.is_past else "")
        model = ListedModel[RosterEntry](_COLUMNS, _words)
        words = _window_words(context.ws.campaign.barred_units)
        window = ListedWindow(context.theme, context.tasks, words, model, refusal, context.window)
        window.import_requested.connect(self._intake.import_files)
        window.paste_requested.connect(self._intake.paste)
        window.remove_requested.connect(self._remove)
        window.undo_requested.connect(self._undo)
        window.finished.connect(self._on_closed)
        window.finished.connect(window.deleteLater)
        self._window = window
        self._reload()
        window.open()

    def _on_added(self, title: str, result: RosterImport) -> None:
        change = result.change
        self._push(title, change)
        self._tell(result.sentence, can_undo=bool(change.gone or change.come))

    def _remove(self, entries: Sequence[RosterEntry]) -> None:
        ws = self._context.ws
        name = f"“{entries[0].name}”" if len(entries) == 1 else f" {len(entries)} 个单位"

        def done(change: RosterChange) -> None:
            self._push(f"从名单删除{name}", change)
            self._tell(f"已从名单删除{name}。", can_undo=True)

        self._context.write(lambda: roster.remove(ws, entries), done)

    def _push(self, title: str, change: RosterChange) -> None:
        """Makes a change undoable, from here and by 撤销."""
        self._last = None
        if not (change.gone or change.come):
            return
        ws = self._context.ws

        def deed(what: RosterChange) -> Deed:
            return Deed(lambda: roster.apply(ws, what), lambda _none: self._on_changed())

        self._last = self._context.undo.push(title, deed(change.back), deed(change), ())

    def _undo(self) -> None:
        if self._last is not None:
            self._context.undo.ask(self._last)

    def _tell(self, sentence: str, *, can_undo: bool) -> None:
        self._on_changed()
        if self._window is not None:
            self._window.show_message("success", sentence, can_undo=can_undo)
        else:
            self._context.notifications.notify("success", sentence)

    def _on_changed(self) -> None:
        """Shows the roster as it is now, and checks the records against it."""
        if self._window is not None:
            self._window.banner.hide()
        self._reload()
        self._context.refresh_progress()

    def _reload(self) -> None:
        context = self._context
        if self._window is not None:
            context.tasks.run(
                lambda _task: roster.roster(context.ws),
                self._window.show_entries,
                context.report,
                owner=self._window,
            )

    def _on_closed(self) -> None:
        self._window = None


class _RosterReader:
    """Reads lists of units that may not be put forward again."""

    words = IntakeWords(
        prefix="roster",
        title="加入历年典型名单",
        answer="原因",
        question="没有写明原因的，记为(&R)",
        hint="请选择或填写，也可以不写",
        example=_EXAMPLE,
        longest=_LONGEST_REASON,
    )
    pasted = PASTED
    suffixes = SUFFIXES

    def __init__(self, ws: Workspace) -> None:
        self._ws = ws

    @property
    def answers(self) -> Sequence[str]:
        return self._ws.campaign.barred

    def read_file(self, path: Path, cancelled: Callable[[], bool]) -> ReadList:
        return roster.read_roster_file(self._ws, path, cancelled=cancelled)

    def read_text(self, text: str) -> ReadList:
        return roster.read_roster_text(text)

    def joined(self, lists: Sequence[ReadList]) -> ReadList:
        return joined(lists)

    def answered(self, found: ReadList, answer: str) -> ReadList:
        return found.with_reason(answer)

    def shown(self, found: ReadList, answer: str) -> ShownList:
        total, unreasoned = len(found.units), found.unreasoned
        words = f"认出 {total} 个单位"
        if unreasoned:
            which = "都" if unreasoned == total else f"其中 {unreasoned} 个"
            words += f"，{which}没有写明原因"
        return ShownList(
            rows=[(each.name, each.reason or answer or _UNSAID) for each in found.units],
            sentence=f"{words}。",
            notices=found.notices,
            is_asked=bool(unreasoned),
            is_complete=bool(total),
        )


def _window_words(barred: str) -> WindowWords:
    return WindowWords(
        prefix="roster",
        title="历年典型名单",
        rule=f"{barred}，不能再次申报。",
        what=(
            "把上级工会发来的名单放到这里，程序会指出名称相同或相近的单位，由您核对。"
            "换到下一届活动，名单仍然有效。"
        ),
        none="名单还是空的",
        how="可以导入 Excel、WPS、Word 或文本文件里的名单，也可以复制后粘贴，或逐个录入。",
        entries="不能再次申报的单位",
        widths={1: 180, 2: 170},
    )


def _words(entry: RosterEntry) -> Sequence[str]:
    day = written_date(entry.added_at.astimezone().date())
    return entry.name, entry.reason or _UNSAID, entry.source or _TYPED, day
