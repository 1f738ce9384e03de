"""The columns and keys of every facts file, as docs/facts.md tells them."""

from __future__ import annotations

PROVENANCE = ("source", "page", "valid_from", "checked_on", "review_by", "status", "scores", "note")

SOURCES = ("id", "title", "publisher", "url", "licence", "year", "status", "checked_on", "review_by", "note")
LICENCES = ("id", "name", "name_fr", "url", "share_alike", "notice", "notice_fr")
ZONES = ("code", "alpha3", "label_fr", "label_en")

CATEGORIES = (
    *("id", "label", "plural", "group", "counted", "reason_not_counted", "sizes", "default_size"),
    *("mass_kind", "datacentre", "in_host", *PROVENANCE),
)
SIZES = ("id", "label", "min_inches", "max_inches")
CRITERIA = ("id", "unit", "label", "short", *PROVENANCE)
PARAMETERS = ("id", "value", "low", "high", "unit", "label", *PROVENANCE)
REFERENTIALS = ("id", "label", "description", "sets", "fallback", "electricity", "pooled", *PROVENANCE)

PEDIGREE = ("id", "indicator", "score", "gsd", *PROVENANCE)
GRADES = ("id", "scheme", "grade", "up_to", "label_fr", "label_en", *PROVENANCE)
RETENTION = ("id", "days", "label_fr", "label_en", "after_fr", "after_en", *PROVENANCE)
SANITY = ("id", "kind", "zone", "criterion", "value", "unit", *PROVENANCE)

IMPACT = (
    *("id", "set", "family", "category", "size", "object", "boundary", "stage", "criterion", "unit"),
    *("value", "low", "high", "spread_rule", "spread", "sample", *PROVENANCE),
)
LIFETIMES = ("id", "set", "category", "size", "kind", "years", "low", "high", *PROVENANCE)
ENERGY = (
    *("id", "set", "category", "size", "method", "kwh_per_year", "power_w", "hours_per_day"),
    *("low", "high", "sample", *PROVENANCE),
)
MASS = ("id", "set", "category", "size", "mass_kg", "low", "high", "sample", *PROVENANCE)
INTENSITY = (
    *("id", "kind", "basis", "value", "unit", "boundary", "spread_rule", "spread", "low", "high"),
    *PROVENANCE,
)
ELECTRICITY = (
    *("id", "set", "zone", "year", "criterion", "value", "unit", "scope", "spread_rule", "spread"),
    *PROVENANCE,
)

TABLES = {
    "impact": IMPACT,
    "lifetimes": LIFETIMES,
    "energy": ENERGY,
    "mass": MASS,
    "intensity": INTENSITY,
    "electricity": ELECTRICITY,
}
"""Tables that stand in folders by licence, and in a user's referential as one file each."""

USER_REFERENTIAL = ("id", "label", "description", "licence", "source", "checked_on", "review_by")
USER_REFERENTIAL_OPTIONAL = (
    *("publisher", "url", "year", "note", "fallback", "electricity"),
    *("page", "valid_from", "status", "scores"),
)
"""The last four stand in every row of the folder that does not tell them itself."""

MODELS = (
    *("id", "manufacturer", "model", "category", "screen_inches", "embodied_gwp_kgco2e", "relative_error"),
    *("kwh_per_year", "lifetime_years", "mass_kg", *PROVENANCE),
)
USER_TABLES = {**TABLES, "models": MODELS}
"""Tables of a user's referential: one file each, any of them."""

USER_NEEDED = {
    "impact": ("category", "boundary", "criterion", "unit", "value"),
    "lifetimes": ("category", "years"),
    "energy": ("category", "method", "kwh_per_year"),
    "mass": ("category", "mass_kg"),
    "intensity": ("kind", "basis", "value", "unit", "boundary"),
    "electricity": ("zone", "year", "criterion", "value", "unit", "scope"),
    "models": ("manufacturer", "model", "category", "embodied_gwp_kgco2e"),
}
"""Columns that a user's table must have; the others may be left out."""

LIFETIME_KINDS = frozenset({"planned", "second_life", "class_default"})
ENERGY_METHODS = frozenset(
    {"measured", "declared_tec", "allocated", "typical", "household_hours", "class_default", "in_host"}
)
"""`measured` is for a user's own referential: no shipped row says it, and no other referential asks for it."""
SCOPES = frozenset({"consumption", "generation"})
BASES = frozenset({"mass", "spend"})
SPLIT_STAGES = frozenset({"manufacturing", "distribution", "end_of_life"})
INDICATORS = frozenset({"reliability", "completeness", "temporal", "geographical", "technological"})
SANITY_KINDS = frozenset({"consumption", "world"})
