-- strange.sqlite.sql - what SQLite allows and people do, beyond models that
-- make sense.  Written for the tests of emgen-introspect-sqlite.

-- Keys that are the row's own number, and keys that only look like it.
CREATE TABLE k_integer (id INTEGER PRIMARY KEY, v);
CREATE TABLE k_autoincrement (id INTEGER PRIMARY KEY AUTOINCREMENT);
CREATE TABLE k_table_level (id integer, v TEXT, PRIMARY KEY (id));
CREATE TABLE k_table_level_desc (id integer, v TEXT, PRIMARY KEY (id DESC));
CREATE TABLE k_desc (id INTEGER PRIMARY KEY DESC, v);
CREATE TABLE k_int (id INT PRIMARY KEY, v);
CREATE TABLE k_bigint (id BIGINT PRIMARY KEY NOT NULL);
CREATE TABLE k_text (id TEXT PRIMARY KEY);
CREATE TABLE k_without_rowid (id INTEGER PRIMARY KEY, v TEXT) WITHOUT ROWID;
CREATE TABLE k_unique_too (id INTEGER PRIMARY KEY UNIQUE);
CREATE TABLE k_composite (a INTEGER, b INTEGER, PRIMARY KEY (b, a));
CREATE TABLE k_composite_without_rowid (a TEXT, b TEXT, c, CONSTRAINT "the key" PRIMARY KEY (a, b)) WITHOUT ROWID;
CREATE TABLE k_none (a, b);
CREATE TABLE k_strict (id INTEGER PRIMARY KEY, t TEXT NOT NULL, a ANY, b BLOB, i INT, r REAL) STRICT;
CREATE TABLE k_named (id INTEGER CONSTRAINT pk_named PRIMARY KEY);

-- Names that need quotes, in all four kinds, and comments between.
CREATE TABLE "quoted ""name""" (
    "a b" INTEGER PRIMARY KEY, -- a comment, with (parentheses) and 'quotes
    [c, d] TEXT /* CHECK ([c, d] IN ('no')) */ DEFAULT 'x, (y',
    `e``f` VARCHAR (20),
    'g h' TEXT UNIQUE,
    "check" TEXT CHECK ("check" IN ('yes', 'it''s', '(', '),')),
    "unique" TEXT,
    "line
break" TEXT,
    größe REAL,
    CONSTRAINT [odd, name] CHECK ((("a b") > 0)),
    CONSTRAINT 'uq' UNIQUE ([c, d], `e``f` COLLATE NOCASE DESC)
);
CREATE TABLE [select] ([from] INTEGER REFERENCES "quoted ""name""", [where] TEXT);
CREATE TABLE only_hidden (a INT, b INT AS (a + 1), c TEXT GENERATED ALWAYS AS (a || 'x') STORED, d AS (a) UNIQUE);

-- Foreign keys: without targets, in another case, composite, into nothing.
CREATE TABLE Parent (Id INTEGER PRIMARY KEY, Code TEXT UNIQUE, a INT, b INT, UNIQUE (a, b));
CREATE TABLE pair (x INT, y INT, PRIMARY KEY (x, y));
CREATE TABLE f_all (
    f1 INT REFERENCES parent,
    f2 INT CONSTRAINT fk_two REFERENCES PARENT (ID) ON DELETE CASCADE ON UPDATE SET NULL,
    f3 TEXT REFERENCES Parent (code) DEFERRABLE INITIALLY DEFERRED,
    f4 INT, f5 INT,
    f6 INT REFERENCES missing,
    f7 INT REFERENCES missing (id),
    f8 INT REFERENCES k_none,
    f9 INT NOT NULL CONSTRAINT named_not_null CHECK (f9 > 0) REFERENCES f_all (F9),
    f10 INT REFERENCES "quoted ""name""" ("A B") MATCH FULL,
    CONSTRAINT fk_pair FOREIGN KEY (f4, f5) REFERENCES Pair ON DELETE SET DEFAULT,
    FOREIGN KEY (F4, F5) REFERENCES parent (A, B) ON DELETE RESTRICT
    CONSTRAINT no_comma CHECK (f1 <> f2)
    CONSTRAINT fk_last FOREIGN KEY (f1) REFERENCES pair
);
CREATE TABLE z_self (id INTEGER PRIMARY KEY, parent_id INT REFERENCES z_self, other INT REFERENCES Z_SELF (Id));
ALTER TABLE z_self ADD COLUMN added INT CONSTRAINT fk_added REFERENCES parent;

-- Indexes.
CREATE TABLE i_all (a INT, b INT UNIQUE, c TEXT, d TEXT, CONSTRAINT uq_cd UNIQUE (c, d), UNIQUE (a, b));
CREATE INDEX i_plain ON i_all (a);
CREATE INDEX i_two ON i_all (b DESC, a);
CREATE UNIQUE INDEX i_unique ON i_all (c);
CREATE UNIQUE INDEX i_partial ON i_all (d) WHERE a > 0;
CREATE INDEX i_expression ON i_all (lower(c), a);
CREATE UNIQUE INDEX i_unique_expression ON i_all (a + b);
CREATE INDEX "i ""quoted""" ON i_all (d COLLATE NOCASE);

-- Views, one of a broken one's kind, and things that are no tables.
CREATE VIEW v_plain AS SELECT id, t FROM k_strict;
CREATE VIEW v_named (one, two) AS SELECT a + 1, b FROM k_none;
CREATE TABLE gone (a);
CREATE VIEW v_broken AS SELECT a FROM gone;
DROP TABLE gone;
CREATE VIRTUAL TABLE search USING fts5 (body);
CREATE TRIGGER t_ai AFTER INSERT ON k_none BEGIN UPDATE k_none SET b = 1; END;
ANALYZE;
