"""Packages that come in."""
