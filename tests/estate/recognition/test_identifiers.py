"""Names that only machines write: identifiers of Apple, makers of virtual machines, numbers that decide the kind."""

from __future__ import annotations

from functools import cache

import polars as pl
import pytest

from levier.catalogue.loading import load
from levier.catalogue.model import Catalogue
from levier.estate.model import Recognition
from levier.estate.recognition import recognise


@cache
def shipped() -> Catalogue:
    return load()


def one(kind: str, maker: str, model: str) -> Recognition:
    frame = pl.DataFrame([(kind, maker, model)], schema=["type_raw", "manufacturer_raw", "model_raw"], orient="row")
    return recognise(frame, shipped())[0]


@pytest.mark.parametrize(
    ("model", "category"),
    [
        ("Mac14,2", "laptop"),
        ("Mac14,3", "mini_pc"),
        ("Mac14,13", "workstation"),
        ("Mac15,4", "all_in_one"),
        ("Mac16,1", "laptop"),
        ("Mac16,10", "mini_pc"),
        ("Mac16,12", "laptop"),
        ("Macmini9,1", "mini_pc"),
        ("MacBookPro18,3", "laptop"),
    ],
)
def test_an_identifier_of_apple_tells_the_kind_of_mac(model: str, category: str) -> None:
    assert one("Computer", "Apple Inc.", model).category == category


@pytest.mark.parametrize(
    ("maker", "model"),
    [
        ("Red Hat", "RHEV Hypervisor"),
        ("OpenStack Foundation", "OpenStack Nova"),
        ("Nutanix", "AHV"),
        ("Google", "Google Compute Engine"),
        ("Amazon EC2", "HVM domU"),
        ("oVirt", "oVirt Node"),
        ("Parallels International GmbH.", "Parallels Virtual Platform"),
        ("Microsoft Corporation", "Virtual Machine"),
        ("VMware, Inc.", "VMware Virtual Platform"),
        ("innotek GmbH", "VirtualBox"),
        ("QEMU", "Standard PC (i440FX + PIIX, 1996)"),
    ],
)
def test_what_a_hypervisor_writes_is_a_virtual_machine(maker: str, model: str) -> None:
    assert one("", maker, model).category == "virtual_machine"


@pytest.mark.parametrize(
    ("model", "category"),
    [
        ("Precision 3551", "laptop"),
        ("Precision 3640 Tower", "workstation"),
        ("Precision Tower 3620", "workstation"),
        ("Precision M4800", "laptop"),
        ("Vostro 3668", "desktop"),
        ("Vostro 3520", "laptop"),
        ("Inspiron 3881", "desktop"),
        ("XPS 8930", "desktop"),
        ("XPS 13 9310", "laptop"),
    ],
)
def test_a_number_decides_where_a_name_is_sold_as_several_kinds(model: str, category: str) -> None:
    assert one("Computer", "Dell Inc.", model).category == category


def test_a_switch_of_keyboards_is_not_a_hypervisor() -> None:
    assert one("Switch KVM", "Aten", "CS1708A").category == "kvm_switch"
