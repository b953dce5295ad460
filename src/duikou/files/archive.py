"""Zip archives of office files: looked through before any part of them is unpacked or parsed."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

from duikou.files.problems import MEGABYTE, FileProblem, Limits

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # a password-protected .docx or .xlsx, or one of before 2007
MOST_PARTS = 10_000
_DECLARATIONS = (b"<!doctype", b"<!entity")


def look_through(raw: bytes, name: str, limits: Limits) -> None:
    """Refuse an archive that is none, is encrypted, unpacks to more than `limits.unpacked_bytes`, or declares
    a document type or entities in its XML (no office programme writes any; they can read files or never end).

    Raises FileProblem `file.encrypted`, `file.damaged`, `file.expands`, `file.unsafe`.
    """
    if raw.startswith(OLE):
        raise FileProblem("file.encrypted", name)
    try:
        with ZipFile(BytesIO(raw)) as archive:
            _look_at_parts(archive, name, limits)
    except FileProblem:
        raise
    except Exception as error:
        # Whatever zipfile and zlib meet in a broken file, the file is what is wrong.
        raise FileProblem("file.damaged", name) from error


def _look_at_parts(archive: ZipFile, name: str, limits: Limits) -> None:
    parts = archive.infolist()
    # zipfile never unpacks more of a part than its declared size.
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > limits.unpacked_bytes:
        raise FileProblem("file.expands", name, most=limits.unpacked_bytes // MEGABYTE)
    for part in parts:
        if part.flag_bits & 1:
            raise FileProblem("file.encrypted", name)
        if part.filename.lower().endswith((".xml", ".rels", ".vml")):
            text = archive.read(part).replace(b"\x00", b"").lower()  # UTF-16 too
            if any(declaration in text for declaration in _DECLARATIONS):
                raise FileProblem("file.unsafe", name)
