# @title Run this cell first: it finds the course's files. There is nothing to write here.
def find_course(id="ID", archive="course_files"):
    """Makes utils, the checks and the data importable: from their folder, or from the archive, which it unpacks."""
    import os
    import shutil
    import sys
    import tempfile
    import zipfile
    from pathlib import Path

    class Missing(Exception):
        def _render_traceback_(self):  # IPython shows this in place of where it was raised
            return [str(self)]

    here = Path.cwd()
    places = [(place, 0) for place in (here, *here.parents)]
    places += [(here, 1), (Path("/content"), 1), (Path("/content/drive/MyDrive"), 1), (Path("/kaggle/input"), 4)]

    def found(name):
        for place, depth in places:
            for level in range(depth + 1):
                yield from sorted(place.glob("*/" * level + name))

    def writable(folder):
        return folder if os.access(folder, os.W_OK) else Path(tempfile.gettempdir())

    folder = next((path.parents[1] for path in found("autograder/check.py")), None)
    if folder and writable(folder) != folder:  # the sets of pictures are drawn into it
        copy = writable(folder) / archive
        folder = Path(shutil.copytree(folder, copy, copy_function=shutil.copyfile, dirs_exist_ok=True))
    for path in [] if folder else found(archive + "*.zip"):
        folder = writable(path.parent) / archive
        try:
            with tempfile.TemporaryDirectory(dir=folder.parent) as part, zipfile.ZipFile(path) as files:
                files.extractall(part)
                shutil.copytree(part, folder, dirs_exist_ok=True)
        except zipfile.BadZipFile:
            raise Missing(f"{path} is damaged, or not all there yet: wait until it is, or upload it again.") from None
        break
    if not folder:
        try:
            import utils.figures  # noqa: F401

            return  # it is graded, and all is there
        except ImportError:
            pass
        where = "add it as a dataset" if Path("/kaggle").is_dir() else f"upload it to {here}"
        raise Missing(f"The course's files are not here: {where} ({archive}.zip), then run this cell again.")
    sys.path.insert(0, str(folder))
    os.chdir(folder / "assignments" / id)
    print(f"The course's files are in {folder}.")


find_course()
