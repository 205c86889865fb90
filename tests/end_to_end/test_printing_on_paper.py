"""Forms on paper by the command line: through a real print queue, in a process of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from gonghui_desktop.cli import printer_commands
from gonghui_desktop.spooling import JobReport, JobState, Sides, SpoolError, page_sequence
from gonghui_desktop.store.store import Store
from tests.command_runs import run_commands
from tests.end_to_end.conftest import Ask
from tests.paper_tray import DONE, HP, PaperTray
from tests.print_server import PrintServer

RunOne = Callable[..., list[tuple[int, dict[str, Any]]]]


def _texts(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as paper:
        return [page.get_textpage().get_text_bounded() for page in paper]


@pytest.fixture
def run(tmp_path: Path, print_server: PrintServer) -> RunOne:
    """Runs commands with the tests' printers: exit code and answer of each."""

    def call(*commands: tuple[object, ...]) -> list[tuple[int, dict[str, Any]]]:
        said = run_commands(
            tmp_path / "run",
            tmp_path / "data",
            [("--json", *command) for command in commands],
            environment=print_server.environment,
        )
        answers, text = [], said.out.decode().lstrip()
        while text:
            answer, end = json.JSONDecoder().raw_decode(text)
            answers.append(answer)
            text = text[end:].lstrip()
        return list(zip(said.codes, answers, strict=True))

    return call


def test_forms_come_out_of_the_printer_and_are_noted(
    run: RunOne, print_server: PrintServer, data_folder: Path, tmp_path: Path
) -> None:
    printer = print_server.add_printer("三楼打印机")
    single = print_server.add_printer("单面打印机", two_sided=False)
    letters = print_server.add_printer("信纸打印机", usual="Letter", sizes=("Letter",))
    print_server.run("lpadmin", "-d", single.name)
    to_paper = ("print", "--form", "annex1", "--copies", 2, "--two-sided", "--printer")

    file = tmp_path / "one of each.pdf"
    listed, _, saved, printed, (_, noted), again, one_sided, no_a4, unknown, alone = run(
        ("printers",),
        ("import", data_folder / "district.json"),
        ("print", "--form", "annex1", "--copies", 1, "-o", file),
        (*to_paper, printer.name),
        ("list", "--form", "annex1"),
        ("print", "--blank", "--form", "annex2", "--printer", "三楼打印机"),
        (*to_paper, single.name),
        ("print", "--blank", "--printer", letters.name),
        ("print", "--blank", "--printer", "没有的"),
        ("print", "--blank", "--two-sided", "-o", "none.pdf"),
    )

    told = {each["name"]: each for each in listed[1]["printers"]}
    assert listed[1]["printers"][0] == {
        "name": single.name,
        "title": "单面打印机",
        "default": True,
        "state": "ready",
        "words": "",
        "two_sided": False,
        "a4": True,
        "loaded": "",
    }
    assert told[letters.name]["a4"] is False
    assert told[letters.name]["loaded"] == "Letter"

    assert (printed[0], printed[1]["state"], printed[1]["printer"]) == (0, "done", printer.name)
    ours, theirs = _texts(file.read_bytes()), _texts(printer.printed(printed[1]["job"]))
    counts = saved[1]["pages"]
    order = page_sequence(counts, [2] * len(counts), sides=Sides.LONG_EDGE)
    assert theirs == ["" if page is None else ours[page] for page in order]
    assert printed[1]["pages"] == 2 * sum(counts)
    for (entry,) in (record["prints"] for record in noted["records"]):
        assert (entry["copies"], entry["printer"]) == (2, "三楼打印机")
    assert printer.title(printed[1]["job"]) == "申报表（4 份）"
    assert again[0] == 0
    assert printer.title(again[1]["job"]) == "附件2 空白表"

    for code, answer in (one_sided, no_a4, unknown, alone):
        assert (code, answer["ok"]) == (2, False)
    assert "不能双面打印" in one_sided[1]["error"]
    assert "不能用 A4 纸" in no_a4[1]["error"]
    assert printer.name in unknown[1]["error"]
    assert "--printer" in alone[1]["error"]


def test_printer_that_does_not_print_is_told_and_nothing_noted(
    run: RunOne, print_server: PrintServer, data_folder: Path
) -> None:
    paused, refusing, broken = (print_server.add_printer() for _ in range(3))
    print_server.run("cupsdisable", paused.name)
    print_server.run("cupsreject", refusing.name)
    broken.fail(5)  # it cancels the job

    _, held, refused, failed, (_, listed) = run(
        ("import", data_folder / "district.json"),
        *(("print", "--copies", 1, "--printer", each.name) for each in (paused, refusing, broken)),
        ("list",),
    )
    assert [code for code, _ in (held, refused, failed)] == [1, 1, 1]
    assert held[1]["state"] == "held"
    assert "已暂停" in held[1]["words"]
    assert "不接收任务" in refused[1]["error"]
    assert failed[1]["state"] == "failed"
    assert [each["prints"] for each in listed["records"]] == [[]] * 5


def test_a_print_service_that_falls_silent_leaves_the_job_to_be_asked_about(
    ask: Ask, data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tray = PaperTray(report=SpoolError("打印服务（CUPS）没有回应，请稍后再试。"))
    monkeypatch.setattr(printer_commands, "system_spooler", lambda: tray)
    ask("import", data_folder / "nonresident_industry.json")
    said = ask("print", "--printer", HP.name)
    assert (said["code"], said["state"]) == (1, "held")
    assert "没有回应" in said["stderr"]
    assert "任务留在打印队列里" in said["stderr"]  # so that nobody prints it twice
    with Store.open(tmp_path / "data") as store:
        assert len(store.settings("printing.sent.")) == 1


def test_a_printer_that_wakes_up_is_waited_for(
    ask: Ask, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports = [JobReport(JobState.HELD, "连不上打印机。"), JobReport(JobState.WAITING), DONE]
    tray = PaperTray()
    monkeypatch.setattr(tray, "look", lambda _ticket: reports.pop(0))
    monkeypatch.setattr(printer_commands, "system_spooler", lambda: tray)
    ask("import", data_folder / "nonresident_industry.json")
    said = ask("print", "--printer", HP.name)
    assert (said["code"], said["state"]) == (0, "done")
    (record,) = ask("list")["records"]
    assert len(record["prints"]) == 1


def test_the_test_page_is_printed_or_saved_and_nothing_noted(
    run: RunOne, print_server: PrintServer, data_folder: Path, tmp_path: Path
) -> None:
    printer, file = print_server.add_printer("三楼打印机"), tmp_path / "测试页.pdf"
    page = ("print", "--test-page")
    _, saved, printed, *wrong, (_, listed) = run(
        ("import", data_folder / "nonresident_industry.json"),
        (*page, "-o", file),
        (*page, "--printer", printer.name),
        (*page, "--each", tmp_path),
        (*page, "--replace", "-o", file),
        (*page, "--form", "annex1", "--printer", printer.name),
        ("list",),
    )
    assert (saved[0], saved[1]["pages"]) == (0, [1])
    assert (printed[0], printed[1]["state"], printed[1]["pages"]) == (0, "done", 1)
    ours, theirs = _texts(file.read_bytes()), _texts(printer.printed(printed[1]["job"]))
    assert theirs == ours
    assert "实际大小" in ours[0]
    assert [code for code, _ in wrong] == [2, 2, 2]
    assert [record["prints"] for record in listed["records"]] == [[]]
