"""What a former run could not store: stored at the start, and told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gonghui_desktop.model.comparison import Difference, difference
from gonghui_desktop.model.dates import written_moment
from gonghui_desktop.model.record import Record
from gonghui_desktop.services import editions
from gonghui_desktop.services.record_names import record_name, record_title
from gonghui_desktop.services.safekeeping.recovery import Recovered, Recovery, recover
from gonghui_desktop.services.safekeeping.rescue import RescueFile, forget
from gonghui_desktop.services.safekeeping.unsaved import conflict_of
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.editor.drafts import DraftKeeper
from gonghui_desktop.ui.window.both_texts import BothTextsDialog


def recover_texts(context: CommandContext, keeper: DraftKeeper, file: RescueFile) -> None:
    """Stores what was left behind, in the background; the rest waits for a decision.

    Args:
        context: the window's.
        keeper: keeps what cannot be stored without a decision.
        file: the rescue file of this run, which knows where those of others are.
    """
    ws = context.ws

    def done(found: Recovery) -> None:
        for each in found.stored:
            keeper.saved.emit(each.record, frozenset())  # by a former run: no step of hers
        take_recovered(context, keeper, found)

    context.writer.run(
        lambda: recover(ws, file), done, context.report, owner=context.owner, patience=0.0
    )


def take_recovered(context: CommandContext, keeper: DraftKeeper, found: Recovery) -> None:
    """Tells what has been stored; the rest waits for a decision."""
    is_kept = keeper.take_over(found.open)
    for each in found.open:
        _show(context, conflict_of(each.error))
    if is_kept and found.files:
        context.writer.run(lambda: forget(found.files), _ignore, _ignore, patience=0.0)
    if found.stored:
        _tell(context, keeper, found.stored)


def _show(context: CommandContext, record: Record | None) -> None:
    """Shows what was left behind in its form: the next key there would take its place unseen."""
    page = context.tabs.pages.get(record.form) if record is not None else None
    if record is not None and page is not None:
        page.update_record(record)


def _tell(context: CommandContext, keeper: DraftKeeper, stored: Sequence[Recovered]) -> None:
    titles = [record_title(context.ws, each.record) for each in stored]
    at = max(each.at for each in stored).astimezone()
    more = f"等 {len(titles)} 份" if len(titles) > 1 else ""

    def show() -> None:
        found = [part for each in stored for part in _differences(context, each)]
        title = f"已经找回 {written_moment(at)} 写下的内容"
        dialog = BothTextsDialog(context.theme, title, found, context.window, is_recovered=True)
        dialog.accepted.connect(lambda: _take(keeper, stored, dialog.chosen))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    context.notifications.notify(
        "success",
        f"上次没来得及保存的内容已经找回：{titles[0]}{more}，{at:%H:%M} 写下。",
        "看看",
        show,
        stays=True,
    )


def _take(keeper: DraftKeeper, stored: Sequence[Recovered], chosen: Mapping[str, bool]) -> None:
    """Puts back the values that stood there before, where the clerk wants them."""
    for each in stored:
        for field_id, before in each.before.items():
            if not chosen.get(_key(each, field_id), True):
                keeper.edit(each.record.id, field_id, before, each.after[field_id])
    keeper.store_soon()


def _key(each: Recovered, field_id: str) -> str:
    return f"{each.record.id}.{field_id}"


def _differences(context: CommandContext, each: Recovered) -> list[Difference]:
    form = editions.form_of(context.ws, each.record)
    name = record_name(context.ws, each.record)
    found = []
    for field in form.fields:
        if field.id in each.after:
            shown = (field.type.show(text[field.id]) for text in (each.before, each.after))
            found.append(difference(_key(each, field.id), f"{name}：{field.label}", *shown))
    return found


def _ignore(_outcome: object) -> None:
    """Nobody is told."""
