"""Typesetting: faces, fonts, characters, punctuation, line breaking, blocks of lines."""
