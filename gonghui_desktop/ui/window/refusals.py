"""What cannot be stored without a decision: told in a bar that stays until it is made."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from gonghui_desktop.model.record import Record
from gonghui_desktop.services import editions, records
from gonghui_desktop.services.record_names import record_title
from gonghui_desktop.services.safekeeping.unsaved import Unsaved, conflict_of
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.commands.steps import push_added
from gonghui_desktop.ui.editor.drafts import DraftKeeper
from gonghui_desktop.ui.editor.refused_texts import Refused
from gonghui_desktop.ui.widgets.banner import Banner
from gonghui_desktop.ui.window.both_texts import BothTextsDialog, reason_key, shown_differences

_COMPARE = "对照两边"
_SAVE_AS_NEW = "存为新的一份"
_COPY = "复制文字"


class Refusals(QObject):
    """Offers a way for each record's texts that were refused, one record after the other.

    Args:
        context: what it works with.
        keeper: keeps the texts.
        banner: the bar.
    """

    def __init__(self, context: CommandContext, keeper: DraftKeeper, banner: Banner) -> None:
        super().__init__(context.owner)
        self._context = context
        self._keeper = keeper
        self._banner = banner
        keeper.refused.connect(self.refresh)
        keeper.all_saved.connect(self.refresh)
        banner.acted.connect(self._act)

    def refresh(self) -> None:
        """Shows the first record that waits for a decision, or hides the bar."""
        waiting = self._keeper.refusals
        if not waiting:
            self._banner.hide()
            return
        refused = waiting[0]
        title = self._title(refused)
        count = len(refused.texts.values) + len(refused.texts.reasons)
        others = f"另外还有 {len(waiting) - 1} 份。" if len(waiting) > 1 else ""
        if self._verb(refused) == _COMPARE:
            text = f"{title}在别处改动过，您写下的 {count} 处还没有保存，请选定保留哪一个。"
        else:
            text = f"{title}存不进去：{refused.error}您写下的 {count} 处没有丢。"
        self._banner.show_message("warning", text + others, self._verb(refused))

    def _verb(self, refused: Refused) -> str:
        if conflict_of(refused.error) is not None:
            return _COMPARE
        return _SAVE_AS_NEW if self._context.ws.campaign.has_form(self._form(refused)) else _COPY

    def _form(self, refused: Refused) -> str:
        return self._keeper.base_of(refused.record_id)[0]

    def _title(self, refused: Refused) -> str:
        record = conflict_of(refused.error) or self._keeper.seen(refused.record_id)
        return record_title(self._context.ws, record) if record else "有一份申报表"

    def _act(self) -> None:
        if not self._keeper.refusals:
            return
        refused = self._keeper.refusals[0]
        verb = self._verb(refused)
        if verb == _COMPARE:
            self._compare(refused)
        elif verb == _SAVE_AS_NEW:
            record_id = refused.record_id
            self._context.after_saving(lambda: self._save_as_new(record_id))
        else:
            texts = (*refused.texts.values.values(), *refused.texts.reasons.values())
            QGuiApplication.clipboard().setText("\n".join(texts))
            self._context.notifications.notify("info", "已复制到剪贴板，可以粘贴到别处。")

    def _save_as_new(self, record_id: str) -> None:
        """Stores what waits now; what is typed while that is under way goes on waiting."""
        refused = next((x for x in self._keeper.refusals if x.record_id == record_id), None)
        if refused is None:
            return  # it could be stored meanwhile
        copied = refused.texts.copy()
        form_id, values = self._keeper.base_of(record_id)
        values = {**values, **copied.values}
        reasons, ws = copied.reasons, self._context.ws

        def done(made: Record) -> None:
            self._keeper.take_refused(record_id, copied)
            push_added(self._context, _SAVE_AS_NEW, [made])
            page = self._context.tabs.pages[made.form]
            page.add(made)
            self._context.notifications.notify("success", "已存为新的一份，正在修改的就是它。")
            self.refresh()

        self._context.write(lambda: records.save_as_new(ws, form_id, values, reasons), done)

    def _compare(self, refused: Refused) -> None:
        stored = conflict_of(refused.error)
        assert stored is not None
        form = editions.form_of(self._context.ws, stored)
        dialog = BothTextsDialog(
            self._context.theme,
            self._title(refused),
            shown_differences(form, stored, refused.texts),
            self._context.window,
        )
        shown = refused.texts.copy()
        dialog.accepted.connect(lambda: self._take(stored, shown, dialog.chosen))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take(self, stored: Record, shown: Unsaved, ours: Mapping[str, bool]) -> None:
        """Stores the texts that were chosen; where the others were, those are shown.

        Args:
            stored: the record as the clerk saw it beside her texts.
            shown: her texts that she saw. One that was refused since is tried as it was typed,
                so that she is asked about it, too.
            ours: key of each difference to whether her text is taken.
        """
        taken = self._keeper.take_refused(stored.id)
        if taken is None:
            self.refresh()
            return
        for field_id, text in taken.texts.values.items():
            if field_id not in shown.values:
                self._keeper.edit(stored.id, field_id, text, taken.texts.seen.get(field_id))
            elif ours.get(field_id, True):
                self._keeper.edit(stored.id, field_id, text, stored.value(field_id))
        for field_id, reason in taken.texts.reasons.items():
            if field_id not in shown.reasons:
                seen = taken.texts.seen_reasons.get(field_id)
                self._keeper.explain(stored.id, field_id, reason, seen)
            elif ours.get(reason_key(field_id), True):
                seen = stored.explanations.get(field_id, "")
                self._keeper.explain(stored.id, field_id, reason, seen)
        latest = conflict_of(taken.error) or stored
        page = self._context.tabs.pages.get(latest.form)
        if page is not None:
            page.update_record(latest)
        self._keeper.store_soon()
        self.refresh()
