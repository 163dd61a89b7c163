"""Reads the course's sets of pictures, and any picture of one's own.

The files lie in the folder data, beside this one: sets that the course makes itself, the larger ones when they are
first needed. The sets that the assignments were first published with lie in data/real, where `course data add` puts
them, and come first.
"""

import runpy
import tempfile
from pathlib import Path

import numpy as np

DATA = Path(__file__).resolve().parent.parent / "data"
REAL = "real"


def load_pictures(name, folder=DATA):
    """The set of pictures `name` ("catvnoncat", …), read from train_NAME.h5 and test_NAME.h5; says which it is.

    Returns
      train_set_x_orig  pictures (m_train, num_px, num_px, 3) uint8, red, green and blue from 0 to 255
      train_set_y       their labels (1, m_train) int64
      test_set_x_orig   (m_test, num_px, num_px, 3) uint8
      test_set_y        (1, m_test) int64
      classes           what the labels stand for, as bytes: classes[label].decode("utf-8")
    Raises FileNotFoundError or ValueError, which say what to do, if a file is missing or not such a set.
    """
    folder = Path(folder)
    files = [f"{part}_{name}.h5" for part in ("train", "test")]
    real = [(folder / REAL / file).is_file() for file in files]
    chosen = folder / REAL if all(real) else folder
    maker = chosen / f"{name}.py"
    if maker.is_file() and not all((chosen / file).is_file() for file in files):
        print("The course's own set is drawn first, which takes a few seconds ...")
        chosen = _made(maker)
    train_x, train_y, classes = _read(chosen / files[0], "train")
    test_x, test_y, _ = _read(chosen / files[1], "test")
    what = "the original set" if all(real) else "the course's own set"
    print(
        f"Loaded {what}: {len(train_x)} pictures for training and {len(test_x)} for testing ({chosen.name}/…{name}.h5)."
    )
    if any(real) and not all(real):
        print(
            f"(data/real holds only {files[real.index(True)]}; add {files[real.index(False)]} to use the original set.)"
        )
    return train_x, train_y, test_x, test_y, classes


def own_picture(path, num_px=64):
    """Any picture file as one more example: (num_px, num_px, 3) uint8, like the pictures of a set.

    The largest square around the centre is cut out and made small; what is transparent becomes white.
    Raises FileNotFoundError or ValueError if there is no picture at `path`.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(path) as file:
            picture = ImageOps.exif_transpose(file).convert("RGBA")  # upright, as the camera was held
    except UnidentifiedImageError:
        raise ValueError(f"{path} is not a picture that can be read; JPEG and PNG files can.") from None
    except IsADirectoryError:
        raise ValueError(f"{path} is a folder; the name of a picture file is needed.") from None
    except FileNotFoundError:
        raise FileNotFoundError(f"there is no file {path}; the folder here is {Path.cwd()}.") from None
    picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("RGB")
    side = min(picture.size)
    left, top = (picture.width - side) // 2, (picture.height - side) // 2
    square = picture.crop((left, top, left + side, top + side))
    return np.asarray(square.resize((num_px, num_px), Image.Resampling.LANCZOS))


def _made(maker):
    """The folder in which a program of the folder data has put its set: its own, or a temporary one to read from."""
    write = runpy.run_path(str(maker))["write"]
    try:
        folder = maker.parent
        write(folder)
    except OSError:  # nothing may be written there
        folder = Path(tempfile.mkdtemp(prefix="data-"))
        write(folder)
    return folder


def _read(path, part):
    """Pictures, labels as a row, and classes of one file."""
    import h5py

    if not path.is_file():
        raise FileNotFoundError(
            f"{path} is missing. It comes with the course, in the folder data beside utils: get that folder again."
        )
    try:
        with h5py.File(path, "r") as file:
            x, y, classes = file[f"{part}_set_x"][:], file[f"{part}_set_y"][:], file["list_classes"][:]
    except (OSError, KeyError) as error:
        raise ValueError(f"{path} is not such a set of pictures, or is damaged: {error}") from None
    return x, y.reshape(1, -1), classes
