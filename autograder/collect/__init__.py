"""Takes in what a class handed in, from nbgrader's exchange, a folder, or a zip that Canvas or Moodle made.

`source` opens it, `names` reads the files' names, `roster` knows the students, `attempts` judges and orders, and
`shelf` keeps one attempt for each student where nbgrader looks for it; `take_in` is the whole way.
"""
