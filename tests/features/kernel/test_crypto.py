"""Keys that are made once and kept to oneself, and what is done with them."""

from __future__ import annotations

import os
import stat
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel import key_files
from backend.kernel.crypto import SECRETS, SIGNING, Keyring, KeysMissing, Undecipherable, same


@pytest.fixture(scope="module")
def ring(tmp_path_factory: pytest.TempPathFactory) -> Keyring:
    return Keyring(tmp_path_factory.mktemp("keys") / "made", may_create=True)


class TestTheFolder:
    def test_is_made_for_its_owner_alone(self, ring: Keyring):
        assert stat.S_IMODE(ring.folder.stat().st_mode) == 0o700
        files = sorted(path.name for path in ring.folder.iterdir())
        assert files == sorted([*(f"{name}.pem" for name in SIGNING), *(f"{name}.key" for name in SECRETS)])
        assert {stat.S_IMODE(path.stat().st_mode) for path in ring.folder.iterdir()} == {0o600}

    def test_is_read_again_as_it_was_written(self, ring: Keyring):
        again = Keyring(ring.folder, may_create=False)
        assert again.tokens.kid == ring.tokens.kid
        assert again.decrypt(ring.encrypt("密", context="a"), context="a") == "密"

    def test_is_never_made_in_production(self, tmp_path: Path):
        with pytest.raises(KeysMissing, match="is missing"):
            Keyring(tmp_path / "none", may_create=False)
        assert not (tmp_path / "none").exists()

    @pytest.mark.parametrize("name", [f"{SIGNING[0]}.pem", f"{SECRETS[0]}.key"])
    def test_is_never_mended_in_production(self, tmp_path: Path, name: str):
        """A key made anew would make unreadable what the lost one has sealed."""
        Keyring(tmp_path, may_create=True)
        (tmp_path / name).unlink()
        with pytest.raises(KeysMissing, match=name):
            Keyring(tmp_path, may_create=False)

    def test_holds_no_short_secret(self, tmp_path: Path):
        Keyring(tmp_path, may_create=True)
        (tmp_path / "code-pepper.key").write_text("00ff")
        with pytest.raises(KeysMissing, match="32 bytes"):
            Keyring(tmp_path, may_create=False)

    def test_is_the_same_for_all_who_start_at_once(self, tmp_path: Path):
        with ThreadPoolExecutor(16) as pool:
            rings = list(pool.map(lambda _: Keyring(tmp_path / "keys", may_create=True), range(16)))
        assert len({ring.tokens.kid for ring in rings}) == 1
        assert len({ring.metrics_token for ring in rings}) == 1
        assert [path for path in (tmp_path / "keys").iterdir() if path.name.startswith(".")] == []


def a_version_more(ring: Keyring, name: str, *, seconds_ago: int = 60) -> None:
    made = key_files.add_version(ring.folder, name).path
    os.utime(made, (then := time.time() - seconds_ago, then))
    looks_again(ring)


def looks_again(ring: Keyring) -> None:
    ring._looked_at = 0


class TestAKeyWithVersions:
    @pytest.fixture
    def own(self, tmp_path: Path) -> Keyring:
        return Keyring(tmp_path / "keys", may_create=True)

    def test_makes_with_the_newest_and_reads_with_each(self, own: Keyring):
        before = own.encrypt("before", context="c"), own.blind_index("v", purpose="p"), own.hash_code("1", purpose="p")
        a_version_more(own, "field-encryption")
        a_version_more(own, "blind-index")
        a_version_more(own, "code-pepper")
        after = own.encrypt("after", context="c")
        assert (before[0][0], after[0]) == (1, 2)
        assert (own.decrypt(before[0], context="c"), own.decrypt(after, context="c")) == ("before", "after")
        assert own.blind_indexes("v", purpose="p") == (before[1], own.blind_index("v", purpose="p"))
        assert own.blind_index("v", purpose="p").startswith("2:")
        assert own.is_code(before[2], "1", purpose="p") and own.is_code(
            own.hash_code("1", purpose="p"), "1", purpose="p"
        )
        assert not own.is_code(before[2], "2", purpose="p")

    def test_makes_nothing_with_one_that_others_may_not_have_seen(self, own: Keyring):
        a_version_more(own, "field-encryption", seconds_ago=key_files.GRACE_S - 5)
        assert own.versions("field-encryption") == (1, 2)
        assert own.encrypt("x", context="c")[0] == 1

    def test_reads_no_more_with_one_that_was_put_away(self, own: Keyring):
        sealed = own.encrypt("x", context="c")
        a_version_more(own, "field-encryption")
        key_files.retire(key_files.listed(own.folder)["field-encryption"][0])
        looks_again(own)
        with pytest.raises(Undecipherable):
            own.decrypt(sealed, context="c")
        again = Keyring(own.folder, may_create=True)
        assert again.versions("field-encryption") == (2,), "the first is not made anew"

    def test_goes_on_with_what_it_has_when_the_folder_is_spoilt(self, own: Keyring):
        sealed = own.encrypt("x", context="c")
        (own.folder / "field-encryption.2.key").write_text("not a key")
        looks_again(own)
        assert own.decrypt(sealed, context="c") == "x"
        assert own.versions("field-encryption") == (1,)

    def test_has_one_name(self, own: Keyring):
        """The first version has no number: two files would be one version."""
        (own.folder / "blind-index.1.key").write_text("00" * 32)
        with pytest.raises(KeysMissing, match="no name of a version"):
            Keyring(own.folder, may_create=False)

    def test_signs_with_the_newest_and_verifies_with_each(self, own: Keyring):
        first = own.certificates
        a_version_more(own, "certificate-signing")
        assert own.certificates.kid != first.kid
        assert set(own.verifying("certificate-signing")) == {first.kid, own.certificates.kid}


class TestASealedField:
    @given(st.text())
    def test_opens_to_what_was_sealed(self, ring: Keyring, plaintext: str):
        try:
            plaintext.encode()
        except UnicodeEncodeError:
            return
        assert ring.decrypt(ring.encrypt(plaintext, context="t|c|1"), context="t|c|1") == plaintext

    def test_is_never_twice_the_same(self, ring: Keyring):
        assert ring.encrypt("x", context="c") != ring.encrypt("x", context="c")

    def test_opens_in_its_own_row_only(self, ring: Keyring):
        with pytest.raises(Undecipherable):
            ring.decrypt(ring.encrypt("x", context="person|1"), context="person|2")

    @pytest.mark.parametrize("place", [1, 12, 13, -1])
    def test_does_not_open_with_one_bit_changed(self, ring: Keyring, place: int):
        sealed = bytearray(ring.encrypt("+8613812345678", context="c"))
        sealed[place] ^= 1
        with pytest.raises(Undecipherable):
            ring.decrypt(bytes(sealed), context="c")

    def test_does_not_open_with_another_key(self, ring: Keyring, tmp_path: Path):
        with pytest.raises(Undecipherable):
            Keyring(tmp_path, may_create=True).decrypt(ring.encrypt("x", context="c"), context="c")


class TestDigests:
    def test_are_equal_for_equal_values_of_one_purpose(self, ring: Keyring):
        assert ring.blind_index("a", purpose="phone") == ring.blind_index("a", purpose="phone")
        assert ring.blind_index("a", purpose="phone") != ring.blind_index("a", purpose="ip")
        assert ring.blind_index("a", purpose="phone") != ring.hash_code("a", purpose="phone")

    def test_tell_nothing_without_the_key(self, ring: Keyring, tmp_path: Path):
        other = Keyring(tmp_path, may_create=True)
        assert ring.blind_index("a", purpose="p") != other.blind_index("a", purpose="p")

    def test_are_compared_as_secrets(self):
        assert same("密", "密")
        assert not same("a", "b")


class TestASignature:
    def test_holds_for_its_message_and_key(self, ring: Keyring):
        signature = ring.certificates.sign(b"kg=5")
        assert ring.certificates.verifies(signature, b"kg=5")
        assert not ring.certificates.verifies(signature, b"kg=6")
        assert not ring.tokens.verifies(signature, b"kg=5")
        assert not ring.certificates.verifies(b"", b"kg=5")

    def test_is_named_by_its_public_half(self, ring: Keyring):
        assert len(ring.tokens.kid) == 16
        assert ring.tokens.kid != ring.certificates.kid
