"""The verbs of the command line, one module each: the edges between disk, git and the core."""
