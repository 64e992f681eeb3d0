"""What the web process answers with the settings of a real installation, asked in a process of its own.

The tests' own process has the settings of tests; headers, cookies and redirects of an installation
that serves real people come from these.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from typing import Any

SCRIPT = """
import json, sys
import django
django.setup()
from django.conf import settings
from django.test import Client
settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": sys.argv[2]}}
# There is no database: what opens the transaction of a request is left out, all else stays.
settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if "TransactionMiddleware" not in one]
client = Client(raise_request_exception=False, SERVER_NAME="saathi.example.org")
told = []
for method, path, is_secure, headers in json.loads(sys.argv[1]):
    answer = client.generic(method, path, secure=is_secure, headers=headers)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    cookies = {
        name: {key: value for key, value in morsel.items() if value}
        for name, morsel in answer.cookies.items()
    }
    told.append([answer.status_code, dict(answer.headers), cookies, body.decode(errors="replace")])
names = [name for name in dir(settings) if name.isupper()]
print(json.dumps({"answers": told, "settings": {n: repr(getattr(settings, n)) for n in names}}))
"""


SIGN_IN = "/account/login/"
PAGES = (SIGN_IN, "/nothing/here/", "/sign-out")
ORIGINS = ("https://evil.example", "null", "https://saathi.example.org.evil.example")
FOLDERS = ("/static/", "/static/web/", "/media/", "/files/", "/keys/")
SOURCES = (
    "/.git/config", "/.git/HEAD", "/.svn/entries", "/.env", "/pyproject.toml", "/requirements.lock",
    "/static/../saathi/config/settings.py", "/static/%2e%2e/saathi/config/settings.py",
    "/static/web/../../config/settings.py", "/saathi/config/settings.py", "/settings.py.bak",
)  # fmt: skip
TOOLS = ("/demo/", "/admin/", "/metrics", "/api/", "/__debug__/", "/graphql")

# All are asked in one process: to start it takes longer than to answer.
type Headers = tuple[tuple[str, str], ...]
NONE: Headers = ()
REQUESTS: list[tuple[str, str, bool, Headers]] = [
    *(("GET", path, True, NONE) for path in (*PAGES, *FOLDERS, *SOURCES, *TOOLS, "/published/")),
    *(("GET", path, False, NONE) for path in PAGES),
    *(("GET", SIGN_IN, True, (("Origin", origin),)) for origin in ORIGINS),
    ("POST", SIGN_IN, True, NONE),
    ("GET", SIGN_IN, True, (("Host", "evil.example"),)),
]


@dataclass(frozen=True)
class Answer:
    """One answer of the production web process."""

    status: int
    headers: dict[str, str]
    cookies: dict[str, dict[str, Any]]
    body: str


def ask(
    path: str,
    method: str = "GET",
    *,
    secure: bool = True,
    headers: tuple[tuple[str, str], ...] = (),
) -> Answer:
    """The answer to one request, over TLS unless said otherwise. It must be listed in `REQUESTS`."""
    place = REQUESTS.index((method, path, secure, headers))
    return Answer(*_run()["answers"][place])


def setting(name: str) -> str:
    """The value of a setting in production, as Python writes it."""
    value: str = _run()["settings"][name]
    return value


@cache
def _run() -> dict[str, Any]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SAATHI_")}
    done = subprocess.run(
        [
            sys.executable,
            "-W",
            "ignore",
            "-c",
            SCRIPT,
            json.dumps([[m, p, s, dict(h)] for m, p, s, h in REQUESTS]),
            "django.contrib.staticfiles.storage.StaticFilesStorage",
        ],
        env=kept
        | {
            "SAATHI_PROCESS": "web",
            "SAATHI_HOSTS": "saathi.example.org",
            "SAATHI_HOME": "/nonexistent/saathi",
            "SAATHI_SECRET_KEY": "k" * 64,
            "SAATHI_CONTEXT_KEY": "c" * 64,
            "SAATHI_JOB_KEY": "j" * 64,
            "SAATHI_INVITATION_KEY": "i" * 64,
            "SAATHI_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
            "DJANGO_SETTINGS_MODULE": "saathi.config.settings",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told
