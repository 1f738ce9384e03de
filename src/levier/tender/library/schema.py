"""The keys and columns of the files of the library, as docs/criteria.md tells them."""

from __future__ import annotations

from levier.tender.provenance import COLUMNS

CRITERION = (
    *("id", "version", "complete", "segment", "type", "level", "theme", "document", "purchases", "buyers"),
    *("concerns", "measures", "title", "legal_basis", *COLUMNS),
)
CRITERION_OPTIONAL = (
    *("summary", "clause", "variables", "evidence", "verification", "fields", "check", "scoring", "penalty"),
    *("indicator", "eforms", "correction"),
)
VARIABLE = ("id", "label", "type", "unit", "default", "low", "high", "choices", "status", "basis")
FIELD = ("id", "label", "type", "unit", "per", "low", "high", "choices")
VARIABLE_OPTIONAL = ("low", "high", "choices", "default")
FIELD_OPTIONAL = ("low", "high", "choices")

TERMS = ("kind", "id", "label_fr", "label_en", *COLUMNS)
BUYERS = ("id", "label_fr", "label_en", "public", *COLUMNS)
CODES = ("list", "code", "name_fr", "name_en", *COLUMNS)
DECP = ("id", "type", "concern", "reserved", "consideration", *COLUMNS)
KITS = ("id", "segment", "criterion", "rank", "reason_fr", "reason_en", *COLUMNS)

TERM_KINDS = frozenset({"segment", "theme", "unit", "measure", "per"})
CODE_LISTS = frozenset(
    {"environmental-impact", "social-objective", "innovative-acquisition", "strategic-procurement", "gpp-criteria"}
    | {"accessibility", "reserved-procurement"}
)
"""Lists of eForms that a criterion may carry or from which a panel is made."""
