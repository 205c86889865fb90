"""Printing, and saving of pages as files."""
