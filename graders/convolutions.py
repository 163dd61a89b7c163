"""What the graders of convolutions share: mistakes of how windows are counted, cut and pooled; see `families`."""

import re

from autograder.judging.exercise import Exercise

# fmt: off


def window_count(exercise: Exercise, span: str, stride: str, border: str = "") -> None:
    """Every `(span) // stride + 1`: how many windows there are along an axis.

    span: a regular expression without groups; border: what stands in it for the border, `2 * pad`
    """
    exercise.everywhere(rf"\(({span})\) // {stride} \+ 1").mistakes(
        (rf"(\1) // {stride}", "plus one missing",
         "There is one window too few. How often does a window fit that is as large as the picture?"),
        (rf"-(-(\1) // {stride}) + 1", "rounded up",
         "Where something is left over, there is one window too many. Which way does the formula round?"),
        (rf"round((\1) / {stride}) + 1", "rounded to the nearest",
         "Where more than half a step is left over, there is one window too many. Which way does the formula round?"),
        (rf"(\1) / {stride} + 1", "not rounded",
         "The size is a fraction, and windows are counted. Which operator divides and rounds down?"),
        (rf"(\1 + 1) // {stride}", "one added before the division",
         "In some sizes there is one window too few. Is the 1 added before the division or after it?"),
        (r"(\1) + 1", "stride missing in the size",
         "This is the size for stride 1. What divides in the formula?"),
    )
    if border:
        exercise.everywhere(re.escape(f" + {border}")).mistakes(
            (f" + {border.removeprefix('2 * ')}", "border counted once",
             "The border was counted once. On how many sides is there one?"),
            ("", "border ignored",
             "The border makes no difference to the size. By how much does it make the picture larger?"),
        )


def windows(exercise: Exercise, place: str, rows: str, columns: str, stride: str = "stride") -> None:
    """Where window (rows, columns) begins, and where it ends if `place` says so: `rows * stride + f`."""
    def begins(row: str, column: str) -> str:
        edited = place.replace(f"{rows} * {stride}", "row").replace(f"{columns} * {stride}", "column")
        return re.sub(r"\brow\b", row, re.sub(r"\bcolumn\b", column, edited))

    exercise.at(place).mistakes(
        (begins(rows, columns), "stride missing in the corner",
         f"The windows move by one entry each, whatever the stride. Where does window `{rows}` begin?"),
        (begins(f"{rows} * f", f"{columns} * f"), "corner times f",
         "The windows stand side by side, f apart. What is the distance of two neighbours called?"),
        (begins(f"{columns} * {stride}", f"{rows} * {stride}"), "rows and columns exchanged",
         f"Rows and columns are exchanged. Which of `{rows}` and `{columns}` counts rows?"),
    )
    if "+ f" in place:
        exercise.at(place).mistakes(
            (place.replace("+ f", "+ f - 1"), "window one short",
             "The windows are one row and one column too small. Is the end of a slice part of it?"),
            (place.replace("+ f", f"+ {stride}"), "window ends after the stride",
             "The windows are as large as the stride. How large is a window?"),
        )


def pooling(exercise: Exercise) -> None:
    """Of each window the largest number, or the mean."""
    exercise.at('np.max(window) if mode == "max" else np.mean(window)').mistakes(
        ('np.mean(window) if mode == "max" else np.max(window)', "modes exchanged",
         "The two modes are exchanged. Which function belongs to `\"max\"`?"),
        ("np.max(window)", "always the maximum",
         "`\"max\"` is right, and `\"average\"` takes the maximum too. What does it ask for?"),
        ('np.max(window) if mode == "max" else np.sum(window)', "sum instead of mean",
         "`\"average\"` is the window's sum. How does a mean come out of it?"),
        ('max(0, np.max(window)) if mode == "max" else np.mean(window)', "maximum from 0 on",
         "Where all entries of a window are negative, the maximum is 0. What is the largest of them?"),
    )
# fmt: on
