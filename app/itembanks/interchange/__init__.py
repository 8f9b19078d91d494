"""Questions as other programs write them, to and from the syntax of the course files. Pure."""
