"""Dates as people write them, in three languages and eighteen forms, for the assignment on attention.

Everything is drawn from one seed with NumPy's RandomState, whose numbers don't change: the same dates on every machine.

The days run from 1930-01-01 to 2029-12-31, so that two digits are enough for a year. Every fifth day is kept for tests:
no test date is among the training dates, in no form.
"""

from datetime import date

import numpy as np

FIRST, DAYS = date(1930, 1, 1).toordinal(), 36525
MONTHS = {
    "en": "january february march april may june july august september october november december",
    "de": "januar februar märz april mai juni juli august september oktober november dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}
WEEKDAYS = {
    "en": "monday tuesday wednesday thursday friday saturday sunday",
    "de": "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
}
LANGUAGES = tuple(MONTHS)
STYLES = 6  # for each language
LETTERS = sorted({*"0123456789,-./", *" ".join((*MONTHS.values(), *WEEKDAYS.values()))})
# The id of a symbol is its place; id 0 is padding.
SYMBOLS_IN = ["", *LETTERS]
SYMBOLS_OUT = [*"0123456789-", "<"]  # "<" is the start symbol
PAD, START = 0, SYMBOLS_OUT.index("<")
T_IN, T_OUT = 32, 10


def written(day, language, style):
    """A date in one of the forms of a language, in lower case.

    day: a datetime.date; language: "en", "de" or "fr"; style: 0 to 5
    """
    d, m, y = day.day, day.month, day.year
    month, weekday = MONTHS[language].split()[m - 1], WEEKDAYS[language].split()[day.weekday()]
    if language == "en":
        ending = "th" if d in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(d % 10, "th")
        forms = (
            f"{month} {d}, {y}", f"{d} {month} {y}", f"{month[:3]} {d}, {y}", f"{weekday}, {month} {d}, {y}",
            f"{d}{ending} of {month} {y}", f"{m:02}/{d:02}/{y}",
        )  # fmt: skip
    elif language == "de":
        forms = (
            f"{d}. {month} {y}", f"{weekday}, {d}. {month} {y}", f"{d:02}.{m:02}.{y}", f"{d}.{m}.{y % 100:02}",
            f"der {d}. {month} {y}", f"{d}. {month[:3]}. {y}",
        )  # fmt: skip
    else:
        n = "1er" if d == 1 else d
        forms = (
            f"{n} {month} {y}", f"le {n} {month} {y}", f"{weekday} {n} {month} {y}", f"{d:02}-{m:02}-{y}",
            f"{n} {month} {y % 100:02}", f"le {weekday} {n} {month} {y}",
        )  # fmt: skip
    return forms[style]


def make_dates(m, seed, test=False):
    """m dates as people write them, and the same in the form YYYY-MM-DD: two lists of strings.

    test: whether the days are those kept for tests, every fifth one
    """
    random = np.random.RandomState(seed)
    texts, isos = [], []
    while len(texts) < m:
        number = FIRST + random.randint(DAYS)
        if (number % 5 == 0) != test:
            continue
        language, style = LANGUAGES[random.randint(3)], random.randint(STYLES)
        day = date.fromordinal(number)
        texts.append(written(day, language, style))
        isos.append(day.isoformat())
    return texts, isos


def encode(texts):
    """The ids of the symbols of each text, shape (m, T_IN), filled up with PAD at the end.

    Raises ValueError for a text that is too long or has other symbols.
    """
    ids = np.full((len(texts), T_IN), PAD)
    for row, text in zip(ids, texts, strict=True):
        unknown = set(text) - set(LETTERS)
        if unknown or len(text) > T_IN:
            raise ValueError(f"{text!r} has symbols unknown here, {sorted(unknown)}, or more than {T_IN}")
        row[: len(text)] = [SYMBOLS_IN.index(symbol) for symbol in text]
    return ids


def encode_out(isos):
    """The ids of dates YYYY-MM-DD, shape (m, T_OUT)."""
    return np.array([[SYMBOLS_OUT.index(symbol) for symbol in iso] for iso in isos])


def decode(ids):
    """What ids (m, T_OUT) say: a list of strings."""
    return ["".join(SYMBOLS_OUT[i] for i in row) for row in ids]
