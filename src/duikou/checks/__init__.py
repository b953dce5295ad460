"""Statements and entries in, verdicts and bounds out, with the arithmetic and evidence that prove them."""
