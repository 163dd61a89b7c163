"""Loaders of pictures say which set they loaded, and a picture of one's own becomes an example."""

import shutil
from pathlib import Path

import h5py
import numpy as np
import pytest
from PIL import Image

from utils.lr_utils import load_dataset
from utils.picture_data import load_pictures, own_picture

DATA = Path(__file__).parents[1] / "data"
FILES = ["train_small.h5", "test_small.h5"]


def write_set(folder, m_train=3, m_test=2):
    folder.mkdir(exist_ok=True)
    for part, m in (("train", m_train), ("test", m_test)):
        with h5py.File(folder / f"{part}_small.h5", "w") as file:
            file[f"{part}_set_x"] = np.full((m, 4, 4, 3), m, np.uint8)
            file[f"{part}_set_y"] = np.arange(m) % 2
            file["list_classes"] = np.array([b"no", b"yes"])


def test_load_dataset_has_the_published_shapes_and_types(capsys):
    train_x, train_y, test_x, test_y, classes = load_dataset()
    assert "209 pictures for training and 50 for testing" in capsys.readouterr().out
    assert train_x.shape == (209, 64, 64, 3) and test_x.shape == (50, 64, 64, 3)
    assert train_x.dtype == test_x.dtype == np.uint8
    assert train_y.shape == (1, 209) and test_y.shape == (1, 50) and train_y.dtype == np.int64
    assert [name.decode("utf-8") for name in classes] == ["non-cat", "cat"]


def test_the_original_set_comes_first_where_it_is_whole(tmp_path, capsys):
    write_set(tmp_path)
    assert len(load_pictures("small", tmp_path)[0]) == 3
    assert "Loaded the course's own set: 3 pictures for training and 2 for testing" in capsys.readouterr().out
    write_set(tmp_path / "real", 5, 4)
    assert len(load_pictures("small", tmp_path)[0]) == 5
    assert "Loaded the original set: 5 pictures for training and 4 for testing" in capsys.readouterr().out


@pytest.mark.parametrize("missing", FILES)
def test_sets_are_not_mixed(tmp_path, capsys, missing):
    write_set(tmp_path)
    write_set(tmp_path / "real", 5, 4)
    (tmp_path / "real" / missing).unlink()
    train_x, _, test_x, _, _ = load_pictures("small", tmp_path)
    assert (len(train_x), len(test_x)) == (3, 2)
    printed = capsys.readouterr().out
    assert "the course's own set" in printed and f"add {missing}" in printed


def test_missing_and_damaged_files_are_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"train_small\.h5 is missing"):
        load_pictures("small", tmp_path)
    write_set(tmp_path)
    (tmp_path / "test_small.h5").write_bytes(b"no h5 file")
    with pytest.raises(ValueError, match=r"test_small\.h5 is not such a set of pictures, or is damaged"):
        load_pictures("small", tmp_path)
    shutil.copy(tmp_path / "train_small.h5", tmp_path / "test_small.h5")
    with pytest.raises(ValueError, match="not such a set"):
        load_pictures("small", tmp_path)


def test_own_picture_is_the_square_in_the_middle(tmp_path):
    wide = np.zeros((20, 60, 3), np.uint8)
    wide[:, 20:40] = (200, 100, 50)
    Image.fromarray(wide).save(tmp_path / "wide.png")
    picture = own_picture(tmp_path / "wide.png", 8)
    assert picture.shape == (8, 8, 3) and picture.dtype == np.uint8
    np.testing.assert_array_equal(picture, np.full((8, 8, 3), (200, 100, 50)))


@pytest.mark.parametrize(("mode", "colour", "expected"), [("L", 90, 90), ("RGBA", (9, 9, 9, 0), 255), ("1", 1, 255)])
def test_own_picture_may_be_grey_or_transparent(tmp_path, mode, colour, expected):
    Image.new(mode, (30, 30), colour).save(tmp_path / "picture.png")
    np.testing.assert_array_equal(own_picture(tmp_path / "picture.png", 4), np.full((4, 4, 3), expected))


def test_own_picture_is_upright(tmp_path):
    sideways = Image.new("RGB", (16, 16), "black")
    sideways.paste("white", (0, 0, 8, 16))  # white on the left, to be turned a quarter clockwise: white on top
    exif = Image.Exif()
    exif[0x0112] = 6
    sideways.save(tmp_path / "phone.png", exif=exif)
    picture = own_picture(tmp_path / "phone.png", 16)
    assert (picture[:7] == 255).all() and (picture[9:] == 0).all()


def test_own_picture_says_what_is_wrong(tmp_path):
    (tmp_path / "notes.txt").write_text("no picture")
    with pytest.raises(ValueError, match=r"notes\.txt is not a picture"):
        own_picture(tmp_path / "notes.txt")
    with pytest.raises(ValueError, match="is a folder"):
        own_picture(tmp_path)
    with pytest.raises(FileNotFoundError, match="there is no file"):
        own_picture(tmp_path / "cat.jpg")


def test_the_picture_that_comes_with_the_course():
    assert own_picture(DATA / "my_picture.jpg").shape == (64, 64, 3)
