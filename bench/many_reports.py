"""Ten thousand reports of one office, for the bench of the queue and for its test."""

REPORTS = 10_000
# Files with their owner's right, reports and their places in the queue; half of them closed.
_ALL = """
CREATE TEMP TABLE made AS
SELECT gen_random_uuid() AS file, gen_random_uuid() AS report, n FROM generate_series(1, %(many)s) n;
INSERT INTO agencies_file (id, kind, agency_id, office_id, is_protected, recorded_at, recorded_by)
SELECT file, 'report', %(agency)s, %(office)s, false, now(), %(by)s FROM made;
INSERT INTO agencies_grant (id, file_id, principal, kind, reads, writes, starts_at, given_by)
SELECT gen_random_uuid(), file, %(office)s, 'owner', %(all)s, %(all)s, now(), %(by)s FROM made;
INSERT INTO intake_report (id, file_id, recorded_at, recorded_by, version, received_at, channel,
    reporter_kind, reporter_is_confidential, urgency, concerns, country, district, language, child_gender,
    outcome, outcome_at, sealed)
SELECT report, file, now(), %(by)s, 1, now(), 'helpline', 'community', true,
    (ARRAY['now', 'today', 'soon', 'later'])[n %% 4 + 1], '{neglect}', 'NPL', 'NP-DHA', '', 'girl',
    CASE WHEN n %% 2 = 0 THEN '' ELSE 'advice_given' END, CASE WHEN n %% 2 = 0 THEN NULL ELSE now() END, 'x'
  FROM made;
INSERT INTO intake_reportresponse (id, file_id, recorded_at, recorded_by, version, report_id, office_id, state,
    urgency_rank, due_at, level, reached, escalate_at, route, named_staff)
SELECT gen_random_uuid(), file, now(), %(by)s, 1, report, %(office)s,
    CASE WHEN n %% 2 = 0 THEN 'new' ELSE 'closed' END, n %% 4, now() + n * interval '1 minute', 1, 1,
    CASE WHEN n %% 2 = 0 THEN now() + n * interval '1 minute' END, 'usual', '{}'
  FROM made;
ANALYZE intake_report;
ANALYZE intake_reportresponse;
ANALYZE agencies_grant;
DROP TABLE made
"""
MANY = [statement.strip() for statement in _ALL.split(";")]
