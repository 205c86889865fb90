"""What has to hold before Qt is imported: a Windows that Qt loads on, and all the files.

Standard library only, and no part of the program. Where not even Python loads (before Windows 8.1,
with 32 bits, without the contents folder) ``packaging/windows/starter.nsi`` says so.
"""

from __future__ import annotations

import os
import sys

LEAST_BUILD = 17763
"""Windows 10 1809, the oldest that Qt 6.11 supports (doc.qt.io, Supported Platforms)."""

DEEP_FILE = "gonghui_desktop/store/migrations/versions/schema_0001.py"
"""A file that the program runs, of a longer name than nearly all others in its contents folder."""

REFUSED = 2
"""Exit code: bad input or usage, as for everything that the user has to put right."""

_LONGEST_PATH = 259  # Windows' MAX_PATH without the closing zero
_TITLE = "基层工会活力建设申报"
_WINDOW_PROGRAM = "gonghui.exe"
_STOP_SIGN = 0x10  # MB_ICONERROR


def refused() -> bool:
    """Whether the frozen program cannot run here, which it says."""
    if not getattr(sys, "frozen", False):
        return False
    sentence = refusal_of(_build()) or fault_of_files(str(getattr(sys, "_MEIPASS", "")))
    if sentence:
        _say(sentence)
    return bool(sentence)


def refusal_of(build: int) -> str:
    """Why the program does not run on that build of Windows, a sentence; empty where it does."""
    if build >= LEAST_BUILD:
        return ""
    return (
        f"这台电脑的 Windows 太旧（内部版本 {build}），打不开本程序；"
        "需要 64 位的 Windows 10（1809 版以上）或 Windows 11。"
        "请先更新 Windows，或者换一台较新的电脑；急着上报的，可以打印空白表手填。"
    )


def fault_of_files(contents: str) -> str:
    """What is wrong with the program's own files, a sentence; empty where nothing is.

    Args:
        contents: the folder in which they are. Windows lets nobody put a file, nor find one, where
            its path would be too long.
    """
    deep = f"{contents}{os.sep}{DEEP_FILE}".replace("/", os.sep)
    if os.path.exists(deep):  # noqa: PTH110 -- pathlib costs each start 4 ms
        return ""
    if len(deep) > _LONGEST_PATH:
        return (
            "程序所在的文件夹路径太长，打不开。"
            "请把整个程序文件夹移到浅一些的地方，例如 D:\\申报，再打开。"
        )
    return (
        "程序的文件不全，打不开。安装的请重新安装一次，免安装的请把整个压缩包重新解压一次；"
        "再次出现的，请看看是不是被杀毒软件拿走了。"
    )


def _say(sentence: str) -> None:
    """Says it on the terminal; the window program, which has none, in a box of Windows' own."""
    if sys.platform == "win32" and sys.executable.lower().endswith(f"\\{_WINDOW_PROGRAM}"):
        import ctypes  # noqa: PLC0415 -- each start counts

        ctypes.windll.user32.MessageBoxW(None, sentence, _TITLE, _STOP_SIGN)
    else:
        from gonghui_desktop import terminal  # noqa: PLC0415 -- each start counts

        terminal.write_error(sentence)


def _build() -> int:
    """Windows' build, whatever compatibility mode the program was put into."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 -- each start counts

        class Version(ctypes.Structure):
            """``RTL_OSVERSIONINFOW``."""

            _fields_ = (
                ("size", ctypes.c_ulong),
                ("major", ctypes.c_ulong),
                ("minor", ctypes.c_ulong),
                ("build", ctypes.c_ulong),
                ("platform", ctypes.c_ulong),
                ("service_pack", ctypes.c_wchar * 128),
            )

        version = Version(ctypes.sizeof(Version))
        ctypes.windll.ntdll.RtlGetVersion(ctypes.byref(version))
        build = int(version.build)
    else:
        build = LEAST_BUILD  # elsewhere the package manager sees to it
    return build
