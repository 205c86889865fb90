"""Spreadsheets that go out."""
