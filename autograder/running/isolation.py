"""What a submission's process may see and use: the half that is built from outside.

bubblewrap gives the warm parent a file system of its own, read-only, with the interpreter, the course's `utils` and the
folder `inside` of the engine in it and nothing else, and no network. `inside.sandbox` does the rest.
"""

import contextlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from autograder.inside.sandbox import MB, Row, SandboxError, libseccomp, needed


def command(arguments: list[str]) -> list[str]:
    """The command that runs this Python with `arguments` in the sandbox's file system. Raises SandboxError."""
    if shutil.which("bwrap") is None:
        raise SandboxError(
            "bubblewrap is not installed, and submissions cannot be isolated without it: install it "
            "(apt install bubblewrap, dnf install bubblewrap), or grade with --unsafe the work of people you trust"
        )
    libseccomp()
    words = ["bwrap", *["--die-with-parent", "--new-session", "--cap-drop", "ALL"]]
    words += ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
    if os.getuid() == 0:  # only to become nobody: see drop_root
        words += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        words += ["--unshare-user"]
    words += ["--ro-bind", "/usr", "/usr"]
    for path in map(Path, ("/bin", "/sbin", "/lib", "/lib32", "/lib64")):
        if path.is_symlink():
            words += ["--symlink", os.readlink(path), str(path)]
        elif path.exists():
            words += ["--ro-bind", str(path), str(path)]
    for name in ("/etc/ld.so.cache", "/etc/alternatives", "/etc/fonts", "/etc/localtime"):
        words += ["--ro-bind-try", name, name]
    for name in ("/usr/local/share", "/usr/local/etc", "/usr/src"):  # nbgrader's exchange and configuration, by default
        words += ["--tmpfs", name] if Path(name).is_dir() else []
    words += ["--proc", "/proc", "--dev", "/dev", "--perms", "1777", "--tmpfs", "/tmp"]
    for path in needed():
        for parent in [*reversed(path.parents)][1:]:
            words += ["--perms", "0755", "--dir", str(parent)]
        words += ["--ro-bind", str(path), str(path)]
    return [*words, *["--remount-ro", "/", "--remount-ro", "/dev", "--chdir", "/", "--"], sys.executable, *arguments]


def shows(path: Path) -> bool:
    """Whether submissions can read what is in a folder, as it lies in one that the sandbox needs."""
    return any(path.resolve().is_relative_to(folder.resolve()) for folder in (Path("/usr"), *needed()))


def doctor() -> list[Row]:
    """Each mechanism of the sandbox: its name, whether it works here, and what that means. Each is tried, not asked.

    None stands for what is not here and need not be.
    """
    found = shutil.which("bwrap")
    if not found:
        return [("bubblewrap", False, "not installed: apt install bubblewrap")]
    try:
        trials = command(["-m", "autograder.inside.sandbox"])
    except SandboxError:
        return [("bubblewrap", True, found), ("libseccomp", False, "not installed: apt install libseccomp2")]
    done = subprocess.run(trials, capture_output=True, text=True, check=False, timeout=60)
    try:
        rows = [tuple(row) for row in json.loads(done.stdout)]
    except ValueError:
        reason = (done.stderr.strip().splitlines() or ["it printed nothing"])[-1]
        advice = "user namespaces may be off: see sysctl kernel.unprivileged_userns_clone, user.max_user_namespaces"
        rows = [("namespaces", False, f"{reason}; {advice}")]
    return [("bubblewrap", True, found), *rows, _control_group()]


def _control_group() -> Row:
    """Whether the kernel bounds the memory of the whole command, whatever it is used for."""
    name = "control group"
    groups = dict(line.split(":", 2)[1:] for line in Path("/proc/self/cgroup").read_text().splitlines())
    for controllers, file in (("memory", "memory.limit_in_bytes"), ("", "memory.max")):
        folder = Path("/sys/fs/cgroup", controllers, groups.get(controllers, "/").lstrip("/"))
        for path in (folder, *folder.parents):
            with contextlib.suppress(OSError, ValueError):  # no such file, or "max"
                if (bound := int((path / file).read_text()) // MB) < MB * MB:
                    return name, True, f"the kernel holds grading as a whole to {bound} MB of memory"
    advice = "`systemd-run --user --scope -p MemoryMax=8G course grade …` bounds all of it together"
    return name, None, f"not needed; {advice}"
