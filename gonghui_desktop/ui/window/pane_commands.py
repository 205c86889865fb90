"""Commands that move the focus: between panes, forms and findings, and out of a search."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMenu, QWidget

from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.window.form_page import FormPage
from gonghui_desktop.ui.window.form_tabs import OFFICE
from gonghui_desktop.ui.window.tab_caption import RECEIVING
from gonghui_desktop.ui.window.window_contents import WindowContents

_KEYS = 9  # Alt+1 to Alt+9


class PaneCommands(QObject):
    """Handlers of the actions that move the focus; lists the forms in their menu.

    Args:
        context: what they work with.
        contents: the forms' pages, and what is beside them.
        menu: the menu of forms, filled here.
    """

    def __init__(self, context: CommandContext, contents: WindowContents, menu: QMenu) -> None:
        super().__init__(context.owner)
        self._context = context
        self._beside = contents.beside
        tabs = self._tabs = contents.tabs
        tool_bar = self._tool_bar = contents.main_window.tool_bar
        self._menu = menu
        self._listed: tuple[str, ...] | None = None  # ids of the forms in the menu, "" for 收件
        self._visited: dict[str, str] = {}  # form id to the field that had the focus last
        context.actions.connect_handlers(
            {
                "next_pane": self.next_pane,
                "previous_pane": self.previous_pane,
                "next_finding": self.next_finding,
                "previous_finding": self.previous_finding,
                "field_guide": self.show_guide,
            }
        )
        tool_bar.search_left.connect(self._leave_search)
        for page in tabs.pages.values():
            self._follow(page)
        tabs.page_added.connect(self._follow)
        tabs.changed.connect(self._refresh)
        self._refresh()

    def next_pane(self) -> None:
        """Moves the focus to the next of list, fields, page and what is beside them."""
        self._go_to_pane(1)

    def previous_pane(self) -> None:
        """Moves the focus to the previous of list, fields, page and what is beside them."""
        self._go_to_pane(-1)

    def next_finding(self) -> None:
        """Moves to the next field with a finding, after the last to the first."""
        self._go_to_finding(1)

    def previous_finding(self) -> None:
        """Moves to the previous field with a finding, before the first to the last."""
        self._go_to_finding(-1)

    def show_guide(self) -> None:
        """Shows what the notice says of the field in focus, or hides it again."""
        page = self._tabs.current_page
        editor = page.panel.editor
        here = next((each for each in editor.fields if _has_focus(page, each)), None)
        guide = editor.row(here).guide if here is not None else None
        if guide is not None:
            guide.unfold()
        elif here is not None:
            self._context.notifications.notify("info", "通知里没有专门说到这一栏。")
        else:
            self._context.notifications.notify("info", "请先把光标放到一个栏目里。")

    def list_forms(self) -> None:
        """Lists the forms that have a tab in their menu, each with its key; and 收件."""
        self._listed = self._tabs.tab_ids
        for action in self._menu.actions():
            self._menu.removeAction(action)
            action.deleteLater()
        for place, (form_id, page) in enumerate(self._tabs.pages.items(), start=1):
            if form_id in self._listed:
                action = self._add_tab(place, page.form.tab)
                action.setObjectName(f"action_form_{form_id}")
                action.setData(form_id)
                action.triggered.connect(self._on_form)
        if OFFICE in self._listed:
            action = self._add_tab(0, RECEIVING)
            action.setObjectName("action_receiving")
            action.triggered.connect(self._on_office)

    def _add_tab(self, place: int, caption: str) -> QAction:
        action = QAction(self._menu)
        number = f"&{place} " if place <= _KEYS else ""
        action.setText(number + caption.replace("&", "&&"))
        if place <= _KEYS:
            action.setShortcut(QKeySequence(f"Alt+{place}"))
        self._menu.addAction(action)
        return action

    def _on_form(self) -> None:
        chosen = self.sender()
        page = self._tabs.pages.get(chosen.data()) if isinstance(chosen, QAction) else None
        if page is not None:
            self._tabs.show_page(page)
            page.take_focus()

    def _on_office(self) -> None:
        if self._tabs.office is not None:
            self._tabs.setCurrentIndex(self._tabs.indexOf(self._tabs.office))
            self._tabs.take_focus()

    def _go_to_pane(self, step: int) -> None:
        page = self._tabs.current_page
        if self._tabs.office is not None and not self._tabs.is_on_form:
            panes = list(self._tabs.office.panes)
            stops: list[QWidget | None] = [_first_stop(pane) for pane in panes]
        else:
            panes = [page.list, page.panel, page.preview]
            stops = [*self._stops(page)]
        if self._beside.side is not None:
            panes.append(self._beside.side)
            stops.append(_first_list(self._beside.side))
        focused = QApplication.focusWidget()
        inside = [pane is focused or pane.isAncestorOf(focused) for pane in panes if focused]
        at = inside.index(True) if True in inside else (-1 if step > 0 else 0)
        for distance in range(1, len(panes) + 1):
            stop = stops[(at + step * distance) % len(panes)]
            if stop is not None:
                if self._tabs.is_on_form and stop in stops[1:3]:
                    page.work.reveal(page.panel if stop is stops[1] else page.preview)
                stop.setFocus(
                    Qt.FocusReason.TabFocusReason if step > 0 else Qt.FocusReason.BacktabFocusReason
                )
                return

    def _stops(self, page: FormPage) -> Sequence[QWidget | None]:
        """Where the focus comes to be in list, fields and page; ``None`` for nowhere.

        Where something is shown in the place of the forms, there is nowhere else to go.
        """
        if not page.isVisible():
            return (None, None, None)
        return (_stop_in_list(page), self._stop_in_fields(page), page.preview)

    def _stop_in_fields(self, page: FormPage) -> QWidget | None:
        button, editor = page.panel.new_button, page.panel.editor
        if page.record is None:
            return button if button.isVisible() else None
        field_id = self._visited.get(page.form.id, "")
        if field_id in editor.asked:
            return editor.row(field_id).input.widget()
        empty = (each for each in editor.asked if not editor.row(each).value)
        return editor.row(next(empty, editor.fields[0])).input.widget()

    def _go_to_finding(self, step: int) -> None:
        page = self._tabs.current_page
        editor = page.panel.editor
        found = {finding.field for finding in editor.findings}
        fields = [field_id for field_id in editor.fields if field_id in found]
        if not fields:
            words = "各栏没有问题，关于整份表的请看列出的。" if found else "这份申报表没有问题。"
            self._context.notifications.notify("info", words)
            page.panel.strip.unfold()
            return
        places = [editor.fields.index(field_id) for field_id in fields]
        here = next((i for i, each in enumerate(editor.fields) if _has_focus(page, each)), None)
        if here is None:
            here = -1 if step > 0 else len(editor.fields)
        if step > 0:
            place = next((each for each in places if each > here), places[0])
        else:
            place = next((each for each in reversed(places) if each < here), places[-1])
        page.show_all_findings(editor.fields[place])

    def _leave_search(self) -> None:
        self._tool_bar.clear_search()
        self._tabs.take_focus()

    def _follow(self, page: FormPage) -> None:
        def remember(field_id: str) -> None:
            self._visited[page.form.id] = field_id

        page.panel.editor.entered.connect(remember)
        page.record_changed.connect(lambda: self._visited.pop(page.form.id, None))

    def _refresh(self) -> None:
        if self._listed != self._tabs.tab_ids:
            self.list_forms()
        page = self._tabs.current_page
        can_mend = page.record is not None and not page.is_read_only
        for name in ("next_finding", "previous_finding"):
            self._context.actions[name].setEnabled(can_mend)


def _stop_in_list(page: FormPage) -> QWidget | None:
    """The list, or the button that a search without a match has in its place."""
    if page.list.view.isVisible():
        return page.list.view
    return _first_stop(page.list)


def _first_stop(pane: QWidget) -> QWidget | None:
    """Its first list that is seen, else whatever takes the focus first."""
    if pane.isVisible() and _takes_tab(pane):
        return pane
    inside = [each for each in pane.findChildren(QWidget) if each.isVisible() and _takes_tab(each)]
    lists = (each for each in inside if isinstance(each, QAbstractItemView))
    return next(lists, inside[0] if inside else None)


def _first_list(pane: QWidget) -> QWidget | None:
    return pane.findChild(QAbstractItemView)


def _takes_tab(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _has_focus(page: FormPage, field_id: str) -> bool:
    row, focused = page.panel.editor.row(field_id), QApplication.focusWidget()
    return focused is not None and (row is focused or row.isAncestorOf(focused))
