"""Decides what a preview renders next, and keeps what has been rendered."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, QTimer, Signal

from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.ui.background.tasks import Task, TaskRunner
from gonghui_desktop.ui.page_view.layout import Viewport
from gonghui_desktop.ui.page_view.rendering import (
    MakeDocument,
    PreviewDocument,
    RenderedTile,
    RenderRequest,
    RenderResult,
    render,
)

PAUSE = 200
"""Milliseconds without a request after which more than what is visible is drawn."""


class RenderQueue(QObject):
    """Renders one thing at a time, the most urgent first.

    1. A newer document, with its visible part alone, as the clerk may be typing. Of several
       documents the newest counts.
    2. What scrolling or zooming brought into view, with a margin around it.
    3. After a pause, the margin around what is visible, for scrolling to come.

    Args:
        tasks: where it runs.
        viewport: at first; see :meth:`set_viewport`.
        parent: the preview.

    Attributes:
        document: the newest that has been rendered; ``None`` for none.
        tiles: page number to what has been drawn of the page.
    """

    document_rendered = Signal()
    """Emitted when a newer document is there, with its visible tiles."""
    tiles_rendered = Signal()
    """Emitted when more of the document has been drawn."""
    failed = Signal(str)
    """Emitted with a Chinese sentence when the newest document could not be made."""

    def __init__(self, tasks: TaskRunner, viewport: Viewport, parent: QObject) -> None:
        super().__init__(parent)
        self.document: PreviewDocument | None = None
        self.tiles: dict[int, RenderedTile] = {}
        self._tasks = tasks
        self._viewport = viewport
        self._task: Task | None = None
        self._waiting: MakeDocument | None = None  # until its document is there, or has failed
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._draw_margin)

    @property
    def is_waiting(self) -> bool:
        """Whether a newer document has been submitted and is not there yet."""
        return self._waiting is not None

    def submit(self, make: MakeDocument) -> None:
        """Requests a newer document."""
        self._waiting = make
        self._advance()

    def set_viewport(self, viewport: Viewport) -> None:
        """Requests the tiles that are missing in a new viewport."""
        self._viewport = viewport
        self._advance()

    def clear(self) -> None:
        """Drops the document and all requests."""
        if self._task is not None:
            self._task.cancel()
        self._pause.stop()  # there will be no margin to draw
        self._waiting = None
        self.document = None
        self.tiles = {}

    def _advance(self) -> None:
        """Starts the most urgent work, unless a task runs, whose end leads back here."""
        visible = self._viewport.visible
        if self._task is not None:
            return
        if self._waiting is not None:
            self._start(visible)
        elif self._lacks(visible):
            self._start(self._viewport.with_margin())
        elif self._lacks(self._viewport.with_margin()):
            self._pause.start()

    def _draw_margin(self) -> None:
        if self._task is None and self._waiting is None:
            self._start(self._viewport.with_margin())

    def _lacks(self, area: QRectF) -> bool:
        """Whether something in an area of the canvas has not been drawn at this zoom."""
        if self.document is None:
            return False
        layout = self._viewport.layout(self.document.sizes)
        for page in layout.pages_in(area):
            tile = self.tiles.get(page)
            if tile is None or not tile.covers(layout.scale, layout.device_area(page, area)):
                return True
        return False

    def _start(self, area: QRectF) -> None:
        make = self._waiting
        request = RenderRequest(make, self.document, self._viewport, area)
        self._pause.stop()
        self._task = self._tasks.run(
            lambda _task: render(request),
            self._keep,
            self._on_failed,
            ended=lambda: self._on_ended(make),
            owner=self,
        )

    def _on_ended(self, make: MakeDocument | None) -> None:
        self._task = None
        if self._waiting is make:
            self._waiting = None  # also if it broke: it is not retried
        QTimer.singleShot(0, self, self._advance)  # the result comes first

    def _keep(self, result: RenderResult) -> None:
        if result.document is self.document:
            self.tiles = self._tiles_near_view() | result.tiles
            self.tiles_rendered.emit()
        else:
            self.document, self.tiles = result.document, result.tiles
            self.document_rendered.emit()

    def _on_failed(self, error: GonghuiError) -> None:
        self.failed.emit(str(error))

    def _tiles_near_view(self) -> dict[int, RenderedTile]:
        """The tiles worth their memory: those of the visible pages, one before and one after."""
        assert self.document is not None
        layout = self._viewport.layout(self.document.sizes)
        near = layout.pages_in(self._viewport.visible)
        return {
            page: tile
            for page, tile in self.tiles.items()
            if near and near[0] - 1 <= page <= near[-1] + 1
        }
