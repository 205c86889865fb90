"""Stamped papers beside what was received."""
