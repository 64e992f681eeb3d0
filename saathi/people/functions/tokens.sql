-- A search once asked through a function that told which tokens others held. It does so no more.
DROP FUNCTION IF EXISTS access_find_tokens(bytea[]);
