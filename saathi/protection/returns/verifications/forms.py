"""Forms of verifications, steps, permits and a court's need."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access
from saathi.agencies.record_kit.forms import DerivedForm
from saathi.agencies.record_kit.rows import format_day
from saathi.infra.join_words import join_words
from saathi.infra.route_countries import country_name
from saathi.protection.returns.borders.models import CrossBorderEnquiry
from saathi.protection.returns.borders.vocabulary import EnquiryDirection
from saathi.protection.returns.protection_screening.models import OriginContact
from saathi.protection.returns.verifications.models import (
    CourtNeed,
    OriginVerification,
    TravelPermit,
    VerificationStep,
)
from saathi.protection.returns.verifications.vocabulary import VerificationAnswer
from saathi.web.fields import FullDateField


class VerificationForm(DerivedForm[OriginVerification]):
    """A new verification, on top of a question that went abroad. `about` is the case."""

    model = OriginVerification
    names = "enquiry contact subjects asked_of route asked_on next_on solutions_on"

    def prepare(self) -> None:
        """Offers the questions of this file that went abroad."""
        of_file = {"file_id": self.about.file_id}
        enquiries = access.visible(self.staff, CrossBorderEnquiry).filter(
            direction=EnquiryDirection.WE_ASK, **of_file
        )
        contacts = access.visible(self.staff, OriginContact).filter(**of_file)
        self.offer("enquiry", enquiries.order_by("-asked_on", "pk"), _enquiry_label)
        self.offer("contact", contacts.order_by("-made_on", "pk"), _contact_label)


def _enquiry_label(enquiry: CrossBorderEnquiry) -> str:
    return join_words([country_name(enquiry.country), format_day(enquiry.asked_on)])


def _contact_label(contact: OriginContact) -> str:
    country = country_name(contact.country) or gettext("country not recorded")
    parts = (contact.get_body_display(), format_day(contact.made_on), contact.get_made_by_display())
    return join_words([country, *(str(part) for part in parts)])


class VerificationAnswerForm(DerivedForm[OriginVerification]):
    """The answer to a verification, or that it is still waited for."""

    model = OriginVerification
    names = "answer answered_on answer_words next_on solutions_on"

    def prepare(self) -> None:
        """Offers the answers that are distinguished; an earlier record keeps its own."""
        earlier = VerificationAnswer.REFUSED
        has_earlier = self.record is not None and self.record.answer == earlier
        answers = [each for each in VerificationAnswer if has_earlier or each != earlier]
        self.offer_codes("answer", answers)


class VerificationSolutionForm(DerivedForm[OriginVerification]):
    """What an assessment of other solutions found."""

    model = OriginVerification
    names = "solution solution_words solutions_on"


class VerificationStepForm(DerivedForm[VerificationStep]):
    """A step of a verification. `about` is the verification."""

    model = VerificationStep
    names = "event happened_on by note"
    next_on = FullDateField(
        required=False,
        label=_("Next follow-up"),
        help_text=_("Required after a reminder."),
    )


class TravelPermitForm(DerivedForm[TravelPermit]):
    """A new permit."""

    model = TravelPermit
    names = "kind asked_body asked_of asked_on state received_on valid_until number note"


class TravelPermitChangeForm(DerivedForm[TravelPermit]):
    """A permit as it is now."""

    model = TravelPermit
    names = "state received_on valid_until asked_of asked_on number note"


class ChildNeededByCourtForm(DerivedForm[CourtNeed]):
    """Whether a court still needs the child here."""

    model = CourtNeed
    names = "court_case need source said_on until note"
