"""Forms of signs of retrafficking and of the final evaluation."""

from saathi.people import record_screens as kit
from saathi.protection.casework.reintegration import vocabulary as codes
from saathi.protection.casework.reintegration.family_vocabulary import (
    FamilySafetyAssessment,
    FinalCareOutcome,
)
from saathi.protection.casework.reintegration.models import FinalEvaluation, RetraffickingSign
from saathi.protection.returns.transfers.models import Transfer


class SignForm(kit.DerivedForm[RetraffickingSign]):
    """A fact that may show retrafficking."""

    model = RetraffickingSign
    names = "kind noticed_on source details"


class SignCheckForm(kit.DerivedForm[RetraffickingSign]):
    """What checking a sign showed."""

    model = RetraffickingSign
    names = "state checked_on steps"

    def prepare(self) -> None:
        """Offers both results; none is chosen beforehand."""
        self.offer_codes("state", [codes.SignState.CONFIRMED, codes.SignState.NOT_CONFIRMED])
        self.initial.update(state="", checked_on=self.today)


class EvaluationForm(kit.DerivedForm[FinalEvaluation]):
    """The final evaluation. `about` is the follow-up."""

    model = FinalEvaluation
    names = (
        "evaluated_on heard child_words follow_up_abroad followed_by care_outcome family_assessment "
        "care_reason helped whom_to_call contact_again how_to_contact aftercare exception_reason "
        "exception"
    )

    def prepare(self) -> None:
        """Offers each answer; none is chosen beforehand."""
        self.offer_codes("care_outcome", [code for code in FinalCareOutcome if code])
        self.offer_codes("family_assessment", [code for code in FamilySafetyAssessment if code])
        if isinstance(self.about, Transfer):
            self.offer_codes("follow_up_abroad", [code for code in codes.FollowUpAbroad if code])
        else:
            del self.fields["follow_up_abroad"], self.fields["followed_by"]


class ExceptionForm(kit.DerivedForm[FinalEvaluation]):
    """Whether the reason for closing without a full evaluation is accepted."""

    model = FinalEvaluation
    names = "exception_state exception_answer"

    def prepare(self) -> None:
        """Offers both decisions; none is chosen beforehand."""
        decisions = [
            codes.EvaluationExceptionState.APPROVED,
            codes.EvaluationExceptionState.REFUSED,
        ]
        self.offer_codes("exception_state", decisions)
        self.fields["exception_state"].required = True
        self.initial["exception_state"] = ""
