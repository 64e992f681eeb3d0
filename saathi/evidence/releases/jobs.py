"""The jobs of releases. Each is deferred in the transaction of its request, and may run twice."""

from uuid import UUID

from django.conf import settings

from saathi.evidence.releases import missing_optional_packages
from saathi.infra import jobs

ANALYST = "analyst"  # the alias of the analyst's connection in a worker


@jobs.app.task(queue="releases", name="releases.design")
def design_job(release: str) -> None:
    """The job that searches the designs of the release with this id."""
    if missing_optional_packages.stop_release_if_not_installed(UUID(release), using=ANALYST):
        return
    from saathi.evidence.releases.pipeline import ReleasePipeline  # noqa: PLC0415 - actions defer this job

    ReleasePipeline(UUID(release), settings.HOME, ANALYST).design()


@jobs.app.task(queue="releases", name="releases.protect")
def protect_job(release: str) -> None:
    """The job that protects and attacks the release with this id, and makes its files."""
    if missing_optional_packages.stop_release_if_not_installed(UUID(release), using=ANALYST):
        return
    from saathi.evidence.releases.pipeline import ReleasePipeline  # noqa: PLC0415 - actions defer this job

    ReleasePipeline(UUID(release), settings.HOME, ANALYST).protect()
