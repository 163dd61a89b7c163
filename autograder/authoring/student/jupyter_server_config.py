"""What `start.py` has JupyterLab do: open on the index, which is written anew whenever a notebook is saved."""

import logging
import runpy
import warnings
from pathlib import Path
from typing import Any

write_index = runpy.run_path(str(Path(__file__).parents[1] / "start.py"))["write_index"]


def saved(model: dict[str, Any], **_: Any) -> None:
    if model["type"] == "notebook":
        try:
            write_index()
        except OSError as error:  # otherwise the notebook would seem not to be saved
            logging.getLogger(__name__).warning("index.md is not written: %s", error)


c = get_config()  # type: ignore[name-defined]  # noqa: F821  (Jupyter provides it)
c.LabApp.default_url = "/lab/tree/index.md"
c.LabApp.news_url = None
# Jupyter sets it when it starts and when it reads this.
warnings.filterwarnings("ignore", message="Overriding existing post_save_hook")
c.FileContentsManager.post_save_hook = saved
# What instructors use, where nbgrader is installed; its Validate button stays.
OFF = ("assignment_list", "course_list", "formgrader")
c.ServerApp.jpserver_extensions.update({f"nbgrader.server_extensions.{name}": False for name in OFF})
