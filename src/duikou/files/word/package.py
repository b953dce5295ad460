"""The package of a Word document: its parts as they stand, how they refer to each other, and writing it back
with every part that nobody touched byte for byte as it was."""

from __future__ import annotations

from copy import copy
from io import BytesIO
from posixpath import dirname, join, normpath, relpath
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

from duikou.files.archive import look_through
from duikou.files.problems import FileProblem, Limits

Element = Any  # lxml has no types
TYPES = "[Content_Types].xml"
_TYPES_NS = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS_NS = "http://schemas.openxmlformats.org/package/2006/relationships"
_MACROS = ("macroenabled", "vnd.ms-office.vbaproject")


def parse(content: bytes) -> Element:
    """The root of a part. Raises etree.XMLSyntaxError."""
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def serialized(root: Element) -> bytes:
    """A part as office programmes write it."""
    tree = root.getroottree()
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))


class Package:
    """Parts by name. `main`: the name of the document itself."""

    def __init__(self, raw: bytes, name: str, limits: Limits) -> None:
        """Raises FileProblem as `look_through`, and `file.damaged`, `file.macros`."""
        look_through(raw, name, limits)
        try:
            with ZipFile(BytesIO(raw)) as archive:
                self._infos = archive.infolist()
                self.parts = {info.filename: archive.read(info) for info in self._infos}
            if len(self.parts) < len(self._infos):
                raise FileProblem("file.damaged", name)
            if any(sign in self.parts[TYPES].lower().decode() for sign in _MACROS):
                raise FileProblem("file.macros", name)
            self.main = self._main()
        except FileProblem:
            raise
        except Exception as error:
            # Whatever zipfile and lxml meet in a broken file, the file is what is wrong.
            raise FileProblem("file.damaged", name) from error

    def _main(self) -> str:
        (found,) = (target for kind, target in self._relations("") if kind.endswith("/officeDocument"))
        self.parts[found]
        return found

    def related(self, kind: str) -> str:
        """The part that the document refers to as `kind` (comments, footnotes, styles …), "" for none."""
        return next((to for said, to in self._relations(self.main) if said.endswith(f"/{kind}")), "")

    def root(self, part: str) -> Element | None:
        """The root of a part; None where the document has no such part."""
        return parse(self.parts[part]) if part in self.parts else None

    def _relations(self, part: str) -> list[tuple[str, str]]:
        root = self.root(_relations_of(part))
        return [
            (link.get("Type", ""), normpath(join("/", dirname(part), link.get("Target", ""))).lstrip("/"))
            for link in (() if root is None else root.iter(f"{{{_RELATIONS_NS}}}Relationship"))
            if link.get("TargetMode") != "External"
        ]

    def add(self, part: str, kind: str, content_type: str) -> None:
        """Make room for a new part that the document refers to as `kind`; its content is yet to come."""
        name = _relations_of(self.main)
        root = self.root(name)
        if root is None:
            root = etree.Element(f"{{{_RELATIONS_NS}}}Relationships", nsmap={None: _RELATIONS_NS})
        # Strict documents have another beginning of their kinds.
        (whole,) = (said for said, _ in self._relations("") if said.endswith("/officeDocument"))
        taken = {link.get("Id") for link in root}
        number = next(n for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
        link = etree.SubElement(root, f"{{{_RELATIONS_NS}}}Relationship")
        link.set("Id", f"rId{number}")
        link.set("Type", whole.removesuffix("officeDocument") + kind)
        link.set("Target", relpath(part, dirname(self.main) or "."))
        types = parse(self.parts[TYPES])
        entry = etree.SubElement(types, f"{{{_TYPES_NS}}}Override")
        entry.set("PartName", f"/{part}")
        entry.set("ContentType", content_type)
        self.parts |= {name: serialized(root), TYPES: serialized(types), part: b""}

    def saved(self) -> bytes:
        """The package as a file: parts in their order, new ones behind."""
        out = BytesIO()
        with ZipFile(out, "w", ZIP_DEFLATED) as archive:
            for info in self._infos:
                archive.writestr(copy(info), self.parts[info.filename])
            known = {info.filename for info in self._infos}
            for name in sorted(self.parts.keys() - known):
                fresh = ZipInfo(name)
                fresh.compress_type = ZIP_DEFLATED
                archive.writestr(fresh, self.parts[name])
        return out.getvalue()


def _relations_of(part: str) -> str:
    folder, name = dirname(part), part.rpartition("/")[2]
    return join(folder, "_rels", f"{name}.rels")
