"""The database file on the disk: its place, condition and mark, and reading without writing."""
