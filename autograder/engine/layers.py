"""The layers of the sandbox, tried one by one: what works here and what to do about what does not."""

from __future__ import annotations

import ctypes.util
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

from autograder.engine.nursery import NoWorker, Nursery
from autograder.engine.sandbox import NoSandbox


@dataclass(frozen=True)
class Layer:
    """One layer: what it is, whether it works here, and what was found or is to be done."""

    name: str
    works: bool
    note: str


def try_layers() -> list[Layer]:
    """Tries every layer; the last one forks a worker behind all of them."""
    layers = [_try(name, attempt) for name, attempt in _LAYERS.items()]
    if all(layer.works for layer in layers):
        layers.append(_try("a confined worker", _fork_worker))
    return layers


def _try(name: str, attempt: Callable[[], str]) -> Layer:
    try:
        return Layer(name, True, attempt())
    except (NoSandbox, NoWorker, OSError, ImportError, subprocess.SubprocessError) as problem:
        return Layer(name, False, str(problem))


def _linux() -> str:
    if sys.platform != "linux":
        raise NoSandbox("The sandbox needs Linux. Grade in a Linux virtual machine or container.")
    return "Linux"


def _bubblewrap() -> str:
    found = shutil.which("bwrap")
    if found is None:
        raise NoSandbox("Install bubblewrap; on Debian and Ubuntu: apt-get install bubblewrap.")
    return subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout.strip()


def _libseccomp() -> str:
    if ctypes.util.find_library("seccomp") is None:
        raise NoSandbox("Install libseccomp; on Debian and Ubuntu: apt-get install libseccomp2.")
    import pyseccomp

    return f"libseccomp, through {pyseccomp.__name__}"


def _user_namespaces() -> str:
    tried = subprocess.run(
        ["bwrap", "--unshare-user", "--ro-bind", "/", "/", "true"], capture_output=True, text=True, timeout=20
    )
    if tried.returncode != 0:
        raise NoSandbox(
            f"{tried.stderr.strip()} Allow user namespaces: sysctl kernel.unprivileged_userns_clone=1 or, on Ubuntu, "
            "sysctl kernel.apparmor_restrict_unprivileged_userns=0; a container needs a seccomp profile with unshare."
        )
    return "unprivileged user namespaces"


def _fork_worker() -> str:
    with Nursery() as nursery:
        nursery.kill(nursery.fork())
    return "starts, is confined and ends"


_LAYERS: dict[str, Callable[[], str]] = {
    "Linux": _linux,
    "bubblewrap": _bubblewrap,
    "libseccomp": _libseccomp,
    "user namespaces": _user_namespaces,
}
