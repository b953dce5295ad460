"""Entries in, sums out, for many scopes at once: exact where the entries are, bounds where they are not."""
