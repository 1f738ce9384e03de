"""The test of national totals: the electricity of a large country cannot weigh more than the whole world does.

It catches factors that are wrong by orders of magnitude (a unit, a column taken for another), nothing finer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from levier.catalogue.model import Catalogue, Mix, SanityFigure
from levier.quantity.units import convert
from levier.wording.text import Text, say


@dataclass(frozen=True)
class Impossible:
    """A mix whose country's total passes the world's: `national` and `world` in `unit` a year."""

    mix: Mix
    national: float
    world: float
    unit: str

    @property
    def text(self) -> Text:
        """Return the sentence that tells it."""
        return say(
            "{criterion} of one kWh in {zone} ({value} {mix_unit}, set {name}) makes a national total of "
            "{national} {unit} a year, more than the whole world ({world}).",
            criterion=self.mix.criterion,
            zone=self.mix.zone,
            value=self.mix.value,
            mix_unit=self.mix.unit,
            name=self.mix.set,
            national=self.national,
            unit=self.unit,
            world=self.world,
        )


def impossible_mixes(catalogue: Catalogue, mixes: Iterable[Mix] | None = None) -> tuple[Impossible, ...]:
    """Return the mixes (of the catalogue, unless others are handed in) whose national total passes the world's.

    Zones without a consumption and criteria without a world total are not tested.
    """
    consumption = {f.zone: f for f in catalogue.sanity if f.kind == "consumption"}
    worlds = {f.criterion: f for f in catalogue.sanity if f.kind == "world"}
    found = []
    for mix in catalogue.mixes if mixes is None else mixes:
        used, world = consumption.get(mix.zone), worlds.get(mix.criterion)
        if used is None or world is None:
            continue
        national = _national(catalogue, mix, used, world)
        if national > world.value:
            found.append(Impossible(mix, national, world.value, world.unit))
    return tuple(found)


def _national(catalogue: Catalogue, mix: Mix, used: SanityFigure, world: SanityFigure) -> float:
    """Return what the electricity that a country uses in a year weighs, in the unit of the world's total."""
    kwh = convert(used.value, used.unit, "kWh")
    return convert(mix.value * kwh, catalogue.criteria[mix.criterion].unit, world.unit)
