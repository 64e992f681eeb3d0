-- A row: a contact with a country of origin. Sources: o.
SELECT o.file_id AS child, o.made_by, o.body, o.channel, o.country AS origin, o.safeguard,
       date_trunc('month', o.made_on)::date AS made
FROM protection_screening_origincontact o
