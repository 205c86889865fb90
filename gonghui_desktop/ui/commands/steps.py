"""Steps of the undo list for what is done to whole records: added, deleted, final, opened again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from gonghui_desktop.model.record import Record
from gonghui_desktop.services import history, records
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
    return push_added_ids(context, title, {record.id: record.form for record in added})


def push_added_ids(context: CommandContext, title: str, added: Mapping[str, str]) -> Step | None:
    """As :func:`push_added`; ``added`` is record id to form id."""
    if not added or context.ws.is_past:
        return None
    back, gone = _deeds(context, added)
    return context.undo.push(title, gone, back, added)


def push_deleted(context: CommandContext, title: str, deleted: Sequence[Record]) -> Step:
    """Makes a deletion undoable; arguments as for :func:`push_added`."""
    places = {record.id: record.form for record in deleted}
    back, gone = _deeds(context, places)
    return context.undo.push(title, back, gone, places)


def push_replaced(
    context: CommandContext, title: str, added: Sequence[Record], deleted: Sequence[Record]
) -> Step:
    """Makes it undoable, as one step, that records were added and others deleted for them."""
    new = {record.id: record.form for record in added}
    old = {record.id: record.form for record in deleted}

    def exchange(gone: Mapping[str, str], back: Mapping[str, str]) -> Deed:
        def write() -> None:
            records.delete_all(context.ws, list(gone))
            records.undelete_all(context.ws, list(back))

        return Deed(write, lambda _none: _show_back(context, back))

    return context.undo.push(title, exchange(new, old), exchange(old, new), [*new, *old])


def push_state(
    context: CommandContext,
    title: str,
    before: Sequence[Record],
    done: Sequence[Record],
    again: Callable[[], Sequence[Record]],
) -> Step:
    """Makes it undoable that records were made final or opened again.

    Args:
        context: the window's.
        title: what was done, such as ``定稿 “中山餐饮”``.
        before: the records as they were.
        done: the same ones as that left them.
        again: does it once more, off the GUI thread.
    """
    states = list(done)

    def redo() -> Sequence[Record]:
        states[:] = again()
        return states

    def undo() -> Sequence[Record]:
        return records.take_back(context.ws, list(zip(before, states, strict=True)))

    def show(stored: Sequence[Record]) -> None:
        show_states(context, stored)

    ids = [record.id for record in before]
    return context.undo.push(title, Deed(undo, show), Deed(redo, show), ids)


def push_change(context: CommandContext, title: str, before: Record, after: Record) -> Step:
    """Makes it undoable that texts of a record were changed at once, outside of its editor.

    Args:
        context: the window's.
        title: what was done, such as ``恢复 单位名称``.
        before: the record as it was stored when that was done; no older state, since what
            differs is what an undo takes back.
        after: the record as that left it.
    """

    def put(was: Record, wanted: Record) -> Deed:
        return Deed(
            lambda: history.go_between(context.ws, was, wanted),
            lambda stored: show_states(context, [stored]),
        )

    return context.undo.push(title, put(after, before), put(before, after), [before.id])


def show_states(context: CommandContext, stored: Sequence[Record]) -> None:
    """Shows records in another state, the first of them open."""
    for record in stored:
        if (page := context.tabs.pages.get(record.form)) is not None:
            page.update_record(record)
    context.tabs.go_to(stored[0].id)
    context.refresh_progress()


def show_lists(context: CommandContext, form_ids: Iterable[str], then: Callable[[], None]) -> None:
    """Shows the records of forms as they are stored now; a long list is shown a moment later.

    Args:
        context: the window's.
        form_ids: which forms.
        then: what follows once they are shown, on the GUI thread.
    """
    pages = context.tabs.pages
    wanted = [form_id for form_id in dict.fromkeys(form_ids) if form_id in pages]

    def show(lists: Mapping[str, Sequence[Record]]) -> None:
        for form_id, stored in lists.items():
            pages[form_id].show_list(stored)
        then()

    # In turn with the writes, so that no list is older than what a page has heard of already.
    context.writer.run(
        lambda: records.by_form(context.ws, wanted), show, context.report, owner=context.owner
    )


def show_everything(context: CommandContext, then: Callable[[], None]) -> None:
    """As :func:`show_lists`, of every form, those that the campaign does not have included."""

    def show(lists: records.Lists) -> None:
        context.tabs.show_lists(lists)
        context.refresh_progress()
        then()

    context.writer.run(lambda: records.lists(context.ws), show, context.report, owner=context.owner)


def show_gone(context: CommandContext, records: Sequence[Record]) -> None:
    """Shows that records were put into the bin, in the tab of their form."""
    _show_gone(context, {record.id: record.form for record in records})


def show_back(context: CommandContext, records: Sequence[Record]) -> None:
    """Shows records that were taken out of the bin, the first of them open."""
    _show_back(context, {record.id: record.form for record in records})


def _deeds(context: CommandContext, places: Mapping[str, str]) -> tuple[Deed, Deed]:
    """Taking records out of the bin, and putting them into it."""
    ids = list(places)
    back = Deed(
        lambda: records.undelete_all(context.ws, ids),
        lambda _none: _show_back(context, places),
    )
    gone = Deed(
        lambda: records.delete_all(context.ws, ids),
        lambda _none: _show_gone(context, places),
    )
    return back, gone


def _show_back(context: CommandContext, places: Mapping[str, str]) -> None:
    def go_on() -> None:
        context.tabs.go_to(next(iter(places)))
        context.refresh_progress()

    show_lists(context, places.values(), go_on)


def _show_gone(context: CommandContext, places: Mapping[str, str]) -> None:
    record_id, form_id = next(iter(places.items()))
    context.tabs.show_form(form_id)
    page = context.tabs.pages.get(form_id)
    if len(places) == 1 and page is not None:
        page.remove(record_id)
        context.refresh_progress()
    else:
        show_lists(context, places.values(), context.refresh_progress)
