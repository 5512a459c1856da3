"""Times a call and prints one line about it."""

import statistics
import time
from collections.abc import Callable


def report(what: str, call: Callable[[], object], repeats: int) -> None:
    """Prints the median and the longest of ``repeats`` calls of ``call``, in milliseconds, under ``what``."""
    durations = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        durations.append((time.perf_counter() - start) * 1000)
    print(f"{what:<48} median {statistics.median(durations):9.2f} ms   longest {max(durations):9.2f} ms")
