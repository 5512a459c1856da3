"""The sentences of an export that a learner reads."""
