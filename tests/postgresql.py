"""A PostgreSQL server of a test's own, as Debian's package brings it."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

DEBIAN = "/usr/lib/postgresql"
# Nothing here has to outlive a failure of power.
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


class NotInstalled(FileNotFoundError):
    """There is no PostgreSQL on this machine; says what to install."""


@dataclass(frozen=True)
class PostgreSQL:
    """A running server, which listens on a socket in ``folder`` alone."""

    folder: Path
    programs: Path

    def make_database(self, name: str) -> str:
        """Makes an empty database, and returns its URL as nbgrader takes it."""
        connection = ["--host", self.folder, "--username", "course"]
        subprocess.run([self.programs / "createdb", *connection, name], check=True, capture_output=True)
        return f"postgresql+psycopg://course@/{name}?host={self.folder}"


@contextmanager
def running_postgresql() -> Iterator[PostgreSQL]:
    """A new server without data. Raises `NotInstalled`."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="postgresql-"))
    # PostgreSQL does not run as root.
    owner = _unprivileged() if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    as_owner = {"user": owner.pw_uid, "group": owner.pw_gid} if os.geteuid() == 0 else {}

    def run(program: str, *words: str) -> None:
        with (folder.parent / f"{folder.name}.log").open("ab") as log:
            command = [programs / program, "--pgdata", folder / "data", *words]
            subprocess.run(command, check=True, cwd=folder, stdout=log, stderr=log, **as_owner)  # type: ignore[call-overload]

    try:
        run("initdb", "--no-sync", "--auth=trust", "--username=course", "--encoding=UTF8", "--locale=C.UTF-8")
        options = f"-c listen_addresses= -c unix_socket_directories={folder} {FAST}"
        run("pg_ctl", "start", "--wait", "--options", options)
        try:
            yield PostgreSQL(folder, programs)
        finally:
            run("pg_ctl", "stop", "--wait", "--mode=immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        (folder.parent / f"{folder.name}.log").unlink(missing_ok=True)


def _programs() -> Path:
    if on_path := shutil.which("initdb"):
        return Path(on_path).resolve().parent
    versions = [path.parent for path in Path(DEBIAN).glob("*/bin/initdb")]
    if not versions:
        raise NotInstalled("no PostgreSQL (Debian, Ubuntu: sudo apt install postgresql)")
    return max(versions, key=lambda folder: float(folder.parent.name))


def _unprivileged() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")
