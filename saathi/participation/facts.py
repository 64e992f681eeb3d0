"""Statistical facts about statements: that and how the child spoke, never what was said.

Themes are codes, included only if the child allows counting them.
"""

from saathi.agencies.facts import FactView

VIEWS = [
    FactView(
        "facts_statement",
        "SELECT s.file_id AS child, s.state, s.form, s.language, s.topics, s.was_read_back, "
        "date_trunc('month', s.said_on)::date AS said FROM participation_statement s",
        "something a child said, chose not to say, or is not to be asked",
        sources=("s",),
    ),
    FactView(
        "facts_explanation",
        "SELECT e.file_id AS child, e.language, e.understood, "
        "date_trunc('month', e.explained_on)::date AS explained FROM participation_explanation e",
        "an explanation of the limits of confidentiality",
        sources=("e",),
    ),
    FactView(
        "facts_themes",
        # The view itself leaves the columns empty without the child's permission, so no reader of
        # facts has to check it.
        "SELECT t.file_id AS child, t.counted = 'agreed' AS is_counted, "
        "CASE WHEN t.counted = 'agreed' THEN t.helped END AS helped, "
        "CASE WHEN t.counted = 'agreed' THEN t.hurt END AS hurt, "
        "CASE WHEN t.counted = 'agreed' THEN t.missed END AS missed, "
        "CASE WHEN t.counted = 'agreed' THEN t.wants END AS wants, "
        "CASE WHEN t.counted = 'agreed' THEN t.refuses END AS refuses, "
        "CASE WHEN t.counted = 'agreed' THEN t.risks END AS risks, "
        "CASE WHEN t.counted = 'agreed' THEN t.country END AS country, "
        "CASE WHEN t.counted = 'agreed' THEN t.district END AS district, "
        "date_trunc('month', t.said_on)::date AS said FROM participation_themes t",
        "what a statement is about, in codes, where the child lets it be counted",
        sources=("t",),
    ),
]
