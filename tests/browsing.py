"""JupyterLab in Chromium, for the tests that look at what people see."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt install chromium")
PLACES = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "JUPYTERLAB_SETTINGS_DIR")


@contextmanager
def jupyterlab(root: Path, home: Path, settings: Mapping[str, str], seconds: float, *options: str) -> Iterator[str]:
    """The address of a JupyterLab that serves the folder `root`, as soon as it answers.

    home: in which is all that it keeps for somebody, in folders of the names of PLACES
    settings: of JupyterLab's own plug-ins, by name
    seconds: that it may take to start, and to end
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    places = {name: str(home / name) for name in PLACES}
    for plugin, text in settings.items():
        path = Path(places["JUPYTERLAB_SETTINGS_DIR"], "@jupyterlab", f"{plugin}.jupyterlab-settings")
        path.parent.mkdir(parents=True)
        path.write_text(text)
    own = ["--no-browser", "--allow-root", f"--port={port}", "--IdentityProvider.token=", f"--notebook-dir={root}"]
    with (home / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *own, *options],
            cwd=root,
            env={**os.environ, **places, "HOME": str(home)},
            stdout=subprocess.DEVNULL,
            stderr=log,
        )
    try:
        yield _answers(f"http://127.0.0.1:{port}", process, home / "log", seconds)
    finally:
        process.terminate()
        process.wait(seconds)


def _answers(address: str, process: subprocess.Popen, log: Path, seconds: float) -> str:
    """The address, as soon as a server answers there."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/api", timeout=seconds):
                return address
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(log.read_text())
