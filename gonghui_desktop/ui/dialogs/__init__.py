"""Dialogs that every feature shares, and the door to the user."""
