"""What is missing of the safety assessments of a transfer, in words."""

from typing import Final

from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.returns.transfers.vocabulary import SafetySubject

# Of each subject: no assessment, an old one, one that says “not known”, one that says “not safe”.
SAFETY_TEXTS: Final = {
    SafetySubject.ORIGIN: (
        _("There is no safety assessment of the country of origin."),
        _("The safety assessment of the country of origin is older than 30 days."),
        _("The safety assessment does not find the country of origin safe."),
        _("The country of origin was assessed as not safe. Choose another solution."),
    ),
    SafetySubject.MOVEMENT: (
        _("There is no safety assessment of the journey."),
        _("The safety assessment of the journey is older than 30 days."),
        _("The safety assessment does not find the journey safe."),
        _("The journey was assessed as not safe. Choose another solution."),
    ),
    SafetySubject.DESTINATION: (
        _("There is no safety assessment of the destination."),
        _("The safety assessment of the destination is older than 30 days."),
        _("The safety assessment does not find the destination safe."),
        _("The destination was assessed as not safe. Choose another solution."),
    ),
}
NOT_SAFE_TEXTS: Final = frozenset(texts[-1] for texts in SAFETY_TEXTS.values())
