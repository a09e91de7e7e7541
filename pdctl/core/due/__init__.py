"""What is due by when: every obligation of every entry, computed from releases, items and the ledger. Nothing is stored."""
