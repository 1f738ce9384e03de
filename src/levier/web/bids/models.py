"""Rows from the deadline on: the acts of a procedure, offers, marks of assessors, obligations to follow."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from levier.web.house.fields import Code
from levier.web.house.words import later
from levier.web.people.models import Organisation, User, public_id
from levier.web.people.scoping import Scoped
from levier.web.tender.models import Tender
from levier.wording.text import say


class Procedure(models.Model):
    """What the buyer and the assessors do between the deadline and the award.

    `record` is what a record of an award holds (levier.record/1), as plain values without the key `schema` and without
    marks, which are rows of their own.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="procedures")
    tender = models.OneToOneField(Tender, on_delete=models.CASCADE, related_name="procedure")
    record = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    """Grows with each act."""
    marking_closed_at = models.DateTimeField(null=True, blank=True)
    """Until then assessors mark apart, and nobody sees a level of another."""

    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = Scoped[Self]()

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.tender_id}, {self.version}"


class Offer(models.Model):
    """An offer as it was received. Its file is kept as `bids/<hash>`, closed until the opening is recorded."""

    class Round(models.TextChoices):
        """Rounds of a negotiation: the last one is scored."""

        INITIAL = "initial", later(say("Initial offer"))
        FINAL = "final", later(say("Final offer"))

    class State(models.TextChoices):
        """What is known of its content."""

        CLOSED = "closed", later(say("Closed"))
        READ = "read", later(say("Read"))
        CHANGED = "changed", later(say("Its structure was changed"))
        UNREADABLE = "unreadable", later(say("Could not be read"))
        BY_HAND = "by_hand", later(say("Entered by hand"))

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="offers")
    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="offers")
    bid = models.CharField(max_length=200)
    """The name of the bid: the acts of the record call it so."""
    lots = models.JSONField(default=list)
    """Ids of the lots that it is for, as the buyer tells them; none: those of which its file gives prices."""
    round = Code(max_length=10, choices=Round, default=Round.INITIAL)

    file_name = models.CharField(max_length=140)
    content = models.CharField(max_length=64)
    """Hash of the original."""
    size = models.PositiveBigIntegerField(default=0)
    received_at = models.DateTimeField()
    """As the buyer tells it from the receipt."""
    set_aside = models.CharField(max_length=1000, blank=True)
    """Why it is set aside unread, such as a late one; empty for an offer that stands."""

    state = Code(max_length=12, choices=State, default=State.CLOSED)
    bid_document = models.JSONField(null=True)
    """One bid of levier.bids/1; null until it was read or entered."""
    reading = models.JSONField(null=True)
    """What was read of its workbook, cell by cell, in no language yet (`bridge.readings`); null until then."""
    error = models.JSONField(null=True)

    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = Scoped[Self]()

    class Meta:
        ordering: ClassVar = ["bid", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tender", "bid", "lots", "round"],
                condition=Q(deleted_at=None, set_aside=""),
                name="one_offer_a_round",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bid}, {self.round}"

    @property
    def offered(self) -> tuple[str, ...]:
        """Return the lots that it is for: as told, else as its file tells once it was read; none where nobody knows."""
        return tuple(self.lots or (self.bid_document or {}).get("lots", ()))


class Assessor(models.Model):
    """Somebody who assesses offers, or who must not because an interest of theirs is at stake."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="assessors")
    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="assessors")
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    """Null in a trial space, where nobody is signed in, and once their account is gone."""
    function = models.CharField(max_length=120)
    """The function by which the record calls them."""
    free = models.BooleanField()
    """They declared that no interest of theirs is at stake."""
    created_at = models.DateTimeField(auto_now_add=True)

    objects = Scoped[Self]()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tender", "user"], name="one_declaration_a_person"),
            models.UniqueConstraint(fields=["tender", "function"], name="one_function_an_assessor"),
        ]

    def __str__(self) -> str:
        return f"{self.function}: {self.free}"


class Marking(models.Model):
    """The level that one assessor gives, alone, to a bid that they know by its alias."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="markings")
    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="markings")
    assessor = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    """Null once their account is gone: the level and its reason stay."""
    function = models.CharField(max_length=120, blank=True)
    """The function by which the record calls the assessor."""
    criterion = models.CharField(max_length=80)
    alias = models.CharField(max_length=80)
    level = models.FloatField()
    reason = models.CharField(max_length=2000)

    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = Scoped[Self]()

    class Meta:
        ordering: ClassVar = ["criterion", "alias", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tender", "assessor", "criterion", "alias"], name="one_level_an_assessor"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}, {self.alias}: {self.level}"


class Obligation(models.Model):
    """Something that the contract obliges its holder to, to be followed after the award."""

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open", later(say("To follow"))
        DONE = "done", later(say("Met"))
        WAIVED = "waived", later(say("Given up"))

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="obligations")
    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="obligations")
    clause = models.CharField(max_length=40, blank=True)
    """Id of the clause that it comes from."""
    text = models.CharField(max_length=2000)
    due_on = models.DateField(null=True, blank=True)
    evidence = models.CharField(max_length=1000, blank=True)
    """What the holder shows for it."""

    state = Code(max_length=10, choices=State, default=State.OPEN)
    note = models.CharField(max_length=1000, blank=True)
    done_on = models.DateField(null=True, blank=True)

    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = Scoped[Self]()

    class Meta:
        ordering: ClassVar = ["due_on", "id"]

    def __str__(self) -> str:
        return self.text[:80]
