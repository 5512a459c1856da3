"""What to say of an exception that a learner's function raised: its kind, its message and the line."""

from __future__ import annotations

import linecache
import re
from types import TracebackType

from course_utils.check.clock import TooSlow
from course_utils.check.finding import Finding
from course_utils.check.show import kind_of

HERE = __package__.replace(".", "/")
LONGEST = 200

# What Python, NumPy, TensorFlow and Keras say to a mistake that many make, and the id of what it means: their own words
# rarely help.
MEANINGS = {
    "truth_value": r"truth value of an array",
    "single_number": r"only (0-dimensional|length-1|size-1) arrays can be converted to Python scalars",
    "whole_number": r"only integer scalar arrays can be converted to a scalar index",
    "axis": r"axis -?\d+ is out of bounds",
    "index": r"index -?\d+ is out of bounds",
    "index_type": r"arrays used as indices must be of integer",
    "place": r"only integers, slices .* are valid indices",
    "shapes": r"operands could not be broadcast together|^Incompatible shapes",
    "product": r"matmul: .* mismatch in its core dimension|shapes .* not aligned|^Matrix size-incompatible",
    "reshape": r"cannot reshape array of size|^Input to reshape is a tensor",
    "in_place_shape": r"non-broadcastable output operand",
    "in_place": r"Cannot cast ufunc '\w+' output",
    "function": r"unsupported operand type.*'(builtin_function_or_method|function|method|ufunc|numpy\.ufunc)'",
    "called": r"object is not callable",
    "key": r"'dict' object has no attribute|^'[A-Za-z]\d?'$|^\d$",
    "words": r"did not contain a loop with signature matching types",
    "bits": r"ufunc 'bitwise_\w+' not supported",
    "sequence": r"setting an array element with a sequence",
    "model_shape": r"Cannot convert '.*' to a shape",
    "from_logits": r"keyword argument.*'from_logits'",
    "arguments": r"required positional argument|positional arguments? but \d+|unexpected keyword argument",
    "optimizer": r"Could not interpret optimizer identifier",
    "activation": r"Could not interpret activation function identifier",
    "symbolic": r"KerasTensor cannot be used as input to a TensorFlow function",
}

# How TensorFlow ran an operation that failed, which is in its words and of no use to a learner.
TENSORFLOWS_OWN = re.compile(r"^\{\{function_node \S*\}\} | name: *$")


def meaning(message: str) -> str | None:
    """The id of what an exception's ``message`` means, if it is one that many meet."""
    return next((known for known, words in MEANINGS.items() if re.search(words, message)), None)


def describe_problem(problem: BaseException, seconds: float) -> Finding:
    """The finding for an exception that ended a call, which was allowed ``seconds``."""
    if isinstance(problem, TooSlow):
        return Finding("form.too_slow", {"seconds": f"{seconds:g}"})
    if isinstance(problem, KeyboardInterrupt):
        return Finding("form.interrupted")
    if isinstance(problem, NotImplementedError):
        return Finding("form.untouched")
    if isinstance(problem, SystemExit):
        return Finding("form.exit")
    if isinstance(problem, RecursionError):
        return Finding("form.recursion")
    values = {"problem": kind_of(problem), "message": _message(problem)}
    if isinstance(problem, NameError) and (name := getattr(problem, "name", None)):
        return Finding("form.unknown_name", {"variable": name})
    # An exception that comes from another process brings the line along.
    line = getattr(problem, "learners_line", None) or _learners_line(problem.__traceback__)
    return Finding("form.raised_at", {**values, "line": line}) if line else Finding("form.raised", values)


def _message(problem: BaseException) -> str:
    try:
        words = TENSORFLOWS_OWN.sub("", str(problem).strip().splitlines()[0]).rstrip(".")
        return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"
    except Exception:
        return kind_of(problem)


def _learners_line(trace: TracebackType | None) -> str:
    """The source line, in the learner's own code, where the exception came up; empty if it cannot be read."""
    line = ""
    own_file = None
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if own_file is None and HERE not in name.replace("\\", "/"):
            own_file = name  # the first frame outside the checks is the learner's function
        if name == own_file:
            line = linecache.getline(name, trace.tb_lineno).strip() or line
        trace = trace.tb_next
    return line
