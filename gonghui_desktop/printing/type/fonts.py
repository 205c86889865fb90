"""The faces by role, and the face that sets each character."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from gonghui_desktop.printing.type.characters import printable
from gonghui_desktop.printing.type.faces import Face
from gonghui_desktop.printing.type.keydefaultdict import KeyDefaultDict


class Role(StrEnum):
    """Role of a text on the page; GB/T 9704-2012 prescribes a face for each.

    Attributes:
        SONG: 宋体, the text.
        SONG_BOLD: the title; stands in for 小标宋.
        HEI: 黑体, the line 附件N.
    """

    SONG = "song"
    SONG_BOLD = "song-bold"
    HEI = "hei"


_RARE = ("RareSong-B.ttf", "RareSong-CDEF.ttf", "RareSong-Other.ttf", "RareSong-New.ttf")
"""Extensions B to F and others: the last fallback of every role."""

_FILES = {
    Role.SONG: ("Song-Regular.ttf", *_RARE),
    Role.SONG_BOLD: ("Song-Bold.ttf", "Song-Regular.ttf", *_RARE),
    Role.HEI: ("Hei-Bold.ttf", "Song-Bold.ttf", "Song-Regular.ttf", *_RARE),
}


class FontLibrary:
    """The faces in a folder, each opened when a text first needs it. Thread-safe.

    A character that a role's own face lacks comes from the next face in order that has it, in the
    same size and on the same baseline.

    Args:
        folder: with the font files.
    """

    def __init__(self, folder: Path) -> None:
        self._faces: KeyDefaultDict[str, Face] = KeyDefaultDict(lambda name: Face(folder / name))
        self._by_role = {role: KeyDefaultDict(partial(self._find, role)) for role in Role}
        self._is_missing = KeyDefaultDict(self._no_face_has)

    def face(self, role: Role) -> Face:
        """The role's own face.

        Raises:
            FontError: its file is missing or damaged.
        """
        return self._faces[_FILES[role][0]]

    def face_of(self, char: str, role: Role) -> Face:
        """The face that sets a character; the role's own if none has it.

        Raises:
            FontError: a face's file is missing or damaged.
        """
        return self._by_role[role][char]

    def runs(self, text: str, role: Role) -> list[tuple[Face, str]]:
        """Split a text, as ``printable`` returns it, where the face changes.

        Raises:
            FontError: a face's file is missing or damaged.
        """
        faces = list(map(self._by_role[role].__getitem__, text))
        runs = groupby(zip(faces, text, strict=True), itemgetter(0))
        return [(face, "".join(char for _, char in run)) for face, run in runs]

    def missing(self, text: str) -> str:
        """The characters that no face has, in order, each once.

        Of the text as it prints (:func:`~gonghui_desktop.printing.type.characters.printable`): half
        a surrogate pair is reported as U+FFFD, characters without shape are not.

        Raises:
            FontError: a face's file is missing or damaged.
        """
        return "".join(filter(self._is_missing.__getitem__, dict.fromkeys(printable(text))))

    def _find(self, role: Role, char: str) -> Face:
        faces = map(self._faces.__getitem__, _FILES[role])
        return next((face for face in faces if face.has(char)), self.face(role))

    def _no_face_has(self, char: str) -> bool:
        return char != "\n" and not self.face_of(char, Role.SONG).has(char)
