"""Whether a paper says word for word what was approved."""
