-- Rows that are true for a time, and a time without an end; tables called as
-- Laravel's are.

CREATE TABLE rooms (id serial PRIMARY KEY, name text NOT NULL);
CREATE TABLE sessions (
    id serial PRIMARY KEY,
    room_id integer NOT NULL REFERENCES rooms,
    begins_at timestamptz NOT NULL DEFAULT '-infinity',
    ends_at timestamptz NOT NULL DEFAULT 'infinity',
    founded_on date NOT NULL DEFAULT '0044-03-15 BC',
    closes_on date DEFAULT '10000-01-01',
    deleted_at timestamptz DEFAULT 'infinity',
    seen_at timestamptz NOT NULL DEFAULT '2020-01-01 00:00:00+00'
);
CREATE TABLE jobs (id serial PRIMARY KEY, session_id integer NOT NULL REFERENCES sessions, title text NOT NULL);
CREATE TABLE migrations (id serial PRIMARY KEY, migration text NOT NULL, batch integer NOT NULL);
CREATE TABLE stamped (
    id serial PRIMARY KEY,
    at timestamp NOT NULL,
    created_at timestamp GENERATED ALWAYS AS (at) STORED,
    updated_at timestamp
);
