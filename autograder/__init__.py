"""What an instructor runs: hidden cases, grading and reports. Never shipped to learners."""

import sys

# jsonschema, which nbformat loads, loads this where it is installed, and it builds a grammar for a second and a half,
# to check web addresses in a format that no notebook uses.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
