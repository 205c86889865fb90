"""Dialog with what became of each file that was to be received."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QListWidgetItem, QPushButton, QWidget

from gonghui_desktop.services.receiving.arrivals.receive import Outcome, ReceivedFile
from gonghui_desktop.ui.commands.list_dialog import ListDialog
from gonghui_desktop.ui.dialogs.size import resize_within_screen
from gonghui_desktop.ui.theme.theme import Theme
from gonghui_desktop.ui.widgets.enter_key import press_with_enter

_SIZE = QSize(720, 520)
_MOST_FILES = 300  # more take the window seconds, and nobody reads them
_HINT = "选一行，按回车或双击，打开这次报送。"
_REFUSED = "没有接收　"
_INDENT = "　　"

_ICONS = {
    Outcome.REFUSED: ("octagon-alert", "error"),
    Outcome.CONFLICT: ("triangle-alert", "warning"),
    Outcome.PENDING: ("lock", "info"),
    Outcome.OLDER: ("history", "info"),
    Outcome.RECEIVED: ("circle-check", "success"),
    Outcome.KNOWN: ("copy", "info"),
}
"""In the order in which they are listed: what asks for something comes first."""
_ORDER = list(_ICONS)
_WORDS = {
    Outcome.REFUSED: "{} 个没有接收",
    Outcome.CONFLICT: "{} 个与收过的同一次内容不同",
    Outcome.PENDING: "{} 个等撤销受理后才算",
    Outcome.OLDER: "{} 个是旧的",
    Outcome.KNOWN: "{} 个已经收过",
}


class ReceivedDialog(ListDialog):
    """Lists the files, refused ones first, with what a person must look at beneath each.

    A line that is activated leads to what came in that file. Of very many, the first are listed.

    Args:
        theme: for the icons.
        files: what became of each.
        notice: a sentence about all of them; empty for nothing.
        parent: the window over which it lies.
    """

    opened = Signal(int)
    """Number of a submission to be opened; emitted after the dialog has closed."""

    def __init__(
        self, theme: Theme, files: Sequence[ReceivedFile], notice: str, parent: QWidget | None
    ) -> None:
        ordered = sorted(files, key=_order)
        self._lines = list(_lines(ordered[:_MOST_FILES]))
        shown = [(theme.icon(*icon), words) for icon, words, _file in self._lines]
        if more := len(ordered) - _MOST_FILES:
            notice += f"另有 {more} 个没有逐个列出。" if more > 0 else ""
        if notice:
            shown.append((theme.icon("info", "info"), notice))
        self.copy = QPushButton("复制")
        self.copy.setObjectName("receive_results.copy")
        self.copy.setAutoDefault(False)
        press_with_enter(self.copy)
        hint = _HINT if any(file.submission for file in files) else ""
        super().__init__("接收结果", received_words(files), shown, parent, (self.copy,), hint)
        self.setObjectName("receive_results")
        resize_within_screen(self, _SIZE)
        texts = [words for _icon, words in shown]
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText("\n".join(texts)))
        self.view.itemActivated.connect(self._on_activated)

    def _on_activated(self, item: QListWidgetItem) -> None:
        row = self.view.row(item)
        file = self._lines[row][2] if row < len(self._lines) else None
        if file is not None and file.submission is not None:
            self.accept()
            self.opened.emit(file.submission.number)


def received_words(files: Sequence[ReceivedFile]) -> str:
    """A summary such as ``收下 38 个报送包，其中 2 个有要核实的；1 个没有接收``."""
    new = [file for file in files if file.outcome not in (Outcome.REFUSED, Outcome.KNOWN)]
    unsure = sum(_asks(file) for file in new)
    words = [f"收下 {len(new)} 个报送包" + (f"，其中 {unsure} 个有要核实的" if unsure else "")]
    for outcome, text in _WORDS.items():
        if count := sum(file.outcome is outcome for file in files):
            words.append(text.format(count))
    return "；".join(words if new or len(words) == 1 else words[1:])


def _asks(file: ReceivedFile) -> bool:
    """Whether a person must look at what came in a file."""
    return bool(file.doubts) or not file.is_expected


def _order(file: ReceivedFile) -> tuple[int, bool]:
    return _ORDER.index(file.outcome), not _asks(file)


def _lines(
    files: Sequence[ReceivedFile],
) -> Iterator[tuple[tuple[str, str], str, ReceivedFile]]:
    """Icon, words and file of each line."""
    for file in files:
        unsure = file.outcome is Outcome.RECEIVED and _asks(file)
        icon = ("triangle-alert", "warning") if unsure else _ICONS[file.outcome]
        refused = _REFUSED if file.outcome is Outcome.REFUSED else ""
        yield icon, f"{refused}{file.sentence}", file
        for doubt in file.doubts:
            yield ("triangle-alert", "warning"), f"{_INDENT}要核实：{doubt}", file
