"""The only database models, with their migrations and triggers, and the selectors that return frozen rows.

Whoever stands above asks the selectors; models themselves are imported by ``store`` and ``actions`` alone.
"""
