"""Sums of entries over many scopes at once. Pure: the caller filters by what was known when."""

from duikou.rollups.cube import CubeCell
from duikou.rollups.pivot import Cell, Layout, Note, Pivot
from duikou.rollups.table import EntrySum, EntryTable

__all__ = ["Cell", "CubeCell", "EntrySum", "EntryTable", "Layout", "Note", "Pivot"]
