"""What the notebooks import. `check` and `progress` look at a student's functions; see `autograder.check`."""

from importlib.util import find_spec
from typing import Any


def __getattr__(name: str) -> Any:
    if name not in ("check", "progress"):
        raise AttributeError(f"module 'utils' has no attribute {name!r}")
    if find_spec("autograder.check") is None:  # where submissions are graded, from outside, there is nothing to check
        return _nothing
    from autograder import check

    return getattr(check, name)


def _nothing(*_: Any) -> None:
    """In place of `check` and `progress` while a notebook is graded."""
