"""File formats (Excel, Word, PDF, CSV, plain text) to and from the types of ``words`` and ``book``. No Django."""
