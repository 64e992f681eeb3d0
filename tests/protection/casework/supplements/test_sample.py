"""The sample form that an agency can download."""

from saathi.engines.xlsform import form_reader
from saathi.protection.casework.supplements.sample_form import SAMPLE_WORKBOOK


def test_sample_form_is_complete_in_three_languages() -> None:
    result = form_reader.read_form(SAMPLE_WORKBOOK.read_bytes())
    assert result.problems == []
    assert result.form is not None
    assert result.form.unclassified == []
    assert list(result.form.languages) == ["en", "ur", "ne"]
    assert all("draft" in result.form.languages[code] for code in ("ur", "ne"))
    for question in result.form.questions:
        assert set(question.label) == {"en", "ur", "ne"}
