"""P9: what each page loads on a first visit, gzip and as sent."""

from __future__ import annotations

from deploy.local import web_build
from tests.support.first_visit import BUDGET_BYTES, HOME, read_build


def test_what_a_first_visit_loads() -> None:
    web_build.ensure_built()
    build = read_build(web_build.WEB / "dist")
    rows = {
        "HomePage": build.page(*HOME),
        **{name: build.page(source) for name, source in build.pages().items() if name != "HomePage"},
    }
    rows = {"(shell)": build.shell(), **rows, "(service worker)": build.precached()}
    print(f"\nP9 budget of the home page: {BUDGET_BYTES / 1024:.0f} KB gzip")
    for name, files in rows.items():
        gzipped, sent = build.gzip_bytes(files) / 1024, build.sent_bytes(files) / 1024
        print(f"  {name:<22}{len(files):>4} files {gzipped:>8.1f} KB gzip {sent:>8.1f} KB sent")
