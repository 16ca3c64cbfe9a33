"""Where a webhook may go. Whatever an address is spelt like or resolves to: inside, nobody is knocked at."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from ipaddress import ip_address
from typing import Any

import pytest

from backend.notifications.webhooks.destinations import DestinationRefused, Limits, is_global, resolved, spelt
from backend.notifications.webhooks.sending import Sender

HERE = [
    "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "017700000001", "127.0.0.1.",
    "0", "0.0.0.0", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:127.0.0.1]",
    "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "localhost", "localhost.", "LOCALHOST", "a.localhost", "①②⑦.0.0.1",
    "127。0。0。1", "user@127.0.0.1", "evil.example@127.0.0.1", "169.254.169.254", "10.0.0.1", "192.168.1.1",
    "[fe80::1]", "[fc00::1]", "metadata.google.internal", "printer.local", "%31%32%37.0.0.1",
]  # fmt: skip
ADDRESSES_INSIDE = [
    "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1",
    "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::a00:1", "2002:a00:1::1", "fe80::1", "fc00::1", "fec0::1", "ff02::1",
    "2001:db8::1",
]  # fmt: skip


@pytest.fixture
def listener() -> Iterator[tuple[int, list[Any]]]:
    """Somebody on this machine who counts whoever connects."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        came: list[tuple[socket.socket, object]] = []
        ended = threading.Event()
        server.settimeout(0.05)

        def listen() -> None:
            while not ended.is_set():
                try:
                    came.append(server.accept())
                except TimeoutError:
                    continue

        thread = threading.Thread(target=listen)
        thread.start()
        yield server.getsockname()[1], came
        ended.set()
        thread.join()
        for connection, _ in came:
            connection.close()


@pytest.mark.parametrize("host", HERE)
def test_this_machine_in_every_spelling_is_refused_before_anybody_connects(
    host: str, listener: tuple[int, list[Any]]
) -> None:
    port, came = listener
    sender = Sender(Limits(ports=frozenset({443, port})))

    for url in (f"https://{host}:{port}/", f"https://{host}/"):
        assert sender.post(url, b"{}", {}).answer.startswith("refused: "), url
    assert came == []


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.mingxi.cn/", "file:///etc/passwd", "gopher://hooks.mingxi.cn/", "https://", "https:///x",
        "//x.cn/",
        "https://hooks.mingxi.cn:22/", "https://hooks.mingxi.cn:0/", "https://hooks.mingxi.cn:99999/",
        "https://a:b@hooks.mingxi.cn/", "https://hooks.mingxi.cn/#x",
        "https://hooks.mingxi.cn\\@evil.cn/",
        "https://hooks.mingxi.cn/\n", " https://hooks.mingxi.cn/", "https://hooks_mingxi.cn/", "https://-x.cn/",
        "https://x..cn/", "https://" + "a" * 64 + ".cn/", "https://x.cn/" + "a" * 500, "javascript:alert(1)",
    ],
)  # fmt: skip
def test_what_is_no_https_address_by_name_is_refused(url: str) -> None:
    with pytest.raises(DestinationRefused):
        spelt(url, Limits())


@pytest.mark.parametrize("address", ADDRESSES_INSIDE)
def test_a_name_that_leads_inside_is_refused_also_if_it_leads_outside_as_well(
    address: str, listener: tuple[int, list[Any]]
) -> None:
    """The double answer: whichever address comes first."""
    port, came = listener
    for answers in ([address], ["93.184.216.34", address], [address, "93.184.216.34"]):
        sender = Sender(Limits(ports=frozenset({port})), resolve=lambda host, port, answers=answers: answers)
        assert sender.post(f"https://rebind.mingxi.cn:{port}/", b"{}", {}).answer == "refused: inside"
    assert came == []


def test_the_name_is_asked_for_once_and_the_answer_is_where_it_goes(listener: tuple[int, list[Any]]) -> None:
    """A name that answers otherwise the second time is not asked a second time."""
    port, came = listener
    answers = iter([["192.0.2.1"], ["127.0.0.1"]])
    sender = Sender(Limits(ports=frozenset({port})), resolve=lambda host, port: next(answers))

    assert sender.post(f"https://rebind.mingxi.cn:{port}/", b"{}", {}).answer == "refused: inside"
    assert next(answers) == ["127.0.0.1"]
    assert came == []


def test_the_open_internet_is_open() -> None:
    destination = spelt("https://hooks.mingxi-leicha.cn/tanhui?shop=1", Limits())

    assert (destination.host, destination.port, destination.path) == ("hooks.mingxi-leicha.cn", 443, "/tanhui?shop=1")
    assert resolved(destination, Limits(), lambda host, port: ["93.184.216.34"]) == "93.184.216.34"
    assert is_global(ip_address("2606:4700::1"))


def test_a_receiver_that_says_nothing_does_not_hold_us(listener: tuple[int, list[Any]]) -> None:
    """Its listener takes the connection and never speaks TLS."""
    port, came = listener
    told = Sender(Limits(loopback=True)).post(f"https://localhost:{port}/", b"{}", {})

    assert not told.delivered
    assert len(came) == 1
