"""A printer's device context: ``gdi32.dll`` by ctypes."""

from __future__ import annotations

import ctypes
import sys
from ctypes import wintypes

from gonghui_desktop.spooling.windows import winspool
from gonghui_desktop.spooling.windows.picture import Band
from gonghui_desktop.spooling.windows.placement import Device

assert sys.platform == "win32"

_DPI = (88, 90)  # LOGPIXELSX, LOGPIXELSY
_SHEET = (110, 111)  # PHYSICALWIDTH, PHYSICALHEIGHT
_OFFSET = (112, 113)  # PHYSICALOFFSETX, PHYSICALOFFSETY
_COLOR_ON_COLOR = 3  # stretched dots stay black or white
_COPY = 0xCC0020  # SRCCOPY
_FAILED = -1  # SP_ERROR, GDI_ERROR


class _DocInfo(ctypes.Structure):
    _fields_ = (
        ("size", ctypes.c_int),
        ("name", wintypes.LPCWSTR),
        ("output", wintypes.LPCWSTR),
        ("kind", wintypes.LPCWSTR),
        ("flags", wintypes.DWORD),
    )


class PrinterContext:
    """One job on a printer. It belongs to the thread that makes it, which closes it.

    Args:
        queue: the printer.
        settings: of the driver, merged.

    Raises:
        WindowsFaultError: from every method, where Windows or the driver refuses.
    """

    def __init__(self, queue: str, settings: bytes) -> None:
        gdi = ctypes.WinDLL("gdi32", use_last_error=True)
        handle, pointer, number = wintypes.HDC, ctypes.c_void_p, ctypes.c_int
        gdi.CreateDCW.restype = handle
        gdi.CreateDCW.argtypes = (wintypes.LPCWSTR, wintypes.LPCWSTR, wintypes.LPCWSTR, pointer)
        gdi.GetDeviceCaps.argtypes = (handle, number)
        gdi.StartDocW.argtypes = (handle, pointer)
        for call in (gdi.StartPage, gdi.EndPage, gdi.EndDoc, gdi.AbortDoc, gdi.DeleteDC):
            call.argtypes = (handle,)
        gdi.SetStretchBltMode.argtypes = (handle, number)
        gdi.StretchDIBits.argtypes = (
            handle, *(number,) * 8, pointer, pointer, wintypes.UINT, wintypes.DWORD,
        )  # fmt: skip
        self._gdi = gdi
        self._context = gdi.CreateDCW("WINSPOOL", queue, None, settings)
        if not self._context:
            raise winspool.WindowsFaultError(ctypes.get_last_error())
        self.device = Device(self._pair(_DPI), self._pair(_SHEET), self._pair(_OFFSET))

    def begin(self, title: str) -> int:
        """Begins the job; the number that the spooler gives it."""
        info = _DocInfo(ctypes.sizeof(_DocInfo), title, None, None, 0)
        ctypes.set_last_error(0)
        number: int = self._gdi.StartDocW(self._context, ctypes.byref(info))
        if number <= 0:
            raise winspool.WindowsFaultError(ctypes.get_last_error())
        return number

    def print_page(self, bands: list[Band]) -> None:
        """Prints a page; without bands it is blank."""
        self._check(self._gdi.StartPage(self._context))
        self._gdi.SetStretchBltMode(self._context, _COLOR_ON_COLOR)
        for band in bands:
            left, top, width, height = self.device.place(band.top, band.width, band.height)
            lines = self._gdi.StretchDIBits(
                self._context, left, top, width, height,
                0, 0, band.width, band.height, band.dots(), band.header(), 0, _COPY,
            )  # fmt: skip
            self._check(lines)
        self._check(self._gdi.EndPage(self._context))

    def end(self) -> None:
        """Ends the job: the printer may have it."""
        self._check(self._gdi.EndDoc(self._context))

    def abort(self) -> None:
        """Takes back what has been begun."""
        self._gdi.AbortDoc(self._context)

    def close(self) -> None:
        """Gives the context back."""
        self._gdi.DeleteDC(self._context)

    def _pair(self, caps: tuple[int, int]) -> tuple[int, int]:
        across, down = caps
        call = self._gdi.GetDeviceCaps
        return call(self._context, across), call(self._context, down)

    @staticmethod
    def _check(answer: int) -> None:
        if answer in {0, _FAILED}:
            raise winspool.WindowsFaultError(ctypes.get_last_error())
