"""PDFium's lock: the library has one state for the whole process and is not thread safe."""

from __future__ import annotations

from threading import Lock

PDFIUM = Lock()
"""Held by whoever calls PDFium. Handles do not outlive a hold: open, use and close within one."""
