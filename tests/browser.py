"""A real browser without a window, driven through the pipe of its DevTools: no driver program, no network."""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

CHROMIUM = shutil.which("chromium")
AXE = Path(__file__).parents[1] / ".venv" / "axe" / "axe_playwright_python" / "axe.min.js"
_PATIENCE = 90  # seconds
_STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_CHECK = """axe.run(document, {runOnly: {type: "tag", values: %s}, resultTypes: ["violations"]})
    .then(found => found.violations.map(one => one.id + ": " + one.nodes.map(node => node.html).join(" ")))"""


class Browser:
    """One page of a running browser."""

    def __init__(self, orders: IO[bytes], answers: int) -> None:
        self._orders, self._answers = orders, answers
        self._read = b""
        self._number = 0
        self._session = ""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Page.enable")
        self.call("Page.setBypassCSP", enabled=True)

    def call(self, method: str, **values: Any) -> dict[str, Any]:
        """What a DevTools method answers."""
        self._number += 1
        session = {"sessionId": self._session} if self._session else {}
        message = {"id": self._number, "method": method, "params": values, **session}
        self._orders.write(json.dumps(message).encode() + b"\0")
        self._orders.flush()
        answer = self._until(lambda found: found.get("id") == self._number)
        assert "error" not in answer, answer["error"]
        result: dict[str, Any] = answer["result"]
        return result

    def open(self, page: Path, width: int = 1280, dark: bool = False, media: str = "") -> None:
        """Show a page in a window of a width, in a colour scheme, as on a medium."""
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 600
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", media=media, features=[scheme])
        self.call("Page.navigate", url=page.as_uri())
        self._until(lambda message: message.get("method") == "Page.loadEventFired")

    def run(self, script: str) -> Any:
        """The value of an expression in the page; promises are awaited."""
        found = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def picture(self) -> bytes:
        """The page as a PNG."""
        return base64.b64decode(self.call("Page.captureScreenshot", captureBeyondViewport=True)["data"])

    def printed(self) -> bytes:
        """The page as the PDF that the browser prints."""
        return base64.b64decode(self.call("Page.printToPDF", preferCSSPageSize=True)["data"])

    def faults(self) -> list[str]:
        """What axe-core finds against WCAG 2.2 at level AA and by good practice."""
        self.run(AXE.read_text(encoding="utf-8") + "\n;0")
        found: list[str] = self.run(_CHECK % json.dumps(_STANDARDS))
        return found

    def _until(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        while True:
            while b"\0" not in self._read:
                ready, _, _ = select.select([self._answers], [], [], _PATIENCE)
                part = os.read(self._answers, 1 << 20) if ready else b""
                assert part, "the browser does not answer"
                self._read += part
            message, _, self._read = self._read.partition(b"\0")
            found: dict[str, Any] = json.loads(message)
            if wanted(found):
                return found


@contextmanager
def browser(folder: Path) -> Iterator[Browser]:
    """A browser with a profile of its own in a folder."""
    from_us, to_browser = os.pipe()
    from_browser, to_us = os.pipe()
    command = (
        f"exec {CHROMIUM} --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --hide-scrollbars"
        f" --remote-debugging-pipe --user-data-dir='{folder}' about:blank 3<&{from_us} 4>&{to_us} 2>/dev/null"
    )
    process = subprocess.Popen(["bash", "-c", command], pass_fds=(from_us, to_us), stdin=subprocess.DEVNULL)
    os.close(from_us)
    os.close(to_us)
    with os.fdopen(to_browser, "wb") as orders:
        try:
            yield Browser(orders, from_browser)
        finally:
            process.terminate()
            process.wait()
            os.close(from_browser)
