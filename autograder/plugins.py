"""The course's plug-ins for nbgrader; nbgrader_config.py puts them in their places."""

from typing import Any

from nbconvert.exporters import Exporter, NotebookExporter
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.batch import Batch, grade
from autograder.course import Course
from autograder.feedback import page
from autograder.gradebook import manual_marks, opened
from autograder.reference import stub

Resources = dict[str, Any]


class StubSolutions(NbGraderPreprocessor):
    """Takes the solutions out of a source notebook; a released cell says what to write."""

    def preprocess_cell(self, cell: NotebookNode, resources: Resources, index: int) -> tuple[NotebookNode, Resources]:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = stub(cell.source, cell.metadata.nbgrader.grade_id)
        return cell, resources


class SubmissionExporter(NotebookExporter):
    """Grades submitted notebooks, however broken, as `course grade` does."""

    def from_filename(
        self, filename: str, resources: Resources | None = None, **kwargs: Any
    ) -> tuple[NotebookNode, Resources]:
        course = Course.find()
        path = course.root / filename
        if path.is_relative_to(course.root / "autograded"):  # nbgrader's second pass, over what the first has written
            return super().from_filename(filename, resources, **kwargs)
        student, id = path.parts[-3:-1]
        graded = grade(Batch(course.root, id, path.parents[2], course.secret, run="nbgrader"), student)
        return self.from_notebook_node(graded.notebook, resources)


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
        with opened(course) as gradebook:
            manual = manual_marks(gradebook.find_submission(entry.id, resources["nbgrader"]["student"]))
        return page(notebook, entry, course.released(entry.id), manual), resources
