"""What the notebooks import. `check` and `progress` look at a student's functions; see `utils.check`."""

from typing import Any


def __getattr__(name: str) -> Any:
    if name in ("check", "progress"):
        from utils import checking

        return getattr(checking, name)
    raise AttributeError(f"module 'utils' has no attribute {name!r}")
