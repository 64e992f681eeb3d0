-- What staff may do to staff. The web role cannot write these rows; it calls these functions, and
-- each checks, by the signed context, what the caller may do. Each belongs to the warden.

-- Which migrations were applied, for the health page.
CREATE OR REPLACE FUNCTION access_applied_migrations() RETURNS TABLE (app text, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT m.app::text, m.name::text FROM public.django_migrations m $$;
