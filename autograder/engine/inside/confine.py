"""Gives up, in the process that is about to run a learner's code, everything that the code has no use for."""

from __future__ import annotations

import ctypes
import errno
import os
import resource
import signal
import struct
import sys
import tempfile
from dataclasses import dataclass

_libc = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS, _PR_SET_DUMPABLE, _PR_SET_SECCOMP = 1, 38, 4, 22
_SECCOMP_MODE_FILTER = 2
_CLONE_NEWNS, _CLONE_NEWUSER, _CLONE_NEWPID, _CLONE_NEWIPC = 0x20000, 0x10000000, 0x20000000, 0x08000000
_CLONE_THREAD = 0x10000
_MS_NOSUID, _MS_NODEV, _MS_NOEXEC, _MS_BIND, _MS_REC = 2, 4, 8, 4096, 16384
_FLAGS = _MS_NOSUID | _MS_NODEV | _MS_NOEXEC
_DENIED = (
    "execve", "execveat", "fork", "vfork", "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise",
    "mount", "umount2", "pivot_root", "chroot", "move_mount", "open_tree", "fsopen", "fsmount", "fsconfig", "fspick",
    "mount_setattr", "setns", "unshare", "socket", "socketpair", "connect", "bind", "listen", "accept", "accept4",
    "bpf", "perf_event_open", "keyctl", "add_key", "request_key", "userfaultfd", "io_uring_setup", "io_uring_enter",
    "io_uring_register", "pidfd_open", "pidfd_getfd", "pidfd_send_signal", "kcmp", "init_module", "finit_module",
    "delete_module", "kexec_load", "kexec_file_load", "reboot", "swapon", "swapoff", "personality", "quotactl",
    "name_to_handle_at", "open_by_handle_at", "setpriority", "ioprio_set", "sched_setattr",
    # Memory that no limit counts: it stays when it is no longer mapped.
    "memfd_create", "memfd_secret", "shmget", "shmat", "semget", "msgget",
)  # fmt: skip


@dataclass(frozen=True)
class Limits:
    """What one worker may use. Memory is what it may add to what the zygote has mapped."""

    memory_bytes: int = 2 * 2**30
    cpu_seconds: int = 300
    file_bytes: int = 64 * 2**20
    disk_bytes: int = 64 * 2**20
    threads: int = 256
    open_files: int = 256


def enter_namespaces() -> None:
    """Enters a user namespace of its own, with every right in it and none outside, and a pid namespace that holds from
    the next fork on. For a process with one thread; raises OSError where the system does not allow it."""
    _enter_user_namespace()
    _check(_libc.unshare(_CLONE_NEWPID))


def _enter_user_namespace() -> None:
    uid, gid = os.getuid(), os.getgid()
    _check(_libc.unshare(_CLONE_NEWUSER))
    for name, text in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)


def fork_apart() -> int:
    """Forks a process that is the first in a pid namespace of its own: what it starts ends with it. Returns as
    `os.fork` does.

    For a process that was forked after `enter_namespaces`; raises OSError.
    """
    child = -1
    with open("/proc/self/ns/pid") as home:
        _check(_libc.unshare(_CLONE_NEWPID))
        try:
            child = os.fork()
        finally:
            if child != 0:
                # The next fork is to begin another, and a second pid namespace is entered from home alone.
                _check(_libc.setns(home.fileno(), _CLONE_NEWPID))
    return child


def die_with_parent() -> None:
    """Has the kernel kill this process when the one that forked it ends; only Linux knows how."""
    if sys.platform != "linux":
        return
    _check(_libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0))


def confine(limits: Limits) -> None:
    """A user, IPC and mounts of its own, among these a small /tmp and a /proc; no capabilities; resource limits; no way
    back, by seccomp.

    For a process that was forked by `fork_apart`; raises OSError where a layer is missing.
    """
    _check(_libc.unshare(_CLONE_NEWNS | _CLONE_NEWIPC))
    for folder, size in (("/tmp", limits.disk_bytes), ("/dev/shm", 2**20)):
        if os.path.isdir(folder):
            _cover(folder, size)
    _check(_libc.mount(b"proc", b"/proc", b"proc", _FLAGS, None))  # shows this worker's processes only
    os.chdir("/tmp")
    _enter_user_namespace()  # in which threads are counted
    _drop_capabilities()
    _limit_resources(limits)
    _check(_libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
    _check(_libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0))
    _filter_calls()


def _cover(folder: str, size: int) -> None:
    """An empty folder of this worker's own in the place of ``folder``. What the sandbox shows below it, as Python where
    the course lies in /tmp, is shown there again."""
    shown = [(path, os.open(path, os.O_PATH)) for path in _mounted_below(folder)]
    options = f"size={size},mode=700,nr_inodes=4096"
    _check(_libc.mount(b"tmpfs", folder.encode(), b"tmpfs", _FLAGS, options.encode()))
    for path, handle in shown:
        os.makedirs(path)
        _check(_libc.mount(f"/proc/self/fd/{handle}".encode(), path.encode(), None, _MS_BIND | _MS_REC, None))
        os.close(handle)


def _mounted_below(folder: str) -> list[str]:
    """Where something is mounted in ``folder``, without what is mounted inside of that."""
    below = [path for path in _mounts if path.startswith(f"{folder}/")]
    return [path for path in below if not any(path.startswith(f"{other}/") for other in below)]


def _read_mounts() -> list[str]:
    """Where something is mounted: the fifth column, in which octal digits stand for spaces and the like."""
    with open("/proc/self/mountinfo", "rb") as table:
        places = (line.split()[4].decode("unicode_escape").encode("latin-1") for line in table)
        return sorted(map(os.fsdecode, places))


def _drop_capabilities() -> None:
    """A new user namespace comes with every capability in it."""
    header = struct.pack("Ii", 0x20080522, 0)
    _check(_libc.capset(header, struct.pack("6I", *[0] * 6)))


def _limit_resources(limits: Limits) -> None:
    for kind, most in (
        (resource.RLIMIT_AS, _mapped_at_fork + limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_FSIZE, limits.file_bytes),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, limits.threads),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_MSGQUEUE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
    ):
        resource.setrlimit(kind, (most, most))


class _Program(ctypes.Structure):
    """The kernel's ``sock_fprog``: a filter of system calls, compiled."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


_INSTRUCTION_BYTES = 8
_program: _Program
_mounts: list[str] = []
_mapped_at_fork = 0


def prepare() -> None:
    """Before the first fork: compiles the filter of system calls, which takes longer than all else that confines a
    worker, and notes what is mounted, and how much address space this process has mapped; limits count from here, since
    /proc is covered later."""
    global _program, _mounts, _mapped_at_fork
    compiled = _compile_filter()
    _program = _Program(len(compiled) // _INSTRUCTION_BYTES, compiled)
    _mounts = _read_mounts()
    with open("/proc/self/statm") as file:
        _mapped_at_fork = int(file.read().split()[0]) * resource.getpagesize()


def _compile_filter() -> bytes:
    import pyseccomp as seccomp

    calls = seccomp.SyscallFilter(defaction=seccomp.ALLOW)
    for name in _DENIED:
        try:
            calls.add_rule(seccomp.ERRNO(errno.EPERM), name)
        except (OSError, RuntimeError, ValueError):
            continue  # this machine's kernel interface has no such call
    # glibc asks for threads by clone3 first, whose flags a filter cannot see, and falls back to clone.
    calls.add_rule(seccomp.ERRNO(errno.ENOSYS), "clone3")
    thread = seccomp.Arg(0, seccomp.MASKED_EQ, _CLONE_THREAD, 0)
    calls.add_rule(seccomp.ERRNO(errno.EPERM), "clone", thread)
    parent_death = seccomp.Arg(0, seccomp.EQ, _PR_SET_PDEATHSIG)
    calls.add_rule(seccomp.ERRNO(errno.EPERM), "prctl", parent_death)
    with tempfile.TemporaryFile() as file:
        calls.export_bpf(file)
        file.seek(0)
        return file.read()


def _filter_calls() -> None:
    _check(_libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(_program), 0, 0))


def _check(result: int) -> None:
    if result != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
