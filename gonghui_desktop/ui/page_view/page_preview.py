"""Preview of the printed page.

The page is made and drawn in the background; what is on the screen stays until the newer page is
there, so typing never waits and nothing flickers. Only what can be seen is drawn.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QFocusEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from gonghui_desktop.printing.sheet import PageBoxes, Printed
from gonghui_desktop.ui.background.tasks import TaskRunner
from gonghui_desktop.ui.page_view import paint
from gonghui_desktop.ui.page_view.in_view import caret_line, top_showing_cell, top_showing_line
from gonghui_desktop.ui.page_view.layout import (
    PreviewLayout,
    Viewport,
    box_at,
    fit_width,
    next_zoom,
)
from gonghui_desktop.ui.page_view.message import NO_PAGE, PreviewMessage
from gonghui_desktop.ui.page_view.render_queue import RenderQueue
from gonghui_desktop.ui.page_view.rendering import MakeDocument
from gonghui_desktop.ui.theme.theme import Theme, mark

STALE_AFTER = 500
"""Milliseconds of rendering after which the page on the screen is labelled an old one."""


class PagePreview(QAbstractScrollArea):
    """Shows pages of one form, as they will print.

    Args:
        tasks: where pages are made.
        theme: colours of the canvas.
        parent: the owner.
    """

    accessible_role = QAccessible.Role.Document
    field_clicked = Signal(str)
    """The cell of that field was clicked."""
    zoom_changed = Signal(float)
    """1.0 for 100 %."""
    page_changed = Signal(int, int)
    """The page in view, from 1, and how many there are; 0, 0 without any."""
    page_drawn = Signal()
    """A newer page has been painted, or made while none is seen; see :attr:`printed`."""

    def __init__(self, tasks: TaskRunner, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._zoom = 1.0
        self._fits_width = True
        self._focused: str | None = None
        self._caret: float | None = None
        self._seals_shown = False
        self._pressed: str | None = None
        self._page_in_view = (0, 0)
        self._has_unpainted_document = False
        self._queue = RenderQueue(tasks, self._view(), self)
        self._message = PreviewMessage(theme, self.viewport())
        self._stale = QTimer(self, singleShot=True, interval=STALE_AFTER)
        self._stale.timeout.connect(self._message.show_stale)
        self._queue.document_rendered.connect(self._on_document)
        self._queue.tiles_rendered.connect(self.viewport().update)
        self._queue.failed.connect(self._on_failed)
        theme.changed.connect(self.viewport().update)
        self.setFrameShape(QFrame.Shape.NoFrame)
        mark(self, "ground", "canvas")
        self.setAccessibleName("打印页面预览")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().actionTriggered.connect(self._on_scrolled_by_hand)
        self.clear()

    def accessible_value(self) -> str:
        """The text of the page in view, or the sentence that stands in its place."""
        # Imported here as for the rendering: nobody asks for it before there is a screen reader.
        from gonghui_desktop.ui.page_view.raster import page_text  # noqa: PLC0415 - see above

        document = self._queue.document
        if document is None:
            return self._message.sentence
        return page_text(document.printed.pdf, self._page_in_view[0] - 1)

    # for the window

    def show_page(self, make: MakeDocument) -> None:
        """Shows the page that ``make`` returns, which runs on another thread.

        May be called at every key: of requests that come while a page is being made, the
        newest alone counts. An error that the user can mend is shown over the old page.
        """
        if self._queue.document is None:
            self._message.hide()  # there will be a page in a moment
        if not self._stale.isActive():
            self._stale.start()
        self._queue.submit(make)

    def clear(self, sentence: str = NO_PAGE) -> None:
        """Shows no page, but what to do to have one."""
        self._stale.stop()
        self._queue.clear()
        self._message.show_empty(sentence)
        self._lay_out()

    def set_focused_field(self, field_id: str | None) -> None:
        """Marks the cell of the field that is being filled in, and brings it into view."""
        if field_id != self._focused:
            self._focused = field_id
            self._caret = None
            self._bring_into_view()
            self.viewport().update()

    def follow_caret(self, share: float) -> None:
        """Keeps the line in view in which she writes, until she scrolls the page by hand.

        Args:
            share: of the lines of the field in focus that stand above the caret, from 0 to 1.
        """
        self._caret = share
        self._show_caret()

    def scroll_to_top(self) -> None:
        """Goes to the head of the first page."""
        self._scroll_to(0)

    def set_seals_shown(self, shown: bool) -> None:
        """Lays seals of true size over the seal cells, on the screen only."""
        self._seals_shown = shown
        self.viewport().update()

    def fit_width(self) -> None:
        """Fits the page to the width, now and when the pane is resized."""
        self._fits_width = True
        self._lay_out()

    def set_zoom(self, zoom: float) -> None:
        """Shows the page at that zoom; 1.0 for 100 %."""
        self._zoom_at(zoom, QPointF(self.viewport().rect().center()))

    def zoom_in(self) -> None:
        """Shows the page at the next larger zoom."""
        self.set_zoom(next_zoom(self._zoom, 1))

    def zoom_out(self) -> None:
        """Shows the page at the next smaller zoom."""
        self.set_zoom(next_zoom(self._zoom, -1))

    @property
    def printed(self) -> Printed | None:
        """The document on the screen."""
        document = self._queue.document
        return document.printed if document else None

    @property
    def page_in_view(self) -> tuple[int, int]:
        """The page in view, from 1, and how many there are; 0, 0 without any."""
        return self._page_in_view

    @property
    def zoom(self) -> float:
        """1.0 for 100 %."""
        return self._zoom

    # geometry

    def _layout_now(self) -> PreviewLayout:
        document = self._queue.document
        ratio = self.viewport().devicePixelRatioF()
        return PreviewLayout(
            document.sizes if document else [], self._zoom, ratio, self.viewport().width()
        )

    def _visible(self) -> QRectF:
        """The visible part of the canvas."""
        corner = QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        return QRectF(corner, self.viewport().size().toSizeF())

    def _steady_width(self) -> int:
        """See :class:`Viewport`."""
        bar = self.verticalScrollBar()
        return self.viewport().width() - (0 if bar.isVisible() else bar.sizeHint().width())

    def _view(self) -> Viewport:
        return Viewport(
            visible=self._visible(),
            zoom=None if self._fits_width else self._zoom,
            ratio=self.viewport().devicePixelRatioF(),
            steady_width=self._steady_width(),
        )

    def _boxes(self, page: int) -> PageBoxes:
        document = self._queue.document
        return document.boxes(page) if document else PageBoxes({}, {})

    def _focused_cells(self, layout: PreviewLayout) -> list[QRectF]:
        """The cells of the field in focus, one a page."""
        cells = []
        for page in range(len(layout.sizes)):
            fields = self._boxes(page).fields
            if self._focused is not None and self._focused in fields:
                cells.append(layout.box_rect(page, fields[self._focused]))
        return cells

    def _field_at(self, position: QPointF) -> str | None:
        spot = self._layout_now().on_paper(self._visible().topLeft() + position)
        if spot is None:
            return None
        page, x, y = spot
        return box_at(self._boxes(page).fields, x, y)

    # scrolling and zooming

    def _lay_out(self) -> None:
        """Fits zoom and scroll bars to the pages; what is in view stays in view."""
        document = self._queue.document
        if document and self._fits_width:
            self._set_zoom(fit_width(document.sizes, self._steady_width()))
        extent = self._layout_now().extent()
        for bar, whole, part in (
            (self.verticalScrollBar(), extent.height(), self.viewport().height()),
            (self.horizontalScrollBar(), extent.width(), self.viewport().width()),
        ):
            bar.setRange(0, max(0, round(whole) - part))
            bar.setPageStep(part)
            bar.setSingleStep(40)
        self._message.place()
        self._on_view_changed()

    def _on_view_changed(self) -> None:
        self._update_page_in_view()
        self._queue.set_viewport(self._view())
        self.viewport().update()

    def _set_zoom(self, zoom: float) -> None:
        if zoom != self._zoom:
            self._zoom = zoom
            self.zoom_changed.emit(zoom)

    def _zoom_at(self, zoom: float, anchor: QPointF) -> None:
        """Changes the zoom; what is under the anchor stays there."""
        self._fits_width = False
        self._caret = None
        before = self._layout_now()
        spot = before.on_paper(self._visible().topLeft() + anchor)
        self._set_zoom(zoom)
        self._lay_out()
        if spot is not None:
            page, x, y = spot
            after = self._layout_now()
            corner = after.page_rect(page).topLeft()
            corner += QPointF(after.length(x), after.length(y)) - anchor
            self.horizontalScrollBar().setValue(round(corner.x()))
            self.verticalScrollBar().setValue(round(corner.y()))

    def _bring_into_view(self) -> None:
        """Scrolls to the cell in focus, or its beginning."""
        if cells := self._focused_cells(self._layout_now()):
            self._scroll_to(top_showing_cell(cells, self._visible()))

    def _show_caret(self) -> None:
        """Scrolls to the line in which she writes."""
        pages = self.printed.pages if self.printed is not None else ()
        if self._focused is None or self._caret is None:
            return
        if found := caret_line(pages, self._focused, self._caret):
            line = self._layout_now().box_rect(*found)
            self._scroll_to(top_showing_line(line, self._visible()))

    def _scroll_to(self, top: float) -> None:
        self.verticalScrollBar().setValue(round(top))

    def _on_scrolled_by_hand(self) -> None:
        self._caret = None

    def _update_page_in_view(self) -> None:
        layout, visible = self._layout_now(), self._visible()
        pages = len(layout.sizes)
        middle = visible.center().y()
        reached = [page for page in range(pages) if layout.page_rect(page).top() <= middle]
        now = (len(reached) or min(pages, 1), pages)
        if now != self._page_in_view:
            self._page_in_view = now
            self.setAccessibleDescription(f"第 {now[0]} 页，共 {now[1]} 页" if pages else "")
            self.page_changed.emit(*now)

    # results of the queue

    def _on_document(self) -> None:
        self._has_unpainted_document = True
        self._message.hide()
        self._stale.stop()
        if self._queue.is_waiting:
            self._stale.start()
        self._lay_out()
        self._show_caret()
        if not self.isVisible():  # in a narrow window the fields stand in its place
            self._tell_drawn()

    def _tell_drawn(self) -> None:
        if self._has_unpainted_document:
            self._has_unpainted_document = False
            self.page_drawn.emit()

    def _on_failed(self, sentence: str) -> None:
        self._stale.stop()
        if self._queue.document is None:
            self._message.show_empty(sentence)
        else:
            self._message.show_failed(sentence)

    # events

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Paints canvas, pages, and what lies over them."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._theme.colour("canvas"))
        layout, visible = self._layout_now(), self._visible()
        painter.translate(-visible.topLeft())
        for page in layout.pages_in(visible.adjusted(-8, -8, 8, 8)):
            self._paint_page(painter, layout, page)
        for cell in self._focused_cells(layout):
            paint.draw_field_frame(painter, cell)
        if self.hasFocus():
            painter.resetTransform()
            paint.draw_focus_ring(painter, self.viewport().rect(), self._theme.colour("ring"))
        painter.end()
        self._tell_drawn()

    def _paint_page(self, painter: QPainter, layout: PreviewLayout, page: int) -> None:
        paper = layout.page_rect(page)
        paint.draw_shadow(painter, paper, self._theme.colour("shadow"))
        painter.fillRect(paper, Qt.GlobalColor.white)
        rendered = self._queue.tiles.get(page)
        if rendered is not None:
            paint.draw_tile(painter, paper, rendered, layout)
        if self._seals_shown:
            for box in self._boxes(page).seals.values():
                diameter = layout.length(box.diameter)
                paint.draw_seal(painter, layout.box_rect(page, box), diameter)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        """Shows the focus ring."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        """Hides the focus ring."""
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Fits the page to the new width."""
        super().resizeEvent(event)
        self._lay_out()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:  # noqa: N802 (Qt's name)
        """Shows another part of the canvas."""
        self._on_view_changed()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 (Qt's name)
        """Scrolls; zooms at the pointer with Ctrl."""
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
        elif event.angleDelta().y():
            zoom = next_zoom(self._zoom, 1 if event.angleDelta().y() > 0 else -1)
            self._zoom_at(zoom, event.position())
            event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Remembers which cell is pressed."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed = self._field_at(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Reports the cell that was clicked."""
        pressed, self._pressed = self._pressed, None
        if pressed is not None and pressed == self._field_at(event.position()):
            self.field_clicked.emit(pressed)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Shows by the pointer that a cell can be clicked."""
        over = self._field_at(event.position()) is not None
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
