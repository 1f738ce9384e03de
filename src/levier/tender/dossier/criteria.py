"""The award criteria that a document announces, read from its tables, lists and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from levier.tender.dossier.figures import Weight, weights
from levier.tender.dossier.model import Block, BlockKind, Piece
from levier.tender.model import CriterionKind
from levier.tender.words import Lexicon, fold

LEVEL = re.compile(r"^\s*(?:[a-z]\)|[-–•]|(?:sous[- ]crit\S*)|\d{1,2}[.\-]\d{1,2})", re.IGNORECASE)
NUMBERING = re.compile(
    r"^\s*(?:(?:crit[eè]re|criterion|sous[- ]crit[eè]re)?\s*(?:n\s*°\s*)?\d{0,2}(?:[.\-]\d{1,2})*\s*[.:)\-–|]*\s*)",
    re.IGNORECASE,
)
EDGE = " \t:;,.()–-|=/"
WHOLE = 100.0
NEAR = 25.0
"""A list of criteria adds up to a hundred, or was meant to: within this."""
LEADING = ("et ", "puis ", "and ", "ainsi que ", "selon ", "le ", "la ", "les ", "the ", "l'", "l’", "pour ")


@dataclass(frozen=True)
class Announced:
    """A criterion as a document announces it: `share` of the whole, and all that its line says."""

    name: str
    share: float | None
    text: str
    kind: CriterionKind
    piece: Piece
    block: Block
    percent: bool = True
    sub: bool = False


@dataclass(frozen=True)
class Announcement:
    """The criteria of a piece, with the blocks of the article that announces them."""

    piece: Piece
    criteria: tuple[Announced, ...]
    zone: tuple[Block, ...]
    total: float | None
    """What the weights add up to as written, None where there are none."""

    @property
    def tops(self) -> list[Announced]:
        """Return the criteria without their sub-criteria."""
        return [c for c in self.criteria if not c.sub]


def kind_of_criterion(name: str, lexicon: Lexicon) -> CriterionKind:
    """Tell what a criterion looks at from the words that come first in its name."""
    found = []
    for use, kind in (
        ("cost", CriterionKind.COST),
        ("price", CriterionKind.PRICE),
        ("environment", CriterionKind.ENVIRONMENT),
        ("social", CriterionKind.SOCIAL),
        ("technical", CriterionKind.TECHNICAL),
        ("service", CriterionKind.SERVICE),
    ):
        if hit := lexicon.first(use, name):
            found.append((hit.start, kind))
    kinds = {kind for _, kind in found}
    if CriterionKind.COST in kinds:
        return CriterionKind.COST
    if CriterionKind.PRICE in kinds and min(found)[1] is CriterionKind.PRICE:
        return CriterionKind.PRICE
    if CriterionKind.ENVIRONMENT in kinds:
        return CriterionKind.ENVIRONMENT
    return min(found, default=(0, CriterionKind.OTHER))[1]


def zones(piece: Piece, lexicon: Lexicon) -> Iterator[list[Block]]:
    """Yield the articles of a piece that speak of award criteria."""
    zone: list[Block] = []
    inside: str | None = None
    for block in piece.blocks:
        own = block.text if block.kind is BlockKind.HEADING else None
        chain = (*block.headings, own) if own else block.headings
        named = next((h for h in chain if h and _names_criteria(h, lexicon)), None)
        if named is None and block.kind is not BlockKind.HEADING and _tells_criteria(block.text, lexicon):
            named = block.heading or piece.name
        elif named is None and inside is not None and block.heading == inside and block.kind is not BlockKind.HEADING:
            named = inside
        if named != inside and zone:
            yield zone
            zone = []
        inside = named
        if named is not None:
            zone.append(block)
    if zone:
        yield zone


def _names_criteria(heading: str, lexicon: Lexicon) -> bool:
    return lexicon.has("criteria_heading", heading)


def _tells_criteria(text: str, lexicon: Lexicon) -> bool:
    told = len(weights(text)) > 1 or "criter" in fold(text)
    about = "criter" in fold(text) or "offre" in fold(text) or lexicon.has("criteria_heading", text)
    return told and about and bool(weights(text)) and (lexicon.has("price", text) or lexicon.has("cost", text))


def announced(piece: Piece, lexicon: Lexicon) -> Announcement | None:
    """Return the criteria that a piece announces, the fullest list of it; None where it speaks of none."""
    found: list[Announcement] = []
    for zone in zones(piece, lexicon):
        groups = list(_groups(piece, zone, lexicon))
        best = max(groups, key=_fitness, default=())
        total = sum(c.share for c in best if c.share is not None and not c.sub) if best else None
        if best or lexicon_mentions(zone, lexicon):
            found.append(Announcement(piece, tuple(_scaled(best, total)), tuple(zone), total))
    return max(found, key=lambda a: (len(a.criteria) > 0, _fitness(a.criteria), len(a.zone)), default=None)


def lexicon_mentions(zone: Sequence[Block], lexicon: Lexicon) -> bool:
    """Tell whether an article that names criteria speaks of offers at all."""
    return any(lexicon.has("price", b.text) or lexicon.has("cost", b.text) for b in zone)


def _fitness(criteria: Sequence[Announced]) -> tuple[int, int, float]:
    """Prefer a list with a price or a cost, then one that adds up, then a longer one."""
    money = any(c.kind in (CriterionKind.PRICE, CriterionKind.COST) for c in criteria)
    total = sum(c.share or 0 for c in criteria if not c.sub)
    return (int(money), int(abs(total - WHOLE) < NEAR or abs(total - 1) < 1e-6), len(criteria))


def _scaled(criteria: Sequence[Announced], total: float | None) -> Iterator[Announced]:
    percent = any(c.percent for c in criteria)
    whole = WHOLE if percent or total is None or abs(total - WHOLE) < NEAR else total
    for c in criteria:
        yield replace(c, share=c.share / whole if c.share is not None and whole else None)


def _groups(piece: Piece, zone: Sequence[Block], lexicon: Lexicon) -> Iterator[tuple[Announced, ...]]:
    """Yield each run of lines that give weights: a table, a list, or one sentence."""
    run: list[Announced] = []
    rows = False
    gap = 0
    for block in zone:
        found = _of_block(piece, block, lexicon)
        is_row = block.kind is BlockKind.ROW
        if found and (not run or (rows == is_row and gap == 0 and not _alone(found, block))):
            run += found
            rows, gap = is_row, 0
        elif found:
            yield _nested(run)
            run, rows, gap = list(found), is_row, 0
        elif run and block.kind is not BlockKind.HEADING and not is_row:
            gap += 1
    if run:
        yield _nested(run)


def _alone(found: Sequence[Announced], block: Block) -> bool:
    """Tell whether a sentence gives a whole list by itself."""
    return len(found) > 1 and block.kind is BlockKind.PARAGRAPH


def _nested(run: list[Announced]) -> tuple[Announced, ...]:
    """Mark as sub-criteria what is numbered so, or what adds up to the line before where all add up to too much."""
    total = sum(c.share or 0 for c in run if not c.sub)
    if total <= WHOLE + NEAR:
        return tuple(run)
    kept: list[Announced] = []
    position = 0
    while position < len(run):
        parent = run[position]
        kept.append(parent)
        position += 1
        taken, added = [], 0.0
        for child in run[position:]:
            taken.append(child)
            added += child.share or 0
            if added >= (parent.share or 0):
                break
        if len(taken) > 1 and abs(added - (parent.share or 0)) < 1e-6:
            kept += [replace(c, sub=True) for c in taken]
            position += len(taken)
    return tuple(kept)


def _of_block(piece: Piece, block: Block, lexicon: Lexicon) -> list[Announced]:
    if block.kind is BlockKind.HEADING:
        return []
    if block.kind is BlockKind.ROW:
        return _of_row(piece, block, lexicon)
    return list(_of_text(piece, block, lexicon))


def _of_row(piece: Piece, block: Block, lexicon: Lexicon) -> list[Announced]:
    number: Weight | None = None
    words: list[str] = []
    for cell in block.cells:
        found = weights(cell)
        bare = re.fullmatch(r"\s*(\d{1,3}(?:[.,]\d+)?)\s*", cell)
        if found and len(fold(cell).strip()) <= found[0].end - found[0].start + 14 and number is None:
            number = found[0]
        elif bare and words and number is None:
            number = Weight(float(bare[1].replace(",", ".")), "points", 0, len(cell))
        elif not bare and cell:
            words.append(cell)
    if number is None or not words or not any(c.isalpha() for c in words[0]):
        return []
    if fold(words[0]).startswith("total"):
        return []
    raw = next((cell for cell in block.cells if cell), "")
    lead = f"{raw} {words[0]}" if re.fullmatch(r"\s*[\d.\-]+\s*", raw) else words[0]
    return [_make(piece, block, lexicon, words[0], number, " ".join(words), bool(LEVEL.match(lead)))]


def _of_text(piece: Piece, block: Block, lexicon: Lexicon) -> Iterator[Announced]:
    found = weights(block.text)
    if not found:
        return
    if len(found) == 1:
        before, after = block.text[: found[0].start], block.text[found[0].end :]
        head = before if any(c.isalpha() for c in NUMBERING.sub("", before)) else after
        name = re.split(r"[.;]", NUMBERING.sub("", head.strip(EDGE)))[0][:160]
        if len(name.split()) <= 25:
            yield _make(piece, block, lexicon, name, found[0], block.text, sub=False)
        return
    start = 0
    names_first = any(c.isalpha() for c in block.text[: found[0].start])
    for number, weight in enumerate(found):
        if names_first:
            name = block.text[start : weight.start]
            start = weight.end
        else:
            end = found[number + 1].start if number + 1 < len(found) else len(block.text)
            name = block.text[weight.end : end]
        name = name.rpartition(":")[2] if number == 0 else name
        yield _make(piece, block, lexicon, name[:160], weight, name, sub=False)


def _make(piece: Piece, block: Block, lexicon: Lexicon, name: str, weight: Weight, text: str, sub: bool) -> Announced:
    shown = NUMBERING.sub("", name.strip(EDGE)).strip(EDGE)
    while any(fold(shown).startswith(lead) for lead in LEADING):
        shown = next(shown[len(lead) :] for lead in LEADING if fold(shown).startswith(lead)).strip(EDGE)
    shown = shown or name.strip(EDGE)
    kind = kind_of_criterion(shown, lexicon)
    return Announced(shown, weight.value, text, kind, piece, block, weight.unit == "%", sub)
