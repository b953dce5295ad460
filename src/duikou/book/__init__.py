"""What the book holds: interval, scope, entry, posting, statement, document, pairing, project and subject.

Frozen, documented types together with the rules that one such value must keep by itself.
"""
