"""Typesetting: faces, fonts, characters, punctuation, line breaking, text blocks."""
