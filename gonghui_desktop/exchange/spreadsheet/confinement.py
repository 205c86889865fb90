"""Limits that a process sets itself, before it reads what may make it run wild.

They hold whatever a library does: memory that is asked for beyond them is refused, which ends the
process where the library does not expect it.
"""

from __future__ import annotations

import sys

MOST_MEMORY = 300_000_000  # bytes of address space; 20,000 rows of 15 cells take 95 million
MOST_SECONDS = 20  # of the processor's time; those rows take 3


class ConfinementError(Exception):
    """The operating system does not set the limits."""


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    class _Limits(ctypes.Structure):
        """JOBOBJECT_EXTENDED_LIMIT_INFORMATION, with its two parts laid out in line."""

        _fields_ = (
            ("process_time", ctypes.c_int64),  # 100 ns
            ("job_time", ctypes.c_int64),
            ("flags", wintypes.DWORD),
            ("least_working_set", ctypes.c_size_t),
            ("most_working_set", ctypes.c_size_t),
            ("processes", wintypes.DWORD),
            ("affinity", ctypes.c_size_t),
            ("priority", wintypes.DWORD),
            ("scheduling", wintypes.DWORD),
            ("counters", ctypes.c_uint64 * 6),
            ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t),
            ("peak_process_memory", ctypes.c_size_t),
            ("peak_job_memory", ctypes.c_size_t),
        )

    _EXTENDED = 9  # JobObjectExtendedLimitInformation
    _PROCESS_TIME, _ACTIVE_PROCESS, _PROCESS_MEMORY, _DIE = 0x2, 0x8, 0x100, 0x400
    _NO_DIALOGS = 0x1 | 0x2 | 0x8000  # SetErrorMode: a crash shows no window

    def confine() -> None:
        """Puts this process into a job of its own that has limits and allows no other process.

        Raises:
            ConfinementError: Windows does not.
        """
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.CreateJobObjectW.argtypes = (ctypes.c_void_p, wintypes.LPCWSTR)
        kernel.SetInformationJobObject.argtypes = (
            wintypes.HANDLE,
            ctypes.c_int,
            ctypes.c_void_p,
            wintypes.DWORD,
        )
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
        kernel.SetErrorMode(_NO_DIALOGS)
        limits = _Limits(
            flags=_PROCESS_TIME | _ACTIVE_PROCESS | _PROCESS_MEMORY | _DIE,
            process_time=MOST_SECONDS * 10_000_000,
            processes=1,
            process_memory=MOST_MEMORY,
        )
        job = kernel.CreateJobObjectW(None, None)  # lives as long as the process
        is_set = job and kernel.SetInformationJobObject(
            job, _EXTENDED, ctypes.byref(limits), ctypes.sizeof(limits)
        )
        if not is_set or not kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess()):
            raise ConfinementError(f"Windows error {ctypes.get_last_error()}")

else:
    import resource

    def confine() -> None:
        """Limits memory and time of this process; it can no longer write to files.

        Raises:
            ConfinementError: the system does not.
        """
        limits = (
            (resource.RLIMIT_AS, MOST_MEMORY),
            (resource.RLIMIT_CPU, MOST_SECONDS),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
        )
        try:
            for limit, most in limits:
                resource.setrlimit(limit, (most, most))
        except (ValueError, OSError) as error:  # a lower one is set already, and stays
            raise ConfinementError(str(error)) from error
