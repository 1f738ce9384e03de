"""What a room says of its addresses to the tests that walk all of them: who may open one, and how a browser does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from levier.web.people.roles import RIGHTS, TRIAL_RIGHTS, Right

if TYPE_CHECKING:  # what is planted comes before Django is set up
    from levier.web.people.models import Organisation

Make = Callable[["Organisation"], Mapping[str, Any]]


def nothing_more(_: Organisation) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True)
class Line:
    """What one address answers: to whom it is due (`good`), to whom it is not."""

    right: Right | None = None
    """Needed in the organisation of the address; None for an address without organisation."""
    method: str = "get"
    good: int = 200
    make: Make = nothing_more
    data: Mapping[str, Any] = field(default_factory=dict)
    but: Mapping[str, int] = field(default_factory=dict)
    """Who gets another answer than the rule says; "signed in" stands for all who are."""
    tells_the_name: bool = False
    """Names the organisation to whoever holds its address, as an invitation does."""

    def expected(self, who: str) -> int:
        """Return the status that someone must get."""
        if who in self.but:
            return self.but[who]
        if "signed in" in self.but and who not in ("anonymous", "own trial", "foreign trial"):
            return self.but["signed in"]
        if self.right is None:
            return self.good
        if who in ("anonymous", "outsider", "foreign trial"):
            return 404
        rights = TRIAL_RIGHTS if who == "own trial" else RIGHTS[who]
        return self.good if self.right in rights else 403


def open_to_all(**more: Any) -> Line:
    """Make the line of a page that anybody may see."""
    return Line(**more)


def signed_in(good: int = 200, **more: Any) -> Line:
    """Make the line of a page for whoever is signed in; others are led to sign in."""
    told: dict[str, Any] = {"good": 302, "but": {"signed in": good}}
    return Line(**told | more)


def signed_out(good: int = 200, **more: Any) -> Line:
    """Make the line of a page for whoever is not signed in; others are led on."""
    return Line(good=good, but={"signed in": 302}, **more)


def reading(**more: Any) -> Line:
    """Make the line of a page of an organisation that any member may read."""
    return Line(Right.READ, **more)


def writing(right: Right = Right.CONTRIBUTE, **more: Any) -> Line:
    """Make the line of an address of an organisation that only takes POST, and leads on."""
    return Line(right, "post", 302, **more)


def administering(**more: Any) -> Line:
    """Make the line of a page of an organisation that only its administrators may open."""
    return Line(Right.ADMINISTER, **more)


@dataclass(frozen=True)
class Budget:
    """What a page may weigh with all that it loads, compressed; elements inside charts are not counted."""

    bytes: int
    requests: int
    elements: int


PUBLIC = Budget(40_000, 4, 350)
"""Public pages and forms (DESIGN, section 4)."""
WORK = Budget(70_000, 5, 600)
"""Tables and results."""


@dataclass(frozen=True)
class Form:
    """A form through which alone a page is reached: where it stands, what is typed by field, and what sends it."""

    view: str
    """The view that shows it, with the arguments of the page."""
    query: str = ""
    typed: tuple[tuple[str, str], ...] = ()
    button: str = "button"
    things: tuple[str, ...] = ()
    """The arguments of the view that shows it, where they are not those of the page: it is sent to the page then."""


@dataclass(frozen=True)
class Page:
    """A page: the name of its view, its arguments (names of things in seeds.py), who opens it, what follows the `?`."""

    view: str
    things: tuple[str, ...] = ()
    by: str = ""
    """A role in Belcombe; nobody is signed in where it is empty."""
    budget: Budget = PUBLIC
    query: str = ""
    status: int = 200
    address: str = ""
    """Instead of a view: an address that no view answers, such as that of an error."""
    form: Form | None = None
    """What leads there, where no address does."""

    def __str__(self) -> str:
        parts = [self.view or self.address.strip("/"), *self.things, self.by, self.query]
        parts += [f"sent-{self.status}"] if self.form else []
        return "-".join(part for part in parts if part)
