"""Errors that a clerk can do something about.

Every class here carries one Chinese sentence that names the thing and says what to do. Anything
else that is raised is a bug and belongs to the crash path. Standard library only.
"""

from __future__ import annotations


class GonghuiError(Exception):
    """An expected fault: ``str(error)`` is one Chinese sentence fit for a clerk."""


class FormDefinitionError(GonghuiError):
    """A form or campaign file (TOML) is wrong; the sentence names the file and the key path."""


class InputError(GonghuiError):
    """What was handed in (a file, an argument) cannot be used as it is."""


class StoreError(GonghuiError):
    """The data folder or the database cannot be used: no permission, disk full, locked."""


class StoreBusyError(StoreError):
    """Another program is writing into the database; it works again by itself soon."""


class DamagedError(StoreError):
    """One record, or something of it, cannot be read; all others can."""


class NewerDataError(StoreError):
    """A newer version of the program has made the database; this one may look at it."""


class DataFileError(StoreError):
    """The database itself is at fault (damaged, emptied, another program's, gone).

    Trying again does not help; a backup can take its place.
    """


class FileError(GonghuiError):
    """A file of the user's cannot be read or written."""


class PackageError(GonghuiError):
    """A submission package fails a check.

    Attributes:
        code: short code that a clerk reads out on the telephone, such as ``B03``.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(f"{sentence}（代码 {code}）")
        self.code = code
