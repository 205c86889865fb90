"""Backups: the list, making one, restoring one, and the start without usable data."""
