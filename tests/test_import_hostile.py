"""Files that mean harm or are half broken: what is wrong is one line with file and offset, and the rest is imported."""

from __future__ import annotations

import gzip
import io
import json
import re
import resource
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
import zstandard
from archives import archive_of
from click.testing import CliRunner
from foreign import http, identity, page, record, rows, write
from test_warc_import import STORY

from pipelines.archive import Archive
from pipelines.errors import UsageError
from pipelines.importing.run import Imported, Source, import_source, refer_to_source
from pipelines.repair import repair
from pipelines.verify import verify
from scraper.cli import morgue
from scraper.cli.extract import command as extract_command

GOOD = [page(1), page(2)]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive, _ = archive_of(tmp_path / "archive", [])
    return archive


def bring_in(archive: Archive, path: Path) -> Imported:
    return import_source(archive, Source(path), lambda _: None)


def large(length: int, **fields: str) -> bytes:
    """The head of a record whose block is yet to come."""
    return record(b"", Content_Length=str(length), WARC_Record_ID=identity(9), **fields).removesuffix(b"\r\n\r\n")


def gzip_of_zeros(head: bytes, count: int) -> bytes:
    """A gzip member of `head` and so many zero bytes, made without them in memory."""
    compressor = zlib.compressobj(1, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    data = compressor.compress(head)
    for _ in range(count >> 20):
        data += compressor.compress(bytes(1 << 20))
    return data + compressor.compress(b"\r\n\r\n") + compressor.flush()


HEAD = b"HTTP/1.1 200 OK\r\n"
DAMAGES = {
    "length too long": gzip.compress(record(Content_Length="19000")),
    "length of a tera": gzip.compress(record(Content_Length="999999999999")),
    "length of no number": gzip.compress(record(Content_Length="many")),
    "length negative": gzip.compress(record(Content_Length="-5")),
    "length beyond 64 bits": gzip.compress(record(Content_Length="9" * 30)),
    "length too short": gzip.compress(record(Content_Length="5")),
    "no length": gzip.compress(record(Content_Length="")),
    "date in words": gzip.compress(record(WARC_Date="yesterday")),
    "date that cannot be": gzip.compress(record(WARC_Date="2018-13-45T99:00:00Z")),
    "no date": gzip.compress(record(WARC_Date="")),
    "digest": gzip.compress(record(WARC_Block_Digest="sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")),
    "a million fields": gzip.compress(record(X="y\r\n" + "X: y\r\n" * 1_000_000)),
    "a million HTTP headers": gzip.compress(record(HEAD + b"A: b\r\n" * 1_000_000 + b"\r\n" + STORY)),
    "one endless header": gzip.compress(record(HEAD + b"A: " + b"b" * 10_000_000)),
    "zeros without end": gzip_of_zeros(b"WARC/1.0\r\n", 30 << 20),
    "more than is read": gzip_of_zeros(large(130 << 20), 130 << 20),
    "checksum": gzip.compress(record())[:-8] + b"xxxxxxxx",
    "cut inside a member": gzip.compress(record(http(bytes(range(256)) * 9)))[:200],
    "zeros between members": bytes(1000),
    "text between members": b"404 Not Found\n" * 9,
    "gzip that is no record": gzip.compress(b"<html>"),
    "header flipped": gzip.compress(record().replace(b"WARC/1.0", b"XARC/1.0")),
}


@pytest.mark.long
def test_a_bomb_of_two_gigabytes(archive: Archive, tmp_path: Path) -> None:
    path = write(tmp_path / "bomb.warc.gz", gzip_of_zeros(large(2 << 30), 2 << 30) + gzip.compress(page(1)))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert bring_in(archive, path).new == 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


@pytest.mark.parametrize("damage", DAMAGES)
def test_one_line_with_file_and_offset_and_the_rest_goes_on(archive: Archive, tmp_path: Path, damage: str) -> None:
    first, second = map(gzip.compress, GOOD)
    path = write(tmp_path / "bad.warc.gz", first + DAMAGES[damage] + second)
    result = bring_in(archive, path)
    assert [row["url"] for row in rows(archive)] == ["http://news.example/1", "http://news.example/2"]
    assert 1 <= len(result.left_out) <= 2
    for line in result.left_out:
        assert line.startswith(f"{path} at byte {len(first)}:"), "the place where the damage begins must be named"
        assert "\n" not in line
        assert len(line) < 400
    assert bring_in(archive, path).new == 0
    assert verify(archive).problems == []


@pytest.mark.parametrize(
    "damage", ["length too long", "length too short", "no length", "date in words", "header flipped", "text between members"]
)
@pytest.mark.parametrize("in_place", [False, True], ids=["copied", "in-place"])
def test_the_same_in_a_file_that_is_not_compressed(archive: Archive, tmp_path: Path, damage: str, in_place: bool) -> None:
    data = DAMAGES[damage]
    plain = gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data
    path = write(tmp_path / "bad.warc", GOOD[0] + plain + GOOD[1])
    result = (refer_to_source if in_place else import_source)(archive, Source(path), lambda _: None)
    assert [row["url"] for row in rows(archive)] == ["http://news.example/1", "http://news.example/2"]
    assert all(f"{path} at byte " in line for line in result.left_out)
    assert in_place or len(result.left_out) >= 1


@pytest.mark.parametrize("url", ["http://\udcff\udcfe.example/", "http://news.example/\udce9\udcff?a=\udc80"], ids=["host", "path"])
def test_addresses_that_are_no_utf_8(archive: Archive, tmp_path: Path, url: str) -> None:
    odd = record(WARC_Record_ID=identity(7)).replace(b"http://news.example/a", url.encode("utf-8", "surrogateescape"))
    result = bring_in(archive, write(tmp_path / "a.warc.gz", b"".join(map(gzip.compress, [*GOOD, odd]))))
    assert (result.new, result.left_out) == (3, [])


def test_addresses_that_are_none_of_the_web_have_no_rows(archive: Archive, tmp_path: Path) -> None:
    local = [
        record(WARC_Target_URI=url, WARC_Record_ID=identity(5 + n)) for n, url in enumerate(["file:///etc/passwd", "javascript:x", ""])
    ]
    result = bring_in(archive, write(tmp_path / "a.warc.gz", b"".join(map(gzip.compress, [*GOOD, *local]))))
    assert (result.new, result.left_out) == (2, [])


def test_a_sparse_record_of_two_gigabytes_costs_no_memory(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "sparse.warc"
    with path.open("wb") as file:
        file.write(GOOD[0] + large(2 << 30))
        file.seek(2 << 30, 1)
        file.write(b"\r\n\r\n" + GOOD[1])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    result = refer_to_source(archive, Source(path), lambda _: None)
    assert result.new == 2
    [line] = result.left_out
    assert line.startswith(f"{path} at byte {len(GOOD[0])}: a record of 2,147,483,648 bytes, more than the 128,000,000 that are read")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000, "a record must not be read whole to be left out"


ARC_HEAD = b"filedesc://x.arc 0.0.0.0 20180919010409 text/plain 76\n1 0 InternetArchive\nURL IP-address Archive-date Content-type Archive-length\n\n"


def arc(number: int, length: int | None = None) -> bytes:
    block = http(STORY)
    return b"http://news.example/%d 192.0.2.1 20080919010409 text/html %d\n%s\n" % (number, len(block) if length is None else length, block)


@pytest.mark.parametrize("kind", [".arc", ".arc.gz"])
@pytest.mark.parametrize(
    "damage",
    [arc(9, 10**9), arc(9, 10**14), b"\0" * 500 + b"\n", b"http://news.example/ no record\n", arc(9).replace(b"2008", b"20o8")],
    ids=["longer than the file", "absurd", "zeros", "words", "date"],
)
def test_arc(archive: Archive, tmp_path: Path, kind: str, damage: bytes) -> None:
    parts = [ARC_HEAD, arc(1), damage, arc(2)]
    path = write(tmp_path / f"a{kind}", b"".join(map(gzip.compress, parts) if kind == ".arc.gz" else parts))
    result = bring_in(archive, path)
    assert [row["url"] for row in rows(archive)] == ["http://news.example/1", "http://news.example/2"]
    assert result.left_out
    assert all(f"{path} at byte " in line for line in result.left_out)
    assert verify(archive).problems == []


def zipped(members: dict[str, bytes], **options: object) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", **options) as archive:  # type: ignore[arg-type]
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


WARC = b"".join(map(gzip.compress, GOOD))


@pytest.mark.parametrize(
    "name", ["archive/../../../../escaped.warc.gz", "/etc/escaped.warc.gz", "C:\\escaped.warc.gz", "a\0b.warc.gz", "archive/x.warc.gz"]
)
@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED], ids=["stored", "deflated"])
def test_no_name_in_a_wacz_becomes_a_path(archive: Archive, tmp_path: Path, name: str, compression: int) -> None:
    path = write(tmp_path / "a.wacz", zipped({name: WARC, "pages/pages.jsonl": b"{}", "archive/y.cdxj": b""}, compression=compression))
    before = set(tmp_path.rglob("*"))
    result = bring_in(archive, path)
    assert {each for each in set(tmp_path.rglob("*")) - before if archive.root not in each.parents} == set()
    assert result.new == (0 if "\0" in name else 2)  # zipfile cuts names at a NUL, and what is left has another ending


def test_wacz_files_inside_of_wacz_files(archive: Archive, tmp_path: Path) -> None:
    inner = [zipped({"archive/a.warc.gz": gzip.compress(page(number))}) for number in (1, 2)]
    several = zipped({"1.wacz": inner[0], "2.wacz": inner[1], "datapackage.json": b'{"profile": "multi-wacz-package"}'})
    assert bring_in(archive, write(tmp_path / "several.wacz", several)).new == 2
    squeezed = zipped({"deep.wacz": zipped({"3.wacz": zipped({"x.warc": page(3)})})}, compression=zipfile.ZIP_DEFLATED)
    assert bring_in(archive, write(tmp_path / "deep.wacz", squeezed)).new == 1
    data = squeezed
    for _ in range(3):
        data = zipped({"more.wacz": data})
    [line] = bring_in(archive, write(tmp_path / "too-deep.wacz", data)).left_out
    assert "a WACZ file inside of 3 others; it is left out" in line


def test_a_wacz_that_is_broken_in_places(archive: Archive, tmp_path: Path) -> None:
    bomb = zipped({"bomb.warc": bytes(50_000_000)}, compression=zipfile.ZIP_DEFLATED, compresslevel=9)
    encrypted = bytearray(zipped({"b.warc.gz": WARC}))
    encrypted[6] |= 1
    encrypted[encrypted.index(b"PK\x01\x02") + 8] |= 1
    data = zipped({"bomb.wacz": bomb, "none.wacz": b"PK", "encrypted.wacz": bytes(encrypted), "good.warc.gz": WARC})
    path = write(tmp_path / "a.wacz", data)
    result = bring_in(archive, path)
    assert result.new == 2
    bombed, none, locked = result.left_out
    assert f"{path}!bomb.wacz!bomb.warc: " in bombed
    assert "a ratio over 400" in bombed
    assert f"{path}!none.wacz: File is not a zip file" in none
    assert "encrypted" in locked


def test_members_that_lie_over_one_another(archive: Archive, tmp_path: Path) -> None:
    """Fifield's bomb: many names for the same bytes."""
    data = zipped({"a.warc.gz": WARC})
    start = data.index(b"PK\x01\x02")
    entry, end = data[start : data.index(b"PK\x05\x06")], bytearray(data[data.index(b"PK\x05\x06") :])
    struct.pack_into("<HHL", end, 8, 50, 50, len(entry) * 50)
    [line] = bring_in(archive, write(tmp_path / "a.wacz", data[:start] + entry * 50 + bytes(end))).left_out
    assert "a.wacz: its members overlap" in line


def test_a_file_that_is_no_zip(archive: Archive, tmp_path: Path) -> None:
    [line] = bring_in(archive, write(tmp_path / "a.wacz", b"nothing")).left_out
    assert line.endswith("a.wacz: File is not a zip file; fetch the file again")


def test_html_that_is_no_page_of_the_folder(archive: Archive, tmp_path: Path) -> None:
    secret = write(tmp_path / "secret.html", STORY)
    folder = tmp_path / "news.example"
    write(folder / "good.html", STORY)
    write(folder / "bomb.html.gz", gzip.compress(bytes(70_000_000)))
    (folder / "link.html").symlink_to(secret)
    (folder / "loop.html").symlink_to(folder / "loop.html")
    with (folder / "huge.html").open("wb") as file:
        file.truncate(100 << 20)
    result = bring_in(archive, folder)
    assert result.new == 1
    assert sorted(Path(line.split(": ")[0]).name for line in result.left_out) == ["bomb.html.gz", "huge.html", "link.html", "loop.html"]


@pytest.mark.parametrize("option", ["--copy", "--in-place"])
def test_one_bad_file_of_a_folder_costs_only_itself(archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: str) -> None:
    folder = tmp_path / "in"
    write(folder / "a.warc.gz", b"")
    write(folder / "b.wacz", b"nothing")
    locked = write(folder / "c.warc.gz", WARC)
    write(folder / "d.warc.gz", b"a note that somebody named badly")
    write(folder / "good.warc.gz", WARC)
    opened = Path.open

    def may_open(path: Path, *args: Any, **options: Any) -> Any:
        if path.resolve() == locked.resolve():
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *args, **options)

    monkeypatch.setattr(Path, "open", may_open)
    command = ["-C", str(archive.root), "import", option, "--no-extract", "--json", str(folder)]
    result = CliRunner().invoke(morgue, command, standalone_mode=False)
    assert (result.exception, result.return_value) == (None, 1)
    said = {Path(each["source"]).name: (each["new"], " ".join(each["left_out"])) for each in json.loads(result.stdout)["sources"]}
    assert said.pop("good.warc.gz") == (2, "")
    words = (
        "no record in it",
        "File is not a zip file" if option == "--copy" else "no WARC file",
        "Permission denied",
        "Invalid WARC header",
    )
    for (name, (new, why)), word in zip(sorted(said.items()), words, strict=True):
        assert (new, word in why) == (0, True), f"{name}: {why}"


def test_a_file_that_may_not_be_read_is_one_problem(archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = bring_in(archive, write(tmp_path / "a.warc.gz", WARC))

    opened = Path.open

    def may_not_open(path: Path, *args: Any, **options: Any) -> Any:
        if path.suffix == ".gz":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *args, **options)

    monkeypatch.setattr(Path, "open", may_not_open)
    report = verify(archive)
    assert [problem.kind for problem in report.problems] == ["unreadable", *["record missing"] * result.new]
    assert "look who may read the file" in str(report.problems[0])
    assert "Permission denied" in repair(archive).damaged[0]


def together(form: str) -> bytes:
    """A file that was compressed as a whole, its end damaged."""
    whole = b"".join(page(n) for n in range(1, 7))
    if form == "zstd, cut":
        return zstandard.compress(whole)[:-40]
    return gzip.compress(whole)[:-40] if form == "gzip, cut" else gzip.compress(whole)[:-8] + b"xxxxxxxx"


@pytest.mark.parametrize("form", ["gzip, cut", "gzip, wrong checksum", "zstd, cut"])
def test_records_that_were_compressed_together_do_not_end_in_silence(archive: Archive, tmp_path: Path, form: str) -> None:
    path = write(tmp_path / ("a.warc.zst" if "zstd" in form else "a.warc.gz"), data := together(form))
    result = bring_in(archive, path)
    assert len(result.left_out) == 1, "what is lost must be told"
    assert result.left_out[0].startswith(f"{path} at byte 0: ")
    assert f"as far as byte {len(data)};" in result.left_out[0]
    done = CliRunner().invoke(extract_command, [str(path)], standalone_mode=False)
    assert done.return_value == 1
    assert "of the records that are compressed together here" in done.output or result.new == 0


def test_how_far_damage_reaches_is_told(archive: Archive, tmp_path: Path) -> None:
    lies = GOOD[0].replace(b"Content-Length: ", b"Content-Length: 9")
    path = write(tmp_path / "lies.warc", lies + GOOD[1] + page(3))
    (line,) = bring_in(archive, path).left_out
    following = len(lies) + (0 if len(rows(archive)) == 2 else len(GOOD[1]))
    assert f", as far as byte {following};" in line


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.arc", "a.wacz"])
def test_a_link_to_nothing_in_a_folder_is_told_and_the_rest_is_imported(archive: Archive, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    write(folder / "b.warc", b"".join(GOOD))
    (folder / name).symlink_to("nowhere")
    done = CliRunner().invoke(morgue, ["-C", str(archive.root), "import", str(folder), "--no-extract"], standalone_mode=False)
    assert done.return_value == 1, done.output
    assert f"{folder / name}: No such file or directory; look where the link leads" in done.output
    assert len(rows(archive)) == 2


def test_a_folder_without_anything_to_import_is_told(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "empty.warc"
    folder.mkdir()
    done = CliRunner().invoke(morgue, ["-C", str(archive.root), "import", str(folder), "--no-extract"])
    assert (done.exit_code, done.output) == (0, f"nothing to import: no WARC, ARC or WACZ file and no HTML page in {folder}\n")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b'{"path": "p.html", "url": "http://news.example/\xff"}', "can't decode"),
        (b'{"path": 3}', "no path"),
        (b'{"path": "p.html", "url": "nonsense"}', "url 'nonsense' is none"),
        (b'{"path": "p.html", "fetched_at": "0000-00-00"}', "fetched_at '0000-00-00' is none"),
        (b'{"path": "p.html", "fetched_at": "99999-01-01"}', "fetched_at '99999-01-01' is none"),
        (b"[1]", "no path"),
    ],
)
def test_a_line_of_a_manifest_that_cannot_be_used_is_named(archive: Archive, tmp_path: Path, line: bytes, problem: str) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    write(folder / "p.html", STORY)
    manifest = write(tmp_path / "m.jsonl", b'{"path": "q.html", "url": null}\n' + line + b"\n")
    with pytest.raises(UsageError, match=re.escape(f"{manifest} line 2: ")) as caught:
        import_source(archive, Source(folder, manifest), lambda _: None)
    assert problem in str(caught.value)
