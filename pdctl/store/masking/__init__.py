"""Copies of files in which private data is hidden, and all else is as it was."""
