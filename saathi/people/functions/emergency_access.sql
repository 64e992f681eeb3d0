-- Emergency access: this function applies the limits, requires a reason, and gives the notice and the log
-- entry, for every caller.

DROP FUNCTION IF EXISTS access_break_glass(uuid, integer);
DROP FUNCTION IF EXISTS access_break_glass(text, integer);

-- Opens a file in an emergency for a few hours, by the code on its cover, and notifies those who lead the
-- office that holds it. Returns the file's id, or NULL alike for an unknown code, a file hidden from this
-- person, a protected child, and a child whose file may not be read from the person's country
-- now (`protection_screening/functions/access_abroad.sql`). Errors: 42501 (no permission), 22023 (hours or reason), 54000 (limit
-- reached).
--
-- The right begins after this moment, so the transaction that creates it cannot read with it: a rollback, to
-- lose the log entry, reveals nothing.
--
-- A child protection worker on duty opens a few files in a night. Ten in an hour and thirty in a day leave
-- room for a disaster; a person who needs more should be on the team of the cases. Mistyped codes are
-- tolerated, ten in the hour that begins with the first: with a million children, about one in seven hundred
-- guesses finds a file. They are counted where no statement of the web role can add one: otherwise it could
-- keep a person out for an hour.
CREATE OR REPLACE FUNCTION access_break_glass(of_code text, hours integer, why text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    files_an_hour CONSTANT integer := 10;
    files_a_day CONSTANT integer := 30;
    wrong_codes_an_hour CONSTANT integer := 10;
    me uuid := public.access_staff();
    wrong_codes CONSTANT text := 'glass|' || me;
    longest integer := (SELECT s.value FROM public.access_setting s WHERE s.name = 'glass_hours');
    found_file uuid;
    held_by uuid;
    begins timestamptz;
BEGIN
    IF NOT public.staff_may(me, 'break_glass') THEN
        RAISE EXCEPTION 'not among your rights' USING ERRCODE = '42501';
    END IF;
    IF hours IS NULL OR longest IS NULL OR hours NOT BETWEEN 1 AND longest THEN
        RAISE EXCEPTION 'longer than this installation allows' USING ERRCODE = '22023';
    END IF;
    IF why IS NULL OR why NOT IN ('danger', 'missing', 'medical', 'found', 'deadline') THEN
        RAISE EXCEPTION 'emergency access needs a reason' USING ERRCODE = '22023';
    END IF;
    -- A transaction with an older snapshot would not see what others counted.
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'emergency access is counted in read committed transactions only'
            USING ERRCODE = '0A000';
    END IF;
    -- One at a time for each person: parallel calls would not see each other.
    PERFORM pg_advisory_xact_lock({lock.EMERGENCY_ACCESS}, hashtext(me::text));
    IF (SELECT count(*) FROM public.agencies_grant g WHERE g.principal = me AND g.kind = 'glass'
          AND g.starts_at > now() - interval '1 hour') >= files_an_hour
       OR (SELECT count(*) FROM public.agencies_grant g WHERE g.principal = me AND g.kind = 'glass'
          AND g.starts_at > now() - interval '1 day') >= files_a_day
       OR EXISTS (SELECT 1 FROM public.agencies_attempt a WHERE a.counter = wrong_codes
          AND a.tried >= wrong_codes_an_hour AND a.ends_at > clock_timestamp()) THEN
        RAISE EXCEPTION 'too many files opened, or too many wrong codes' USING ERRCODE = '54000';
    END IF;
    SELECT f.id, f.office_id INTO found_file, held_by
      FROM public.people_child c JOIN public.agencies_file f ON f.id = c.file_id
     WHERE c.code = of_code AND f.kind = 'child' AND NOT f.is_protected AND NOT EXISTS (
        SELECT 1 FROM public.agencies_hidden h
        WHERE h.file_id = f.id AND h.principal = ANY (public.access_self()));
    IF found_file IS NULL OR {values.emergency_lacks} <> '{}' THEN
        PERFORM public.attempt_take(wrong_codes, wrong_codes_an_hour, 3600);
        PERFORM public.access_log('refused', NULL, jsonb_build_object('action', 'break_glass'));
        RETURN NULL;
    END IF;
    begins := greatest(clock_timestamp(), now() + interval '1 microsecond');
    INSERT INTO public.agencies_grant
        (id, file_id, principal, kind, reads, writes, starts_at, ends_at, given_by)
    VALUES (gen_random_uuid(), found_file, me, 'glass', {section.EMERGENCY}, 0, begins,
            begins + make_interval(hours => hours), me);
    INSERT INTO public.agencies_notice (id, staff_id, kind, record, given_at, given_by)
    SELECT gen_random_uuid(), s.id, 'glass_broken', found_file, now(), me
      FROM public.agencies_principal p
      JOIN public.agencies_staff s ON s.id = p.staff_id AND s.is_active
     WHERE p.principal = held_by AND s.id <> me AND NOT EXISTS (
        SELECT 1 FROM public.agencies_hidden h
        WHERE h.file_id = found_file AND h.principal IN (s.id, s.agency_id));
    PERFORM public.access_log('glass_broken', found_file, jsonb_build_object(
        'reason', why, 'reads', {section.EMERGENCY},
        'ends_at', to_char((begins + make_interval(hours => hours)) AT TIME ZONE 'UTC',
                           'YYYY-MM-DD"T"HH24:MI:SS"+00:00"')));
    RETURN found_file;
END $$;
