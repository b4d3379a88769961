-- What grew over years: keys that a function or a sequence of several tables makes,
-- pivots that know the microsecond and the zone, keys shared down a line of tables.

CREATE SCHEMA hr;

CREATE FUNCTION snowflake(name text) RETURNS bigint LANGUAGE sql VOLATILE
    AS $$ SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint << 16 | (random() * 65535)::int $$;

CREATE SEQUENCE hibernate_sequence START 100000;

CREATE TABLE accounts (
    id bigint PRIMARY KEY DEFAULT snowflake('accounts'),
    username varchar NOT NULL DEFAULT '',
    moved_to_account_id bigint REFERENCES accounts,
    created_at timestamp NOT NULL,
    updated_at timestamp NOT NULL
);

CREATE TABLE tags (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text NOT NULL,
    parent_id uuid REFERENCES tags
);

CREATE TABLE patients (
    patient_id integer NOT NULL DEFAULT nextval('hibernate_sequence') PRIMARY KEY,
    identifier char(38) NOT NULL UNIQUE
);

CREATE TABLE words (
    word text PRIMARY KEY DEFAULT md5(random()::text),
    meaning text
);

CREATE TABLE account_tag (
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    tag_id uuid NOT NULL REFERENCES tags ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, tag_id)
);

CREATE TABLE blocks (
    account_id bigint NOT NULL REFERENCES accounts,
    target_account_id bigint NOT NULL REFERENCES accounts,
    created_at timestamp NOT NULL,
    updated_at timestamp NOT NULL,
    PRIMARY KEY (account_id, target_account_id)
);

CREATE TABLE account_patient (
    account_id bigint NOT NULL REFERENCES accounts,
    patient_id integer NOT NULL REFERENCES patients,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (patient_id, account_id)
);

-- A line of tables with one key.
CREATE TABLE hr.people (
    "personID" serial PRIMARY KEY,
    "fullName" varchar(50) NOT NULL
);

CREATE TABLE hr.employees (
    "personID" integer PRIMARY KEY REFERENCES hr.people,
    "hiredOn" date NOT NULL,
    "accountID" bigint UNIQUE REFERENCES public.accounts
);

CREATE TABLE hr.managers (
    "personID" integer PRIMARY KEY REFERENCES hr.employees,
    bonus numeric NOT NULL DEFAULT 0.00
);

-- Of one name in two schemas, and one refers to the other.
CREATE TABLE hr.accounts (
    id serial PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES public.accounts,
    payee text NOT NULL
);

-- As Prisma makes them.
CREATE TABLE "_TagToTag" (
    "A" uuid NOT NULL REFERENCES tags,
    "B" uuid NOT NULL REFERENCES tags
);
CREATE UNIQUE INDEX "_TagToTag_AB" ON "_TagToTag" ("A", "B");

-- A number that is unique, and nobody has called it the primary key.
CREATE TABLE tickets (
    no bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    subject text NOT NULL
);

CREATE TABLE ticket_lines (
    id serial UNIQUE,
    ticket_no bigint NOT NULL REFERENCES tickets (no),
    line varchar(40) NOT NULL,
    UNIQUE (ticket_no, line)
);

-- Keys that a default makes of text, which PostgreSQL tells, and Laravel takes for a number if it looks like one.
CREATE TABLE parcels (
    code varchar(12) PRIMARY KEY DEFAULT lpad((random() * 100000000)::int::text, 12, '0'),
    weight numeric(8, 3) NOT NULL
);

CREATE TABLE parcel_marks (
    at timestamptz PRIMARY KEY DEFAULT clock_timestamp(),
    parcel_code varchar(12) NOT NULL REFERENCES parcels,
    mark text NOT NULL
);
