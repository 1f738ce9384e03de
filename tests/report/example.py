"""An invented baseline: a town of 1,200 people, twelve categories, all that a report must be able to tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from levier.footprint.result import (
    AgeGroup,
    Baseline,
    Disagreement,
    ExportLine,
    FactUsed,
    Figure,
    LineResult,
    Narrowing,
    Profile,
    Question,
    Refurbished,
    SetAside,
    SourceUse,
    UnknownImpact,
)
from levier.quantity.assumption import Assumption
from levier.wording.text import Text, label

HOSTILE = "<script>alert(\"x\")</script> & =cmd|' /C calc'!A0"

CATEGORIES: dict[str, tuple[str, str, str, str, int, float, float, float, str, dict[str, float]]] = {
    "monitor": ("écran", "écrans", "monitor", "monitors", 2140, 96_240, 61_300, 226_000, "C",
                {"ademe": 23_040, "base-carbone": 79_200, "pcf-medians": 118_800}),
    "laptop": ("ordinateur portable", "ordinateurs portables", "laptop", "laptops", 1460, 78_130, 58_200, 118_400, "B",
               {"ademe": 70_500, "base-carbone": 57_000, "pcf-medians": 97_800}),
    "server": ("serveur", "serveurs", "server", "servers", 61, 41_020, 22_800, 112_000, "C", {"ademe": 44_100}),
    "smartphone": ("smartphone", "smartphones", "smartphone", "smartphones", 890, 31_470, 20_900, 44_200, "B",
                   {"ademe": 29_600, "pcf-medians": 26_700}),
    "multifunction_printer": ("imprimante multifonction", "imprimantes multifonctions", "multifunction printer",
                              "multifunction printers", 118, 18_300, 7_900, 51_100, "D", {"ademe": 16_250}),
    "desktop": ("ordinateur fixe", "ordinateurs fixes", "desktop", "desktops", 312, 17_650, 12_300, 27_800, "B",
                {"ademe": 15_100}),
    "switch": ("commutateur", "commutateurs", "switch", "switches", 204, 11_900, 4_100, 30_200, "D", {}),
    "ip_phone": ("téléphone IP", "téléphones IP", "IP phone", "IP phones", 640, 7_420, 3_600, 14_900, "D", {}),
    "interactive_display": ("écran interactif", "écrans interactifs", "interactive display", "interactive displays", 22,
                            5_360, 2_200, 11_300, "D", {}),
    "tablet": ("tablette", "tablettes", "tablet", "tablets", 96, 2_150, 1_400, 3_300, "B", {"ademe": 2_020}),
    "docking_station": ("station d’accueil", "stations d’accueil", "docking station", "docking stations", 310, 1_240,
                        430, 2_900, "E", {}),
    "headset": ("casque", "casques", "headset", "headsets", 187, 412, 130, 1_060, "E", {}),
}  # fmt: skip
"""Category id: singular and plural in French, then in English, devices, value, low, high, grade, other sources."""

REASONS = {
    "no_water": label("Aucune source libre ne donne la fabrication.", "No open source gives the making of devices."),
    "no_family": label("Aucune source ne connaît cet équipement.", "No source knows this device."),
}


def example() -> Baseline:
    """Return the invented baseline."""
    by_category = tuple(
        Figure(
            "gwp", "kgCO2e", value, low, high, median=value * 1.06, value_percentile=44.0, grade=grade,
            tiers={"model": 0.1, "category": 0.9}, category=code, quantity=devices, others=others,
        )
        for code, (_, _, _, _, devices, value, low, high, grade, others) in CATEGORIES.items()
    )  # fmt: skip
    unknown = Figure("gwp", "kgCO2e", None, reason=REASONS["no_family"], category="badge_reader", quantity=31)
    total = sum(f.value or 0.0 for f in by_category)
    labels = {code: (label(c[0], c[2]), label(c[1], c[3])) for code, c in CATEGORIES.items()}
    labels["badge_reader"] = (label("lecteur de badges", "badge reader"), label("lecteurs de badges", "badge readers"))
    return Baseline(
        file="parc.csv",
        on=date(2026, 9, 30),
        facts_on=date(2026, 11, 1),
        view="annual",
        year=2026,
        referential="pooled",
        referential_label=label("sources réunies", "pooled sources"),
        country="FR",
        snapshot="9c1e5b0a7742",
        facts_version="f3a9d2c1",
        code_version="0.1.0",
        seed=20260101,
        draws=1000,
        read=4812,
        counted=4671,
        set_aside=_set_aside(),
        devices=sum(c[4] for c in CATEGORIES.values()) + 31,
        typed_share=0.963,
        model_share=0.41,
        totals=_totals(total),
        by_stage=_stages(total),
        by_category=(*by_category, unknown),
        ademe=(Figure("gwp", "kgCO2e", 248_300.0),),
        ademe_coverage=0.88,
        narrowing=_narrowing(),
        disagreements=(_disagreement(),),
        unknown=(_unknown(),),
        assumptions=_assumptions(),
        sources=_sources(),
        questions=_questions(),
        profile=_profile(total),
        facts_used=_facts(),
        export_lines=_export(),
        category_labels=labels,
        criterion_labels={
            "gwp": label("Changement climatique", "Climate change"),
            "adpe": label("Épuisement des métaux et minéraux", "Depletion of metals and minerals"),
            "wu": label("Eau", "Water"),
            "mass": label("Masse achetée", "Mass bought"),
            "weee": label("Masse de déchets (DEEE)", "Mass of waste (WEEE)"),
        },
        personal_columns=("Utilisateur", "E-mail"),
        refurbished=Refurbished(120, 9_800.0, 4_150.0, 6_300.0, 3_500.0),
        electricity=_electricity(),
        lines=_lines(),
        people=1200,
        currency_note=label("Les prix en dollars n’ont pas été lus.", "Prices in dollars were not read."),
        comparisons={
            "gwp": {"pooled": total, "ademe": 248_300.0, "base-carbone": 231_000.0, "pcf-medians": 372_400.0},
            "adpe": {"pooled": 3.92, "ademe": 3.61},
        },
        referential_labels={
            "ademe": label("ADEME, jeu numérique 2025", "ADEME, digital set of 2025"),
            "base-carbone": label("Base Carbone", "Base Carbone"),
            "pcf-medians": label("médianes des fabricants", "makers’ medians"),
        },
        family_labels={
            "ademe-negaoctet-2022": label("ADEME 2025 (NegaOctet)", "ADEME 2025 (NegaOctet)"),
            "base-carbone-2018": label("Base Carbone 2018", "Base Carbone 2018"),
            "makers-declarations": label("médiane des fabricants", "makers’ median"),
        },
    )


def skewed() -> Baseline:
    """Return the same baseline with its value at the edge of its own band."""
    base = example()
    first, *others = base.totals
    return replace(base, totals=(replace(first, value_percentile=6.0, median=402_000.0), *others))


def carbon_only() -> Baseline:
    """Return the same baseline where nothing but carbon and masses could be computed."""
    base = example()
    reason = REASONS["no_water"]
    totals = tuple(
        f if f.criterion in {"gwp", "mass", "weee"} else Figure(f.criterion, f.unit, None, reason=reason)
        for f in base.totals
    )
    return replace(base, totals=totals)


def bare() -> Baseline:
    """Return the least a baseline may hold: one unknown device, nothing computed."""
    nothing = Figure("gwp", "kgCO2e", None, reason=REASONS["no_family"])
    return replace(
        example(), totals=(nothing,), by_stage=(), by_category=(), ademe=(), ademe_coverage=0.0, set_aside=(),
        narrowing=(), disagreements=(), unknown=(), assumptions=(), sources=(), questions=(), facts_used=(),
        export_lines=(), refurbished=None, electricity=(), lines=(), comparisons={}, personal_columns=(), people=None,
        currency_note=None,
        profile=Profile(None, 0.0, (), None, None, None, None, None, None),
    )  # fmt: skip


def _totals(total: float) -> tuple[Figure, ...]:
    return (
        Figure("gwp", "kgCO2e", total, 205_400.0, 470_300.0, 318_000.0, 41.0, "B", 2.4,
               {"model": 0.21, "category": 0.7, "mass": 0.07, "spend": 0.02}),
        Figure("adpe", "kgSbeq", 3.92, 2.1, 7.8, 4.0, 46.0, "C", 3.1, {"category": 1.0}),
        Figure("wu", "m3eq", None, reason=REASONS["no_water"]),
        Figure("mass", "kg", 4_310.0, 3_900.0, 4_800.0, 4_330.0, 47.0, "B", 2.0, {"category": 1.0}),
        Figure("weee", "kg", 4_310.0, 3_900.0, 4_800.0, 4_330.0, 47.0, "B", 2.0, {"category": 1.0}),
    )  # fmt: skip


def _stages(total: float) -> tuple[Figure, ...]:
    shares = {"manufacturing": 0.72, "distribution": 0.035, "use": 0.22, "end_of_life": 0.015, "embodied": 0.01}
    found = [
        Figure("gwp", "kgCO2e", total * s, total * s * 0.7, total * s * 1.5, total * s, 45.0, "B", stage=stage)
        for stage, s in shares.items()
    ]
    return (*found, Figure("adpe", "kgSbeq", None, reason=REASONS["no_water"], stage="use"))


def _set_aside() -> tuple[SetAside, ...]:
    return (
        SetAside("total_line", label("ligne de total", "total line"), 14, (12, 213, 514, 902, 1207)),
        SetAside("retired", label("équipement sorti du parc", "device retired"), 88, (31, 32, 33, 78, 81)),
        SetAside("consumable", label("consommable", "consumable"), 23, (410, 411)),
        SetAside("unreadable_quantity", label("quantité illisible", "quantity that cannot be read"), 16, (77, 2301)),
    )


def _narrowing() -> tuple[Narrowing, ...]:
    return (
        Narrowing("factor/monitor", label("La taille et le modèle de 1 204 écrans", "Size and model of 1,204 monitors"),
                  label("Compléter 1 204 lignes", "Complete 1,204 lines"), 0.46),
        Narrowing("energy/server",
                  label("La consommation mesurée de 61 serveurs", "Measured consumption of 61 servers"),
                  label("Saisir les kWh par an", "Enter the kWh per year"), 0.21),
        Narrowing("declared/printer",
                  label("L’empreinte déclarée de 9 modèles d’imprimantes", "Declared footprint of 9 printer models"),
                  label("La demander au fournisseur", "Ask the supplier for it"), 0.09),
        Narrowing("life", label("La durée de vie réelle des équipements", "Real life of the devices"),
                  label("Tenir les dates de sortie", "Keep dates of retirement"), 0.04),
    )  # fmt: skip


def _disagreement() -> Disagreement:
    ask = label(
        "La taille de vos écrans trancherait en grande partie.", "The size of your monitors would decide most of it."
    )
    families = {"ademe-negaoctet-2022": 64.6, "base-carbone-2018": 222.0, "makers-declarations": 333.0}
    return Disagreement("monitor", 5.15, families, ask)


def _unknown() -> UnknownImpact:
    return UnknownImpact(label("lecteurs de badges", "badge readers"), "badge_reader", 31, 9, (HOSTILE, "Lecteur RFID"))


def _assumptions() -> tuple[Assumption, ...]:
    def say(code: str, fr: str, en: str, lines: int | None, figure: str | None) -> Assumption:
        return Assumption(code, label(fr, en), lines, figure)

    return (
        say("size.default", "Taille inconnue : comptés comme des écrans de 23,8 pouces.",
            "Size unknown: counted as 23.8-inch monitors.", 1204, "by_category/gwp/monitor"),
        say("kwh.household", "Consommation : heures d’usage d’un foyer, faute des vôtres.",
            "Electricity: hours of use of a household, for lack of yours.", 2140, "by_category/gwp/monitor"),
        say("pue", "Électricité des salles informatiques multipliée par 1,75.",
            "Electricity of machine rooms multiplied by 1.75.", 61, "by_category/gwp/server"),
        say("country", "Pays absent : France.", "No country: France.", 4671, None),
    )  # fmt: skip


LICENCE_OUVERTE = label("Licence Ouverte 2.0", "Open Licence 2.0")


def _sources() -> tuple[SourceUse, ...]:
    return (
        SourceUse("ademe-2025", "Base Empreinte, jeu numérique", "ADEME", LICENCE_OUVERTE,
                  "https://www.etalab.gouv.fr/licence-ouverte-open-licence/", "https://base-empreinte.ademe.fr/",
                  "read", Text("")),
        SourceUse("pcf", "Environmental footprint data", "Boavizta", Text("ODbL 1.0"),
                  "https://opendatacommons.org/licenses/odbl/1-0/",
                  "https://github.com/Boavizta/environmental-footprint-data", "derived",
                  label("Contient des informations mises à disposition sous licence ODbL.",
                        "Contains information made available under the Open Database License.")),
        SourceUse("bad", "<b>Referential of a user</b>", "User", Text("own"), "javascript:alert(1)",
                  "javascript:alert(2)", "to_verify", Text("")),
    )  # fmt: skip


def _questions() -> tuple[Question, ...]:
    ask = label(
        "Quelle est l’empreinte carbone de ce modèle, hors usage, selon quelle norme ?",
        "What is the carbon footprint of this model, use left out, and by which standard?",
    )
    return (
        Question("Ricoh", Text("IM C3000"), ask, 44, 0.031),
        Question("Cisco", Text(HOSTILE), ask, 120, 0.024),
        Question("Iiyama", Text("ProLite XUB2492HSU"), ask, 930, 0.13),
    )


def _profile(total: float) -> Profile:
    counts = {0: 420, 1: 780, 2: 910, 3: 1120, 4: 860, 5: 640, 6: 410, 7: 260, 8: 140, 9: 60, 11: 28, 14: 9}
    ages = (*(AgeGroup(a, n) for a, n in counts.items()), AgeGroup(None, 834))
    return Profile(
        3.42, 0.87, ages, 5.39, total / 1200, 0.019, 0.084, 21_400.0, 1.21,
        {"laptop": 3.1, "monitor": 4.6, "server": 5.2, "smartphone": 2.1},
    )  # fmt: skip


def _facts() -> tuple[FactUsed, ...]:
    def fact(category: str, kind: str, text: Text, value: float, unit: str, **more: object) -> FactUsed:
        families = more.get("families")
        return FactUsed(
            category, kind, text, value, value * 0.7, value * 1.6, unit, "category", ("ademe-2025", "pcf"), "read",
            families if isinstance(families, dict) else {},
        )  # fmt: skip

    found = []
    for code, (fr, _, en, *_) in CATEGORIES.items():
        families = {"ademe-negaoctet-2022": 64.6, "makers-declarations": 333.0} if code == "monitor" else {}
        found.append(fact(code, "factor", label(fr, en), 154.2, "kgCO2e/device", families=families))
        found.append(fact(code, "life", label("durée d’usage", "years of service"), 5.0, "year"))
        found.append(fact(code, "energy", label("par appareil", "per device"), 61.3, "kWh/year"))
    return tuple(found)


def _electricity() -> tuple[FactUsed, ...]:
    def mix(fr: str, en: str, value: float) -> FactUsed:
        text = label(fr, en)
        return FactUsed("", "mix", text, value, None, None, "kgCO2e/kWh", "category", ("ademe-2025",), "to_verify")

    return (
        mix("mix moyen, amont et pertes compris", "average mix, upstream and losses included", 0.0519),
        mix("usage bureautique", "office use", 0.0442),
        mix("production seule", "generation only", 0.0319),
    )


def _export() -> tuple[ExportLine, ...]:
    note = label("Au lieu d’un ratio monétaire.", "Instead of a spend ratio.")
    missing = label("Aucun achat daté cette année-là.", "No dated purchase in that year.")
    return (
        ExportLine("3.2", label("Biens immobilisés", "Capital goods"), "4.2", 239_400.0, note),
        ExportLine("3.1", label("Achats de biens", "Purchased goods"), "4.1", None, missing),
        ExportLine("2", label("Électricité", "Electricity"), "2.1", 52_300.0, note),
    )


def _lines() -> tuple[LineResult, ...]:
    return tuple(
        LineResult(
            {
                "category": "monitor",
                "model": model,
                "country": "FR",
                "acquired_year": 2021,
                "condition": "refurbished",
                "ownership": "leased",
                "status": "in_use",
                "quantity": 12,
                "gwp/manufacturing": 540.2,
                "gwp/end_of_life": None,
            }
        )
        for model in ("P2422H", HOSTILE, '=HYPERLINK("https://example.org")', "+33", "-1+1", "@SUM(A1)")
    )
