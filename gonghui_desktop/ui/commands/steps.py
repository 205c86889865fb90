"""Steps of the undo list that put records into the bin or take them out of it."""

from __future__ import annotations

from collections.abc import Sequence

from gonghui_desktop.model.record import Record
from gonghui_desktop.services import records as record_services
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.commands.undo_list import Deed, Step


def push_added(context: CommandContext, title: str, added: Sequence[Record]) -> Step | None:
    """Makes records that have just been added undoable: an undo puts them into the bin.

    Args:
        context: the window's.
        title: what was done, such as ``新建`` or ``导入 3 份申报表``.
        added: the records, all stored.

    Returns:
        The step; ``None`` where nothing was added, or the campaign is past.
    """
    if not added or context.ws.is_past:
        return None
    back, gone = _deeds(context, added)
    return context.undo.push(title, gone, back, [record.id for record in added])


def push_deleted(context: CommandContext, title: str, deleted: Sequence[Record]) -> Step:
    """Makes a deletion undoable; arguments as for :func:`push_added`."""
    back, gone = _deeds(context, deleted)
    return context.undo.push(title, back, gone, [record.id for record in deleted])


def _deeds(context: CommandContext, records: Sequence[Record]) -> tuple[Deed, Deed]:
    """Taking records out of the bin, and putting them into it."""
    ids = [record.id for record in records]
    back = Deed(
        lambda: record_services.undelete_all(context.ws, ids),
        lambda _none: _show_back(context, records),
    )
    gone = Deed(
        lambda: record_services.delete_all(context.ws, ids),
        lambda _none: show_gone(context, records),
    )
    return back, gone


def _show_back(context: CommandContext, records: Sequence[Record]) -> None:
    _reload(context, records)
    context.tabs.go_to(records[0].id)
    context.refresh_progress()


def show_gone(context: CommandContext, records: Sequence[Record]) -> None:
    """Shows that records were put into the bin, in the tab of their form."""
    context.tabs.show_form(records[0].form)
    if len(records) == 1:
        if (page := context.tabs.pages.get(records[0].form)) is not None:
            page.remove(records[0])
    else:
        _reload(context, records)
    context.refresh_progress()


def _reload(context: CommandContext, records: Sequence[Record]) -> None:
    for form_id in dict.fromkeys(record.form for record in records):
        if (page := context.tabs.pages.get(form_id)) is not None:
            page.reload()
