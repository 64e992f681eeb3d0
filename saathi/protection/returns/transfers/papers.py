"""The papers of a transfer: letter of request, day-of-travel sheet, handover note, booklet for the child.

No paper says what happened to the child, which case it is, where the child lived or with what
anyone is charged (XBR-010). A text with a word of exploitation or a diagnosis is left out, and the
page says so.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.conf import settings
from django.utils.translation import get_language_bidi, gettext_lazy, override
from django.utils.translation import gettext as _

from saathi.agencies.models import Office
from saathi.agencies.record_kit.rows import format_day
from saathi.infra.countries import country_name as region_name
from saathi.infra.join_words import join_words
from saathi.people.languages import Language
from saathi.protection.returns.tracing.exploitation_words import (
    find_diagnosis_words,
    find_exploitation_words,
)
from saathi.protection.returns.transfers import pages
from saathi.protection.returns.transfers.countries import country_name
from saathi.protection.returns.transfers.local_times import moment_there
from saathi.protection.returns.transfers.models import (
    ReceivingPlacement,
    Transfer,
    TransferDocument,
    TransferHandover,
    TransferJourney,
    TransferReceipt,
    TransferRequest,
    TransferView,
)
from saathi.protection.returns.transfers.vocabulary import (
    SETTLED_PAPERS,
    EscortChoice,
    PaperState,
    ReceivingCare,
    TransferPaper,
)
from saathi.web.choice_search import LANGUAGES_OF_COUNTRY
from saathi.web.components import LabelledValue

ENGLISH = "en"
LINE = "______________________________"  # to write on
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
        signatures = [_neutral_signature(line, section.language) for line in section.signatures]
        sections.append(replace(section, pairs=pairs, signatures=signatures))
    return replace(paper, sections=sections, has_gap=has_gap)


def _neutral_signature(line: str, language: str) -> str:
    """Who signs, without the name of an office that says what happened to the child."""
    if not _tells(line):
        return line
    with override(language):
        return _("Signed for the office that sends this")


def languages_of_sides(transfer: Transfer) -> list[str]:
    """English, and the language of the receiving side if the installation has it.

    That is the language of the colleague who receives the child, or the first one of the country.
    """
    offered = {code for code, _name in settings.LANGUAGES}
    chosen = [transfer.receiver.language] if transfer.receiver else []
    chosen += LANGUAGES_OF_COUNTRY.get(transfer.to_country, ())[:1]
    second = [code for code in chosen if code in offered and code != ENGLISH]
    return [ENGLISH, *second[:1]]


def languages_for_child(spoken: Sequence[str], usual: str) -> list[str]:
    """The languages of the booklet to choose from: those of the child first, then that of the reader."""
    offered = [code for code, _name in settings.LANGUAGES]
    ordered = [*(code for code in spoken if code in offered), usual, *offered]
    return list(dict.fromkeys(ordered))


def _tells(text: str) -> bool:
    """Whether a text says what happened to the child, or what illness the child has."""
    return bool(find_exploitation_words(text) or find_diagnosis_words(text))


def _in_languages(make: Callable[[], PaperSection], languages: Sequence[str]) -> list[PaperSection]:
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
    transfer: Transfer,
    request: TransferRequest,
    office: Office,
    languages: Sequence[str],
    *,
    has_needs: bool = False,
) -> TransferPaperContent:
    """The letter of request: the reference, the facts as they are sent, and the questions.

    The care that the child needs is on the request; on the letter only with `has_needs`.
    """

    def make() -> PaperSection:
        pairs = [
            LabelledValue(_("Reference"), transfer.reference),
            LabelledValue(_("To"), transfer.partner),
            LabelledValue(_("Through"), _office(transfer)),
            *pages.known_values(request, f"sent_on answer_by shared {needs} asks"),
        ]
        sentences = [
            _("We ask whether you can receive a child, and who would care for the child."),
            _("Use this information only to answer. Do not pass it on."),
            _("This letter decides nothing. The child is heard before any decision."),
        ]
        signed = _("Signed for %(office)s") % {"office": office.name}
        return _section(_("Letter of request"), pairs, sentences, [signed])

    needs = "needs" if has_needs else ""
    note = _("The letter contains only the information shared.")
    return TransferPaperContent(_("Letter of request"), note, _in_languages(make, languages))


def _office(transfer: Transfer) -> str:
    point = transfer.their_focal_point
    return f"{region_name(point.country)}, {point.office}" if point else ""


# What the escort needs on the way, and nothing of the examination and choice before it.
DAY_FIELDS = "crossing route escort language care_on_way belongings"


def travel_sheet(
    transfer: Transfer, journey: TransferJourney, languages: Sequence[str]
) -> TransferPaperContent:
    """The sheet for the day of travel: times, route, escort, care on the way, whom to call.

    Without a number there is a line to write it on.
    """

    def make() -> PaperSection:
        pairs = [
            LabelledValue(_("Reference"), transfer.reference),
            *pages.journey_times(journey, transfer),
            *pages.known_values(journey, DAY_FIELDS),
            LabelledValue(_("Number to call"), journey.telephone or LINE),
        ]
        sentences = [
            _("The child can say at any time: I do not want to go on. Then stop, and call."),
            _("Do not talk about the child with others. No photographs."),
        ]
        return _section(_("Day of travel"), pairs, sentences)

    note = _("The sheet does not name the child.")
    return TransferPaperContent(_("Day-of-travel sheet"), note, _in_languages(make, languages))


@dataclass(frozen=True)
class HandoverRecords:
    """What is recorded for the handover note: the child's newest answer, the handover, the documents."""

    view: TransferView | None
    journey: TransferJourney | None
    handover: TransferHandover | None
    receipt: TransferReceipt | None
    papers: Sequence[TransferDocument]


def handover_note(transfer: Transfer, found: HandoverRecords) -> TransferPaperContent:
    """The handover note and the receipt, to be signed at the border, also before the handover.

    They say of the child's word only what is recorded.
    """

    def note() -> PaperSection:
        pairs = [LabelledValue(_("Reference"), transfer.reference)]
        if found.handover:
            pairs += pages.handover_pairs(found.handover, transfer)
        else:
            pairs += _lines_of_handover(found.journey)
        pairs.append(LabelledValue(_("Documents that go"), _names_of(found.papers) or LINE))
        signed = [_("Handed over by"), _("Received by")]
        return _section(_("Handover note"), pairs, _word_of_child(found.view, transfer), signed)

    def confirm() -> PaperSection:
        known = pages.known_values(found.receipt, pages.RECEIPT_FIELDS) if found.receipt else []
        pairs = [LabelledValue(_("Reference"), transfer.reference), *known]
        sentences = [
            _("We received the child, with the documents and belongings listed."),
            _("Our case worker visits the child within 72 hours."),
        ]
        signed = [_("Received by"), _("Case worker"), _("Date of the first visit")]
        return _section(_("Receipt"), pairs, sentences, signed)

    languages = languages_of_sides(transfer)
    sections = [*_in_languages(note, languages), *_in_languages(confirm, languages)]
    text = _("Both sides sign and keep a copy.")
    return TransferPaperContent(_("Handover note and receipt"), text, sections)


def _word_of_child(view: TransferView | None, transfer: Transfer) -> list[str]:
    if view is None:
        return []
    text = _("The child was asked on %(time)s. The child’s answer: %(answer)s.")
    at = moment_there(view.asked_at, transfer, transfer.from_country)
    answer = {"time": at, "answer": view.get_wish_display()}
    return [text % answer]


def _lines_of_handover(journey: TransferJourney | None) -> list[LabelledValue]:
    """Lines to write on, for what is not known before the handover."""
    terms = (_("Date and time of the handover"), _("Place"), _("Identity checked"))
    pairs = [LabelledValue(term, LINE) for term in terms]
    belongings = journey.belongings if journey else ""
    return [*pairs, LabelledValue(_("Belongings and money"), belongings or LINE)]


# The documents that the handover note lists: none says what happened to the child or who decided what.
LISTED_ON_NOTE: Final = (
    TransferPaper.IDENTITY_PHOTO,
    TransferPaper.AGE_RECORD,
    TransferPaper.BIRTH_RECORD,
    TransferPaper.FAMILY_PAPERS,
    TransferPaper.ACCEPTANCE,
    TransferPaper.TRAVEL_PERMIT,
    TransferPaper.EXIT_PERMIT,
    TransferPaper.ESCORT_ORDER,
    TransferPaper.FIT_TO_TRAVEL,
    TransferPaper.MEDICINES,
    TransferPaper.ITINERARY,
    TransferPaper.EMERGENCY_CONTACTS,
    TransferPaper.BELONGINGS,
)


def _names_of(papers: Sequence[TransferDocument]) -> str:
    """The documents that are here, go to the other country and may be listed on the note."""
    listed = [each for each in papers if each.paper in LISTED_ON_NOTE]
    here = [each for each in listed if each.goes and each.state in SETTLED_PAPERS]
    going = [each for each in here if each.state != PaperState.NOT_NEEDED]
    return "; ".join(str(TransferPaper(each.paper).label) for each in going)


# How a child learns where they will live, by the care after the transfer.
_CARE_WORDS = {
    ReceivingCare.PARENTS: gettext_lazy("With your mother or father"),
    ReceivingCare.RELATIVES: gettext_lazy("With relatives of yours"),
    ReceivingCare.FOSTER: gettext_lazy("With a family that looks after you"),
    ReceivingCare.KAFALA: gettext_lazy("With a family that looks after you"),
    ReceivingCare.SUPPORTED: gettext_lazy("In a home of your own, with someone who helps you"),
    ReceivingCare.TRANSIT: gettext_lazy("For a short time in a house where adults look after you"),
    ReceivingCare.FACILITY: gettext_lazy("In a house where adults look after you"),
}


_ESCORT_SENTENCES: Final = {
    EscortChoice.CHOSEN: gettext_lazy("%(escort)s. You chose this person."),
    EscortChoice.ACCEPTED: gettext_lazy("%(escort)s. You agreed to this person."),
}


def _escort_sentence(journey: TransferJourney) -> str:
    """Who travels with the child, and that the child chose or accepted the person."""
    escort = journey.escort.strip().rstrip(".")
    sentence = _ESCORT_SENTENCES.get(EscortChoice(journey.escort_choice))
    return str(sentence) % {"escort": escort} if sentence else escort


def note_on_language(spoken: Sequence[str]) -> str:
    """How the booklet is read with a child of these languages; if it has none of them, it says so."""
    offered = {code for code, _name in settings.LANGUAGES}
    if not spoken or offered & set(spoken):
        return _("For the child. Read it together, in the child’s language.")
    text = _(
        "For the child. There is no translation into the language of the child (%(languages)s): an "
        "interpreter reads it to the child."
    )
    known = dict(Language.choices)
    return text % {"languages": join_words([str(known.get(each, each)) for each in spoken])}


def booklet(
    transfer: Transfer,
    journey: TransferJourney | None,
    placement: ReceivingPlacement | None,
    languages: Sequence[str],
) -> TransferPaperContent:
    """The child's own booklet: where, when, who goes along, who can be called."""

    def make() -> PaperSection:
        pairs = [LabelledValue(_("Where you go"), country_name(transfer.to_country))]
        if placement:
            care = ReceivingCare(placement.care)
            pairs.append(LabelledValue(_("How you will live"), str(_CARE_WORDS[care])))
            if care in FAMILY_CARE:
                pairs.append(LabelledValue(_("Who waits for you"), placement.place))
            first = format_day(placement.first_visit_on)
            pairs += [
                LabelledValue(_("Who visits you there"), placement.worker),
                LabelledValue(_("When the first visit is"), first),
            ]
        if journey:
            leave = moment_there(journey.departs_at, transfer, transfer.from_country)
            arrive = moment_there(journey.arrives_at, transfer, transfer.to_country)
            pairs += [
                LabelledValue(_("When you leave"), leave),
                LabelledValue(_("When you arrive"), arrive),
                LabelledValue(_("Who travels with you"), _escort_sentence(journey)),
                LabelledValue(_("What you take with you"), journey.belongings),
            ]
        telephone = journey.telephone if journey else ""
        pairs.append(LabelledValue(_("Who you can call"), telephone or LINE))
        sentences = [
            _("You can say no at any time. No one may be angry with you for it."),
            _("If something is not right, call, or tell the person who travels with you."),
            _("Your things and your money belong to you."),
        ]
        return _section(_("Your journey"), pairs, sentences)

    note = note_on_language(transfer.child.languages)
    return TransferPaperContent(_("Booklet for the child"), note, _in_languages(make, languages))
