"""What the notebooks import. `check` and `progress` look at a student's functions; see `autograder.check`.

`doctor` looks at the whole notebook before it is handed in; see `autograder.doctor`.
"""

from importlib.util import find_spec
from typing import Any


def __getattr__(name: str) -> Any:
    if name not in ("check", "progress", "doctor"):
        raise AttributeError(f"module 'utils' has no attribute {name!r}")
    if find_spec("autograder.check") is None:  # where submissions are graded, from outside, there is nothing to check
        return _nothing
    if name == "doctor":
        from autograder.doctor import doctor

        return doctor
    from autograder import check

    return getattr(check, name)


def _nothing(*_: Any) -> None:
    """In place of these while a notebook is graded."""
