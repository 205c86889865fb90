"""Packages that keep every rule of the archive and of the bag, and are meant to take for ever.

Their digests are right, so that they reach what is behind them.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from random import Random

from gonghui_desktop.exchange.package.bag import info_value, load_profile, write_bag
from gonghui_desktop.exchange.package.kinds import LABEL
from gonghui_desktop.exchange.package.submission import Submission
from gonghui_desktop.exchange.package.submission_json import to_json
from gonghui_desktop.model.checkcode import check_code, fingerprint
from gonghui_desktop.model.record import Record
from tests.exchange.archives import WORD, WORKBOOK

ROOT, PAGES, FONT, CODES = 1, 2, 3, 4
"""Numbers of the objects that every made PDF has; its pages come behind them."""
_FIRST_PAGE = 5
_ALL_CODES = b"<0000> <FFFF>\nendcodespacerange\n"


def sealed(payload: Mapping[str, bytes], made: Submission) -> bytes:
    """A package of this payload under the right digests, whatever is in it."""
    info = {
        "Source-Organization": made.reporter.name,
        "Contact-Name": made.reporter.contact_name,
        "Contact-Phone": made.reporter.contact_phone,
        "External-Identifier": made.package,
        "Bag-Group-Identifier": made.campaign,
        "Bagging-Date": made.made_on.isoformat(),
        LABEL: made.kind.value,
        "Gonghui-Package-Revision": str(made.revision),
        "Gonghui-Package-Supersedes": made.supersedes,
        "Gonghui-Format-Version": str(made.version),
    }
    shown = {label: info_value(text) for label, text in info.items()}
    return write_bag("gonghui-bent", shown, payload, load_profile())


def payload_of(
    made: Submission, pdfs: Sequence[bytes], docx: bytes = WORD, **papers: bytes
) -> dict[str, bytes]:
    """A payload with these PDFs in turn, one Word file, and papers such as ``summary=pdf``."""
    payload = {"submission.json": to_json(made), "summary.xlsx": WORKBOOK}
    counts: dict[str, int] = {}
    digits = {
        form: max(2, len(str(sum(each.form == form for each in made.records))))
        for form in {record.form for record in made.records}
    }
    for place, record in enumerate(made.records):
        number = counts[record.form] = counts.get(record.form, 0) + 1
        stem = f"forms/{record.form}-{number:0{digits[record.form]}d}-{record.id}"
        payload[f"{stem}.pdf"] = pdfs[place % len(pdfs)]
        payload[f"{stem}.docx"] = docx
    return payload | {f"{name}.pdf": pdf for name, pdf in papers.items()}


def code_of(made: Submission, record: Record) -> str:
    """A record's check code, which has to stand on each page of its PDF."""
    return check_code(fingerprint(made.form_of(record), record)).replace(" ", "")


def pdf_of(pages: Sequence[bytes], codes: Mapping[int, str], more: bytes = b"") -> bytes:
    """A PDF that the reader takes: pages of contents, and what four digits stand for in them.

    Args:
        pages: contents, such as ``/F 1 Tf <0041> Tj``; the same bytes are one object.
        codes: code to text.
        more: stands in front of the objects.
    """
    pairs = b"".join(
        b"<%04X> <%s>\n" % (code, text.encode("utf-16-be").hex().encode())
        for code, text in codes.items()
    )
    contents = list(dict.fromkeys(pages))
    first_content = _FIRST_PAGE + len(pages)
    kids = b" ".join(b"%d 0 R" % (_FIRST_PAGE + at) for at in range(len(pages)))
    objects = {
        ROOT: b"<</Type /Catalog /Pages %d 0 R>>" % PAGES,
        PAGES: b"<</Kids [%s]>>" % kids,
        FONT: b"<</ToUnicode %d 0 R>>" % CODES,
        CODES: _stream(_ALL_CODES + pairs),
    }
    for at, content in enumerate(pages):
        place = first_content + contents.index(content)
        objects[_FIRST_PAGE + at] = b"<</Contents %d 0 R /Resources <</Font <</F %d 0 R>>>>>>" % (
            place,
            FONT,
        )
    objects |= {first_content + at: _stream(content) for at, content in enumerate(contents)}
    return _written(objects, more)


def shown(text: str, codes: dict[int, str]) -> bytes:
    """A page's content that shows a text, character by character, with codes made for it."""
    known = {char: code for code, char in codes.items()}
    for char in text:
        if char not in known:
            known[char] = len(codes) + 1
            codes[known[char]] = char
    return b"/F 1 Tf <%s> Tj" % b"".join(b"%04X" % known[char] for char in text)


def _stream(content: bytes) -> bytes:
    packed = zlib.compress(content)
    return b"<</Filter /FlateDecode /Length %d>>\nstream\n%s\nendstream" % (len(packed), packed)


def _written(objects: Mapping[int, bytes], more: bytes) -> bytes:
    out = io.BytesIO(b"%PDF-1.7\n")
    out.seek(0, io.SEEK_END)
    out.write(more)
    places = []
    for number in sorted(objects):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, objects[number]))
    start = out.tell()
    out.write(b"xref\n1 %d\n" % len(places))
    out.write(b"".join(b"%010d 00000 n\r\n" % place for place in places))
    out.write(b"trailer\n<</Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (ROOT, start))
    return out.getvalue()


def office_bomb(main_part: str, size: int) -> bytes:
    """An office document whose one part unpacks to so many bytes, packed as well as may be."""
    chance = Random(1)
    blocks = [chance.randbytes(60) + b" " * 15_000 for _ in range(size // 15_060)]  # 1 to 180
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", b"<x/>")
        archive.writestr(main_part, b"".join(blocks), zipfile.ZIP_DEFLATED, 9)
    return buffer.getvalue()
