"""What a learner's notebook imports: references, figures, explorers, data and instant checks.

Importing this package is light. TensorFlow, scikit-learn and ipycanvas load when first used.
"""

import os

# TensorFlow reports its build on stderr when it loads, and nbgrader counts stderr as a failed cell.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
