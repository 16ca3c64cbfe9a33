"""The web app's own specs (`web/src/**/*.spec.ts`), beside the other tests instead of before them."""

from __future__ import annotations

from deploy.local import development, web_build


def test_all_of_them_hold() -> None:
    web_build.ensure_packages()
    assert development.step("web specs", ["npm", "run", "--silent", "test"], folder=web_build.WEB) == 0
