"""What becomes of a release whose worker was installed without the part that protects statistics."""

from uuid import UUID

from django.db import models

from saathi.evidence.releases.models import Release
from saathi.evidence.releases.vocabulary import State
from saathi.infra import clock, parts

# Back to where the work was asked for: it can be asked for again once the part is installed.
BACK_TO = {State.DESIGNING: State.DRAFT, State.PROTECTING: State.FAILED}


def stop(release: UUID, *, using: str) -> bool:
    """Whether the part is missing here; the page of the release then says so."""
    if not parts.missing("releases"):
        return False
    trouble = parts.sentence("releases", "This work")
    for state, back_to in BACK_TO.items():
        Release.objects.using(using).filter(pk=release, state=state).update(
            state=back_to,
            trouble=trouble,
            progress=0,
            doing="",
            said_at=clock.now(),
            version=models.F("version") + 1,
        )
    return True
