"""The main job through the real window, on sample data in a throwaway folder.

A built program must pass it on the machine where it is to work: every form is filled in by typing,
the page appears, it is saved as PDF and as Word, exported, verified, and printed by the print
dialog: on a printer that is named, else as a PDF.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication, QPainter
from PySide6.QtWidgets import QDialog, QWidget

from gonghui_desktop import terminal
from gonghui_desktop.errors import FileError
from gonghui_desktop.exchange.incoming import Accepted
from gonghui_desktop.exchange.records_json import read_records
from gonghui_desktop.exchange.word_forms.reading import forms_in
from gonghui_desktop.fileio import read_limited, reason_of
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.record import Profile
from gonghui_desktop.model.stages import Stage
from gonghui_desktop.selftest.print_answers import PrintAnswers
from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.selftest.window_driver import SelftestError, WindowDriver
from gonghui_desktop.services import records, reporter, stages
from gonghui_desktop.services.campaigns import use_campaign
from gonghui_desktop.services.receiving import offices
from gonghui_desktop.services.receiving.received import received_submissions
from gonghui_desktop.services.submissions import verifying
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.start.start import Application, has_screen
from gonghui_desktop.ui.window.connect_commands import fill_window
from gonghui_desktop.ui.window.main_window import MainWindow

_SAMPLES_LIMIT = 1_000_000
_WINDOW_SIZE = (1366, 728)  # an office PC's screen without the task bar
_REPORTER = Profile("district", "大连市示例区总工会", "示例", "0411-83640000")
_OFFICE_ABOVE = Profile("city", "大连市总工会")
_LIST = f"""单位名称\t单位类型
{_REPORTER.name}\t区市县总工会、开放先导区总工会
大连市样例区总工会\t区市县总工会、开放先导区总工会
大连市样例产业工会\t驻会产业工会
大连样例交通产业工会\t不驻会产业工会"""
"""Whom the office above expects; the first one is who has exported."""
_REASON = "自检样例，不是正式报送"
"""Why the sample data does not meet the quotas."""

DONE, FAILED = 0, 1

OpenWorkspace = Callable[[Path], AbstractContextManager[Workspace]]


def run_selftest(
    resources: Path,
    open_workspace: OpenWorkspace,
    output: Path | None = None,
    screenshots: Path | None = None,
    printer: str = "",
) -> int:
    """Runs the self-test and prints the result.

    Args:
        resources: folder with ``samples/selftest.json`` and all that the window needs.
        open_workspace: opens a data folder.
        output: where PDFs and package stay; ``None`` for nowhere.
        screenshots: where pictures of the window go; ``None`` for none.
        printer: on which the forms are printed; empty to save them as PDF by the print dialog.

    Returns:
        0 if everything worked, 1 if not.

    Raises:
        GonghuiError: a folder or file cannot be used.
    """
    if not has_screen():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        # It warns for every dialog that it knows no window manager.
        os.environ.setdefault("QT_LOGGING_RULES", "*.warning=false")
    with tempfile.TemporaryDirectory(prefix="gonghui-", ignore_cleanup_errors=True) as throwaway:
        for folder in (output, screenshots):
            _make_folder(folder)
        out = output or Path(throwaway) / "out"
        _make_folder(out)
        application = Application(resources)
        with open_workspace(Path(throwaway) / "data") as opened:
            workspace, samples = _open_samples(opened, resources / "samples" / "selftest.json")
            selftest = _Selftest(application, workspace, samples, out, screenshots, printer)
            try:
                selftest.run()
            except SelftestError as error:
                terminal.write_error(f"自检没有通过：{error}")
                return FAILED
            finally:
                selftest.close()
    for path in selftest.made if output else selftest.pictures:
        terminal.write_line(str(path))
    if selftest.told_no_printer:
        terminal.write_line("没有打印机，打印窗口已经说明，改为存为 PDF。")
    done = f"在“{printer}”上打印" if printer else "存为 PDF"
    terminal.write_line(f"自检通过：三份申报表都已填写、导出、核验、接收并{done}。")
    return DONE


def _make_folder(folder: Path | None) -> None:
    if folder is not None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FileError(f"无法使用文件夹“{folder}”：{reason_of(error)}。") from error


@dataclass(frozen=True)
class _Sample:
    form: str
    values: dict[str, str]


class _Selftest:
    """One run; see :func:`run_selftest`."""

    def __init__(
        self,
        application: Application,
        workspace: Workspace,
        samples: Sequence[_Sample],
        output: Path,
        screenshots: Path | None,
        printer: str,
    ) -> None:
        self._ws = workspace
        self._output = output
        self._screenshots = screenshots
        self._samples = samples
        self.made: list[Path] = []
        self.pictures: list[Path] = []
        self._prompts = ScriptedPrompts()
        self._window = MainWindow(application.theme, self._prompts)
        self._window.contents_completed.connect(application.cover_rare_characters)
        self._contents = fill_window(self._window, workspace)
        self._driver = WindowDriver(self._window)
        self._printing = PrintAnswers(self._driver, printer, lambda: self._picture("print"))

    @property
    def told_no_printer(self) -> bool:
        """Whether the print dialog said that there is no printer."""
        return self._printing.told_no_printer

    def run(self) -> None:
        """The main job, step by step."""
        size = QSize(*_WINDOW_SIZE)
        if QGuiApplication.platformName() != "offscreen":  # which is smaller than any office's
            size = size.boundedTo(self._window.screen().availableSize())
        self._window.resize(size)
        self._window.show()
        self._picture("empty")
        for sample in self._samples:
            self._fill_in(sample)
            self._save_pdf(sample.form)
            self._save_word(sample.form)
        self._export()
        for sample in self._samples:
            self._print(sample.form)
        self._picture("final")
        self._receive()

    def close(self) -> None:
        """Closes and deletes the window."""
        self._window.close()
        self._window.delete_now()

    def _fill_in(self, sample: _Sample) -> None:
        tabs = self._contents.tabs
        page = tabs.pages[sample.form]
        tabs.show_page(page)
        self._driver.trigger("action_new")
        self._driver.wait(lambda: page.record is not None, "新的一份")
        for field in page.form.fields:
            if value := sample.values.get(field.id):
                self._driver.fill(f"{sample.form}.{field.id}", value)
        self._driver.trigger("action_save")
        self._driver.wait(lambda: not self._contents.keeper.has_unsaved, "写下的内容保存好")
        self._driver.wait(lambda: page.is_settled, "页面画好")
        stored = records.records(self._ws, sample.form)
        if len(stored) != 1:
            raise SelftestError(f"{sample.form} 应有一份，实有 {len(stored)} 份")
        for field_id, value in sample.values.items():
            if stored[0].value(field_id) != value:
                raise SelftestError(f"{sample.form}.{field_id} 存的和填的不一样")
        self._picture(sample.form)

    def _save_pdf(self, form_id: str) -> None:
        path = self._output / f"{form_id}.pdf"
        self._prompts.answers.append(path)
        self._driver.trigger("action_save_pdf")
        self._driver.wait(lambda: path.exists() and not self._window.tasks.is_busy, path.name)
        (record,) = records.records(self._ws, form_id)
        form = self._ws.campaign.form(form_id)
        text = _pdf_text(path)
        for field in form.fields:
            shown = "".join(field.type.show(record.value(field.id)).split())
            if field.printed and field.id != form.name_field and shown not in text:
                # The name may be broken by a page's end; every other value stands in one piece.
                self._check_scattered(field.label, shown, text)
        self.made.append(path)

    @staticmethod
    def _check_scattered(label: str, shown: str, text: str) -> None:
        missing = [char for char in shown if char not in text]
        if missing:
            raise SelftestError(f"{label}里的“{missing[0]}”没有印出来")

    def _save_word(self, form_id: str) -> None:
        path = self._output / f"{form_id}.docx"
        self._prompts.answers.append(path)
        self._driver.trigger("action_save_word")
        self._driver.wait(lambda: path.exists() and not self._window.tasks.is_busy, path.name)
        (record,) = records.records(self._ws, form_id)
        for field_id, value in _word_values(path, self._ws.campaign).items():
            if record.value(field_id) != value:
                raise SelftestError(f"{form_id}.{field_id} 在 Word 文件里和填的不一样")
        self.made.append(path)

    def _print(self, form_id: str) -> None:
        """Prints a form by the print dialog; only what came out of a printer counts as printed."""
        self._contents.tabs.show_page(self._contents.tabs.pages[form_id])
        path = self._output / f"{form_id}-printed.pdf"
        self._printing.prepare()
        if not self._printing.queue:
            self._prompts.answers.append(path)
        self._driver.trigger("action_print")
        if self._printing.queue:
            self._wait_printed(lambda: self._is_printed(form_id))
            return
        self._driver.wait(lambda: path.exists() and not self._window.tasks.is_busy, path.name)
        if _page_count(path) != _page_count(self._output / f"{form_id}.pdf"):
            raise SelftestError(f"{form_id} 从打印窗口存的 PDF 页数不对")
        if self._is_printed(form_id):
            raise SelftestError(f"{form_id} 没有打印，却记成了已打印")
        self.made.append(path)

    def _is_printed(self, form_id: str) -> bool:
        """Whether the list says so."""
        (record,) = records.records(self._ws, form_id)
        return Stage.PRINTED in stages.stage_dates(self._ws, record)

    def _export(self) -> None:
        reporter.set_reporter(self._ws, _REPORTER)
        self._contents.refresh_progress()
        path = self._output / "package.zip"
        self._prompts.answers.append(path)
        self._driver.trigger("action_export")
        self._driver.fill("export.reason", _REASON)
        self._picture("export")
        self._driver.click("export.accept")
        self._driver.wait(lambda: path.exists() and not self._window.tasks.is_busy, path.name)
        received = verifying.verify_package(self._ws, path)
        if len(received.submission.records) != len(self._samples):
            raise SelftestError("报送包里的份数不对")
        self.made.append(path)
        self._driver.wait(lambda: bool(self._window.findChildren(QWidget, "export.done")), "导出")
        self._picture("exported")
        self._print_papers()
        self._driver.click("export.done")

    def _receive(self) -> None:
        """Receives the package that was exported, as the office above that it is for."""
        reporter.set_reporter(self._ws, _OFFICE_ABOVE)
        listed = offices.read_offices_text(self._ws, _LIST)
        offices.add(self._ws, listed, "自检")
        self._contents.refresh_progress()
        self._driver.wait(lambda: self._contents.receiving.is_current, "收件")
        self._prompts.answers.append([self._output / "package.zip"])
        self._driver.trigger("action_receive")
        self._driver.wait(lambda: bool(received_submissions(self._ws)), "收下报送包")
        (look,) = received_submissions(self._ws)
        if len(look.records) != len(self._samples) or look.submission.sender != _REPORTER:
            raise SelftestError("收下的报送包和导出的不一样")
        self._driver.wait(lambda: not self._window.tasks.is_busy, "窗口空闲")
        self._picture("receiving")

    def _print_papers(self) -> None:
        """The cover sheet and the summary, printed from the dialog of the export."""
        path = self._output / "papers.pdf"
        self._printing.prepare()
        if not self._printing.queue:
            self._prompts.answers.append(path)
        self._driver.click("export.print")
        if self._printing.queue:
            self._wait_printed(lambda: not self._printing.is_awaited)
            return
        self._driver.wait(lambda: path.exists() and not self._window.tasks.is_busy, path.name)
        self.made.append(path)

    def _wait_printed(self, reached: Callable[[], bool]) -> None:
        """Waits for what comes of 打印; a message in its place is a failure."""

        def faults() -> list[str]:
            return [call.text for call in self._prompts.asked if call.kind == "warn"]

        self._driver.wait(
            lambda: bool(faults()) or (reached() and not self._window.tasks.is_busy), "打印好"
        )
        if faults():
            raise SelftestError(faults()[-1])

    def _picture(self, name: str) -> None:
        """Saves a picture of the window with its dialogs."""
        if self._screenshots is None:
            return
        self._driver.wait(lambda: self._contents.tabs.current_page.is_settled, "窗口空闲")
        path = self._screenshots / f"window-{len(self.pictures)}-{name}.png"
        self._driver.rest()
        picture = self._window.grab()
        painter = QPainter(picture)
        for dialog in self._window.findChildren(QDialog):
            if dialog.isVisible():
                painter.drawPixmap(self._window.mapFromGlobal(dialog.pos()), dialog.grab())
        painter.end()
        if not picture.save(str(path)):
            raise SelftestError(f"截图没能存为 {path}")
        self.made.append(path)
        self.pictures.append(path)


def _open_samples(ws: Workspace, path: Path) -> tuple[Workspace, list[_Sample]]:
    """The samples, and the workspace on their campaign: a later one may have come since."""
    data = read_limited(path, _SAMPLES_LIMIT)
    ws = use_campaign(ws, json.loads(data)["campaign"])
    incoming = read_records(data, path.name, ws.campaign)
    samples = [
        _Sample(item.form, dict(item.values)) for item in incoming if isinstance(item, Accepted)
    ]
    return ws, samples


def _pdf_text(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        texts = []
        for page in document:
            text_page = page.get_textpage()
            texts.append(text_page.get_text_bounded())
            text_page.close()
            page.close()
    return "".join("".join(texts).split())


def _word_values(path: Path, campaign: Campaign) -> Mapping[str, str]:
    """What is read back from a form's Word file."""
    (read,) = forms_in(path.read_bytes(), path.name, campaign)
    if not isinstance(read, Accepted):
        raise SelftestError(f"{path.name} 读不回来：{read}")
    return read.values


def _page_count(path: Path) -> int:
    with pypdfium2.PdfDocument(path) as document:
        return len(document)
