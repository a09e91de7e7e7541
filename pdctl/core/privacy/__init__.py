"""Personal data and secrecy marks in a text: pure, by patterns of our own over normalized text.

`find` gives what stands in a text, each with its place; `masked` hides a value. Nothing here keeps or prints anything.
"""
