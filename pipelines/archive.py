"""An archive: a folder with morgue.toml, site definitions, WARC files and the database."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path

from pydantic import BaseModel, ByteSize, ConfigDict, Field, SecretStr, ValidationError, field_validator

from pipelines.errors import ArchiveDamaged, ArchiveNotFound, UsageError
from pipelines.storage.database import MorgueDatabase, telling_damage
from pipelines.storage.segments import join_segments
from pipelines.warc.files import find_warc_files
from pipelines.warc.record import Compression

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

CONFIG = "morgue.toml"


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Operator(_Section):
    """Who crawls, and where to write to them; both stand in the User-Agent and in every WARC file."""

    name: str = ""
    contact: str = ""


class Network(_Section):
    """`allow`: networks that are not public but may be crawled; `ports`: [] allows any."""

    allow: tuple[IPv4Network | IPv6Network, ...] = ()
    ports: tuple[int, ...] = (80, 443)


class WarcSettings(_Section):
    """`rotate`: the size at which a new file is begun; `compression`: of each record."""

    rotate: ByteSize = Field(default=ByteSize(1_000_000_000))
    compression: Compression = "gzip"


class ExtractionSettings(_Section):
    """`jobs`: worker processes; `timeout`: seconds a page may take before its worker is ended; `memory`: what a worker may have.

    `learn`: a site's layouts are learned at the end of the first crawl that leaves so many articles of it; 0: by `morgue learn` alone.
    """

    jobs: int = Field(default=2, ge=1, le=256)
    timeout: float = Field(default=20.0, gt=0)
    memory: ByteSize = Field(default=ByteSize(2_000_000_000), ge=300_000_000)
    learn: int = Field(default=100, ge=0)


class Alarm(_Section):
    """`webhook`: where changes of a site's health are posted as JSON; the address is a secret."""

    webhook: SecretStr | None = None

    @field_validator("webhook")
    @classmethod
    def _is_web_address(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith(("http://", "https://")):
            raise ValueError("write it like https://hooks.example.org/…")
        return value


class Config(_Section):
    """morgue.toml."""

    operator: Operator = Operator()
    network: Network = Network()
    warc: WarcSettings = WarcSettings()
    extraction: ExtractionSettings = ExtractionSettings()
    alarm: Alarm = Alarm()


@dataclass(frozen=True, slots=True)
class Archive:
    """The folder and its settings. Paths only: nothing is opened until `database()`."""

    root: Path
    config: Config

    @property
    def sites(self) -> Path:
        return self.root / "sites"

    @property
    def warc(self) -> Path:
        return self.root / "warc"

    @property
    def index(self) -> Path:
        """Where pywb finds what is captured: `replay_index`."""
        return self.root / "index"

    @property
    def locks(self) -> Path:
        return self.root / "locks"

    @property
    def database_path(self) -> Path:
        return self.root / "morgue.db"

    def open_database(self, *, anew: bool = False) -> MorgueDatabase:
        """The database at its newest schema, made where an archive has none yet and nothing that should stand in it.

        Raises ArchiveDamaged where it is missing or empty beside WARC files, unless it is made `anew` from these.
        """
        path = self.database_path
        if not (anew or (path.exists() and path.stat().st_size)) and find_warc_files(self.warc):
            problem = f"{path} is {'empty' if path.exists() else 'not there'}, while there are WARC files"
            raise ArchiveDamaged(problem, "put it back from a backup, or run `morgue rebuild`, which makes it from them")
        return MorgueDatabase.open(path)

    @contextmanager
    def database(self, *, anew: bool = False) -> Iterator[MorgueDatabase]:
        """`open_database`, closed at the end of the block; what was written is made ready for searches first."""
        with telling_damage(self.database_path):
            database = self.open_database(anew=anew)
            try:
                yield database
                join_segments(database)
            finally:
                database.close()

    @classmethod
    def open(cls, folder: Path) -> Archive:
        """The archive at `folder` or the nearest one above it; raises ArchiveNotFound."""
        folder = folder.resolve()
        for candidate in (folder, *folder.parents):
            if (candidate / CONFIG).is_file():
                return cls(candidate, read_config(candidate / CONFIG))
        raise ArchiveNotFound(
            f"{folder} is no archive, nor is any folder above it", "make one with `morgue init` or name one with `morgue -C DIR`"
        )

    @classmethod
    def create(cls, folder: Path, config: Config | None = None) -> Archive:
        """A new, empty archive; raises UsageError where there is one or the folder holds other things."""
        config = config or Config()
        if (folder / CONFIG).exists():
            raise UsageError(f"{folder} is an archive already", "name another folder")
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UsageError(f"{folder} exists and is not empty", "name another folder")
        archive = cls(folder.resolve(), config)
        for part in (archive.sites, archive.warc, archive.locks):
            part.mkdir(parents=True, exist_ok=True)
        (folder / CONFIG).write_text(config_text(config), "utf-8")
        with archive.database():
            return archive


def read_config(path: Path) -> Config:
    """The checked settings of a morgue.toml; raises UsageError with file and key."""
    try:
        return Config.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: {error}", "mend the TOML there") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise UsageError(f"{path}: {key}: {first['msg']}", "see `morgue init --help` for the keys of morgue.toml") from error


def config_text(config: Config) -> str:
    """morgue.toml as a person would write it, with a comment a key."""
    networks = ", ".join(f'"{network}"' for network in config.network.allow)
    ports = ", ".join(str(port) for port in config.network.ports)
    return f"""\
[operator]
name = {_quoted(config.operator.name)}
contact = {_quoted(config.operator.contact)}  # in the User-Agent and in every WARC file; a crawl without it does not start

[network]
allow = [{networks}]  # networks that are not public but may be crawled: ["127.0.0.0/8"]
ports = [{ports}]  # [] allows any

[warc]
rotate = "{int(config.warc.rotate)}"  # bytes, or "1GB"
compression = "{config.warc.compression}"  # gzip, which every tool reads, or zstd: smaller and quicker, read by few

[extraction]
jobs = {config.extraction.jobs}  # worker processes
timeout = {config.extraction.timeout}  # seconds a page
memory = "{int(config.extraction.memory)}"  # bytes a worker process may have, or "2GB"
learn = {config.extraction.learn}  # articles of a site from which on a crawl learns its layouts; 0: only `morgue learn` does

[alarm]
{_webhook(config.alarm)}  # told when a site falls ill or is well again
"""


def _webhook(alarm: Alarm) -> str:
    return f"webhook = {_quoted(alarm.webhook.get_secret_value())}" if alarm.webhook else '# webhook = "https://hooks.example.org/…"'


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in escaped) + '"'
