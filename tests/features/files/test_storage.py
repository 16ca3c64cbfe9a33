"""Wherever files lie: what was put is there, whole or not at all; what is away says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from backend.config import ConfigurationError, load
from backend.files.errors import StorageUnavailable
from backend.files.ports import Storage
from backend.files.storage.bucket import BucketAddress, BucketStorage
from backend.files.storage.folder import FolderStorage
from deploy.local.sockets import free_port

KEY, OTHER = "A" * 43, "b" * 43
LATER = datetime.now(UTC) + timedelta(days=1)


@pytest.fixture(scope="module")
def address() -> Iterator[BucketAddress]:
    """A server that speaks S3."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=free_port("127.0.0.1", 24_000), verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    found = BucketAddress("county-files", f"http://{host}:{port}", "us-east-1", "id", "secret")
    admin = boto3.session.Session().client(
        "s3", endpoint_url=found.endpoint, region_name=found.region, aws_access_key_id="id",
        aws_secret_access_key="secret",
    )  # fmt: skip
    admin.create_bucket(Bucket=found.bucket)
    admin.close()
    yield found
    server.stop()


@pytest.fixture(params=["folder", "bucket"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    if request.param == "folder":
        return FolderStorage(tmp_path / "files")
    bucket = BucketStorage(request.getfixturevalue("address"))
    for key in (KEY, OTHER):
        bucket.delete(key)
    return bucket


def test_what_was_put_is_there_until_it_is_deleted(storage: Storage) -> None:
    storage.put(KEY, b"one")
    storage.put(OTHER, bytes(300_000))
    assert (storage.get(KEY), len(storage.get(OTHER) or b"")) == (b"one", 300_000)
    assert sorted(storage.keys(LATER)) == [KEY, OTHER]
    storage.delete(KEY)
    storage.delete(KEY)
    assert storage.get(KEY) is None
    assert list(storage.keys(LATER)) == [OTHER]


def test_what_is_young_is_not_told_of(storage: Storage) -> None:
    storage.put(KEY, b"one")
    assert list(storage.keys(datetime.now(UTC) - timedelta(hours=1))) == []


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "files").write_text("in the way")
    with pytest.raises(StorageUnavailable):
        FolderStorage(tmp_path / "files").put(KEY, b"one")


def test_what_was_half_written_is_never_found_and_goes(tmp_path: Path) -> None:
    storage = FolderStorage(tmp_path)
    storage.put(KEY, b"one")
    half = tmp_path / KEY[:2] / f"{OTHER}.part"
    half.write_bytes(b"ha")
    assert list(storage.keys(LATER)) == [KEY]
    assert not half.exists()


def test_a_bucket_that_is_away_or_refuses_says_so(address: BucketAddress) -> None:
    nobody = BucketAddress("county-files", "http://127.0.0.1:1", "us-east-1", "id", "secret")
    missing = BucketAddress("no-such-bucket", address.endpoint, "us-east-1", "id", "secret")
    for storage in (BucketStorage(nobody), BucketStorage(missing)):
        with pytest.raises(StorageUnavailable):
            storage.put(KEY, b"one")
        with pytest.raises(StorageUnavailable):
            list(storage.keys(LATER))


def test_a_secret_is_shown_in_no_text(address: BucketAddress, tmp_path: Path) -> None:
    assert "secret" not in repr(address).replace("secret_access_key", "")
    given = {"DATABASE_URL": "postgresql://x", "S3_BUCKET": "b", "S3_ACCESS_KEY_ID": "i", "KEYS_DIR": str(tmp_path)}
    with pytest.raises(ConfigurationError, match=r"s3_secret_access_key\.txt"):
        load(given)
    (tmp_path / "s3_secret_access_key.txt").write_text("verysecret\n")
    bucket = load(given).bucket
    assert bucket is not None and bucket.secret_access_key == "verysecret"
    assert "verysecret" not in repr(bucket)
