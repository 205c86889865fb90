"""Run by each frozen program before its own first line: where the modules are.

PyInstaller would append all modules to each program. They lie once, in ``modules.pyz``, in the
format of PyInstaller's PYZ. The file is read once, in one piece, and a module is found by its name
without a look at the disk, which on Windows takes a third off the time of the imports.
"""


def _install():
    import marshal
    import os
    import sys
    import zlib
    from _frozen_importlib import ModuleSpec

    home = sys._MEIPASS
    _, package, namespace = 0, 1, 3  # kinds of an entry; 0 is a module
    head = 12  # bytes: a mark, Python's mark of its bytecode, where the list of entries is

    class Modules:
        """Finds and loads what is in the file; anything else is left to the next in line."""

        def __init__(self, file):
            with open(file, "rb") as opened:
                self._content = memoryview(opened.read())
            at = int.from_bytes(self._content[head - 4 : head], "big")
            self._entries = dict(marshal.loads(self._content[at:]))

        def find_spec(self, name, path=None, target=None):
            if name not in self._entries:
                return None
            kind = self._entries[name][0]
            folder = os.path.join(home, *name.split("."))
            if kind == namespace:
                spec = ModuleSpec(name, None)
                spec.submodule_search_locations = [folder]
                return spec
            file = os.path.join(folder, "__init__.py") if kind == package else folder + ".py"
            spec = ModuleSpec(name, self, origin=file, is_package=kind == package)
            spec.has_location = True
            if kind == package:
                spec.submodule_search_locations = [folder]
            return spec

        def create_module(self, spec):
            return None

        def exec_module(self, module):
            exec(self.get_code(module.__name__), module.__dict__)  # noqa: S102 - this is an importer

        def get_code(self, name):
            _, at, size = self._entries[name]
            return marshal.loads(zlib.decompress(self._content[at : at + size]))

        def get_source(self, name):
            return None  # asked for by tracebacks

        def is_package(self, name):
            return self._entries[name][0] == package

        def get_resource_reader(self, name):
            from importlib.readers import FileReader
            from types import SimpleNamespace

            file = os.path.join(home, *name.split("."), "__init__.py")
            return FileReader(SimpleNamespace(path=file))  # data lies as files

        def get_data(self, path):
            with open(path, "rb") as opened:
                return opened.read()

    # Last but for Python's finder of files: built-in modules come first.
    sys.meta_path.insert(-1, Modules(os.path.join(home, "modules.pyz")))


_install()
del _install
