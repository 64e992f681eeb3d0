-- A child who spoke about help, about what should happen next or about risks, and agrees that this is counted.
-- kept
SELECT c.child, c.country, t.said, c.sex, c.age, c.national, c.is_counted, c.has_case,
       t.helped, t.hurt, t.missed, t.wants, t.refuses, t.risks, t.risk_district,
       len(t.helped) + len(t.hurt) + len(t.missed) > 0 AS spoke_of_help,
       len(t.wants) + len(t.refuses) > 0 AS spoke_of_ways, len(t.risks) > 0 AS spoke_of_risks,
       view_of('shelter', t.helped, t.hurt, t.missed) AS of_shelter,
       view_of('food', t.helped, t.hurt, t.missed) AS of_food,
       view_of('health', t.helped, t.hurt, t.missed) AS of_health,
       view_of('counselling', t.helped, t.hurt, t.missed) AS of_counselling,
       view_of('school', t.helped, t.hurt, t.missed) AS of_school,
       view_of('training', t.helped, t.hurt, t.missed) AS of_training,
       view_of('money', t.helped, t.hurt, t.missed) AS of_money,
       view_of('legal', t.helped, t.hurt, t.missed) AS of_legal,
       view_of('police', t.helped, t.hurt, t.missed) AS of_police,
       view_of('court', t.helped, t.hurt, t.missed) AS of_court,
       view_of('staff', t.helped, t.hurt, t.missed) AS of_staff,
       view_of('told', t.helped, t.hurt, t.missed) AS of_told,
       view_of('family', t.helped, t.hurt, t.missed) AS of_family,
       view_of('freedom', t.helped, t.hurt, t.missed) AS of_freedom,
       view_of('play', t.helped, t.hurt, t.missed) AS of_play,
       view_of('safety', t.helped, t.hurt, t.missed) AS of_safety
FROM themes_of_child t JOIN children c ON c.child = t.child
