"""Windows' spooler and the drivers' settings: ``winspool.drv`` by ctypes."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import wintypes
from dataclasses import dataclass

assert sys.platform == "win32"

_LOCAL_AND_CONNECTED = 0x2 | 0x4  # PRINTER_ENUM_LOCAL, PRINTER_ENUM_CONNECTIONS
_PAPERS, _DUPLEX = 2, 7  # DC_PAPERS, DC_DUPLEX
_OUT, _PROMPT, _IN = 2, 4, 8  # DM_OUT_BUFFER, DM_IN_PROMPT, DM_IN_BUFFER
_ID_OK = 1
_DELETE_JOB = 5  # JOB_CONTROL_DELETE
_TOO_SMALL = 122  # ERROR_INSUFFICIENT_BUFFER
_NO_SUCH_JOB = {0, 87}  # ERROR_INVALID_PARAMETER; Wine gives no number


class WindowsFaultError(Exception):
    """A call has failed.

    Attributes:
        code: Windows' number, 0 where it gives none.
    """

    def __init__(self, code: int) -> None:
        super().__init__(f"Windows error {code}")
        self.code = code


@dataclass(frozen=True)
class Facts:
    """What Windows and the driver say of a printer.

    Attributes:
        status: ``PRINTER_STATUS_…``
        attributes: ``PRINTER_ATTRIBUTE_…``
        settings: the user's own (DEVMODE).
        papers: ``DMPAPER_…``; empty where the driver does not tell.
        has_duplex: it can print on both sides.
    """

    status: int
    attributes: int
    settings: bytes
    papers: frozenset[int]
    has_duplex: bool


class _Named(ctypes.Structure):  # PRINTER_INFO_4W
    _fields_ = (
        ("name", wintypes.LPWSTR),
        ("server", wintypes.LPWSTR),
        ("attributes", wintypes.DWORD),
    )


class _Printer(ctypes.Structure):  # PRINTER_INFO_2W
    _fields_ = (
        ("server", wintypes.LPWSTR),
        ("name", wintypes.LPWSTR),
        ("share", wintypes.LPWSTR),
        ("port", wintypes.LPWSTR),
        ("others", ctypes.c_void_p * 9),  # driver, comment … security
        ("attributes", wintypes.DWORD),
        ("numbers", wintypes.DWORD * 4),  # priority, usual priority, from, until
        ("status", wintypes.DWORD),
        ("jobs", wintypes.DWORD),
        ("pages_a_minute", wintypes.DWORD),
    )


class _Job(ctypes.Structure):  # JOB_INFO_1W
    _fields_ = (
        ("number", wintypes.DWORD),
        ("names", ctypes.c_void_p * 6),  # printer, computer, user, document, kind, words
        ("status", wintypes.DWORD),
        ("others", wintypes.DWORD * 4),
        ("submitted", ctypes.c_ushort * 8),
    )


class Winspool:
    """The calls that are needed. Each may wait for a printer in the network.

    Raises:
        WindowsFaultError: from every method, where Windows refuses.
    """

    def __init__(self) -> None:
        dll = ctypes.WinDLL("winspool.drv", use_last_error=True)
        handle, pointer, text = wintypes.HANDLE, ctypes.c_void_p, wintypes.LPCWSTR
        number = wintypes.DWORD
        dll.EnumPrintersW.argtypes = (number, text, number, pointer, number, pointer, pointer)
        dll.GetDefaultPrinterW.argtypes = (pointer, pointer)
        dll.OpenPrinterW.argtypes = (text, pointer, pointer)
        dll.ClosePrinter.argtypes = (handle,)
        dll.GetPrinterW.argtypes = (handle, number, pointer, number, pointer)
        dll.GetJobW.argtypes = (handle, number, number, pointer, number, pointer)
        dll.SetJobW.argtypes = (handle, number, number, pointer, number)
        dll.DeviceCapabilitiesW.argtypes = (text, text, wintypes.WORD, pointer, pointer)
        dll.DocumentPropertiesW.argtypes = (handle, handle, text, pointer, pointer, number)
        dll.DocumentPropertiesW.restype = wintypes.LONG
        self._dll = dll

    def names(self) -> list[str]:
        """The printers of this computer and those of others that it is connected with."""
        needed, count = wintypes.DWORD(), wintypes.DWORD()
        size = 0
        while True:
            buffer = ctypes.create_string_buffer(max(size, 1))
            if self._dll.EnumPrintersW(
                _LOCAL_AND_CONNECTED, None, 4, buffer, size, ctypes.byref(needed),
                ctypes.byref(count),
            ):  # fmt: skip
                found = (_Named * count.value).from_buffer(buffer) if count.value else ()
                return [str(each.name) for each in found]
            if ctypes.get_last_error() != _TOO_SMALL or needed.value <= size:
                raise WindowsFaultError(ctypes.get_last_error())
            size = needed.value  # a printer may come in between: until it fits

    def usual(self) -> str:
        """The user's usual printer; empty where there is none."""
        length = wintypes.DWORD()
        self._dll.GetDefaultPrinterW(None, ctypes.byref(length))
        if not length.value:
            return ""
        name = ctypes.create_unicode_buffer(length.value)
        return name.value if self._dll.GetDefaultPrinterW(name, ctypes.byref(length)) else ""

    def facts(self, queue: str) -> Facts:
        """What there is to know of a printer."""
        with self._opened(queue) as handle:
            buffer = self._printer(handle)
            printer = _Printer.from_buffer(buffer)
            port = str(printer.port or "")
            return Facts(
                printer.status,
                printer.attributes,
                self._settings(handle, queue),
                self._papers(queue, port),
                self._dll.DeviceCapabilitiesW(queue, port, _DUPLEX, None, None) == 1,
            )

    def status(self, queue: str) -> tuple[int, int]:
        """A printer's status and attributes."""
        with self._opened(queue) as handle:
            buffer = self._printer(handle)
            printer = _Printer.from_buffer(buffer)
            return printer.status, printer.attributes

    def merged(self, queue: str, settings: bytes) -> bytes:
        """Settings as the driver takes them: what it does not have is put right by it."""
        with self._opened(queue) as handle:
            return self._settings(handle, queue, given=settings)

    def asked(self, queue: str, window: int, settings: bytes) -> bytes | None:
        """Shows the driver's window; ``None`` if it was cancelled."""
        with self._opened(queue) as handle:
            return self._properties(handle, queue, settings, _PROMPT | _OUT, window)

    def job_status(self, queue: str, number: int) -> int | None:
        """``JOB_STATUS_…`` of a job; ``None`` if the queue does not have it."""
        with self._opened(queue) as handle:
            needed = wintypes.DWORD()
            size = 0
            while True:
                buffer = ctypes.create_string_buffer(max(size, ctypes.sizeof(_Job)))
                ctypes.set_last_error(0)
                if self._dll.GetJobW(handle, number, 1, buffer, size, ctypes.byref(needed)):
                    return int(_Job.from_buffer(buffer).status)
                code = ctypes.get_last_error()
                if code in _NO_SUCH_JOB:
                    return None
                if code != _TOO_SMALL or needed.value <= size:
                    raise WindowsFaultError(code)
                size = needed.value

    def delete_job(self, queue: str, number: int) -> bool:
        """Takes a job out of the queue; whether it was there."""
        with self._opened(queue) as handle:
            ctypes.set_last_error(0)
            done = self._dll.SetJobW(handle, number, 0, None, _DELETE_JOB)
            if not done and ctypes.get_last_error() not in _NO_SUCH_JOB:
                raise WindowsFaultError(ctypes.get_last_error())
            return bool(done)

    @contextmanager
    def _opened(self, queue: str) -> Iterator[wintypes.HANDLE]:
        handle = wintypes.HANDLE()
        if not self._dll.OpenPrinterW(queue, ctypes.byref(handle), None):
            raise WindowsFaultError(ctypes.get_last_error())
        try:
            yield handle
        finally:
            self._dll.ClosePrinter(handle)

    def _printer(self, handle: wintypes.HANDLE) -> ctypes.Array[ctypes.c_char]:
        needed = wintypes.DWORD()
        self._dll.GetPrinterW(handle, 2, None, 0, ctypes.byref(needed))
        size = max(needed.value, ctypes.sizeof(_Printer))
        buffer = ctypes.create_string_buffer(size)
        if not self._dll.GetPrinterW(handle, 2, buffer, size, ctypes.byref(needed)):
            raise WindowsFaultError(ctypes.get_last_error())
        return buffer

    def _papers(self, queue: str, port: str) -> frozenset[int]:
        count = self._dll.DeviceCapabilitiesW(queue, port, _PAPERS, None, None)
        if count <= 0:
            return frozenset()
        papers = (wintypes.WORD * count)()
        self._dll.DeviceCapabilitiesW(queue, port, _PAPERS, papers, None)
        return frozenset(papers)

    def _settings(self, handle: wintypes.HANDLE, queue: str, given: bytes = b"") -> bytes:
        settings = self._properties(handle, queue, given, _OUT)
        if settings is None:
            raise WindowsFaultError(0)
        return settings

    def _properties(
        self, handle: wintypes.HANDLE, queue: str, given: bytes, mode: int, window: int = 0
    ) -> bytes | None:
        """DocumentProperties, from the driver's own defaults where none are given.

        Returns:
            ``None`` if its window was cancelled.
        """
        call = self._dll.DocumentPropertiesW
        size = call(window, handle, queue, None, None, 0)
        if size <= 0:
            raise WindowsFaultError(ctypes.get_last_error())
        room = max(size, len(given))
        settings = ctypes.create_string_buffer(room)
        source = ctypes.create_string_buffer(given, room) if given else None
        answer = call(window, handle, queue, settings, source, mode | _IN if given else mode)
        if answer < 0:
            raise WindowsFaultError(ctypes.get_last_error())
        if mode & _PROMPT and answer != _ID_OK:
            return None
        return settings.raw[:size]
