"""Zip archives of office files: looked through before any part of them is unpacked or parsed."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

from duikou.files.problems import MEGABYTE, FileProblem, Limits

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # a password-protected .docx or .xlsx, or one of before 2007
MOST_PARTS = 10_000
_DECLARATIONS = (b"<!doctype", b"<!entity")


def look_through(raw: bytes, name: str, limits: Limits) -> bytes:
    """Refuse an archive that is none, is encrypted, unpacks to more than `limits.unpacked_bytes`, or declares
    a document type or entities in its XML (no office programme writes any; they can read files or never end).

    Returns the archive made anew, unpacked, of just what was looked at: a directory that lies about sizes or
    names a part twice deceives no reader after this.

    Raises FileProblem `file.encrypted`, `file.damaged`, `file.expands`, `file.unsafe`.
    """
    if raw.startswith(OLE):
        raise FileProblem("file.encrypted", name)
    try:
        with ZipFile(BytesIO(raw)) as archive:
            return _look_at_parts(archive, name, limits)
    except FileProblem:
        raise
    except Exception as error:
        # Whatever zipfile and zlib meet in a broken file, the file is what is wrong.
        raise FileProblem("file.damaged", name) from error


def _look_at_parts(archive: ZipFile, name: str, limits: Limits) -> bytes:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > limits.unpacked_bytes:
        raise FileProblem("file.expands", name, most=limits.unpacked_bytes // MEGABYTE)
    seen: dict[str, bytes] = {}
    for part in parts:
        if part.flag_bits & 1:
            raise FileProblem("file.encrypted", name)
        with archive.open(part) as stream:
            content = stream.read(part.file_size)
        seen[part.filename] = content
        if part.filename.lower().endswith((".xml", ".rels", ".vml")):
            text = content.replace(b"\x00", b"").lower()  # UTF-16 too
            if any(declaration in text for declaration in _DECLARATIONS):
                raise FileProblem("file.unsafe", name)
    file = BytesIO()
    with ZipFile(file, "w", ZIP_STORED) as anew:
        for part_name, content in seen.items():
            anew.writestr(part_name, content)
    return file.getvalue()
