"""Writing a form as a Word file (.docx)."""
