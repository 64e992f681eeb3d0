-- Figures for monitoring: counts and ages only, no ids, job arguments or people.

-- Jobs that are waiting, running or failed, by queue and status, and for how many seconds the oldest job that
-- could start has waited. A job without a scheduled time could start when it was deferred.
CREATE OR REPLACE FUNCTION monitor_queues()
RETURNS TABLE (queue text, status text, jobs bigint, oldest_seconds double precision)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT j.queue_name::text, j.status::text, count(*),
           max(extract(epoch FROM now() - coalesce(j.scheduled_at, (
               SELECT max(e.at) FROM public.procrastinate_events e
                WHERE e.job_id = j.id AND e.type IN ('deferred', 'deferred_for_retry')))))
               FILTER (WHERE j.status = 'todo' AND coalesce(j.scheduled_at, now()) <= now())
               ::double precision
      FROM public.procrastinate_jobs j
     WHERE j.status IN ('todo', 'doing', 'failed')
     GROUP BY 1, 2
$$;
