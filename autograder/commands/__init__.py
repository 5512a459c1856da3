"""One module a command of ``autograder``, each with one function of the command's name."""
