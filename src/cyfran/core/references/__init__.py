"""Bibliographic references in the file formats of the field, both ways. Free of Django."""

from .reading import ReferenceFile, open_references
from .reference import LONGEST, Reference
from .writing import references_ris

__all__ = ["LONGEST", "Reference", "ReferenceFile", "open_references", "references_ris"]
