"""What an instructor runs: hidden cases, grading and reports. Never shipped to learners."""
