"""Opens what was handed in, file by file: a folder or a zip. Nothing is unpacked; names are only read."""

from __future__ import annotations

import os
import pwd
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from autograder.engine.submission import MOST_BYTES
from autograder.files import read_submitted

MOST_FILES = 50_000
MOST_BYTES_IN_ALL = 8 * 2**30
_SKIPPED = ("__MACOSX", ".ipynb_checkpoints")
_ENCRYPTED = 0x1


class BadSource(ValueError):
    """What was to be collected cannot be opened; the message names it and says why."""


@dataclass(frozen=True)
class HandedInFile:
    """One file of a source. ``name`` is its path there; ``read`` gives its bytes, or why there are none; ``modified``
    is when the source says that it was written, in seconds since 1970; ``owner`` is empty where that is not known."""

    name: str
    modified: float
    read: Callable[[], bytes | str]
    owner: str = ""

    @property
    def base(self) -> str:
        """The name without its folders."""
        return PurePosixPath(self.name).name

    @property
    def folder(self) -> str:
        """The folder that it is in, empty at the top."""
        return self.name.rpartition("/")[0]


@contextmanager
def open_source(source: Path) -> Iterator[list[HandedInFile]]:
    """The files of a folder or a zip, which can be read until the context ends. Raises `BadSource`."""
    if source.is_dir():
        yield list(_in_folder(source))
    elif source.is_file():
        try:
            archive = ZipFile(source)
        except (BadZipFile, OSError) as problem:
            raise BadSource(
                f"{source} cannot be opened as a zip: {problem}. Give the zip as it was downloaded, or a folder of "
                "notebooks."
            ) from None
        with archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if len(members) > MOST_FILES:
                raise BadSource(
                    f"{source} holds {len(members)} files; at most {MOST_FILES} are looked at. Was another zip meant?"
                )
            in_all = sum(member.file_size for member in members if member.filename.lower().endswith(".ipynb"))
            if in_all > MOST_BYTES_IN_ALL:
                raise BadSource(
                    f"{source} would unpack to {in_all / 2**30:.0f} GiB of notebooks. It is not opened."
                )
            yield [_in_zip(archive, member) for member in members if not _is_skipped(member.filename)]
    else:
        raise BadSource(f"{source}: there is no such file or folder. Give a zip or a folder of notebooks.")


def _in_folder(source: Path) -> Iterator[HandedInFile]:
    for folder, below, files in os.walk(source):
        below[:] = sorted(name for name in below if not _is_skipped(name))
        for name in sorted(files):
            path = Path(folder) / name
            if not _is_skipped(name):
                status = path.lstat()
                yield HandedInFile(
                    path.relative_to(source).as_posix(),
                    status.st_mtime,
                    partial(read_submitted, path),
                    _user_name(status.st_uid),
                )


def _in_zip(archive: ZipFile, member: ZipInfo) -> HandedInFile:
    modified = datetime(*member.date_time) if _is_date(member) else datetime(1980, 1, 1)
    return HandedInFile(member.filename, modified.timestamp(), partial(_read_member, archive, member))


def _read_member(archive: ZipFile, member: ZipInfo) -> bytes | str:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts:
        return "Its path leads out of the zip."
    if stat.S_ISLNK(member.external_attr >> 16):
        return f"{path.name} is a link to another file."
    if member.flag_bits & _ENCRYPTED:
        return f"{path.name} needs a password."
    try:
        # The size that a zip declares may be a lie: no more than this is ever unpacked.
        with archive.open(member) as opened:
            return opened.read(MOST_BYTES + 1)
    except (BadZipFile, EOFError, NotImplementedError, OSError, ValueError, RuntimeError) as problem:
        return f"{path.name} is damaged in the zip: {problem}."


def _is_skipped(name: str) -> bool:
    """What systems leave behind, which nobody handed in."""
    parts = name.split("/")
    return any(part in _SKIPPED for part in parts) or parts[-1].startswith("._") or parts[-1] == ".DS_Store"


def _is_date(member: ZipInfo) -> bool:
    try:
        datetime(*member.date_time)
    except ValueError:
        return False
    return True


def _user_name(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)
