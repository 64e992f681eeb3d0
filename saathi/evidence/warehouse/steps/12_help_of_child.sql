-- A child with a case: days to the first assessment and plan, whether the child was met, and psychosocial support.
SELECT child, min(assessed_after) AS days_to_assessment, min(planned_after) AS days_to_plan,
       coalesce(bool_or(met), FALSE) AS was_met, coalesce(bool_or(met_alone), FALSE) AS was_met_alone,
       coalesce(bool_or(needs_mind), FALSE) AS needs_mind, coalesce(bool_or(plans_mind), FALSE) AS plans_mind,
       coalesce(bool_or(helps_mind), FALSE) AS helps_mind
FROM (
    SELECT child, days_after_opening AS assessed_after, NULL AS planned_after, NULL AS met,
           NULL AS met_alone, list_contains(needs, 'psychological') AS needs_mind, NULL AS plans_mind, NULL AS helps_mind
    FROM facts_assessment
    UNION ALL
    SELECT child, NULL, days_after_opening, NULL, NULL, NULL, NULL, NULL FROM facts_plan
    UNION ALL
    SELECT child, NULL, NULL, outcome <> 'not_met', outcome = 'met_alone', NULL, NULL, NULL FROM facts_visit
    UNION ALL
    SELECT child, NULL, NULL, NULL, NULL, NULL, facet = 'psychological', NULL FROM facts_goal
    UNION ALL
    SELECT child, NULL, NULL, NULL, NULL, NULL, NULL, kind = 'counselling' AND presence IN ('came', 'part')
    FROM facts_support_session
)
GROUP BY child
