"""Forms of rights explained, and of referrals to a court for children."""

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.record_kit.forms import DerivedForm
from saathi.infra.district_list import short_district_name
from saathi.people.languages import Language
from saathi.policy.courts.models import SpecialCourt
from saathi.policy.courts.queries import published_courts
from saathi.protection.justice.proceedings.models import (
    CourtReferral,
    RightsExplanation,
)


class RightsForm(DerivedForm[RightsExplanation]):
    """An explanation of the child's rights."""

    model = RightsExplanation
    names = "explained_on explained_by rights language understood child_words note"
    language = forms.ChoiceField(
        choices=[("", "—"), *Language.choices], required=False, label=_("Language")
    )


def _court_label(court: SpecialCourt) -> str:
    return f"{court.name} · {short_district_name(court.district)}"


class CourtReferralForm(DerivedForm[CourtReferral]):
    """A new request to move a proceeding. `about` is the proceeding."""

    model = CourtReferral
    names = "court asked_on note"

    def prepare(self) -> None:
        """Offers the published courts of the country of the proceeding."""
        self.offer("court", published_courts(self.about.country), _court_label)


class CourtReferralOutcomeForm(DerivedForm[CourtReferral]):
    """What became of a request."""

    model = CourtReferral
    names = "outcome decided_on note"
