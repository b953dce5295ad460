"""Duikou 对口: one book in which paired assistance (对口支援) is recorded, counted, checked and reported.

The rooms of the package stand in layers, and imports go down only:
``server`` over ``web`` and ``cli``, over ``actions`` and ``answers``, over ``store`` and ``files``,
over ``checks`` and ``rollups``, over ``reading`` and ``book``, over ``words``.
"""

__version__ = "0.1.0.dev0"
