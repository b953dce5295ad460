"""What may be done, one verb a module: permission, then change, then audit, all in one transaction.

Every action that writes to the book is one posting and returns the receipt of the chain's head.
"""
