"""nbgrader's configuration for this course: its folders, and the course's own plug-ins."""

from nbgrader.coursedir import CourseDirectory

c = get_config()  # noqa: F821  (nbgrader provides it)

c.CourseDirectory.course_id = "deep_learning"
c.CourseDirectory.source_directory = "source_notebooks"
c.CourseDirectory.release_directory = "assignments"
# The source is a .py with the solutions; nbgrader would copy it into the release.
c.CourseDirectory.ignore = [*CourseDirectory().ignore, "*.py"]

# nbgrader's own steps, but for the stub: each released cell says what to write.
c.GenerateAssignment.preprocessors = [
    "nbgrader.preprocessors.LockCells",
    "autograder.plugins.StubSolutions",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
]

# Submissions are read, run and judged by the course's own engine; nbgrader keeps the marks.
c.Autograde.exporter_class = "autograder.plugins.SubmissionExporter"
c.Autograde.sanitize_preprocessors = ["nbgrader.preprocessors.CheckCellMetadata"]
c.Autograde.autograde_preprocessors = [
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.GenerateFeedback.exporter_class = "autograder.plugins.FeedbackExporter"
c.GenerateFeedback.preprocessors = []
