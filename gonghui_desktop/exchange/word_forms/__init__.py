"""Filled official forms in Word files: read without Word, matched with a form by their wording."""
