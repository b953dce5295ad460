"""The vocabulary: places, parties, measures, units, sectors, kinds, stages, qualifiers and periods.

Everything is read from ``words/data/*.csv`` and numbered in pre-order, so that "lies inside" is a test
between integers. Nothing here knows of entries, statements or a database.
"""
