"""The papers of a transfer: letter of request, day-of-travel sheet, handover note, booklet for the child.

No paper says what happened to the child, which case it is, where the child lived or with what
anyone is charged (XBR-010). A text with a word of exploitation or a diagnosis is left out, and the
page says so.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import get_language_bidi, override
from django.utils.translation import gettext as _

from saathi.agencies.models import Office
from saathi.agencies.record_kit.rows import format_day, format_moment
from saathi.infra.countries import country_name as region_name
from saathi.protection.returns.tracing.exploitation_words import (
    find_diagnosis_words,
    find_exploitation_words,
)
from saathi.protection.returns.transfers import pages
from saathi.protection.returns.transfers.countries import country_name
from saathi.protection.returns.transfers.models import (
    ReceivingPlacement,
    Transfer,
    TransferHandover,
    TransferJourney,
    TransferReceipt,
    TransferRequest,
)
from saathi.protection.returns.transfers.vocabulary import ReceivingCare
from saathi.web.components import LabelledValue

LANGUAGES = ("en", "ur")
# In these the place is a family, whose name the child and the escort need. A house with several
# children is named on no paper.
FAMILY_CARE = (
    ReceivingCare.PARENTS,
    ReceivingCare.RELATIVES,
    ReceivingCare.FOSTER,
    ReceivingCare.KAFALA,
)


@dataclass(frozen=True)
class PaperSection:
    """One part of a paper in one language."""

    title: str
    language: str
    is_rtl: bool
    sentences: Sequence[str] = ()
    pairs: Sequence[LabelledValue] = ()
    signatures: Sequence[str] = ()  # whoever signs, each with an empty line


@dataclass(frozen=True)
class TransferPaperContent:
    """A paper, and whether a text was left out."""

    title: str
    note: str
    sections: Sequence[PaperSection]
    has_gap: bool = False


def neutral(paper: TransferPaperContent) -> TransferPaperContent:
    """The paper without the texts that tell what happened to the child."""
    sections, has_gap = [], False
    for section in paper.sections:
        pairs = [pair for pair in section.pairs if not _tells(str(pair.text))]
        has_gap = has_gap or len(pairs) < len(section.pairs)
        sections.append(replace(section, pairs=pairs))
    return replace(paper, sections=sections, has_gap=has_gap)


def _tells(text: str) -> bool:
    """Whether a text says what happened to the child, or what illness the child has."""
    return bool(find_exploitation_words(text) or find_diagnosis_words(text))


def _in_languages(
    make: Callable[[], PaperSection], languages: Sequence[str] = LANGUAGES
) -> list[PaperSection]:
    """The same part in each language."""
    sections = []
    for language in languages:
        with override(language):
            section = make()
            pairs = [_as_text(pair) for pair in section.pairs if pair.text]
            rtl = get_language_bidi()
            sections.append(replace(section, language=language, is_rtl=rtl, pairs=pairs))
    return sections


def _as_text(pair: LabelledValue) -> LabelledValue:
    """The pair in the language of the moment, so that it stays in it."""
    return LabelledValue(str(pair.term), str(pair.text))


def _section(
    title: str,
    pairs: Sequence[LabelledValue] = (),
    sentences: Sequence[str] = (),
    signatures: Sequence[str] = (),
) -> PaperSection:
    return PaperSection(
        title, "", is_rtl=False, sentences=sentences, pairs=pairs, signatures=signatures
    )


def request_letter(
    transfer: Transfer, request: TransferRequest, office: Office, languages: Sequence[str]
) -> TransferPaperContent:
    """The letter of request: the reference, the facts as they are sent, and the questions."""

    def make() -> PaperSection:
        pairs = [
            LabelledValue(_("Reference"), transfer.reference),
            LabelledValue(_("To"), transfer.partner),
            LabelledValue(_("Through"), _office(transfer)),
            *pages.known_values(request, "sent_on answer_by shared needs asks"),
        ]
        sentences = [
            _("We ask whether you can receive a child, and who would care for the child."),
            _("Use this information only to answer. Do not pass it on."),
            _("This letter decides nothing. The child is heard before any decision."),
        ]
        signed = _("Signed for %(office)s") % {"office": office.name}
        return _section(_("Letter of request"), pairs, sentences, [signed])

    note = _("The letter contains only the information shared.")
    return TransferPaperContent(_("Letter of request"), note, _in_languages(make, languages))


def _office(transfer: Transfer) -> str:
    point = transfer.their_focal_point
    return f"{region_name(point.country)}, {point.office}" if point else ""


def travel_sheet(
    transfer: Transfer, journey: TransferJourney, office: Office, languages: Sequence[str]
) -> TransferPaperContent:
    """The sheet for the day of travel: times, route, escort, care on the way, telephone."""

    def make() -> PaperSection:
        pairs = [
            LabelledValue(_("Reference"), transfer.reference),
            *pages.journey_pairs(journey, office),
        ]
        sentences = [
            _("The child can say at any time: I do not want to go on. Then stop, and call."),
            _("Do not talk about the child with others. No photographs."),
        ]
        return _section(_("Day of travel"), pairs, sentences)

    note = _("The sheet does not name the child.")
    return TransferPaperContent(_("Day-of-travel sheet"), note, _in_languages(make, languages))


def handover_note(
    transfer: Transfer,
    handover: TransferHandover | None,
    receipt: TransferReceipt | None,
    office: Office,
) -> TransferPaperContent:
    """The handover note and the receipt in both languages; blank before the handover."""

    def note() -> PaperSection:
        known = pages.handover_pairs(handover, office) if handover else []
        pairs = [LabelledValue(_("Reference"), transfer.reference), *known]
        signed = [_("Handed over by"), _("Received by")]
        sentences = [_("The child was asked, and goes of their own will.")]
        return _section(_("Handover note"), pairs, sentences, signed)

    def confirm() -> PaperSection:
        known = pages.known_values(receipt, pages.RECEIPT_FIELDS) if receipt else []
        pairs = [LabelledValue(_("Reference"), transfer.reference), *known]
        sentences = [
            _("We received the child, with the documents and belongings listed."),
            _("Our case worker visits the child within 72 hours."),
        ]
        signed = [_("Received by"), _("Case worker"), _("Date of the first visit")]
        return _section(_("Receipt"), pairs, sentences, signed)

    sections = [*_in_languages(note), *_in_languages(confirm)]
    text = _("In two languages. Both sides sign and keep a copy.")
    return TransferPaperContent(_("Handover note and receipt"), text, sections)


def booklet(
    transfer: Transfer,
    journey: TransferJourney | None,
    placement: ReceivingPlacement | None,
    office: Office,
    languages: Sequence[str],
) -> TransferPaperContent:
    """The child's own booklet: where, when, with whom, whom to call."""

    def make() -> PaperSection:
        pairs = [LabelledValue(_("Where I go"), country_name(transfer.to_country))]
        if placement:
            pairs.append(LabelledValue(_("How I will live"), str(placement.get_care_display())))
            if placement.care in FAMILY_CARE:
                pairs.append(LabelledValue(_("Who waits for me"), placement.place))
            first = format_day(placement.first_visit_on)
            pairs += [
                LabelledValue(_("Who visits me there"), placement.worker),
                LabelledValue(_("When the first visit is"), first),
            ]
        if journey:
            pairs += [
                LabelledValue(_("When I leave"), format_moment(journey.departs_at, office)),
                LabelledValue(_("When I arrive"), format_moment(journey.arrives_at, office)),
                LabelledValue(_("Who travels with me"), journey.escort),
                LabelledValue(_("Whom I can call"), journey.telephone),
                LabelledValue(_("What I take with me"), journey.belongings),
            ]
        sentences = [
            _("You can say no at any time. No one may be angry with you for it."),
            _("If something is not right, call, or tell the person who travels with you."),
            _("Your things and your money belong to you."),
        ]
        return _section(_("My journey"), pairs, sentences)

    note = _("For the child. Read it together, in the child’s language.")
    return TransferPaperContent(_("Booklet for the child"), note, _in_languages(make, languages))
