"""Forms of mentors."""

from django.utils.translation import gettext_lazy as _

from saathi.people import record_screens as kit
from saathi.protection.casework.reintegration import vocabulary as codes
from saathi.protection.casework.reintegration.models import Mentor
from saathi.web.fields import PastDateField
from saathi.web.forms import Fold


class MentorForm(kit.DerivedForm[Mentor]):
    """A proposed mentor. `about` is the follow-up."""

    model = Mentor
    names = "name known_from child_choice contact reach screening screened_on screened_by ties"
    folds = (Fold(_("Screening: date and what was checked"), ("screened_on", "screened_by")),)
    saved_message = _("Saved. The supervisors have been notified.")


class MentorConfirmForm(kit.DerivedForm[Mentor]):
    """Why a mentor is approved although a finding against the same person is on record."""

    model = Mentor
    names = "earlier_reason"
    earlier_reason = kit.derive_field(Mentor, "earlier_reason", required=True)


class MentorReturnForm(kit.DerivedForm[Mentor]):
    """The question with which a mentor is returned to the worker."""

    model = Mentor
    names = "question"
    question = kit.derive_field(Mentor, "question", required=True)


class MentorRatingForm(kit.DerivedForm[Mentor]):
    """The child's opinion of the mentor."""

    model = Mentor
    names = "rating reached rated_on rating_words"
    rating = kit.derive_field(Mentor, "rating", required=True)
    reached = kit.derive_field(Mentor, "reached", required=True)

    def prepare(self) -> None:
        """Offers each answer; none is chosen beforehand. The child is asked again, today."""
        self.initial.update(rating="", reached="", rated_on=self.today)
        self.offer_codes("rating", [code for code in codes.MentorRating if code])
        self.offer_codes("reached", [code for code in codes.MentorReached if code])


class MentorEndForm(kit.DerivedForm[Mentor]):
    """The end of a mentor's support."""

    model = Mentor
    names = "end_reason ended_on end_note"
    end_reason = kit.derive_field(Mentor, "end_reason", required=True)
    ended_on = PastDateField(label=_("Date"))

    def prepare(self) -> None:
        """Offers each reason; none is chosen beforehand."""
        self.offer_codes("end_reason", [code for code in codes.MentorEnd if code])
