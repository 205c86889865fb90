"""Print queues of CUPS: the PDF itself goes to the server, whose driver does the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

from gonghui_desktop.spooling.cups import connection as server_of
from gonghui_desktop.spooling.cups.connection import Attributes, Connection, NoServerError, Refusal
from gonghui_desktop.spooling.cups.document import document_of
from gonghui_desktop.spooling.cups.queues import WANTED, in_order, queue_of
from gonghui_desktop.spooling.cups.states import job_report
from gonghui_desktop.spooling.titles import job_title
from gonghui_desktop.spooling.values import (
    JobReport,
    JobTicket,
    PrintQueue,
    Sides,
    SpoolError,
    SpoolJob,
)

_GET_PRINTER_ATTRIBUTES, _GET_JOB_ATTRIBUTES, _GET_PRINTERS = 0x000B, 0x0009, 0x4002  # of IPP
_OPTIONS = {
    "media": "A4",
    "print-scaling": "none",
    "collate": "true",
    "copies": "1",
    # A queue may have usual ones of its own for these.
    "number-up": "1",
    "orientation-requested": "3",  # upright, as each page of the document is
}
_OF_A_JOB = ("job-state", "job-state-reasons")
_SIDES = {Sides.ONE: "one-sided", Sides.LONG_EDGE: "two-sided-long-edge"}
_PART = 1 << 16  # bytes

# Also where libcups is there, as most desktops have it, and CUPS itself is not.
_NOT_RUNNING = "打印服务（CUPS）没有运行，请先安装、启动它；也可以先存为 PDF。"
_NO_ANSWER = "打印服务（CUPS）没有回应，请稍后再试；一直这样时，请重新启动电脑。"
_GONE = "打印机“{}”已经不在了，请另选一台再印。"
_REFUSED: Mapping[int, str] = {
    server_of.NOT_FOUND: _GONE,
    server_of.NOT_ACCEPTING: "打印机“{}”不接收任务，请在系统的打印机设置里改过来，或者换一台。",
    server_of.NO_SUCH_FORMAT: "打印机“{}”的驱动不收 PDF，请重新添加这台打印机，或者换一台。",
    **dict.fromkeys(
        (
            server_of.FORBIDDEN,
            server_of.NOT_AUTHENTICATED,
            server_of.NOT_AUTHORIZED,
            server_of.CANCELLED,
        ),
        "您没有权限使用打印机“{}”，请联系管理电脑的人，或者换一台。",
    ),
}


class CupsSpooler:
    """The queues of a CUPS server.

    Args:
        server: host and port; by default the one that libcups takes (``CUPS_SERVER``,
            ``client.conf``, the socket of this computer).
        patience: seconds that it may be silent.
    """

    has_settings = False

    def __init__(self, server: str = "", patience: float = 5.0) -> None:
        self._server = server
        self._patience = patience

    def queues(self) -> Sequence[PrintQueue]:
        """The queues, and printers found in the network.

        Raises:
            SpoolError: no server runs here, or it does not answer.
        """
        try:
            with self._connected() as server:
                known = self._known_queues(server)
                found = server.destinations()
        except NoServerError as error:
            raise SpoolError(f"没有找到打印机：{_NOT_RUNNING}") from error
        queues = [
            queue_of(name, is_default=usual, options=options, attributes=known.get(name))
            for name, usual, options in found
        ]
        return in_order(queues)

    def ask_settings(self, _queue: str, _window: int, _settings: bytes) -> bytes | None:
        """Drivers have no window for their settings here."""
        return None

    def send(self, queue: str, job: SpoolJob, progress: Callable[[int, int], None]) -> JobTicket:
        """Hands a job to a queue; steps of the progress are pages."""
        progress(0, len(job.pages))
        pdf = document_of(job.pdf, job.pages)
        title = job_title(job.title)

        def parts() -> Iterator[bytes]:
            for start in range(0, len(pdf), _PART):
                progress(len(job.pages) * start // len(pdf), len(job.pages))
                yield pdf[start : start + _PART]

        options = {**_OPTIONS, "sides": _SIDES[job.sides]}
        with self._asked(queue), self._connected() as server:
            number = _create_job(server, queue, title, options)
            try:
                server.send_document(queue, number, title, parts(), "application/pdf")
                progress(len(job.pages), len(job.pages))
            except BaseException:
                self._withdraw(number)
                raise
        printed = sum(page is not None for page in job.pages)
        return JobTicket(queue, number, printed)

    def look(self, ticket: JobTicket) -> JobReport:
        """How a job is; the server keeps those that are done, unless it was told not to."""
        with self._asked(ticket.queue), self._connected() as server:
            uri = server_of.uri_of_job(ticket.number)
            queue = _queue_attributes(server, ticket.queue)
            job = _found(server, _GET_JOB_ATTRIBUTES, uri, _OF_A_JOB)
        return job_report(job, queue)

    def cancel(self, ticket: JobTicket) -> None:
        """Withdraws a job."""
        with self._asked(ticket.queue), self._connected() as server:
            try:
                server.cancel_job(ticket.number)
            except Refusal as refusal:
                if refusal.status not in (server_of.NOT_FOUND, server_of.NOT_POSSIBLE):
                    raise

    def _withdraw(self, number: int) -> None:
        """Takes a job back whose document is not whole, by a connection of its own."""
        with suppress(Refusal, NoServerError), self._connected() as server:
            server.cancel_job(number)

    def _connected(self) -> Connection:
        return Connection(self._server, self._patience)

    @contextmanager
    def _asked(self, queue: str) -> Iterator[None]:
        """Tells what the server said of a queue as a clerk can use it."""
        try:
            yield
        except NoServerError as error:
            raise SpoolError(_NOT_RUNNING) from error
        except Refusal as refusal:
            known = _REFUSED.get(refusal.status, _NO_ANSWER)
            raise SpoolError(known.format(queue)) from refusal

    def _known_queues(self, server: Connection) -> Mapping[str, Attributes]:
        """Attributes of each queue by its name."""
        try:
            found = server.ask(_GET_PRINTERS, "", WANTED)
        except Refusal as refusal:
            if refusal.status == server_of.NOT_FOUND:  # no queues
                return {}
            raise SpoolError(_NO_ANSWER) from refusal
        return {str(each["printer-name"][0]): each for each in found if each.get("printer-name")}


def _create_job(server: Connection, queue: str, title: str, options: Mapping[str, str]) -> int:
    """A new job's number."""
    if _queue_attributes(server, queue) is not None:
        return server.create_job(queue, title, options)
    try:
        return server.create_job_on_found(queue, title, options)
    except Refusal as refusal:
        raise Refusal(server_of.NOT_FOUND, refusal.words) from refusal


def _found(
    server: Connection, operation: int, uri: str, wanted: Sequence[str]
) -> Attributes | None:
    """Attributes of a queue or a job; ``None`` if there is none."""
    try:
        return next(iter(server.ask(operation, uri, wanted)), {})
    except Refusal as refusal:
        if refusal.status == server_of.NOT_FOUND:
            return None
        raise


def _queue_attributes(server: Connection, queue: str) -> Attributes | None:
    """A queue's attributes; ``None`` if there is none of that name."""
    return _found(server, _GET_PRINTER_ATTRIBUTES, server_of.uri_of_queue(queue), WANTED)
