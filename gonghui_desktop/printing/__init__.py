"""From a form and its values to pages: fonts, line breaking, layout, PDF and Word."""
