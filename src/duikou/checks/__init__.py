"""Statements and entries in, verdicts and bounds out, each with the arithmetic and the evidence that prove it."""
