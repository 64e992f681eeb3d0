"""Forms of signs of retrafficking and of the final evaluation."""

from saathi.people import record_screens as kit
from saathi.protection.casework.reintegration import vocabulary as codes
from saathi.protection.casework.reintegration.models import FinalEvaluation, RetraffickingSign


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
        "evaluated_on heard child_words helped whom_to_call contact_again how_to_contact aftercare "
        "exception"
    )
