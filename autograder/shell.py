"""Runs a notebook's cells as Jupyter would, in this process, and records their outputs."""

import base64
import builtins
import io
import os
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

Output = dict[str, Any]
"""One output in nbformat's own form: output_type, and what belongs to it."""


class NotebookShell:
    """An IPython shell whose outputs go to a list.

    Made once, before the fork; IPython's lazy imports are warmed up by a first expression, error and figure.
    """

    def __init__(self) -> None:
        config = Config()
        config.HistoryManager.enabled = False  # it keeps a thread and a file
        config.InteractiveShell.colors = "NoColor"
        config.InteractiveShell.cache_size = 1000
        self.shell = InteractiveShell.instance(config=config, displayhook_class=_Hook, display_pub_class=_Publisher)
        self.outputs: list[Output] = []
        self.max_output = 2**20
        self._left = 0
        _Hook.put = _Publisher.put = self._put
        self.shell._showtraceback = self._put_error
        builtins.input = _no_input
        self._use_inline_figures()
        for code in ("1", "1 / 0", "import matplotlib.pyplot as plt; plt.plot([1]); plt.show()"):
            self.run(code)
        self.shell.reset(new_session=True)
        self.shell.execution_count = 1

    @property
    def variables(self) -> dict[str, Any]:
        return self.shell.user_ns

    def run(self, code: str) -> list[Output]:
        """Runs one cell and returns its outputs; an error is an output too."""
        self.outputs = []
        self._left = self.max_output
        with redirect_stdout(_Stream("stdout", self._put)), redirect_stderr(_Stream("stderr", self._put)):
            try:
                self.shell.run_cell(code, store_history=True)
            except BaseException as error:  # SystemExit above all: in Jupyter it ends the cell, not the notebook
                self._put_error(type(error), error, [f"{type(error).__name__}: {error}"])
        return self.outputs

    def _put(self, output: Output) -> None:
        """Adds an output, cut where the cell has shown enough."""
        if self._left < 0:
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

    def _put_error(self, kind: Any, error: Any, lines: list[str]) -> None:
        self._put({"output_type": "error", "ename": kind.__name__, "evalue": str(error), "traceback": lines})

    def _use_inline_figures(self) -> None:
        os.environ["MPLBACKEND"] = backend = "module://matplotlib_inline.backend_inline"
        import matplotlib
        from matplotlib_inline.backend_inline import configure_inline_support

        matplotlib.use(backend)
        configure_inline_support(self.shell, backend)


class _Hook(DisplayHook):
    """The value of a cell's last expression."""

    put: Callable[[Output], None]

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        output = {"output_type": "execute_result", "execution_count": self.prompt_count}
        type(self).put({**output, "data": format_dict, "metadata": md_dict or {}})

    def finish_displayhook(self) -> None:
        pass


class _Publisher(DisplayPublisher):
    """What display() shows, and figures."""

    put: Callable[[Output], None]

    def publish(self, data: Any, metadata: Any = None, source: Any = None, *args: Any, **kwargs: Any) -> None:
        type(self).put({"output_type": "display_data", "data": _plain(data), "metadata": metadata or {}})

    def clear_output(self, wait: bool = False) -> None:
        pass


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
