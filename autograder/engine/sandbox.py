"""The bubblewrap sandbox around the zygote: no network, a read-only system, and nothing of the class in it."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import signal
import site
import socket
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import autograder
import course_utils

INSIDE = Path(__file__).with_name("inside")
HOME_INSIDE = "/grader"
NOBODY = 65534
SYSTEM = (
    "/usr",
    "/bin",
    "/sbin",
    "/lib",
    "/lib32",
    "/lib64",
    "/etc/ld.so.cache",
    "/etc/fonts",
    "/etc/localtime",
)
UNPROTECTED = (
    "Grading without a sandbox. A submission can read and change every file that you can, the gradebook and the other "
    "submissions among them, use the network, and start programs that go on running. Do this only with notebooks by "
    "people whom you trust, or on a machine that holds nothing else. Memory has no limit either."
)
_CLONE_NEWNS, _MS_BIND, _MS_REC, _MS_PRIVATE = 0x20000, 4096, 16384, 1 << 18


NUMERICS = {
    "CUDA_VISIBLE_DEVICES": "",
    # oneDNN prepares itself anew in every worker, for sums far larger than an exercise's, and the more instructions it
    # may use, the longer: the first product of two matrices takes 25 ms with AVX-512 and 5 with SSE.
    # https://uxlfoundation.github.io/oneDNN/dev_guide_cpu_dispatcher_control.html
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "ONEDNN_MAX_CPU_ISA": "SSE41",
}
"""How TensorFlow computes, in the worker and in the judge: with other instructions the last digits would differ, and a
result would no longer be recognised as a misconception's."""


class NoSandbox(RuntimeError):
    """A layer of the sandbox is missing here; the message says which and what to do."""


@dataclass(frozen=True)
class Folder:
    """A folder of this machine at the same or another place in the sandbox, read-only."""

    outside: Path
    inside: Path


class Sandbox:
    """A sandbox that runs, or what stands in for one, until it is closed."""

    def __init__(self, command: Sequence[str], orders: socket.socket, **settings: Any):
        self._process = subprocess.Popen(
            command,
            stdin=orders.fileno(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            process_group=0,
            **settings,
        )

    @property
    def pid(self) -> int:
        """The pid of its first process."""
        return self._process.pid

    def close(self) -> str:
        """Ends all that runs in it, and gives what it has said on stderr; the second time, nothing."""
        if self._process.returncode is not None:
            return ""
        # As a group: until bubblewrap's inner process is ready, it does not end with the outer one. macOS refuses where
        # all of a group have ended.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        return self._process.communicate()[1].decode(errors="replace").strip()


def sandboxed_python(arguments: Sequence[str], orders: socket.socket) -> Sandbox:
    """Starts Python in the sandbox with ``arguments``, and with ``orders`` for its standard input.

    It ends with the process that started it. Started by root it becomes another user first: root's uid keeps rights
    over the system's settings even inside. Raises `NoSandbox`.
    """
    bwrap = shutil.which("bwrap")
    if bwrap is None:
        raise NoSandbox("bubblewrap is not installed. On Debian and Ubuntu: apt-get install bubblewrap.")
    folders = _folders()
    stage = _stage(folders) if os.geteuid() == 0 else None
    return Sandbox(
        [bwrap, *_options(), *_binds(folders, stage), "--", sys.executable, *arguments],
        orders,
        env={},
        cwd="/",
        preexec_fn=(lambda: _become_nobody(folders, stage)) if stage else None,
    )


def bare_python(arguments: Sequence[str], orders: socket.socket) -> Sandbox:
    """As `sandboxed_python`, with nothing around it: what runs there may do whatever the grader may.

    `UNPROTECTED` says what that means; only an instructor who asks for it in so many words gets it.
    """
    path = f"{INSIDE.parent}{os.pathsep}{Path(course_utils.__file__).parent.parent}"
    return Sandbox(
        [sys.executable, *arguments],
        orders,
        env=_variables(path) | {"PATH": os.environ.get("PATH", "")},
        cwd=tempfile.gettempdir(),
    )


def python_path() -> str:
    """Where Python finds the course's package and the engine's inner half in the sandbox."""
    return f"{HOME_INSIDE}/engine:{HOME_INSIDE}/course"


def _variables(path: str) -> dict[str, str]:
    """The whole environment of the zygote, which finds its modules on ``path``."""
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": "/tmp",
        "LANG": "C.UTF-8",
        "PYTHONPATH": path,
        "PYTHONDONTWRITEBYTECODE": "1",
        "MPLCONFIGDIR": "/tmp/matplotlib",
        "IPYTHONDIR": "/tmp/ipython",
        "KERAS_HOME": "/tmp/keras",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        **NUMERICS,
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        # A fork copies a table with a line for each page: large pages, where glibc and the kernel have them, halve it.
        "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
        "PYTHONHASHSEED": "0",  # the order of a set is the same in every lane
        "NBGRADER_EXECUTION": "autograde",
    }


def _options() -> list[str]:
    variables = _variables(python_path())
    settings = [part for name, value in variables.items() for part in ("--setenv", name, value)]
    return [
        *("--unshare-all", "--die-with-parent", "--new-session", "--clearenv", "--hostname", "grader"),
        *("--cap-drop", "ALL", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--chdir", "/tmp"),
        *settings,
    ]


def _folders() -> list[Folder]:
    """Python, its packages, the course's package and the engine's inner half, and nothing else that is ours."""
    interpreter = Path(sys.executable)
    places = {Path(sys.base_prefix), Path(sys.prefix), Path(sysconfig.get_paths()["purelib"])}
    places |= {Path(entry) for entry in site.getsitepackages()}
    places |= {path.parent.parent for path in (interpreter, interpreter.resolve())}
    outermost = [place for place in sorted(places) if not any(other in place.parents for other in places)]
    system = [Path(name) for name in SYSTEM]
    mine = [
        place for place in outermost if place.exists() and not any(place.is_relative_to(s) for s in system)
    ]
    here = Path(course_utils.__file__).parent
    return [
        *(Folder(place, place) for place in mine),
        Folder(here, Path(HOME_INSIDE) / "course" / here.name),
        Folder(INSIDE, Path(HOME_INSIDE) / "engine" / INSIDE.name),
    ]


def _binds(folders: list[Folder], stage: str | None) -> list[str]:
    binds = []
    for name in SYSTEM:
        if os.path.islink(name):
            binds += ["--symlink", os.readlink(name), name]
        elif os.path.exists(name):
            binds += ["--ro-bind", name, name]
    for number, folder in enumerate(folders):
        outside = f"{stage}/{number}" if stage else str(folder.outside)
        binds += ["--ro-bind", outside, str(folder.inside)]
    for path in map(str, _covered(folders)):
        binds += ["--tmpfs", path, "--remount-ro", path]
    # What bubblewrap makes itself, / and /dev, is one for all workers: whoever could write there could reach the next.
    return [*binds, "--remount-ro", "/dev", "--remount-ro", "/"]


def _covered(folders: list[Folder]) -> list[Path]:
    """What is not to be seen of the folders in the sandbox: the reference, and, where the course is installed among
    Python's packages, its packages there."""
    packages = [Path(course_utils.__file__).parent, Path(autograder.__file__).parent]
    shown = [*map(Path, SYSTEM), *(folder.inside for folder in folders)]
    seen = [package for package in packages if any(package.is_relative_to(place) for place in shown)]
    return [*seen, Path(HOME_INSIDE) / "course" / "course_utils" / "reference"]


def _stage(folders: list[Folder]) -> str:
    """A folder of the system that a private mount may cover, because nothing that the sandbox needs lies in it."""
    for name in ("/mnt", "/media", "/srv", "/opt"):
        if os.path.isdir(name) and not any(folder.outside.is_relative_to(name) for folder in folders):
            return name
    raise NoSandbox(
        "Root needs one of the folders /mnt, /media, /srv or /opt to set up the sandbox. Create /mnt."
    )


def _become_nobody(folders: list[Folder], stage: str) -> None:
    """In the child, as root: mounts the folders where another user may read them, and becomes that user.

    Root's own home, where Python may live, is closed to others; a mount of what lies in it is not.
    """
    libc = ctypes.CDLL(None, use_errno=True)

    def must(result: int) -> None:
        if result != 0:
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code))

    must(libc.unshare(_CLONE_NEWNS))
    must(libc.mount(b"none", b"/", None, _MS_REC | _MS_PRIVATE, None))
    must(libc.mount(b"tmpfs", stage.encode(), b"tmpfs", 0, b"mode=755"))
    for number, folder in enumerate(folders):
        target = f"{stage}/{number}"
        os.mkdir(target)
        must(libc.mount(str(folder.outside).encode(), target.encode(), None, _MS_BIND, None))
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)
