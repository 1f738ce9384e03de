"""Files are kept whole, beside the database or on S3-like storage."""

from __future__ import annotations

import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.test import override_settings

from levier.web.house import files

NAME = "snapshots/0f0f.parquet"


@pytest.fixture(params=["folder", "s3"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Each of the two kinds of storage: a folder, and a real S3 server on loopback."""
    if request.param == "folder":
        backend = "django.core.files.storage.FileSystemStorage"
        with override_settings(
            STORAGES=settings.STORAGES | {"default": _storage(backend, location=str(tmp_path / "kept"))}
        ):
            yield "folder"
        return
    boto3 = pytest.importorskip("boto3")
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    options = {"access_key": "key", "secret_key": "secret", "region_name": "eu-west-3"}
    address = f"http://{host}:{port}"
    client = boto3.client(
        "s3",
        endpoint_url=address,
        aws_access_key_id="key",
        aws_secret_access_key="secret",
        region_name="eu-west-3",
    )
    bucket = tmp_path.name.replace("_", "-").lower()  # the server's memory outlives a test
    client.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-3"})
    kind = _storage("storages.backends.s3.S3Storage", bucket_name=bucket, endpoint_url=address, **options)
    try:
        with override_settings(STORAGES=settings.STORAGES | {"default": kind}):
            yield "s3"
    finally:
        server.stop()


def _storage(backend: str, **options: str) -> dict[str, object]:
    return {"BACKEND": backend, "OPTIONS": options}


@pytest.fixture
def content(tmp_path: Path) -> Path:
    file = tmp_path / "content.parquet"
    file.write_bytes(bytes(range(256)) * 1000)
    return file


def test_what_was_kept_is_read_back_as_a_local_file(storage: str, content: Path) -> None:
    assert files.keep(content, NAME) == NAME
    assert files.local(NAME).read_bytes() == content.read_bytes()
    assert list(files.every()) == [NAME]


def test_keeping_the_same_again_changes_nothing(storage: str, content: Path) -> None:
    files.keep(content, NAME)
    files.keep(content, NAME)
    assert list(files.every()) == [NAME]


def test_what_was_discarded_is_gone_everywhere(storage: str, content: Path) -> None:
    files.keep(content, NAME)
    path = files.local(NAME)
    files.discard(NAME)
    assert not default_storage.exists(NAME)
    assert not path.exists()
    assert list(files.every()) == []


def test_a_file_half_written_has_no_name(tmp_path: Path) -> None:
    """What a crash leaves behind is not taken for a kept file."""
    backend = _storage("django.core.files.storage.FileSystemStorage", location=str(tmp_path))
    with override_settings(STORAGES=settings.STORAGES | {"default": backend}):
        (tmp_path / "snapshots").mkdir()
        (tmp_path / "snapshots" / ".0f0f.parquet.4711").write_bytes(b"half")
        assert list(files.every()) == []
        assert not default_storage.exists(NAME)


def test_a_file_that_two_threads_of_one_process_write_at_once_is_whole(storage: str) -> None:
    content, both = b"as it is" * 100_000, Barrier(2)

    def write() -> str:
        both.wait()
        return files.keep_stream(io.BytesIO(content), NAME)

    for _ in range(20):
        with ThreadPoolExecutor(2) as threads:
            assert [done.result() for done in [threads.submit(write), threads.submit(write)]] == [NAME, NAME]
        assert files.local(NAME).read_bytes() == content
        assert list(files.unfinished()) == []
        files.discard(NAME)
