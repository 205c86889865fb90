"""Which face sets which character, and what happens where none can."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghui_desktop.printing.type.characters import printable
from gonghui_desktop.printing.type.faces import Face, FontError
from gonghui_desktop.printing.type.fonts import FontLibrary, Role

# The ideographs of GB 18030-2022, implementation level 3.
GB18030_BLOCKS = {
    "URO": range(0x4E00, 0xA000),
    "A": range(0x3400, 0x4DC0),
    "B": range(0x20000, 0x2A6E0),
    "C": range(0x2A700, 0x2B739),
    "D": range(0x2B740, 0x2B81E),
    "E": range(0x2B820, 0x2CEA2),
    "F": range(0x2CEB0, 0x2EBE1),
    "compatibility": tuple(
        map(ord, "\uf92c\uf979\uf995\uf9e7\uf9f1\ufa0c\ufa0d\ufa0e\ufa0f\ufa11\ufa13\ufa14\ufa18")
    )
    + tuple(map(ord, "\ufa1f\ufa20\ufa21\ufa23\ufa24\ufa27\ufa28\ufa29")),
    "zero": (0x3007,),
    "Kangxi radicals": range(0x2F00, 0x2FD6),
}


@pytest.fixture(scope="session")
def folder(project_folder: Path) -> Path:
    return project_folder / "resources" / "fonts"


@pytest.fixture(scope="session")
def library(folder: Path) -> FontLibrary:
    return FontLibrary(folder)


@pytest.mark.parametrize("block", GB18030_BLOCKS)
def test_every_ideograph_of_gb_18030_has_an_outline_of_its_own(
    library: FontLibrary, block: str
) -> None:
    text = "".join(map(chr, GB18030_BLOCKS[block]))
    assert library.missing(text) == ""
    for face, run in library.runs(text, Role.SONG):
        glyphs = [face.glyphs[char] for char in run]
        notdef, geta = face.outlines((0, face.glyphs["\ufffd"]))
        outlines = face.outlines(glyphs)
        assert 0 not in glyphs
        for char, outline in zip(run, outlines, strict=True):
            contours = int.from_bytes(outline[:2], signed=True)
            assert contours > 0, f"U+{ord(char):04X} is empty or composite"
            assert outline not in (notdef, geta)


def test_ideographs_are_one_em_wide_in_every_face(library: FontLibrary) -> None:
    for role in Role:
        for char in (*"㐂𠀀𫝀𬺡𫜵﨎", *map(chr, range(0x4E00, 0xA000))):
            assert library.face_of(char, role).advance(char) == 1


def test_titles_have_every_common_character_in_bold(library: FontLibrary) -> None:
    text = "大连市镕堃喆玥瞾职工（续表）ABC0123、，。：“”《》—…"
    for role in (Role.SONG_BOLD, Role.HEI):
        assert library.runs(text.replace("瞾", ""), role) == [
            (library.face(role), text.replace("瞾", ""))
        ]


def test_a_rare_name_is_cut_where_the_face_changes(library: FontLibrary) -> None:
    song = library.face(Role.SONG)
    runs = library.runs("主席：王𠀀𠀁（代）", Role.SONG)
    assert [text for _, text in runs] == ["主席：王", "𠀀𠀁", "（代）"]
    assert runs[0][0] is song
    assert runs[2][0] is song
    assert runs[1][0] is not song


@given(st.text(st.characters(codec=None) | st.sampled_from("工会，。𠀀﨎😀\n\u200d")))
def test_runs_hold_the_whole_text_and_missing_tells_what_they_lack(
    library: FontLibrary, text: str
) -> None:
    shown = printable(text)
    missing = library.missing(text)
    assert "".join(dict.fromkeys(char for char in shown if char in missing)) == missing
    for role in Role:
        runs = library.runs(shown, role)
        assert "".join(run for _, run in runs) == shown
        for face, run in runs:
            for char in run:
                assert char == "\n" or face.has(char) != (char in missing)


def test_missing_are_told_once_in_the_order_of_the_text(library: FontLibrary) -> None:
    assert library.missing("会😀议😃😀\ue000\n\t\u200b完") == "😀😃\ue000"
    assert library.missing("a\ud83d") == "\ufffd"


def test_a_missing_character_is_set_as_a_geta(library: FontLibrary) -> None:
    song = library.face(Role.SONG)
    assert song.glyphs["😀"] == song.glyphs["〓"] != 0
    assert library.runs("😀", Role.SONG) == [(song, "😀")]


def test_a_face_is_opened_only_when_a_text_needs_it(folder: Path, tmp_path: Path) -> None:
    shutil.copyfile(folder / "Song-Regular.ttf", tmp_path / "Song-Regular.ttf")
    library = FontLibrary(tmp_path)
    assert library.missing("大连市总工会 2017") == ""
    with pytest.raises(FontError, match=r"RareSong-B\.ttf.*请重新安装本程序。$"):
        library.runs("𠀀", Role.SONG)


def test_a_missing_folder_is_one_sentence_for_the_clerk(tmp_path: Path) -> None:
    with pytest.raises(
        FontError, match=r"^找不到或打不开字体文件“.*Hei-Bold\.ttf”，请重新安装本程序。$"
    ):
        FontLibrary(tmp_path / "nowhere").face(Role.HEI)


@given(data=st.data())
def test_a_damaged_file_is_told_or_harmless(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    content = bytearray((folder / "RareSong-New.ttf").read_bytes())
    end = data.draw(st.integers(0, len(content)))
    for _ in range(data.draw(st.integers(0, 3))):
        # mostly in the directory and the small tables, where a wrong number does most harm
        at = data.draw(st.integers(0, 700) | st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("face") / "face.ttf"
    path.write_bytes(content[: end if data.draw(st.booleans()) else None])
    try:
        face = Face(path)
    except FontError:
        return
    for char in "\U0002b735a\U0002a6df":
        assert face.advance(char) >= 0
        assert face.outlines([face.glyphs[char]])


def test_all_faces_fit_in_60_mb_and_bring_their_licences(folder: Path) -> None:
    faces = list(folder.glob("*.ttf"))
    assert sum(path.stat().st_size for path in faces) <= 60_000_000
    assert len(faces) == 8
    licences = "".join(path.read_text("utf-8") for path in folder.glob("LICENCE-*.txt"))
    for name in ("SIL OPEN FONT LICENSE", "Hanazono Font License", "ARPHIC PUBLIC LICENSE"):
        assert name in licences


def test_threads_that_ask_at_once_get_the_same_faces(folder: Path) -> None:
    library = FontLibrary(folder)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: library.face_of("𠀀", Role.SONG), range(64)))
    assert len(set(map(id, found))) == 1
