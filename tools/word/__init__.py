"""The Word templates in templates/, made from code: what a .docx says cannot be read in a difference, this can."""
