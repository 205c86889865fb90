"""The list of a form's records and the commands on records."""
