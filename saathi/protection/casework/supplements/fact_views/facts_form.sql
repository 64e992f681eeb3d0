-- Becomes one view for each section, over the table that holds the answers to its forms.
SELECT f.file_id AS child, f.form_code AS form, f.form_version, f.language,
       date_trunc('month', f.filled_on)::date AS filled,
       array(SELECT jsonb_object_keys(f.counted)) AS questions,
       array(SELECT value FROM jsonb_each_text(f.counted)) AS answers
FROM {table} f
