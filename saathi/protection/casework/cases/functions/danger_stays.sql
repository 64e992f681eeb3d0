-- The danger of a case does not begin earlier than it did, nor end without a visit: an earlier visit would end it.
CREATE OR REPLACE TRIGGER case_danger_stays BEFORE UPDATE ON cases_case
    FOR EACH ROW WHEN (to_jsonb(OLD) ->> 'danger_reported_at' IS NOT NULL
                       AND coalesce((to_jsonb(NEW) ->> 'danger_reported_at')::timestamptz
                                    < (to_jsonb(OLD) ->> 'danger_reported_at')::timestamptz, true)
                       AND current_user <> 'saathi_maintenance')
    EXECUTE FUNCTION row_refuse('the danger of a case ends by a visit');
