"""The workbook of an office: written from the book, read back from whatever people send.

`grid` opens a file and gives raw cells; `heads` finds out what a sheet's columns mean; `cells` reads one
cell; `rows` puts them together. `template` writes a workbook, `marked` colours one.
"""
