"""What Python's ``zipfile`` takes that we do not, and what it raises for damaged archives."""

from __future__ import annotations

import struct
import zipfile
import zlib

ENCRYPTED = 0x1
"""Flag of an entry (APPNOTE 4.4.4)."""
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Of compression; others are not bounded by our limits."""
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,  # a method or version of the format that Python does not know
    RuntimeError,
    ValueError,
    OSError,
)
"""Raised for archives that are not as they should be."""
