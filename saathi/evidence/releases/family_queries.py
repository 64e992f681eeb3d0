"""Reads the families of releases, for staff who prepare and approve releases."""

from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from saathi.agencies.models import Staff
from saathi.evidence.indicators import catalogue
from saathi.evidence.indicators.definition import Indicator
from saathi.evidence.releases.models import Family, Release
from saathi.evidence.releases.vocabulary import ReleaseState


def list_families(staff: Staff, words: str) -> QuerySet[Family]:
    """The families of the agency, by title, with their releases, newest first."""
    families = Family.objects.filter(agency=staff.agency_id)
    for word in words.split():
        families = families.filter(
            Q(title__icontains=word) | Q(slug__icontains=word) | Q(indicator__icontains=word)
        )
    newest = Release.objects.order_by("-number")
    return families.order_by("title", "slug").prefetch_related(Prefetch("releases", newest))


def get_family(staff: Staff, family_id: UUID) -> Family:
    """A family of the agency; 404 for other agencies'."""
    return get_object_or_404(Family, agency=staff.agency_id, pk=family_id)


def is_slug_taken(slug: str) -> bool:
    """Whether another family of this agency has the address; the table refuses those of other agencies."""
    return Family.objects.filter(slug=slug).exists()


def list_published_releases(of: Family) -> list[Release]:
    """The published releases of a family, newest first."""
    return list(of.releases.filter(state=ReleaseState.PUBLISHED).order_by("-number"))


def get_family_indicator(release_family: Family) -> Indicator:
    """The indicator of a family; 404 where its definition no longer exists."""
    indicator = catalogue.find_indicator(release_family.indicator)
    if indicator is None:
        raise Http404
    return indicator
