"""Colours, style sheet, icons, screen fonts and Qt's translation."""
