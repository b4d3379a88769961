-- Columns of which a form request has something to say.
CREATE TABLE shelves (id integer PRIMARY KEY AUTOINCREMENT NOT NULL, code varchar(10) NOT NULL UNIQUE);
CREATE TABLE items (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    sku varchar(20) NOT NULL UNIQUE,
    shelf_id bigint NOT NULL REFERENCES shelves,
    shelf_code varchar(10) REFERENCES shelves (code),
    parent_id bigint REFERENCES items,
    small smallint NOT NULL,
    medium int,
    big bigint,
    price decimal(7, 2) NOT NULL,
    ratio decimal(4, 4),
    weight double,
    active boolean NOT NULL,
    on_day date,
    at_moment timestamp(0) NOT NULL,
    at_time time(0),
    ref uuid,
    data json NOT NULL,
    state varchar CHECK (state IN ('draft', 'on-hold')) NOT NULL DEFAULT 'draft',
    note text,
    name varchar(50) NOT NULL DEFAULT 'x',
    age int CHECK (age BETWEEN 18 AND 120),
    stock int NOT NULL DEFAULT 1 CHECK (stock > 0),
    share int CHECK (share BETWEEN 0 AND 100),
    score decimal(5, 2) CHECK (score > 0),
    step int CHECK (step <> 5),
    initials varchar(4) CHECK (length(initials) >= 2),
    size varchar(10) CHECK (size IN ('draft', 'x')),
    total decimal(9, 2) GENERATED ALWAYS AS (price * 2) STORED,
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
CREATE TABLE moods (
    id integer PRIMARY KEY,
    word varchar(10) NOT NULL CHECK (word IN ('nonsense', 'draft', 'x')) CHECK (word IN ('xx', 'draft', 'x')) CHECK (word NOT IN ('x', 'xx')),
    level int NOT NULL CHECK (level IN (0, 1, 2, 5)) CHECK (level IN (1, 2, 5, 100)),
    step varchar(10) NOT NULL,
    weight int NOT NULL,
    CHECK (step IN ('draft', 'nonsense') AND weight > 5)
);
-- Booleans of which one value only is taken.
CREATE TABLE consents (
    id integer PRIMARY KEY,
    flag boolean NOT NULL CHECK (flag IN (0, 1)),
    maybe boolean CHECK (maybe = 1 OR maybe = 0),
    never boolean NOT NULL CHECK (never = 0),
    agreed boolean NOT NULL CHECK (agreed),
    refused boolean NOT NULL CHECK (NOT refused),
    sent boolean NOT NULL DEFAULT 1 CHECK (sent = 1)
);
