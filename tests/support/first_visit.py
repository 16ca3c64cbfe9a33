"""What a phone loads before a page can be used, read from the build: sizes, not times."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BUDGET_BYTES = 200 * 1024
HOME = ("src/features/home/HomePage.vue", "src/features/home/HomeInvitation.vue")


@dataclass(frozen=True)
class Build:
    """One build of the web app: its folder, and Vite's account of which file came from which source."""

    dist: Path
    manifest: dict[str, Any]

    def shell(self) -> set[str]:
        """The page itself, and what it names: code, styles, modules to be loaded beforehand."""
        page = (self.dist / "index.html").read_text(encoding="utf-8")
        named = {path for path in re.findall(r'(?:src|href)="/([^"]+)"', page) if path.startswith("assets/")}
        assert any(path.endswith(".js") for path in named) and any(path.endswith(".css") for path in named)
        return {"index.html"} | named | self.closure("index.html")

    def closure(self, source: str) -> set[str]:
        """Everything that comes with a source: the modules it imports, their styles and pictures."""
        found: set[str] = set()
        seen: set[str] = set()
        waiting = [source]
        while waiting:
            name = waiting.pop()
            if name in seen:
                continue
            seen.add(name)
            chunk = self.manifest[name]
            found |= {chunk["file"], *chunk.get("css", []), *chunk.get("assets", [])}
            waiting += chunk.get("imports", [])
        return {file for file in found if file.endswith((".js", ".css", ".svg", ".html", ".woff2"))}

    def page(self, *sources: str) -> set[str]:
        """What the first visit of a page loads."""
        return self.shell().union(*map(self.closure, sources))

    def pages(self) -> dict[str, str]:
        """Each page's name and source."""
        return {
            Path(name).stem: name
            for name in self.manifest
            if name.startswith("src/features/") and name.endswith("Page.vue")
        }

    def precached(self) -> set[str]:
        """What the service worker fetches once the first page stands, with itself."""
        worker = (self.dist / "sw.js").read_text(encoding="utf-8")
        listed = re.search(r"const CODE = (\[.*?\])", worker)
        assert listed is not None
        return {"sw.js", "index.html", *(path.lstrip("/") for path in json.loads(listed[1]))}

    def gzip_bytes(self, files: set[str]) -> int:
        return sum(len(gzip.compress((self.dist / file).read_bytes(), 9)) for file in files)

    def sent_bytes(self, files: set[str]) -> int:
        """As a browser of today gets them: brotli where it helps."""
        twins = [self.dist / f"{file}.br" for file in files]
        return sum((twin if twin.is_file() else twin.with_suffix("")).stat().st_size for twin in twins)


def read_build(dist: Path) -> Build:
    return Build(dist, json.loads((dist / ".vite" / "manifest.json").read_text(encoding="utf-8")))
