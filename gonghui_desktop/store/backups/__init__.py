"""Backups of the database: made, kept in turn, read as strangers' files."""
