-- Columns of which a form request has something to say.
CREATE TYPE state AS ENUM ('draft', 'on-hold');
CREATE DOMAIN percent AS int CHECK (VALUE BETWEEN 0 AND 100);
CREATE TABLE shelves (id bigserial PRIMARY KEY, code varchar(10) NOT NULL UNIQUE);
CREATE TABLE items (
    id bigserial PRIMARY KEY,
    sku varchar(20) NOT NULL UNIQUE,
    shelf_id bigint NOT NULL REFERENCES shelves,
    shelf_code varchar(10) REFERENCES shelves (code),
    parent_id bigint REFERENCES items,
    small smallint NOT NULL,
    medium int,
    big bigint,
    price numeric(7, 2) NOT NULL,
    ratio numeric(4, 4),
    weight double precision,
    active boolean NOT NULL,
    on_day date,
    at_moment timestamp(0) NOT NULL,
    at_time time(0),
    ref uuid,
    data jsonb NOT NULL,
    state state NOT NULL DEFAULT 'draft',
    note text,
    name varchar(50) NOT NULL DEFAULT 'x',
    age int CHECK (age BETWEEN 18 AND 120),
    stock int NOT NULL DEFAULT 1 CHECK (stock > 0),
    share percent,
    score numeric(5, 2) CHECK (score > 0),
    step int CHECK (step <> 5),
    initials varchar(4) CHECK (length(initials) >= 2),
    size varchar(10) CHECK (size IN ('draft', 'x')),
    tags text[] NOT NULL DEFAULT '{}',
    sizes integer[],
    address inet,
    card macaddr,
    total numeric(9, 2) GENERATED ALWAYS AS (price * 2) STORED,
    created_at timestamp(0),
    updated_at timestamp(0)
);
-- Told apart by two columns, of which one would do.
CREATE TABLE mentors (
    mentor_id bigint NOT NULL REFERENCES shelves (id),
    pupil_id bigint NOT NULL UNIQUE REFERENCES shelves (id),
    begun date NOT NULL,
    PRIMARY KEY (mentor_id, pupil_id)
);
-- Values of which several checks leave but some.
CREATE DOMAIN rated AS state CHECK (VALUE <> 'on-hold');
CREATE TABLE moods (
    id bigserial PRIMARY KEY,
    state state NOT NULL CHECK (state <> 'on-hold'),
    other state NOT NULL CHECK (state IN ('draft', 'on-hold') AND other IN ('draft')),
    rated rated NOT NULL,
    word varchar(10) NOT NULL CHECK (word IN ('nonsense', 'draft', 'x')) CHECK (word IN ('xx', 'draft', 'x')) CHECK (word NOT IN ('x', 'xx')),
    level int NOT NULL CHECK (level IN (0, 1, 2, 5)) CHECK (level IN (1, 2, 5, 100))
);
-- Digits that are always 0, in front of the point or behind it.
CREATE TABLE zeros (
    id bigserial PRIMARY KEY,
    hundreds numeric(5, -2) NOT NULL,
    few numeric(1, -2) NOT NULL CHECK (few <= 250),
    parts numeric(2, 4) NOT NULL UNIQUE,
    share numeric(3, 3) NOT NULL
);
-- Booleans of which one value only is taken.
CREATE TABLE consents (
    id bigserial PRIMARY KEY,
    flag boolean NOT NULL CHECK (flag IN (true, false)),
    maybe boolean CHECK (maybe = true OR maybe = false),
    never boolean NOT NULL CHECK (never = false),
    agreed boolean NOT NULL CHECK (agreed),
    refused boolean NOT NULL CHECK (NOT refused),
    sent boolean NOT NULL DEFAULT true CHECK (sent = true)
);
