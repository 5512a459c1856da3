"""What a learner and an instructor wait for, timed: one module a subject, each with a ``main()``."""
