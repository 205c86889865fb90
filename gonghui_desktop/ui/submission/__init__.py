"""Handing in: who reports, import, export and verification of packages."""
