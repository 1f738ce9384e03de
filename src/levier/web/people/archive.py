"""Everything that an organisation keeps here, as one archive: what it is made of stands in docs/operating.

Tables are found by asking the models which rows lead to the organisation, so that a new one cannot be forgotten.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import IO

from django.apps import apps
from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import ForeignKey, Model, QuerySet
from django_scopes import scope

from levier.web.house.files import local
from levier.web.house.inspection import REFERENCES, SEALED
from levier.web.journal.models import Entry
from levier.web.people.models import Organisation, User
from levier.web.people.personal import written

FORMAT = 1
PERSON = ("id", "email", "name")
"""All that is told of the members: the address that the organisation invited, and a name."""


def paths() -> dict[type[Model], str]:
    """Return the models whose rows belong to one organisation, each with the fields that lead there."""
    found: dict[type[Model], str] = {Organisation: "pk"}
    grown = True
    while grown:
        grown = False
        for model in apps.get_models(include_auto_created=True):
            if model in found or model is User:
                continue
            path = _path(model, found)
            if path:
                found[model], grown = path, True
    return found


def _path(model: type[Model], found: dict[type[Model], str]) -> str | None:
    keys = [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]
    for field in sorted(keys, key=lambda f: f.related_model is not Organisation):  # its own organisation first
        target = field.related_model
        if target is Organisation:
            return field.name
        if target in found:
            return f"{field.name}__{found[target]}"
    return None


def tables(organisation: Organisation) -> Iterator[tuple[str, QuerySet[Model]]]:
    """Yield each table of the archive with its rows."""
    for model, path in sorted(paths().items(), key=lambda pair: pair[0]._meta.label_lower):
        yield model._meta.label_lower, model._base_manager.filter(**{path: organisation.pk}).order_by("pk")
    yield "journal.entry", Entry._base_manager.filter(organisation=organisation.public_id).order_by("pk")


def write_archive(organisation: Organisation, target: IO[bytes], at: datetime) -> None:
    """Write the archive: `manifest.json`, `tables/<app>.<model>.json`, `files/<name>`."""
    with scope(organisation=organisation), zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        counts = {}
        for name, rows in tables(organisation):
            told = [written(row) for row in rows]
            counts[name] = len(told)
            archive.writestr(f"tables/{name}.json", _json(told))
        members = User.objects.filter(memberships__organisation=organisation).order_by("pk")
        people = list(members.values(*PERSON))
        counts["people.user"] = len(people)
        archive.writestr("tables/people.user.json", _json(people))
        names = sorted({name for reference in REFERENCES for name, _ in reference()})
        closed = {name for names_of in SEALED for name in names_of()}
        there = [name for name in names if name not in closed and default_storage.exists(name)]
        for name in there:
            archive.write(local(name), f"files/{name}")
        manifest = {
            "format": FORMAT,
            "organisation": organisation.public_id,
            "written_at": at,
            "tables": counts,
            "files": there,
            "missing_files": sorted(set(names) - set(there) - closed),
            "sealed_files": sorted(closed),
        }
        archive.writestr("manifest.json", _json(manifest))


def _json(told: object) -> str:
    return json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
