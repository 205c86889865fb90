"""The functions of libcups that are used, with their types.

The system's own library is taken, never one that is brought along: it knows where its server is,
what it was built with, and which printers are found in the network.
"""

from __future__ import annotations

import ctypes
from ctypes import POINTER, c_byte, c_char_p, c_int, c_size_t, c_void_p
from functools import cache

_NAME = "libcups.so.2"  # not written into the call, where PyInstaller would see it and pack it


class Option(ctypes.Structure):
    """``cups_option_t``."""

    _fields_ = (("name", c_char_p), ("value", c_char_p))


class Destination(ctypes.Structure):
    """``cups_dest_t``."""

    _fields_ = (
        ("name", c_char_p),
        ("instance", c_char_p),
        ("is_default", c_int),
        ("num_options", c_int),
        ("options", POINTER(Option)),
    )


_TIMEOUT = ctypes.CFUNCTYPE(c_int, c_void_p, c_void_p)
_PASSWORD = ctypes.CFUNCTYPE(c_char_p, c_char_p, c_void_p, c_char_p, c_char_p, c_void_p)


_GIVE_UP = _TIMEOUT(lambda _http, _data: 0)
_NO_PASSWORD = _PASSWORD(lambda *_asked: None)  # libcups would ask for one on the terminal

_FUNCTIONS: dict[str, tuple[object, ...]] = {
    # name: what it returns, what it takes
    "cupsSetServer": (None, c_char_p),
    "cupsServer": (c_char_p,),
    "cupsUser": (c_char_p,),
    "ippPort": (c_int,),
    "cupsEncryption": (c_int,),
    "cupsSetPasswordCB2": (None, _PASSWORD, c_void_p),
    "httpConnect2": (c_void_p, c_char_p, c_int, c_void_p, c_int, c_int, c_int, c_int, c_void_p),
    "httpSetTimeout": (None, c_void_p, ctypes.c_double, _TIMEOUT, c_void_p),
    "httpClose": (None, c_void_p),
    "cupsLastError": (c_int,),
    "cupsLastErrorString": (c_char_p,),
    "cupsGetDests2": (c_int, c_void_p, POINTER(POINTER(Destination))),
    "cupsFreeDests": (None, c_int, POINTER(Destination)),
    "cupsCreateJob": (c_int, c_void_p, c_char_p, c_char_p, c_int, POINTER(Option)),
    "cupsEncodeOptions2": (None, c_void_p, c_int, POINTER(Option), c_int),
    "cupsSendRequest": (c_int, c_void_p, c_void_p, c_char_p, c_size_t),
    "cupsWriteRequestData": (c_int, c_void_p, c_char_p, c_size_t),
    "cupsGetResponse": (c_void_p, c_void_p, c_char_p),
    "cupsDoRequest": (c_void_p, c_void_p, c_void_p, c_char_p),
    "ippNewRequest": (c_void_p, c_int),
    "ippDelete": (None, c_void_p),
    "ippAddString": (c_void_p, c_void_p, c_int, c_int, c_char_p, c_char_p, c_char_p),
    "ippAddInteger": (c_void_p, c_void_p, c_int, c_int, c_char_p, c_int),
    "ippAddBoolean": (c_void_p, c_void_p, c_int, c_char_p, c_byte),
    "ippAddStrings": (
        c_void_p,
        c_void_p,
        c_int,
        c_int,
        c_char_p,
        c_int,
        c_char_p,
        POINTER(c_char_p),
    ),
    "ippGetStatusCode": (c_int, c_void_p),
    "ippFirstAttribute": (c_void_p, c_void_p),
    "ippNextAttribute": (c_void_p, c_void_p),
    "ippGetName": (c_char_p, c_void_p),
    "ippGetGroupTag": (c_int, c_void_p),
    "ippGetValueTag": (c_int, c_void_p),
    "ippGetCount": (c_int, c_void_p),
    "ippGetInteger": (c_int, c_void_p, c_int),
    "ippGetBoolean": (c_int, c_void_p, c_int),
    "ippGetString": (c_char_p, c_void_p, c_int, c_void_p),
}


@cache
def libcups() -> ctypes.CDLL:
    """The system's libcups.

    Raises:
        OSError: it is not installed.
        AttributeError: it is older than 2.2, or another library.
    """
    library = ctypes.CDLL(_NAME)
    for name, (returned, *taken) in _FUNCTIONS.items():
        function = getattr(library, name)
        function.restype = returned
        function.argtypes = taken
    return library


def bound(cups: ctypes.CDLL, http: int, patience: float) -> None:
    """Lets nothing that is asked through a connection wait for long, nor ask for a password.

    Args:
        cups: the library.
        http: the connection.
        patience: seconds without a byte from the server.
    """
    cups.httpSetTimeout(http, patience, _GIVE_UP, None)
    cups.cupsSetPasswordCB2(_NO_PASSWORD, None)


def has_cups() -> bool:
    """Whether this system has a libcups that can be used."""
    try:
        libcups()
    except (OSError, AttributeError):
        return False
    return True
