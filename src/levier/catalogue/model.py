"""The shapes of facts: what a row of `facts/` becomes once it is read and checked.

A fact never travels without its provenance. Bare numbers carry their unit in their name; impacts carry it beside them.
Sizes are slugs of `categories.yaml` ("" is the category as a whole).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from levier.wording.text import Text, label


class Status(StrEnum):
    """How far a fact was checked; anything but `read` is shown beside the figure."""

    READ = "read"
    DERIVED = "derived"
    OWN_JUDGEMENT = "own_judgement"
    TO_VERIFY = "to_verify"


class Boundary(StrEnum):
    """What a source's figure covers: one row a stage, all but use, manufacturing + distribution, manufacturing."""

    SPLIT = "split"
    EMBODIED = "embodied"
    GREY = "grey"
    MANUFACTURING = "manufacturing"


class Stage(StrEnum):
    """Life-cycle stages; `embodied` stands for all but use where no source splits them."""

    MANUFACTURING = "manufacturing"
    DISTRIBUTION = "distribution"
    USE = "use"
    END_OF_LIFE = "end_of_life"
    EMBODIED = "embodied"


class SpreadRule(StrEnum):
    """How a row says its spread; see docs/method/bands.md."""

    INTERVAL95 = "interval95"
    """`spread` x: the value is within +-x (share) in 95 % of cases."""
    PERCENTILES = "percentiles"
    """`low` and `high` are percentiles `spread_low_p` and `spread_high_p` (5 and 95 unless told) of `sample` models."""
    RELATIVE_SD = "relative_sd"
    """`spread` s: relative standard deviation."""
    GSD = "gsd"
    """`spread` g: geometric standard deviation."""
    NONE = ""


class Tier(StrEnum):
    """On what an impact rests, best first."""

    MODEL = "model"
    CATEGORY = "category"
    MASS = "mass"
    SPEND = "spend"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Source:
    """A document or data set: who published it, where, under which licence."""

    id: str
    title: str
    publisher: str
    url: str
    licence: str
    year: str
    status: Status
    checked_on: date
    review_by: date
    note: str = ""


@dataclass(frozen=True)
class Licence:
    """A licence under which facts are shipped. Without French words, the English ones stand for both."""

    id: str
    name: str
    url: str
    share_alike: bool
    notice: str = ""
    name_fr: str = ""
    notice_fr: str = ""

    @property
    def label(self) -> Text:
        """Return the name in both languages."""
        return label(self.name_fr or self.name, self.name)

    @property
    def told(self) -> Text:
        """Return the notice in both languages."""
        return label(self.notice_fr or self.notice, self.notice)


@dataclass(frozen=True)
class Provenance:
    """Where a fact comes from and how long it may be trusted. Scores: pedigree 1 (best) to 5."""

    source: str
    page: str
    licence: str
    valid_from: date
    checked_on: date
    review_by: date
    status: Status
    scores: Pedigree
    note: str = ""


@dataclass(frozen=True)
class Pedigree:
    """Pedigree scores, 1 best to 5 worst (Ciroth 2016); `own` is true where they are Levier's judgement."""

    reliability: int
    completeness: int
    temporal: int
    geographical: int
    technological: int
    own: bool = True

    @property
    def mean(self) -> float:
        """Return the mean score, 1 to 5."""
        return (self.reliability + self.completeness + self.temporal + self.geographical + self.technological) / 5


@dataclass(frozen=True)
class ImpactFactor:
    """One row of a set of impact factors: `value` in `unit` (such as kgCO2e/device) for one stage or boundary."""

    id: str
    set: str
    family: str
    category: str
    size: str
    object: str
    boundary: Boundary
    stage: Stage | None
    criterion: str
    unit: str
    value: float
    low: float | None
    high: float | None
    spread_rule: SpreadRule
    spread: float | None
    sample: int | None
    provenance: Provenance


@dataclass(frozen=True)
class Lifetime:
    """Years of service of a category. `kind`: planned, second_life or class_default."""

    id: str
    set: str
    category: str
    size: str
    kind: str
    years: float
    low: float | None
    high: float | None
    provenance: Provenance


@dataclass(frozen=True)
class Energy:
    """Yearly electricity of a device in kWh. `method`: see schema.ENERGY_METHODS."""

    id: str
    set: str
    category: str
    size: str
    method: str
    kwh_per_year: float
    power_w: float | None
    hours_per_day: float | None
    low: float | None
    high: float | None
    sample: int | None
    provenance: Provenance


@dataclass(frozen=True)
class Mass:
    """Mass of a device in kg."""

    id: str
    set: str
    category: str
    size: str
    mass_kg: float
    low: float | None
    high: float | None
    sample: int | None
    provenance: Provenance


@dataclass(frozen=True)
class Intensity:
    """Embodied carbon of a kind of product, for the mass tier (kgCO2e/kg) or the spend tier (kgCO2e/kEUR)."""

    id: str
    kind: str
    basis: str
    value: float
    unit: str
    boundary: Boundary
    spread_rule: SpreadRule
    spread: float | None
    low: float | None
    high: float | None
    provenance: Provenance


@dataclass(frozen=True)
class Mix:
    """Impact of one kWh in a zone and year. `scope`: consumption (losses and upstream in) or generation."""

    id: str
    set: str
    zone: str
    year: int
    criterion: str
    value: float
    unit: str
    scope: str
    spread_rule: SpreadRule
    spread: float | None
    provenance: Provenance


@dataclass(frozen=True)
class Size:
    """A class of size of a category: screens by inches, switches by ports, printers by format."""

    id: str
    label: Text
    min_inches: float | None = None
    max_inches: float | None = None


@dataclass(frozen=True)
class Category:
    """A kind of device. `mass_kind` names the intensity of the mass tier; `in_host` parts add no use of their own."""

    id: str
    label: Text
    plural: Text
    group: str
    counted: bool
    sizes: tuple[Size, ...]
    default_size: str
    mass_kind: str
    datacentre: bool
    in_host: bool
    reason_not_counted: str
    provenance: Provenance


@dataclass(frozen=True)
class Zone:
    """A country or territory with its own electricity: ISO 3166-1 alpha-2 code (FR-20R for Corsica)."""

    code: str
    alpha3: str
    label: Text


@dataclass(frozen=True)
class Parameter:
    """A single figure of the method: a share, a threshold, a default."""

    id: str
    value: float
    low: float | None
    high: float | None
    unit: str
    label: Text
    provenance: Provenance


@dataclass(frozen=True)
class Criterion:
    """An indicator of impact: field code (gwp), unit of a total, label."""

    id: str
    unit: str
    label: Text
    short: Text
    provenance: Provenance


@dataclass(frozen=True)
class Referential:
    """A named choice of sets: the first of `sets` that knows an object answers, then `fallback` in its order.

    `pooled` pools all of `sets` instead of taking the first; `electricity` is the order of the sets of mixes.
    """

    id: str
    label: Text
    description: Text
    sets: tuple[str, ...]
    fallback: tuple[str, ...]
    pooled: bool
    electricity: tuple[str, ...] = ()
    provenance: Provenance | None = None


@dataclass(frozen=True)
class PedigreeFactor:
    """Geometric standard deviation that one pedigree score (1 to 5) of one indicator adds."""

    id: str
    indicator: str
    score: int
    gsd: float
    provenance: Provenance


@dataclass(frozen=True)
class Grade:
    """One band of a scheme of grades (`letter`, `pef`): scores up to and including `up_to`; None is the last band."""

    id: str
    scheme: str
    grade: str
    up_to: float | None
    label: Text
    provenance: Provenance


@dataclass(frozen=True)
class SanityFigure:
    """What the test of national totals needs: `consumption` of a zone, or the `world` total of a criterion."""

    id: str
    kind: str
    zone: str
    criterion: str
    value: float
    unit: str
    provenance: Provenance


@dataclass(frozen=True)
class DeclaredModel:
    """A maker's own footprint of one model, embodied (all stages but use), with what else it declares."""

    id: str
    manufacturer: str
    model: str
    category: str
    screen_inches: float | None
    embodied_gwp_kgco2e: float
    relative_error: float | None
    kwh_per_year: float | None
    lifetime_years: float | None
    mass_kg: float | None
    provenance: Provenance


@dataclass(frozen=True)
class Catalogue:
    """Everything the world says, read and checked. `version` is a hash of the files read."""

    version: str
    sources: Mapping[str, Source]
    licences: Mapping[str, Licence]
    categories: Mapping[str, Category]
    criteria: Mapping[str, Criterion]
    zones: Mapping[str, Zone]
    parameters: Mapping[str, Parameter]
    referentials: Mapping[str, Referential]
    factors: Sequence[ImpactFactor]
    lifetimes: Sequence[Lifetime]
    energies: Sequence[Energy]
    masses: Sequence[Mass]
    intensities: Sequence[Intensity]
    mixes: Sequence[Mix]
    declared: Sequence[DeclaredModel] = ()
    pedigree: Sequence[PedigreeFactor] = ()
    grades: Sequence[Grade] = ()
    sanity: Sequence[SanityFigure] = ()
    facts_by_file: Mapping[str, int] = field(default_factory=dict)
    """File -> number of rows of it that carry provenance and were loaded."""
