"""Runs in the Windows of the proof: clicks a button in whatever dialog has it, and says its texts.

``python.exe clicking.py 重试`` waits for a shown window with an enabled button whose text begins
so, and clicks it.
By messages, as a screen reader does it: no window has to be in front, and no key can get lost.
"""

from __future__ import annotations

import ctypes
import sys
import time

assert sys.platform == "win32"

BM_CLICK = 0xF5
WM_GETTEXT = 0x0D
SMTO_ABORTIFHUNG = 2
ANSWER_MS = 300
SECONDS = 120

Found = tuple[int, list[str]]


def main(begin: str) -> int:
    """Wait, click, and print the texts of the window, a line each; exit code 1 if it never came."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        for window in _windows(0):
            inside = [(child, _text(child)) for child in _windows(window)]
            for child, text in inside:
                if text.replace("&", "").startswith(begin) and _can_click(child):
                    told = "\n".join(text for _, text in inside if text)
                    sys.stdout.buffer.write(told.replace("\r", "").encode())
                    ctypes.windll.user32.PostMessageW(child, BM_CLICK, 0, 0)
                    return 0
        time.sleep(0.1)
    return 1


def _windows(parent: int) -> list[int]:
    """The windows on the screen, or those in ``parent``."""
    found: list[int] = []
    kind = ctypes.WINFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)

    def note(window: int, _: int) -> int:
        found.append(window)
        return 1

    noting = kind(note)
    if parent:
        ctypes.windll.user32.EnumChildWindows(ctypes.c_void_p(parent), noting, None)
    else:
        ctypes.windll.user32.EnumWindows(noting, None)
    return found


def _can_click(window: int) -> bool:
    name = ctypes.create_unicode_buffer(100)
    user32 = ctypes.windll.user32
    user32.GetClassNameW(ctypes.c_void_p(window), name, 100)
    shown = user32.IsWindowVisible(ctypes.c_void_p(window))
    enabled = user32.IsWindowEnabled(ctypes.c_void_p(window))
    return name.value == "Button" and bool(shown and enabled)


def _text(window: int) -> str:
    """The window's text; empty if it does not answer, such as while it is being made."""
    text = ctypes.create_unicode_buffer(2000)
    which = ctypes.c_void_p(window), WM_GETTEXT, 2000, text
    ctypes.windll.user32.SendMessageTimeoutW(*which, SMTO_ABORTIFHUNG, ANSWER_MS, None)
    return text.value


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
