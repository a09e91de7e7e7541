"""A server with the hook, over file paths, over HTTP by git's own back end, and over SSH where a server is there."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.history import History
from tests.story import Story

LOG = "pdctl-received.log"


class BackEnd(BaseHTTPRequestHandler):
    """`git http-backend` as CGI, for the folder that the server holds."""

    protocol_version = "HTTP/1.0"

    def log_message(self, *args: Any) -> None:
        """Nothing is logged."""

    def answer(self) -> None:
        """Run the back end once."""
        path, _, query = self.path.partition("?")
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        env = {
            "PATH": os.environ["PATH"], "HOME": os.environ["HOME"], "LC_ALL": "C", "PDCTL_NOW": os.environ["PDCTL_NOW"],
            "GIT_PROJECT_ROOT": str(self.server.root),  # type: ignore[attr-defined]
            "GIT_HTTP_EXPORT_ALL": "1", "REQUEST_METHOD": self.command, "PATH_INFO": path, "QUERY_STRING": query,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""), "CONTENT_LENGTH": str(len(body)), "REMOTE_USER": "somebody",
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""), "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
        }  # fmt: skip
        done = subprocess.run(["git", "http-backend"], input=body, env=env, capture_output=True, check=False)
        head, _, rest = done.stdout.partition(b"\r\n\r\n")
        fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
        self.send_response(int(fields.pop("Status", "200").split()[0]))
        for name, value in fields.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(rest)

    do_GET = do_POST = answer  # noqa: N815


@pytest.fixture
def bare(story: Story, tmp_path: Path) -> Path:
    """A bare repository with the hook installed."""
    bare = tmp_path / "srv" / "bare.git"
    subprocess.run(["git", "clone", "-q", "--bare", str(story.folder), str(bare)], check=True, capture_output=True)
    story.run("hook", "install", "--server", str(bare), "--introduction", introduction(story))
    return bare


def introduction(story: Story) -> str:
    return History(story.folder, story.keys, story.now).introduction


@pytest.fixture(params=["file", "http"])
def client(request: pytest.FixtureRequest, story: Story, bare: Path, tmp_path: Path) -> Iterator[History]:
    """A clone that pushes to the server by one of the transports."""
    if request.param == "file":
        yield cloned(story, bare.as_uri(), tmp_path / "clone")
        return
    subprocess.run(["git", "config", "http.receivepack", "true"], cwd=bare, check=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), BackEnd)
    server.root = bare.parent  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield cloned(story, f"http://127.0.0.1:{server.server_port}/bare.git", tmp_path / "clone")
    server.shutdown()
    server.server_close()


def cloned(story: Story, url: str, folder: Path) -> History:
    subprocess.run(["git", "clone", "-q", url, str(folder)], check=True, capture_output=True)
    return History(folder, story.keys, story.now)


def push(history: History, *what: str) -> subprocess.CompletedProcess[str]:
    """A plain `git push`, under the plainest locale."""
    env = {**os.environ, "LC_ALL": "C", "GIT_CONFIG_GLOBAL": os.devnull}
    env.pop("PDCTL_KEY", None)
    return subprocess.run(
        ["git", "push", "origin", *what], cwd=history.folder, env=env, capture_output=True, text=True, check=False
    )


def tip(bare: Path) -> str:
    return subprocess.run(
        ["git", "rev-parse", "refs/heads/main"], cwd=bare, capture_output=True, text=True, check=True
    ).stdout.strip()


def refused(history: History, bare: Path, *what: str, says: str) -> str:
    """The push is refused, explained in few lines, and nothing is there afterwards."""
    before = tip(bare), (bare / LOG).read_text() if (bare / LOG).exists() else ""
    done = push(history, *what)
    assert done.returncode != 0, done.stderr
    assert says in done.stderr, done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) < 40
    assert (tip(bare), (bare / LOG).read_text() if (bare / LOG).exists() else "") == before
    return done.stderr


def test_a_good_push(client: History, bare: Path) -> None:
    """It lands, only what is new was verified, and the time of receipt is noted."""
    item = client.propose()
    done = push(client, "main")
    assert done.returncode == 0, done.stderr
    assert "pdctl verified 1 new commits." in done.stderr
    client.reviewed(item)
    old = tip(bare)
    done = push(client, "main")
    assert "pdctl verified 4 new commits." in done.stderr
    assert tip(bare) == client.tip()
    last = (bare / LOG).read_text().splitlines()[-1].split()
    assert last[1:] == [old, client.tip(), "refs/heads/main"]
    assert last[0].startswith("2026-11-23T")


def test_bad_pushes(client: History, bare: Path) -> None:
    item = client.propose()
    assert push(client, "main").returncode == 0
    good = client.tip()
    client.forge(files={"README.md": "x"}, by="lin", sign=False)
    refused(client, bare, "main", says="E-SIG-NONE")
    client.move(good)
    client.passes(item, "legal", "wu")
    text = refused(client, bare, "main", says="E-SEAT")
    assert "catalogs/dzb/organization.yaml:" in text
    assert client.tip()[:12] in text
    client.move(good)
    client.passes(item, "legal", "zhao", signed_by="stranger")
    refused(client, bare, "main", says="E-KEY-UNKNOWN")
    client.passes(item, "secrecy", "zhao")
    refused(client, bare, "main", says="E-KEY-UNKNOWN")
    client.move(client.git("rev-parse", f"{good}~2"))
    refused(client, bare, "--force", "main", says="E-FORK")
    client.forge(files={"README.md": "x"}, by="lin")
    refused(client, bare, "--force", "main", says="E-FORK")
    client.move(good)
    refused(client, bare, "main:refs/tags/main", says="E-FORK")
    refused(client, bare, "main:refs/heads/Main", says="E-FORK")
    refused(client, bare, "main:refs/heads/refs/heads/main", says="E-FORK")
    refused(client, bare, f"main:refs/replace/{good}", says="E-OBJ")
    refused(client, bare, ":main", says="")
    assert push(client, "main:refs/heads/try", "main:refs/tags/v1").returncode == 0


def test_one_bad_ref_refuses_the_whole_push(client: History, bare: Path) -> None:
    client.propose()
    refused(client, bare, "main", "main:refs/tags/main", says="E-FORK")


def test_git_itself_refuses_broken_objects(client: History, bare: Path) -> None:
    """The safe settings are on: doubled entries do not even reach the hook."""
    rows = client.entries(client.git("rev-parse", "HEAD^{tree}"))
    bad = client.forge(tree=client.tree([rows[0], *rows]), by="lin", move=False)
    client.raw("update-ref", "refs/heads/odd", bad)
    refused(client, bare, "odd:main", says="duplicateEntries")


def test_without_a_place_for_a_cache(client: History, bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/nonexistent")
    client.propose()
    done = push(client, "main")
    assert done.returncode == 0, done.stderr
    assert "pdctl verified 1 new commits." in done.stderr


def test_the_first_push_into_an_empty_repository(story: Story, tmp_path: Path) -> None:
    """Until the first commit is there, nothing says which branch is protected: nothing unproven enters under any name."""
    bare = tmp_path / "srv" / "empty.git"
    subprocess.run(["git", "init", "-q", "--bare", "--initial-branch=master", str(bare)], check=True)
    history = History(story.folder, story.keys, story.now)
    story.run("hook", "install", "--server", str(bare), "--introduction", history.introduction)
    history.raw("remote", "add", "origin", bare.as_uri())
    good = history.tip()
    files = history.changed("disclosure.yaml", branch="other")
    history.forge(files=files, by="stranger", sign=False)
    assert push(history, "HEAD:refs/heads/main").returncode != 0
    history.forge(tree=history.tree_with(good, files), parents=[], by="lin")
    for name in ("main", "other"):
        assert push(history, f"HEAD:refs/heads/{name}").returncode != 0
    history.move(good)
    assert push(history, "main").returncode == 0
    history.forge(files=history.changed("disclosure.yaml", branch="other"), by="lin")
    refused(history, bare, "main", says="E-POLICY")


def test_what_was_wrong_before_is_not_held_against_the_next(client: History, bare: Path) -> None:
    hook = bare / "hooks" / "pre-receive"
    hook.rename(hook.with_name("away"))
    client.forge(files={"README.md": "x"}, by="chen")
    assert push(client, "main").returncode == 0
    hook.with_name("away").rename(hook)
    client.forge(files={"README.md": "y"}, by="lin")
    done = push(client, "main")
    assert done.returncode == 0, done.stderr


def test_the_hook_is_not_put_over_another(story: Story, bare: Path) -> None:
    hook = bare / "hooks" / "pre-receive"
    story.run("hook", "install", "--server", str(bare), "--introduction", introduction(story))
    hook.write_text("#!/bin/sh\nexit 0\n")
    story.run("hook", "install", "--server", str(bare), "--introduction", introduction(story), code=5)
    assert hook.read_text() == "#!/bin/sh\nexit 0\n"


def test_safe_settings(bare: Path) -> None:
    for key in ("receive.fsckObjects", "transfer.fsckObjects", "receive.denyNonFastForwards", "receive.denyDeletes"):
        found = subprocess.run(["git", "config", key], cwd=bare, capture_output=True, text=True, check=True)
        assert found.stdout.strip() == "true"


def sshd() -> tuple[str, dict[str, str]]:
    """The daemon and its surroundings: the installed one, or that which was unpacked beside .venv."""
    installed = shutil.which("sshd", path="/usr/sbin:/usr/bin:/sbin")
    if installed:
        return installed, dict(os.environ)
    unpacked = Path(__file__).parents[2] / ".venv-sshd"
    library = next(unpacked.rglob("libwrap.so.0"), None)
    if library is None:
        pytest.skip("needs sshd (openssh-server)")
    return str(unpacked / "usr/sbin/sshd"), {**os.environ, "LD_LIBRARY_PATH": str(library.parent)}


@pytest.mark.system
def test_over_ssh(story: Story, bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A daemon of our own on the loopback, with keys made for this test."""
    daemon, surroundings = sshd()
    me = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
    for name in ("host", "login"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / name)], check=True)
    port = _free_port()
    lines = [f"Port {port}", "ListenAddress 127.0.0.1", f"HostKey {tmp_path}/host", f"AuthorizedKeysFile {tmp_path}/login.pub",
             "StrictModes no", "UsePAM no", f"PidFile {tmp_path}/pid"]  # fmt: skip
    (tmp_path / "config").write_text("\n".join(lines) + "\n")
    command = [daemon, "-D", "-f", str(tmp_path / "config")]
    running = subprocess.Popen(command, env=surroundings, stderr=subprocess.DEVNULL)
    try:
        options = f"-i {tmp_path}/login -p {port} -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o ConnectionAttempts=20"
        monkeypatch.setenv("GIT_SSH_COMMAND", f"ssh {options}")
        client = cloned(story, f"ssh://{me}@127.0.0.1{bare}", tmp_path / "clone")
        client.git("config", "core.sshCommand", f"ssh {options}")  # a step takes GIT_… out of the environment
        client.propose()
        assert push(client, "main").returncode == 0
        client.forge(files={"README.md": "x"}, by="lin", sign=False)
        refused(client, bare, "main", says="E-SIG-NONE")
        client.move(client.git("rev-parse", "HEAD^"))
        item = client.propose()
        monkeypatch.setenv("GIT_SSH_COMMAND", f"ssh {options}")
        client.run("trust", introduction(story))
        client.run("sync", by="chen")
        assert tip(bare) == client.tip()
        assert item in client.run("status").out
    finally:
        running.terminate()
        running.wait()


def _free_port() -> int:
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
