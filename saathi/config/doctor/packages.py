"""Checks of what is installed with Saathi: optional parts, and the set of breached passwords."""

from django.conf import settings

from saathi.agencies.sign_in import password_rules
from saathi.config.doctor.findings import Check, DeploymentNote, Problems
from saathi.infra import optional_packages


def _parts() -> Problems:
    for part, modules in optional_packages.OPTIONAL_PARTS.items():
        missing = optional_packages.list_missing_modules(part)
        if len(missing) == len(modules):
            yield DeploymentNote(f"not installed: the part “{part}” (saathi[{part}]).")
        elif missing:
            yield (
                f"of the part “{part}” {', '.join(missing)} is not installed",
                f"Install it whole: pip install 'saathi[{part}]', or from requirements-run.lock.",
            )


def _breached_passwords() -> Problems:
    if not password_rules.SHIPPED_SET.exists():
        yield (
            (
                f"the list of breached passwords is missing ({password_rules.SHIPPED_SET}): passwords "
                "cannot be set"
            ),
            "Install Saathi again from its wheel, or run `make assets` in a source tree.",
        )
        return
    path = settings.SAATHI_BREACHED_PASSWORDS
    if path is not None and (why := password_rules.find_set_problem(path)):
        yield f"new passwords are refused: {why}", "Correct or unset SAATHI_BREACHED_PASSWORDS."


LOOKS: dict[str, Check] = {
    "optional parts": _parts,
    "breached passwords": _breached_passwords,
}
