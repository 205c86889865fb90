"""The table of offices, and the list of those that are expected."""
