"""The colours of Levier, once: the stylesheet, the charts and the PDF all take them from here."""

from __future__ import annotations

LIGHT = {
    "paper": "#fcfbf7",
    "ink": "#1b2422",
    "muted": "#56615d",
    "line": "#848d88",
    "hair": "#dcd9cf",
    "accent": "#0b5f59",
    "soft": "#e4efec",
    "band": "#c2d9d4",
    "warn": "#8a4a00",
    "bad": "#a32a20",
    "good": "#2c6a31",
    "stage-manufacturing": "#0b5f59",
    "stage-distribution": "#6f8420",
    "stage-use": "#b06f00",
    "stage-end_of_life": "#747884",
    "stage-embodied": "#3d7f8f",
}
DARK = {
    "paper": "#141a1a",
    "ink": "#ebeeea",
    "muted": "#a7b2ad",
    "line": "#76827d",
    "hair": "#303a39",
    "accent": "#74d3c6",
    "soft": "#1d2f2d",
    "band": "#2b4a46",
    "warn": "#f0b45c",
    "bad": "#ff9d8f",
    "good": "#8fd190",
    "stage-manufacturing": "#3fb3a5",
    "stage-distribution": "#a9c04c",
    "stage-use": "#e0a13a",
    "stage-end_of_life": "#969ba8",
    "stage-embodied": "#7cc0d0",
}
PRINT = LIGHT | {"paper": "#ffffff", "ink": "#000000", "muted": "#444444"}


def css_tokens() -> str:
    """Write the colours as custom properties: light, dark where the reader prefers it, black on white on paper."""
    return (
        f":root{{color-scheme:light dark;{_properties(LIGHT)}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{{_properties(DARK)}}}}}\n"
        f"@media print{{:root{{color-scheme:light;{_properties(PRINT)}}}}}\n"
    )


def css_chosen() -> str:
    """Write the colours that a reader asked the site for; paper and forced colours go before them."""
    schemes = "".join(
        f"[data-scheme={name}]{{color-scheme:{name};{_properties(colours)}}}"
        for name, colours in (("light", LIGHT), ("dark", DARK))
    )
    return f"@media screen and (forced-colors:none){{{schemes}}}\n"


def _properties(colours: dict[str, str]) -> str:
    return ";".join(f"--{name}:{colour}" for name, colour in colours.items())
