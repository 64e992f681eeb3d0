"""The services of an installation: operating-system users, groups, processes, database roles.

The single source for `saathi install`, the systemd units and compose.yaml.
"""

from dataclasses import dataclass

from saathi.config import start
from saathi.infra.embedded.account import ACCOUNT_NAME as DATABASE_USER

VAULT = "saathi-vault"  # keys of the children's records, and the sealed files
CONTEXT = "saathi-context"  # the key that signs the actor's identity
JOBS = "saathi-jobs"  # the key for jobs that a person requested
INVITATIONS = "saathi-invitations"  # the key of invitations
SESSIONS = "saathi-sessions"  # the key of sessions and second factors
AUDIT = "saathi-audit"  # the signing key and the heads of the audit log
STATE = "saathi-state"  # may record the result of the last backup, drill and export of heads
FIRST_ID = (
    8340  # first number of users and groups in the container image; on a machine the system chooses
)


@dataclass(frozen=True)
class ServiceAccount:
    """One kind of process with its own user."""

    name: str
    purpose: str
    groups: tuple[str, ...] = ()
    # The database roles whose passwords it may read, by setting name without the prefix.
    roles: tuple[str, ...] = ()
    process: str = ""  # the kind of process, `SAATHI_PROCESS`; empty where the command sets it
    # Arguments of the `saathi` command that keeps running; empty: run by hand only
    words: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()  # further settings that hold a secret, such as a mail password

    @property
    def user(self) -> str:
        """The name of its user, and of the user's primary group."""
        return DATABASE_USER if self.name == "database" else f"saathi-{self.name}"

    @property
    def secret_settings(self) -> tuple[str, ...]:
        """The names of the settings that only this service's folder of secrets contains."""
        return (*(start.setting(role) for role in self.roles), *self.settings)


WEB = ServiceAccount(
    "web",
    "serves the pages",
    (VAULT, CONTEXT, SESSIONS, JOBS, INVITATIONS),
    ("app", "refusals"),
    process="web",
)
WORKER = ServiceAccount(
    "worker",
    "does the jobs of the queue",
    (VAULT, INVITATIONS, STATE),
    ("worker", "matcher", "eraser", "analyst"),
    words=("work",),
    settings=("SAATHI_MAIL_URL",),
)
CARRIER = ServiceAccount(
    "carrier",
    "carries out imports and exports in the name of who asked",
    (VAULT, CONTEXT, JOBS),
    ("app", "carrier", "refusals"),
    words=("run-exchange-jobs",),
)
SEALER = ServiceAccount(
    "sealer", "seals the audit log", (AUDIT, STATE), ("sealer",), words=("seal",)
)
MONITOR = ServiceAccount(
    "monitor", "gives figures to Prometheus", (), ("monitor",), words=("metrics",)
)
OPERATOR = ServiceAccount(
    "operator",
    "migrates, backs up, restores; runs commands by hand",
    (VAULT, CONTEXT, SESSIONS, JOBS, INVITATIONS, AUDIT, STATE),
    (
        *("owner", "maintenance", "auditor", "analyst"),
        # Only for `saathi doctor`, to check each way to the database.
        *("app", "refusals", "carrier", "worker", "matcher", "eraser", "sealer", "monitor"),
    ),
    settings=("SAATHI_MAIL_URL",),
)
DATABASE = ServiceAccount("database", "runs the embedded PostgreSQL")

SERVICES = (WEB, WORKER, CARRIER, SEALER, MONITOR, OPERATOR, DATABASE)
BY_NAME = {service.name: service for service in SERVICES}
SHARED_GROUPS = (VAULT, CONTEXT, SESSIONS, JOBS, INVITATIONS, AUDIT, STATE)
# They need their own address only with a pooler: then the operator adds it.
OPTIONAL_ROLES = frozenset({"refusals"})


def group_numbers() -> dict[str, int]:
    """The number of each group in the container image."""
    names = (*(service.user for service in SERVICES), *SHARED_GROUPS)
    return {name: FIRST_ID + place for place, name in enumerate(names)}


def user_numbers() -> dict[str, int]:
    """The number of each user in the container image."""
    return {service.user: group_numbers()[service.user] for service in SERVICES}
