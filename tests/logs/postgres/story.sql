-- What one server lives through for the proof that its four logs agree.
CREATE TABLE t (id int PRIMARY KEY, name text NOT NULL, n numeric, made timestamptz DEFAULT now());
INSERT INTO t SELECT i, 'name ' || i, i / 3.0 FROM generate_series(1, 3000) i;
INSERT INTO t VALUES (1, 'twice'); INSERT INTO t VALUES (9999, NULL); SELECT * FROM nix; SELEC 1; SELECT 1/0;
SELECT 'a
	text with a TAB,
and LOG:  lines that look like entries: 2026-11-19 03:14:15 UTC [1] ERROR:  no' AS "quoted ""name"" ";
CREATE FUNCTION f(a int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE 'hello %', a;
 RAISE WARNING 'careful' USING HINT = 'do not', DETAIL = 'really', ERRCODE = '01001'; RETURN a / 0; END $$;
SELECT f(1); SET application_name = 'an, "odd" app'; PREPARE p (int) AS SELECT * FROM t WHERE id = $1; EXECUTE p (7);
BEGIN; DECLARE c CURSOR FOR SELECT * FROM t ORDER BY name; FETCH 10 FROM c; CLOSE c; ROLLBACK;
SELECT count(*) FROM (SELECT name FROM t a ORDER BY name || random()) x; ANALYZE t; VACUUM t;
SET statement_timeout = 20; SELECT pg_sleep(1); RESET statement_timeout; CHECKPOINT;
SET log_error_verbosity = verbose; SELECT * FROM nix; SET log_error_verbosity = default;
