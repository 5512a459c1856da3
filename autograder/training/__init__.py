"""The commands that make the data files in course_utils/data/files: for authors, imported by nothing else."""
