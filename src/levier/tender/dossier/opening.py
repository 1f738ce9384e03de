"""What the RC of a tender opens or closes: criteria, lots, frameworks, candidates, variants, prices, dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence

from levier.tender.dossier.criteria import Announced
from levier.tender.dossier.figures import amounts_eur, dates, days_written, renewed_months, spans_months
from levier.tender.dossier.judging import (
    CONTRACT,
    RC,
    Hit,
    Reading,
    Told,
    aside,
    in_candidates,
    is_text,
    met,
    missing,
    reads,
    unread,
    weak,
)
from levier.tender.dossier.model import Block, Piece
from levier.tender.finding import Passage
from levier.tender.model import CriterionKind, DocumentKind
from levier.tender.words import fold
from levier.wording.numbers import write_share
from levier.wording.text import Text, label, say

THE_RC = say("the rules of the consultation (RC) with the award criteria")
MONEY = (CriterionKind.PRICE, CriterionKind.COST)
TOLERANCE = 1e-6


def share(value: float) -> Text:
    """Write a share in both languages."""
    decimals = 0 if abs(value * 100 - round(value * 100)) < TOLERANCE else 1
    return label(write_share(value, "fr", decimals), write_share(value, "en", decimals))


def _zone_place(reading: Reading) -> tuple[Piece, Block] | None:
    found = reading.criteria
    return (found.piece, found.zone[0]) if found and found.zone else None


@reads("CCP-L2152-7")
def a_criterion_takes_the_environment(reading: Reading) -> Iterator[Told]:
    """An award criterion on the environment, by its name; else by what it looks at."""
    found = reading.criteria
    if found is None or not (found.criteria or _single_price(reading)):
        yield unread(THE_RC)
        return
    own = [c for c in found.criteria if c.kind is CriterionKind.ENVIRONMENT and c.share != 0]
    costs = [c for c in found.criteria if c.kind is CriterionKind.COST and reading.has("lcc_co2", c.text)]
    inside = [c for c in found.criteria if c.kind not in MONEY and reading.has("environment", c.text)]
    inside_text = [b for b in found.zone if is_text(b) and reading.has("environment", b.text)]
    if own or costs:
        one = (own or costs)[0]
        yield met(say("The criterion {name} takes the environment into account.", name=one.name), _place(one))
    elif inside or inside_text:
        place = _place(inside[0]) if inside else found.piece.passage(inside_text[0])
        yield weak(
            say("The environment is named in how criteria are judged, and no criterion is its own."),
            say("Give it a criterion, or a sub-criterion with its weight."),
            place,
            "BUR-04",
        )
    else:
        yield missing(
            say("No award criterion takes the environmental characteristics of the bid into account."),
            say("Add one that can be measured on what is bought, with its weight and its ladder."),
            found.piece.passage(found.zone[0]) if found.zone else None,
            "BUR-04",
        )


def _place(c: Announced) -> Passage:
    return c.piece.passage(c.block)


def _single_price(reading: Reading) -> Hit | None:
    return reading.first("single_price", *RC)


@reads("CCP-R2152-7")
def never_price_alone(reading: Reading) -> Iterator[Told]:
    """Price is not the only criterion."""
    found, alone = reading.criteria, _single_price(reading)
    kinds = {c.kind for c in found.tops} if found else set()
    if alone or (found and found.tops and kinds == {CriterionKind.PRICE}):
        place = alone.place if alone else _place(found.tops[0]) if found else None
        yield missing(
            say("Price is the only criterion."),
            say("Add an environmental criterion, or take a global cost that counts the environment."),
            place,
        )
    elif found is None or not found.criteria:
        yield unread(THE_RC)
    elif not kinds & set(MONEY):
        yield weak(
            say("Neither price nor cost was recognised among the criteria."),
            say("Check that one of them is the price or the cost."),
            _place(found.tops[0]),
        )
    else:
        yield met(say("Criteria found: {names}.", names=_names(found.tops)), _place(found.tops[0]))


def _names(criteria: Sequence[Announced]) -> Text:
    fr, en = (
        "; ".join(f"{c.name} ({write_share(c.share, lang)})" if c.share is not None else c.name for c in criteria)
        for lang in ("fr", "en")
    )
    return label(fr.replace("; ", "\u202f; "), en)


@reads("CCP-R2152-12")
def weights_are_told(reading: Reading) -> Iterator[Told]:
    """Criteria have weights, where the procedure is a formal one."""
    found = reading.criteria
    if reading.first("formal", *RC, *CONTRACT) is None:
        yield aside(say("The procedure is not a formal one."))
    elif found is None:
        yield unread(THE_RC)
    elif _single_price(reading) or found.total is not None:
        yield met(say("Each criterion has its weight."), found.piece.passage(found.zone[0]) if found.zone else None)
    else:
        yield missing(
            say("Award criteria are named without their weights."),
            say("Give each criterion its weight."),
            found.piece.passage(found.zone[0]) if found.zone else None,
        )


@reads("DRAFT-WEIGHTS")
def weights_add_up(reading: Reading) -> Iterator[Told]:
    """Weights are told and add up."""
    found = reading.criteria
    if found is None:
        yield unread(THE_RC)
    elif _single_price(reading):
        yield aside(say("There is one criterion."))
    elif not found.criteria or found.total is None:
        yield unread(say("the weights of the criteria"))
    elif abs(sum(c.share or 0 for c in found.tops) - 1) > TOLERANCE:
        yield missing(
            say("Weights add up to {total}.", total=share(sum(c.share or 0 for c in found.tops))),
            say("Correct the weights."),
            _place(found.tops[0]),
        )
    else:
        yield met(say("Weights add up."), _place(found.tops[0]))


@reads("DRAFT-WEIGHT-10")
def the_environment_weighs_something(reading: Reading) -> Iterator[Told]:
    """The official advice on the weight of the environment."""
    found, advised = reading.criteria, reading.figure("environment_weight")
    own = [c for c in found.tops if c.kind is CriterionKind.ENVIRONMENT and c.share] if found else []
    total = sum(c.share or 0 for c in own)
    if not own or advised is None:
        yield aside(say("No criterion of its own on the environment was found."))
    elif total < advised.value - TOLERANCE:
        yield weak(
            say("The environment weighs {share}: little.", share=share(total)),
            say("The guide advises at least {share}; it is advice.", share=share(advised.value)),
            _place(own[0]),
        )
    else:
        yield met(say("The environment weighs {share}.", share=share(total)), _place(own[0]))


@reads("CCP-R2152-11")
def how_criteria_are_applied(reading: Reading) -> Iterator[Told]:
    """A formula or a scale is told."""
    found = reading.criteria
    if found is None or not found.zone:
        yield unread(THE_RC)
        return
    told = next((b for b in found.zone if is_text(b) and reading.has("scoring_formula", b.text)), None)
    elsewhere = reading.first("scoring_formula", *RC)
    if told or elsewhere:
        place = found.piece.passage(told) if told else elsewhere.place if elsewhere else None
        yield met(say("How criteria are applied is told."), place)
    else:
        yield missing(
            say("Nothing tells how the criteria are applied: neither formula nor scale."),
            say("Tell the formula of the price and the levels of the other marks."),
            found.piece.passage(found.zone[0]),
        )


@reads("TTC")
def prices_have_one_basis(reading: Reading) -> Iterator[Told]:
    """Prices are compared before VAT, or with it."""
    found = reading.criteria
    blocks = [(found.piece, b) for b in found.zone] if found else []
    blocks += [
        (h.piece, h.block)
        for h in reading.hits("price")
        if reading.has("comparison", h.block.text) and not reading.has("penalty_heading", h.block.text)
    ]
    told = next((x for x in blocks if reading.has("vat_inc", x[1].text) or reading.has("vat_ex", x[1].text)), None)
    if told:
        yield met(say("The basis of the prices that are compared is told."), told[0].passage(told[1]))
    elif not reading.readable(*RC):
        yield unread(THE_RC)
    else:
        place = _zone_place(reading)
        yield missing(
            say("Nothing tells whether prices are compared before VAT or with it."),
            say("State one basis, the same for all: what the buyer bears."),
            place[0].passage(place[1]) if place else None,
        )


@reads("CCP-L2113-10")
def there_are_lots_or_reasons(reading: Reading) -> Iterator[Told]:
    """Lots, or the reasons for none."""
    none = reading.first("no_lots", *RC, *CONTRACT)
    lots = reading.first("lots", *RC, *CONTRACT)
    if none:
        if reading.has("no_lots_reason", reading.next_to(none.piece, none.block)):
            yield met(say("The reasons for having no lots are told."), none.place)
        else:
            yield missing(
                say("There are no lots, and no reason why."),
                say("Divide the need, or write the considerations of law and fact why not."),
                none.place,
            )
    elif lots:
        yield met(say("The contract is in lots."), lots.place)
    elif not reading.readable(*RC):
        yield unread(say("the rules of the consultation (RC)"))
    else:
        yield missing(
            say("Nothing tells whether there are lots."),
            say("Divide the need, or write the considerations of law and fact why not."),
        )


def _durations(reading: Reading, *kinds: DocumentKind) -> Iterator[tuple[Piece, Block, list[int], int | None]]:
    """Yield what each block says of how long the contract runs: months, and those that renewals add."""
    for piece, block in reading.dossier.blocks(*kinds):
        about = any(reading.has("duration_heading", h) for h in block.headings[-1:])
        named = reading.has("duration_word", block.text) or reading.has("lifetime_renewal", block.text)
        runs = "duree" in _folded(block) and reading.has("framework", block.text)
        if is_text(block) and (named or runs or (about and "duree" in _folded(block))):
            months = spans_months(block.text)
            if months:
                yield piece, block, months, renewed_months(block.text)


def _folded(block: Block) -> str:
    return fold(block.text)


@reads("CCP-L2125-1")
def a_framework_is_not_too_long(reading: Reading) -> Iterator[Told]:
    """Four years with all renewals."""
    limit, framework = reading.figure("framework_months"), reading.first("framework", *RC, *CONTRACT)
    if framework is None or limit is None:
        yield aside(say("It is no framework, as far as was read."))
        return
    longest: tuple[int, Piece, Block] | None = None
    for piece, block, months, renewal in _durations(reading, *RC, *CONTRACT, DocumentKind.AE):
        total = max(max(months), months[0] + (renewal or 0))
        if longest is None or total > longest[0]:
            longest = (total, piece, block)
    if longest is None:
        yield unread(say("the duration of the framework"))
    elif longest[0] <= limit.value:
        yield met(say("It runs {n} months with all renewals.", n=longest[0]), longest[1].passage(longest[2]))
    else:
        reason = say("It runs {n} months, more than {limit}.", n=longest[0], limit=int(limit.value))
        advice = say("Shorten it, or give the exceptional reason.")
        judged = weak if reading.has("exceptional", reading.next_to(longest[1], longest[2])) else missing
        yield judged(reason, advice, longest[1].passage(longest[2]))


@reads("CCP-R2162-4")
def a_framework_has_a_maximum(reading: Reading) -> Iterator[Told]:
    """A maximum in value or quantity."""
    framework = reading.first("framework", *RC, *CONTRACT)
    none, told = reading.first("no_maximum", *RC, *CONTRACT), reading.first("maximum", *RC, *CONTRACT)
    if framework is None:
        yield aside(say("It is no framework, as far as was read."))
    elif told and not none:
        yield met(say("The framework tells its maximum."), told.place)
    else:
        yield missing(
            say("The framework tells no maximum."),
            say("Tell a maximum in value or in quantity, in the notice too."),
            (none or framework).place,
        )


def value_eur(reading: Reading) -> tuple[float, Hit] | None:
    """Return what the contract is worth as the documents tell it: an estimate, else a maximum."""
    for use in ("estimate", "maximum"):
        for hit in reading.hits(use, *RC, *CONTRACT):
            found = amounts_eur(hit.block.text[hit.found.start :])
            if found and not in_candidates(reading, hit.block):
                return found[0], hit
    return None


@reads("CCP-L2124-1")
def the_procedure_fits_the_value(reading: Reading) -> Iterator[Told]:
    """From the threshold on, a formal procedure."""
    formal, value = reading.figure("formal_procedure"), value_eur(reading)
    named, adapted = reading.first("formal", *RC, *CONTRACT), reading.first("mapa", *RC, *CONTRACT)
    if named:
        yield met(say("The procedure is a formal one."), named.place)
    elif adapted is None:
        yield unread(say("the procedure"))
    elif value is None or formal is None:
        yield unread(say("the estimated value of the need"))
    elif value[0] < formal.value:
        yield met(
            say("{value} € stays below the threshold of {limit} €.", value=value[0], limit=formal.value), value[1].place
        )
    else:
        yield missing(
            say(
                "{value} € reaches the threshold of {limit} € without a formal procedure.",
                value=value[0],
                limit=formal.value,
            ),
            say("Choose a formal procedure."),
            value[1].place,
        )


@reads("CCP-R2142-7")
def turnover_asked_for_is_measured(reading: Reading) -> Iterator[Told]:
    """The turnover asked for, beside the value."""
    ratio, value = reading.figure("turnover_ratio"), value_eur(reading)
    asked = [(hit, amounts_eur(hit.block.text[hit.found.start :])) for hit in reading.hits("turnover", *RC)]
    with_amount = [(hit, found[0]) for hit, found in asked if found]
    if not with_amount or ratio is None:
        yield aside(say("No turnover is asked for, as far as was read."))
        return
    hit, amount = max(with_amount, key=lambda pair: pair[1])
    if value is None:
        yield weak(
            say("A turnover of {amount} € is asked for, and no value to compare it with was found.", amount=amount),
            say("It may be at most {n} times the estimated value.", n=ratio.value),
            hit.place,
        )
    elif amount <= ratio.value * value[0]:
        yield met(say("The turnover asked for stays within {n} times the value.", n=ratio.value), hit.place)
    else:
        yield missing(
            say("The turnover asked for is more than {n} times the value.", n=ratio.value),
            say("Ask for less, or write the reasons in the consultation documents."),
            hit.place,
        )


@reads("CCP-R2151-8")
def variants_are_told(reading: Reading) -> Iterator[Told]:
    """Whether variants are admitted."""
    found = [h for h in reading.hits("variant", *RC, *CONTRACT) if is_text(h.block) or _followed(h)]
    if not found:
        if reading.readable(*RC):
            yield weak(
                say("Nothing tells whether variants are admitted."),
                say("Say so: a variant in refurbished equipment may be worth it."),
            )
        else:
            yield unread(say("the rules of the consultation (RC)"))
        return
    hit = found[0]
    below = [b.text for b in hit.piece.blocks if hit.block.text in b.headings[-1:]]
    words = " ".join(below) or reading.next_to(hit.piece, hit.block)
    if not reading.has("refuses", words) and reading.has("accepts", words) and not reading.has("minimum", words):
        yield missing(
            say("Variants are admitted without what they must satisfy."),
            say("Tell the minimum that a variant keeps."),
            hit.place,
        )
    else:
        yield met(say("The documents tell whether variants are admitted."), hit.place)


def _followed(hit: Hit) -> bool:
    """Tell whether something stands below a heading."""
    return any(hit.block.text in block.headings[-1:] for block in hit.piece.blocks[hit.block.number :])


@reads("DRAFT-TWICE")
def nothing_counts_twice(reading: Reading) -> Iterator[Told]:
    """Energy or carbon in the cost and again in a mark."""
    found = reading.criteria
    if found is None or not found.criteria:
        yield unread(THE_RC)
        return
    costs = [c for c in found.criteria if c.kind is CriterionKind.COST]
    others = [c for c in found.criteria if c.kind not in MONEY]
    twice = False
    for cost in costs:
        for use in ("lcc_use", "lcc_co2"):
            again = next((c for c in others if reading.has(use, c.text)), None)
            if reading.has(use, cost.text) and again:
                words = reading.law.lexicon.first(use, again.text)
                twice = True
                yield missing(
                    say(
                        "“{words}” counts in {cost} and again in {name}.",
                        words=words.words if words else "",
                        cost=cost.name,
                        name=again.name,
                    ),
                    say("Count it once: in the cost or in the mark."),
                    _place(again),
                )
    if not twice:
        yield met(say("Nothing was found that counts twice."))


@reads("DRAFT-CONTRADICTION")
def documents_agree(reading: Reading) -> Iterator[Told]:
    """Weights, deadlines, durations and delays are the same in all pieces."""
    found = [
        *_differing(say("last day for offers"), _deadlines(reading)),
        *_differing(say("duration of the contract"), _first_durations(reading)),
        *_differing(say("delay of delivery"), _delays(reading)),
        *_differing_weights(reading),
    ]
    yield from found
    if not found:
        yield met(say("No contradiction was found between the documents that were read."))


Said = tuple[Piece, Block, Hashable, str]


def _differing(what: Text, said: Iterable[Said]) -> Iterator[Told]:
    """Answer where two pieces say different things of one matter; the first thing that each says counts."""
    by_piece: dict[str, Said] = {}
    for item in said:
        by_piece.setdefault(item[0].name, item)
    values: dict[Hashable, Said] = {}
    for item in by_piece.values():
        values.setdefault(item[2], item)
    if len(values) > 1:
        first, second, *_ = values.values()
        yield missing(
            say(
                "The {what} differs: {one} in {first}, {two} in {second}.",
                what=what,
                one=first[3],
                first=first[0].name,
                two=second[3],
                second=second[0].name,
            ),
            say("Correct one of the two."),
            second[0].passage(second[1]),
        )


def _deadlines(reading: Reading) -> Iterator[Said]:
    for hit in reading.hits("deadline_word"):
        for day in list(dates(hit.block.text))[:1]:
            yield hit.piece, hit.block, day, day.isoformat()


def _first_durations(reading: Reading) -> Iterator[Said]:
    for piece, block, months, _ in _durations(reading):
        if reading.has("duration_word", block.text):
            yield piece, block, months[0], f"{months[0]} mois"


def _delays(reading: Reading) -> Iterator[Said]:
    for hit in reading.hits("delivery_word", *RC, *CONTRACT, DocumentKind.AE):
        for delay in days_written(hit.block.text[hit.found.start :])[:1]:
            yield hit.piece, hit.block, delay, delay


def _differing_weights(reading: Reading) -> Iterator[Told]:
    main = reading.criteria
    if main is None or not main.criteria:
        return
    for other in reading.announcements:
        if other.piece is main.piece:
            continue
        pairs: dict[CriterionKind, list[float]] = defaultdict(list)
        for source in (main, other):
            for c in source.tops:
                if c.share is not None:
                    pairs[c.kind].append(c.share)
        for kind, shares in pairs.items():
            if len(shares) == 2 and abs(shares[0] - shares[1]) > TOLERANCE:
                named = next(c for c in other.tops if c.kind is kind)
                yield missing(
                    say(
                        "The weight of {name} differs: {one} in {first}, {two} in {second}.",
                        name=named.name,
                        one=share(shares[0]),
                        first=main.piece.name,
                        two=share(shares[1]),
                        second=other.piece.name,
                    ),
                    say("Correct one of the two."),
                    _place(named),
                )
                break
