"""What the scan is measured on: cases made by a seed, and sentences written by hand."""
