"""What an archive wants of a file besides its pages (ISO 19005-2, PDF/A-2b).

Pages need no more than they have anyway: embedded faces, one colour space, nothing transparent.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from gonghui_desktop.printing.pdf.pdfobjects import deflate, plain_stream, stream
from gonghui_desktop.printing.pdf.srgb import SRGB

_PACKET = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">%b</rdf:li></rdf:Alt></dc:title>
%b<xmp:CreatorTool>%b</xmp:CreatorTool><pdf:Producer>%b</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>""".encode()
_CREATOR = b"<dc:creator><rdf:Seq><rdf:li>%b</rdf:li></rdf:Seq></dc:creator>\n"


_NO_XML = re.compile("[\ufffe\uffff]")  # of what printable texts may hold

PROFILE = stream(deflate(SRGB), N=3)
"""What the file's black and grey are: values of sRGB (6.2.3)."""


def output_intent(profile: str) -> str:
    """The entry for a profile, given the reference to it."""
    return (
        "<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) "
        f"/Info (sRGB IEC61966-2.1) /DestOutputProfile {profile} >>"
    )


def without_noncharacters(text: str) -> str:
    """A printable text as XML can hold it, too."""
    return _NO_XML.sub("\ufffd", text)


def metadata(title: str, author: str, program: str) -> bytes:
    """The XMP stream: level of conformance, and what the information dictionary says (6.6).

    It is not deflated, so that archives find it without understanding PDF.
    """
    creator = _CREATOR % _xml(author) if author else b""
    packet = _PACKET % (_xml(title), creator, _xml(program), _xml(program))
    return plain_stream(packet, Type="/Metadata", Subtype="/XML")


def _xml(text: str) -> bytes:
    return escape(text).encode("utf-8")
