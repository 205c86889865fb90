"""The printed page on the screen, and printing."""
