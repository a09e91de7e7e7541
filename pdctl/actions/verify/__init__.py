"""Proving a history: every commit is taken apart, its signature checked, and judged by its first parent's files."""
