-- Becomes one view for each section, over the table that holds the answers to its forms. Not of erased files: what an
-- agency asks of its own is less known than Saathi's codes, which stay for statistics.
SELECT f.file_id AS child, f.form_code AS form, f.form_version, f.language,
       date_trunc('month', f.filled_on)::date AS filled,
       array(SELECT jsonb_object_keys(f.counted)) AS questions,
       array(SELECT value FROM jsonb_each_text(f.counted)) AS answers
FROM {table} f
WHERE NOT EXISTS (SELECT FROM vault_erasure e WHERE e.file_id = f.file_id)
