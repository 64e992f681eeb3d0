"""Builds the three law pages from the facts about law."""

from itertools import groupby

from django.utils.translation import gettext as _

from saathi.infra.countries import Country
from saathi.policy.law import published_facts, rules, wording
from saathi.policy.law.pages import (
    ActLine,
    ActSinceReportRow,
    CountryLawPage,
    CountryLawRow,
    CountrySummary,
    InstrumentPage,
    LawAnswerRow,
    LawMatrixPage,
    NamedLaw,
    PresentCell,
    PresentRow,
    RatificationRow,
)
from saathi.policy.law.records import RatificationFact, StateAct
from saathi.policy.law.vocabulary import (
    LAW_MATRIX,
    TABLE_2_1,
    DefinitionGapKind,
    GapAnswer,
    Instrument,
    LawQuestion,
    StateActKind,
)

# Shown for every country; where the report is silent the page says "nothing recorded".
FURTHER_QUESTIONS = (
    LawQuestion.IN_CAMERA,
    LawQuestion.IDENTITY_WITHHELD,
    LawQuestion.TESTIMONY,
    LawQuestion.TRIBUNALS,
    LawQuestion.PENALTY,
    LawQuestion.FIRST_CASE,
    LawQuestion.MOVEMENT,
)


def build_law_page() -> LawMatrixPage:
    """The instrument matrix with later facts beside it, the law matrix, and conflicting claims."""
    return LawMatrixPage(
        countries=tuple(Country),
        rows=tuple(_present_row(instrument) for instrument in TABLE_2_1),
        footnotes=wording.footnotes("*ab"),
        legend=wording.table_legend(),
        later=_later_rows(),
        questions=(*(str(question.label) for question in LAW_MATRIX), _("Gap in the definition")),
        law_rows=tuple(_law_row(country) for country in Country),
        law_legend=wording.law_legend(),
        region=tuple(
            wording.law_answer_row(fact)
            for fact in published_facts.law_facts()
            if fact.country is None
        ),
        moving=tuple(
            CountryLawRow(country, (_answer(country, LawQuestion.MOVEMENT),)) for country in Country
        ),
        claims=wording.conflicting_claims_rows(published_facts.conflicting_claims()),
        report=published_facts.REPORT,
    )


def build_country_page(country: Country) -> CountryLawPage:
    """All recorded facts about the law of one country."""
    rows = tuple(
        _state_row(cell) for cell in published_facts.table_2_1() if cell.country == country
    )
    return CountryLawPage(
        country=country,
        rows=rows,
        others=tuple(
            _later_row(act)
            for act in published_facts.later_acts()
            if act.country == country and act.instrument not in TABLE_2_1
        ),
        footnotes=wording.footnotes(_footnote_marks(rows)),
        legend=wording.table_legend(),
        answers=_answers(country),
        gaps=tuple(_gap_row(country, gap) for gap in DefinitionGapKind),
        laws=_laws(country),
        claims=wording.conflicting_claims_rows(
            claims for claims in published_facts.conflicting_claims() if country in claims.countries
        ),
        report=published_facts.REPORT,
    )


def build_instrument_page(instrument: Instrument) -> InstrumentPage:
    """The acts of the eight countries about one instrument."""
    rows = tuple(
        _state_row(cell) for cell in published_facts.table_2_1() if cell.instrument == instrument
    )
    return InstrumentPage(
        instrument=instrument,
        title=published_facts.instrument_titles()[instrument],
        rows=rows,
        for_all=tuple(
            wording.describe_state_act(act)
            for act in published_facts.later_acts()
            if act.instrument == instrument and act.country is None
        ),
        footnotes=wording.footnotes(_footnote_marks(rows)),
        legend=wording.table_legend(),
        claims=wording.conflicting_claims_rows(
            claims
            for claims in published_facts.conflicting_claims()
            if instrument in claims.instruments
        ),
        report=published_facts.REPORT,
    )


def list_state_acts_since_report(country: Country, instrument: Instrument) -> tuple[StateAct, ...]:
    """Facts recorded after the report about one country and one instrument."""
    return tuple(
        act
        for act in published_facts.later_acts()
        if act.country == country and act.instrument == instrument
    )


def _footnote_marks(rows: tuple[RatificationRow, ...]) -> str:
    signs = {mark.sign for row in rows for mark in row.cell.marks}
    return "*" + "".join(signs & {"a", "b"})


def _present_row(instrument: Instrument) -> PresentRow:
    return PresentRow(
        instrument=instrument,
        name=str(instrument.label),
        adopted=str(published_facts.instrument_titles()[instrument].adopted),
        cells=tuple(
            _present_cell(fact)
            for fact in published_facts.table_2_1()
            if fact.instrument == instrument
        ),
    )


def _present_cell(fact: RatificationFact) -> PresentCell:
    acts = list_state_acts_since_report(fact.country, fact.instrument)
    change = rules.find_change(fact, acts)
    then = wording.ratification_cell(fact)
    remarks = [str(act.act.label) for act in acts if act.act == StateActKind.NOT_A_MEMBER]
    if change is None:
        return PresentCell(then.kind, then.words, then, changed=False, remark=" ".join(remarks))
    kind = "ratified" if rules.is_binding(change.act) else "signed"
    is_older = rules.is_older_than(change, published_facts.AS_OF)
    remark = str(_("Before 2008, but not in the 2008 table.")) if is_older else ""
    return PresentCell(
        kind, wording.act_with_year(change), then, changed=not is_older, remark=remark
    )


def summarise_countries() -> tuple[CountrySummary, ...]:
    """For each country, how many instruments of the table bind it today, and how many since 2008."""
    cells: dict[Country, list[PresentCell]] = {country: [] for country in Country}
    for fact in published_facts.table_2_1():
        cells[fact.country].append(_present_cell(fact))
    return tuple(
        CountrySummary(
            country,
            bound=sum(cell.kind == "ratified" for cell in shown),
            of=len(shown),
            changed=sum(cell.changed for cell in shown),
        )
        for country, shown in cells.items()
    )


def _later_rows() -> tuple[ActSinceReportRow, ...]:
    """Later facts by country, in the order of the table; those about all countries last."""
    order = list(Country)
    acts = sorted(
        published_facts.later_acts(),
        key=lambda act: order.index(act.country) if act.country else len(order),
    )
    return tuple(_later_row(act) for act in acts)


def _state_row(fact: RatificationFact) -> RatificationRow:
    acts = (
        act
        for act in published_facts.acts_of_2008()
        if act.country == fact.country and act.instrument == fact.instrument
    )
    return RatificationRow(
        country=fact.country,
        instrument=fact.instrument,
        instrument_name=str(fact.instrument.label),
        cell=wording.ratification_cell(fact),
        later=tuple(
            _later_line(act) for act in list_state_acts_since_report(fact.country, fact.instrument)
        ),
        acts=tuple(
            wording.describe_state_act(act) for act in sorted(acts, key=lambda act: act.year or 0)
        ),
    )


def _later_line(act: StateAct) -> ActLine:
    line = wording.describe_state_act(act)
    if not rules.is_older_than(act, published_facts.AS_OF):
        return line
    older = _("This date is earlier than the 2008 table.")
    return ActLine(line.words, line.source, f"{older} {line.note}".strip(), line.certainty)


def _later_row(act: StateAct) -> ActSinceReportRow:
    says = [
        wording.ratification_text(cell.status, cell.year)
        for cell in published_facts.table_2_1()
        if cell.country == act.country and cell.instrument == act.instrument
    ]
    return ActSinceReportRow(
        country_name=str(act.country.label) if act.country else _("All eight countries"),
        instrument_name=str(act.instrument.label),
        table_says=says[0] if says else _("not in the table"),
        line=_later_line(act),
    )


def _law_row(country: Country) -> CountryLawRow:
    stated = [
        gap for gap in (_gap_row(country, gap) for gap in DefinitionGapKind) if gap.kind == "yes"
    ]
    summary = (
        stated[0].question
        if stated
        else _gap_row(country, DefinitionGapKind.EXCLUDES_INTERNAL).answer
    )
    kind = "partly" if stated else "silent"
    return CountryLawRow(
        country=country,
        answers=(
            *(_answer(country, question) for question in LAW_MATRIX),
            LawAnswerRow(question=_("Gap in the definition"), kind=kind, answer=summary),
        ),
    )


def _answer(country: Country, question: LawQuestion) -> LawAnswerRow:
    for fact in published_facts.law_facts():
        if fact.country == country and fact.attribute == question:
            return wording.law_answer_row(fact)
    return LawAnswerRow(
        question=str(question.label),
        kind="silent",
        answer=_("nothing recorded"),
        detail=_(
            "The source report has no information on this for this country. This does not mean “no”."
        ),
    )


def _answers(country: Country) -> tuple[LawAnswerRow, ...]:
    return tuple(_answer(country, question) for question in (*LAW_MATRIX, *FURTHER_QUESTIONS))


def _gap_row(country: Country, gap: DefinitionGapKind) -> LawAnswerRow:
    gaps = [f for f in published_facts.definition_gaps() if f.country in {None, country}]
    facts = [fact for fact in published_facts.law_facts() if fact.country == country]
    answer = rules.answer_definition_gap(gap, facts=facts, definition_gaps=gaps)
    spoken = {GapAnswer.STATED, GapAnswer.COUNTRY_NOT_NAMED}
    matching_gaps = [f for f in gaps if f.gap == gap and answer in spoken]
    return LawAnswerRow(
        question=str(gap.label),
        kind="yes" if answer == GapAnswer.STATED else "silent",
        answer=str(answer.label),
        detail=" ".join(finding.detail for finding in matching_gaps),
        source=wording.source_reference() if matching_gaps else "",
    )


def _laws(country: Country) -> tuple[NamedLaw, ...]:
    named = [
        provision
        for provision in published_facts.list_law_provisions()
        if provision.country == country
    ]
    laws = []
    for (name, year, territory), parts in groupby(
        named, key=lambda part: (part.law, part.year, part.territory)
    ):
        laws.append(
            NamedLaw(
                name=f"{name}, {year}" if year else name,
                reach=(
                    _("in force in %(territory)s only") % {"territory": territory}
                    if territory
                    else _("national")
                ),
                subnational=bool(territory),
                provisions=tuple(
                    ActLine(words=part.text, source=wording.source_reference()) for part in parts
                ),
            )
        )
    return tuple(laws)
