"""Taking in records from files: importing, tables, what is there already."""
