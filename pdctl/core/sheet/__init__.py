"""A catalogue as the table that offices keep: its columns, its words, and how such a table is read back."""
