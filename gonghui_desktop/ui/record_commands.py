"""What the clerk does with a record: new, copy, delete, finish, reopen, undo."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, QPoint, Qt

from gonghui_desktop.errors import GonghuiError, StoreError
from gonghui_desktop.model.record import Record, RecordState
from gonghui_desktop.services import records
from gonghui_desktop.services.checking import record_findings
from gonghui_desktop.ui.desk import Desk
from gonghui_desktop.ui.form_page import FormPage
from gonghui_desktop.ui.menus import record_menu
from gonghui_desktop.ui.severity import open_points


class RecordCommands(QObject):
    """Connects the actions on records, and says which of them can be done now."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.window)
        self._desk = desk
        self._menu = record_menu(desk.actions)
        triggers: dict[str, Callable[[], None]] = {
            "new": self.new,
            "copy": self.copy,
            "delete": self.delete,
            "finish": self.finish,
            "reopen": self.reopen,
            "undo": self.undo,
            "redo": self.redo,
            "previous": lambda: self._page.go(-1),
            "next": lambda: self._page.go(1),
        }
        for name, trigger in triggers.items():
            desk.actions[name].triggered.connect(lambda _checked=False, do=trigger: do())
        # Del belongs to the list alone: in a text it deletes a character.
        desk.actions["delete"].setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        for page in desk.tabs.pages.values():
            page.list.view.addAction(desk.actions["delete"])
            page.new_wanted.connect(self.new)
            page.reopen_wanted.connect(self.reopen)
            page.finish_wanted.connect(self.finish)
            page.record_changed.connect(self.refresh)
            page.session.history_changed.connect(self.refresh)
            page.menu_wanted.connect(self._show_menu)
            page.failed.connect(desk.news.fail)
        desk.tabs.currentChanged.connect(lambda _index: self.refresh())
        desk.news.changed.connect(self.refresh)
        self.refresh()

    def new(self) -> None:
        """Makes an empty record on the form in front; the caret waits in its first field."""
        page = self._page
        with self._told():
            self._desk.keeper.flush()
            page.add(records.create(self._desk.ws, page.form.id))

    def copy(self) -> None:
        """Makes a new draft with the values of the open record."""
        page = self._page
        if page.record is None or not self._desk.keeper.flush():
            return
        with self._told():
            source = page.record
            page.add(records.duplicate(self._desk.ws, source.id))
            self._desk.news.tell("info", f"已复制{self._name(source)}，正在修改的是新的一份。")

    def delete(self) -> None:
        """Deletes the open record, which a bar offers to take back."""
        page = self._page
        record = page.record if self._desk.keeper.flush() else None
        if record is None or not self._may_delete(record):
            return
        with self._told():
            records.delete(self._desk.ws, record.id)
            page.remove(record)
            self._desk.news.tell_undoable(
                f"已删除{self._name(record)}。", lambda: self._undelete(record)
            )

    def finish(self) -> None:
        """Makes the open record final, or shows what is still in the way."""
        page = self._page
        record = page.record if self._desk.keeper.flush() else None
        if record is None or record.state is RecordState.FINAL:
            return
        blocking = [each for each in record_findings(self._desk.ws, record) if each.blocks]
        if blocking:
            page.show_all_findings(*(finding.field for finding in blocking))
            self._desk.news.tell("warning", f"还不能定稿：{open_points(blocking).words('，')}。")
            return
        consequence = "定稿后只读。以后要改，须写明原因重新打开，旧版的纸表随之作废。"
        title = f"定稿{self._name(record)}？"
        if not self._desk.prompts.confirm(title, consequence, yes="定稿", weighty=True):
            return
        with self._told():
            final = records.make_final(self._desk.ws, [record.id])[0]
            page.update_record(final)

    def reopen(self) -> None:
        """Starts the next revision of a final record."""
        page = self._page
        record = page.record
        if record is None or record.state is not RecordState.FINAL:
            return
        reason = self._desk.prompts.ask_text(
            f"重新打开{self._name(record)}",
            "打开后成为新的一版，旧版的纸表随之作废。请写明原因。",
            yes="重新打开",
        )
        if reason:
            with self._told():
                page.update_record(records.reopen(self._desk.ws, record.id, reason))

    def undo(self) -> None:
        """Takes back the last step in the record, or what the bar offers to take back."""
        if self._desk.news.can_undo:
            self._desk.news.undo()
        else:
            self._page.session.undo()

    def redo(self) -> None:
        """Does again what was taken back."""
        self._page.session.redo()

    def refresh(self) -> None:
        """Says which actions can be done."""
        record = self._page.record
        final = record is not None and record.state is RecordState.FINAL
        draft = record is not None and not final
        history = self._page.session.history
        actions = self._desk.actions
        for name in ("copy", "delete", "previous", "next"):
            actions[name].setEnabled(record is not None)
        actions["finish"].setEnabled(draft)
        actions["reopen"].setEnabled(final)
        can_undo = draft and history is not None and history.can_undo
        actions["undo"].setEnabled(can_undo or self._desk.news.can_undo)
        actions["redo"].setEnabled(draft and history is not None and history.can_redo)

    @property
    def _page(self) -> FormPage:
        return self._desk.tabs.current_page

    def _name(self, record: Record) -> str:
        return f"“{records.name_of(self._desk.ws.campaign.form(record.form), record)}”"

    def _may_delete(self, record: Record) -> bool:
        """Drafts go at once, with a way back; what may have been handed in does not."""
        return record.state is not RecordState.FINAL or self._desk.prompts.confirm(
            f"删除已定稿的{self._name(record)}？",
            "这份表可能已经打印或上报。删除后三十秒内可以撤销。",
            yes="删除",
            no="保留",
            destroys=True,
        )

    def _undelete(self, record: Record) -> None:
        with self._told():
            records.undelete(self._desk.ws, record.id)
            page = self._desk.tabs.pages[record.form]
            self._desk.tabs.show_page(page)
            page.reload()
            page.open_by_id(record.id)

    def _show_menu(self, place: QPoint) -> None:
        self._menu.popup(place)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Tells the clerk an error that she can mend."""
        try:
            yield
        except GonghuiError as error:
            self._desk.news.fail(str(error), until_stored=isinstance(error, StoreError))
        else:
            self._desk.news.drop_store_failure()
