"""The network guard: what is no public address is not connected to, under whatever name or spelling."""

from __future__ import annotations

import datetime
import ssl
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from raw_server import RawServer, answer, scrapy_crawl, write_site

from pipelines.archive import Archive, Config, Network, Operator
from scraper.guard import NetworkPolicy, Refused

PAGE = b"<html><body><article><h1>A story</h1><p>" + b"Words of it. " * 60 + b"</p></article></body></html>"


@pytest.mark.parametrize(
    "address",
    "127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255 240.0.0.1 192.0.2.1 198.18.0.1 "
    "::1 :: fe80::1 fc00::1 fec0::1 ff02::1 2001:db8::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::127.0.0.1 2002:7f00:1:: 2002:a00:1::1 "
    "64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::1 2001:0:1::1".split(),
)
def test_addresses_that_are_not_public(address: str) -> None:
    with pytest.raises(Refused):
        NetworkPolicy().check_address(ip_address(address))


@pytest.mark.parametrize("address", "1.1.1.1 93.184.216.34 2606:4700::1 64:ff9b::101:101 ::ffff:1.1.1.1 2002:101:101::1".split())
def test_addresses_that_are_public(address: str) -> None:
    NetworkPolicy().check_address(ip_address(address))


def test_an_allowed_network_is_allowed_in_every_form() -> None:
    policy = NetworkPolicy(allow=(ip_network("127.0.0.0/8"),))
    for address in ("127.0.0.1", "::ffff:127.0.0.1"):
        policy.check_address(ip_address(address))
    with pytest.raises(Refused):
        policy.check_address(ip_address("10.0.0.1"))


@pytest.mark.parametrize("url", "file:///etc/passwd ftp://example.org/ http://example.org:22/ https://example.org:99999/ data:,x".split())
def test_schemes_and_ports_that_are_not_fetched(url: str) -> None:
    with pytest.raises(Refused):
        NetworkPolicy().check_url(url)


def test_any_port_where_none_is_named() -> None:
    NetworkPolicy(ports=()).check_url("http://example.org:8080/")


def _archive(folder: Path, *allow: str, ports: tuple[int, ...] = ()) -> Archive:
    network = Network(allow=tuple(ip_network(each) for each in allow), ports=ports)
    return Archive.create(folder / "archive", Config(operator=Operator(name="Test", contact="mailto:test@example.org"), network=network))


def _failures(archive: Archive) -> dict[str, str]:
    with archive.database() as db:
        return {row["url"]: f"{row['stage']}: {row['error']}" for row in db.rows_of("SELECT url, stage, error FROM failures")}


def test_nothing_inside_is_connected_to(tmp_path: Path) -> None:
    archive = _archive(tmp_path)
    with RawServer() as server:
        hosts = ("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "0")
        urls = [f"http://{host}:{server.port}/2025/a.html" for host in hosts]
        write_site(archive.root, server.url, urls)
        scrapy_crawl(archive.root, "raw")
        assert server.connections == 0, "the address must be checked before the connection is made"
    failures = _failures(archive)
    assert failures
    assert all(error.startswith("guard: ") for error in failures.values()), failures
    assert any("localhost leads to 127.0.0.1" in error for error in failures.values()), failures


def test_a_port_that_is_not_allowed(tmp_path: Path) -> None:
    archive = _archive(tmp_path, "127.0.0.0/8", ports=(80, 443))
    with RawServer() as server:
        write_site(archive.root, server.url, [f"{server.url}/2025/a.html"])
        scrapy_crawl(archive.root, "raw")
        assert server.connections == 0
    errors = _failures(archive).values()
    assert errors
    assert all("not in network.ports" in error for error in errors), errors


def _certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A server's TLS context for 127.0.0.1 with a certificate that it signed itself, and that certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path, key_path = folder / "certificate.pem", folder / "key.pem"
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    key_path.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path, key_path)
    return context, path


def test_a_bad_certificate_is_refused_unless_it_is_trusted_or_the_site_is_excepted(tmp_path: Path) -> None:
    archive = _archive(tmp_path, "127.0.0.0/8")
    context, certificate = _certificate(tmp_path)
    with RawServer({"/2025/a.html": answer(PAGE)}, tls=context) as server:
        urls = [f"{server.url}/2025/a.html"]
        write_site(archive.root, server.url, urls, name="strict")
        scrapy_crawl(archive.root, "strict", RETRY_TIMES=0)
        assert not server.log, "no request may be sent to a server that cannot say who it is"
        assert "certificate verify failed" in _failures(archive)[urls[0]]
        write_site(archive.root, server.url, urls, name="trusted")
        scrapy_crawl(archive.root, "trusted", env={"SSL_CERT_FILE": str(certificate)})
        assert server.asked("/2025/a.html") == 1
        write_site(archive.root, server.url, urls, name="lax", crawl="verify_tls = false")
        scrapy_crawl(archive.root, "lax")
        assert server.asked("/2025/a.html") == 2
    import gzip

    (warc,) = (archive.warc / "lax").rglob("*.warc.gz")
    assert b"tls-certificates: not verified" in gzip.decompress(warc.read_bytes()), "the exception must be recorded"
