"""What a submission may take: the one place where limits, their units and their defaults are declared."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True)
class Limits:
    """An assignment may have its own, in syllabus.toml: `limits = { cell = 60, memory = 4096 }`.

    cell: seconds for one cell, without those in which it waits for a processor that is busy with something else
    call: seconds for one call of a graded function, counted likewise
    submission: seconds for one run of the notebook, counted likewise; all of its runs and calls have three times as
        much, and all of its grading six times as much by the clock on the wall
    cpu: seconds of processor time for each process
    memory: MB of data for each process
    total_memory: MB for all processes together, looked at several times a second
    processes: processes and threads at a time
    file: MB of one file
    disk: MB of all files together
    inodes: files and folders at a time
    output: MB of what one cell shows; what comes after is cut
    """

    cell: float = 30
    call: float = 5
    submission: float = 300
    cpu: float = 300
    memory: float = 2048
    total_memory: float = 4096
    processes: float = 64
    file: float = 50
    disk: float = 200
    inodes: float = 10_000
    output: float = 1

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> "Limits":
        """The defaults with some values changed. Raises ValueError for an unknown name or a value that is no limit."""
        if not isinstance(table, Mapping):
            raise ValueError(f"limits must be a table, not {table!r}")
        names = [field.name for field in fields(cls)]
        for name, value in table.items():
            if name not in names:
                raise ValueError(f"there is no limit {name!r}; there are {', '.join(names)}")
            if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < 1e9:
                raise ValueError(f"the limit {name} must be a number above 0, not {value!r}")
        return cls(**table)
