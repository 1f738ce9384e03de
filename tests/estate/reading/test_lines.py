"""Which records count as devices: titles, totals, retired, duplicates, virtual machines; none lost in silence."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import polars as pl
import pytest

from levier.estate.model import Inventory

Reader = Callable[..., Inventory]


def reasons(inventory: Inventory) -> list[tuple[int, str]]:
    return list(inventory.set_aside.select("line", "reason").iter_rows())


def codes(inventory: Inventory) -> set[str]:
    return {assumption.code for assumption in inventory.assumptions}


HAND_MADE = """Inventaire du parc;;;;;
Établi par le service informatique;;;;;

Service;Type de matériel;Marque / Modèle;Qté;Prix unitaire TTC;Utilisateur
Mairie;PC portable;Dell Latitude 5420;2;1 299,00 €;Marie
Mairie;Écran;Dell P2419H;trois;120,5;
Sous-total Mairie;;;5;;
ÉCOLE JULES FERRY;;;;;
Service;Type de matériel;Marque / Modèle;Qté;Prix unitaire TTC;Utilisateur
École;Laptop;Lenovo L13;x4;;Paul
École;Chose inconnue;;1;;
;;;7;;
TOTAL GÉNÉRAL : 12;;;;;
"""


def test_a_hand_made_sheet_counts_its_devices_and_tells_the_rest(read: Reader) -> None:
    inventory = read(HAND_MADE)
    assert inventory.mapping.header_line == 4
    assert inventory.lines["quantity"].to_list() == [2, 3, 4, 1]
    assert inventory.lines["price_eur"].to_list() == [1299.0, 120.5, None, None]
    assert reasons(inventory) == [
        (7, "total_line"),
        (8, "title_line"),
        (9, "repeated_header"),
        (12, "no_device"),
        (13, "total_line"),
    ]
    assert inventory.set_aside.row(0, named=True)["column"] == "Service"
    assert inventory.set_aside.row(0, named=True)["found"] == "Sous-total Mairie"
    assert inventory.personal_columns == ("Utilisateur",)


def test_a_device_nobody_recognises_is_counted(read: Reader) -> None:
    assert read("Type;Modèle\nBidule;ZZZ-3000\n").lines["model_raw"].to_list() == ["ZZZ-3000"]


def test_a_company_named_total_is_not_a_total(read: Reader) -> None:
    inventory = read("Entité;Type;Modèle\nTotal;Laptop;Latitude\nTotal Énergies;Laptop;\nTotal;;\n")
    assert reasons(inventory) == [(4, "total_line")]


def test_quantities_that_are_none_or_zero_are_set_aside_and_blank_ones_are_one_device(read: Reader) -> None:
    inventory = read("Type;Modèle;Quantité\nLaptop;A;v\nLaptop;B;-1\nLaptop;C;0\nLaptop;D;\nLaptop;E;2\n")
    assert reasons(inventory) == [(2, "unreadable_quantity"), (3, "unreadable_quantity"), (4, "zero_quantity")]
    assert inventory.set_aside["found"].to_list() == ["v", "-1", "0"]
    assert inventory.lines["quantity"].to_list() == [1, 2]
    assert "quantity_missing" in codes(inventory)


RETIRING = """Type;Modèle;Statut;Date d'achat;Date de réforme
Laptop;A;En service;2019-01-01;
Laptop;B;Réformé;2015-03-01;2021-03-01
Laptop;C;En service;2016-01-01;2020-01-01
Laptop;D;En service;2021-01-01;2030-01-01
Laptop;E;Au paradis;2021-01-01;
"""


def test_retired_devices_are_set_aside_and_kept_for_observed_lives(read: Reader) -> None:
    inventory = read(RETIRING, on=date(2026, 1, 1))
    assert reasons(inventory) == [(3, "retired"), (4, "retired")]
    assert inventory.set_aside["column"].to_list() == ["Statut", "Date de réforme"]
    assert inventory.retired["retired_on"].to_list() == [date(2021, 3, 1), date(2020, 1, 1)]
    assert inventory.retired["acquired_on"].to_list() == [date(2015, 3, 1), date(2016, 1, 1)]
    assert inventory.lines["model_raw"].to_list() == ["A", "D", "E"]
    assert inventory.lines["status"].to_list() == ["in_use", "in_use", None]
    assert inventory.lines["status_raw"].to_list() == ["En service", "En service", "Au paradis"]
    assert "status_unknown" in codes(inventory)


def test_the_same_serial_of_the_same_kind_counts_once(read: Reader) -> None:
    inventory = read(
        "Type;Modèle;Numéro de série\nLaptop;A;5CG1234XYZ\nlaptop;A;5cg1234xyz\nMonitor;B;5CG1234XYZ\n"
        "Laptop;C;To be filled by O.E.M.\nLaptop;C;To be filled by O.E.M.\nLaptop;D;12345678\nLaptop;D;12345678\n"
        "Laptop;E;\nLaptop;E;\n"
    )
    assert reasons(inventory) == [(3, "duplicate_serial")]
    assert inventory.set_aside["found"].to_list() == ["5cg1234xyz"]
    assert inventory.lines.height == 8
    assert inventory.lines["serial_hash"].null_count() == 6


def test_a_retired_device_does_not_make_its_living_twin_a_duplicate(read: Reader) -> None:
    inventory = read("Type;Modèle;Serial;Status\nLaptop;A;5CG1234XYZ;Retired\nLaptop;A;5CG1234XYZ;In use\n")
    assert reasons(inventory) == [(2, "retired")]


def test_ruined_serials_are_told(read: Reader) -> None:
    inventory = read("Type;Modèle;Numéro de série\nLaptop;A;1,23E+11\nLaptop;B;1,23E+11\n")
    assert inventory.lines.height == 2
    assert "serial_ruined" in codes(inventory)


def test_virtual_machines_are_set_aside(read: Reader) -> None:
    inventory = read("Name;Type;Model;Is virtual\nweb1;Server;VMware;yes\nweb2;Server;DL380;no\n")
    assert reasons(inventory) == [(2, "virtual_machine")]


def test_lines_that_name_no_device_are_set_aside(read: Reader) -> None:
    inventory = read("Type;Marque;Modèle;Site;Quantité\n;;;Mairie;3\nN/A;RAS;-;Mairie;1\nLaptop;;;Mairie;1\n")
    assert reasons(inventory) == [(2, "no_device"), (3, "no_device")]


def test_a_name_alone_is_a_device(read: Reader) -> None:
    inventory = read("Nom;Site\nPC-ACCUEIL;Mairie\n")
    assert inventory.lines["model_raw"].to_list() == ["PC-ACCUEIL"]


def test_ambiguous_dates_are_an_assumption(read: Reader) -> None:
    inventory = read("Type;Modèle;Date d'achat\nLaptop;A;01/02/2021\nLaptop;B;03/04/2020\n")
    assert inventory.mapping.date_order == "dmy"
    assert "date_order" in codes(inventory)


def test_dates_that_cannot_be_are_unknown_and_told(read: Reader) -> None:
    inventory = read("Type;Modèle;Date d'achat\nLaptop;A;2020/02/31\nLaptop;B;2020/02/28\n")
    assert inventory.lines["acquired_on"].to_list() == [None, date(2020, 2, 28)]
    [told] = [a for a in inventory.assumptions if a.code == "date_unreadable"]
    assert told.lines == 1
    assert "2020/02/31" in str(told.text)


def test_the_best_date_of_acquisition_stands_for_each_line(read: Reader) -> None:
    inventory = read(
        "Type;Modèle;Date de mise en service;Date d'achat;Date de création\n"
        "Laptop;A;2021-02-01;2021-01-01;2022-01-01\nLaptop;B;2021-02-01;;\nLaptop;C;;;2022-01-01\n"
    )
    assert inventory.lines["acquired_on"].to_list() == [date(2021, 1, 1), date(2021, 2, 1), date(2022, 1, 1)]
    assert "date_estimated" in codes(inventory)


def test_a_total_price_is_shared_among_its_devices(read: Reader) -> None:
    inventory = read("Type;Modèle;Quantité;Montant total HT\nÉcran;P2419H;4;480,00\n")
    assert inventory.lines["price_eur"].to_list() == [120.0]


def test_prices_in_another_currency_are_left_out_and_told(read: Reader) -> None:
    inventory = read("Type;Model;Price (USD)\nLaptop;A;1200\n")
    assert inventory.lines["price_eur"].to_list() == [None]
    assert "price_currency" in codes(inventory)


def test_condition_ownership_energy_and_life_are_read(read: Reader) -> None:
    inventory = read(
        "Type;Modèle;Condition;Mode d'acquisition;Fin de leasing;kWh/an;"
        "Durée de vie (ans);Taille écran;Pays;Datacenter\n"
        'Laptop;A;Reconditionné;Achat;;30,5;5;14";France;non\n'
        "Laptop;B (reconditionné);;;2027-01-01;0;-;;Allemagne;Salle 2\n"
    )
    rows = inventory.lines.select("condition", "ownership", "annual_kwh", "lifetime_years", "screen_inches").rows()
    assert rows == [("refurbished", "owned", 30.5, 5.0, 14.0), ("refurbished", "leased", None, None, None)]
    assert inventory.lines["country"].to_list() == ["FR", "DE"]
    assert inventory.lines["datacentre"].to_list() == [False, True]


def test_what_else_the_file_held_is_kept_and_people_are_not(read: Reader) -> None:
    inventory = read(
        "Type;Modèle;Processeur;Remarques;Couleur;Prénom;Nom;E-mail;Garantie\n"
        'Laptop;A;i5 "12e";voir jean.dupont@ville.fr;bleu;Jean;Dupont;jean.dupont@ville.fr;2027\n'
        "Laptop;B;;;;Marie;Martin;m.martin@ville.fr;2028\n"
    )
    assert json.loads(inventory.lines["extra"][0]) == {"Processeur": 'i5 "12e"', "Couleur": "bleu"}
    assert inventory.lines["extra"][1] is None
    assert inventory.personal_columns == ("Remarques", "Prénom", "Nom", "E-mail")
    assert inventory.ignored_columns == ("Garantie",)
    assert "upont" not in inventory.lines.write_csv() + inventory.set_aside.write_csv()


def test_misspelt_and_decorated_headers_are_understood(read: Reader) -> None:
    inventory = read(
        "Type de materiel;Constucteur;MODÈLE;N° de série;Date d'achat (jj/mm/aaaa);Qté.\nPC;HP;440;ABCD1;2020;2\n"
    )
    assert dict(inventory.mapping.columns) == {
        "Type de materiel": "type",
        "Constucteur": "manufacturer",
        "MODÈLE": "model",
        "N° de série": "serial",
        "Date d'achat (jj/mm/aaaa)": "acquired_on",
        "Qté.": "quantity",
    }


def test_equipment_beside_type_names_the_model(read: Reader) -> None:
    inventory = read("Équipement;Type;Qté\nDell Latitude;Portable;2\n")
    assert inventory.lines.select("type_raw", "model_raw").rows() == [("Portable", "Dell Latitude")]


def test_two_columns_of_one_name_keep_both(read: Reader) -> None:
    inventory = read("Type;Modèle;Remarque;Remarque\nLaptop;A;un;deux\n")
    assert json.loads(inventory.lines["extra"][0]) == {"Remarque": "un", "Remarque (2)": "deux"}


@pytest.mark.parametrize("count", [1, 3, 50_000])
def test_large_files_read_like_small_ones(read: Reader, count: int) -> None:
    body = "".join(f"PC-{i};Laptop;Latitude;SERIAL{i:06d};N/A\n" for i in range(count))
    inventory = read(f"Nom;Type;Modèle;Numéro de série;Inventaire\n{body}")
    assert inventory.lines.height == count
    assert inventory.lines["asset_id"].null_count() == count
    assert inventory.lines["serial_hash"].n_unique() == count
    assert inventory.lines["line"].to_list() == list(range(2, count + 2))
    assert json.loads(inventory.lines["extra"][count - 1]) == {"Nom": f"PC-{count - 1}"}


def test_the_schema_of_lines_is_kept_whatever_the_file_lacks(read: Reader) -> None:
    from levier.estate.model import LINE_SCHEMA, SET_ASIDE_SCHEMA

    inventory = read("Modèle\nLatitude\n")
    assert dict(inventory.lines.schema) == {
        name: pl.DataFrame(schema={name: kind}).schema[name] for name, kind in LINE_SCHEMA.items()
    }
    assert inventory.set_aside.columns == list(SET_ASIDE_SCHEMA)


HEADER_TWICE = """Nom;Type;Fabricant;Modèle;Statut;Date d'achat;Prix;Pays;Qté
PC-1;PC portable;Dell;Latitude 5420;En service;03/04/2021;900,00;France;1
Nom;Type;Fabricant;Modèle;Statut;Date d'achat;Prix;Pays;Qté
PC-2;PC portable;Dell;Latitude 5430;En service;13/04/2022;950,00;France;1
"""


def test_a_header_written_again_makes_no_assumption(read: Reader) -> None:
    inventory = read(HEADER_TWICE)
    assert reasons(inventory) == [(3, "repeated_header")]
    assert codes(inventory) <= {"price_in_euros", "preset_from_memory"}
    assert next(a.lines for a in inventory.assumptions if a.code == "price_in_euros") == 2


def test_what_a_record_that_counts_does_not_tell_is_still_told(read: Reader) -> None:
    mended = HEADER_TWICE.replace("13/04/2022;950,00", "au printemps;gratuit").replace("En service;03", "Bizarre;03")
    told = {a.code: a for a in read(mended).assumptions}
    assert {"date_unreadable", "price_unreadable", "status_unknown"} <= set(told)
    assert {told[c].lines for c in ("date_unreadable", "price_unreadable", "status_unknown")} == {1}
    assert "au printemps" in str(told["date_unreadable"].text)
