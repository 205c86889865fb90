"""Limits that a process sets itself, before it reads what may make it run wild.

They hold whatever a library does: memory that is asked for beyond them is refused, which ends the
process where the library does not expect it, and so does time.
"""

from __future__ import annotations

import os
import sys

from gonghui_desktop.confined.jobs import HIGHEST_MEMORY, MOST_MEMORY


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
    _IN_A_SECOND = 10_000_000

    class Confinement:
        """This process in a job object of its own, which allows no other process.

        Raises:
            ConfinementError: Windows does not set the limits.
        """

        def __init__(self) -> None:
            kernel = ctypes.WinDLL("kernel32", use_last_error=True)
            kernel.CreateJobObjectW.restype = wintypes.HANDLE
            kernel.CreateJobObjectW.argtypes = (ctypes.c_void_p, wintypes.LPCWSTR)
            kernel.SetInformationJobObject.argtypes = (
                wintypes.HANDLE,
                ctypes.c_int,
                ctypes.c_void_p,
                wintypes.DWORD,
            )
            kernel.QueryInformationJobObject.argtypes = (
                wintypes.HANDLE,
                ctypes.c_int,
                ctypes.c_void_p,
                wintypes.DWORD,
                ctypes.c_void_p,
            )
            kernel.GetCurrentProcess.restype = wintypes.HANDLE
            kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
            kernel.SetErrorMode(_NO_DIALOGS)
            self._kernel = kernel
            self._job = kernel.CreateJobObjectW(None, None)  # lives as long as the process
            self.allow(MOST_MEMORY, 60.0)
            if not kernel.AssignProcessToJobObject(self._job, kernel.GetCurrentProcess()):
                raise ConfinementError(f"Windows error {ctypes.get_last_error()}")

        def allow(self, memory: int, seconds: float) -> None:
            """Sets the limits of the next job.

            Args:
                memory: bytes that the process may have in all.
                seconds: of the processor's time from now on.

            Raises:
                ConfinementError: Windows does not.
            """
            used = os.times().user  # the limit is on that alone, from the process' start
            limits = _Limits(
                flags=_PROCESS_TIME | _ACTIVE_PROCESS | _PROCESS_MEMORY | _DIE,
                process_time=int((used + seconds) * _IN_A_SECOND),
                processes=1,
                process_memory=min(memory, HIGHEST_MEMORY),
            )
            if not self._job or not self._kernel.SetInformationJobObject(
                self._job, _EXTENDED, ctypes.byref(limits), ctypes.sizeof(limits)
            ):
                raise ConfinementError(f"Windows error {ctypes.get_last_error()}")

        def memory(self) -> int:
            """Bytes that this process has taken at most; 0 where that is not known."""
            limits = _Limits()
            is_told = self._kernel.QueryInformationJobObject(
                self._job, _EXTENDED, ctypes.byref(limits), ctypes.sizeof(limits), None
            )
            return int(limits.peak_process_memory) if is_told else 0

else:
    import resource
    import signal
    from contextlib import suppress
    from pathlib import Path

    from gonghui_desktop.confined.landlock import shut_in

    class Confinement:
        """Limits of this process, which from now on writes no file and starts no process.

        Raises:
            ConfinementError: the system does not set the limits.
        """

        def __init__(self) -> None:
            highest = resource.getrlimit(resource.RLIMIT_AS)[1]
            is_lower = highest != resource.RLIM_INFINITY and highest < HIGHEST_MEMORY
            self._highest = highest if is_lower else HIGHEST_MEMORY
            limits = [(resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)]
            if hasattr(resource, "RLIMIT_NPROC"):  # counted for the user, but refused to this one
                limits.append((resource.RLIMIT_NPROC, 0))
            try:
                for limit, most in limits:
                    resource.setrlimit(limit, (most, most))
            except (ValueError, OSError) as error:
                raise ConfinementError(str(error)) from error
            if sys.platform == "linux":
                shut_in()
            signal.signal(signal.SIGPROF, signal.SIG_DFL)  # which ends the process
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGPROF})
            self.allow(MOST_MEMORY, 60.0)

        def allow(self, memory: int, seconds: float) -> None:
            """Sets the limits of the next job.

            Args:
                memory: bytes of address space that the process may have in all.
                seconds: of the processor's time from now on.

            Raises:
                ConfinementError: the system does not.
            """
            soft = min(memory, self._highest)
            try:
                resource.setrlimit(resource.RLIMIT_AS, (soft, self._highest))
                signal.setitimer(signal.ITIMER_PROF, seconds)
            except (ValueError, OSError) as error:
                raise ConfinementError(str(error)) from error

        def memory(self) -> int:
            """Bytes of address space that this process has; 0 where that is not known."""
            with suppress(OSError, ValueError):
                pages = Path("/proc/self/statm").read_bytes().split()[0]
                return int(pages) * resource.getpagesize()
            return 0
