"""What a submission's process may see and use: the half that is built from inside.

The warm parent has a file system of its own (see `running.isolation`). Each of its children enters user, process, mount
and ipc namespaces of its own, with a small private /tmp, no capabilities, resource limits and a filter of system calls
(libseccomp's). All of it works as root and as an ordinary user.
"""

import ctypes
import errno
import fcntl
import json
import mmap
import os
import resource
import signal
import socket
import sys
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import NoReturn

from autograder import TENSORFLOW

HERE = Path(__file__).parent
COURSE = HERE.parents[1]
HELPERS, DATA = COURSE / "utils", COURSE / "data"  # what of a course submissions may read, besides their own files
WORK = Path("/tmp/work")  # a submission's own folder, inside
NOBODY = 65534
MB = 2**20
DESCRIPTORS = 256  # files that a process may have open
ROOM = 0.25  # share of its memory that a notebook's cells have to leave for the calls of its functions
LIBSECCOMP = "libseccomp.so.2"

# The whole environment of a submission. Python's memory is in large pages: a fork copies fewer entries.
ENVIRONMENT = {
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
    "HOME": str(WORK),
    "LANG": "C.UTF-8",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "MPLCONFIGDIR": "/tmp/matplotlib",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PATH": "/usr/bin:/bin",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONHASHSEED": "0",  # sets are in the same order each time
    "PYTHONMALLOC": "malloc",
    **TENSORFLOW,
    "TF_NUM_INTEROP_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_ONEDNN_USE_SYSTEM_ALLOCATOR": "1",  # its own gives nothing for seconds after a tensor that was too large
    "TMPDIR": "/tmp",
    "USER": "student",
}

_CLONE_NEWNS, _CLONE_NEWIPC, _CLONE_NEWUSER, _CLONE_NEWPID = 0x00020000, 0x08000000, 0x10000000, 0x20000000
_MS_RDONLY, _MS_NOSUID, _MS_NODEV, _MS_REMOUNT, _MS_BIND, _MS_REC = 1, 2, 4, 32, 4096, 16384
_CLONE_NEW = (0x02000000, 0x04000000, 0x40000000, _CLONE_NEWNS, _CLONE_NEWIPC, _CLONE_NEWUSER, _CLONE_NEWPID)
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS = 1, 4, 22, 24, 38
_SECCOMP_MODE_FILTER = 2
_KEYCTL_JOIN_SESSION_KEYRING = 1
_MAP_SHARED_ANONYMOUS = 0x01 | 0x20
_ALLOW, _ERRNO, _ATTRIBUTE_BAD_ARCH = 0x7FFF0000, 0x00050000, 2  # libseccomp's own numbers
_NOT_EQUAL, _MASKED_EQUAL = 1, 7

# System calls that a submission has no use for, by what they would be used for. Numbers are those of calls that are
# newer than this list: libraries know how to do without.
REFUSED = {
    "to leave something behind": "add_key request_key keyctl",
    "to take memory that is in no process": (
        "memfd_create memfd_secret vmsplice shmget shmat shmctl shmdt semget semop semtimedop semctl msgget msgsnd "
        "msgrcv msgctl mq_open"
    ),
    "to reach other processes": (
        "ptrace process_vm_readv process_vm_writev process_madvise pidfd_getfd kcmp migrate_pages move_pages"
    ),
    "to see or change more of the file system": (
        "mount umount umount2 pivot_root chroot fsopen fsconfig fsmount fspick open_tree move_mount mount_setattr "
        "setns unshare name_to_handle_at open_by_handle_at fanotify_init fanotify_mark quotactl quotactl_fd "
        "swapon swapoff"
    ),
    "to take what the machine has few of": "io_setup inotify_init inotify_init1",
    "to attack the kernel": (
        "bpf io_uring_setup io_uring_enter io_uring_register perf_event_open userfaultfd personality modify_ldt "
        "lookup_dcookie uselib ustat sysfs _sysctl nfsservctl vserver"
    ),
    "to change the machine": (
        "kexec_load kexec_file_load init_module finit_module delete_module create_module reboot acct syslog vhangup "
        "iopl ioperm settimeofday stime clock_settime clock_adjtime adjtimex sethostname setdomainname"
    ),
}
NEWER = range(451, 512)
# Locks of parts of a file, of which a process can have any number, all in the kernel's memory. They are said to be
# taken, and nobody has them: only processes of one submission could meet there.
LOCKS = (fcntl.F_SETLK, fcntl.F_SETLKW, fcntl.F_OFD_SETLK, fcntl.F_OFD_SETLKW)
_libc = ctypes.CDLL(None, use_errno=True)

Bounds = Mapping[str, float]
"""What a submission may take, by the names that `course.limits` declares."""


class SandboxError(RuntimeError):
    """Submissions cannot be isolated here; the message says what is missing and how to get it."""


@cache
def needed() -> tuple[Path, ...]:
    """What there is outside of /usr of Python, its packages, the course's `utils` and data, and this folder."""
    paths = [Path(sys.base_prefix), Path(sys.prefix), Path(sys.executable).resolve().parents[1], HERE, HELPERS, DATA]
    paths.append(HERE.with_name("__init__.py"))  # of the engine no more than this folder
    kept: list[Path] = []
    for path in sorted({path for path in paths if path.exists()}):
        if not path.is_relative_to("/usr") and not any(path.is_relative_to(other) for other in kept):
            kept.append(path)
    return tuple(kept)


def drop_root() -> None:
    """Becomes nobody, where it runs as root, and leaves the session's keys: root's own are out of reach then."""
    if os.getuid() == 0:
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    _libc.prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0)  # otherwise its own /proc/self is not its own
    # A session keyring of its own, which ends with it. Where that is refused, as in many containers, there are none.
    _libc.syscall(libseccomp().seccomp_syscall_resolve_name(b"keyctl"), _KEYCTL_JOIN_SESSION_KEYRING, None)
    _filter()  # once, before the first fork


def die_with_parent() -> None:
    """This process is killed when the one that has started it ends."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def run(bounds: Bounds, work: Callable[[], None], unsafe: bool = False) -> NoReturn:
    """Does `work` in a process and, unless it is unsafe, in namespaces of its own; then this process ends.

    SIGINT to this process interrupts the work, and SIGTERM ends it. Whatever is started inside of the namespaces dies
    with the first process in there, and that one with this.
    """
    if not unsafe:
        user, group = os.getuid(), os.getgid()
        _check(_libc.unshare(_CLONE_NEWUSER | _CLONE_NEWPID | _CLONE_NEWNS | _CLONE_NEWIPC), "unshare")
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"1000 {user} 1")
        Path("/proc/self/gid_map").write_text(f"1000 {group} 1")
    inner = os.fork()
    if inner == 0:
        try:
            die_with_parent()
            os.setsid()  # a signal to its own process group does not reach the process that watches it
            set_limits(bounds) if unsafe else _lock_down(bounds)
            work()
        finally:
            os._exit(0)
    signal.signal(signal.SIGINT, lambda number, frame: os.kill(inner, signal.SIGINT))
    signal.signal(signal.SIGTERM, lambda number, frame: os.killpg(inner, signal.SIGKILL))
    os.closerange(3, 2**16)
    os.waitpid(inner, 0)
    os._exit(0)


def _lock_down(bounds: Bounds) -> None:
    """From inside: private folders, no view of processes, no further namespaces, no capabilities, limits."""
    Path("/proc/sys/user/max_user_namespaces").write_text("0")
    hidden = [path for path in needed() if path.is_relative_to("/tmp")]
    handles = [os.open(path, os.O_PATH) for path in hidden]
    _mount_tmpfs("/tmp", f"size={int(bounds['disk'] * MB)},nr_inodes={int(bounds['inodes'])},mode=0777")
    for path, handle in zip(hidden, handles, strict=True):  # a course that lies in /tmp itself
        (path if Path(f"/proc/self/fd/{handle}").is_dir() else path.parent).mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.touch()
        source, target = f"/proc/self/fd/{handle}".encode(), str(path).encode()
        _check(_libc.mount(source, target, None, _MS_BIND | _MS_REC, None), f"bind {path}")
        os.close(handle)
    _hide_code(HELPERS)
    _mount_tmpfs("/dev/shm", f"size={MB},nr_inodes=256,mode=0777")
    # Mapped and shared, /dev/zero is memory that need not be in any process. The machine has few terminals for all.
    for device in (b"/dev/zero", b"/dev/pts/ptmx"):
        _check(_libc.mount(b"/dev/null", device, None, _MS_BIND, None), f"bind {device.decode()}")
    about_the_machine = {name: Path("/proc", name).read_bytes() for name in ("cpuinfo", "meminfo")}
    _mount_tmpfs("/proc", f"size={MB},nr_inodes=8,mode=0755")
    for name, content in about_the_machine.items():
        Path("/proc", name).write_bytes(content)
    Path("/proc/self").mkdir()  # an ordinary folder: TensorFlow wants to know what it runs in, and only that is in it
    Path("/proc/self/exe").symlink_to(sys.executable)
    Path("/proc/self/cmdline").write_bytes(b"python\0")
    _check(_libc.mount(None, b"/proc", None, _MS_REMOUNT | _MS_RDONLY, None), "remount /proc")
    WORK.mkdir()
    _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    for capability in range(64):
        _libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)
    header, nothing = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    _check(_libc.capset(ctypes.byref(header), ctypes.byref(nothing)), "capset")
    # Only now: a limit from before the namespace was made would count the user's processes outside of it as well.
    resource.setrlimit(resource.RLIMIT_NPROC, (int(bounds["processes"]), int(bounds["processes"])))
    set_limits(bounds)
    program = _filter()
    loaded = _libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0)
    _check(loaded, "filter of system calls")


class _Argument(ctypes.Structure):
    """libseccomp's `scmp_arg_cmp`: a condition on one argument of a system call."""

    _fields_ = (("number", ctypes.c_uint), ("comparison", ctypes.c_int), ("a", ctypes.c_uint64), ("b", ctypes.c_uint64))


def libseccomp() -> ctypes.CDLL:
    """The library that makes filters of system calls. Raises SandboxError."""
    try:
        library = ctypes.CDLL(LIBSECCOMP)
    except OSError:
        raise SandboxError(
            "libseccomp is not installed, and submissions cannot be isolated without it: install it "
            "(apt install libseccomp2, dnf install libseccomp), or grade with --unsafe the work of people you trust"
        ) from None
    library.seccomp_init.restype = ctypes.c_void_p
    return library


class _Program(ctypes.Structure):
    """The kernel's `sock_fprog`: the instructions of a filter, of 8 bytes each."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


@cache
def _filter() -> _Program:
    """The filter for submissions, which refuses what REFUSED names, and calls as another processor would make them.

    Sockets are for processes of the submission among themselves, and memory that is shared is in a file, so that both
    can be counted. A `clone3` has its flags in memory, where a filter cannot see them: libraries go back to `clone`.
    """
    library = libseccomp()
    context = ctypes.c_void_p(library.seccomp_init(_ALLOW))
    names = [name for names in REFUSED.values() for name in names.split()]
    rules: list[tuple[int, int | str, tuple[_Argument, ...]]] = [(errno.EPERM, name, ()) for name in names]
    rules += [(errno.ENOSYS, call, ()) for call in ("clone3", *NEWER)]
    rules += [(errno.EPERM, "clone", (_Argument(0, _MASKED_EQUAL, flag, flag),)) for flag in _CLONE_NEW]
    only_local = (_Argument(0, _NOT_EQUAL, socket.AF_UNIX),)
    rules += [(errno.EAFNOSUPPORT, name, only_local) for name in ("socket", "socketpair")]
    shared = _Argument(3, _MASKED_EQUAL, _MAP_SHARED_ANONYMOUS, _MAP_SHARED_ANONYMOUS)
    buffer = tuple(
        _Argument(number, _MASKED_EQUAL, 0xFFFFFFFF, value)
        for number, value in ((1, socket.SOL_SOCKET), (2, socket.SO_SNDBUF))
    )
    rules += [(errno.EPERM, "mmap", (shared,)), (errno.EPERM, "setsockopt", buffer)]
    rules += [(0, "fcntl", (_Argument(1, _MASKED_EQUAL, 0xFFFFFFFF, lock),)) for lock in LOCKS]
    _done(library.seccomp_attr_set(context, _ATTRIBUTE_BAD_ARCH, _ERRNO | errno.ENOSYS), "another architecture")
    for number, call, conditions in rules:
        known = call if isinstance(call, int) else library.seccomp_syscall_resolve_name(call.encode())
        if known != -1:  # libseccomp is older than this call, and NEWER refuses it
            array = (_Argument * len(conditions))(*conditions)
            _done(library.seccomp_rule_add_array(context, _ERRNO | number, known, len(array), array), str(call))
    with tempfile.TemporaryFile() as file:
        _done(library.seccomp_export_bpf(context, file.fileno()), "export")
        file.seek(0)
        instructions = file.read()
    return _Program(len(instructions) // 8, instructions)


def _done(result: int, what: str) -> None:
    """Raises OSError where a function of libseccomp has failed: these return an error's number below zero."""
    if result < 0:
        raise OSError(-result, f"filter of system calls, {what}: {os.strerror(-result)}")


def _hide_code(package: Path) -> None:
    """Leaves of a package that is imported already its other files only: its code could be copied."""
    others = {path.name: path.read_bytes() for path in package.iterdir() if path.suffix != ".py" and path.is_file()}
    _mount_tmpfs(str(package), f"size={MB},mode=0755")
    for name, content in others.items():
        (package / name).write_bytes(content)
    _check(_libc.mount(None, str(package).encode(), None, _MS_REMOUNT | _MS_RDONLY, None), f"remount {package}")


def set_limits(bounds: Bounds) -> None:
    """The resource limits of this process and of those it starts."""
    for name, value in (
        ("DATA", bounds["memory"] * MB),
        (
            "AS",
            2 * bounds["memory"] * MB,
        ),  # shared memory does not count as data; TensorFlow reserves twice what it uses
        ("FSIZE", bounds["file"] * MB),
        ("CPU", bounds["cpu"]),
        ("CORE", 0),
        ("NOFILE", DESCRIPTORS),
    ):
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (int(value), int(value)))


def has_room() -> bool:
    """Whether ROOM of the memory that this process may have is still free; none of it is touched."""
    limit, _ = resource.getrlimit(resource.RLIMIT_DATA)
    try:
        mmap.mmap(-1, int(limit * ROOM), flags=mmap.MAP_PRIVATE).close()
    except (OSError, ValueError, OverflowError):
        return False
    return True


def _mount_tmpfs(where: str, options: str) -> None:
    name = b"tmpfs"
    _check(_libc.mount(name, where.encode(), name, _MS_NOSUID | _MS_NODEV, options.encode()), f"mount {where}")


def _check(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


Row = tuple[str, bool | None, str]


def _trials() -> list[Row]:
    """What the sandbox should refuse, tried from inside."""

    def many_files() -> None:
        for number in range(1000):
            Path(f"/tmp/small{number}").touch()

    def system_call(name: str) -> None:
        _check(min(_libc.syscall(libseccomp().seccomp_syscall_resolve_name(name.encode()), b"", 0, 0, 0, 0), 0), name)

    def fork_until_refused() -> None:
        for _ in range(1000):
            if os.fork() == 0:
                signal.pause()

    large = Path("/tmp/large")
    trials: list[tuple[str, str, Callable[[], object]]] = [
        ("network", "no connection leaves", lambda: socket.create_connection(("192.0.2.1", 80), timeout=1)),
        ("packages", "interpreter and utils are read-only", lambda: HERE.joinpath("x").write_text("")),
        ("course", "source notebooks are not there", lambda: os.stat(COURSE / "source_notebooks")),
        ("home", "home folders are not there", lambda: os.listdir("/home") or os.listdir("/root/.ipython")),
        ("disk", "the private /tmp is bounded", lambda: large.write_bytes(b"0" * 40 * MB)),
        ("files", "their number is bounded", many_files),
        ("memory", "data of a process is bounded", lambda: bytearray(600 * MB)),
        ("shared memory", "it is in files only, which are bounded", lambda: mmap.mmap(-1, 4096)),
        ("keys", "nothing is left in the kernel's keyrings", lambda: system_call("add_key")),
        ("system calls", "those that nothing here needs are refused", lambda: system_call("memfd_create")),
        ("namespaces", "no further ones can be made", lambda: _check(_libc.unshare(_CLONE_NEWUSER), "unshare")),
        ("capabilities", "none are left", lambda: _mount_tmpfs("/usr", "size=4096")),
        ("processes", "their number is bounded", fork_until_refused),
    ]
    alone = os.getpid() == 1 and not any(name.isdigit() for name in os.listdir("/proc"))
    rows: list[Row] = [("process view", alone, "it sees no process but its own")]
    for name, meaning, work in trials:
        try:
            work()
            rows.append((name, False, f"{meaning} (was not refused)"))
        except (OSError, MemoryError) as error:
            rows.append((name, True, f"{meaning} ({str(error) or type(error).__name__})"))
    return rows


if __name__ == "__main__":
    drop_root()
    bounds = {"disk": 20, "inodes": 500, "memory": 300, "processes": 40, "file": 50, "cpu": 60}
    run(bounds, lambda: print(json.dumps(_trials()), flush=True))
