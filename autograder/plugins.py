"""The course's plug-ins for nbgrader; nbgrader_config.py puts them in their places.

nbgrader gives each converter its exporter when the converter starts: there ours see to it that it takes submissions as
`course grade` does, whatever they are called, and that it copies no file of theirs.
"""

import glob
from datetime import datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from nbconvert.exporters import Exporter, NotebookExporter
from nbformat import NotebookNode
from nbgrader.converters import NbGraderException
from nbgrader.converters.base import BaseConverter
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.course import folders
from autograder.course.course import Course, CourseError
from autograder.judging.display import inert
from autograder.running.batch import Batch, grade_student
from autograder.running.depends import handed_in, moment, of_course, of_submission
from autograder.running.feedback import page
from autograder.running.gradebook import graded_before, opened, stamp, standings
from autograder.running.grader import Grader
from autograder.running.source import stub

Resources = dict[str, Any]


class StubSolutions(NbGraderPreprocessor):
    """Takes the solutions out of a source notebook; a released cell says what to write."""

    def preprocess_cell(self, cell: NotebookNode, resources: Resources, index: int) -> tuple[NotebookNode, Resources]:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = stub(cell.source, cell.metadata.nbgrader.grade_id)
        return cell, resources


class Untouched(CourseDirectory):
    """A course's folders of which nbgrader copies nothing: a file of a submission may be a link, a pipe or a bomb."""

    def format_path(self, nbgrader_step: str, student_id: str, assignment_id: str, escape: bool = False) -> str:
        path = super().format_path(nbgrader_step, student_id, assignment_id, escape)
        if not escape:  # nbgrader asks for the folders that it copies from just before it does
            self.ignore = [*self.ignore[-2:], glob.escape(path)]  # type: ignore[has-type]  # nbgrader has no types
        return path

    def get_existing_timestamp(self, dest_path: str) -> datetime | None:
        """When a submission was handed in, or, of a graded one, when that was; what is no time counts as none."""
        folder = Path(dest_path)
        if folder.parts[-3] == self.submitted_directory:
            return moment(handed_in(folder))
        before = graded_before(folder / f"{folder.name}.ipynb")
        return moment(before.depends.get("time", "")) if before else None


def take_over(converter: BaseConverter, step: str) -> None:
    """Lets a converter of nbgrader's find the submissions in the folder of a step as `course grade` finds them."""
    converter.coursedir = Untouched(**converter.coursedir.trait_values(config=True))
    place, id = Path(converter.coursedir.root) / step, converter.coursedir.assignment_id
    wanted = converter.coursedir.student_id
    converter.assignments = {}
    for name in folders.names(place):
        notebook = place / name / id / f"{id}.ipynb"
        if not (wanted == name or fnmatchcase(name, wanted)) or not folders.is_submission(place, name, id):
            continue
        if "\n" in name:  # nbgrader's patterns do not match it
            converter.log.error("%r has a line break in its name: grade it with `course grade`", name)
        elif step == "submitted" or notebook.is_file():
            converter.assignments[str(notebook.parent)] = [str(notebook)]


class SubmissionExporter(NotebookExporter):
    """Grades submitted notebooks, however broken, as `course grade` does."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        if not isinstance(self.parent, BaseConverter):
            return
        take_over(self.parent, "submitted")
        id = self.parent.coursedir.assignment_id
        try:
            self.course = Course.find(Path(self.parent.coursedir.root))
            self.shared = of_course(self.course, id, self.course.secret, unsafe=False)
            Grader.load(id, self.course.root)  # what is wrong with it is said once, not for each submission
            for sentence in folders.strays(self.course.submitted, id, list(self.course.syllabus)):
                self.log.error("%s", inert(sentence))
        except CourseError as error:
            self.log.error("%s", inert(str(error)))
            raise NbGraderException(str(error)) from None
        convert = self.parent.convert_notebooks  # what the converter does next, when it has its exporter

        def convert_alone() -> None:
            with self.course.alone():
                convert()

        self.parent.convert_notebooks = convert_alone

    def from_filename(
        self, filename: str, resources: Resources | None = None, **kwargs: Any
    ) -> tuple[NotebookNode, Resources]:
        path = self.course.root / filename
        if path.parts[-4] == "autograded":  # nbgrader's second pass, over what the first wrote
            return super().from_filename(filename, resources, **kwargs)
        student, id = path.parts[-3:-1]
        depends = {**self.shared, **of_submission(path.parent)}
        batch = Batch(self.course.root, id, path.parents[2], self.course.secret, run="nbgrader")
        return self.from_notebook_node(stamp(grade_student(batch, student), depends).notebook, resources)


class FeedbackExporter(Exporter):
    """Writes the feedback page of a graded notebook."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        if isinstance(self.parent, BaseConverter):
            take_over(self.parent, "autograded")

    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(
        self, nb: NotebookNode, resources: Resources | None = None, **kwargs: Any
    ) -> tuple[str, Resources]:
        notebook, resources = super().from_notebook_node(nb, resources, **kwargs)
        course = Course.find()
        id, student = resources["nbgrader"]["assignment"], resources["nbgrader"]["student"]
        with opened(course) as gradebook:
            standing = standings(gradebook, id, student)[student]
        made = page(notebook, course.entry(id), course.released(id), standing.manual, standing.penalty)
        return made, resources
