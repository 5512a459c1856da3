"""Grades one submission: a judge with the tests on one side, a sandboxed worker with the learner's code on the
other, and nothing between them but plain data."""
