"""The tender file: what is needed, by which procedure, under which conditions; each change a version."""
