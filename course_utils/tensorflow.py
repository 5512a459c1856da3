"""TensorFlow without the log lines that it writes to stderr while it loads.

``from course_utils.tensorflow import tf`` is ``import tensorflow as tf``, and nothing else. The lines come from
compiled code before any log level is read, so that only closing stderr for a moment keeps them out of a notebook.
"""

from course_utils.quiet import no_native_stderr

with no_native_stderr():
    import tensorflow as tf

__all__ = ["tf"]
