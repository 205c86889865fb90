"""Empty signature fields over the seals, judged by pyHanko."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.printing.sheet import PrintOptions, Sheet
from tests.form_variants import Variant

MM = 72 / 25.4
SIGNED = PrintOptions(signature_fields=True)


def field_names(pdf: bytes) -> list[str]:
    reader = PdfFileReader(io.BytesIO(pdf))
    return [name for name, _, _ in fields.enumerate_sig_fields(reader)]


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> signers.SimpleSigner:
    """An office with a certificate of its own making."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "测试总工会")])
    start = datetime.now(UTC) - timedelta(days=1)
    unused = ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign")
    usage = dict.fromkeys((*unused, "crl_sign", "encipher_only", "decipher_only"), False)
    usage |= {"digital_signature": True, "content_commitment": True}
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=30))
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("office")
    pem = serialization.Encoding.PEM
    plain = serialization.NoEncryption()
    pkcs8 = serialization.PrivateFormat.PKCS8
    (folder / "key.pem").write_bytes(key.private_bytes(pem, pkcs8, plain))
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(pem))
    load: Callable[[str, str], signers.SimpleSigner] = signers.SimpleSigner.load
    return load(str(folder / "key.pem"), str(folder / "certificate.pem"))


def test_each_seal_has_a_field_over_its_cell(
    campaign: Campaign, printer: FormPrinter, values: dict[str, str]
) -> None:
    others = [Variant(seals=count, confirmation=count != 4).form() for count in range(7)]
    for form in (*campaign.forms, *others):
        printed = printer.render([Sheet(form, values)], SIGNED)
        reader = PdfFileReader(io.BytesIO(printed.pdf))
        found = list(fields.enumerate_sig_fields(reader))
        seals = printed.pages[0].seals
        assert [name for name, _, _ in found] == [f"{form.id}-seal-{seal}" for seal in seals]
        for (_, value, reference), cell in zip(found, seals.values(), strict=True):
            assert value is None
            left, bottom, right, top = (float(x) for x in reference.get_object()["/Rect"])
            assert (left, right) == pytest.approx(
                (cell.left * MM, cell.left * MM + cell.width * MM), abs=0.1
            )
            assert 297 * MM - top == pytest.approx(cell.top * MM, abs=0.1)
            assert top - bottom == pytest.approx(cell.height * MM, abs=0.1)


def test_names_are_unique_in_a_batch_and_only_on_first_copies(
    campaign: Campaign, printer: FormPrinter, values: dict[str, str]
) -> None:
    sheets = [Sheet(campaign.form("annex1"), values)] * 2 + [Sheet(campaign.form("annex3"), values)]
    options = PrintOptions(signature_fields=True, copies=None)
    names = field_names(printer.render(sheets, options).pdf)
    assert len(names) == len(set(names)) == 4 + 4 + 3
    assert names[0] == "annex1-1-seal-grassroots"


def test_there_are_none_unless_asked_for(
    campaign: Campaign, printer: FormPrinter, values: dict[str, str]
) -> None:
    assert not field_names(printer.render([Sheet(campaign.form("annex1"), values)]).pdf)


def test_an_office_signs_its_field_and_the_others_stay_open(
    campaign: Campaign,
    printer: FormPrinter,
    values: dict[str, str],
    office: signers.SimpleSigner,
) -> None:
    pdf = printer.render([Sheet(campaign.form("annex1"), values)], SIGNED).pdf
    names = field_names(pdf)
    for name in names[1:3]:
        metadata = signers.PdfSignatureMetadata(field_name=name)
        written = signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), metadata, office)
        pdf = written.getvalue()
    reader = PdfFileReader(io.BytesIO(pdf))
    signatures = reader.embedded_signatures
    assert [signature.field_name for signature in signatures] == names[1:3]
    context = ValidationContext(trust_roots=[office.signing_cert])
    for signature in signatures:
        status = validate_pdf_signature(signature, context)
        assert status.bottom_line
    still_open = [name for name, _, _ in fields.enumerate_sig_fields(reader, filled_status=False)]
    assert still_open == [names[0], names[3]]
