"""A class of synthetic learners and the whole way from their submissions to a table of scores."""
