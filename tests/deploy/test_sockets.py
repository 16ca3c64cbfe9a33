"""Where servers listen, on machines with long paths and busy ports."""

from __future__ import annotations

import os
import shutil
import socket
from pathlib import Path

import pytest

from deploy.local.refusal import Refusal
from deploy.local.sockets import free_port, is_free, socket_folder


def test_a_short_path_is_taken_as_it_is(tmp_path: Path) -> None:
    assert len(os.fsencode(tmp_path / "run")) <= 88, "pytest's folder is short enough for this test"
    assert socket_folder(tmp_path / "run") == tmp_path / "run"


@pytest.mark.parametrize("name", ["x" * 200, "碳惠", "a,b", "a b"])
def test_a_path_that_cannot_hold_a_socket_gets_a_short_private_stand_in(tmp_path: Path, name: str) -> None:
    folder = socket_folder(tmp_path / name)
    try:
        assert folder != tmp_path / name
        assert folder == socket_folder(tmp_path / name), "every start finds the same one"
        assert folder.stat().st_mode & 0o777 == 0o700
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(folder / ".s.PGSQL.5432.lock"))
    finally:
        shutil.rmtree(folder)


def test_a_stand_in_that_somebody_else_laid_out_is_refused(tmp_path: Path) -> None:
    folder = socket_folder(tmp_path / ("x" * 200))
    folder.rmdir()
    folder.symlink_to(tmp_path)
    try:
        with pytest.raises(Refusal):
            socket_folder(tmp_path / ("x" * 200))
    finally:
        folder.unlink()


def test_a_port_is_free_until_somebody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert not is_free("127.0.0.1", port)
        assert free_port("127.0.0.1", preferred=port) != port
    assert is_free("127.0.0.1", port)
    assert free_port("127.0.0.1", preferred=port) == port
