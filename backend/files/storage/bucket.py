"""A bucket of whatever speaks S3: a cloud's object storage, MinIO, Ceph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from backend.files.errors import StorageUnavailable

PATIENCE_S: Final = 5
GONE: Final = ("NoSuchKey", "404")


@dataclass(frozen=True)
class BucketAddress:
    """Where it is and as whom we come. ``endpoint`` None: the cloud's own address of ``region``."""

    bucket: str
    endpoint: str | None
    region: str
    access_key_id: str
    secret_access_key: str = field(repr=False)
    prefix: str = "files/"


class BucketStorage:
    """Fills ``files.ports.Storage``."""

    def __init__(self, address: BucketAddress) -> None:
        self._address = address

    @cached_property
    def _client(self) -> Any:
        import boto3  # takes a while to import: only where a bucket is used
        from botocore.config import Config

        # Checksums that not every S3-compatible server knows are sent only where they must be.
        config = Config(connect_timeout=PATIENCE_S, read_timeout=PATIENCE_S * 4, retries={"total_max_attempts": 2},
                        request_checksum_calculation="when_required", response_checksum_validation="when_required",
                        s3={"addressing_style": "path" if self._address.endpoint else "auto"})  # fmt: skip
        return boto3.session.Session().client(
            "s3", endpoint_url=self._address.endpoint, region_name=self._address.region, config=config,
            aws_access_key_id=self._address.access_key_id, aws_secret_access_key=self._address.secret_access_key,
        )  # fmt: skip

    def put(self, key: str, content: bytes) -> None:
        self._ask("put_object", Key=self._name(key), Body=content, ContentType="application/octet-stream")

    def get(self, key: str) -> bytes | None:
        found = self._ask("get_object", Key=self._name(key))
        if found is None:
            return None
        try:
            body: bytes = found["Body"].read()
        except OSError as error:  # urllib3 and botocore both raise below it when a stream breaks off
            raise StorageUnavailable(retry_after_s=10) from error
        return body

    def delete(self, key: str) -> None:
        self._ask("delete_object", Key=self._name(key))

    def keys(self, before: datetime) -> Iterator[str]:
        more: dict[str, Any] = {}
        while True:
            found = self._ask("list_objects_v2", Prefix=self._address.prefix, **more) or {}
            for each in found.get("Contents", ()):
                if each["LastModified"] < before:
                    yield each["Key"].removeprefix(self._address.prefix)
            if not found.get("IsTruncated"):
                return
            more = {"ContinuationToken": found["NextContinuationToken"]}

    def _name(self, key: str) -> str:
        return self._address.prefix + key

    def _ask(self, operation: str, **wish: Any) -> Any:
        """One question to the server; None where what was asked for is not there."""
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            return getattr(self._client, operation)(Bucket=self._address.bucket, **wish)
        except ClientError as error:
            if operation == "get_object" and error.response["Error"]["Code"] in GONE:
                return None
            raise StorageUnavailable(retry_after_s=10) from error
        except BotoCoreError as error:
            raise StorageUnavailable(retry_after_s=10) from error
