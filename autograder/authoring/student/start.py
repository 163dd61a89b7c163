"""Opens the course in JupyterLab. The first start makes the folder .venv beside this file, and installs there.

    python3 start.py           # on Linux and macOS; on Windows: py start.py
    python3 start.py --here    # with what the Python that runs it has installed, in a conda environment, say

Other options go to JupyterLab: --no-browser, say.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
HIDDEN = ROOT / ".jupyter"  # what JupyterLab is told, and the index without what is right so far
PYTHONS = (3, 11), (3, 13)  # the oldest and the newest that TensorFlow comes for
SECONDS = 120  # for JupyterLab to answer
RIGHT = "✓"  # what the output of a check begins with
UNREADABLE = "the notebook can't be read"


def main() -> int:
    arguments = sys.argv[1:]
    if "--here" in arguments:
        arguments.remove("--here")
        python = Path(sys.executable)
    else:
        python = prepared()
    write_index()
    return open_lab(python, arguments)


def prepared() -> Path:
    """The Python of .venv, which is made, and what requirements.txt names installed, unless that was done before."""
    if not PYTHONS[0] <= sys.version_info[:2] <= PYTHONS[1]:
        oldest, newest, this = (".".join(map(str, version[:2])) for version in (*PYTHONS, sys.version_info))
        sys.exit(
            f"The course needs Python {oldest} to {newest}, and this is {this}. Install one of these from "
            "https://www.python.org/downloads/ and run start.py with it (Windows: py -3.12 start.py)."
        )
    folder = ROOT / ".venv"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    done = folder / "installed.txt"
    wanted = f"{ROOT}\n{(ROOT / 'requirements.txt').read_text(encoding='utf-8')}"
    if python.is_file() and done.is_file() and done.read_text(encoding="utf-8") == wanted:
        return python
    started = time.monotonic()
    print("Installing what the course needs into .venv. It is done once, and takes a few minutes ...", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    if subprocess.run([sys.executable, "-m", "venv", str(folder)], check=False).returncode:
        sys.exit("Python could not make .venv; on Debian and Ubuntu, `sudo apt install python3-venv` helps.")
    install = [python, "-m", "pip", "install", "--disable-pip-version-check", "-r", ROOT / "requirements.txt"]
    if subprocess.run(list(map(str, install)), check=False).returncode:
        sys.exit("Something could not be installed; pip says above what. Once that is fixed, run start.py again.")
    where = [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    packages = subprocess.run(list(map(str, where)), check=True, capture_output=True, text=True).stdout.strip()
    # So that utils is found from every notebook, in other editors too.
    Path(packages, "deep_learning_course.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    done.write_text(wanted, encoding="utf-8")
    print(f"Installed in {time.monotonic() - started:.0f} s.", flush=True)
    return python


def open_lab(python: Path, arguments: list[str]) -> int:
    """Runs JupyterLab until it is ended, and says how long it takes to answer."""
    environment = dict(os.environ)
    for name, folder in (("PYTHONPATH", ROOT), ("JUPYTER_CONFIG_PATH", HIDDEN)):
        environment[name] = os.pathsep.join(filter(None, [str(folder), os.environ.get(name)]))
    port = free_port()
    command = [str(python), "-m", "jupyterlab", f"--ServerApp.port={port}", f"--ServerApp.root_dir={ROOT}"]
    started = time.monotonic()
    process = subprocess.Popen([*command, *arguments], cwd=ROOT, env=environment)
    try:
        while process.poll() is None and time.monotonic() - started < SECONDS:
            if answers(port):
                print(f"JupyterLab is ready after {time.monotonic() - started:.1f} s.", flush=True)
                break
            time.sleep(0.1)
    except KeyboardInterrupt:
        pass  # JupyterLab has it too, and asks whether it should end
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


def free_port() -> int:
    """8888, as is usual for Jupyter, or any that is free."""
    for port in (8888, 0):
        try:
            with socket.create_server(("127.0.0.1", port)) as server:
                return int(server.getsockname()[1])
        except OSError:
            continue
    return 8888


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api", timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def write_index(*_: Any, **__: Any) -> None:
    """Writes index.md anew, with what is right so far: what the saved notebooks show below their checks."""
    text = (HIDDEN / "contents.md").read_text(encoding="utf-8")
    ids = re.findall(r"\{(\w+)\}", text)
    shown = {id: checks(ROOT / "assignments" / id / f"{id}.ipynb") for id in ids if id != "all"}
    states = {id: said(right) for id, right in shown.items()}
    states["all"] = said([check for right in shown.values() if right for check in right])
    for id, state in states.items():
        text = text.replace("{" + id + "}", state)
    part = ROOT / "index.md.part"
    part.write_text(text, encoding="utf-8")
    part.replace(ROOT / "index.md")


def checks(path: Path) -> "list[tuple[float, bool]] | None":
    """Points of each check in a saved notebook, and whether it shows that all is right; None if it can't be read."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        found = []
        for cell in cells:
            about = cell["metadata"].get("nbgrader", {})
            if about.get("grade"):
                texts = [output.get("data", {}).get("text/plain", "") for output in cell.get("outputs", [])]
                found.append((float(about["points"]), any("".join(text).startswith(RIGHT) for text in texts)))
        return found
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def said(checks: "list[tuple[float, bool]] | None") -> str:
    if checks is None:
        return UNREADABLE
    right = [points for points, is_right in checks if is_right]
    if checks and len(right) == len(checks):
        return f"{RIGHT} all {len(checks)}"
    return f"{len(right)} of {len(checks)}" + (f", {sum(right):g} points" if right else "")


if __name__ == "__main__":
    sys.exit(main())
