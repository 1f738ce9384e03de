"""Which of Levier's categories a row of Boavizta's table of makers' footprints is, by its subcategory and name."""

from __future__ import annotations

import re

SUBCATEGORIES = {
    "laptop": "laptop",
    "monitor": "monitor",
    "smartphone": "smartphone",
    "tablet": "tablet",
    "thin client": "thin_client",
    "workstation": "workstation",
    "server": "server",
    "converged": "blade_server",
    "converged edge": "blade_server",
    "san/nas": "storage_array",
    "printer": "printer",
}
"""Their subcategory, in lower case, where the name need not be asked."""

NAMES: tuple[tuple[str, str, str], ...] = (
    ("desktop", r"\b(all-in-one|aio|imac)\b", "all_in_one"),
    ("desktop", r"\b\w+\d{3}z\b", "all_in_one"),
    ("desktop", r"\b(tiny|nano|micro form factor|mac mini|mini pc|mini \d tiny|\d{4} ultra)\b", "mini_pc"),
    ("desktop", r"\btc\b", "thin_client"),
    ("desktop", r"\b(mac pro|precision\b.*\b(tower|rack|compact|small form factor))\b", "workstation"),
    ("desktop", r"\b(chromebook|inspiron 1[3-7]|vostro \d\d \d{4}|vostro (5|7)\d{3}|precision \d{4}$)", "laptop"),
    ("desktop", r"", "desktop"),
    ("workstation", r"\bsurface studio\b", "all_in_one"),
    ("printer", r"\b[bcm]*x\d|\bm[bc]\d", "multifunction_printer"),
    ("network", r"\bwi-?fi\b", "wifi_access_point"),
    ("iot", r"\bwatch\b", "smartwatch"),
    ("iot", r"\b(homepod|home( mini| hub)?$|nest (mini|audio|hub))", "smart_speaker"),
    ("iot", r"\bnest cam\b", "network_camera"),
    ("multimedia", r"\bchromecast\b", "set_top_box"),
    ("multimedia", r"\bdaydream view\b", "vr_headset"),
    ("entertainmentt", r"\bapple tv\b", "set_top_box"),
    ("entertainment", r"\bapple tv\b", "set_top_box"),
    ("gaming", r"\b(xbox|playstation)\b", "game_console"),
)
"""Subcategory, what the name holds, category: the first that fits. `Desktop` also holds laptops and all-in-ones."""

WITH_SCREEN = frozenset({"laptop", "monitor", "smartphone", "tablet", "all_in_one", "interactive_display"})


def category_of(subcategory: str, name: str, server_type: str = "") -> str | None:
    """Return the category of a row, None where Levier has none for it (internal disks, thermostats, controllers)."""
    kind = subcategory.strip().lower()
    words = name.lower()
    if kind == "server" and server_type.strip().lower() == "blade":
        return "blade_server"
    if kind == "monitor" and "surface hub" in words:
        return "interactive_display"
    for wanted, pattern, category in NAMES:
        if wanted == kind and re.search(pattern, words):
            return category
    return SUBCATEGORIES.get(kind)
