"""Starts the test server before Django reads its settings. Loaded by `-p tests.server`.

Each pytest-xdist worker gets a database of its own, copied from a template that is migrated once
for each state of the code that makes the schema.
"""

import atexit
import os
from pathlib import Path

from saathi.config.home import prepare
from saathi.infra.embedded import EmbeddedServer

HOME = Path(__file__).resolve().parent.parent / ".saathi" / "tests"
BINARIES = os.environ.get("SAATHI_TEST_POSTGRES")  # another version's bin folder, e.g. of PG 15

if BINARIES:
    HOME = HOME.with_name("tests-" + Path(BINARIES).parent.name)
prepare(HOME)
(HOME / "static").mkdir(exist_ok=True)  # where an installation collects its static files
SERVER = EmbeddedServer(HOME, for_tests=True, binaries=Path(BINARIES) if BINARIES else None)
SERVER.start()
if "PYTEST_XDIST_WORKER" not in os.environ:
    atexit.register(SERVER.stop)

os.environ["SAATHI_HOME"] = str(HOME)
os.environ["SAATHI_PROCESS"] = "tests"
os.environ["SAATHI_DEMO"] = "no"
os.environ["SAATHI_PREPARED_STATEMENTS"] = "yes"
os.environ["SAATHI_HOSTS"] = "testserver,localhost,127.0.0.1"
os.environ["SAATHI_DATABASE_URL_TESTER"] = SERVER.url("saathi_tester")
# Playwright keeps an event loop in the thread of the tests; our own code has none.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"
