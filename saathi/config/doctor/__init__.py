"""`saathi doctor`: examines an installation and reports problems and remedies. Changes nothing.

To add a check: write a module here with `LOOKS: dict[str, Check]` and add it to `TOPICS`. A check
is a function that yields `(problem, remedy)` for each problem, or a `DeploymentNote`.
"""

from collections.abc import Iterator

from saathi.config.doctor import (
    accounts,
    audit_log,
    backups,
    catalogue,
    database,
    interrupted_operations,
    job_key,
    keys,
    packages,
    recovery,
    running_services,
    site,
)
from saathi.config.doctor.findings import Check, CheckFinding, DeploymentNote
from saathi.config.env import SettingError

# The order in which they are printed: what other checks depend on comes first.
TOPICS = (
    *(database, catalogue, keys, job_key, accounts, recovery, running_services),
    *(site, audit_log, backups, interrupted_operations, packages),
)

LOOKS: dict[str, Check] = {about: check for topic in TOPICS for about, check in topic.LOOKS.items()}


def run_checks(*, during_restore: bool = False) -> Iterator[CheckFinding]:
    """The findings of every check in turn; a check that fails is itself a finding.

    If the database does not answer, only that is reported. A restore runs the checks as its last
    step (`during_restore`); the unfinished restore is then not a finding.
    """
    if problem := database.connection_problem():
        yield CheckFinding(
            "database", problem, "No other check can be made until the database answers."
        )
        return
    for about, check in LOOKS.items():
        if during_restore and about == "restore":
            continue
        try:
            results = list(check())
        except SettingError as error:
            results = [(str(error), "Correct the setting, then run `saathi doctor` again.")]
        except Exception as error:  # noqa: BLE001 - a check that fails is itself a finding
            results = [
                (
                    f"could not be checked: {type(error).__name__}",
                    "Fix the problems above, then run `saathi doctor` again.",
                )
            ]
        notes = [item.text for item in results if isinstance(item, DeploymentNote)]
        problems = [item for item in results if not isinstance(item, DeploymentNote)]
        if not problems:
            yield CheckFinding(about, note=" ".join(notes))
        for problem, remedy in problems:
            yield CheckFinding(about, problem, remedy)
