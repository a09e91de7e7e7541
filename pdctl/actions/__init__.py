"""What can be done: load, judge, write, commit; and what can be read."""
