"""Files as people send them, and the way from a file to an inventory in a browser without script."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from levier.web.estate.models import Import, Inventory
from levier.web.jobs.actions import do_waiting
from levier.web.people.models import Organisation
from tests.web.conftest import Town

MESSY_LINES = [
    "Mairie de Belcombe – parc informatique;;;;;;;",
    "Extrait du 30/09/2026;;;;;;;",
    ";;;;;;;",
    "N° inventaire;Type;Marque;Modèle;N° de série;Quantité;Date d’achat;Utilisateur",
    "BEL-0001;PC portable;Dell;Latitude 5420;5CG1111AAA;1;14/03/2022;Jeanne Martin",
    "BEL-0002;Laptop;Dell Inc.;Latitude 5420;5CG2222BBB;1;2022-05-02;Paul Durand",
    'BEL-0003;Écran 24";Dell;P2419H;CN333333;1;sept. 2021;Anaïs Petit',
    'BEL-0003;Écran 24";Dell;P2419H;CN333333;1;sept. 2021;Anaïs Petit',
    "BEL-0004;Monitor;HP;E243;CN444444;1;2020-11-30;",
    "BEL-0005;Téléphone IP;Cisco;CP-7841;;1\u202f200;02/01/2019;",
    "BEL-0006;Imprimante;Brother;HL-L2350DW;E555555;beaucoup;12/06/2021;",
    'BEL-0007;Écran 24";Dell;P2419H;CN777777;0;12/06/2021;',
    "BEL-0008;Borne tactile;Machinexo;ZZ-42;M888888;1;12/06/2021;",
    "BEL-0009;Borne tactile;Machinexo;ZZ-42;M999999;1;12/06/2021;",
    "Total;;;;;1 208;;",
]
"""Titles, a header on line 4, both languages, three ways to write a date, a serial number twice, U+202F, a total."""


def messy(*, without: tuple[str, ...] = (), lines: tuple[str, ...] = ()) -> bytes:
    """Return the messy inventory in cp1252 (which knows no U+202F: spreadsheets write U+00A0 there)."""
    kept = [line for line in MESSY_LINES if not line.startswith(without or ("\0",))]
    text = "\r\n".join([*kept[:-1], *lines, kept[-1], ""])
    return text.replace("\u202f", "\u00a0").encode("cp1252")


def messy_utf8() -> bytes:
    """Return the same in UTF-8, its narrow no-break spaces whole."""
    return "\r\n".join([*MESSY_LINES, ""]).encode()


def workbook() -> bytes:
    """Return a workbook: a page of notes, and two sheets of devices."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    notes = book.create_sheet("Lisez-moi")
    notes.append(["Inventaire tenu par le service informatique"])
    for name, model, count in (("Mairie", "Latitude 5420", 12), ("École", "EliteBook 840 G8", 30)):
        sheet = book.create_sheet(name)
        sheet.append(["Type", "Marque", "Modèle", "Quantité", "Date d'achat"])
        sheet.append(["Ordinateur portable", "Dell" if "Latitude" in model else "HP", model, count, date(2022, 3, 14)])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


PASTED = "Type\tMarque\tModèle\tQuantité\nPC portable\tDell\tLatitude 5420\t3\nÉcran\tDell\tP2419H\t4\n"


@dataclass
class Visitor:
    """Someone in a browser without script: follows each redirect, and waits while a file is read."""

    client: Client
    organisation: Organisation | None = None
    pages: list[str] = field(default_factory=list)

    def get(self, address: str) -> Any:
        return self._followed(self.client.get(address))

    def post(self, address: str, **fields: Any) -> Any:
        return self._followed(self.client.post(address, fields))

    def _followed(self, answer: Any) -> Any:
        while answer.status_code in (301, 302):
            do_waiting("here:1")
            self.pages.append(answer.headers["Location"])
            answer = self.client.get(answer.headers["Location"])
        self.pages.append("")
        return answer

    @property
    def at(self) -> str:
        """Return the address where the last redirect led."""
        return next(page for page in reversed(self.pages) if page)

    def drop(self, content: bytes, name: str = "parc.csv", *, on: str = "2026-09-30", label: str = "") -> Any:
        """Drop a file where one may: in the organisation, else without an account."""
        where = (
            reverse("estate:new", args=[self.organisation.public_id]) if self.organisation else reverse("estate:start")
        )
        return self.post(where, file=SimpleUploadedFile(name, content), on=on, label=label)

    def started(self) -> Import:
        """Return the import that was begun last."""
        place = self.organisation or Organisation.objects.exclude(trial_until=None).latest("pk")
        with scope(organisation=place):
            return Import.objects.select_related("organisation", "inventory").latest("pk")

    def step(self, name: str) -> str:
        """Return the address of a step of the import that was begun last."""
        started = self.started()
        return reverse(f"estate:{name}", args=[started.organisation.public_id, started.public_id])

    def import_it(self) -> Any:
        return self.post(self.step("review"), version=self.started().version, **{"import": "1"})

    def inventories(self) -> list[Inventory]:
        place = self.started().organisation
        with scope(organisation=place):
            return list(Inventory.objects.filter(deleted_at=None))


@pytest.fixture
def visitor(db: None) -> Visitor:
    """Someone without an account."""
    return Visitor(Client())


@pytest.fixture
def contributor(belcombe: Town) -> Visitor:
    """Someone of Belcombe who keeps the inventory."""
    return Visitor(belcombe.client("contributor"), belcombe.organisation)


def words(answer: Any) -> str:
    """Return what a page says, without its tags, its spaces alike."""
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"[\s\u00a0\u202f]+", " ", text.replace("&#x27;", "'"))
