"""WARC files that lie in another folder or in S3 are read where they are."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest
from command import Morgue
from dask_cluster import cluster
from moto.server import ThreadedMotoServer
from test_reextract import digest, unread

from pipelines.archive import Archive
from pipelines.errors import RecordDamaged, UsageError
from pipelines.forget import forget
from pipelines.rebuild import rebuild
from pipelines.reextract import reextract
from pipelines.warc.reader import read_capture


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A bucket of an S3 server on loopback; AWS_ENDPOINT_URL leads there, in workers too."""
    for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY"):
        monkeypatch.setenv(f"AWS_{name}", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://{}:{}".format(*server.get_host_and_port()))
    fsspec.filesystem("s3", skip_instance_cache=True).makedirs("morgue", exist_ok=True)
    yield "s3://morgue/warc"
    server.stop()


def send_away(archive: Archive, place: str) -> None:
    """Puts the WARC files elsewhere, as a person would with `aws s3 sync`, and says where."""
    files = fsspec.filesystem("s3", skip_instance_cache=True)
    for path in archive.warc.rglob("*.warc.gz"):
        files.put_file(str(path), f"{place}/{path.relative_to(archive.warc).as_posix()}")
    shutil.rmtree(archive.warc)
    archive.warc.mkdir()
    (archive.warc / "store").write_text(f"{place}\n")


def test_pages_are_read_from_s3(tmp_path: Path, bucket: str, morgue: Morgue) -> None:
    here, there = unread(tmp_path / "here", 12), unread(tmp_path / "there", 12)
    reextract(here, {}, jobs=1)
    send_away(there, bucket)
    printed = morgue("reextract", "--json", folder=there.root)  # a process of its own, as workers have the environment of their first start
    assert json.loads(printed.stdout)["failures"] == 0, printed
    assert digest(there) == digest(here)
    with pytest.raises(UsageError, match="only read"):
        forget(there, ["http://post.example/1"], reason="test")
    with pytest.raises(UsageError, match="would leave out"):
        rebuild(there, lambda url: None, lambda db: None)


@pytest.mark.long
def test_a_cluster_that_does_not_see_the_folder_reads_from_s3(tmp_path: Path, bucket: str) -> None:
    here, there = unread(tmp_path / "here", 30), unread(tmp_path / "there", 30)
    reextract(here, {}, jobs=1)
    send_away(there, bucket)
    hidden = Archive(there.root, there.config)
    there.warc.rename(tmp_path / "warc")
    with cluster() as scheduler:
        there.warc.symlink_to(tmp_path / "warc")
        reextract(hidden, {}, scheduler=scheduler)
    assert digest(there) == digest(here)


def test_what_is_not_in_the_store_is_named(tmp_path: Path, bucket: str) -> None:
    (tmp_path / "store").write_text(bucket)
    with pytest.raises(RecordDamaged, match=r"s3://morgue/warc/post/a\.warc\.gz: .* right to read it"):
        read_capture(tmp_path, "post/a.warc.gz", 0)


def test_another_folder_may_be_a_store_and_name_one_itself(tmp_path: Path) -> None:
    archive = unread(tmp_path / "archive", 1)
    with archive.database() as db:
        (row,) = db.rows_of("SELECT url, warc_file, offset FROM captures")
    for name, place in (("one", tmp_path / "two"), ("two", archive.warc)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "store").write_text(str(place))
    capture, _ = read_capture(tmp_path / "one", row["warc_file"], row["offset"])
    assert capture.url == row["url"]
