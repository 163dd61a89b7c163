"""Python's common errors in the words of a notebook: what an error may mean, as a question."""

import re
from dataclasses import dataclass

LIBRARY = (
    "exp|log|sqrt|sin|cos|tan|tanh|sinh|cosh|dot|zeros|ones|mean|maximum|minimum|array|squeeze|where|random|linalg"
)
TUPLE = "Is a tuple there, several values in one? Which of them is needed?"
NONE = (
    "None stands there instead of a value. Was it given, or does a function return nothing: one that only prints, or "
    "one that changes its object in place?"
)


PLAIN = r"(?:int|float|bool|numpy\.float64|numpy\.int64)"  # types of one number
# What TensorFlow and NumPy write around what they say.
CLUTTER = re.compile(
    r"\{\{function_node .*?\}\}\s*|\s*\[Op:\w+\](?: name:)?|\s*; NodeDef:.*|\s*If you are looking for numpy-related .*"
    r"|tensorflow\.python\.framework\.ops\.|, gufunc core with signature [^)]*\)(?:,\(.*?\))?->\(.*?\) requires \d",
    re.DOTALL,
)

ASKS = " get what it asks for?"


@dataclass(frozen=True)
class Hint:
    """A sentence for an error whose type and text, and whose line, match.

    In the pattern of the line, NAME stands for what the error is about, the last group of its pattern. Where the error
    is from a function that the line calls, the sentence is only said if `inside`; with `{called}` only there.
    """

    error: str
    sentence: str
    line: str = ""
    inside: bool = False

    def of(self, error: str, line: str, called: str) -> str:
        """The sentence, where it can be said; otherwise empty."""
        found = re.match(self.error, error, re.DOTALL)
        there = found and re.search(self.line.replace("NAME", "".join(found.groups("")[-1:])), line)
        if not (found and there) or (called and not self.inside) or (not called and "{called}" in self.sentence):
            return ""
        return self.sentence.format(*found.groups(), *there.groups(), called=called)


# A product of two arrays: not of a rate, a share or a plain number and one, which fits any shape.
PRODUCT = r"^(?>(?:\b\d[\d.]*|rate|lr|alpha|beta\d?|lambd)\)? ?\*(?!\*)|\*\*|[^*])*\*"

# The first that fits is said.
HINTS = (
    # Names.
    Hint(
        r"NameError: name '(relu|sigmoid|tanh)'",
        "`{0}` is no variable here. Should it be a text, in quotation marks?",
        r"[(,=]\s*(?:relu|sigmoid|tanh)\s*[,)]",
    ),
    Hint(
        r"NameError: name '(\w+)'",
        "`{0}` has no value there: is it meant as a text, in quotes, is a line missing above, or has the name another "
        "spelling?",
        r"[=!]=\s*NAME\b(?![(.[])",
    ),
    Hint(rf"NameError: name '({LIBRARY})'", "Python itself has no `{0}`. Which library does?", r"\bNAME *[(.]"),
    Hint(r"NameError: name '(math|np|numpy|tf|plt)'", "Is `{0}` imported in this notebook, and by that name?"),
    Hint(
        r"(?:NameError|UnboundLocalError): .*?'(\w+)'",
        "`{0}` has no value in the `return` line: is a line still missing, or has the name another spelling?",
        r"^return\b",
    ),
    Hint(
        r"UnboundLocalError: .*?'(\w+)'",
        "`{0}` is used before it has a value. Is another name meant, or which line should set it first?",
    ),
    Hint(
        r"NameError: name '(\w+)'",
        "There is no function `{0}` here: is its cell run, has it another name, or is it from another notebook?",
        r"\bNAME *\(",
    ),
    Hint(
        r"NameError: name '(\w+)'",
        "`{0}` has no value there: is a line missing above, has the name another spelling, or is it not needed at all?",
    ),
    # Operators.
    Hint(
        r"ValueError: matmul: .*not have enough dimensions",
        "A matrix product needs two arrays with axes, and one side is a plain number. What belongs there?",
        inside=True,
    ),
    Hint(
        r"ValueError: a matrix product of (\(\d+, \d+\)) and \1,",
        "Both factors have the shape {0}. Is the product meant entry by entry, with `*`, or is a transpose missing?",
    ),
    Hint(
        r"ValueError: a matrix product of \((\d+), (\d+)\) and \(\d+, \1\),",
        "In the other order the two fit. Which two stand in the formula, and which of them on the left?",
    ),
    Hint(
        r"ValueError: a matrix product of (\(\d+, (\d+)\)) and (\(\d+, \2\)),",
        "{0} and {2} fit if one of them is turned over. Which two stand in the formula, and with which transpose?",
    ),
    Hint(r"TypeError: .*(?:for \^|for \^=|'bitwise_xor')", "`^` is not a power in Python. Which operator is?", r"\^"),
    Hint(
        r"TypeError: .*(?:can only concatenate str|for \+=?: '(?:int|float|numpy\.\w+)' and 'str')",
        "`+` can't join a text and a number. What makes a text of a number?",
    ),
    # Functions.
    Hint(
        r"(?:TypeError|AttributeError): .*'(?:builtin_function_or_method|method|numpy\.ufunc)'",
        "A function stands where its result should be: are its parentheses missing?",
    ),
    Hint(
        r"\w+: .*(?:(?:unsupported operand|not supported|must be real number).*\bfunction\b|of type '?function\b"
        r"|`type_value`: <function)",
        "A function stands there instead of a number. What is its value at this point?",
        inside=True,
    ),
    Hint(
        rf"TypeError: '{PLAIN}' object is not callable",
        "A number is called there. Should it be a function, or is an operator missing before a parenthesis?",
        inside=True,
    ),
    Hint(
        r"TypeError: '(?:tuple|list|dict)' object is not callable",
        "Parentheses call a function. Which brackets pick an entry?",
    ),
    Hint(
        r"TypeError: 'numpy\.ndarray' object is not callable",
        "Parentheses call a function. Should they be brackets, or is an operator missing?",
    ),
    Hint(
        r"TypeError: .*context manager protocol",
        "`tf.GradientTape` is a class: which two characters make a tape of it?",
        r"with tf\.GradientTape\b(?!\()",
    ),
    # Arguments.
    Hint(
        r"TypeError: .*'(?:tuple|list)' object cannot be interpreted as an integer",
        "How does `{0}` take its sizes: in a tuple, or one by one?",
        r"\b(randn?)\(",
    ),
    Hint(
        r"TypeError: (?:Cannot interpret|data type) .*",
        "That place of `np.{0}` is another argument. How can `keepdims` be given by its name?",
        r"\bnp\.(sum|mean|max|min|prod|std|var)\(",
    ),
    Hint(
        r"TypeError: (?:Cannot interpret|data type) .*",
        "The second argument of `np.{0}` is not a size. How can two sizes be one argument?",
        r"\bnp\.(zeros|ones|empty)\(",
    ),
    Hint(r"TypeError: ([\w.]+)\(\) missing \d+ required", "What else has to be given to `{0}`?"),
    Hint(
        r"TypeError: ([\w.]+)\(\) takes (?:.* positional arguments? but|(?:exactly|at most|at least|no) .*given)",
        "How many arguments does `{0}` take, and which?",
    ),
    Hint(
        r"TypeError: ([\w.]+)\(\) got an unexpected keyword argument '(\w+)'",
        "`{0}` has no argument `{1}`. How is the one spelled that you mean?",
    ),
    # Arrays where one value belongs.
    Hint(
        r"TypeError: only (?:0-dimensional|length-1|size-1)",
        "`{0}` takes one number only. Which function takes a whole array?",
        r"\b(math\.\w+)\(",
    ),
    Hint(
        r"TypeError: only (?:0-dimensional|length-1|size-1)",
        "An array stands where one number belongs. Which function takes a whole array?",
        inside=True,
    ),
    Hint(
        r"ValueError: The truth value of an array",
        "`if` asks about one value, and this array has several. What compares all of them at once?",
        r"\b(?:if|while)\b",
    ),
    Hint(
        r"ValueError: The truth value of an array",
        "One value is asked about there, and this array has several. What compares all of them at once?",
        r"\b(?:and|or|not|in|max|min|sorted)\b|[<>]|[!=]=",
    ),
    Hint(
        r"ValueError: The truth value of an array",
        "A function there asks about one value, and got an array. Which of its arguments should not be an array?",
    ),
    Hint(
        r"TypeError: only integer scalar arrays",
        "What `np.{0}` joins is one argument. How many does it get there?",
        r"np\.(concatenate|stack)\((?!\s*[\[(])",
    ),
    Hint(
        r"TypeError: only integer scalar arrays",
        "A whole number is needed there, and an array was given. Which number of it is meant, or which of its sizes?",
    ),
    Hint(
        r"TypeError: 'float' object cannot be interpreted as an integer",
        "A whole number is needed there, and a fraction was given. Is it the value that you mean?",
    ),
    Hint(
        r"\w*TypeError: Cannot cast ufunc '\w+' output",
        "That writes fractions into an array of whole numbers. Which operation makes a new array instead?",
        r"[-+*/]=",
    ),
    # Things that hold others.
    Hint(
        r"KeyError: '(\w+)'$",
        "`{called}` looks for the key `{0}`, and there is none. What does it take?",
        inside=True,
    ),
    Hint(r"KeyError: '([^']*\W[^']*)'$", "No key is called `{0}`. What in it is text, and what a name?"),
    Hint(r"KeyError: '(\w+)'$", "There is no key `{0}` there. Where should it have been made, and under which name?"),
    Hint(
        r"IndexError: only integers, slices",
        "Entries of an array are picked by number, not by name. Did you mean a dictionary?",
        r"\[\s*f?[\"']",
    ),
    Hint(
        r"TypeError: Only integers, slices .* got '",
        "Entries of a tensor are picked by number, not by name. Did you mean a dictionary?",
    ),
    Hint(
        r"TypeError: list indices must be integers or slices, not str",
        "Entries of a list are picked by number, not by name. Did you mean a dictionary?",
    ),
    Hint(
        r"(?:IndexError: only integers, slices|TypeError: (?:list|tuple) indices must be .* not float)",
        "Entries are counted in whole numbers. Is the index one?",
    ),
    Hint(
        r".*NoneType' object has no attribute 'append'",
        "`append` changes the list itself and returns None. What does the name on the left hold then?",
        r"=\s*\w+\.append\(",
    ),
    Hint(r"TypeError: .*\bNoneType\b|AttributeError: 'NoneType'", NONE),
    Hint(
        r"ValueError: (?:too many|not enough) values to unpack",
        "How many values are on the right, and how many names do they need?",
        r"^[^=(]*,[^=]*=(?!=)|^\([^=]*,[^=]*=(?!=)|\bfor\b.*,.*\bin\b",
    ),
    Hint(
        r"TypeError: cannot unpack non-iterable",
        "There is one value on the right, and several names on the left. How many are needed?",
    ),
    Hint(r"TypeError: .*(?:unsupported operand|not supported between).*'tuple'", TUPLE, inside=True),
    Hint(r"AttributeError: 'tuple' object has no attribute", TUPLE, inside=True),
    Hint(r"ValueError: .*inhomogeneous shape", TUPLE, inside=True),
    Hint(r"TypeError: (?:tuple indices must be integers|'tuple' object cannot be)", TUPLE, inside=True),
    Hint(r"TypeError: can only concatenate tuple", TUPLE, inside=True),
    Hint(
        r"TypeError: .*(?:unsupported operand|not supported between|bad operand).*'dict'",
        "A whole dictionary stands there. Does the line need one of its values, or an array made of all of them?",
        inside=True,
    ),
    Hint(
        r"AttributeError: 'dict' object has no attribute '(\w+)'",
        "A dictionary has no `.{0}`. Is it what should stand there, and how does a dictionary give one of its values?",
        r"\.NAME\b",
    ),
    Hint(
        r"TypeError: .*unsupported operand.*'set'",
        "A set stands there, and takes part in no sum. What makes a list or an array of it, and which do you need?",
    ),
    Hint(
        r"TypeError: (?:.*unsupported operand.*'list'|can't multiply sequence)"
        r"|AttributeError: 'list' object has no attribute '(?:shape|T|reshape|dot|sum|mean|size|ndim|astype)'",
        "Lists don't calculate entry by entry. What makes an array of one?",
    ),
    Hint(
        r"\w+: .*(?:unsupported operand.*'str'|bad operand .*'str'|dtype\('<U)",
        "A text stands there instead of a number. What should it be?",
    ),
    Hint(
        rf"TypeError: object of type '{PLAIN}' has no len|TypeError: '{PLAIN}' object is not iterable",
        "A plain number stands there, and it holds no others. Is it what you think it is?",
    ),
    Hint(
        rf"AttributeError: '{PLAIN}' object has no attribute '(\w+)'",
        "A plain number has no `{0}`. What should stand before the dot: are parentheses missing around it?",
        r"\.NAME\b",
    ),
    Hint(
        rf"TypeError: '{PLAIN}' object (?:does not support item|is not subscriptable)"
        r"|IndexError: invalid index to scalar",
        "A plain number stands there, and it has no entries. Is it what you think it is?",
    ),
    Hint(
        r"AttributeError: 'numpy\.ndarray' object has no attribute '(\w+)'",
        "An array has no `{0}`. Is it spelled right, or does it belong to numpy itself?",
        r"\.NAME\b",
    ),
    Hint(
        r"AttributeError: '?(?:Eager|Symbolic)?Tensor'? object has no attribute '(\w+)'",
        "A tensor has no `.{0}`. Which function of TensorFlow does that?",
        r"\.NAME\b",
    ),
    Hint(
        r"AttributeError: '?(?:Eager|Symbolic)?Tensor'? object has no attribute '",
        "In each pair, the optimiser found no variable where it looks for one. In which order does it take the two?",
        r"\bapply(?:_gradients)?\(",
    ),
    Hint(
        r"AttributeError: module '(?:tensorflow\._api\.v2\.|keras\.(?:_tf_keras\.keras\.|api\.)?)?([\w.]+)' has no "
        r"attribute '(\w+)'",
        "`{0}` has no `{1}`. Is it spelled right, and is that where it belongs?",
    ),
    Hint(
        r"IndexError: index -?\d+ is out of bounds for axis (\d+) with size (\d+)",
        "Axis {0} has {1} places, counted from 0. What does the index there count, and what does this axis?",
    ),
    Hint(
        r"IndexError: .*(?:index out of range|out of bounds)",
        "Python counts from 0. Which index is the last one there?",
    ),
    Hint(
        r"IndexError: too many indices",
        "The array has fewer axes than you ask for. What shape does it have at this point?",
    ),
    Hint(
        r"ValueError: operands could not be broadcast together with shapes \((\d+),(\d+)\) \(\2,(?!\2\))\d+\)",
        "Entry by entry these two do not fit; as a matrix product they do. Which of the two does the formula ask for?",
        PRODUCT,
    ),
    Hint(
        r"ValueError: operands could not be broadcast together",
        "NumPy compares shapes from the right: two sizes must be equal, or one of them 1. Which size differs here?",
    ),
    Hint(
        r"ValueError: cannot reshape|InvalidArgumentError: Input to reshape",
        "How many entries does the new shape need, and is it the right array?",
    ),
    Hint(
        r"ValueError: Only input tensors may be passed as positional arguments.*<\w+ name=",
        "A layer stands there in place of what it makes. Which line above gives its layer nothing to work on?",
    ),
    # TensorFlow.
    Hint(
        r"InvalidArgumentError: Incompatible shapes",
        "Shapes are compared from the right: two sizes must be equal, or one of them 1. Which size differs here?",
    ),
    Hint(
        r"InvalidArgumentError: Matrix size-incompatible: In\[0\]: (\S+), In\[1\]: (\S+)",
        "Matrices of the shapes {0} and {1} do not fit as they are. Is a transpose missing, or should the order be "
        "another?",
    ),
    Hint(
        r"InvalidArgumentError: In\[\d\].*ndims",
        "A matrix product needs two matrices, with two axes each. Which side has fewer?",
    ),
    Hint(
        r"InvalidArgumentError: cannot compute .* expected to be an? (\w+) tensor but is an? (\w+) tensor",
        "A tensor of kind {0} meets one of kind {1}, and TensorFlow does not mix them. What turns one into the other?",
    ),
    Hint(
        r"InvalidArgumentError: Value for attr '\w+' of (\w+) is not in the list",
        "That does not work on numbers of kind {0}. What turns them into another kind?",
    ),
    Hint(r"ZeroDivisionError", "What is it divided by there, and why is that 0?"),
    Hint(
        rf"AttributeError: '(?!{PLAIN}')(?:\w+\.)*(\w+)' object has no attribute '(\w+)'",
        "`{0}` has no `{1}`. Is it spelled right, and does it belong there?",
        r"\.NAME\b",
    ),
    # Of what a called function stopped with, when nothing else is known.
    Hint(r"", f"Does `{{called}}`{ASKS}", inside=True),
)


def plain(message: str) -> str:
    """A message without what libraries write around it."""
    return CLUTTER.sub("", message).strip()


def hint(message: str, line: str) -> str:
    """What to ask about an error; empty where nothing is known of it.

    message: its type and text, with " from `f`" after the type where it is from a function that the line calls
    line: the student's, in which it was raised
    """
    called = re.match(r"\w+ from `(\w+)`", message)
    error = re.sub(r" from `\w+`", "", message, count=1) if called else message
    code = line.partition("  #")[0]
    return next(filter(None, (one.of(error, code, called[1] if called else "") for one in HINTS)), "")
