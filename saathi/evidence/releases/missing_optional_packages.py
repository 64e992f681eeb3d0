"""Stops a release whose worker was installed without the statistical protection component."""

from uuid import UUID

from django.db import models

from saathi.evidence.releases.models import Release
from saathi.evidence.releases.vocabulary import ReleaseState
from saathi.infra import clock, optional_packages

# The state to return to, from which the request can be repeated once the component is installed.
PREVIOUS_STATES = {
    ReleaseState.DESIGNING: ReleaseState.DRAFT,
    ReleaseState.PROTECTING: ReleaseState.FAILED,
}


def stop_release_if_not_installed(release: UUID, *, using: str) -> bool:
    """Whether the component is missing; if so, the release is stopped and its page says why."""
    if not optional_packages.list_missing_modules("releases"):
        return False
    trouble = optional_packages.missing_part_message("releases", "This work")
    for state, back_to in PREVIOUS_STATES.items():
        Release.objects.using(using).filter(pk=release, state=state).update(
            state=back_to,
            trouble=trouble,
            progress=0,
            doing="",
            said_at=clock.now(),
            version=models.F("version") + 1,
        )
    return True
