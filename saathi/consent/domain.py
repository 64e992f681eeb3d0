"""Contributions of consent, guardians and decisions to shared pages."""

from collections.abc import Mapping
from typing import Final

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import (
    Domain,
    EventKind,
    EventSource,
    FileGroup,
    FileLink,
    NotOnTimeline,
)
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.sections import Section
from saathi.consent import models
from saathi.consent.vocabulary import ChildAnswer, LegalBasis
from saathi.web.components import Text

_CONSENT_BASES: Final = (LegalBasis.CONSENT, LegalBasis.ASSENT, LegalBasis.GUARDIAN)
_OTHER_BASES: Final = tuple(basis for basis in LegalBasis if basis not in _CONSENT_BASES)
_BASIS_TEXTS: Final[Mapping[str, Text]] = {
    basis: format_lazy("{}: {}", _("Legal basis recorded"), basis.label) for basis in _OTHER_BASES
}
_BASIS_TEXTS_REFUSED: Final[Mapping[str, Text]] = {
    basis: format_lazy("{}; {}", text, _("the child refused"))
    for basis, text in _BASIS_TEXTS.items()
}

DOMAIN = Domain(
    urls={"views": ""},
    file_links=(
        FileLink(
            110,
            Section.LEGAL,
            _("Consent and guardian"),
            "consent:show_consent",
            "hand-stop",
            group=FileGroup.DECISIONS,
        ),
        FileLink(
            120,
            Section.DECISIONS,
            _("Decisions about the child"),
            "consent:list_decisions",
            "clipboard-check",
            group=FileGroup.DECISIONS,
        ),
        FileLink(
            122,
            Section.DECISIONS,
            _("Decisions and principles"),
            "consent:list_acts",
            "list-check",
            group=FileGroup.DECISIONS,
        ),
    ),
    records=(
        RecordKind(models.Guardian, _("Guardian or representative")),
        RecordKind(models.Accompaniment, _("Accompaniment by an adult")),
        RecordKind(models.Consent, _("Consent or other legal basis")),
        RecordKind(models.InformationGiven, _("Information given")),
        RecordKind(models.Decision, _("Significant decision")),
        RecordKind(models.OtherPersonStatement, _("View of another person"), "speaker"),
    ),
    timeline=(
        EventSource(
            "consented",
            models.Consent,
            "given_on",
            kinds=(EventKind.LEGAL,),
            code="answer",
            texts={
                ChildAnswer.YES: _("The child was asked for consent and agreed"),
                ChildAnswer.NO: _("The child was asked for consent and refused"),
                ChildAnswer.NOT_ASKED: _("A legal basis was recorded; the child was not asked"),
            },
            only={"basis__in": _CONSENT_BASES},
        ),
        EventSource(
            "legal_basis",
            models.Consent,
            "given_on",
            _("Legal basis recorded"),
            kinds=(EventKind.LEGAL,),
            code="basis",
            texts=_BASIS_TEXTS,
            only={
                "basis__in": _OTHER_BASES,
                "answer__in": (ChildAnswer.YES, ChildAnswer.NOT_ASKED),
            },
        ),
        EventSource(
            "legal_basis_refused",
            models.Consent,
            "given_on",
            _("Legal basis recorded"),
            kinds=(EventKind.LEGAL,),
            code="basis",
            texts=_BASIS_TEXTS_REFUSED,
            only={"basis__in": _OTHER_BASES, "answer": ChildAnswer.NO},
        ),
        EventSource(
            "consent_withdrawn",
            models.Consent,
            "withdrawn_on",
            _("A consent was withdrawn"),
            (EventKind.LEGAL,),
            by="",  # the record names who recorded the consent, not who recorded its withdrawal
        ),
        EventSource(
            "guarded",
            models.Guardian,
            "starts_on",
            _("A guardian or representative began to act for the child"),
            (EventKind.LEGAL,),
        ),
        EventSource(
            "child_decided",
            models.Decision,
            "decided_on",
            _("An important decision about the child was made"),
            (EventKind.LEGAL,),
        ),
        NotOnTimeline(models.Accompaniment, "a state on a day, shown beside the guardian"),
        NotOnTimeline(models.InformationGiven, "its list shows every topic with its day"),
        NotOnTimeline(
            models.OtherPersonStatement, "it is shown beside the child’s view on the matter"
        ),
    ),
)
