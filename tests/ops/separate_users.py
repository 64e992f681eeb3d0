"""An installation under separate users in a folder of its own, its services started as their units say."""

import http.client
import shlex
import shutil
import subprocess
import sys
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from saathi.config.deployment.accounts import BY_NAME, ServiceAccount
from saathi.config.deployment.installed_paths import InstallationLayout
from tests.ops import sandbox

SANDBOX = Path(sandbox.__file__)
STOP_SECONDS = 130
AS_PROXY = {"Host": "localhost", "X-Forwarded-Proto": "https"}


@dataclass
class Trial:
    """An installation in a folder of its own, with the services that run."""

    layout: InstallationLayout
    port: int
    metrics_port: int
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def unit(self, name: str) -> Path:
        return self.layout.units / "system" / f"saathi-{name}.service"

    def install(self, *words: str) -> None:
        """Installs, also again; then the folders are there that systemd makes in memory."""
        command = [sys.executable, "-m", "saathi.config.command", "install"]
        where = ("--prefix", str(self.layout.prefix))
        process = subprocess.run(
            [*command, *where, *words], capture_output=True, text=True, check=False
        )
        assert process.returncode == 0, process.stderr
        for folder, user in ((self.layout.sockets, "database"), (self.layout.figures, "web")):
            folder.mkdir(mode=0o755, parents=True, exist_ok=True)  # a RuntimeDirectory
            shutil.chown(folder, BY_NAME[user].user, BY_NAME[user].user)
            unit = self.unit(user)
            unit.write_text(f"{unit.read_text()}\n[Service]\nReadWritePaths={folder}\n")

    @property
    def archive(self) -> Path:
        return self.layout.prefix / "archive"

    def start(self, name: str) -> None:
        """Runs what the unit runs."""
        for command in sandbox.values(self.unit(name), "ExecStartPre"):
            process = subprocess.run(self._words(name, command), capture_output=True, check=False)
            assert process.returncode == 0, process.stderr.decode()
        [command] = sandbox.values(self.unit(name), "ExecStart")
        with self.log(name).open("wb") as log:
            self.running[name] = subprocess.Popen(
                self._words(name, command), stdout=log, stderr=log, start_new_session=True
            )

    def run(self, name: str) -> "subprocess.CompletedProcess[str]":
        """Runs a unit until it ends."""
        [command] = sandbox.values(self.unit(name), "ExecStart")
        words = self._words(name, command)
        return subprocess.run(words, capture_output=True, text=True, check=False, timeout=300)

    def log(self, name: str) -> Path:
        return self.layout.prefix / f"{name}.log"

    def stop(self, name: str) -> None:
        process = self.running.pop(name)
        process.terminate()
        process.wait(timeout=STOP_SECONDS)

    def by_hand(self, who: str, *words: str) -> str:
        """The output of a command that root ran through `saathi-as`."""
        command = [str(self.layout.commands / "saathi-as"), who, *words]
        process = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
        assert process.returncode == 0, process.stdout + process.stderr
        return process.stdout

    def script(self, who: str, text: str) -> str:
        """The output of a script run with the user and the settings of a service."""
        settings = self.layout.settings
        source = f"set -a; . {settings}/saathi.env; . {settings}/{who}.env; set +a; exec "
        words = as_user(BY_NAME[who], str(self.layout.program), "-c", text)
        command = ["sh", "-c", source + shlex.join(words)]
        process = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
        assert process.returncode == 0, process.stderr
        return process.stdout.strip()

    def page(self, path: str) -> int:
        """The status of a page as a proxy with TLS asks for it; 0 where nothing answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path, headers=AS_PROXY)
            return connection.getresponse().status
        except OSError:
            return 0
        finally:
            connection.close()

    def figures(self) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.metrics_port}/metrics") as answer:
            return str(answer.read().decode())

    def _words(self, name: str, command: str) -> list[str]:
        return [sys.executable, str(SANDBOX), str(self.unit(name)), *shlex.split(command)]


def as_user(service: ServiceAccount, *words: str) -> list[str]:
    """A command line that runs the words as the user of a service, with its groups and no others."""
    groups = ",".join(service.groups)
    return [
        *("setpriv", f"--reuid={service.user}", f"--regid={service.user}"),
        *([f"--groups={groups}"] if groups else ["--clear-groups"]),
        *("--no-new-privs", "--bounding-set=-all", *words),
    ]


def reads(service: ServiceAccount, path: Path) -> bool:
    """Whether a process of this service really reads the file, or lists the folder."""
    words = ("ls", str(path)) if path.is_dir() else ("cat", str(path))
    process = subprocess.run(as_user(service, *words), capture_output=True, check=False, cwd="/")
    return process.returncode == 0
