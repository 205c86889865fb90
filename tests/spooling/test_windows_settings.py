"""Settings of a Windows driver, as bytes, and what Windows says in bits and numbers."""

from __future__ import annotations

import struct

import pytest

from gonghui_desktop.spooling import JobReport, JobState, QueueState, Sides
from gonghui_desktop.spooling.windows import devmode, words

READY = (QueueState.READY, "")
PRIVATE = b"the driver's own"
PAPER, SCALE, COPIES, SOURCE, DUPLEX, COLLATE = 78, 84, 86, 88, 94, 100
FIELDS = 0x1 | 0x2 | 0x10 | 0x100 | 0x200 | 0x1000 | 0x8000 | 0x10000


def settings(
    name: str = "奔图 M7100", version: int = 3, paper: int = 1, form: str = "Letter"
) -> bytes:
    """A driver's DEVMODEW: Letter across, 3 copies at 71 per cent, sheets from the second tray."""
    public = struct.pack(
        "<64sHHHHI13h64s", name.encode("utf-16-le"), 0x401, version, 220, len(PRIVATE), FIELDS,
        2, paper, 2794, 2159, 71, 3, 2, -4, 1, 3, 600, 0, 1, form.encode("utf-16-le"),
    )  # fmt: skip
    return public.ljust(220, b"\0") + PRIVATE


def value(changed: bytes, offset: int) -> int:
    (number,) = struct.unpack_from("<h", changed, offset)
    assert isinstance(number, int)
    return number


def test_forms_are_a4_upright_true_to_size_in_one_copy() -> None:
    changed = devmode.for_forms(settings(), Sides.LONG_EDGE, has_duplex=True)

    orientation = value(changed, 76)
    assert (orientation, value(changed, PAPER), value(changed, SCALE)) == (1, 9, 100)
    assert (value(changed, COPIES), value(changed, DUPLEX)) == (1, 2)
    assert devmode.takes_forms(changed)
    assert not devmode.takes_forms(settings())


def test_all_else_is_as_the_clerk_set_it() -> None:
    before = settings()
    changed = devmode.for_forms(before, Sides.ONE, has_duplex=True)

    assert value(changed, DUPLEX) == 1
    assert value(changed, SOURCE) == value(before, SOURCE) == 2
    assert value(changed, COLLATE) == 1, "the driver collates as it likes"
    assert changed.endswith(PRIVATE)
    assert len(changed) == len(before)


def test_bytes_too_short_to_be_settings_count_as_none() -> None:
    for short in (b"", settings()[: devmode.LEAST - 1]):
        assert devmode.for_forms(short, Sides.ONE, has_duplex=True) == b""
        assert not devmode.is_of(short, settings())
        assert not devmode.is_of(settings(), short)
        assert not devmode.takes_forms(short)


def test_settings_of_another_printer_or_driver_are_not_given_to_this_one() -> None:
    defaults = settings()

    assert devmode.is_of(devmode.for_forms(defaults, Sides.ONE, has_duplex=True), defaults)
    assert not devmode.is_of(settings(name="另一台"), defaults)
    assert not devmode.is_of(settings(version=4), defaults)
    assert not devmode.is_of(defaults[:-1], defaults)
    assert not devmode.is_of(b"", defaults)


@pytest.mark.parametrize(
    ("paper", "form", "name"),
    [(9, "A4", ""), (1, "信纸", "Letter"), (11, "A5", "A5"), (256, "三联单", "三联单")],
)
def test_paper_that_the_printer_is_set_to(paper: int, form: str, name: str) -> None:
    assert devmode.loaded_paper(settings(paper=paper, form=form)) == name


def test_short_settings_name_no_paper() -> None:
    assert devmode.loaded_paper(b"") == ""


@pytest.mark.parametrize(
    ("status", "attributes", "state", "said"),
    [
        (0, 0, QueueState.READY, ""),
        (0x20000, 0, QueueState.READY, ""),  # toner low: it still prints
        (0x400, 0, QueueState.READY, ""),  # printing
        (0x1, 0, QueueState.PAUSED, "暂停"),
        (0x80, 0, QueueState.OFFLINE, "连不上"),
        (0, 0x400, QueueState.OFFLINE, "脱机"),
        (0x10, 0, QueueState.NO_PAPER, "A4"),
        (0x8 | 0x2, 0, QueueState.FAULT, "卡纸"),
        (0x400000, 0, QueueState.FAULT, "盖子"),
        (0x40000, 0, QueueState.FAULT, "墨"),
        (0x4 | 0x1, 0, QueueState.FAULT, "删除"),
        (0x2, 0, QueueState.FAULT, "故障"),
    ],
)
def test_printer_says_how_it_is(status: int, attributes: int, state: QueueState, said: str) -> None:
    found, sentence = words.queue_state(status, attributes)

    assert found is state
    assert said in sentence
    assert bool(sentence) is (state is not QueueState.READY)


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (0, JobState.WAITING),
        (0x8, JobState.WAITING),  # spooling
        (0x10, JobState.PRINTING),
        (0x80, JobState.DONE),  # a printer that keeps what it has printed
        (0x2000, JobState.DONE),
        (0x10 | 0x40, JobState.HELD),  # printing, and out of paper
        (0x1, JobState.HELD),
        (0x4, JobState.FAILED),
        (0x100 | 0x80, JobState.FAILED),
    ],
)
def test_job_says_how_it_is(status: int, state: JobState) -> None:
    report = words.job_report(status, READY)

    assert report.state is state
    assert bool(report.words) is (state in {JobState.HELD, JobState.FAILED})


def test_job_waits_as_its_printer_does() -> None:
    report = words.job_report(0, words.queue_state(0x80, 0))

    assert report == JobReport(JobState.HELD, "连不上打印机，请检查是否已开机、连好线或网络。")
    assert words.job_report(0x80, words.queue_state(0x80, 0)).state is JobState.DONE


def test_job_that_has_left_the_queue() -> None:
    held = words.job_report(0x1, READY)
    deleted = words.job_report(0x4, READY)

    assert words.gone_report(None).state is JobState.DONE
    assert words.gone_report(JobReport(JobState.PRINTING)).state is JobState.DONE
    assert words.gone_report(deleted) == deleted
    perhaps = words.gone_report(held)
    assert perhaps.state is JobState.FAILED
    assert "看印出了几张" in perhaps.words
    assert words.gone_report(perhaps) == perhaps


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (1801, "找不到打印机“奔图”"),
        (1722, "打印服务没有启动"),
        (5, "不让现在的用户使用"),
        (1223, "点了取消"),
        (1797, "驱动程序"),
        (112, "磁盘"),
        (31, "Windows 错误 31"),
    ],
)
def test_refusal_is_one_sentence_that_says_what_to_do(code: int, said: str) -> None:
    assert said in str(words.refusal("奔图", code))


def test_printer_that_stops_in_the_midst() -> None:
    assert "中途停止" in str(words.broken_off("奔图", 31))
    assert "磁盘" in str(words.broken_off("奔图", 112))
