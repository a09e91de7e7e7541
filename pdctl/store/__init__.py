"""Where things are kept: YAML, schemas, git, signatures, the index of items."""
