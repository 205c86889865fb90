"""Linux' own sandbox, where the kernel has it: no file changed, no program started, no connection.

See landlock(7). It is more than the limits need, and so nothing is said where it is not there.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys

_MACHINES = ("x86_64", "aarch64", "riscv64", "loongarch64")  # number their newer calls alike
_CREATE_RULESET, _RESTRICT_SELF = 444, 446
_VERSION = 1  # a flag: asks which version there is
_NO_NEW_PRIVILEGES = 38  # prctl(2)

# Version from which on a right can be taken away, to those rights. All but reading is.
_FILES = {1: 0b1_1111_1111_0011, 3: 1 << 14, 5: 1 << 15}
_NETWORK = {4: 0b11}


def shut_in() -> bool:
    """Takes from this process what a reader of files has no use for; whether the kernel has.

    Files stay readable: libraries are still to be loaded.
    """
    is_numbered_so = sys.platform != "win32" and os.uname().machine in _MACHINES
    if not is_numbered_so:
        return False
    system = ctypes.CDLL(None)
    call = system.syscall
    call.restype = ctypes.c_long
    call.argtypes = (ctypes.c_long, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_uint)
    version = call(_CREATE_RULESET, None, 0, _VERSION)
    if version < 1:
        return False
    files, network = (
        sum(rights for since, rights in table.items() if since <= version)
        for table in (_FILES, _NETWORK)
    )
    attributes = struct.pack("QQ", files, network)[: 16 if network else 8]
    ruleset = call(_CREATE_RULESET, attributes, len(attributes), 0)
    if ruleset < 0:
        return False
    try:
        system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        return bool(call(_RESTRICT_SELF, ruleset, 0, 0) == 0)
    finally:
        os.close(ruleset)
