"""What Windows says of printers and jobs, in bits and error numbers, as states and Chinese words.

Bits and numbers: ``winspool.h`` and ``winerror.h``.
"""

from __future__ import annotations

from gonghui_desktop.spooling import troubles
from gonghui_desktop.spooling.values import JobReport, JobState, QueueState, SpoolError

_WORK_OFFLINE = 0x400  # PRINTER_ATTRIBUTE_…, set by the user or, for some ports, by Windows
_KEPT_OFFLINE = (
    "打印机脱机，请检查是否已开机、连好线；"
    "已连好的，在 Windows 的打印队列窗口里去掉“脱机使用打印机”。"
)
NO_ANSWER = "打印机没有回答，请检查是否已开机、网络是否连好。"
_ATTENTION = "打印机等人处理，请看打印机上的提示。"

# PRINTER_STATUS_…, the graver first: a printer may have several.
_PRINTER_STATES: tuple[tuple[int, QueueState, str], ...] = (
    (0x4, QueueState.FAULT, "打印机正在从这台电脑删除，请换一台。"),
    (0x8, QueueState.FAULT, troubles.JAM),
    (0x400000, QueueState.FAULT, troubles.COVER_OPEN),
    (0x40000, QueueState.FAULT, troubles.NO_TONER),
    (0x800, QueueState.FAULT, troubles.TRAY_FULL),
    (0x40, QueueState.NO_PAPER, "送纸有问题，请检查纸盒里的纸。"),
    (0x10, QueueState.NO_PAPER, troubles.NO_PAPER),
    (0x20, QueueState.NO_PAPER, "打印机在等手工送纸，请放入 A4 纸。"),
    (0x80, QueueState.OFFLINE, troubles.NOT_REACHED),
    (0x1000, QueueState.OFFLINE, troubles.NOT_REACHED),
    (0x800000, QueueState.OFFLINE, troubles.NOT_REACHED),
    (0x1, QueueState.PAUSED, "打印机已暂停，请在 Windows 的打印队列窗口里恢复。"),
    (0x200000, QueueState.FAULT, "打印机内存不够，请关掉它再打开。"),
    (0x80000, QueueState.FAULT, "打印机印不了这一页，请关掉它再打开。"),
    (0x100000, QueueState.FAULT, _ATTENTION),
    (0x2, QueueState.FAULT, troubles.FAULT),
)

_JOB_HELD: tuple[tuple[int, str], ...] = (  # JOB_STATUS_…
    (0x40, troubles.NO_PAPER),
    (0x20, troubles.NOT_REACHED),
    (0x400, _ATTENTION),
    (0x200, "打印机的驱动程序印不了，请在打印队列里删除这份任务，重新安装打印机。"),
    (0x2, "打印出了错，请看打印机上的提示和 Windows 的打印队列窗口。"),
    (0x1, "打印任务在 Windows 的打印队列窗口里被暂停了，请在那里继续。"),
)
_JOB_DELETED = 0x4 | 0x100  # DELETING, DELETED
_JOB_DONE = 0x80 | 0x1000 | 0x2000  # PRINTED, COMPLETE, RETAINED
_JOB_PRINTING = 0x10

DELETED = "打印任务被从打印队列里删除了，没有印完，请看印出了几张再决定要不要重印。"
_PERHAPS = "打印队列里没有这份任务了，可能没有印完，请看印出了几张再决定要不要重印。"

NO_SERVICE = (
    "打印服务没有启动，请重启电脑再试；还不行，"
    "请管理电脑的人在 Windows 的“服务”里启动“Print Spooler”。"
)
_REFUSALS: tuple[tuple[frozenset[int], str], ...] = (  # ERROR_…
    (frozenset({63, 1223}), "没有打印：选文件的窗口里点了取消。"),  # …CANCELLED
    (frozenset({1717, 1722, 1726, 1727, 1753}), NO_SERVICE),  # RPC_S_…
    (
        frozenset({2, 53, 67, 1795, 1796, 1801, 1905}),  # name, port, its computer, deleted
        "找不到打印机“{}”，请在 Windows 的“打印机和扫描仪”里看看它还在不在，再试一次。",
    ),
    (
        frozenset({5}),
        "打印机“{}”不让现在的用户使用，请找管理打印机的人，或换一台打印机。",
    ),
    (
        frozenset({126, 193, 1114, 1797, 1804}),  # its DLL, driver, kind of data
        "打印机“{}”的驱动程序用不了，请重新安装这台打印机，或换一台。",
    ),
    (
        frozenset({8, 14, 39, 112, 1450}),  # memory, disk, resources
        "电脑的磁盘或内存不够，放不下要打印的内容，请腾出一些再试。",
    ),
)


def queue_state(status: int, attributes: int) -> tuple[QueueState, str]:
    """A printer's state with its sentence, empty while it is ready."""
    for bit, state, words in _PRINTER_STATES:
        if status & bit:
            return state, words
    if attributes & _WORK_OFFLINE:
        return QueueState.OFFLINE, _KEPT_OFFLINE
    return QueueState.READY, ""


def job_report(status: int, printer: tuple[QueueState, str]) -> JobReport:
    """How a job is that is in the queue of a printer in such a state."""
    if status & _JOB_DELETED:
        return JobReport(JobState.FAILED, DELETED)
    if status & _JOB_DONE:
        return JobReport(JobState.DONE)
    for bit, words in _JOB_HELD:
        if status & bit:
            return JobReport(JobState.HELD, words)
    state, words = printer
    if state is not QueueState.READY:
        return JobReport(JobState.HELD, words)
    return JobReport(JobState.PRINTING if status & _JOB_PRINTING else JobState.WAITING)


def gone_report(last: JobReport | None) -> JobReport:
    """How a job ended that is no longer in the queue, from what was last seen of it there.

    Windows forgets what it has printed. Whoever takes a job out of a queue that stands still
    looks to us like a printer that went on by itself, so then a person has to look.
    """
    if last is None or last.state in {JobState.WAITING, JobState.PRINTING, JobState.DONE}:
        return JobReport(JobState.DONE)
    return JobReport(JobState.FAILED, _PERHAPS if last.state is JobState.HELD else last.words)


def refusal(queue: str, code: int) -> SpoolError:
    """What to tell where Windows refuses to begin, by its error number."""
    for codes, sentence in _REFUSALS:
        if code in codes:
            return SpoolError(sentence.format(queue))
    return SpoolError(
        f"打印机“{queue}”不能打印，请检查是否已开机并连好，再试一次（Windows 错误 {code}）。"
    )


def broken_off(queue: str, code: int) -> SpoolError:
    """What to tell where a printer stops in the midst of a job; nothing of it stays queued."""
    if any(code in codes for codes, _ in _REFUSALS):
        return refusal(queue, code)
    return SpoolError(f"打印机“{queue}”中途停止了，请检查纸张和连接后再打印一次。")


def wrong_paper(queue: str) -> SpoolError:
    """What to tell where a printer cannot be brought to print on A4."""
    return SpoolError(f"打印机“{queue}”不用 A4 纸，请在它的设置里把纸张改成 A4，或换一台打印机。")


def one_sided(queue: str) -> SpoolError:
    """What to tell where both sides are wanted of a printer that has one."""
    return SpoolError(f"打印机“{queue}”不会自动双面打印，请改成单面再打印。")
