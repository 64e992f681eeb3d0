"""Statistical facts of screenings, prompts, interviews, clues and migration: codes and months."""

from saathi.agencies.facts import FactView

VIEWS = [
    FactView(
        "facts_screening",
        "SELECT file_id AS child, questionnaire, questionnaire_version, role, language, reading, "
        "positive, answered, withheld, not_asked, "
        "date_trunc('month', screened_on)::date AS screened, "
        "recorded_at::date - screened_on AS days_late FROM screening_screening s",
        "a screening; its reading is no finding",
        sources=("s",),
    ),
    FactView(
        "facts_recorded_as",
        # A consequence of trafficking has no offence code here: it is a breached safeguard and no
        # offence of the child.
        "SELECT file_id AS child, CASE WHEN follows NOT IN ('yes', 'presumed') THEN kind END AS kind, "
        "by_whom, date_trunc('month', happened_on)::date AS happened FROM screening_recordedas r",
        "that a child was recorded as a migrant without papers, unaccompanied, or an offender",
        sources=("r",),
    ),
    FactView(
        "facts_screening_reply",
        "SELECT file_id AS child, kind, reply, date_trunc('month', replied_on)::date AS replied "
        "FROM screening_reply r",
        "how the prompt to screen was answered",
        sources=("r",),
    ),
    FactView(
        "facts_interview",
        "SELECT file_id AS child, by_whom, is_first, language, training, has_interpreter, present, "
        "procedure, breaks, support, ended, date_trunc('month', happened_at)::date AS happened "
        "FROM screening_interview i",
        "an interview with a child",
        sources=("i",),
    ),
    FactView(
        "facts_family_clue",
        "SELECT file_id AS child, kind, source, confidence, state, "
        "date_trunc('month', told_on)::date AS told FROM screening_familyclue c",
        "a clue that may lead to a family",
        sources=("c",),
    ),
    FactView(
        "facts_migration",
        "SELECT file_id AS child, moved, papers, country, from_country, why, moving_with, rights, "
        "restrictions, date_trunc('month', as_of)::date AS known FROM screening_migration m",
        "how a child moved; joined to facts_episode by child, it is linked to trafficking",
        sources=("m",),
    ),
]
