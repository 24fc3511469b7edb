"""Makes the pictures of the manual from the sample store: `make pictures` (needs a chromium)."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

IMAGES = Path(__file__).parent / "images"
SHOTS = {"overview": "/", "queries": "/queries", "locks": "/locks"}
FLAGS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


def main(store: str) -> None:
    """Serve `store` on a free port and take every picture."""
    command = [
        sys.executable,
        "-m",
        "aurorascope.cli",
        "serve",
        "--no-token",
        "--store",
        store,
        "--port",
        "0",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            address = server.stdout.readline().split()[-1]
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=shutil.which("chromium"), chromium_sandbox=False, args=FLAGS
                )
                page = browser.new_page(viewport={"width": 1440, "height": 1000}, device_scale_factor=1)
                for name, path in SHOTS.items():
                    take(page, address + path, IMAGES / f"{name}.png")
        finally:
            server.terminate()


def take(page: Page, address: str, picture: Path) -> None:
    """Open one page, wait until nothing loads any more, and keep what it shows."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1500)
    picture.parent.mkdir(exist_ok=True)
    page.screenshot(path=picture)


if __name__ == "__main__":
    main(sys.argv[1])
