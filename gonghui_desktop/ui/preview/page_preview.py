"""The official page on the screen, as it will print: the hero of the window.

The page is made and drawn in the background; what stands on the screen stays until the newer
page is there, so typing never waits and nothing flickers. Only what can be seen is drawn.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.printing.sheet import PageBoxes, Printed
from gonghui_desktop.ui.background.tasks import Task, TaskRunner
from gonghui_desktop.ui.preview import paint as preview_paint
from gonghui_desktop.ui.preview.layout import PreviewLayout, box_at, fit_width, next_zoom
from gonghui_desktop.ui.preview.message import PreviewMessage
from gonghui_desktop.ui.preview.render_queue import Answer, Document, Look, Render, Shown, answer
from gonghui_desktop.ui.theme.theme import Theme, mark

NO_PAGE = "还没有页面\n选择或新建一份申报表，这里显示打印出来的样子"
STALE_AFTER = 500
"""Milliseconds after which a page that is still being made is said to be an old one."""

PAUSE = 200
"""Milliseconds without a key after which more than what is seen is drawn."""


class PagePreview(QAbstractScrollArea):
    """Shows the page of the record that is open.

    Args:
        tasks: where pages are made.
        theme: colours of the desk.
        parent: the owner.
    """

    field_clicked = Signal(str)
    """The cell of that field was clicked."""
    zoom_changed = Signal(float)
    """1.0 for 100 %."""
    page_changed = Signal(int, int)
    """The page in view, from 1, and how many there are; 0, 0 without any."""
    page_drawn = Signal()
    """A newer page has been painted; see :attr:`printed`."""

    def __init__(self, tasks: TaskRunner, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tasks = tasks
        self._task: Task | None = None
        self._is_news = False
        self._unrendered: Render | None = None
        self._document: Document | None = None
        self._shown: dict[int, Shown] = {}
        self._zoom = 1.0
        self._fits_width = True
        self._focused: str | None = None
        self._seals_shown = False
        self._pressed: str | None = None
        self._told_page = (0, 0)
        self._message = PreviewMessage(theme, self.viewport())
        self._stale = QTimer(self, singleShot=True, interval=STALE_AFTER)
        self._stale.timeout.connect(self._message.say_stale)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._draw_ahead)
        self.setFrameShape(QFrame.Shape.NoFrame)
        mark(self, "ground", "desk")
        self.setAccessibleName("打印页面预览")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        theme.changed.connect(self.viewport().update)
        self.clear()

    # what the window asks for

    def show_page(self, render: Render) -> None:
        """Shows the page that ``render`` makes, which runs on another thread.

        May be called at every key: of requests that come while a page is being made, the
        newest alone counts. An error that a clerk can mend is shown over the old page.
        """
        self._unrendered = render
        if not self._stale.isActive():
            self._stale.start()
        self._request()

    def clear(self, message: str = NO_PAGE) -> None:
        """Shows no page, but a sentence."""
        if self._task is not None:
            self._task.cancel()
        self._stale.stop()
        self._unrendered = None
        self._document = None
        self._shown = {}
        self._message.say_empty(message)
        self._lay_out()

    def set_focused_field(self, field_id: str | None) -> None:
        """Marks the cell of the field that is being filled in, and brings it into view."""
        if field_id != self._focused:
            self._focused = field_id
            self._bring_into_view()
            self.viewport().update()

    def scroll_to_top(self) -> None:
        """Goes to the head of the first page."""
        self.verticalScrollBar().setValue(0)

    def set_seals_shown(self, shown: bool) -> None:
        """Lays seals of true size over the seal cells, on the screen only."""
        self._seals_shown = shown
        self.viewport().update()

    def fit_width(self) -> None:
        """Lets the page fill the width, now and when the window changes."""
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
        return self._document.printed if self._document else None

    @property
    def zoom(self) -> float:
        """1.0 for 100 %."""
        return self._zoom

    # geometry

    def _layout_now(self) -> PreviewLayout:
        sizes = self._document.sizes if self._document else []
        ratio = self.viewport().devicePixelRatioF()
        return PreviewLayout(sizes, self._zoom, ratio, self.viewport().width())

    def _seen(self) -> QRectF:
        """The part of the desk in the viewport."""
        corner = QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        return QRectF(corner, self.viewport().size().toSizeF())

    def _lay_out(self) -> None:
        """Fits the scroll bars to the pages; what is in view stays in view."""
        if self._document and self._fits_width:
            self._set_zoom(fit_width(self._document.sizes, self._steady_width()))
        extent = self._layout_now().extent()
        for bar, whole, part in (
            (self.verticalScrollBar(), extent.height(), self.viewport().height()),
            (self.horizontalScrollBar(), extent.width(), self.viewport().width()),
        ):
            bar.setRange(0, max(0, round(whole) - part))
            bar.setPageStep(part)
            bar.setSingleStep(40)
        self._message.place()
        self._tell_page()
        self._request()
        self.viewport().update()

    def _steady_width(self) -> int:
        """The desk's width with the scroll bar, whether it is there or not: nothing swings."""
        bar = self.verticalScrollBar()
        return self.viewport().width() - (0 if bar.isVisible() else bar.sizeHint().width())

    def _set_zoom(self, zoom: float) -> None:
        if zoom != self._zoom:
            self._zoom = zoom
            self.zoom_changed.emit(zoom)

    def _zoom_at(self, zoom: float, anchor: QPointF) -> None:
        """Changes the zoom; what is under the anchor stays there."""
        self._fits_width = False
        before = self._layout_now()
        spot = before.on_paper(self._seen().topLeft() + anchor)
        self._set_zoom(zoom)
        self._lay_out()
        if spot is not None:
            page, x, y = spot
            after = self._layout_now()
            corner = after.page_rect(page).topLeft()
            corner += QPointF(after.length(x), after.length(y)) - anchor
            self.horizontalScrollBar().setValue(round(corner.x()))
            self.verticalScrollBar().setValue(round(corner.y()))

    def _focused_cells(self, layout: PreviewLayout) -> list[QRectF]:
        """The cells of the field in focus, one a page."""
        cells = []
        for page in range(len(layout.sizes)):
            fields = self._boxes(page).fields
            if self._focused is not None and self._focused in fields:
                cells.append(layout.box_rect(page, fields[self._focused]))
        return cells

    def _boxes(self, page: int) -> PageBoxes:
        return self._document.boxes(page) if self._document else PageBoxes({}, {})

    def _bring_into_view(self) -> None:
        """Scrolls as little as will show the cell in focus, or its beginning."""
        cells, seen = self._focused_cells(self._layout_now()), self._seen()
        if not cells or any(seen.contains(cell) for cell in cells):
            return
        cell = next((cell for cell in cells if cell.intersects(seen)), cells[0])
        top = cell.top() - 16
        if cell.height() + 32 <= seen.height() and cell.bottom() > seen.bottom():
            top = cell.bottom() + 16 - seen.height()
        elif seen.top() <= cell.top() <= seen.bottom() - seen.height() / 3:
            return
        self.verticalScrollBar().setValue(round(top))

    def _tell_page(self) -> None:
        layout, seen = self._layout_now(), self._seen()
        pages = len(layout.sizes)
        middle = seen.center().y()
        reached = [page for page in range(pages) if layout.page_rect(page).top() <= middle]
        now = (len(reached) or min(pages, 1), pages)
        if now != self._told_page:
            self._told_page = now
            self.setAccessibleDescription(f"第 {now[0]} 页，共 {now[1]} 页" if pages else "")
            self.page_changed.emit(*now)

    # making and drawing pages

    def _request(self) -> None:
        """Asks for what is missing: a newer document, or parts that came into view."""
        if self._task is not None:
            return  # asked again when that one ends
        if self._unrendered is not None:
            self._start(self._seen())  # no more than what is seen: somebody may be typing
        elif self._lacks(self._seen()):
            self._start(self._around())
        elif self._lacks(self._around()):
            self._pause.start()

    def _start(self, wanted: QRectF) -> None:
        render, document = self._unrendered, self._document
        look = Look(
            zoom=None if self._fits_width else self._zoom,
            ratio=self.viewport().devicePixelRatioF(),
            width=self.viewport().width(),
            steady_width=self._steady_width(),
            wanted=wanted,
        )
        self._pause.stop()
        self._task = self._tasks.run(
            lambda _task: answer(render, document, look),
            self._show_answer,
            self._show_error,
            ended=lambda: self._go_on(render),
            owner=self,
        )

    def _draw_ahead(self) -> None:
        """Nobody types: draws what scrolling will bring into view."""
        if self._task is None and self._unrendered is None:
            self._start(self._around())

    def _around(self) -> QRectF:
        """What is seen and a third of it on every side."""
        seen = self._seen()
        margin = seen.height() / 3
        return seen.adjusted(-margin, -margin, margin, margin)

    def _lacks(self, part: QRectF) -> bool:
        """Whether something in a part of the desk has not been drawn at this zoom."""
        layout = self._layout_now()
        for page in layout.pages_in(part):
            shown = self._shown.get(page)
            if shown is None or not shown.covers(layout.scale, layout.device_area(page, part)):
                return True
        return False

    def _go_on(self, render: Render | None) -> None:
        self._task = None
        if self._unrendered is render:
            self._unrendered = None  # also when it broke: it is not tried for ever
        QTimer.singleShot(0, self, self._request)

    def _show_answer(self, new: Answer) -> None:
        if new.document is self._document:
            self._shown = self._near_view() | new.shown
            self.viewport().update()
            return
        self._document, self._shown = new.document, new.shown
        self._is_news = True
        self._message.hide()
        self._stale.stop()
        if self._unrendered is not None:
            self._stale.start()
        self._lay_out()

    def _show_error(self, error: GonghuiError) -> None:
        self._stale.stop()
        if self._document is None:
            self._message.say_empty(str(error))
        else:
            self._message.say_failed(str(error))

    def _near_view(self) -> dict[int, Shown]:
        """What is worth keeping of what has been drawn."""
        near = self._layout_now().pages_in(self._seen())
        return {
            page: shown
            for page, shown in self._shown.items()
            if near and near[0] - 1 <= page <= near[-1] + 1
        }

    # events

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Draws desk, paper, page, and what lies on it."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._theme.colour("desk"))
        layout, seen = self._layout_now(), self._seen()
        painter.translate(-seen.topLeft())
        for page in layout.pages_in(seen.adjusted(-8, -8, 8, 8)):
            self._paint_page(painter, layout, page)
        for cell in self._focused_cells(layout):
            preview_paint.draw_field_frame(painter, cell)
        painter.end()
        if self._is_news:
            self._is_news = False
            self.page_drawn.emit()

    def _paint_page(self, painter: QPainter, layout: PreviewLayout, page: int) -> None:
        paper = layout.page_rect(page)
        preview_paint.draw_shadow(painter, paper, self._theme.colour("shadow"))
        painter.fillRect(paper, Qt.GlobalColor.white)
        shown = self._shown.get(page)
        if shown is not None:
            stretch = layout.scale / shown.patch.scale
            area = QRectF(shown.patch.area)
            place = QRectF(
                paper.topLeft() + area.topLeft() * stretch / layout.ratio,
                area.size() * stretch / layout.ratio,
            )
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, stretch != 1)
            painter.drawImage(place, shown.image)
        if self._seals_shown:
            for seal, box in self._boxes(page).seals.items():
                size = preview_paint.seal_size(seal)
                cell = layout.box_rect(page, box)
                preview_paint.draw_seal(painter, cell, layout.length(size))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Fits the page to the new width."""
        super().resizeEvent(event)
        self._lay_out()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:  # noqa: N802 (Qt's name)
        """Moves the desk and asks for what comes into view."""
        self.viewport().update()
        self._tell_page()
        self._request()

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
        """Tells the cell that was clicked."""
        pressed, self._pressed = self._pressed, None
        if pressed is not None and pressed == self._field_at(event.position()):
            self.field_clicked.emit(pressed)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Shows that a cell can be clicked."""
        over = self._field_at(event.position()) is not None
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def _field_at(self, position: QPointF) -> str | None:
        spot = self._layout_now().on_paper(self._seen().topLeft() + position)
        if spot is None:
            return None
        page, x, y = spot
        return box_at(self._boxes(page).fields, x, y)
