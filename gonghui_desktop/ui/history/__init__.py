"""History of a record, and the bin."""
