"""A connection to the CUPS server, and its answers as plain values."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import Self
from urllib.parse import quote

from gonghui_desktop.spooling.cups.library import Destination, Option, bound, libcups

# RFC 8010, section 3.5: groups of attributes and types of values.
_OPERATION_GROUP, _JOB_GROUP = 0x01, 0x02
_INTEGER, _BOOLEAN, _ENUM = 0x21, 0x22, 0x23
_STRINGS = (0x35, 0x36, *range(0x41, 0x4A))
_NAME, _KEYWORD, _URI, _MIME_TYPE = 0x42, 0x44, 0x45, 0x49
_NAME_OF_OPERATION = (_OPERATION_GROUP, _NAME)
_KEYWORD_OF_OPERATION = (_OPERATION_GROUP, _KEYWORD)

# RFC 8011, section 5.4.15: operations.
_CREATE_JOB, _SEND_DOCUMENT, _CANCEL_JOB = 0x0005, 0x0006, 0x0008

_JOBS = "ipp://localhost/jobs/"
_CONTINUE = 100  # HTTP's word for "go on sending"
_ANY_LENGTH = 0
_FIRST_FAULT = 0x0400

# RFC 8011, section 4.1.6, and one of libcups' own: nobody gave a password.
FORBIDDEN, NOT_AUTHENTICATED, NOT_AUTHORIZED, CANCELLED = 0x0401, 0x0402, 0x0403, 0x1000
NOT_POSSIBLE, NOT_FOUND, NO_SUCH_FORMAT = 0x0404, 0x0406, 0x040A
INTERNAL, NOT_ACCEPTING = 0x0500, 0x0506

Attributes = Mapping[str, tuple[int | str, ...]]


class Refusal(Exception):  # noqa: N818 - what the server said, for the spooler's sentence
    """The server, or libcups for it, did not do what it was asked.

    Attributes:
        status: of IPP.
        words: libcups' own, in whatever language.
    """

    def __init__(self, status: int, words: str) -> None:
        super().__init__(f"{status:#06x} {words}")
        self.status = status
        self.words = words


class NoServerError(Exception):
    """Nothing listens where the server should be."""


class Connection:
    """A connection to the server, for one thread and a few requests; to be used with ``with``.

    Args:
        server: host and port, ``localhost:631``; empty for the system's or user's own.
        patience: seconds that the server may be silent.

    Raises:
        NoServerError: nothing listens there.
    """

    def __init__(self, server: str, patience: float) -> None:
        self._cups = libcups()
        if server:  # for this thread: what is sent elsewhere libcups takes for a printer's own
            self._cups.cupsSetServer(server.encode())
        self._http = self._cups.httpConnect2(
            self._cups.cupsServer(),
            self._cups.ippPort(),
            None,
            0,  # any family of addresses
            self._cups.cupsEncryption(),
            1,
            int(patience * 1000),
            None,
        )
        if not self._http:
            raise NoServerError
        bound(self._cups, self._http, patience)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self._cups.httpClose(self._http)

    def ask(
        self, operation: int, uri: str, wanted: Sequence[str] = (), path: str = "/"
    ) -> list[Attributes]:
        """Asks about printers or jobs.

        Args:
            operation: of IPP.
            uri: of the printer or job, or empty.
            wanted: names of attributes.
            path: of the server, by which it decides who may ask.

        Returns:
            Attributes of each printer or job.

        Raises:
            Refusal: the server does not answer, or not with them.
        """
        request = self._request(operation, uri)
        if wanted:
            names = (ctypes.c_char_p * len(wanted))(*(each.encode() for each in wanted))
            self._cups.ippAddStrings(
                request, *_KEYWORD_OF_OPERATION, b"requested-attributes", len(wanted), None, names
            )
        # Which frees the request.
        return self._answered(self._cups.cupsDoRequest(self._http, request, path.encode()))

    def destinations(self) -> list[tuple[str, bool, Mapping[str, str]]]:
        """What can be printed to: name, whether it is the usual one, options.

        Printers that are only found in the network are among them; libcups makes a queue for such
        a one when something is sent to it.
        """
        found = ctypes.POINTER(Destination)()
        count = self._cups.cupsGetDests2(self._http, ctypes.byref(found))
        try:
            return [
                (_text(each.name), bool(each.is_default), _options_of(each))
                for each in found[:count]
                if not each.instance  # a user's other options for the same queue
            ]
        finally:
            self._cups.cupsFreeDests(count, found)

    def create_job(self, queue: str, title: str, options: Mapping[str, str]) -> int:
        """Makes a job without a document and returns its number.

        Raises:
            Refusal: the queue is not there or does not take it.
        """
        request = self._request(_CREATE_JOB, uri_of_queue(queue))
        self._cups.ippAddString(request, *_NAME_OF_OPERATION, b"job-name", None, title.encode())
        self._cups.cupsEncodeOptions2(request, *_array_of(options), _JOB_GROUP)
        answer = self._cups.cupsDoRequest(self._http, request, path_of_queue(queue).encode())
        return int(self._answered(answer)[0]["job-id"][0])

    def create_job_on_found(self, queue: str, title: str, options: Mapping[str, str]) -> int:
        """The same for a printer found in the network: libcups has a queue made for it.

        Raises:
            Refusal: the printer is not there or does not take it.
        """
        number: int = self._cups.cupsCreateJob(
            self._http, queue.encode(), title.encode(), *_array_of(options)
        )
        if not number:
            raise self._refusal()
        return number

    def send_document(
        self, queue: str, number: int, title: str, parts: Iterator[bytes], kind: str
    ) -> None:
        """Sends a job's one document, part by part.

        Raises:
            Refusal: it is not taken.
        """
        cups, path = self._cups, path_of_queue(queue).encode()
        request = self._request(_SEND_DOCUMENT, uri_of_queue(queue))
        cups.ippAddInteger(request, _OPERATION_GROUP, _INTEGER, b"job-id", number)
        cups.ippAddString(request, *_NAME_OF_OPERATION, b"document-name", None, title.encode())
        cups.ippAddString(
            request, _OPERATION_GROUP, _MIME_TYPE, b"document-format", None, kind.encode()
        )
        cups.ippAddBoolean(request, _OPERATION_GROUP, b"last-document", 1)
        status = cups.cupsSendRequest(self._http, request, path, _ANY_LENGTH)
        cups.ippDelete(request)
        for part in parts:
            if status != _CONTINUE:
                raise self._refusal()
            status = cups.cupsWriteRequestData(self._http, part, len(part))
        self._answered(cups.cupsGetResponse(self._http, path))

    def cancel_job(self, number: int) -> None:
        """Withdraws a job; it stays in the history as cancelled.

        Raises:
            Refusal: it is done or gone, or it is somebody else's.
        """
        self.ask(_CANCEL_JOB, uri_of_job(number), path="/jobs/")

    def _request(self, operation: int, uri: str) -> int:
        """A new request, from this user."""
        cups = self._cups
        request: int = cups.ippNewRequest(operation)
        if uri:
            name = b"job-uri" if uri.startswith(_JOBS) else b"printer-uri"
            cups.ippAddString(request, _OPERATION_GROUP, _URI, name, None, uri.encode())
        user = cups.cupsUser()
        cups.ippAddString(request, *_NAME_OF_OPERATION, b"requesting-user-name", None, user)
        return request

    def _answered(self, answer: int | None) -> list[Attributes]:
        """The attributes in an answer, which is freed; ``None`` is none."""
        if not answer:
            raise self._refusal()
        try:
            if self._cups.ippGetStatusCode(answer) >= _FIRST_FAULT:
                raise self._refusal()
            return self._groups(answer)
        finally:
            self._cups.ippDelete(answer)

    def _refusal(self) -> Refusal:
        return Refusal(self._cups.cupsLastError(), _text(self._cups.cupsLastErrorString()))

    def _groups(self, answer: int) -> list[Attributes]:
        """Attributes of each printer or job in an answer; groups are parted by a nameless one."""
        cups = self._cups
        groups: list[dict[str, tuple[int | str, ...]]] = [{}]
        attribute = cups.ippFirstAttribute(answer)
        while attribute:
            name = cups.ippGetName(attribute)
            if name is None:
                groups.append({})
            elif cups.ippGetGroupTag(attribute) != _OPERATION_GROUP:
                groups[-1][_text(name)] = self._values(attribute)
            attribute = cups.ippNextAttribute(answer)
        return [group for group in groups if group]

    def _values(self, attribute: int) -> tuple[int | str, ...]:
        """An attribute's values; none of a type that nobody asks for."""
        cups, tag = self._cups, self._cups.ippGetValueTag(attribute)
        places = range(cups.ippGetCount(attribute))
        if tag in (_INTEGER, _ENUM):
            return tuple(cups.ippGetInteger(attribute, place) for place in places)
        if tag == _BOOLEAN:
            return tuple(cups.ippGetBoolean(attribute, place) for place in places)
        if tag in _STRINGS:
            return tuple(_text(cups.ippGetString(attribute, place, None)) for place in places)
        return ()


def uri_of_queue(name: str) -> str:
    """What a queue is asked for by; the server knows which host it is itself."""
    return f"ipp://localhost{path_of_queue(name)}"


def path_of_queue(name: str) -> str:
    """Where jobs for a queue are handed in."""
    return f"/printers/{quote(name)}"


def uri_of_job(number: int) -> str:
    """What a job is asked for by."""
    return f"{_JOBS}{number}"


def _array_of(options: Mapping[str, str]) -> tuple[int, ctypes.Array[Option]]:
    pairs = [Option(key.encode(), value.encode()) for key, value in options.items()]
    return len(pairs), (Option * len(pairs))(*pairs)


def _options_of(destination: Destination) -> Mapping[str, str]:
    options = destination.options[: destination.num_options]
    return {_text(each.name): _text(each.value) for each in options}


def _text(data: bytes | None) -> str:
    return (data or b"").decode(errors="replace")
