-- What makes it hard to invent a row: lengths, unique keys of several columns,
-- CHECKs, keys that go together, names that Faker knows.

-- Texts, short and long; names that say what they hold.
CREATE TABLE people (
    id integer PRIMARY KEY,
    email varchar(64) NOT NULL UNIQUE,
    backup_email varchar(20) NOT NULL,
    name varchar(80) NOT NULL,
    firstName varchar(24) NOT NULL,
    LAST_NAME varchar(10) NOT NULL,
    phone varchar(16) NOT NULL,
    website text NOT NULL,
    slug varchar(64) NOT NULL UNIQUE,
    city varchar(40) NOT NULL,
    country_code char(2) NOT NULL,
    postcode varchar(10) NOT NULL,
    currency char(3) NOT NULL,
    bio_summary text NOT NULL,
    title varchar(8) NOT NULL,
    last_ip varchar(15) NOT NULL,
    mac_address varchar(17) NOT NULL,
    api_token varchar(64) NOT NULL UNIQUE,
    favourite_color varchar(7) NOT NULL,
    password varchar(60) NOT NULL,
    initial char(1) NOT NULL,
    blank varchar(0) NOT NULL,
    pin varchar(4) NOT NULL CHECK (length(pin) = 4),
    nick varchar(30) NOT NULL CHECK (length(nick) >= 3 AND length(nick) <= 12),
    plate varchar(12) NOT NULL UNIQUE CHECK (length(plate) BETWEEN 6 AND 8),
    CHECK (length(email) > 5 AND length(city) <= 40),
    CHECK (length(title) <= 8), CHECK (length(LAST_NAME) <= 10), CHECK (length(backup_email) <= 20)
);

-- A user's password is hashed by the model.
CREATE TABLE users (
    id integer PRIMARY KEY,
    email text NOT NULL UNIQUE,
    password text NOT NULL,
    remember_token varchar(100)
);

-- Numbers between bounds, and one that no row has twice.
CREATE TABLE measurements (
    id integer PRIMARY KEY,
    stars int NOT NULL CHECK (stars >= 1 AND stars <= 5),
    percent int NOT NULL CHECK (percent BETWEEN 0 AND 100),
    built int NOT NULL CHECK (built > 1800),
    depth int NOT NULL CHECK (depth < -10),
    price decimal(6, 2) NOT NULL CHECK (price > 0),
    share decimal(3, 2) NOT NULL CHECK (0 <= share AND 1 >= share),
    tiny_part decimal(2, 2) NOT NULL,
    whole numeric(3) NOT NULL,
    latitude real NOT NULL CHECK (latitude BETWEEN -90 AND 90),
    even int NOT NULL CHECK (even IN (2, 4, 6)),
    level text NOT NULL CHECK (level IN ('low', 'high', 'o''clock')),
    serial int NOT NULL UNIQUE CHECK (serial > 1000),
    odd int NOT NULL CHECK (odd BETWEEN 1 AND 3 AND odd <> 2),
    hour int NOT NULL CHECK (hour NOT IN (1, 3, 126)),
    label varchar(20) NOT NULL CHECK (label != '' AND length(trim(label)) > 0 AND label NOT IN ('a', 'b')),
    ended int,
    CHECK (ended IS NULL OR ended > odd), CHECK (ended <> hour)
);

-- Other kinds.
CREATE TABLE kinds (
    id uuid PRIMARY KEY,
    settings json NOT NULL,
    born date NOT NULL UNIQUE,
    wakes_at time NOT NULL,
    seen_at timestamp(3) NOT NULL,
    is_open boolean NOT NULL,
    raw blob NOT NULL,
    created_at datetime NOT NULL,
    updated_at datetime NOT NULL
);

-- Keys of several columns.
CREATE TABLE tenants (id integer PRIMARY KEY, code char(2) NOT NULL, region varchar(3) NOT NULL, UNIQUE (code, region));
CREATE TABLE seats (
    hall char(1) NOT NULL,
    seat smallint NOT NULL,
    PRIMARY KEY (hall, seat)
);
CREATE TABLE slots (
    id integer PRIMARY KEY,
    day text NOT NULL CHECK (day IN ('mon', 'tue')),
    hour int NOT NULL CHECK (hour >= 0),
    UNIQUE (day, hour)
);
CREATE TABLE projects (
    tenant_id integer NOT NULL REFERENCES tenants,
    number int NOT NULL,
    PRIMARY KEY (tenant_id, number)
);

-- A key of several columns: one has a parent of its own, none has, all have.
CREATE TABLE milestones (
    id integer PRIMARY KEY,
    project_number int NOT NULL,
    tenant_id integer NOT NULL REFERENCES tenants,
    FOREIGN KEY (tenant_id, project_number) REFERENCES projects (tenant_id, number)
);
CREATE TABLE bookings (
    id integer PRIMARY KEY,
    hall char(1) NOT NULL,
    "the seat" smallint NOT NULL,
    FOREIGN KEY ("the seat", hall) REFERENCES seats (seat, hall)
);
CREATE TABLE members (
    tenant_id integer NOT NULL REFERENCES tenants,
    user_id integer NOT NULL REFERENCES users,
    role varchar(10) NOT NULL,
    PRIMARY KEY (tenant_id, user_id)
);
CREATE TABLE grants (
    id integer PRIMARY KEY,
    tenant_id integer NOT NULL REFERENCES tenants,
    user_id integer NOT NULL REFERENCES users,
    right_name varchar(10) NOT NULL,
    FOREIGN KEY (tenant_id, user_id) REFERENCES members
);
CREATE TABLE notes (
    id integer PRIMARY KEY,
    tenant_id integer,
    number int,
    body text NOT NULL,
    author_email text NOT NULL REFERENCES users (email),
    FOREIGN KEY (tenant_id, number) REFERENCES projects
);

-- A key of several with another index behind it.
CREATE TABLE places (
    id INTEGER PRIMARY KEY,
    row_number SMALLINT NOT NULL CHECK (row_number BETWEEN 1 AND 2),
    seat_number SMALLINT NOT NULL,
    note VARCHAR(20),
    UNIQUE (row_number, seat_number)
);
CREATE INDEX places_note ON places (note);

-- A default that refers to a row which nobody made.
CREATE TABLE outlets (id integer PRIMARY KEY, tenant_id integer DEFAULT 0 REFERENCES tenants, name varchar(20) NOT NULL);

-- Dates in order.
CREATE TABLE stays (
    id integer PRIMARY KEY,
    starts_at datetime NOT NULL,
    ends_at datetime NOT NULL,
    arrival date NOT NULL,
    departure date NOT NULL,
    CHECK (departure > arrival),
    CHECK (starts_at <= ends_at)
);

-- Texts that look like something, and numbers in order.
CREATE TABLE shapely (
    id integer PRIMARY KEY,
    code varchar(12) NOT NULL UNIQUE CHECK (code GLOB '[A-Z][A-Z][0-9][0-9]*'),
    label varchar(20) NOT NULL CHECK (label LIKE 'N-%'),
    tag varchar(8) NOT NULL UNIQUE CHECK (tag = upper(tag)),
    small_tag varchar(20) NOT NULL CHECK (lower(small_tag) = small_tag),
    email varchar(80) NOT NULL UNIQUE CHECK (email LIKE '%@%'),
    colour char(7) NOT NULL CHECK (colour GLOB '#[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]'),
    meta text NOT NULL CHECK (json_valid(meta)),
    extra text NOT NULL CHECK ((JSON_VALID("extra") OR "extra" IS NULL)),
    least int NOT NULL,
    middle int NOT NULL,
    most int NOT NULL,
    discount decimal(8, 2) NOT NULL,
    price decimal(8, 2) NOT NULL CHECK (price > 0),
    CHECK (least <= middle),
    CHECK (middle < most),
    CHECK (discount <= price)
);

-- Checks that rows can keep in one of several ways.
CREATE TABLE ways (
    id integer PRIMARY KEY,
    parent_name varchar(20),
    depth int NOT NULL,
    ended boolean NOT NULL,
    ended_in int,
    kind varchar(20) NOT NULL,
    amount decimal(8, 2),
    code char(2) NOT NULL,
    note varchar(20) DEFAULT 'x',
    CHECK ((parent_name IS NULL AND depth = 0) OR (parent_name IS NOT NULL AND depth BETWEEN 1 AND 9)),
    CHECK ((ended_in IS NOT NULL AND ended = 1) OR (ended_in IS NULL AND ended = 0)),
    CHECK (kind IN ('line', 'note') OR amount IS NOT NULL),
    CHECK (code IS NULL OR upper(code) IN ('SC', 'VC', 'IN')),
    CHECK (note IS NULL OR note <> ''),
    CHECK (amount > 0 AND kind <> 'x' OR depth < 10)
);

-- Columns that may be null, but not all of them.
CREATE TABLE arcs (
    id integer PRIMARY KEY,
    way_id int,
    other_way_id int,
    link varchar(80),
    code_2 char(2),
    code_3 char(3),
    closed_on date,
    closed_by varchar(20),
    must int,
    FOREIGN KEY (way_id) REFERENCES ways (id),
    FOREIGN KEY (other_way_id) REFERENCES ways (id),
    CHECK ((way_id IS NULL) <> (other_way_id IS NULL)),
    CHECK (code_2 IS NOT NULL OR code_3 IS NOT NULL),
    CHECK ((closed_on IS NULL AND closed_by IS NULL) OR (closed_on IS NOT NULL AND closed_by IS NOT NULL)),
    CHECK (must IS NOT NULL AND must > 5)
);

-- Nor is what a factory leaves to its default.
CREATE TABLE discounts (
    id integer PRIMARY KEY,
    amount decimal(8, 2),
    percent int DEFAULT 10,
    ended_on date,
    reason varchar(20),
    state varchar(20) DEFAULT 'open',
    CHECK ((amount IS NULL) <> (percent IS NULL)),
    CHECK ((state IS NULL AND ended_on IS NOT NULL) OR (state IS NOT NULL AND reason IS NULL))
);

-- Keys of several columns, of which another key to the same table says the row.
CREATE TABLE wards (id integer PRIMARY KEY, name text NOT NULL);
CREATE TABLE nurses (
    id integer PRIMARY KEY,
    ward_id integer NOT NULL REFERENCES wards,
    badge varchar(20) NOT NULL UNIQUE,
    UNIQUE (ward_id, id)
);
CREATE TABLE shifts (
    ward_id integer NOT NULL,
    nurse_id integer NOT NULL REFERENCES nurses,
    on_day date NOT NULL,
    PRIMARY KEY (nurse_id, on_day),
    FOREIGN KEY (ward_id, nurse_id) REFERENCES nurses (ward_id, id)
);
CREATE TABLE rounds (
    id integer PRIMARY KEY,
    nurse_id integer NOT NULL REFERENCES nurses,
    ward_id integer NOT NULL REFERENCES wards,
    FOREIGN KEY (nurse_id, ward_id) REFERENCES nurses (id, ward_id)
);

-- JSON of one type.
CREATE TABLE typed_json (
    id integer PRIMARY KEY,
    body json NOT NULL CHECK (json_type(body) = 'object'),
    list json NOT NULL CHECK ((json_type("list") = 'array'))
);

-- A key that may be null, which others refer to.
CREATE TABLE plants (
    id integer PRIMARY KEY,
    code varchar(20) UNIQUE,
    parent_code varchar(20) REFERENCES plants (code)
);
CREATE TABLE beds (
    id integer PRIMARY KEY,
    plant_code varchar(20) NOT NULL REFERENCES plants (code)
);

-- Times of a day in order.
CREATE TABLE openings (
    id integer PRIMARY KEY,
    opens_at time NOT NULL,
    closes_at time NOT NULL,
    CHECK (closes_at > opens_at)
);

-- Bytes of some length.
CREATE TABLE digests (
    id integer PRIMARY KEY,
    digest blob NOT NULL CHECK (length(digest) = 32),
    salt blob NOT NULL CHECK (length(salt) >= 20),
    mac blob NOT NULL CHECK (length(mac) BETWEEN 6 AND 8)
);

-- One row of all is the default one.
CREATE TABLE defaults (id integer PRIMARY KEY, is_main boolean NOT NULL);
CREATE UNIQUE INDEX one_main ON defaults (is_main) WHERE is_main;

-- A key that the database makes, which others refer to.
CREATE TABLE parcels (
    id integer PRIMARY KEY,
    digits integer GENERATED ALWAYS AS (id % 1000000) STORED UNIQUE
);
CREATE TABLE scans (
    id integer PRIMARY KEY,
    parcel_digits integer NOT NULL REFERENCES parcels (digits)
);

-- Texts that begin or end with what Faker takes off a regular expression.
create table spots (
    id integer primary key,
    path text not null check (path like '/%'),
    folder text not null check (folder glob '*/'),
    price text not null check (price like '_$')
);

-- Dates and times between others.
create table workers (
    id integer primary key,
    born_on date not null check (born_on > '2000-01-01'),
    paid_at datetime not null check (paid_at between '2020-01-01' and '2020-12-31'),
    begins time not null check (begins >= '08:00' and begins < '18:00')
);
create table holidays (
    id integer primary key,
    fell_on date not null unique check (fell_on > '2000-01-01'),
    noon time not null unique check (noon > '12:00')
);

-- Booleans by themselves.
CREATE TABLE wishes (
    id integer PRIMARY KEY,
    by_post boolean NOT NULL,
    by_mail boolean NOT NULL,
    agreed boolean NOT NULL,
    refused boolean NOT NULL,
    reason varchar(30),
    CHECK (by_post OR by_mail), CHECK (agreed AND NOT refused), CHECK (NOT by_mail OR reason IS NOT NULL)
);

-- A kind that decides what else is there.
CREATE TABLE vouchers (
    id integer PRIMARY KEY,
    kind varchar(10) NOT NULL CHECK (kind IN ('percent', 'fixed', 'gift')),
    state varchar(10) NOT NULL,
    percent int,
    amount decimal(8, 2),
    CHECK ((kind = 'fixed' AND amount IS NOT NULL AND percent IS NULL) OR (kind = 'percent' AND percent IS NOT NULL AND amount IS NULL)),
    CHECK (kind IN ('percent', 'gift') OR state = 'open')
);

-- A pattern with an end that is open, but for its length.
CREATE TABLE tagged (
    id integer PRIMARY KEY,
    tag text NOT NULL UNIQUE CHECK (tag GLOB '[A-Z][A-Z][A-Z]*' AND length(tag) <= 5)
);

-- A state and what is known of it, both or neither.
CREATE TABLE offers (
    id integer PRIMARY KEY,
    stage varchar(10) NOT NULL DEFAULT 'draft' CHECK (stage IN ('draft', 'approved', 'voided')),
    paid boolean NOT NULL,
    approved_at datetime,
    voided_at datetime,
    reason varchar(20),
    paid_at date,
    act varchar(10) NOT NULL CHECK (act IN ('special', 'common')),
    share varchar(10) NOT NULL CHECK (share IN ('half', 'two thirds')),
    paper varchar(20),
    card varchar(20),
    CHECK ((stage = 'approved') = (approved_at IS NOT NULL)),
    CHECK ((stage = 'voided') = (voided_at IS NOT NULL AND reason IS NOT NULL)),
    CHECK (paid = (paid_at IS NOT NULL)),
    CHECK ((act = 'special') = (share = 'two thirds')),
    CHECK ((paper IS NOT NULL) + (card IS NOT NULL) = 1)
);
