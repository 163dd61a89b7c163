"""nbgrader's exchange: collects what students have handed in there, and releases their feedback.

nbgrader's own classes do so, for one student at a time, and our own hands copy: whoever may write there may put links
and pipes there, and names that are none.
"""

import glob
import logging
import shutil
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_config_path
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeError
from nbgrader.exchange.default import ExchangeCollect, ExchangeReleaseFeedback
from nbgrader.utils import notebook_hash
from traitlets.config import Config, PyFileConfigLoader

from autograder.course import folders
from autograder.course.course import Course, replacing
from autograder.running.depends import TIMESTAMP, glimpse, handed_in, moment
from autograder.running.gradebook import configuration
from autograder.running.intake import Unreadable, listing, read_file

SECRET = "submission_secret.txt"  # nbgrader's, with which a student finds the feedback; the last file that it writes
MAX_SECRET = 1000  # bytes


class Directory(CourseDirectory):
    """A course's folders, in which a time that is none counts as none."""

    def get_existing_timestamp(self, dest_path: str) -> datetime | None:
        return moment(handed_in(Path(dest_path)))


class Collect(ExchangeCollect):
    """Collects what one student has handed in, ordinary files only."""

    def _path_to_record(self, path: str) -> dict[str, Any]:
        name = Path(path).name
        username, _, time = _parts(name)
        usable = folders.is_folder(Path(path))
        return {"username": username, "filename": name, "timestamp": (usable and moment(time)) or datetime.min}

    def do_copy(self, src: str, dest: str, log: object = None) -> None:
        """Copies into a hidden folder that is renamed: what is there is whole. Raises OSError, ExchangeError."""
        part = Path(dest).with_name(f".{Path(dest).name}.part")
        shutil.rmtree(part, ignore_errors=True)
        try:
            items, _ = listing(Path(src))
            if sum(item.size for item in items) > 1000 * self.coursedir.max_dir_size:
                self.fail(f"{src} is not collected: it is larger than CourseDirectory.max_dir_size allows")
            part.mkdir()
            for item in items:
                if item.ordinary and item.size <= 1000 * self.coursedir.max_file_size:
                    place = part / item.name
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.write_bytes(read_file(Path(src), item.name, item.size))
            part.rename(dest)
        except Unreadable as error:
            self.fail(f"{src} is not collected: {error}")
        finally:
            shutil.rmtree(part, ignore_errors=True)


class Release(ExchangeReleaseFeedback):
    """Releases the feedback of one student, whatever the name."""

    def init_src(self) -> None:
        folder = self.coursedir.format_path("feedback", self.coursedir.student_id, self.coursedir.assignment_id)
        self.src_path = glob.escape(folder)


def _parts(name: str) -> tuple[str, str, str]:
    """Student, assignment and time that the name of a folder in the exchange says, as nbgrader takes it apart."""
    parts = name.rsplit("+", 3)
    return (parts[0], parts[1], parts[2]) if len(parts) >= 3 else ("", "", "")


class _Tells(logging.Handler):
    """Hands on what nbgrader warns of."""

    def __init__(self, say: Callable[[str], object]) -> None:
        super().__init__(logging.WARNING)
        self.say = say

    def emit(self, record: logging.LogRecord) -> None:
        self.say(" ".join(record.getMessage().split()))


class Exchange:
    """The exchange of a course, if there is one: nothing is done where its inbound folder is not there.

    say: is told, in a sentence, what could not be collected or released
    """

    def __init__(self, course: Course, say: Callable[[str], object]) -> None:
        self.course, self.say = course, say
        self.config = Config()
        for folder in reversed(jupyter_config_path()):  # the machine's first, as nbgrader reads them
            if (Path(folder) / "nbgrader_config.py").is_file():
                self.config.merge(PyFileConfigLoader("nbgrader_config.py", path=folder).load_config())
        self.config.merge(configuration(course, "", course))
        self.log = logging.Logger("exchange")
        self.log.addHandler(_Tells(say))
        collect = Collect(coursedir=self._coursedir("", ""), config=self.config, log=self.log)
        self.folder = Path(collect.root) / collect.coursedir.course_id
        self.seen: dict[str, str] = {}  # what lies in the inbound folder, and how it looked last
        self.done: set[str] = set()

    def _coursedir(self, student: str, id: str) -> Directory:
        directory = Directory(config=self.config)
        directory.student_id, directory.assignment_id = student or "*", id
        return directory

    @property
    def inbound(self) -> Path:
        return self.folder / "inbound"

    def collect(self, ids: Sequence[str]) -> None:
        """Puts what has arrived, and is whole, where submissions are. What could not be collected is said once."""
        if not self.inbound.is_dir():
            return
        there = {name for name in folders.names(self.inbound) if _parts(name)[1] in ids}
        self.done &= there
        new = {}
        for name in sorted(there - self.done):
            new[name] = glimpse(self.inbound / name)
            whole = (self.inbound / name / SECRET).is_file() or (self.inbound / name / TIMESTAMP).is_file()
            if whole and self.seen.get(name) == new[name]:
                self.done.add(name)
                self._collect(name)
        self.seen = new

    def _collect(self, name: str) -> None:
        student, id, time = _parts(name)
        if not folders.is_utf8(name) or student in ("", ".", "..") or student.startswith("."):
            self.say(f"{name!r} in the exchange is not collected: there is no such student")
            return
        handed = moment(time)
        if handed is None:
            self.say(f"{name!r} in the exchange is not collected: its name says no time")
            return
        here = moment(handed_in(self.course.submitted / student / id))
        if here and here >= handed:
            return
        directory = self._coursedir(glob.escape(student), id)
        self._do(Collect(coursedir=directory, config=self.config, log=self.log, update=True), name)

    def release(self, student: str, id: str, notice: Path | None = None) -> None:
        """Puts a page where the student's `nbgrader fetch_feedback` finds it, if the work is from the exchange.

        notice: another page than the feedback
        """
        page = self.course.feedback(student, id)
        try:
            handed = {
                name: read_file(self.course.submitted / student / id, name, MAX_SECRET).decode()
                for name in (TIMESTAMP, SECRET)
            }
        except (Unreadable, ValueError):
            return
        name = f"{notebook_hash(secret=handed[SECRET], notebook_id=id)}.html"
        if not self.inbound.is_dir() or _same(self.folder / "feedback" / name, notice or page):
            return
        if notice:
            with replacing(self.folder / "feedback" / name, 0o644) as place:
                shutil.copyfile(notice, place)
            return
        for name, text in handed.items():
            (page.parent / name).write_text(text)
        directory = self._coursedir(student, id)
        self._do(Release(coursedir=directory, config=self.config, log=self.log), f"the feedback of {student!r}")

    def _do(self, work: Collect | Release, what: str) -> None:
        try:
            work.start()
        except ExchangeError:
            pass  # its log has said why
        except (OSError, shutil.Error) as error:
            self.say(f"{what}, in the exchange: {error}")


def _same(one: Path, other: Path) -> bool:
    try:
        return one.read_bytes() == other.read_bytes()
    except OSError:
        return False
