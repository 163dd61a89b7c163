"""The long trainings that notebooks show a picture of: run with their solutions, and kept beside their sources.

python -m data.long_runs a26_tensorflow_network
"""

import json
import sys
from pathlib import Path

from autograder.running.execute import runs
from autograder.running.source import Source

SOURCES = Path(__file__).parents[1] / "source_notebooks"
RUNS = {
    "a24_optimization": ("{name: model(X, Y, [2, 5, 2, 1], name)[1][::20] for name in ('gd', 'momentum', 'adam')}"),
    "a26_tensorflow_network": (
        "dict(zip(('costs', 'accuracies'), model(X_train, Y_train, X_test, Y_test, num_epochs=300)[1:]))"
    ),
    "a35_residual_networks": (
        "{name: [train(X_train, Y_train, epochs=12, n=4, shortcut=name == 'with', seed=seed)[1]"
        " for seed in range(1, 6)] for name in ('with', 'without')}"
    ),
}


def rounded(value):
    """Numbers to four digits behind the point, in lists and dictionaries too."""
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    return [rounded(item) for item in value] if isinstance(value, list) else round(float(value), 4)


def variables_of(id):
    """The variables of an assignment after all cells down to its training function, but checks and drawings."""
    variables = {"__name__": "__main__"}
    for cell in Source(SOURCES / id / f"{id}.py").notebook.cells:
        folded = cell.metadata.get("jupyter", {}).get("source_hidden")
        if runs(cell, full=not folded) and "picture" not in cell.metadata.get("tags", []):
            exec(cell.source, variables)
        if "def model(" in cell.source or "def train(" in cell.source:
            return variables
    raise ValueError(f"{id} has no function model or train")


def run(id):
    """What the long run of an assignment gives."""
    return rounded(eval(RUNS[id], variables_of(id)))


if __name__ == "__main__":
    for id in sys.argv[1:] or RUNS:
        (SOURCES / id / "long_run.json").write_text(json.dumps(run(id)) + "\n", encoding="utf-8")
