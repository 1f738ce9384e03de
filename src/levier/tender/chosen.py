"""What a tender takes from the library and adds of its own, with its values written in and the piece it stands in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from levier.tender.law.case import every, leaves
from levier.tender.library.codes import Other
from levier.tender.library.model import Concern, Criterion, Kind, Library
from levier.tender.library.rendering import Written, write
from levier.tender.model import About, Clause, ClauseType, CriterionKind, DocumentKind, Tender
from levier.tender.model import Criterion as Award
from levier.wording.errors import BadOption
from levier.wording.text import Text, label, say

PIECES = (DocumentKind.RC, DocumentKind.CCTP, DocumentKind.CCAP, DocumentKind.ONE)
OF_TYPE = {
    ClauseType.SPECIFICATION: DocumentKind.CCTP,
    ClauseType.SELECTION: DocumentKind.RC,
    ClauseType.AWARD: DocumentKind.RC,
    ClauseType.CONDITION: DocumentKind.CCAP,
}


KINDS = {
    ClauseType.SPECIFICATION: Kind.TECHNICAL_SPECIFICATION,
    ClauseType.SELECTION: Kind.SELECTION_CRITERION,
    ClauseType.AWARD: Kind.AWARD_CRITERION,
    ClauseType.CONDITION: Kind.PERFORMANCE_CONDITION,
}
CONCERNS = {About.ENVIRONMENT: Concern.ENVIRONMENT, About.SOCIAL: Concern.SOCIAL}
AWARDS = {CriterionKind.ENVIRONMENT: Concern.ENVIRONMENT, CriterionKind.SOCIAL: Concern.SOCIAL}


@dataclass(frozen=True)
class Taken:
    """A clause of the tender: the library's `criterion` with its texts, or words of the buyer; `award` marks it."""

    clause: Clause
    document: DocumentKind
    text: Text
    criterion: Criterion | None = None
    written: Written | None = None
    award: Award | None = None

    @property
    def lots(self) -> tuple[str, ...]:
        """Return the lots that it is for, none where it is for all."""
        return self.clause.lots or (self.award.lots if self.award else ())


def taken(tender: Tender, library: Library) -> tuple[Taken, ...]:
    """Return each clause once, in the order of the tender; award criteria made from the library come with theirs.

    Raises `BadOption` for an id, a version, a variable or a value that the library does not know, or a text that it
    has not.
    """
    awards = {a.library: a for a in every(tender.criteria) if a.library}
    named = {clause.id for clause in tender.clauses if clause.id}
    clauses = [*tender.clauses, *(Clause(id=id_, lots=a.lots) for id_, a in awards.items() if id_ not in named)]
    found = [_taken(clause, tender, library, awards.get(clause.id or "")) for clause in clauses]
    _check_once(found)
    return tuple(found)


def criteria(found: tuple[Taken, ...]) -> Iterator[Criterion]:
    """Yield the criteria of the library that were taken."""
    for one in found:
        if one.criterion is not None:
            yield one.criterion


def others(tender: Tender, found: tuple[Taken, ...]) -> Iterator[Other]:
    """Yield what counts in the data of the contract beside the library: own clauses, own criteria, reserved lots."""
    for one in found:
        if one.criterion is None and one.clause.type is not None:
            for concern in (CONCERNS[about] for about in one.clause.about if about in CONCERNS):
                yield Other(KINDS[one.clause.type], concern)
    for award in leaves(tender.criteria):
        if award.kind in AWARDS and award.weight != 0:
            yield Other(Kind.AWARD_CRITERION, AWARDS[award.kind])
    if any(lot.reserved for lot in tender.lots):
        yield Other(Kind.BUYER_RULE, Concern.SOCIAL, reserved=True)


def _taken(clause: Clause, tender: Tender, library: Library, award: Award | None) -> Taken:
    if clause.id is None:
        document = clause.document or (OF_TYPE[clause.type] if clause.type else DocumentKind.CCTP)
        text = clause.text or ""
        return Taken(clause, _piece(document, tender), label(text, text))
    criterion = _known(clause, library)
    written = write(criterion, clause.variables)
    own = label(clause.text, clause.text) if clause.text else None
    text_ = own or written.clause
    if text_ is None:
        raise BadOption(
            say("The library has no text for {name} yet.", name=clause.id),
            expected=say("a criterion whose text is written, or words of your own under text"),
            mend=say("Write the text of the clause in the tender, or choose another criterion."),
        )
    document = clause.document or DocumentKind(
        criterion.document.value if criterion.document.value != "bpu" else "ccap"
    )
    if criterion.kind is Kind.AWARD_CRITERION:
        document = DocumentKind.RC
    return Taken(clause, _piece(document, tender), text_, criterion, written, award)


def _known(clause: Clause, library: Library) -> Criterion:
    assert clause.id is not None  # the caller looked
    newest = library.criteria.get(clause.id)
    found = newest if clause.version is None else library.at(clause.id, clause.version)
    if found is not None:
        return found
    if newest is None:
        raise BadOption(
            say("The library has no criterion called {name}.", name=clause.id),
            expected=say("an id such as BUR-01; levier tender criteria lists them"),
            found=clause.id,
        )
    raise BadOption(
        say("The library does not hold this version of {name}.", name=clause.id),
        expected=say("version {n}", n=newest.version),
        found=str(clause.version),
        mend=say("Take the newest version, or write the text of the old one under text."),
    )


def _piece(document: DocumentKind, tender: Tender) -> DocumentKind:
    """Return the piece that a clause stands in: where CCAP and CCTP are one, that one."""
    one = any(d.kind is DocumentKind.ONE for d in tender.documents)
    if document not in PIECES:
        document = DocumentKind.CCAP
    return DocumentKind.ONE if one and document in (DocumentKind.CCTP, DocumentKind.CCAP) else document


def _check_once(found: list[Taken]) -> None:
    ids = [one.clause.id for one in found if one.clause.id]
    twice = next((id_ for id_ in ids if ids.count(id_) > 1), None)
    if twice is not None:
        raise BadOption(
            say("A clause stands twice in the tender."),
            expected=say("each clause of the library once; name its lots in the same clause"),
            found=twice,
        )
