-- Puts a job into the queue for the web role, which cannot write to it; returns the job's id. Called only
-- with a proof (`change_make`). Triggers of the queue name its tables without their schema.
CREATE OR REPLACE FUNCTION job_defer(the_queue text, the_task text, the_lock text,
    the_queueing_lock text, arguments jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    new_id bigint;
BEGIN
    INSERT INTO public.procrastinate_jobs (queue_name, task_name, lock, queueing_lock, args)
    VALUES (the_queue, the_task, the_lock, the_queueing_lock, arguments)
    RETURNING id INTO new_id;
    RETURN new_id;
END $$;
