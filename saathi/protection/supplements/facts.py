"""The facts of forms for statistics: codes and small numbers of questions classified statistical."""

from saathi.agencies.facts import FactView
from saathi.protection.supplements.models import ANSWER_MODELS, FormAnswers


def _view(model: type[FormAnswers]) -> FactView:
    name = model.section.name.lower() if model.section.name else ""
    query = (
        "SELECT f.file_id AS child, f.form_code AS form, f.form_version, f.language, "
        "date_trunc('month', f.filled_on)::date AS filled, "
        "array(SELECT jsonb_object_keys(f.counted)) AS questions, "
        "array(SELECT value FROM jsonb_each_text(f.counted)) AS answers "
        f"FROM {model._meta.db_table} f"
    )
    return FactView(
        f"facts_form_{name}",
        query,
        "a form of an agency that was filled in; the nth answer is to the nth question",
        sources=("f",),
    )


VIEWS = [_view(model) for model in ANSWER_MODELS]
