"""What a baseline says: figures with their band, grade and tiers, and everything a reader may ask about them.

This is the only thing that `report` and `cli` know of the computation. `json.py` writes it as `levier.baseline/1`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from levier.quantity.assumption import Assumption
from levier.wording.text import Text


@dataclass(frozen=True)
class Figure:
    """One figure. `value` is None where it is not available, and `reason` says why; bounds are percentiles 5 and 95.

    `tiers`: share (0 to 1) of the value that rests on each tier (model, category, mass, spend).
    `grade`: A to E; `data_quality_rating`: PEF, 1 (best) to 5. `ademe`: the same figure with ADEME's values only.
    """

    criterion: str
    unit: str
    value: float | None
    low: float | None = None
    high: float | None = None
    median: float | None = None
    value_percentile: float | None = None
    grade: str | None = None
    data_quality_rating: float | None = None
    tiers: Mapping[str, float] = field(default_factory=dict)
    reason: Text | None = None
    stage: str | None = None
    category: str | None = None
    quantity: int | None = None
    others: Mapping[str, float] = field(default_factory=dict)
    """The same figure by other referentials: referential id -> value."""

    @property
    def key(self) -> str:
        """Return the key of the figure in the trace."""
        if self.stage is not None:
            return f"by_stage/{self.criterion}/{self.stage}"
        if self.category is not None:
            return f"by_category/{self.criterion}/{self.category}"
        return f"totals/{self.criterion}"


@dataclass(frozen=True)
class SetAside:
    """Lines not counted, by reason; `examples` are line numbers, at most five."""

    reason: str
    label: Text
    lines: int
    examples: tuple[int, ...]


@dataclass(frozen=True)
class Narrowing:
    """A fact that would narrow the total: `share_of_variance` of the first criterion's total (0 to 1)."""

    fact: str
    label: Text
    action: Text
    share_of_variance: float


@dataclass(frozen=True)
class Disagreement:
    """A category whose sources differ more than twofold: per device, family -> kgCO2e; what would decide."""

    category: str
    ratio: float
    families: Mapping[str, float]
    ask: Text


@dataclass(frozen=True)
class UnknownImpact:
    """Devices counted whose impact is unknown."""

    label: Text
    category: str
    quantity: int
    lines: int
    examples: tuple[str, ...]


@dataclass(frozen=True)
class AskedModel:
    """A model that a question asks of, `label` its kind of device, and how much of the total rests on it."""

    name: str
    category: str
    label: Text
    quantity: int
    share: float


@dataclass(frozen=True)
class Question:
    """A question for a supplier: of whom, what, of which models, and how much of the total rests on it."""

    manufacturer: str
    subject: Text
    text: Text
    quantity: int
    share: float
    models: tuple[AskedModel, ...] = ()


@dataclass(frozen=True)
class SourceUse:
    """A source that was used: what for, under which licence, how far checked."""

    id: str
    title: str
    publisher: str
    licence: Text
    licence_url: str
    url: str
    status: str
    notice: Text


@dataclass(frozen=True)
class AgeGroup:
    """Devices by age: `age_years` whole years (None unknown), by category group."""

    age_years: int | None
    quantity: int


@dataclass(frozen=True)
class Profile:
    """What buyers need next. Shares are 0 to 1 of devices; None where not known."""

    mean_age_years: float | None
    aged_share: float
    ages: tuple[AgeGroup, ...]
    devices_per_person: float | None
    per_person_kgco2e: float | None
    refurbished_share: float | None
    leased_share: float | None
    mass_kg: float | None
    screens_per_computer: float | None
    mean_age_by_category: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Refurbished:
    """Refurbished devices by both rules, kgCO2e of gwp per year of service; `saving` only where both agree."""

    quantity: int
    new: float
    cut_off: float
    chain: float
    saving: float | None


@dataclass(frozen=True)
class ExportLine:
    """One line of another account: GHG Protocol category or BEGES item, kgCO2e."""

    code: str
    label: Text
    beges: str
    value: float | None
    note: Text


@dataclass(frozen=True)
class LineResult:
    """One folded cell with its result, for the workbook."""

    values: Mapping[str, str | float | int | None]


@dataclass(frozen=True)
class FactUsed:
    """One fact behind a category: kind (factor, life, energy, mass, mix), value with unit, source ids, status."""

    category: str
    kind: str
    label: Text
    value: float
    low: float | None
    high: float | None
    unit: str
    tier: str
    sources: tuple[str, ...]
    status: str
    families: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Baseline:
    """The whole result."""

    file: str
    on: date
    facts_on: date
    view: str
    year: int
    referential: str
    referential_label: Text
    country: str
    snapshot: str
    facts_version: str
    code_version: str
    seed: int
    draws: int
    read: int
    counted: int
    set_aside: tuple[SetAside, ...]
    devices: int
    typed_share: float
    model_share: float
    totals: tuple[Figure, ...]
    by_stage: tuple[Figure, ...]
    by_category: tuple[Figure, ...]
    ademe: tuple[Figure, ...]
    ademe_coverage: float
    """Share of the ADEME reading of gwp that rests on ADEME's own figures (0 to 1)."""
    narrowing: tuple[Narrowing, ...]
    disagreements: tuple[Disagreement, ...]
    unknown: tuple[UnknownImpact, ...]
    assumptions: tuple[Assumption, ...]
    sources: tuple[SourceUse, ...]
    questions: tuple[Question, ...]
    profile: Profile
    facts_used: tuple[FactUsed, ...]
    export_lines: tuple[ExportLine, ...]
    category_labels: Mapping[str, tuple[Text, Text]]
    """Category id -> (singular, plural)."""
    criterion_labels: Mapping[str, Text]
    personal_columns: tuple[str, ...] = ()
    refurbished: Refurbished | None = None
    electricity: tuple[FactUsed, ...] = ()
    """Mixes published for the main country, side by side; the one used comes first."""
    lines: tuple[LineResult, ...] = ()
    people: int | None = None
    currency_note: Text | None = None
    comparisons: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """criterion -> referential id -> total, for the comparison of referentials."""
    referential_labels: Mapping[str, Text] = field(default_factory=dict)
    """Referential id -> label, of every referential named in `others` and `comparisons`."""
    family_labels: Mapping[str, Text] = field(default_factory=dict)
    """Family id -> label, of every family named in `disagreements` and `facts_used`."""

    @property
    def carbon_only(self) -> bool:
        """Tell whether gwp is the only impact with a total (masses aside): the title then says so."""
        return {f.criterion for f in self.totals if f.value is not None} <= {"gwp", "mass", "weee"}
