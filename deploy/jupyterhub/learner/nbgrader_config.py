"""nbgrader's settings in a learner's server: the exchange, and who hands in."""

import os

c = get_config()  # type: ignore[name-defined]  # noqa: F821  (nbgrader provides it)

c.CourseDirectory.course_id = "logits-to-labels"
c.Exchange.root = "/srv/logits-to-labels/exchange"
# Also where accounts of the hub and of the machine differ in their names.
c.CourseDirectory.student_id = os.environ.get("JUPYTERHUB_USER", "*")
