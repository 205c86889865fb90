"""Writing laid-out pages as PDF."""
