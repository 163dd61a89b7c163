"""Runs a notebook's cells as Jupyter would, in this process, and records their outputs."""

import ast
import base64
import builtins
import dis
import inspect
import io
import subprocess
import sys
import traceback
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout, suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.formatters import DisplayFormatter
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

MAX_RESUMED = 20  # times that a cell goes on behind a statement that stopped it

Output = dict[str, Any]
"""One output in nbformat's own form: output_type, and what belongs to it."""


class _Formatter(DisplayFormatter):
    """Makes of a value, or a figure, what a notebook shows of it."""

    def format(self, *args: Any, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        return ({}, {}) if self.parent.quiet else super().format(*args, **kwargs)


class _Hook(DisplayHook):
    """The value of a cell's last expression."""

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        output = {"output_type": "execute_result", "execution_count": self.prompt_count}
        self.shell.put({**output, "data": format_dict, "metadata": md_dict or {}})

    def finish_displayhook(self) -> None:
        pass


class _Publisher(DisplayPublisher):
    """What display() shows, and figures."""

    def publish(self, data: Any, metadata: Any = None, source: Any = None, *args: Any, **kwargs: Any) -> None:
        self.shell.put({"output_type": "display_data", "data": _plain(data), "metadata": metadata or {}})

    def clear_output(self, wait: bool = False) -> None:
        pass


class _Compiler(CachingCompiler):
    def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:
        """The name of a cell's file. Of one that it does not know, `inspect` asks all modules, for each traceback."""
        name = super().get_code_name(raw_code, transformed_code, number)
        inspect.modulesbyfile[str(Path(name).absolute())] = "__main__"
        return name


class NotebookShell(InteractiveShell):
    """An IPython shell whose outputs go to a list."""

    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)
    compiler_class = Type(_Compiler)
    max_output = 2**20  # characters that a cell may show
    quiet = False  # whether nobody looks: what takes long to show is not made then

    @classmethod
    def warm(cls) -> "NotebookShell":
        """The shell, made once before the fork; an expression, an error and a figure warm up IPython's lazy imports."""
        config = Config()
        config.HistoryManager.enabled = False  # it keeps a thread and a file
        config.InteractiveShell.colors = "NoColor"
        config.InteractiveShell.cache_size = 1000
        shell = cls.instance(config=config)
        builtins.input = _no_input
        for code in ("1", "1 / 0", "%matplotlib inline", "import matplotlib.pyplot as plt; plt.plot([1]); plt.show()"):
            shell.run(code)
        shell.reset(new_session=True)
        shell.execution_count = 1
        return shell

    def run(self, code: str) -> list[Output]:
        """Runs one cell and returns its outputs; an error is an output too."""
        self.outputs: list[Output] = []
        self._left = self.max_output
        with redirect_stdout(_Stream("stdout", self.put)), redirect_stderr(_Stream("stderr", self.put)):
            try:
                result = self.run_cell(code, store_history=True)
                if above := self._above(code, result.error_before_exec):
                    result = self.run_cell(code := above)
                for _ in range(MAX_RESUMED):
                    if not (code := self._behind(code, result.error_in_exec)):
                        break
                    result = self.run_cell(code)
            except BaseException as error:  # SystemExit above all: in Jupyter it ends the cell, not the notebook
                self._showtraceback(type(error), error, [f"{type(error).__name__}: {error}"])
        return self.outputs

    def _above(self, code: str, error: BaseException | None) -> str:
        """What of a cell stands above the statement that is no Python.

        Jupyter would not run it. Here Python may be older than a student's: that costs what it doesn't know, no more.
        Nothing that is there is made something else so: a scratch cell with an older function may never have run.
        """
        if not isinstance(error, SyntaxError):
            return ""
        lines = self.transform_cell(code).split("\n")
        starts = [i for i, line in enumerate(lines[: error.lineno]) if line[:1].strip(" \t#)]}")]
        for start in starts[: -MAX_RESUMED - 1 : -1]:
            above = "\n".join(lines[:start])
            with suppress(SyntaxError, ValueError, RecursionError, MemoryError):
                return "" if _assigned(above) & self.user_ns.keys() else above.strip()
        return ""

    def _behind(self, code: str, error: BaseException | None) -> str:
        """What of a cell stands behind a statement that stopped it and defines nothing, or what can't be imported.

        Jupyter would not run it. Here a package, a magic or a style may be missing that a student has: it costs itself.
        """
        if not isinstance(error, Exception):
            return ""
        python = self.transform_cell(code)
        lines = [n for frame, n in traceback.walk_tb(error.__traceback__) if frame.f_globals is self.user_ns]
        try:
            nodes = ast.parse(python).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return ""
        for node in nodes:
            if isinstance(node, (ast.Import, ast.ImportFrom, ast.Expr)) and lines and _has(node, lines[0]):
                return "\n".join(python.split("\n")[node.end_lineno :]).strip()
        return ""

    def init_display_formatter(self) -> None:
        self.display_formatter = _Formatter(parent=self)
        self.configurables.append(self.display_formatter)

    def put(self, output: Output) -> None:
        """Adds an output, cut where the cell has shown enough."""
        if self._left < 0 or self.quiet:
            return
        if output["output_type"] == "stream":
            output["text"] = output["text"][: self._left + 1]
            self._left -= len(output["text"])
        else:
            self._left -= _size(output)
        if self._left < 0:
            kept, name = output.get("text", ""), output.get("name", "stdout")
            output = {"output_type": "stream", "name": name, "text": f"{kept}\n[the rest of the output is cut]\n"}
        last = self.outputs[-1] if self.outputs else {}
        if output["output_type"] == "stream" and last.get("name") == output["name"]:
            last["text"] += output["text"]
        else:
            self.outputs.append(output)

    def showtraceback(self, *args: Any, **kwargs: Any) -> None:
        if not self.quiet:
            super().showtraceback(*args, **kwargs)

    def _showtraceback(self, etype: Any, evalue: Any, stb: list[str]) -> None:
        self.put({"output_type": "error", "ename": etype.__name__, "evalue": str(evalue), "traceback": stb})

    def _format_exception_for_storage(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """IPython would make each traceback once more, for its history, which nobody reads."""
        return {}

    def system(self, cmd: str) -> None:
        """What `!` does: here without a terminal of its own."""
        done = subprocess.run(self.var_expand(cmd, depth=1), shell=True, stdin=subprocess.DEVNULL, capture_output=True)
        for text, stream in ((done.stdout, sys.stdout), (done.stderr, sys.stderr)):
            if text:
                print(text.decode(errors="replace"), end="", file=stream)
        self.user_ns["_exit_code"] = done.returncode

    def ask_exit(self) -> None:
        """What `exit()` and `quit()` ask for."""
        raise SystemExit("it ends the kernel in Jupyter; here it ends the cell")

    def enable_gui(self, gui: Any = None) -> None:
        """There is none; `%matplotlib inline` asks for it all the same."""


def _assigned(code: str) -> set[str]:
    """The variables that code gives a value, but for what it imports."""
    steps = list(dis.get_instructions(compile(code, "<above>", "exec")))
    return {
        str(step.argval)
        for before, step in pairwise(steps)
        if step.opname == "STORE_NAME" and before.opname not in ("IMPORT_NAME", "IMPORT_FROM")
    }


def _has(node: ast.stmt, line: int) -> bool:
    return node.lineno <= line <= (node.end_lineno or node.lineno)


def _size(output: Any) -> int:
    """Characters of text in an output, at all depths."""
    if isinstance(output, dict):
        return sum(_size(value) for value in output.values())
    if isinstance(output, (list, tuple)):
        return sum(_size(value) for value in output)
    return len(output) if isinstance(output, (str, bytes)) else 8


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    """A bundle with its pictures as base64 text, as notebooks store them."""
    return {k: base64.b64encode(v).decode() if isinstance(v, bytes) else v for k, v in data.items()}


class _Stream(io.TextIOBase):
    def __init__(self, name: str, put: Callable[[Output], None]) -> None:
        self._name = name
        self._put = put

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self._put({"output_type": "stream", "name": self._name, "text": text})
        return len(text)


def _no_input(prompt: object = "") -> str:
    raise EOFError("input() has nobody to ask here; give the value in the code")
