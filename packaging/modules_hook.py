"""Run by each frozen program before its own first line: where the modules are.

PyInstaller would append all modules to each program. They lie once, in ``modules.pyz``, in the
format of PyInstaller's PYZ. The file is read in one piece, and a module is found by its name
without a look at the disk, which under Wine took a tenth off the time until the lists are filled.
"""
# ruff: noqa: PTH118, PTH123
# pathlib is itself among the modules.

import marshal
import os
import sys
import zlib
from _frozen_importlib import ModuleSpec

_HOME = sys._MEIPASS
_PACKAGE, _NAMESPACE = 1, 3  # kinds of an entry; 0 is a module
_HEAD = slice(8, 12)  # behind two marks of four bytes: where the list of entries begins


class Modules:
    """Finds and loads what is in the file; anything else is left to the next in line."""

    def __init__(self, file):
        with open(file, "rb") as opened:
            self._content = memoryview(opened.read())
        begin = int.from_bytes(self._content[_HEAD], "big")
        self._entries = dict(marshal.loads(self._content[begin:]))

    def find_spec(self, name, path=None, target=None):  # noqa: ARG002 - Python hands in all three
        """Where a module is; ``None`` for one that is not in the file."""
        if name not in self._entries:
            return None
        kind = self._entries[name][0]
        folder = os.path.join(_HOME, *name.split("."))
        if kind == _NAMESPACE:
            spec = ModuleSpec(name, None)
        elif kind == _PACKAGE:
            spec = ModuleSpec(name, self, origin=os.path.join(folder, "__init__.py"))
        else:
            spec = ModuleSpec(name, self, origin=folder + ".py")
        if kind in (_NAMESPACE, _PACKAGE):
            spec.submodule_search_locations = [folder]  # compiled modules lie there as files
        spec.has_location = kind != _NAMESPACE
        return spec

    def create_module(self, spec):
        """Left to Python."""

    def exec_module(self, module):
        """Run a module's code."""
        exec(self.get_code(module.__name__), module.__dict__)

    def get_code(self, name):
        """A module's code."""
        _, begin, size = self._entries[name]
        return marshal.loads(zlib.decompress(self._content[begin : begin + size]))

    def get_source(self, name):
        """None is there; tracebacks ask for it."""

    def is_package(self, name):
        """Whether it holds other modules."""
        return self._entries[name][0] == _PACKAGE

    def get_data(self, path):
        """What lies as a file beside a module."""
        with open(path, "rb") as opened:
            return opened.read()

    def get_resource_reader(self, name):
        """For ``importlib.resources``: a package's data lies as files."""
        from importlib.readers import FileReader  # noqa: PLC0415 - rarely asked for
        from types import SimpleNamespace  # noqa: PLC0415 - see above

        return FileReader(SimpleNamespace(path=self.find_spec(name).origin))


# Before Python's finder of files, which is the last; built-in modules come first.
sys.meta_path.insert(-1, Modules(os.path.join(_HOME, "modules.pyz")))
