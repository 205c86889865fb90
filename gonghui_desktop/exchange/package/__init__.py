"""The submission package: a BagIt bag in a ZIP file, written and read strictly."""
