-- A child: whether the child was informed and heard, has a guardian, and has documentary evidence of age.
SELECT child, coalesce(bool_or(explained), FALSE) AS knows_limits, coalesce(bool_or(spoke), FALSE) AS spoke,
       coalesce(bool_or(told_rights), FALSE) AS knows_rights, coalesce(bool_or(guarded), FALSE) AS has_guardian,
       coalesce(bool_or(with_paper), FALSE) AS has_paper
FROM (
    SELECT child, understood = 'yes' AS explained, NULL AS spoke, NULL AS told_rights, NULL AS guarded,
           NULL AS with_paper FROM facts_explanation
    UNION ALL
    SELECT child, NULL, state = 'said', NULL, NULL, NULL FROM facts_statement
    UNION ALL
    SELECT child, NULL, NULL, understood = 'yes' AND list_has_any(about, ['rights', 'legal_help']),
           NULL, NULL FROM facts_information
    UNION ALL
    SELECT child, NULL, NULL, NULL, kind <> 'institution', NULL FROM facts_guardian
    UNION ALL
    SELECT child, NULL, NULL, NULL, NULL, basis = 'documented' FROM facts_age
)
GROUP BY child
