"""Printing on Windows without Qt: the driver's device context, and pages as pictures.

Pictures, to every driver: they are the one way in which no page comes out blank or with wrong
letters, and nobody looks at what has gone to a printer. Of PDFium's other ways (``FPDF_RenderPage``
into the device context) Type 42 fonts end at 64 kB, which the text of a filled form exceeds: its
glyphs go as outlines, more bytes than dots. Outlines by GDI were dropped in silence by a driver
elsewhere. See docs/windows.md.
"""

import sys

if sys.platform == "win32":
    from gonghui_desktop.spooling.windows.spooler import GdiSpooler as GdiSpooler
