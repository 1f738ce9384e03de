"""The whole site as one archive, and back: rows as JSON lines, kept files as they are, each with its hash.

The archive is a zip: `manifest.json`, `rows/<model>.jsonl`, `files/<name>`, `secret_key`. It holds personal data:
whoever keeps it protects it. One made on SQLite can be restored on PostgreSQL, and the other way round.
"""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from importlib.metadata import version
from io import TextIOWrapper
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection, transaction

from levier.web.house import files
from levier.web.operating import rows
from levier.web.operating.schema import applied, unknown
from levier.wording.errors import LevierError, Place, UnusableFile
from levier.wording.text import say

SCHEMA = "levier.backup/1"
CHUNK = 1 << 20
KEY = "secret_key"


def back_up(target: Path) -> str:
    """Write the archive to `target` and return the hash of all rows and files; an existing file is not replaced."""
    part = target.with_name(f".{target.name}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            whole = _write(archive)
        os.link(part, target)
    except FileExistsError as error:
        raise LevierError(
            say("There is a file of that name already."), place=Place(str(target)), mend=say("Give another name.")
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return whole


def content_hash() -> str:
    """Return the hash of all rows and files as they are now: equal before a backup and after its restore."""
    with _one_moment():
        hashes = {f"rows/{m._meta.label_lower}.jsonl": _hash_rows(m) for m in rows.models_of(applied())}
    hashes |= {f"files/{name}": _hash_file(name) for name in files.every()}
    return _whole(hashes)


def restore(source: Path) -> str:
    """Bring back what `back_up` wrote, into an empty site, and return the hash of all rows and files.

    Nothing is changed where the archive is damaged, where a newer version wrote it, or where the site is not empty.
    """
    with _opened(source) as archive:
        manifest = _manifest(source, archive)
        _verify(source, archive, manifest)
        migrations = [(app, name) for app, name in manifest["migrations"]]
        _refuse_newer(source, migrations)
        _refuse_occupied()
        _restore_files(archive, manifest)
        _restore_rows(archive, migrations)
        _restore_key(archive)
    call_command("migrate", verbosity=0, interactive=False)
    return str(manifest["hash"])


@contextmanager
def _one_moment() -> Iterator[None]:
    """See all rows as they stand at one moment."""
    with transaction.atomic():
        if connection.vendor == "postgresql":  # SQLite keeps other writers out meanwhile
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _write(archive: zipfile.ZipFile) -> str:
    hashes: dict[str, str] = {}
    counts: dict[str, int] = {}
    with _one_moment():
        migrations = applied()
        for model in rows.models_of(migrations):
            name = f"rows/{model._meta.label_lower}.jsonl"
            digest, n = sha256(), 0
            with archive.open(name, "w", force_zip64=True) as stream:
                for line in rows.written(model):
                    data = line.encode() + b"\n"
                    stream.write(data)
                    digest.update(data)
                    n += 1
            hashes[name], counts[model._meta.label_lower] = digest.hexdigest(), n
    for name in files.every():  # files that rows name were kept before the rows were written
        digest = sha256()
        with default_storage.open(name) as source, archive.open(f"files/{name}", "w", force_zip64=True) as stream:
            while data := source.read(CHUNK):
                stream.write(data)
                digest.update(data)
        hashes[f"files/{name}"] = digest.hexdigest()
    archive.writestr(KEY, settings.SECRET_KEY)
    whole = _whole(hashes)
    manifest = {
        "schema": SCHEMA,
        "code": version("levier"),
        "migrations": migrations,
        "counts": counts,
        "hashes": hashes,
        "hash": whole,
    }
    archive.writestr("manifest.json", json.dumps(manifest, indent=1, ensure_ascii=False))
    return whole


def _whole(hashes: Mapping[str, str]) -> str:
    return sha256("".join(f"{name} {hashes[name]}\n" for name in sorted(hashes)).encode()).hexdigest()


def _hash_rows(model: Any) -> str:
    digest = sha256()
    for line in rows.written(model):
        digest.update(line.encode() + b"\n")
    return digest.hexdigest()


def _hash_file(name: str) -> str:
    digest = sha256()
    with default_storage.open(name) as source:
        while data := source.read(CHUNK):
            digest.update(data)
    return digest.hexdigest()


def _opened(source: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(source)
    except (OSError, zipfile.BadZipFile) as error:
        raise _no_backup(source, str(error)) from error


def _manifest(source: Path, archive: zipfile.ZipFile) -> dict[str, Any]:
    try:
        manifest = json.loads(archive.read("manifest.json"))
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise _no_backup(source, str(error)) from error
    if not isinstance(manifest, dict) or manifest.get("schema") != SCHEMA:
        raise _no_backup(source, str(manifest)[:80])
    return manifest


def _verify(source: Path, archive: zipfile.ZipFile, manifest: Mapping[str, Any]) -> None:
    """Read everything once before anything is changed."""
    held = {n for n in archive.namelist() if n.startswith(("rows/", "files/"))}
    if held != set(manifest["hashes"]) or _whole(manifest["hashes"]) != manifest["hash"]:
        raise _damaged(source, "manifest.json")
    for name, expected in manifest["hashes"].items():
        try:
            with archive.open(name) as stream:
                digest = sha256()
                while data := stream.read(CHUNK):
                    digest.update(data)
        except (zipfile.BadZipFile, OSError, EOFError) as error:
            raise _damaged(source, name) from error
        if digest.hexdigest() != expected or ".." in Path(name).parts:
            raise _damaged(source, name)


def _refuse_newer(source: Path, migrations: list[tuple[str, str]]) -> None:
    newer = unknown(migrations)
    if newer:
        raise LevierError(
            say("A newer version of Levier made this backup."),
            place=Place(source.name),
            found=", ".join(f"{app}.{name}" for app, name in newer),
            mend=say("Install that version or a later one, then restore."),
        )


def _refuse_occupied() -> None:
    """Refuse to restore over data: people would lose it."""
    from levier.web.people.models import Organisation, User

    if not applied():
        return
    if User.objects.exists() or Organisation.objects.exists() or next(files.every(), None) is not None:
        raise LevierError(
            say("This site is not empty: a restore would replace what it holds."),
            place=Place(str(settings.HOME)),
            mend=say("Restore into an empty LEVIER_HOME and an empty database."),
        )


def _restore_files(archive: zipfile.ZipFile, manifest: Mapping[str, Any]) -> None:
    for name in manifest["hashes"]:
        if name.startswith("files/"):
            with archive.open(name) as stream:
                files.keep_stream(cast(BinaryIO, stream), name.removeprefix("files/"))


def _restore_rows(archive: zipfile.ZipFile, migrations: list[tuple[str, str]]) -> None:
    for app, name in _last_of_each(migrations):
        call_command("migrate", app, name, verbosity=0, interactive=False)
    found = rows.models_of(migrations)
    with transaction.atomic():  # foreign keys are checked when it ends, in both databases
        rows.empty(found)
        for model in found:
            with archive.open(f"rows/{model._meta.label_lower}.jsonl") as stream:
                rows.read(model, TextIOWrapper(stream, "utf-8"))
        rows.continue_numbers(found)


def _last_of_each(migrations: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the newest migration of each app; the loader knows what each needs before it."""
    newest: dict[str, str] = {}
    for app, name in sorted(migrations):
        newest[app] = name
    yield from newest.items()


def _restore_key(archive: zipfile.ZipFile) -> None:
    """Put back the site's own key, unless one is given: signatures and second factors depend on it."""
    from levier.web.environment import ENV

    if ENV.str("LEVIER_SECRET_KEY", default="") or KEY not in archive.namelist():
        return
    file: Path = settings.HOME / KEY
    part = file.with_name(f".{KEY}.part")
    part.write_bytes(archive.read(KEY))
    part.chmod(0o600)
    part.replace(file)


def _no_backup(source: Path, found: str) -> UnusableFile:
    return UnusableFile(
        say("This file is not a backup that Levier made."), place=Place(source.name), found=found or None
    )


def _damaged(source: Path, name: str) -> UnusableFile:
    return UnusableFile(
        say("This backup is damaged: nothing was restored."),
        place=Place(source.name),
        found=name,
        mend=say("Take another copy of it."),
    )
