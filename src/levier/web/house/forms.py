"""How forms are laid out: each field with its label, its hint and its error, tied together for every reader."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Lays out fields with `house/field.html`."""

    field_template_name = "house/field.html"
