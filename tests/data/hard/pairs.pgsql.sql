-- Tables of at most two rows.
CREATE TABLE sides (id serial PRIMARY KEY, is_left boolean NOT NULL UNIQUE);
CREATE TABLE signs (id serial PRIMARY KEY, is_plus boolean NOT NULL UNIQUE);
