"""HTTPS for a phone on the same network: an authority of this checkout's own, and a certificate for our address."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from deploy.local.places import write_private
from deploy.local.refusal import Refusal

AUTHORITY_LIFE = timedelta(days=730)
LEAF_LIFE = timedelta(days=90)  # phones refuse more than 825 days
RENEW_BEFORE = timedelta(days=14)
PRIVATE_NETWORKS = tuple(map(ip_network, (
    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10", "127.0.0.0/8",
    "fc00::/7", "fe80::/10", "::1/128",
)))  # fmt: skip

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address


@dataclass(frozen=True)
class Certificate:
    """Files in PEM: who vouches, what the server shows, and the server's key."""

    authority: Path
    shown: Path
    key: Path

    def fingerprint(self) -> str:
        """Return the authority's SHA-256, as phones show it."""
        digest = x509.load_pem_x509_certificate(self.authority.read_bytes()).fingerprint(hashes.SHA256())
        return digest.hex(":").upper()


def lan_address() -> str:
    """Return the address under which others of this network find this machine.

    Raises:
        Refusal: it has none.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing; the system says from where it would
        except OSError:
            raise Refusal("this machine is in no network: connect it, or set HOST to its address") from None
        address: str = probe.getsockname()[0]
        return address


def ensure_certificate(folder: Path, host: str, *, today: datetime | None = None) -> Certificate:
    """Return a certificate for `host` (an IP address); made if there is none, or it is for another one, or nearly over.

    The authority stays, so that a phone trusts it once. It vouches for private networks and this machine's name
    alone: whoever gets hold of its key cannot pretend to be a bank.
    """
    now = today or datetime.now(UTC)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    files = Certificate(folder / "ca.pem", folder / "server.pem", folder / "server.key")
    names, addresses = _names(), {ip_address(host), ip_address("127.0.0.1")}
    authority = _read(files.authority)
    if authority is None or _is_over(authority, now) or not _covers(authority, names, addresses):
        authority = _make_authority(files.authority, folder / "ca.key", names, addresses, now)
        files.shown.unlink(missing_ok=True)
    leaf = _read(files.shown)
    if leaf is None or _is_over(leaf, now) or _subjects(leaf) != (set(names), addresses):
        _make_leaf(files, folder / "ca.key", authority, names, addresses, now)
    return files


def _names() -> list[str]:
    own = socket.gethostname().split(".")[0].lower()
    usable = own.isascii() and own.replace("-", "").isalnum()
    return ["localhost", *([own, f"{own}.local"] if usable and own != "localhost" else [])]


def _make_authority(
    file: Path, key_file: Path, names: Sequence[str], addresses: set[Address], now: datetime
) -> x509.Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Tanhui on {names[-1]}, made {now:%Y-%m-%d}")])
    networks = [*PRIVATE_NETWORKS, *(ip_network(one) for one in addresses if not _is_private(one))]
    permitted = [*map(x509.DNSName, names), *map(x509.IPAddress, networks)]
    certificate = (
        _certificate(name, name, key, now, AUTHORITY_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    _write_key(key_file, key)
    write_private(file, certificate.public_bytes(serialization.Encoding.PEM).decode())
    return certificate


def _make_leaf(
    files: Certificate, authority_key_file: Path, authority: x509.Certificate, names: Sequence[str],
    addresses: set[Address], now: datetime,
) -> None:  # fmt: skip
    key = ec.generate_private_key(ec.SECP256R1())
    authority_key = serialization.load_pem_private_key(authority_key_file.read_bytes(), None)
    assert isinstance(authority_key, ec.EllipticCurvePrivateKey)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Tanhui")])
    subjects = [*map(x509.DNSName, names), *map(x509.IPAddress, sorted(addresses, key=str))]
    certificate = (
        _certificate(name, authority.subject, key, now, LEAF_LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(subjects), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()), critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    _write_key(files.key, key)
    write_private(files.shown, certificate.public_bytes(serialization.Encoding.PEM).decode())


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime, life: timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))  # a phone's clock may be behind
        .not_valid_after(now + life)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates, key_cert_sign=signs_certificates, crl_sign=signs_certificates,
        content_commitment=False, key_encipherment=False, data_encipherment=False, key_agreement=False,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _write_key(file: Path, key: ec.EllipticCurvePrivateKey) -> None:
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    write_private(file, pem.decode())


def _read(file: Path) -> x509.Certificate | None:
    try:
        return x509.load_pem_x509_certificate(file.read_bytes())
    except (OSError, ValueError):
        return None


def _is_over(certificate: x509.Certificate, now: datetime) -> bool:
    return certificate.not_valid_after_utc - RENEW_BEFORE < now


def _is_private(address: Address) -> bool:
    return any(address in network for network in PRIVATE_NETWORKS)


def _covers(authority: x509.Certificate, names: Sequence[str], addresses: set[Address]) -> bool:
    permitted = authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    known = {one.value for one in permitted if isinstance(one, x509.DNSName)}
    networks = [one.value for one in permitted if isinstance(one, x509.IPAddress)]
    return set(names) <= known and all(
        any(isinstance(network, Network) and address in network for network in networks) for address in addresses
    )


def _subjects(leaf: x509.Certificate) -> tuple[set[str], set[Address]]:
    san = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    addresses = {one for one in san.get_values_for_type(x509.IPAddress) if isinstance(one, Address)}
    return set(san.get_values_for_type(x509.DNSName)), addresses
