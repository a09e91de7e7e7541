"""The text of files that people hand in, whole: also what does not meet the eye; and what of them cannot be read."""
