"""Text from the clipboard: cleaned, and cells of a spreadsheet matched with fields."""
