"""Hands a chapter out: as a zip that is all a learner needs, or into nbgrader's exchange."""
