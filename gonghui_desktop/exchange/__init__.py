"""Files that travel between offices: submission packages, record files, spreadsheets."""
