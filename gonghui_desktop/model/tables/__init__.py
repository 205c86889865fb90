"""Tables of units, one in each row: headings, the form, which column fills which field."""
