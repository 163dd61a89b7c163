"""The course's plug-ins for nbgrader; nbgrader_config.py puts them in their places."""

from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import Exporter, NotebookExporter
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.course import Course
from autograder.execute import RECORD, Result, grade_notebook
from autograder.feedback import manual_marks, page
from autograder.grade import Grader
from autograder.process import WarmParent
from autograder.reference import stub
from autograder.submission import Submitted, read_submission

Resources = dict[str, Any]


class StubSolutions(NbGraderPreprocessor):
    """Takes the solutions out of a source notebook; a released cell says what to write."""

    def preprocess_cell(self, cell: NotebookNode, resources: Resources, index: int) -> tuple[NotebookNode, Resources]:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = stub(cell.source, cell.metadata.nbgrader.grade_id)
        return cell, resources


class SubmissionExporter(NotebookExporter):
    """Reads submitted notebooks, however broken, so that every one can be graded."""

    def from_filename(
        self, filename: str, resources: Resources | None = None, **kwargs: Any
    ) -> tuple[NotebookNode, Resources]:
        course = Course.find()
        path = course.root / filename
        assert resources is not None, "nbgrader says which student's notebook this is"
        if path.is_relative_to(course.root / "autograded"):  # its second pass, over what the first has written
            return self.from_notebook_node(nbformat.read(path, as_version=4), resources)
        release = course.released(resources["nbgrader"]["assignment"])
        submitted = read_submission(path, release)
        submitted.notebook.metadata[RECORD] = {
            "remarks": submitted.remarks,
            "unreadable": submitted.unreadable,
            "sha256": submitted.sha256,
            "folder": str(path.parent),
        }
        return self.from_notebook_node(submitted.notebook, resources)


class Grade(NbGraderPreprocessor):
    """Runs and judges a submission, in the place of nbgrader's Execute."""

    def preprocess(self, notebook: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        course = Course.find()
        id, student = resources["nbgrader"]["assignment"], resources["nbgrader"]["student"]
        read = notebook.metadata.pop(RECORD)
        submitted = Submitted(notebook, list(read["remarks"]), read["unreadable"], read["sha256"])
        folders = [Path(read["folder"]), course.releases / id]
        entry = course.entry(id)
        grader, parent = _grader(id, course.root), warm_parent(entry.kernel)
        grade_notebook(submitted, folders, grader, parent, student, course.secret, entry.limits)
        return notebook, resources


class FeedbackExporter(Exporter):
    """Writes the feedback page of a graded notebook."""

    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(
        self, nb: NotebookNode, resources: Resources | None = None, **kwargs: Any
    ) -> tuple[str, Resources]:
        notebook, resources = super().from_notebook_node(nb, resources, **kwargs)
        course = Course.find()
        entry = course.entry(resources["nbgrader"]["assignment"])
        return page(
            Result.read(notebook), entry, course.released(entry.id), notebook, manual_marks(notebook)
        ), resources


@cache
def warm_parent(kind: str) -> WarmParent:
    """The process that submissions are forked from: one for each kind, for as long as this process lives."""
    return WarmParent(kind)


@lru_cache(maxsize=4)
def _grader(id: str, root: Path) -> Grader:
    return Grader.load(id, root)
