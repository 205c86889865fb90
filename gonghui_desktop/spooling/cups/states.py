"""How a queue and a job are, in Chinese, by what the server says of them.

Reasons are those of RFC 8011, section 5.4.12, and PWG 5100.9; an ending says how bad it is.
"""

from __future__ import annotations

import re

from gonghui_desktop.spooling import troubles
from gonghui_desktop.spooling.cups.connection import Attributes
from gonghui_desktop.spooling.values import JobReport, JobState, QueueState

_STOPPED = 5  # printer-state
# CUPS pauses a queue itself when a job has failed, and does not say which it was.
_PAUSED_WORDS = (
    "打印机已暂停（有人暂停，或上一份没有印成）。请检查打印机，再在系统的打印机设置里恢复（启用）。"
)
_REFUSES_WORDS = "打印机不接收任务，请在系统的打印机设置里允许接收任务，或者换一台。"
_STOPPED_WORDS = "打印机停下了，请看打印机上的提示，再在系统的打印机设置里恢复（启用）。"
_TRIED_AGAIN_WORDS = "没有印成，系统过一会儿会自动再试，请检查打印机是否已开机、连好线或网络。"
_DRIVER_WORDS = "打印机的驱动不完整，请重新安装驱动或添加打印机。"

_HELD_WORDS = "打印任务在队列里被扣住了，请在系统的打印队列里放行，或者取消后再印。"
_REMOVED_WORDS = "打印机已从系统里删除，没有印完，请换一台再印。"
_LOST_WORDS = "打印队列里没有这份任务了，可能被人删除，请看打印机是否出了纸。"

# First comes what a clerk should see to first. A reason begins with the word.
_REASONS: tuple[tuple[str, QueueState, str], ...] = (
    ("cups-missing-filter", QueueState.FAULT, _DRIVER_WORDS),
    ("cups-insecure-filter", QueueState.FAULT, _DRIVER_WORDS),
    ("media-jam", QueueState.FAULT, troubles.JAM),
    ("door-open", QueueState.FAULT, troubles.COVER_OPEN),
    ("cover-open", QueueState.FAULT, troubles.COVER_OPEN),
    ("interlock-open", QueueState.FAULT, troubles.COVER_OPEN),
    ("media-empty", QueueState.NO_PAPER, troubles.NO_PAPER),
    ("media-needed", QueueState.NO_PAPER, "打印机在等纸，请放入 A4 纸。"),
    ("input-tray-missing", QueueState.NO_PAPER, "纸盒没有装好，请推到底。"),
    ("toner-empty", QueueState.FAULT, troubles.NO_TONER),
    ("marker-supply-empty", QueueState.FAULT, troubles.NO_TONER),
    ("marker-supply-missing", QueueState.FAULT, "墨盒没有装好，请重新装上。"),
    ("output-area-full", QueueState.FAULT, troubles.TRAY_FULL),
    ("output-tray-missing", QueueState.FAULT, "出纸盘没有装好，请装上。"),
    ("offline", QueueState.OFFLINE, troubles.NOT_REACHED),
    ("shutdown", QueueState.OFFLINE, troubles.NOT_REACHED),
    ("timed-out", QueueState.OFFLINE, troubles.NOT_REACHED),
    ("paused", QueueState.PAUSED, _PAUSED_WORDS),
    ("moving-to-paused", QueueState.PAUSED, _PAUSED_WORDS),
    ("other", QueueState.FAULT, troubles.FAULT),
)
_OF_NO_MATTER = "-report"
_WARNING = "-warning"
_PROCESSING_QUEUE = 4  # printer-state

# CUPS' own ways to printers give no reason while they try again and again to reach one that is
# switched off, but say so in the language of the server (its catalogues, in English and Chinese).
_NOT_REACHED = re.compile(
    "may not exist or is unavailable|is unreachable|is not responding|did not respond"
    "|Waiting for printer to become available|is not connected|Unable to locate printer"
    "|暂时不存在或不可用|暂时无法访问|打印机无响应|正在等待打印机变得可用|打印机未连接|无法定位打印机"
)


def queue_state(queue: Attributes) -> tuple[QueueState, str]:
    """How a queue is, by its attributes: also what only warns, such as one tray that is empty."""
    if not first(queue, "printer-is-accepting-jobs", 1):
        return QueueState.FAULT, _REFUSES_WORDS
    stops = first(queue, "printer-state") == _STOPPED
    found = _seen(queue, with_warnings=True)
    if found is not None and (found[0] is not QueueState.PAUSED or stops):
        return found
    if stops:
        return QueueState.FAULT, _STOPPED_WORDS
    return QueueState.READY, ""


def _seen(queue: Attributes, *, with_warnings: bool) -> tuple[QueueState, str] | None:
    """The first trouble among the reasons, or in what is said of the job that is being printed."""
    given = [str(each) for each in queue.get("printer-state-reasons", ())]
    reasons = [
        each
        for each in given
        if each == "offline-report"  # so CUPS calls what has lost its printer within a job
        or (not each.endswith(_OF_NO_MATTER) and (with_warnings or not each.endswith(_WARNING)))
    ]
    for word, state, words in _REASONS:
        if any(each == word or each.startswith(f"{word}-") for each in reasons):
            return state, words
    is_printing = first(queue, "printer-state") == _PROCESSING_QUEUE
    if is_printing and _NOT_REACHED.search(str(first(queue, "printer-state-message"))):
        return QueueState.OFFLINE, troubles.NOT_REACHED
    return None


# job-state of RFC 8011, section 5.3.7
_PENDING, _HELD, _PROCESSING, _JOB_STOPPED, _CANCELLED, _ABORTED, _COMPLETED = range(3, 10)
_ENDS = {
    _COMPLETED: JobReport(JobState.DONE),
    _CANCELLED: JobReport(JobState.FAILED, "打印任务已被取消，没有印完。"),
    _ABORTED: JobReport(JobState.FAILED, "打印机没有印成，请检查打印机后再印一次。"),
}


def job_report(job: Attributes | None, queue: Attributes | None) -> JobReport:
    """How a job is, by its attributes and its queue's, ``None`` for what is no longer there."""
    state = first(job, "job-state") if job is not None else None
    if queue is None and state != _COMPLETED:
        return JobReport(JobState.FAILED, _REMOVED_WORDS)
    if job is None or queue is None:
        return _ENDS[_COMPLETED] if job is not None else JobReport(JobState.FAILED, _LOST_WORDS)
    if state in _ENDS:
        return _ENDS[int(state)]
    if words := _what_holds(job, queue):
        return JobReport(JobState.HELD, words)
    return JobReport(JobState.PRINTING if state == _PROCESSING else JobState.WAITING)


def _what_holds(job: Attributes, queue: Attributes) -> str:
    """Why a job does not go on by itself; empty if it does."""
    state = first(job, "job-state")
    if state == _HELD:
        tried_again = "resources-are-not-ready" in job.get("job-state-reasons", ())
        return _TRIED_AGAIN_WORDS if tried_again else _HELD_WORDS
    if first(queue, "printer-state") == _STOPPED:
        return queue_state(queue)[1]
    trouble = _seen(queue, with_warnings=False)
    if trouble is not None and trouble[0] is not QueueState.PAUSED:
        return trouble[1]
    return _STOPPED_WORDS if state == _JOB_STOPPED else ""


def first(attributes: Attributes, name: str, default: int | str | None = None) -> int | str | None:
    """An attribute's first value."""
    return next(iter(attributes.get(name, ())), default)
