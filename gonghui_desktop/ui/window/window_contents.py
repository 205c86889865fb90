"""The main window's centre once the data is open: the forms' pages and what connects them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMargins, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gonghui_desktop.errors import GonghuiError, StoreBusyError, one_line
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.record import Record
from gonghui_desktop.paths import spare_folder
from gonghui_desktop.services.reporter import OfficeRole, office_role, receiver_name, reporter_name
from gonghui_desktop.services.safekeeping.recovery import Recovery
from gonghui_desktop.services.safekeeping.rescue import RescueFile
from gonghui_desktop.services.submissions.standing import Standing, standing_of
from gonghui_desktop.services.units.alike import SharedUnits
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.background.refresher import Refresher
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.commands.name_filter import NameFilter
from gonghui_desktop.ui.commands.undo_list import UndoList
from gonghui_desktop.ui.editor.drafts import DraftKeeper
from gonghui_desktop.ui.editor.rescuer import Rescuer
from gonghui_desktop.ui.widgets.banner import Banner
from gonghui_desktop.ui.widgets.composition import commit_composed
from gonghui_desktop.ui.widgets.notification_bar import NotificationBar
from gonghui_desktop.ui.window.beside_forms import BesideForms
from gonghui_desktop.ui.window.centre import WindowCentre
from gonghui_desktop.ui.window.closing import store_or_wait
from gonghui_desktop.ui.window.form_page import FormPage
from gonghui_desktop.ui.window.form_tabs import FormTabs
from gonghui_desktop.ui.window.main_window import MainWindow
from gonghui_desktop.ui.window.other_writers import OtherWriters
from gonghui_desktop.ui.window.receiving_place import ReceivingPlace
from gonghui_desktop.ui.window.recover import recover_texts, take_recovered
from gonghui_desktop.ui.window.refusals import Refusals
from gonghui_desktop.ui.window.window_state import WindowState, last_form, was_receiving


class WindowContents(WindowCentre):
    """The forms' pages, the banner of a failed save and the notifications.

    At first only the current page is there, ready for typing; ``connect_commands`` adds the
    others and what the actions do.

    Args:
        ws: the workspace.
        window: the window whose tool bar, status bar and actions belong to these contents.

    Attributes:
        beside: the forms, and what is shown beside them.
        receiving: 收件, where the office receives.
        recovered: what a former run left behind and the start has stored, to be told.
        is_read_only: whether the data was known to be read-only when they were made.

    Raises:
        StoreError: the records cannot be read.
    """

    reporter_shown = Signal(str)
    """Emitted with the reporting office's name, empty if it is unknown, whenever it is read."""

    standing_shown = Signal()
    """Emitted whenever it was counted again where the submission stands: something has changed."""

    def __init__(self, ws: Workspace, window: MainWindow) -> None:
        super().__init__(window)
        self._ws = ws
        self.is_read_only = bool(ws.read_only)
        self.main_window = window
        self._tool_bar = window.tool_bar
        self._status = window.status
        self._rescue_file = RescueFile(ws.folder, spare_folder()) if ws.folder else None
        rescuer = Rescuer(self._rescue_file, window.rescue_writer) if self._rescue_file else None
        self.keeper = DraftKeeper(ws, window.writer, self, rescuer)
        self.recovered: Recovery | None = None
        self.undo = UndoList(self)
        self._state = WindowState(window, ws)
        self._cover: QWidget | None = None
        self._shared: SharedUnits = frozenset()
        self._roster: int | None = None
        self._progress = Refresher[Standing](
            window.tasks,
            lambda _task: standing_of(ws, ws.clock().date()),
            self._show_progress,
            lambda error: self.notifications.fail(str(error)),
            self,
        )
        self.tabs = FormTabs(ws, self._make_page, last_form(ws), self)
        self.beside = BesideForms(self.tabs, self)
        self.receiving = ReceivingPlace(
            self.tabs, window.actions_table, window.tool_bar, lambda: receiver_name(ws), parent=self
        )
        self.receiving.show_for(office_role(ws))
        if was_receiving(ws):
            self.receiving.show_page()
        self.save_failure = Banner(window.theme, margins=QMargins(8, 8, 8, 8), parent=self)
        self.save_failure.setObjectName("save_failure")
        self.refused_banner = Banner(window.theme, margins=QMargins(8, 8, 8, 8), parent=self)
        self.refused_banner.setObjectName("refused_texts")
        self.past_banner = Banner(window.theme, margins=QMargins(8, 8, 8, 8), parent=self)
        self.past_banner.setObjectName("past_campaign")
        self._lay_out()
        self.notifications = NotificationBar(
            window.theme, self, lambda: self.tabs.room_for_messages
        )
        self._connect()
        self._state.restore()
        self._show_page_status()
        self._show_standing()

    def refresh_progress(self) -> None:
        """Updates quota and deadline in the tool bar."""
        self._progress.refresh()

    @property
    def is_covered(self) -> bool:
        """Whether a page is shown in the place of the forms."""
        return self._cover is not None

    def cover_forms(self, page: QWidget) -> None:
        """Shows a page in the place of the forms, until :meth:`uncover_forms`."""
        self._cover = page
        self.beside.hide()  # first: the window would make room for both
        self._column.addWidget(page, 1)
        page.show()
        self._show_page_status()

    def uncover_forms(self) -> None:
        """Shows the forms again, if they are covered."""
        if self._cover is not None:
            self._column.removeWidget(self._cover)
            self.beside.show()
            self._cover.hide()
            self._cover.deleteLater()
            self._cover = None
            self._show_page_status()

    def prepare_close(self, verb: str = "退出", /) -> bool:
        """See :class:`WindowCentre`; window state is stored, too."""
        commit_composed()
        self.receiving.keep_written()
        stored = store_or_wait(self.keeper, self.main_window.prompts)
        if stored is None:
            return False
        is_kept = self.keeper.rescue()
        if not (stored and is_kept) and not self._may_go(verb, is_kept=is_kept):
            return False
        self._state.keep(self.tabs)
        return True

    def let_go(self) -> None:
        """See :class:`WindowCentre`."""
        self.keeper.discard()

    def rescue(self) -> None:
        """See :class:`WindowCentre`."""
        self.keeper.flush()
        if not self.keeper.rescue():
            raise GonghuiError("写下的内容没能保存。")

    def decide_refused(self) -> None:
        """Offers what to do with texts that cannot be stored, of this run and of former ones."""
        context = self.command_context()
        Refusals(context, self.keeper, self.refused_banner)
        if self.recovered is not None:
            take_recovered(context, self.keeper, self.recovered)
        elif self._rescue_file is not None:
            recover_texts(context, self.keeper, self._rescue_file)
        others = OtherWriters(
            self._ws, self.main_window.writer, self.tabs, self.notifications, self
        )
        others.found.connect(self.refresh_progress)
        others.found.connect(self.receiving.reload)

    def _may_go(self, verb: str, *, is_kept: bool) -> bool:
        """Whether to go although not everything is stored."""
        title, confirm = "写下的内容还没有保存", self.main_window.prompts.confirm
        if is_kept:
            text = f"现在{verb}，写下的内容另存一份，下次打开程序时自动找回。"
            return confirm(title, text, yes=verb, no="留下", weighty=True)
        text = f"现在{verb}，尚未保存的文字会丢失。可以留下，清理磁盘或检查文件夹后再试。"
        return confirm(title, text, yes=f"放弃并{verb}", no="留下", destroys=True)

    def command_context(self) -> CommandContext:
        """Everything that the command handlers need."""
        window = self.main_window
        return CommandContext(
            ws=self._ws,
            theme=window.theme,
            tasks=window.tasks,
            prompts=window.prompts,
            clock=self._ws.clock,
            window=window,
            owner=self,
            actions=window.actions_table,
            tabs=self.tabs,
            notifications=self.notifications,
            undo=self.undo,
            writer=window.writer,
            printing_tasks=window.printing_tasks,
            job_line=window.status.job_line,
            flush_then=self.keeper.flush_then,
            refresh_progress=self.refresh_progress,
        )

    def _make_page(self, form: FormDefinition, stored: Sequence[Record]) -> FormPage:
        """A form's page as it was left, connected to the window."""
        window = self.main_window
        page = FormPage(self._ws, form, window.theme, window.tasks, self.keeper, self.undo)
        page.show_list(stored)
        self._state.restore_page(page)
        page.clear_search_requested.connect(self._tool_bar.clear_search)
        page.record_changed.connect(self._progress.refresh_soon)
        page.failed.connect(self._on_page_failed)
        page.splitterMoved.connect(self._place_notifications)
        page.preview.page_changed.connect(self._show_page_status)
        page.preview.zoom_changed.connect(self._show_page_status)
        page.work.panes_changed.connect(self._show_page_status)
        page.record_changed.connect(self._show_page_status)
        return page

    def _lay_out(self) -> None:
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.save_failure)
        column.addWidget(self.refused_banner)
        column.addWidget(self.past_banner)
        column.addWidget(self.beside, 1)

    def _connect(self) -> None:
        self.keeper.failed.connect(self._on_save_failed)
        self.keeper.all_saved.connect(self._on_all_saved)
        self.keeper.saved.connect(self._progress.refresh_soon)
        self.save_failure.acted.connect(self.keeper.flush)
        self.keeper.refused.connect(self._status.show_unsaved)
        actions = self.main_window.actions_table
        actions.connect_handlers({"save": self._on_save, "find": self._on_find})
        self.past_banner.acted.connect(actions["use_campaign"].trigger)
        self._search = NameFilter(self.main_window.tasks, self._filter, self)
        self._tool_bar.search_changed.connect(self._search.search)
        self._tool_bar.search_entered.connect(self._search.finish)
        self._tool_bar.search_entered.connect(self._go_to_match)
        self.tabs.counts_changed.connect(self._progress.refresh_soon)
        self.tabs.currentChanged.connect(self._on_tab_changed)

    def _show_progress(self, standing: Standing) -> None:
        if self.main_window.centralWidget() is not self:
            return  # another campaign has taken the window over meanwhile
        quota = (standing.quota, standing.short_quota)
        self._tool_bar.show_progress(quota, standing.deadline, standing.counted)
        self.show_reporter(standing.reporter, standing.role, standing.waiting)
        self.tabs.fold(standing.unneeded_forms)
        self._recheck_shared(standing.shared_units)
        self._recheck_barred(standing.roster)
        self.tabs.show_replies(standing.replies, standing.today)
        self.standing_shown.emit()

    def _recheck_shared(self, shared: SharedUnits) -> None:
        """Checks the records again that share their unit with others than before."""
        before, self._shared = self._shared, shared
        changed = {record_id for unit in before ^ shared for record_id, _ in unit}
        if changed:
            for page in self.tabs.pages.values():
                page.recheck(changed)

    def _recheck_barred(self, roster: int) -> None:
        """Checks all records again, one's own and those received, once the roster is another."""
        before, self._roster = self._roster, roster
        if before not in (None, roster):
            for page in self.tabs.pages.values():
                page.recheck_all()
            self.receiving.reload()

    def show_reporter(self, name: str, role: OfficeRole, waiting: int = 0) -> None:
        """Shows who reports, in tool bar and title, and what an office of that role does."""
        self.receiving.show_for(role, waiting)
        self._tool_bar.reporter.show_name(name)
        campaign = self._ws.campaign
        past = "（往届，只能查看）" if self._ws.is_past else ""
        past = "（只能查看）" if self.is_read_only else past
        office = f" · {one_line(name)}" if name else ""
        self.main_window.setWindowTitle(f"{campaign.name} {campaign.id}{past}{office}")
        self.reporter_shown.emit(name)

    def _on_save(self) -> None:
        if self.keeper.flush():
            self._status.show_saved(self._ws.clock())
        else:
            self._status.show_unsaved()

    def _on_save_failed(self, error: GonghuiError) -> None:
        self._status.show_unsaved()
        if not isinstance(error, StoreBusyError):  # that passes by itself
            text = f"{error}写下的内容还在这里，会自动再试。"
            self.save_failure.show_message("error", text, "再试一次")

    def _on_all_saved(self) -> None:
        self.save_failure.hide()
        self.notifications.clear_store_failure()
        if not self.keeper.refusals:
            self._status.show_saved(self._ws.clock())

    def _on_page_failed(self, sentence: str) -> None:
        self.notifications.fail(sentence)

    def _place_notifications(self) -> None:
        self.notifications.place()

    def _filter(self, text: str) -> None:
        self.tabs.set_filter(text)
        self.receiving.set_filter(text)

    def _go_to_match(self) -> None:
        if self.receiving.is_current:
            self.receiving.tab.take_focus()
        else:
            self.tabs.go_to_match()

    def _on_find(self) -> None:
        self._tool_bar.search.setFocus()
        self._tool_bar.search.selectAll()

    def _on_tab_changed(self) -> None:
        self.keeper.store_soon()
        self.notifications.place()
        self._show_page_status()

    def _show_standing(self) -> None:
        """Says that the campaign is past, or that all data can only be read, where it is so."""
        if self.is_read_only:
            self.past_banner.show_message("warning", self._ws.read_only)
            return
        if not self._ws.is_past:
            return
        campaign = self._ws.campaign
        text = f"这是往届活动（{campaign.id}），只供查看、打印和再次导出。"
        has_files = self._ws.catalogue.find(campaign.id) is not None
        if not has_files:
            text += "它的活动文件已经不在了。"
        self.past_banner.show_message("info", text, "设为当前活动" if has_files else "")

    def _show_page_status(self) -> None:
        page = self.tabs.current_page
        is_seen = self._cover is None and self.tabs.is_on_form
        self._status.show_page(*(page.page_in_view if is_seen else (0, 0)))
        self._status.show_zoom(round(page.preview.zoom * 100))


def show_contents(window: MainWindow, ws: Workspace) -> WindowContents:
    """Makes a workspace the window's centre, with its current page ready for typing.

    Raises:
        StoreError: the records cannot be read.
    """
    contents = WindowContents(ws, window)
    window.set_centre(contents)
    contents.show_reporter(reporter_name(ws), office_role(ws))
    contents.tabs.take_focus()
    return contents
