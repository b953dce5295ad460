"""File formats (Excel, Word, PDF, CSV, text) to and from the types of ``words`` and ``book``. No Django."""
