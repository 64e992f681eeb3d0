"""Forms of rights explained, and of referrals to a court for children."""

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.record_kit.forms import DerivedForm
from saathi.people.languages import Language
from saathi.policy.courts.queries import court_label, published_courts
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


class CourtReferralForm(DerivedForm[CourtReferral]):
    """A new request to move a proceeding. `about` is the proceeding."""

    model = CourtReferral
    names = "court asked_on note"

    def prepare(self) -> None:
        """Offers the published courts of the country of the proceeding."""
        self.offer("court", published_courts(self.about.country), court_label)


class CourtReferralOutcomeForm(DerivedForm[CourtReferral]):
    """What became of a request."""

    model = CourtReferral
    names = "outcome decided_on note"
