"""Rows of what was received, and of the offices that are expected to report."""
