-- Columns of which a form request has something to say.
CREATE TABLE shelves (id bigint unsigned AUTO_INCREMENT PRIMARY KEY, code varchar(10) NOT NULL UNIQUE);
CREATE TABLE items (
    id bigint unsigned AUTO_INCREMENT PRIMARY KEY,
    sku varchar(20) NOT NULL UNIQUE,
    shelf_id bigint unsigned NOT NULL REFERENCES shelves (id),
    shelf_code varchar(10) REFERENCES shelves (code),
    parent_id bigint unsigned REFERENCES items (id),
    tiny tinyint unsigned,
    middle mediumint,
    long_count int unsigned,
    small smallint NOT NULL,
    medium int,
    big bigint,
    price decimal(7, 2) NOT NULL,
    ratio decimal(4, 4),
    weight double,
    lift double unsigned,
    size_in float(7, 2),
    speed double CHECK (speed > 1.5),
    built year CHECK (built <> 0),
    active boolean NOT NULL,
    on_day date,
    at_moment datetime NOT NULL,
    at_time time(0),
    ref char(36),
    data json NOT NULL,
    state enum('draft', 'on-hold') NOT NULL DEFAULT 'draft',
    note text,
    name varchar(50) NOT NULL DEFAULT 'x',
    age int CHECK (age BETWEEN 18 AND 120),
    stock int NOT NULL DEFAULT 1 CHECK (stock > 0),
    share int CHECK (share BETWEEN 0 AND 100),
    score decimal(5, 2) CHECK (score > 0),
    step int CHECK (step <> 5),
    percent decimal(4, 2) NOT NULL CHECK (percent BETWEEN 90 AND 100),
    level tinyint CHECK (level BETWEEN 0 AND 255),
    initials varchar(4) CHECK (char_length(initials) >= 2),
    size varchar(10) CHECK (size IN ('draft', 'x')),
    address inet6,
    flags bit(4),
    many_flags bit(33) NOT NULL,
    total decimal(9, 2) GENERATED ALWAYS AS (price * 2) STORED,
    created_at timestamp NULL,
    updated_at timestamp NULL
);
-- Told apart by two columns, of which one would do.
CREATE TABLE mentors (
    mentor_id bigint NOT NULL,
    pupil_id bigint NOT NULL UNIQUE,
    begun date NOT NULL,
    PRIMARY KEY (mentor_id, pupil_id)
);
-- Values of which several checks leave but some.
CREATE TABLE moods (
    id bigint AUTO_INCREMENT PRIMARY KEY,
    state enum('draft', 'on-hold') NOT NULL DEFAULT 'draft' CHECK (state <> 'ON-HOLD'),
    other enum('draft', 'on-hold') NOT NULL DEFAULT 'draft' CHECK (other IN ('draft')),
    word varchar(10) NOT NULL CHECK (word NOT IN ('x', 'xx')),
    level int NOT NULL CHECK (level IN (0, 1, 2, 5)),
    step varchar(10) NOT NULL,
    weight int NOT NULL,
    CHECK (step IN ('draft', 'nonsense') AND weight > 5),
    CHECK (word IN ('nonsense', 'draft', 'x')),
    CHECK (word IN ('xx', 'draft', 'x')),
    CHECK (level IN (1, 2, 5, 100))
);
-- Booleans of which one value only is taken.
CREATE TABLE consents (
    id bigint AUTO_INCREMENT PRIMARY KEY,
    flag boolean NOT NULL CHECK (flag IN (0, 1)),
    maybe boolean CHECK (maybe = 1 OR maybe = 0),
    never boolean NOT NULL CHECK (never = 0),
    agreed boolean NOT NULL CHECK (agreed),
    refused boolean NOT NULL CHECK (NOT refused),
    sent boolean NOT NULL DEFAULT true CHECK (sent = true)
);
