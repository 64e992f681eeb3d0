"""Forms of the support to the family, the effect of livelihood, and aftercare."""

from django.utils.translation import gettext_lazy as _

from saathi.infra import district_list
from saathi.infra.join_words import join_words
from saathi.people import record_screens as kit
from saathi.protection.care.care_committees.models import CareCommittee
from saathi.protection.casework.reintegration import family_queries
from saathi.protection.casework.reintegration.family_vocabulary import (
    CommitteeSupportEnd,
    SupportResult,
)
from saathi.protection.casework.reintegration.models import (
    AftercarePlan,
    CommitteeSupport,
    LivelihoodEffect,
)
from saathi.protection.casework.services.models import Livelihood
from saathi.protection.casework.services.vocabulary import LivelihoodRecipient, LivelihoodSupport


class CommitteeSupportForm(kit.DerivedForm[CommitteeSupport]):
    """The support of a committee. `about` is the follow-up."""

    model = CommitteeSupport
    names = "committee family_agreed child_agreed began_on kinds told"

    def prepare(self) -> None:
        """Offers the committees of the country."""
        self.offer("committee", family_queries.offered_committees(self.staff), committee_label)


def committee_label(committee: CareCommittee) -> str:
    """A committee with its district."""
    return f"{committee.name} · {district_list.district_name(committee.district)}"


class CommitteeSupportEndForm(kit.DerivedForm[CommitteeSupport]):
    """The end of a committee's support, with its effect."""

    model = CommitteeSupport
    names = "ended_on end_reason effect end_note"
    end_reason = kit.derive_field(CommitteeSupport, "end_reason", required=True)
    effect = kit.derive_field(CommitteeSupport, "effect", required=True)

    def prepare(self) -> None:
        """Offers each answer; none is chosen beforehand."""
        self.offer_codes("end_reason", [code for code in CommitteeSupportEnd if code])
        self.offer_codes("effect", [code for code in SupportResult if code])


class LivelihoodEffectForm(kit.DerivedForm[LivelihoodEffect]):
    """What changed after livelihood support. `about` is the follow-up."""

    model = LivelihoodEffect
    names = (
        "livelihood reviewed_on income debt school child_work safety made_worse harm family_words "
        "child_words"
    )
    livelihood = kit.derive_field(LivelihoodEffect, "livelihood", label=_("Livelihood support"))

    def prepare(self) -> None:
        """Offers the support that was given."""
        result = family_queries.given_livelihoods(self.about.file_id, self.staff)
        self.offer("livelihood", result, livelihood_label)


def livelihood_label(livelihood: Livelihood) -> str:
    """Support with its recipient and its day."""
    given = join_words(str(LivelihoodSupport(code).label) for code in livelihood.given)
    whom = str(LivelihoodRecipient(livelihood.for_whom).label)
    day = livelihood.given_on or livelihood.asked_on
    return f"{kit.format_day(day)} · {whom}" + (f" · {given}" if given else "")


class AftercarePlanForm(kit.DerivedForm[AftercarePlan]):
    """An aftercare plan; a new one begins with what the last one says. `about` is the child."""

    model = AftercarePlan
    names = "planned_on youth_agrees wishes settled lacking steps contact_person next_on"

    def prepare(self) -> None:
        """Offers what the last plan says was arranged; answers and texts are asked again."""
        last = family_queries.latest_aftercare(self.about.file_id, self.staff)
        if last is not None:
            self.initial.setdefault("settled", last.settled)
            self.initial.setdefault("lacking", last.lacking)
