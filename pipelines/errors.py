"""What can go wrong in the library, as a tree.

MorgueError
├── UsageError          the caller asked for something that is not there or not allowed   exit code 2
│   ├── ArchiveNotFound
│   └── InvalidSite
├── ArchiveDamaged      bytes on disk are not what the database or the standard says       exit code 3
│   └── RecordDamaged
└── ExtractionFailed    one page could not be read; it becomes a row, never an exit
"""

from __future__ import annotations


class MorgueError(Exception):
    """One line for people: names the file, URL or key, and ends with what to try.

    `advice` is the part that says what to try; `str(error)` holds both.
    """

    exit_code = 1

    def __init__(self, problem: str, advice: str = "") -> None:
        super().__init__(f"{problem}; {advice}" if advice else problem)
        self.problem = problem
        self.advice = advice


class UsageError(MorgueError):
    """The command or call was wrong; nothing was changed."""

    exit_code = 2


class ArchiveNotFound(UsageError):
    """No morgue.toml in the folder or above it."""


class InvalidSite(UsageError):
    """A site definition has an unknown key or a value that cannot be."""


class ArchiveDamaged(MorgueError):
    """The archive's files contradict each other or their format."""

    exit_code = 3


class RecordDamaged(ArchiveDamaged):
    """A WARC record cannot be read at the place where it should stand."""


class ExtractionFailed(MorgueError):
    """One page could not be extracted."""
