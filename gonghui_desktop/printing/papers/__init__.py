"""Papers that an office hands in with its forms: the summary and the cover sheet."""
