"""付款码的边界 / What is almost a pay code: the next number, the second too late, the phone that was put away."""

from __future__ import annotations

import pytest

from tests.support.counter import Shop, a_code, a_neighbour, balance, later, signs_in_again
from tests.support.world import Person, World


@pytest.fixture
def shop(world: World) -> Shop:
    return Shop(world)


@pytest.fixture
def neighbour(world: World) -> Person:
    return a_neighbour(world, points=10)


@pytest.mark.parametrize("step", [-1, 1])
def test_the_neighbouring_number_is_nobodys(world: World, shop: Shop, neighbour: Person, step: int) -> None:
    digits = a_code(neighbour, typed=True)
    almost = f"{(int(digits) + step) % 10**12:012}"

    assert shop.takes(almost, points=5).json["code"] == "pay-code-invalid"
    assert balance(neighbour) == 10
    assert shop.takes(digits, points=5).status_code == 201, "somebody else's mistake costs the customer nothing"


@pytest.mark.parametrize(("seconds", "status"), [(55, 201), (60, 422), (61, 422), (-5, 201)])
def test_a_minute_is_a_minute(world: World, shop: Shop, neighbour: Person, seconds: int, status: int) -> None:
    """Also where this machine's clock is a little behind the one that gave the code."""
    code = a_code(neighbour)

    with later(seconds=seconds):
        answer = shop.takes(code, points=5)

    assert answer.status_code == status
    assert balance(neighbour) == (5 if status == 201 else 10)


def test_the_code_on_the_other_phone_dies_with_the_one_on_this(world: World, shop: Shop, neighbour: Person) -> None:
    on_the_old_phone = a_code(neighbour)
    on_the_new_phone = a_code(signs_in_again(world, neighbour))

    assert shop.takes(on_the_old_phone, points=5).json["code"] == "pay-code-expired"
    assert shop.takes(on_the_new_phone, points=5).status_code == 201
    assert balance(neighbour) == 5
