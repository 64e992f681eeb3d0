"""The rows of the access matrix, collected from the tests of each domain with URLs."""

from importlib import import_module

from saathi.agencies.domains import domains_by_app
from tests.access import AccessRows


def rows_by_app() -> dict[str, AccessRows]:
    """The rows of each app that has URLs; an app without rows is an ImportError that names it."""
    return {
        app: import_module(f"tests.{app.removeprefix('saathi.')}.access_rows").ROWS
        for app, domain in domains_by_app().items()
        if domain.urls
    }


_ROWS = rows_by_app().values()
FILE = {name: who for rows in _ROWS for name, who in rows.file.items()}
WITHOUT_CHILD = {name for rows in _ROWS for name in rows.without_child}
STEPS = {name: file for rows in _ROWS for name, file in rows.steps.items()}
ELSEWHERE = {name: file for rows in _ROWS for name, file in rows.elsewhere.items()}
PUBLIC = {name: file for rows in _ROWS for name, file in rows.public.items()}
# Everybody's: signing in, one's own account, what a locked or signed-out person reaches.
OWN = ("account_", "mfa_", "leave_quickly", "set_", "lock", "unlock", "health")
