"""The sample book as data: thirty years of the support for the Three Gorges area, from five documents.

`tools/build_sample.py` writes the tables of this folder; `rows` reads them into the book's types.
"""
