"""Whether a safety assessment counts, in words."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.people import record_screens as kit
from saathi.protection.returns.transfers import models
from saathi.protection.returns.transfers import vocabulary as codes
from saathi.protection.returns.transfers.evidence_rules import ThreatFacts, is_outdated


@dataclass(frozen=True, slots=True)
class ThreatNews:
    """The latest threat to the child, and the time zone of the office of the file."""

    threat: ThreatFacts | None
    zone: ZoneInfo

    @property
    def text(self) -> str:
        """Why an earlier assessment no longer counts.

        Readers who may not know of the threat learn only that it no longer counts.
        """
        if self.threat is None or not self.threat.is_shown:
            return gettext("No: it is out of date. Assess it again.")
        text = gettext(
            "No: a threat was recorded or changed on %(day)s, after this assessment. Assess it again."
        )
        return text % {"day": kit.format_day(self.threat.at.astimezone(self.zone).date())}


def is_counting(
    assessment: models.TransferSafetyAssessment,
    counting: Mapping[str, models.TransferSafetyAssessment],
) -> bool:
    """Whether an assessment is the one that counts of its subject."""
    found = counting.get(assessment.subject)
    return found is not None and found.pk == assessment.pk


def why_it_counts(
    assessment: models.TransferSafetyAssessment,
    counting: Mapping[str, models.TransferSafetyAssessment],
    corrected: Collection[UUID],
    news: ThreatNews,
) -> kit.Text:
    """Whether a safety assessment counts, in words."""
    if assessment.pk in corrected:
        return _("No: its author corrected it")
    if not is_counting(assessment, counting):
        result = counting.get(assessment.subject)
        if result is not None and result.result == codes.SafetyResult.NOT_SAFE:
            return _("No: “not safe” counts until another person assesses it on a later day")
        return _("No: there is a newer one")
    if assessment.result == codes.SafetyResult.NOT_SAFE:
        return _("Yes, until another person assesses it on a later day")
    if is_outdated(assessment, news.threat, news.zone):
        return news.text
    return _("Yes")
