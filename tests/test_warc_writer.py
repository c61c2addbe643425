"""What stands in the files that we write, record by record, and what other tools make of it."""

from __future__ import annotations

import gzip
import random
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from uuid import RFC_4122, UUID

import pytest
from warc_exchanges import MOMENT, PAGE, exchange, writer
from warcio.archiveiterator import ArchiveIterator

from pipelines.capture import Capture
from pipelines.errors import UsageError
from pipelines.warc.build import default_info
from pipelines.warc.reader import iter_captures
from pipelines.warc.writer import Exchange, WarcWriter

WARCINFO = """\
WARC/1.1
WARC-Type: warcinfo
WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>
WARC-Date: 2026-11-23T04:05:06.789012Z
WARC-Filename: {filename}
WARC-Block-Digest: {digest}
Content-Type: application/warc-fields
Content-Length: {length}

{block}

"""

RESPONSE = """\
WARC/1.1
WARC-Type: response
WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000002>
WARC-Date: 2026-11-23T04:05:06.789012Z
WARC-Target-URI: http://news.example/20261123/a.html?page=1
WARC-IP-Address: 192.0.2.7
WARC-Protocol: http/1.1
WARC-Warcinfo-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>
WARC-Identified-Payload-Type: text/html
WARC-Payload-Digest: sha1:HM5IFABMTAEU5EIVAZRYC2YXEAIXI7ZB
WARC-Block-Digest: sha1:AHODSTZSKGYUH5C5R5TZHTTZW7IATVRK
Content-Type: application/http; msgtype=response
Content-Length: 189

HTTP/1.1 200 OK
Content-Type: text/html; charset=utf-8
Set-Cookie: a=1
Set-Cookie: b=2
Content-Length: 76

<!doctype html><title>水库</title><p>水库的水位回到了正常。</p>

"""

REQUEST = """\
WARC/1.1
WARC-Type: request
WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000003>
WARC-Date: 2026-11-23T04:05:06.789012Z
WARC-Target-URI: http://news.example/20261123/a.html?page=1
WARC-IP-Address: 192.0.2.7
WARC-Protocol: http/1.1
WARC-Warcinfo-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>
WARC-Concurrent-To: <urn:uuid:00000000-0000-4000-8000-000000000002>
WARC-Block-Digest: sha1:K7M3OWXTWKZ3NHQKIP2RPI65GZ7SZZID
Content-Type: application/http; msgtype=request
Content-Length: 84

GET /20261123/a.html?page=1 HTTP/1.1
Host: news.example
User-Agent: newsmorgue



"""

METADATA = """\
WARC/1.1
WARC-Type: metadata
WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000004>
WARC-Date: 2026-11-23T04:05:06.789012Z
WARC-Target-URI: http://news.example/20261123/a.html?page=1
WARC-Warcinfo-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>
WARC-Concurrent-To: <urn:uuid:00000000-0000-4000-8000-000000000002>
WARC-Block-Digest: sha1:LWNA2E6NINX3THWBQN75ZRASXAMUJDTC
Content-Type: application/warc-fields
Content-Length: 161

via: http://news.example/old
hopsFromSeed: R
fetchTimeMs: 250
role: article
site: example
crawl: example-1
rights-robots: noai
rights-tdm-reservation: 1


"""


def test_the_records_of_one_exchange_to_the_letter(tmp_path: Path) -> None:
    with writer(tmp_path) as warc:
        signals = (("rights-robots", "noai"), ("rights-tdm-reservation", "1"))
        capture = warc.write_exchange(exchange(redirected_from="http://news.example/old", seconds=0.25, signals=signals))
    lines = gzip.decompress((tmp_path / capture.warc_file).read_bytes()).decode().replace("\r\n", "\n")
    _, info, *records = lines.split("WARC/1.1\n")
    assert ["WARC/1.1\n" + record for record in records] == [RESPONSE, REQUEST, METADATA]
    block = "".join(f"{name}: {value}\n" for name, value in {**default_info(), "operator": "Example Newsroom"}.items())
    digest = next(line.removeprefix("WARC-Block-Digest: ") for line in info.splitlines() if line.startswith("WARC-Block-Digest"))
    expected = WARCINFO.format(
        filename=Path(capture.warc_file).name, digest=digest, length=len(block.replace("\n", "\r\n").encode()), block=block
    )
    assert "WARC/1.1\n" + info == expected


def test_warcinfo_says_who_wrote_and_what_was_normalised() -> None:
    info = default_info()
    assert info["software"].startswith("newsmorgue/"), info
    assert info["software"].count("newsmorgue/") == 1, "an editable installation must not be listed twice"
    assert "Transfer-Encoding" in info["http-normalised"]


def test_every_record_is_a_gzip_member_at_the_offset_that_the_capture_says(tmp_path: Path) -> None:
    with writer(tmp_path) as warc:
        captures = [warc.write_exchange(exchange(body=PAGE * count)) for count in range(1, 5)]
    data = (tmp_path / captures[0].warc_file).read_bytes()
    for capture in captures:
        record = gzip.decompress(data[capture.offset : capture.offset + capture.length])
        assert f"WARC-Record-ID: <{capture.record_id}>".encode() in record
        assert record.endswith(PAGE + b"\r\n\r\n")


def test_record_ids_begin_with_the_time(tmp_path: Path) -> None:
    before = time.time()
    with WarcWriter(tmp_path, "post", default_info()) as warc:
        identity = UUID(warc.write_exchange(exchange()).record_id)
    assert (identity.version, identity.variant) == (7, RFC_4122)
    assert before - 1 <= (identity.int >> 80) / 1000 <= time.time() + 1, "ids in the order of time keep the index over them small and quick"


@pytest.mark.parametrize("body", [gzip.compress(PAGE, mtime=0), b"", b"\0" * 70_000], ids=["gzip", "empty", "binary"])
def test_warcio_gives_back_the_bytes_that_were_served(tmp_path: Path, body: bytes) -> None:
    headers = ((b"Content-Type", b"text/html"), (b"Content-Encoding", b"gzip"), (b"X-Raw", "中".encode("gb18030")))
    with writer(tmp_path) as warc:
        capture = warc.write_exchange(exchange(body=body, response_headers=headers))
    with (tmp_path / capture.warc_file).open("rb") as stream:
        response = next(record for record in ArchiveIterator(stream, check_digests="raise") if record.rec_type == "response")
        assert response.raw_stream.read() == body
    assert b"X-Raw: \xd6\xd0\r\n" in gzip.decompress((tmp_path / capture.warc_file).read_bytes()), "header bytes are kept as they came"


def test_warcio_check_passes(tmp_path: Path) -> None:
    changes = [
        {},
        {"status": 301, "body": b""},
        {"status": 404},
        {"method": "HEAD", "body": b""},
        {"truncated": "length"},
        {"status": 999, "reason": ""},
    ]
    with writer(tmp_path) as warc:
        files = {str(tmp_path / warc.write_exchange(exchange(**change)).warc_file) for change in changes}
    checked = subprocess.run([sys.executable, "-m", "warcio.cli", "check", *files], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_an_answer_without_a_body_keeps_its_content_length(tmp_path: Path) -> None:
    with writer(tmp_path) as warc:
        capture = warc.write_exchange(exchange(status=304, body=b"", response_headers=((b"Content-Length", b"512"),)))
    assert capture.header("content-length") == "512", "it speaks of the page that was not sent again"


def test_a_false_content_length_is_made_true_where_it_stands(tmp_path: Path) -> None:
    headers = ((b"content-length", b"5"), (b"Server", b"x"), (b"Content-Length", b"5"))
    with writer(tmp_path) as warc:
        capture = warc.write_exchange(exchange(response_headers=headers))
    assert capture.headers == (("content-length", str(len(PAGE))), ("Server", "x"))


def test_line_breaks_cannot_begin_a_field_of_the_senders_choosing(tmp_path: Path) -> None:
    evil = exchange(
        url="http://news.example/a\r\nWARC-Type: x",
        reason="OK\r\nX-A: 1",
        response_headers=((b"X", b"a\r\nX-B: 1"),),
        redirected_from="http://b/\r\nsite: other",
    )
    with writer(tmp_path) as warc:
        capture = warc.write_exchange(evil)
    [(read, _)] = iter_captures(tmp_path / capture.warc_file, capture.warc_file)
    assert read.url == "http://news.example/a%0D%0AWARC-Type:%20x"
    assert [name for name, _ in read.headers] == ["X", "Content-Length"]
    assert read.site == "example"


def test_credentials_are_not_archived(tmp_path: Path) -> None:
    secrets = tuple((name, b"secret") for name in (b"Authorization", b"cookie", b"PROXY-AUTHORIZATION"))
    with writer(tmp_path) as warc:
        capture = warc.write_exchange(exchange(url="http://user:secret2@news.example/", request_headers=secrets))
    request = gzip.decompress((tmp_path / capture.warc_file).read_bytes()).split(b"GET ")[1].split(b"WARC/1.1")[0]
    assert b"secret" not in request


@pytest.mark.parametrize(
    ("body", "encoding", "declared", "identified"),
    [
        (PAGE, b"", b"text/plain", "text/html"),
        (gzip.compress(PAGE), b"gzip", b"application/octet-stream", "text/html"),
        (b"\xef\xbb\xbf<!-- made by hand --> <HTML>", b"", b"", "text/html"),
        (b"<?xml version='1.0'?><rss></rss>", b"", b"text/html", "application/xml"),
        (b"%PDF-1.7", b"", b"text/html", "application/pdf"),
        (b"User-agent: *", b"", b"text/plain; charset=utf-8", "text/plain"),
        (b"", b"", b"text/html", None),
    ],
)
def test_the_payload_type_is_read_from_the_payload(
    tmp_path: Path, body: bytes, encoding: bytes, declared: bytes, identified: str | None
) -> None:
    headers = tuple((name, value) for name, value in ((b"Content-Encoding", encoding), (b"Content-Type", declared)) if value)
    with writer(tmp_path) as warc:
        capture = warc.write_exchange(exchange(body=body, response_headers=headers))
    with (tmp_path / capture.warc_file).open("rb") as stream:
        response = next(record for record in ArchiveIterator(stream) if record.rec_type == "response")
        assert response.rec_headers.get_header("WARC-Identified-Payload-Type") == identified


def test_a_new_file_begins_at_the_size_asked_for(tmp_path: Path) -> None:
    with writer(tmp_path, rotate=3000) as warc:
        captures = [warc.write_exchange(exchange(body=str(n).encode())) for n in range(12)]
        assert len(list(tmp_path.rglob("*.open"))) == 1, "only the file being written bears .open"
    files = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.warc.gz"))
    assert sorted({capture.warc_file for capture in captures}) == files
    assert len(files) > 2
    assert [path for path in tmp_path.rglob("*") if path.name.endswith(".open")] == []
    assert [capture for name in files for capture, _ in iter_captures(tmp_path / name, name)] == captures


def test_two_writers_in_one_second_take_two_files(tmp_path: Path) -> None:
    with writer(tmp_path) as first, writer(tmp_path) as second:
        assert first.write_exchange(exchange()).warc_file != second.write_exchange(exchange()).warc_file


def test_a_writer_that_wrote_nothing_leaves_nothing(tmp_path: Path) -> None:
    with writer(tmp_path) as warc:
        warc.sync()
    assert list(tmp_path.iterdir()) == []


def test_a_prefix_that_leads_elsewhere_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="letters"):
        WarcWriter(tmp_path, "../x", {})


def test_an_exchange_needs_a_time_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Exchange("http://a/", datetime(2026, 1, 1), 200)  # noqa: DTZ001 - the fault under test
    assert exchange().fetched_at == MOMENT


REVISIT = """\
WARC/1.1
WARC-Type: revisit
WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000005>
WARC-Date: 2026-11-23T05:05:06.789012Z
WARC-Target-URI: http://news.example/20261123/a.html?page=1
WARC-IP-Address: 192.0.2.7
WARC-Protocol: http/1.1
WARC-Warcinfo-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>
WARC-Profile: http://netpreserve.org/warc/1.1/revisit/server-not-modified
WARC-Refers-To: <urn:uuid:00000000-0000-4000-8000-000000000002>
WARC-Refers-To-Target-URI: http://news.example/20261123/a.html?page=1
WARC-Refers-To-Date: 2026-11-23T04:05:06.789012Z
WARC-Payload-Digest: sha1:HM5IFABMTAEU5EIVAZRYC2YXEAIXI7ZB
WARC-Block-Digest: sha1:6RCU42MH6LQN7CF76QBVNBK4NQBNBEKI
Content-Type: application/http; msgtype=response
Content-Length: 42

HTTP/1.1 304 Not Modified
ETag: "a-1"



"""


def test_a_304_becomes_a_revisit_of_the_capture_that_has_the_payload(tmp_path: Path) -> None:
    with writer(tmp_path) as warc:
        original = warc.write_exchange(exchange())
        answer = exchange(fetched_at=MOMENT + timedelta(hours=1), status=304, reason="", body=b"", response_headers=((b"ETag", b'"a-1"'),))
        capture = warc.write_exchange(answer, original)
    assert member(tmp_path, capture) == REVISIT
    assert (capture.payload_digest, capture.sha256) == (original.payload_digest, original.sha256)


def test_an_equal_payload_becomes_a_revisit_that_readers_resolve(tmp_path: Path) -> None:
    with writer(tmp_path) as warc:
        original = warc.write_exchange(exchange())
        later = exchange(fetched_at=MOMENT + timedelta(days=1))
        captures = [original, warc.write_exchange(later, original)]
    assert "WARC-Profile: http://netpreserve.org/warc/1.1/revisit/identical-payload-digest\n" in member(tmp_path, captures[1])
    read = list(iter_captures(tmp_path / original.warc_file, original.warc_file))
    assert read == [(original, PAGE), (captures[1], b"")]
    checked = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", str(tmp_path / original.warc_file)], capture_output=True, check=False
    )
    assert checked.returncode == 0, checked.stdout


def member(folder: Path, capture: Capture) -> str:
    data = (folder / capture.warc_file).read_bytes()
    return gzip.decompress(data[capture.offset : capture.offset + capture.length]).decode().replace("\r\n", "\n")


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from pipelines.capture import Capture
from pipelines.errors import MorgueError
from warc_exchanges import exchange, writer
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
with writer(Path(sys.argv[1])) as warc:
    warc.write_exchange(exchange())
    try:
        warc.write_exchange(exchange(body=bytes(range(256)) * 40 + b"x" * 10_000_000))
    except MorgueError as error:
        print(error)
    warc.write_exchange(exchange(url="http://news.example/after"))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="resource limits are POSIX")
def test_a_disk_that_is_full_leaves_no_half_record(tmp_path: Path) -> None:
    command = [sys.executable, "-c", FULL_DISK, str(tmp_path), str(Path(__file__).parent)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "File too large; make room" in done.stdout
    [path] = tmp_path.rglob("*.warc.gz")
    assert [capture.url for capture, _ in iter_captures(path)] == [exchange().url, "http://news.example/after"]


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 200_000])
def test_a_body_that_is_packed_already_is_stored_and_not_packed_again(tmp_path: Path, size: int) -> None:
    body = random.Random(size).randbytes(size)
    coded = ((b"Content-Type", b"text/html"), (b"Content-Encoding", b"gzip"))
    with writer(tmp_path) as warc:
        capture = warc.write_exchange(exchange(body=body, response_headers=coded))
    whole = (tmp_path / capture.warc_file).read_bytes()
    record = gzip.decompress(whole[capture.offset : capture.offset + capture.length])
    assert record.endswith(body + b"\r\n\r\n")
    assert body[:60_000] in whole, "the body stands in the file as it came"
    assert [entity for _, entity in iter_captures(tmp_path / capture.warc_file)] == [body]
