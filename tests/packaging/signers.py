"""Throwaway certificates for tests of signatures."""

from __future__ import annotations

import datetime
import subprocess
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NOW = datetime.datetime.now(datetime.UTC)
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Signer:
    """A certificate with its key, as objects and as files."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey
    pem: Path
    key_file: Path

    @property
    def digest(self) -> str:
        return self.certificate.fingerprint(hashes.SHA256()).hex()


def signer(
    folder: Path,
    name: str,
    issuer: Signer | None = None,
    purpose: x509.ObjectIdentifier = ExtendedKeyUsageOID.CODE_SIGNING,
) -> Signer:
    """A root, or one of the root's, by default one that may sign programs."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - DAY)
        .not_valid_after(NOW + DAY)
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
    )
    if issuer:
        is_stamp = purpose == ExtendedKeyUsageOID.TIME_STAMPING  # RFC 3161 2.3
        builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), critical=is_stamp)
    certificate = builder.sign(issuer.key if issuer else key, hashes.SHA256())
    pem, key_file = folder / f"{name}.pem", folder / f"{name}.key"
    pem.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return Signer(certificate, key, pem, key_file)


def sign(program: Path, by: Signer, target: Path) -> None:
    certificate = ["-certs", str(by.pem), "-key", str(by.key_file)]
    files = ["-in", str(program), "-out", str(target)]
    command = ["osslsigncode", "sign", *certificate, "-h", "sha256", *files]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
