"""Forms as data, their field types, records, findings and the campaign's rules: pure Python."""
