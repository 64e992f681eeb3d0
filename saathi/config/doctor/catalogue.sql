-- Everything in this database that determines access and the log, one row for each object: its kind, its name
-- and its definition. The same in every PostgreSQL version that Saathi runs on. Run with `search_path =
-- pg_catalog`, so that every name includes its schema.
--
-- Left out: the rights of the tests' own role, and those of owners on their own objects. The log's partitions
-- are created month by month; they appear as one object that is the same everywhere.
WITH relation AS (
    SELECT c.*, n.nspname,
           CASE WHEN c.relispartition AND c.relname ~ '^audit_entry_[0-9]{4}_[0-9]{2}$'
                THEN 'audit_entry_MONTH' ELSE c.relname::text END AS name
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname !~ '^(pg_.*|information_schema)$' AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
), grants (what, acl, owner) AS (
    SELECT format('%s.%s', r.nspname, r.name), r.relacl, r.relowner FROM relation r
    UNION ALL
    SELECT format('%s.%s (%s)', r.nspname, r.name, a.attname), a.attacl, r.relowner
      FROM relation r JOIN pg_attribute a ON a.attrelid = r.oid WHERE a.attacl IS NOT NULL
    UNION ALL
    SELECT format('function %s', p.oid::regprocedure), coalesce(p.proacl, acldefault('f', p.proowner)),
           p.proowner
      FROM pg_proc p WHERE p.pronamespace::regnamespace::text !~ '^(pg_.*|information_schema)$'
    UNION ALL
    SELECT format('schema %s', n.nspname), n.nspacl, n.nspowner FROM pg_namespace n
     WHERE n.nspname !~ '^(pg_.*|information_schema)$'
    UNION ALL
    SELECT format('type %s', t.oid::regtype), t.typacl, t.typowner FROM pg_type t
     WHERE t.typacl IS NOT NULL AND t.oid >= 16384
    UNION ALL
    SELECT format('new objects of %s (%s)', d.defaclrole::regrole, d.defaclobjtype), d.defaclacl,
           d.defaclrole
      FROM pg_default_acl d
    UNION ALL
    SELECT format('setting %s', p.parname), p.paracl, 10 FROM pg_parameter_acl p
)
SELECT 'table', format('%s.%s', r.nspname, r.name), concat_ws('|', r.relkind, r.relowner::regrole,
       r.relrowsecurity, r.relforcerowsecurity, r.relpersistence,
       CASE WHEN r.relkind IN ('v', 'm') THEN r.reloptions::text END,
       -- From version 18 on, a view of one table does not repeat its alias before each column.
       CASE WHEN r.relkind IN ('v', 'm') THEN regexp_replace(pg_get_viewdef(r.oid), '\m[a-z]\.', '', 'g') END)
  FROM relation r
UNION ALL
SELECT 'columns of', format('%s.%s', r.nspname, r.name),
       string_agg(concat_ws('|', a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
                            a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid)),
                  E'\n' ORDER BY a.attname)
  FROM relation r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_attrdef d ON d.adrelid = r.oid AND d.adnum = a.attnum
 WHERE r.relkind <> 'S'
 GROUP BY r.oid, r.nspname, r.name
UNION ALL
-- PostgreSQL 18 lists NOT NULL among the constraints; in every version the columns say it too.
SELECT 'constraint', format('%s of %s.%s', k.conname, r.nspname, r.name),
       concat_ws('|', pg_get_constraintdef(k.oid), k.convalidated)
  FROM relation r JOIN pg_constraint k ON k.conrelid = r.oid
 WHERE k.contype NOT IN ('n', 't') AND r.relname = r.name
UNION ALL
-- Constraints and triggers of the log's partitions, together: one that is missing anywhere shows up.
SELECT 'constraints and triggers of', format('%s.%s', r.nspname, r.name), concat_ws(E'\n',
       (SELECT string_agg(pg_get_constraintdef(k.oid), E'\n' ORDER BY pg_get_constraintdef(k.oid))
          FROM pg_constraint k WHERE k.conrelid = r.oid AND k.contype NOT IN ('n', 't')),
       (SELECT string_agg(replace(pg_get_triggerdef(t.oid), r.relname, r.name) || t.tgenabled::text,
                          E'\n' ORDER BY t.tgname)
          FROM pg_trigger t WHERE t.tgrelid = r.oid AND NOT t.tgisinternal))
  FROM relation r WHERE r.relname <> r.name
UNION ALL
SELECT 'unique index', format('%s of %s.%s', i.indexrelid::regclass, r.nspname, r.name),
       concat_ws('|', pg_get_indexdef(i.indexrelid), i.indisvalid)
  FROM relation r JOIN pg_index i ON i.indrelid = r.oid AND i.indisunique
 WHERE r.relname = r.name
UNION ALL
SELECT 'trigger', format('%s of %s.%s', t.tgname, r.nspname, r.name),
       concat_ws('|', pg_get_triggerdef(t.oid), t.tgenabled)
  FROM relation r JOIN pg_trigger t ON t.tgrelid = r.oid
 WHERE NOT t.tgisinternal AND r.relname = r.name
UNION ALL
SELECT 'disabled trigger', format('%s of %s.%s', t.tgname, r.nspname, r.name), t.tgenabled::text
  FROM relation r JOIN pg_trigger t ON t.tgrelid = r.oid
 WHERE t.tgisinternal AND t.tgenabled <> 'O'
UNION ALL
SELECT 'event trigger', e.evtname, concat_ws('|', e.evtevent, e.evtfoid::regproc, e.evtenabled)
  FROM pg_event_trigger e
UNION ALL
SELECT 'rule', format('%s of %s.%s', w.rulename, r.nspname, r.name),
       concat_ws('|', pg_get_ruledef(w.oid), w.ev_enabled)
  FROM relation r JOIN pg_rewrite w ON w.ev_class = r.oid WHERE w.rulename <> '_RETURN'
UNION ALL
SELECT 'policy', format('%s of %s.%s', p.polname, r.nspname, r.name),
       concat_ws('|', p.polcmd, p.polpermissive,
                 ARRAY(SELECT o::regrole::text FROM unnest(p.polroles) o ORDER BY 1),
                 pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
  FROM relation r JOIN pg_policy p ON p.polrelid = r.oid
UNION ALL
SELECT 'function', p.oid::regprocedure::text,
       concat_ws('|', p.proowner::regrole, l.lanname, p.prokind, p.prosecdef, p.proleakproof,
                 p.provolatile, p.proisstrict, p.proparallel, p.proretset, p.prorettype::regtype,
                 p.proconfig,
                 -- Constants of this installation: the server for which the database was declared, and how
                 -- far a restore moved the transaction numbers.
                 CASE WHEN p.proname IN ('recovery_declared', 'audit_xid_offset')
                      THEN regexp_replace(concat(p.prosrc, pg_get_function_sqlbody(p.oid)),
                                          '[0-9A-F]+(/[0-9A-F]+)?', '', 'g')
                      ELSE concat(p.prosrc, pg_get_function_sqlbody(p.oid)) END, p.probin,
                 pg_get_function_arguments(p.oid))
  FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
 WHERE p.pronamespace::regnamespace::text !~ '^(pg_.*|information_schema)$'
    OR (p.oid >= 16384 AND NOT starts_with(p.pronamespace::regnamespace::text, 'pg_temp'))
UNION ALL
SELECT 'rights of ' || CASE WHEN a.grantee = 0 THEN 'everybody' ELSE a.grantee::regrole::text END
       || ' on', g.what,
       string_agg(DISTINCT a.privilege_type || CASE WHEN a.is_grantable THEN ' and may give it' ELSE '' END,
                  ', ' ORDER BY a.privilege_type || CASE WHEN a.is_grantable THEN ' and may give it' ELSE '' END)
  FROM grants g CROSS JOIN LATERAL aclexplode(g.acl) a
 WHERE a.grantee <> g.owner AND a.grantee IS DISTINCT FROM to_regrole('saathi_tester')
 GROUP BY a.grantee, g.what
UNION ALL
SELECT 'schema', n.nspname, n.nspowner::regrole::text FROM pg_namespace n
 WHERE n.nspname !~ '^(pg_.*|information_schema)$'
UNION ALL
SELECT 'type', t.oid::regtype::text,
       concat_ws('|', t.typowner::regrole, t.typtype, t.typbasetype::regtype, t.typnotnull, t.typdefault,
                 (SELECT string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder) FROM pg_enum e
                   WHERE e.enumtypid = t.oid))
  FROM pg_type t
 WHERE t.oid >= 16384 AND t.typtype IN ('d', 'e', 'r') AND t.typnamespace::regnamespace::text !~ '^pg_'
UNION ALL
SELECT 'operator', o.oid::regoperator::text, o.oprcode::text FROM pg_operator o WHERE o.oid >= 16384
UNION ALL
SELECT 'cast', format('%s to %s', c.castsource::regtype, c.casttarget::regtype), c.castcontext::text
  FROM pg_cast c WHERE c.oid >= 16384
UNION ALL
SELECT 'language', l.lanname, l.lanpltrusted::text FROM pg_language l WHERE l.oid >= 16384
UNION ALL
SELECT 'extension', e.extname, '' FROM pg_extension e WHERE e.extname <> 'plpgsql'
UNION ALL
SELECT 'publication', p.pubname, '' FROM pg_publication p
UNION ALL
SELECT 'foreign server', s.srvname, '' FROM pg_foreign_server s
ORDER BY 1, 2
