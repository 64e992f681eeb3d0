"""The facts of forms for statistics: codes and small numbers of questions classified statistical."""

from saathi.agencies.facts import FactView, read_query
from saathi.protection.casework.supplements.models import ANSWER_MODELS, FormAnswers

_QUERY = read_query(__file__, "facts_form")


def _view(model: type[FormAnswers]) -> FactView:
    name = model.section.name.lower() if model.section.name else ""
    return FactView(
        f"facts_form_{name}",
        _QUERY.replace("{table}", model._meta.db_table),
        "a form of an agency that was filled in; the nth answer is to the nth question",
        sources=("f",),
    )


VIEWS = [_view(model) for model in ANSWER_MODELS]
