"""The webhook hears of changes of health, each once, and nobody hears of the webhook."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from command import Morgue
from pydantic import SecretStr
from raw_server import write_site

from pipelines.archive import Alarm, Archive, Config, Network, Operator, config_text, read_config
from pipelines.errors import MorgueError, UsageError
from scraper.alarm import tell
from scraper.scheduler import Scheduler
from scraper.status import SiteStatus
from scraper.webhook import post

SECRET = "/hooks/T0P-S3CR3T?token=abc"
LOOPBACK = Network(allow=(ip_network("127.0.0.0/8"),), ports=())


class Hook:
    """A chat program's end of a webhook: keeps what is posted, answers `status`."""

    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []
        self.status = 200
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                hook.heard.append({"path": self.path, "type": self.headers["Content-Type"], **json.loads(body)})
                self.send_response(hook.status)
                self.send_header("Location", "/elsewhere")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}{SECRET}"


@pytest.fixture
def hook() -> Iterator[Hook]:
    hook = Hook()
    thread = threading.Thread(target=hook.server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield hook
    hook.server.shutdown()
    thread.join()
    hook.server.server_close()


def _archive(folder: Path, url: str | None, network: Network = LOOPBACK) -> Archive:
    alarm = Alarm(webhook=SecretStr(url)) if url else Alarm()
    archive = Archive.create(folder / "archive", Config(operator=Operator(contact="mailto:a@example.org"), network=network, alarm=alarm))
    write_site(archive.root, "http://127.0.0.1:1", [])
    return archive


def _is_killed(archive: Archive, is_killed: bool) -> None:
    with archive.database() as db, db.writing():
        db.execute("INSERT INTO sites (name) VALUES ('raw') ON CONFLICT DO NOTHING")
        db.execute("DELETE FROM crawls")
        ended = None if is_killed else "2026-11-23T00:00:00+00:00"
        db.execute(
            "INSERT INTO crawls (id, site, started_at, finished_at, reason) VALUES ('k', 'raw', '2026-11-23T00:00:00+00:00', ?, 'finished')",
            [ended],
        )


def test_a_change_is_told_once_by_the_command(tmp_path: Path, hook: Hook, morgue: Morgue) -> None:
    archive = _archive(tmp_path / "a", hook.url)
    assert morgue("status", "--alarm", folder=archive.root).returncode == 0
    assert hook.heard == [], "a site that was never ill is no news"
    _is_killed(archive, True)
    outputs = [morgue("status", "--alarm", folder=archive.root) for _ in range(2)]
    assert [done.returncode for done in outputs] == [1, 1]
    (told,) = hook.heard
    assert (told["path"], told["type"], told["archive"]) == (SECRET, "application/json", "archive")
    assert [(each["site"], each["state"]) for each in told["sites"]] == [("raw", "ill")]
    assert "the last crawl was killed" in told["text"]
    _is_killed(archive, False)
    outputs.append(morgue("status", "--alarm", folder=archive.root))
    assert hook.heard[1]["text"] == "raw: well again"
    assert not any("S3CR3T" in done.stdout + done.stderr for done in outputs)


def test_figures_and_times_in_a_problem_are_no_change(tmp_path: Path, hook: Hook) -> None:
    archive = _archive(tmp_path, hook.url)
    for yield_ in ("only 3 of 10 pages", "only 4 of 12 pages"):
        tell(archive, [SiteStatus("raw", problems=[f"{yield_} of the week are articles"])])
    assert len(hook.heard) == 1
    tell(archive, [SiteStatus("raw", problems=["only 4 of 12 pages of the week are articles", "silent: no new article"])])
    assert len(hook.heard) == 2


@pytest.mark.parametrize("status", [302, 500])
def test_what_was_not_heard_is_told_again(tmp_path: Path, hook: Hook, status: int) -> None:
    archive = _archive(tmp_path, hook.url)
    ill = [SiteStatus("raw", problems=["silent"])]
    hook.status = status
    with pytest.raises(MorgueError, match=f"127.0.0.1 answered {status}") as caught:
        tell(archive, ill)
    assert "S3CR3T" not in str(caught.value)
    hook.status = 204
    assert tell(archive, ill) == ill
    assert [each["path"] for each in hook.heard] == [SECRET, SECRET], "a redirect is not followed"


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://127.0.0.1:1/S3CR3T", "refused by the network guard"),
        ("http://[::ffff:127.0.0.1]/S3CR3T", "refused by the network guard"),
        ("http://169.254.169.254/S3CR3T", "refused by the network guard"),
        ("http://localhost/S3CR3T", "refused by the network guard"),
        ("http://no-such-host.invalid/S3CR3T", "cannot be reached"),
    ],
)
def test_the_guard_holds_for_it_too(url: str, words: str) -> None:
    with pytest.raises(MorgueError, match=words) as caught:
        post(url, {}, Network())
    assert "S3CR3T" not in str(caught.value)


def test_the_scheduler_tells_too_and_goes_on_when_nobody_hears(tmp_path: Path, hook: Hook, caplog: pytest.LogCaptureFixture) -> None:
    archive = _archive(tmp_path, hook.url)
    _is_killed(archive, True)
    hook.status = 500
    scheduler = Scheduler(archive)
    scheduler.look()
    hook.status = 200
    scheduler.look()
    scheduler.look()
    assert len(hook.heard) == 2
    assert "answered 500" in caplog.text
    assert "S3CR3T" not in caplog.text


def test_the_address_stands_in_morgue_toml_alone(tmp_path: Path, morgue: Morgue) -> None:
    config = Config(alarm=Alarm(webhook=SecretStr("https://hooks.example.org/S3CR3T")))
    assert "S3CR3T" not in repr(config)
    (tmp_path / "morgue.toml").write_text(config_text(config), "utf-8")
    assert read_config(tmp_path / "morgue.toml") == config
    (tmp_path / "morgue.toml").write_text('[alarm]\nwebhook = "hooks.example.org/S3CR3T"\n', "utf-8")
    with pytest.raises(UsageError, match=r"alarm\.webhook: .*write it like") as caught:
        read_config(tmp_path / "morgue.toml")
    assert "S3CR3T" not in str(caught.value)
    quiet = _archive(tmp_path / "quiet", None)
    done = morgue("status", "--alarm", folder=quiet.root)
    assert (done.returncode, "names no webhook; write webhook" in done.stderr) == (2, True)
