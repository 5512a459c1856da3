"""How long a notebook's first cell takes: importing the course in a new process."""

import subprocess
import sys
from functools import partial

from bench.timing import report


def main() -> None:
    """Prints how long the imports take that a notebook begins with."""
    for what, code in (("python alone", "pass"), ("import course_utils", "import course_utils")):
        report(what, partial(subprocess.run, [sys.executable, "-c", code], check=True), repeats=5)
