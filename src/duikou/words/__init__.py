"""The vocabulary: places, parties, measures, units, sectors, kinds, stages, qualifiers, periods.

All of it is data (`words/data/*.csv`); `load()` reads the tables once and gives a `Vocabulary`.
The lowest room: it imports nothing of Duikou.
"""

from duikou.words.activities import ActivityField, ActivityType, Option
from duikou.words.parties import Party, PartyTree
from duikou.words.places import Place, PlaceName, PlaceTree
from duikou.words.stated import Printed, Reading, stated_bounds
from duikou.words.tables import Kind, Measure, NamedPeriod, Programme, Sector, Stage, Target, Unit
from duikou.words.tree import Tree, UnknownCode
from duikou.words.vocabulary import Vocabulary, load

__all__ = [
    "ActivityField",
    "ActivityType",
    "Kind",
    "Measure",
    "NamedPeriod",
    "Option",
    "Party",
    "PartyTree",
    "Place",
    "PlaceName",
    "PlaceTree",
    "Printed",
    "Programme",
    "Reading",
    "Sector",
    "Stage",
    "Target",
    "Tree",
    "Unit",
    "UnknownCode",
    "Vocabulary",
    "load",
    "stated_bounds",
]
