"""Reads the facts about law for the three law pages."""

from itertools import groupby

from django.utils.translation import gettext as _

from saathi.infra.countries import Country
from saathi.policy.law import published, rules, wording
from saathi.policy.law.pages import (
    ActLine,
    Answered,
    CountryPage,
    InstrumentPage,
    LaterRow,
    LawPage,
    LawRow,
    MatrixRow,
    NamedLaw,
    StateRow,
)
from saathi.policy.law.records import StateAct, TableCell
from saathi.policy.law.vocabulary import (
    LAW_MATRIX,
    TABLE_2_1,
    Attribute,
    Gap,
    GapAnswer,
    Instrument,
)

# Asked of every country; where the report is silent the page says "nothing recorded".
FURTHER_QUESTIONS = (
    Attribute.IN_CAMERA,
    Attribute.IDENTITY_WITHHELD,
    Attribute.TESTIMONY,
    Attribute.TRIBUNALS,
    Attribute.PENALTY,
    Attribute.FIRST_CASE,
    Attribute.MOVEMENT,
)


def law_page() -> LawPage:
    """The matrix of instruments, later facts beside it, the law matrix, and what is in doubt."""
    return LawPage(
        countries=tuple(Country),
        rows=tuple(_matrix_row(instrument) for instrument in TABLE_2_1),
        footnotes=wording.footnotes("*ab"),
        legend=wording.legend(),
        later=tuple(_later_row(act) for act in published.later_acts()),
        questions=(*(str(question.label) for question in LAW_MATRIX), _("Gap in the definition")),
        law_rows=tuple(_law_row(country) for country in Country),
        law_legend=wording.law_legend(),
        region=tuple(
            wording.answered(fact) for fact in published.law_facts() if fact.country is None
        ),
        moving=tuple(
            LawRow(country, (_answer(country, Attribute.MOVEMENT),)) for country in Country
        ),
        claims=wording.claims(published.two_claims()),
        report=published.REPORT,
    )


def country_page(country: Country) -> CountryPage:
    """All that is recorded about the law of one country."""
    rows = tuple(_state_row(cell) for cell in published.table_2_1() if cell.country == country)
    return CountryPage(
        country=country,
        rows=rows,
        others=tuple(
            _later_row(act)
            for act in published.later_acts()
            if act.country == country and act.instrument not in TABLE_2_1
        ),
        footnotes=wording.footnotes(_footnote_marks(rows)),
        legend=wording.legend(),
        answers=_answers(country),
        gaps=tuple(_gap(country, gap) for gap in Gap),
        laws=_laws(country),
        claims=wording.claims(c for c in published.two_claims() if country in c.countries),
        report=published.REPORT,
    )


def instrument_page(instrument: Instrument) -> InstrumentPage:
    """What the eight countries did about one instrument."""
    rows = tuple(
        _state_row(cell) for cell in published.table_2_1() if cell.instrument == instrument
    )
    return InstrumentPage(
        instrument=instrument,
        title=published.titles()[instrument],
        rows=rows,
        for_all=tuple(
            wording.act(act)
            for act in published.later_acts()
            if act.instrument == instrument and act.country is None
        ),
        footnotes=wording.footnotes(_footnote_marks(rows)),
        legend=wording.legend(),
        claims=wording.claims(c for c in published.two_claims() if instrument in c.instruments),
        report=published.REPORT,
    )


def later(country: Country, instrument: Instrument) -> tuple[StateAct, ...]:
    """What was recorded after the report about one country and one instrument."""
    return tuple(
        act
        for act in published.later_acts()
        if act.country == country and act.instrument == instrument
    )


def _footnote_marks(rows: tuple[StateRow, ...]) -> str:
    signs = {mark.sign for row in rows for mark in row.cell.marks}
    return "*" + "".join(signs & {"a", "b"})


def _matrix_row(instrument: Instrument) -> MatrixRow:
    return MatrixRow(
        instrument=instrument,
        name=str(instrument.label),
        adopted=str(published.titles()[instrument].adopted),
        cells=tuple(
            wording.cell(fact, has_later=bool(later(fact.country, instrument)))
            for fact in published.table_2_1()
            if fact.instrument == instrument
        ),
    )


def _state_row(fact: TableCell) -> StateRow:
    acts = (
        act
        for act in published.acts_of_2008()
        if act.country == fact.country and act.instrument == fact.instrument
    )
    return StateRow(
        country=fact.country,
        instrument=fact.instrument,
        instrument_name=str(fact.instrument.label),
        cell=wording.cell(fact, has_later=False),  # the later fact itself stands in its own column
        later=tuple(_later_line(act) for act in later(fact.country, fact.instrument)),
        acts=tuple(wording.act(act) for act in sorted(acts, key=lambda act: act.year or 0)),
    )


def _later_line(act: StateAct) -> ActLine:
    line = wording.act(act)
    if not rules.predates(act, published.AS_OF):
        return line
    older = _("This date is older than the table of 2008.")
    return ActLine(line.words, line.source, f"{older} {line.note}".strip(), line.certainty)


def _later_row(act: StateAct) -> LaterRow:
    says = [
        wording.table_words(cell.status, cell.year)
        for cell in published.table_2_1()
        if cell.country == act.country and cell.instrument == act.instrument
    ]
    return LaterRow(
        country_name=str(act.country.label) if act.country else _("All eight countries"),
        instrument_name=str(act.instrument.label),
        table_says=says[0] if says else _("not in the table"),
        line=_later_line(act),
    )


def _law_row(country: Country) -> LawRow:
    stated = [gap for gap in (_gap(country, gap) for gap in Gap) if gap.kind == "yes"]
    summary = stated[0].question if stated else _gap(country, Gap.EXCLUDES_INTERNAL).answer
    kind = "partly" if stated else "silent"
    return LawRow(
        country=country,
        answers=(
            *(_answer(country, question) for question in LAW_MATRIX),
            Answered(question=_("Gap in the definition"), kind=kind, answer=summary),
        ),
    )


def _answer(country: Country, question: Attribute) -> Answered:
    for fact in published.law_facts():
        if fact.country == country and fact.attribute == question:
            return wording.answered(fact)
    return Answered(
        question=str(question.label),
        kind="silent",
        answer=_("nothing recorded"),
        detail=_("The report says nothing about it for this country. This is not a no."),
    )


def _answers(country: Country) -> tuple[Answered, ...]:
    return tuple(_answer(country, question) for question in (*LAW_MATRIX, *FURTHER_QUESTIONS))


def _gap(country: Country, gap: Gap) -> Answered:
    found = [f for f in published.definition_gaps() if f.country in {None, country}]
    facts = [fact for fact in published.law_facts() if fact.country == country]
    answer = rules.gap_answer(gap, facts=facts, found=found)
    spoken = {GapAnswer.STATED, GapAnswer.COUNTRY_NOT_NAMED}
    told = [f for f in found if f.gap == gap and answer in spoken]
    return Answered(
        question=str(gap.label),
        kind="yes" if answer == GapAnswer.STATED else "silent",
        answer=str(answer.label),
        detail=" ".join(finding.detail for finding in told),
        source="; ".join(wording.lines(finding.source_lines) for finding in told),
    )


def _laws(country: Country) -> tuple[NamedLaw, ...]:
    named = [provision for provision in published.provisions() if provision.country == country]
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
                    ActLine(words=part.text, source=wording.lines(part.source_lines))
                    for part in parts
                ),
            )
        )
    return tuple(laws)
