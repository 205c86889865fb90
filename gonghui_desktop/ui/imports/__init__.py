"""Import: what came of files, and which column of a table fills which field."""
