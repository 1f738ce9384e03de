"""All rows of the database as canonical JSON, and back: the same text whatever the database, so that hashes compare.

Models are those of the migrations that a database has seen, so that an old backup is read with the columns of its day.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.db.migrations.loader import MigrationLoader

from levier.web.operating.schema import Migration

BATCH = 1_000
LEFT_OUT = frozenset({"people.session"})
"""Not kept: people sign in again."""


def models_of(migrations: Iterable[Migration]) -> list[type[models.Model]]:
    """Return every model as it is after these migrations, those of many-to-many tables too, in a fixed order."""
    loader = MigrationLoader(None)
    nodes = [node for node in migrations if node in loader.graph.nodes]
    apps = loader.project_state(nodes).apps
    found = apps.get_models(include_auto_created=True)
    kept = [m for m in found if m._meta.label_lower not in LEFT_OUT and m._meta.managed and not m._meta.proxy]
    return sorted(kept, key=lambda m: m._meta.label_lower)


def written(model: type[models.Model]) -> Iterator[str]:
    """Yield each row of a model as one line of JSON, by key."""
    fields = sorted(model._meta.concrete_fields, key=lambda f: f.attname)
    rows = model._base_manager.order_by("pk").values_list(*(f.attname for f in fields))
    for row in rows.iterator(chunk_size=BATCH):
        told = {field.attname: value for field, value in zip(fields, row, strict=True)}
        yield json.dumps(told, cls=_Exact, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read(model: type[models.Model], lines: Iterable[str]) -> None:
    """Insert the rows that `written` wrote, with the moments that they bear."""
    for field in model._meta.concrete_fields:  # of a model of the migrations, made anew each time
        if isinstance(field, models.DateField):
            field.auto_now = field.auto_now_add = False
    batch: list[models.Model] = []
    for line in lines:
        batch.append(_row(model, json.loads(line)))
        if len(batch) == BATCH:
            model._base_manager.bulk_create(batch)
            batch = []
    model._base_manager.bulk_create(batch)


def empty(found: Iterable[type[models.Model]]) -> None:
    """Delete every row of these models, and let their numbers start anew."""
    tables = [model._meta.db_table for model in found]
    statements = connection.ops.sql_flush(no_style(), tables, reset_sequences=True, allow_cascade=True)
    with transaction.atomic(), connection.cursor() as cursor:  # foreign keys are checked when it ends
        for statement in statements:
            cursor.execute(statement)


def continue_numbers(found: Iterable[type[models.Model]]) -> None:
    """Let the next number of each table follow the last one that was inserted."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(found)):
            cursor.execute(statement)


def _row(model: type[models.Model], told: Mapping[str, Any]) -> models.Model:
    values = {}
    for field in model._meta.concrete_fields:
        value = told[field.attname]
        if value is not None and not isinstance(field, models.JSONField):
            target = field.target_field if isinstance(field, models.ForeignKey) else field
            value = target.to_python(value)
        values[field.attname] = value
    return model(**values)


class _Exact(DjangoJSONEncoder):
    """Writes moments to the microsecond: Django's own encoder drops them."""

    def default(self, o: Any) -> Any:
        """Write what JSON does not know."""
        if hasattr(o, "isoformat"):
            return o.isoformat()
        if isinstance(o, (bytes, memoryview)):
            return {"bytes": bytes(o).hex()}
        return super().default(o)
