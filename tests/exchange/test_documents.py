"""A right page is never refused, whatever stands on it; a hostile one never hangs the reader."""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gonghui_desktop.errors import PackageError
from gonghui_desktop.exchange.package.documents import check_document
from gonghui_desktop.exchange.package.pdf_text import MOST_UNPACKED, PdfError, page_texts
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.record import Record

PrintPdf = Callable[[Campaign, Record], bytes]
SampleRecords = Callable[[str], list[Record]]

# What stands on the page anyway, what breaks lines and pages, what has no ink, what no face has.
PRINTED = [
    "大连",
    "市",
    "县（市、区）",
    "单位名称",
    "工会主席",
    "附件1",
    "主要措施（续）",
    "第 1 页",
    "326",
]
BREAKING = ["。", "、", "（", "-", "3+x", "abc ", " ", "\u3000", "\n", "\t"]
ODD = [
    "卓玛•次仁",
    "甲・乙‧丙·丁",
    "\u200b",
    "e\u0301",
    "ﬁ",
    "\ufa20",
    "\U0002cc5f",
    "\U0001f600",
    "\U000f0000",
    "〓",
    "\ufffd",
]
WORDS = st.sampled_from([*PRINTED, *BREAKING, *ODD, "עברית"])
LONG = st.integers(0x4E00, 0x9000).map(lambda start: "".join(map(chr, range(start, start + 400))))
TEXTS = st.lists(WORDS | LONG | st.characters(exclude_categories=["Cs"]), max_size=12).map("".join)


@settings(max_examples=25)
@given(form_id=st.sampled_from(["annex1", "annex2", "annex3"]), data=st.data())
def test_a_right_page_is_never_refused(
    campaign: Campaign,
    sample_records: SampleRecords,
    print_pdf: PrintPdf,
    form_id: str,
    data: st.DataObject,
) -> None:
    form = campaign.form(form_id)
    values = {field.id: data.draw(TEXTS, field.id) for field in form.fields}
    record = replace(sample_records("district")[0], form=form_id, values=values)
    check_document(form, record, print_pdf(campaign, record))


def test_the_text_is_what_another_reader_sees(
    campaign: Campaign, sample_records: SampleRecords, print_pdf: PrintPdf
) -> None:
    """PDFium, which draws the page, is the judge; it orders and spaces in its own way."""
    for record in sample_records("district"):
        pdf = print_pdf(campaign, record)
        document = pypdfium2.PdfDocument(pdf)
        judged = [page.get_textpage().get_text_range() for page in document]
        document.close()
        assert list(map(_ink, page_texts(pdf))) == list(map(_ink, judged))


def _ink(text: str) -> Counter[str]:
    return Counter(char for char in text if not char.isspace() and char not in "-\ufffe")


def pdf_of(objects: Sequence[bytes], trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A file with these objects, numbered from 1."""
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d %s >>\n" % (len(objects) + 1, trailer)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def with_stream(
    objects: Sequence[bytes],
    entries: bytes = b"/Root 1 0 R /W [1 4 2]",
    kind: int = 1,
    more: bytes = b"",
) -> bytes:
    """The same with the references in a stream; ``kind`` is what they are said to be."""
    table = pdf_of(objects)
    start = table.rindex(b"xref\n", 0, table.rindex(b"trailer"))
    offsets = [int(row[:10]) for row in table[start:].split(b"\n")[3 : 3 + len(objects)]]
    rows = [struct.pack(">BLH", kind, offset, 0) for offset in offsets]
    content = stream(bytes(7) + b"".join(rows) + more, b"/Type /XRef " + entries)
    last = b"%d 0 obj\n%b\nendobj\n" % (len(objects) + 1, content)
    return table[:start] + last + b"startxref\n%d\n%%%%EOF\n" % start


def stream(content: bytes, entries: bytes = b"") -> bytes:
    packed = zlib.compress(content, 9)
    head = b"<< /Length %d /Filter [ /FlateDecode ] %s >>" % (len(packed), entries)
    return head + b"\nstream\n" + packed + b"\nendstream"


CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Count 1 /Kids [ 3 0 R ] >>"
PAGE = b"<< /Type /Page /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
FONT = b"<< /Type /Font /ToUnicode 6 0 R >>"
CODES = stream(b"endcodespacerange 2 beginbfchar <0001> <5DE5>\n<0002> <D873DC5F> endbfchar")
SHARED_BOMB = stream(bytes(MOST_UNPACKED // 50))
TEXT = stream(b"BT /F 12 Tf 1 0 0 1 50 700 Tm [<0001>-20(junk)<00 02>] TJ ET << /X <0001> >>")


@pytest.mark.parametrize("write", [pdf_of, with_stream])
def test_a_small_file_is_read(write: Callable[[Sequence[bytes]], bytes]) -> None:
    """References in a table, as the first versions wrote them; in a stream, as this one does."""
    assert page_texts(write([CATALOGUE, PAGES, PAGE, TEXT, FONT, CODES])) == ("工\U0002cc5f",)


def nested(levels: int) -> bytes:
    return b"<< /A " * levels + b">>" * levels


def commented(count: int) -> bytes:
    """Pages of which each is followed by a comment that holds all further ones."""
    kids = b" ".join(b"%d 0 R" % number for number in range(3, count))
    pages = [b"<< /Kids [ ] >> %" for _ in range(3, count)]
    whole = pdf_of([CATALOGUE, b"<< /Kids [ %s ] >>" % kids, *pages])
    # No line ends behind the list; all is as long as before, so that the table stays right.
    return whole.replace(b"%\nendobj\n", b"%" + b" " * 8).replace(
        b" obj\n<< /Kids [ ]", b" obj << /Kids [ ]"
    )


HOSTILE: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "only a head": lambda: b"%PDF-1.7\n%%EOF",
    "truncated": lambda: pdf_of([CATALOGUE, PAGES, PAGE, TEXT, FONT, CODES])[:-40],
    "no catalogue": lambda: pdf_of([b"null"]),
    "encrypted": lambda: pdf_of([CATALOGUE], b"/Root 1 0 R /Encrypt 1 0 R"),
    "changed afterwards": lambda: pdf_of([CATALOGUE], b"/Root 1 0 R /Prev 9"),
    "a table and a stream": lambda: pdf_of(
        [CATALOGUE, PAGES, PAGE, TEXT, FONT, CODES], b"/Root 1 0 R /XRefStm 9"
    ),
    "pages in a circle": lambda: pdf_of([CATALOGUE, b"<< /Kids [ 2 0 R ] >>"]),
    "a page many times": lambda: pdf_of([CATALOGUE, b"<< /Kids [ %s ] >>" % (b"3 0 R " * 10**5)]),
    "many pages": lambda: pdf_of(
        [CATALOGUE, b"<< /Kids [ %s ] >>" % (PAGE * 300), b"0", TEXT, FONT, CODES]
    ),
    "deep": lambda: pdf_of([nested(100_000)]),
    "long": lambda: pdf_of([b"[ " + b"0 " * 1_000_000 + b"]"]),
    "a string without end": lambda: pdf_of([b"(" * 300_000]),
    "a bomb": lambda: pdf_of(
        [CATALOGUE, PAGES, PAGE, stream(bytes(MOST_UNPACKED + 1)), FONT, CODES]
    ),
    "a bomb on every page": lambda: pdf_of(
        [CATALOGUE, b"<< /Kids [ %s ] >>" % (PAGE * 100), b"0", SHARED_BOMB, FONT, CODES]
    ),
    "no deflate": lambda: pdf_of([CATALOGUE, PAGES, PAGE, TEXT.replace(b"x", b"y"), FONT, b"0"]),
    "a comment of all objects": lambda: commented(10_000),
    "a length beyond": lambda: pdf_of(
        [CATALOGUE, PAGES, PAGE, b"<< /Length 99999999 >>\nstream\n\nendstream"]
    ),
    "a length in a circle": lambda: pdf_of(
        [CATALOGUE, PAGES, PAGE, b"<< /Length 4 0 R >>\nstream\n\nendstream"]
    ),
    "no font": lambda: pdf_of([CATALOGUE, PAGES, PAGE.replace(b"/F ", b"/G "), TEXT, FONT]),
    "an object elsewhere": lambda: pdf_of([CATALOGUE]).replace(b"1 0 obj", b"2 0 obj"),
    "a stream that is none": lambda: with_stream([CATALOGUE], b"/W [1 4 2]").replace(
        b"XRef", b"Xref"
    ),
    "a stream without root": lambda: with_stream([CATALOGUE], b"/W [1 4 2]"),
    "a stream of other widths": lambda: with_stream([CATALOGUE], b"/Root 1 0 R /W [1 2 4]"),
    "a stream of parts": lambda: with_stream(
        [CATALOGUE], b"/Root 1 0 R /W [1 4 2] /Index [0 1 5 1]"
    ),
    "a stream of a part": lambda: with_stream([CATALOGUE], more=b"x"),
    "a changed stream": lambda: with_stream([CATALOGUE], b"/Root 1 0 R /W [1 4 2] /Prev 9"),
    "an encrypted stream": lambda: with_stream(
        [CATALOGUE], b"/Root 1 0 R /W [1 4 2] /Encrypt 1 0 R"
    ),
    "packed pages": lambda: with_stream([CATALOGUE, PAGES, PAGE, TEXT, FONT, CODES], kind=2),
    "many packed objects": lambda: with_stream([CATALOGUE], more=bytes(7 * 60_000)),
    "a stream of a bomb": lambda: with_stream([CATALOGUE], more=bytes(MOST_UNPACKED)),
    "a table of lies": lambda: pdf_of([CATALOGUE]).replace(b"0 2\n", b"0 99999999\n"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_files_are_refused(case: str) -> None:
    with pytest.raises(PdfError):
        page_texts(HOSTILE[case]())


# Patterns that make careless regular expressions take time as the square of the length: hours.
SLOW = [b"<<", b"<", b"(", b"/a ", b"/a/", b"[", b"<0001", b"(\\", b"%", b"endcodespacerange"]
SLOW += [b"q ", b"a", b"<a>", b"/aTf", b"0 "]


@pytest.mark.parametrize("first", [b"", b"/", b"<<", b"("])
@pytest.mark.parametrize("part", SLOW)
def test_long_contents_come_to_an_end(first: bytes, part: bytes) -> None:
    content = stream(first + part * (300_000 // len(part)))
    with suppress(PdfError):
        page_texts(pdf_of([CATALOGUE, PAGES, PAGE, content, FONT, content]))


@given(data=st.binary(max_size=400))
def test_whatever_the_bytes_the_page_is_refused(
    campaign: Campaign, sample_records: SampleRecords, data: bytes
) -> None:
    record = sample_records("nonresident_industry")[0]
    with pytest.raises(PackageError, match="D01"):
        check_document(campaign.form(record.form), record, data)


@settings(max_examples=100)
@given(at=st.integers(0, 10**6), bits=st.integers(1, 255))
def test_a_damaged_page_is_read_or_refused(
    campaign: Campaign, small_page: bytes, at: int, bits: int
) -> None:
    damaged = bytearray(small_page)
    damaged[at % len(damaged)] ^= bits
    with suppress(PdfError):
        page_texts(bytes(damaged))


@pytest.fixture(scope="session")
def small_page(campaign: Campaign, sample_records: SampleRecords, print_pdf: PrintPdf) -> bytes:
    record = replace(sample_records("nonresident_industry")[0], values={"unit_name": "大连某厂"})
    return print_pdf(campaign, record)
