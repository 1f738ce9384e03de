"""What agents say of one machine: GLPI JSON, FusionInventory and OCS XML."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from levier.estate.model import Inventory
from levier.wording.errors import UnusableFile

Reader = Callable[..., Inventory]

EDID = base64.b64encode(bytes(21) + bytes([53, 30]) + bytes(105)).decode()
LAPTOP: dict[str, Any] = {
    "content": {
        "bios": {"bdate": "2016-02-06", "smanufacturer": "Dell Inc.", "smodel": "XPS 13 9350", "ssn": "640HP72"},
        "hardware": {"name": "lt-1", "chassis_type": "Laptop", "vmsystem": "Physical", "lastloggeduser": "jdupont"},
        "monitors": [
            {"caption": "DJCP6", "manufacturer": "Sharp Corporation", "serial": "ABH55D", "description": "32/2015"},
            {
                "caption": "P2419H",
                "manufacturer": "Dell Inc.",
                "serial": "CN0X",
                "description": "3/2019",
                "base64": EDID,
            },
        ],
        "printers": [
            {"name": "Officejet", "driver": "HP Officejet Pro 8600", "serial": "MY47L1W1"},
            {"name": "Microsoft Print to PDF", "driver": "Microsoft Print To PDF"},
        ],
        "users": [{"login": "jdupont"}],
    },
    "itemtype": "Computer",
}
XML = """<?xml version="1.0" encoding="UTF-8"?>
<REQUEST><CONTENT>
<BIOS><BDATE>07/25/2014</BDATE>
<SMANUFACTURER>HP</SMANUFACTURER><SMODEL>EliteDesk 800</SMODEL><SSN>CZC0479792</SSN></BIOS>
<HARDWARE><CHASSIS_TYPE>Desktop</CHASSIS_TYPE><NAME>pc-1</NAME><VMSYSTEM>{vm}</VMSYSTEM></HARDWARE>
<MONITORS><CAPTION>DELL 1707FP</CAPTION><MANUFACTURER>Dell Inc.</MANUFACTURER><SERIAL>C975661</SERIAL></MONITORS>
</CONTENT></REQUEST>"""


def test_one_laptop_with_its_monitor_and_printer(read: Reader) -> None:
    inventory = read(json.dumps(LAPTOP), name="lt-1.json")
    assert inventory.mapping.preset == "glpi-agent"
    assert inventory.lines.select("type_raw", "model_raw", "acquired_on", "screen_inches").rows() == [
        ("Laptop", "XPS 13 9350", date(2016, 2, 6), None),
        ("Monitor", "P2419H", date(2019, 1, 1), 24.0),
        ("Printer", "HP Officejet Pro 8600", None, None),
    ]
    assert inventory.lines["acquired_precision"].to_list() == ["day", "year", None]
    assert inventory.set_aside.select("reason", "found").rows() == [
        ("part_of_host", "DJCP6"),
        ("not_a_device", "Microsoft Print To PDF"),
    ]
    assert "jdupont" not in inventory.lines.write_csv()
    assert "date_from_hardware" in {a.code for a in inventory.assumptions}


def test_several_machines_in_one_file(read: Reader) -> None:
    assert read(json.dumps([LAPTOP, LAPTOP]), name="all.json").read == 10


def test_a_network_printer(read: Reader) -> None:
    device = {"type": "Printer", "manufacturer": "Hewlett-Packard", "model": "HP LaserJet M507", "serial": "PHCVN191TG"}
    inventory = read(json.dumps({"content": {"network_device": device}, "itemtype": "Printer"}), name="p.json")
    assert inventory.lines["model_raw"].to_list() == ["HP LaserJet M507"]


def test_fusion_xml_has_american_dates(read: Reader) -> None:
    inventory = read(XML.format(vm="Physical"), name="pc.xml")
    assert inventory.mapping.preset == "fusion-xml"
    assert inventory.lines["acquired_on"].to_list() == [date(2014, 7, 25), None]
    assert inventory.lines["model_raw"].to_list() == ["EliteDesk 800", "DELL 1707FP"]


def test_a_virtual_machine_is_no_device(read: Reader) -> None:
    inventory = read(XML.format(vm="VMware"), name="vm.xml")
    assert inventory.set_aside.select("reason", "column", "found").row(0) == ("virtual_machine", "vmsystem", "VMware")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{", "not valid JSON"),
        ("{}", "not an agent's inventory"),
        ('{"content": {}}', "not an agent's inventory|describes no device"),
        ("[" * 100_000, "not valid JSON|names the columns"),
        ("<REQUEST>", "not valid XML"),
        ("<?xml version='1.0'?><A/>", "not an agent's inventory"),
        ("<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><REQUEST>&x;</REQUEST>", "attack"),
        ("<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x 'y'><!ENTITY z '&x;&x;'>]><REQUEST>&z;</REQUEST>", "attack"),
    ],
)
def test_what_is_no_inventory_is_refused_in_one_sentence(read: Reader, content: str, sentence: str) -> None:
    with pytest.raises(UnusableFile, match=sentence):
        read(content, name="agent")
