"""Files of the tools that organisations use, recognised by their headers."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest

from levier.estate.model import Inventory
from levier.wording.errors import UnusableFile

Reader = Callable[..., Inventory]

GLPI_FR = (
    '"Nom";"Entité";"Statut";"Fabricant";"Numéro de série";"Type";"Modèle";"Lieu";"Dernière modification";'
    '"Usager";'
    '"Informations financières et administratives - Date d\'achat";'
    '"Informations financières et administratives - Date de mise en service";\r\n'
    '"PC-001";"Mairie > DSI";"En service";"Dell Inc.";"5CG1234XYZ";"Portable";"Latitude 5420";"Hôtel de ville";'
    '"2025-01-10 10:12";"jdupont";"2021-03-04";"";\r\n'
    '"PC-002";"Mairie > DSI";"En stock";"HP";"5CG1234ABC";"Desktop";"ProDesk\n400";"";"2025-01-10 10:12";'
    '"";"";"2020-05-06";\r\n'
)
GLPI_EN = (
    '"Name";"Entity";"Status";"Manufacturer";"Serial number";"Type";"Model";"Location";"Last update";'
    '"Alternate username"\r\n'
    '"PC-001";"Root";"In use";"Dell Inc.";"5CG1234XYZ";"Laptop";"Latitude 5420";"HQ";"2025-01-10 10:12";"jdupont"\r\n'
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_glpi_in_french_with_its_trailing_delimiter(read: Reader, encoding: str) -> None:
    inventory = read(GLPI_FR.encode(encoding))
    assert inventory.mapping.preset == "glpi"
    assert inventory.lines["acquired_on"].to_list() == [date(2021, 3, 4), date(2020, 5, 6)]
    assert inventory.lines["status"].to_list() == ["in_use", "stock"]
    assert inventory.lines["model_raw"].to_list() == ["Latitude 5420", "ProDesk 400"]
    assert inventory.lines["site"].to_list() == ["Hôtel de ville", None]
    assert inventory.personal_columns == ("Usager",)
    assert {a.code for a in inventory.assumptions} == {"preset_from_memory"}


def test_glpi_in_english(read: Reader) -> None:
    inventory = read(GLPI_EN)
    assert inventory.mapping.preset == "glpi"
    assert inventory.lines["entity"].to_list() == ["Root"]
    assert inventory.lines["type_raw"].to_list() == ["Laptop"]


def test_glpi_lists_of_all_assets_keep_the_item_type_where_no_type_is_given(read: Reader) -> None:
    inventory = read(
        "Nom;Entité;Type d'élément;Type;Fabricant;Modèle;Numéro de série\n"
        "E1;Mairie;Moniteur;;Dell;P2419H;CN0ABCDE\nP1;Mairie;Ordinateur;Portable;Dell;L5420;CN0ABCDF\n"
    )
    assert inventory.lines["type_raw"].to_list() == ["Moniteur", "Portable"]


def test_snipe_it_with_american_dates(read: Reader) -> None:
    inventory = read(
        "\ufeffCompany,Name,Asset Tag,Category,Supplier,Manufacturer,Location,Order Number,Model,Model Number,"
        "Purchase Date,Purchase Cost,Checked Out To: Username,Checked Out To: Email\n"
        'Ville,Bench 1,AT-1,Laptops,LDLC,Apple,"Paris, 1er",42,"MacBook Pro 13""",A2338,1/23/23,"1,299.00",jd,j@d.fr\n'
    )
    assert inventory.mapping.preset == "snipe-it"
    line = inventory.lines.row(0, named=True)
    assert (line["type_raw"], line["model_raw"], line["asset_id"]) == ("Laptops", 'MacBook Pro 13"', "AT-1")
    assert (line["acquired_on"], line["price_eur"], line["site"]) == (date(2023, 1, 23), 1299.0, "Paris, 1er")
    assert json.loads(line["extra"]) == {"Name": "Bench 1", "Order Number": "42"}
    assert inventory.personal_columns == ("Checked Out To: Username", "Checked Out To: Email")


G4IT = (
    "nomEquipementPhysique;modele;quantite;nomCourtDatacenter;dateAchat;dateRetrait;type;statut;"
    "paysDUtilisation;consoElecAnnuelle;utilisateur;nomEntite;\n"
)


@pytest.mark.parametrize("bought", ["2020-07-08", "2020/07/08", "08/07/2020"])
def test_g4it_in_its_three_forms_of_dates(read: Reader, bought: str) -> None:
    inventory = read(G4IT + f"srv-1;DL380;2;DC-Nord;{bought};;Server;In use;France;1200;Z. Zidane;DSI;\n")
    line = inventory.lines.row(0, named=True)
    assert inventory.mapping.preset == "g4it"
    assert (line["acquired_on"], line["quantity"], line["annual_kwh"]) == (date(2020, 7, 8), 2, 1200.0)
    assert (line["datacentre"], line["country"], line["status"]) == (True, "FR", "in_use")
    assert inventory.personal_columns == ("utilisateur",)


def test_g4it_without_a_data_centre_says_nothing_of_one(read: Reader) -> None:
    inventory = read(G4IT + "pc-1;L5420;1;;2020-07-08;;Laptop;In use;France;;;DSI;\n")
    assert inventory.lines["datacentre"].to_list() == [None]


def test_g4it_virtual_equipment_is_not_equipment(read: Reader) -> None:
    inventory = read("nomEquipementVirtuel;nomEquipementPhysique;vCPU;nomEntite;nomSourceDonnee;\nvm-1;srv-1;4;DSI;;\n")
    assert inventory.set_aside["reason"].to_list() == ["virtual_machine"]


FROM_MEMORY = {
    "intune": "Device ID,Device name,Enrollment date,Last check-in,OS version,Serial number,Manufacturer,"
    "Model,Primary user UPN,Ownership,OS,Compliance\n"
    "a1,LT-1,2022-05-06,2025-01-01,10.0,PF2ABCD1,LENOVO,20S0000AFR,j@d.fr,Personal,Windows,Compliant\n",
    "lansweeper": "AssetName,Domain,Username,Type,Manufacturer,Model,Serialnumber,PurchaseDate,"
    "Warrantydate,Location,Lastseen\n"
    "LT-1,CORP,jd,Windows,LENOVO,20S0000AFR,PF2ABCD1,2022-05-06,2025-05-06,HQ,2025-01-01\n",
    "servicenow": "asset_tag,serial_number,model_id,model_category,install_status,purchase_date,cost,"
    "assigned_to,location\n"
    "A1,PF2ABCD1,20S0000AFR,Computer,In use,2022-05-06,899,Jean,HQ\n",
    "jamf": "Computer Name,Serial Number,Model,Model Identifier,PO Date,Warranty Expiration,Username,AppleCare ID\n"
    'LT-1,C02XL0GTJGH5,20S0000AFR,"Mac15,3",2022-05-06,2025-05-06,jd,\n',
}


@pytest.mark.parametrize("preset", sorted(FROM_MEMORY))
def test_tools_known_from_memory_are_read_and_marked_so(read: Reader, preset: str) -> None:
    inventory = read(FROM_MEMORY[preset])
    assert inventory.mapping.preset == preset
    assert inventory.lines["acquired_on"].to_list() == [date(2022, 5, 6)]
    assert inventory.lines["model_raw"].to_list() == ["20S0000AFR"]
    assert inventory.lines["serial_hash"].null_count() == 0
    assert "preset_from_memory" in {a.code for a in inventory.assumptions}
    assert "jd" not in inventory.lines.select("asset_id", "extra").write_csv()


def test_intune_personal_devices_are_byod(read: Reader) -> None:
    assert read(FROM_MEMORY["intune"]).lines["ownership"].to_list() == ["byod"]


def test_canonical_names_of_levier(read: Reader) -> None:
    inventory = read(
        "asset_id,serial,category,manufacturer,model,screen_inches,quantity,acquired_on,country,status,datacentre,"
        "condition,ownership,annual_kwh,price_eur,lifetime_years\n"
        "1,PF2ABCD1,laptop,Dell,L5420,14,2,2021-02-03,FR,in_use,false,refurbished,leased,30.5,450,5\n"
    )
    assert inventory.mapping.preset == "levier"
    line = inventory.lines.drop("line", "serial_hash").row(0)
    assert line[1:] == (
        *("1", "laptop", "Dell", "L5420", 14.0, 2, date(2021, 2, 3), "day", None, "FR", None, None, None),
        *("in_use", "in_use", False, "refurbished", "leased", 30.5, 450.0, 5.0, None),
    )


def test_a_preset_can_be_asked_for_and_an_unknown_one_is_refused(read: Reader) -> None:
    assert read("Type,Model\nLaptop,A\n", preset="jamf").mapping.preset == "jamf"
    with pytest.raises(UnusableFile, match="no preset of that name"):
        read("Type,Model\nLaptop,A\n", preset="excel")
