"""Two people change one thing at once: whoever sends second is shown both texts, and nothing is overwritten unseen.

A form that changes something carries, hidden, what stood there when its page was made (`seen`). The action that changes
it compares, inside its transaction, with what stands there now; where that is something else it raises
`ChangedMeanwhile`. The page then keeps what was typed, shows what stands there now beside it (`house/both.html`), and
carries the newer text as seen: sent again, it is taken.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from levier.web.house.words import language
from levier.wording.errors import LevierError
from levier.wording.numbers import write_number
from levier.wording.text import Text, say

CONFLICT = 409
"""Status of the page that shows both texts."""
Values = Mapping[str, Any]


class ChangedMeanwhile(LevierError):
    """Somebody else changed this since the page was made; `now` is what stands there."""

    def __init__(self, now: Values, what: Text | None = None, by: str = "") -> None:
        self.now = now
        super().__init__(
            what or say("Somebody changed this since you opened the page: nothing was overwritten."),
            found=by or None,
            mend=say("Compare both texts, then send yours again or leave what stands there."),
        )


@dataclass(frozen=True)
class Both:
    """One thing as it stands now and as it was sent."""

    label: str
    now: str
    sent: str


def stamp(values: Values) -> str:
    """Write what was seen, to be carried by a form."""
    return json.dumps(plain(values), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def seen_in(written: str) -> dict[str, Any]:
    """Read what a form carries; a form that carries nothing has seen nothing."""
    try:
        found = json.loads(written)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def plain(values: Values) -> dict[str, Any]:
    """Return values as JSON knows them."""
    found: dict[str, Any] = json.loads(json.dumps(dict(values), default=str))
    return found


def refuse_unseen(seen: Values, now: Values, wanted: Values) -> None:
    """Raise ChangedMeanwhile where what stands there was not seen and is not what is wanted anyway."""
    there, asked = plain(now), plain(wanted)
    if {name: seen.get(name) for name in there} != there and any(asked.get(name) != there[name] for name in there):
        raise ChangedMeanwhile(there)


def both_texts(rows: Iterable[tuple[str, str, str]]) -> list[Both]:
    """Return what differs of (label, now, sent)."""
    return [Both(label, now, sent) for label, now, sent in rows if now != sent]


class Editing(forms.BaseForm):
    """Part of a form that changes something which others may change too."""

    seen: dict[str, Any]
    """What stood there when the page was made."""
    both: list[Both]
    """Both texts, where somebody changed it meanwhile."""
    conflict: LevierError | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"] = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
        self.both, self.conflict = [], None
        self.seen = seen_in(self.data.get(self.add_prefix("seen"), "")) if self.is_bound else {}

    def see(self, now: Values) -> None:
        """Carry what stands there now."""
        self.initial["seen"] = stamp(now)

    def full_clean(self) -> None:
        """Keep what was seen apart from what is asked for."""
        super().full_clean()
        if hasattr(self, "cleaned_data"):
            self.cleaned_data.pop("seen", None)

    def clash(self, error: ChangedMeanwhile, now: Values | None = None) -> None:
        """Show both texts; carry what stands there as seen (`now` where that is more than the error tells)."""
        self.conflict = error
        shown = {name: field for name, field in self.fields.items() if name in error.now}
        rows = (
            (str(field.label), _told(field, error.now[name]), _told(field, self[name].value()))
            for name, field in shown.items()
        )
        self.both = both_texts(rows)
        carried = stamp(error.now if now is None else now)
        sent: Any = self.data
        self.data = copied = sent.copy()  # what was typed stays, several values of one name too
        copied[self.add_prefix("seen")] = carried

    @property
    def conflict_lines(self) -> list[str]:
        """Return what is said of the conflict, in the language of the page."""
        return lines_of(self.conflict)


def lines_of(error: LevierError | None) -> list[str]:
    """Return what an error says, a line a part, in the language of the page."""
    return error.in_(language()).split("\n") if error else []


def _told(field: forms.Field, value: Any) -> str:
    """Return a value of a field as people read it."""
    if isinstance(value, (list, tuple)):
        return ", ".join(_told(field, one) for one in value) or "–"
    text = "" if value is None else str(value)
    choices = {str(code): label for code, label in getattr(field, "choices", ())}
    if text in choices:
        return str(choices[text])
    return write_number(value, language()) if isinstance(value, float) else text or "–"


def status_of(form: forms.BaseForm, bad: int) -> int:
    """Return the status of a page with a form: `bad` where it is wrong, 409 where somebody was faster."""
    if getattr(form, "conflict", None):
        return CONFLICT
    return bad if form.is_bound else 200
