-- What makes it hard to invent a row for MySQL and MariaDB: types that refuse
-- values in strict mode, and keys that go together.

CREATE TABLE numbers (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    flag tinyint(1) NOT NULL,
    tiny tinyint NOT NULL UNIQUE,
    `other tiny` tinyint NOT NULL UNIQUE,
    digit char(2) NOT NULL UNIQUE,
    other_digit char(2) NOT NULL UNIQUE,
    tiny_unsigned tinyint unsigned NOT NULL,
    small smallint unsigned NOT NULL UNIQUE,
    medium mediumint NOT NULL UNIQUE,
    big bigint unsigned NOT NULL UNIQUE,
    zero_filled int(5) unsigned zerofill NOT NULL UNIQUE,
    one_bit bit(1) NOT NULL,
    three_bits bit(3) NOT NULL,
    many_bits bit(64) NOT NULL,
    price decimal(6, 2) unsigned NOT NULL CHECK (price > 0),
    part decimal(2, 2) NOT NULL,
    whole decimal(3) NOT NULL,
    great decimal(30, 0) NOT NULL,
    single float NOT NULL,
    scaled float(4, 2) unsigned NOT NULL,
    doubled double(5, 3) NOT NULL,
    born year NOT NULL,
    stars tinyint NOT NULL CHECK (stars BETWEEN 1 AND 5),
    depth int NOT NULL CHECK (depth < -10),
    even int NOT NULL CHECK (even IN (2, 4, 6)),
    score int NOT NULL CHECK (score > 10 AND score < 1000),
    odd tinyint NOT NULL CHECK (odd BETWEEN 1 AND 3 AND odd <> 2),
    hour int NOT NULL CHECK (hour NOT IN (1, 3, 126)),
    note varchar(20) NOT NULL CHECK (note NOT IN ('a', 'b') AND length(trim(note)) > 0),
    ended int,
    CHECK (ended IS NULL OR ended > odd), CHECK (ended <> hour)
);

CREATE TABLE texts (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    code char(5) NOT NULL UNIQUE,
    initial char(1) NOT NULL,
    blank char(0) NOT NULL,
    latin varchar(8) CHARACTER SET latin1 NOT NULL UNIQUE,
    folded varchar(40) NOT NULL,
    pin varchar(4) NOT NULL CHECK (char_length(pin) = 4),
    nick varchar(30) NOT NULL CHECK (char_length(nick) BETWEEN 3 AND 12),
    plate varchar(12) NOT NULL UNIQUE CHECK (character_length(plate) BETWEEN 6 AND 8),
    tiny tinytext NOT NULL,
    body text NOT NULL,
    story longtext NOT NULL,
    email varchar(64) NOT NULL,
    hash binary(20) NOT NULL UNIQUE,
    bytes varbinary(3) NOT NULL,
    picture tinyblob NOT NULL,
    meta json NOT NULL,
    listed longtext NOT NULL CHECK (json_valid(listed)),
    filled longtext NOT NULL CHECK (json_valid(filled) AND json_length(filled) > 0),
    short_list varchar(200) NOT NULL CHECK (json_valid(short_list) = 1),
    address inet6 NOT NULL UNIQUE,
    old_address inet4 NOT NULL UNIQUE,
    reference uuid NOT NULL UNIQUE,
    password varchar(60) NOT NULL,
    UNIQUE KEY email (email(40)),
    UNIQUE KEY folded (folded(8)),
    FULLTEXT KEY search (body),
    KEY body (body(10))
);

CREATE TABLE choices (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    status enum('draft', 'it''s', 'a\\b', '', '1') NOT NULL,
    flags set('read', 'write', 'it''s') NOT NULL,
    empty_flags set('a') NOT NULL,
    phase varchar(20) NOT NULL CHECK (phase IN ('new', 'old')),
    kind enum('x', 'y') NOT NULL,
    place int NOT NULL,
    UNIQUE (kind, place)
);

CREATE TABLE times (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    day date NOT NULL UNIQUE,
    clock time NOT NULL UNIQUE,
    clock_too time(6) NOT NULL,
    moment datetime NOT NULL UNIQUE,
    precise datetime(6) NOT NULL,
    stamped timestamp NOT NULL,
    created_at timestamp NOT NULL,
    updated_at timestamp NOT NULL
);

CREATE TABLE shapes (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    at point NOT NULL,
    shape geometry NOT NULL,
    way linestring NOT NULL,
    area polygon NOT NULL,
    points multipoint NOT NULL,
    ways multilinestring NOT NULL,
    areas multipolygon NOT NULL,
    all_of_it geometrycollection NOT NULL,
    SPATIAL KEY (at)
);

CREATE TABLE sums (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    quantity int unsigned NOT NULL CHECK (quantity > 0),
    price decimal(6, 2) NOT NULL,
    total decimal(14, 2) GENERATED ALWAYS AS (quantity * price) STORED,
    label varchar(40) AS (concat(quantity, ' pieces')) VIRTUAL,
    CHECK (price > 0)
);

CREATE TABLE empties (id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY);
CREATE TABLE ticks (at timestamp NOT NULL DEFAULT current_timestamp());

CREATE TABLE machines (
    id binary(16) NOT NULL PRIMARY KEY,
    host varchar(40) NOT NULL
);
CREATE TABLE tenants (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    code char(2) NOT NULL,
    region enum('n', 's') NOT NULL,
    UNIQUE (code, region)
);
CREATE TABLE halls (
    tenant_id int unsigned NOT NULL,
    hall varchar(3) NOT NULL,
    PRIMARY KEY (tenant_id, hall),
    FOREIGN KEY (tenant_id) REFERENCES tenants (id)
);
CREATE TABLE seats (
    tenant_id int unsigned NOT NULL,
    hall varchar(3) NOT NULL,
    seat smallint NOT NULL,
    PRIMARY KEY (tenant_id, hall, seat),
    FOREIGN KEY (tenant_id, hall) REFERENCES halls (tenant_id, hall)
);
CREATE TABLE bookings (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    tenant_id int unsigned NOT NULL,
    `the hall` varchar(3) NOT NULL,
    seat smallint NOT NULL,
    machine_id binary(16) NOT NULL,
    FOREIGN KEY (tenant_id) REFERENCES tenants (id),
    FOREIGN KEY (tenant_id, `the hall`, seat) REFERENCES seats (tenant_id, hall, seat),
    FOREIGN KEY (machine_id) REFERENCES machines (id)
);
CREATE TABLE regional (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    tenant_code char(2) NOT NULL,
    tenant_region enum('n', 's') NOT NULL,
    FOREIGN KEY (tenant_code, tenant_region) REFERENCES tenants (code, region)
);

-- Rows that differ in the beginning of a text, or of two.
CREATE TABLE beginnings (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name varchar(80) NOT NULL,
    title varchar(80) NOT NULL,
    plate text NOT NULL CHECK (char_length(plate) >= 8),
    kind enum('a', 'b') NOT NULL,
    label varchar(40) NOT NULL,
    UNIQUE KEY name (name(3)),
    UNIQUE KEY title (title(6)),
    UNIQUE KEY plate (plate(4)),
    UNIQUE KEY label (kind, label(3))
);

-- A default that refers to a row which nobody made.
CREATE TABLE outlets (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    tenant_id int unsigned DEFAULT 0,
    name varchar(20) NOT NULL,
    FOREIGN KEY (tenant_id) REFERENCES tenants (id)
);

-- As many rows as there are values, of columns that Faker keeps one list for.
CREATE TABLE few (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    tiny tinyint NOT NULL UNIQUE CHECK (tiny > 27),
    other tinyint unsigned NOT NULL UNIQUE CHECK (other BETWEEN 1 AND 100)
);
CREATE TABLE few_years (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    founded year NOT NULL UNIQUE,
    closed year NOT NULL UNIQUE CHECK (closed BETWEEN 1901 AND 2000)
);

-- Dates in order.
CREATE TABLE stays (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    starts_at datetime NOT NULL,
    ends_at datetime NOT NULL,
    arrival date NOT NULL,
    departure date NOT NULL,
    CHECK (departure > arrival),
    CHECK (starts_at <= ends_at)
);

-- Texts that look like something, and numbers in order.
CREATE TABLE shapely (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    code varchar(12) NOT NULL UNIQUE CHECK (code REGEXP '^[A-Z]{2}[0-9]{3,6}$'),
    label varchar(20) NOT NULL CHECK (label LIKE 'N-%'),
    tag varchar(8) NOT NULL UNIQUE CHECK (tag = upper(tag)),
    small_tag varchar(20) NOT NULL CHECK (lower(small_tag) = small_tag),
    email varchar(80) NOT NULL UNIQUE CHECK (email LIKE '%@%'),
    colour char(7) NOT NULL CHECK (colour REGEXP '^#[0-9a-f]{6}$'),
    least int NOT NULL,
    middle int NOT NULL,
    most int NOT NULL,
    discount decimal(8, 2) NOT NULL,
    price decimal(8, 2) NOT NULL CHECK (price > 0),
    CHECK (least <= middle),
    CHECK (middle < most),
    CHECK (discount <= price)
);

-- A date of zeros by default, which a server in Laravel's strict mode refuses.
CREATE TABLE undated (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    posted_at datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
    paid_at datetime DEFAULT '0000-00-00 00:00:00',
    due_on date DEFAULT '0000-00-00'
);

-- Checks that rows can keep in one of several ways.
CREATE TABLE ways (
    id serial PRIMARY KEY,
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
    id serial PRIMARY KEY,
    way_id bigint unsigned,
    other_way_id bigint unsigned,
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

-- JSON of one type.
CREATE TABLE typed_json (
    id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    body json NOT NULL,
    list json NOT NULL,
    CHECK (json_type(body) = 'OBJECT'),
    CHECK (json_type(list) = 'ARRAY')
);

-- Times of a day in order.
CREATE TABLE openings (
    id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    opens_at time NOT NULL,
    closes_at time(3) NOT NULL,
    CHECK (closes_at >= opens_at)
);

-- Bytes of some length.
CREATE TABLE digests (
    id int AUTO_INCREMENT PRIMARY KEY,
    digest varbinary(64) NOT NULL CHECK (octet_length(digest) = 32),
    salt blob NOT NULL CHECK (length(salt) >= 20),
    mac varbinary(64) NOT NULL CHECK (octet_length(mac) BETWEEN 6 AND 8)
);

-- Keys that the database makes, which others refer to.
CREATE TABLE parcels (
    id varchar(36) PRIMARY KEY,
    number int AUTO_INCREMENT UNIQUE,
    code uuid DEFAULT uuid() UNIQUE,
    digits varchar(36) AS (replace(id, '-', '')) STORED UNIQUE
);
CREATE TABLE scans (
    id int AUTO_INCREMENT PRIMARY KEY,
    parcel_number int NOT NULL,
    parcel_code uuid NOT NULL,
    parcel_digits varchar(36) NOT NULL,
    FOREIGN KEY (parcel_number) REFERENCES parcels (number),
    FOREIGN KEY (parcel_code) REFERENCES parcels (code),
    FOREIGN KEY (parcel_digits) REFERENCES parcels (digits)
);

-- Texts that begin or end with what Faker takes off a regular expression.
CREATE TABLE places (
    id int AUTO_INCREMENT PRIMARY KEY,
    url varchar(190) NOT NULL UNIQUE CHECK (url REGEXP '^https?://'),
    path varchar(20) NOT NULL CHECK (path LIKE '/%'),
    folder varchar(20) NOT NULL CHECK (folder LIKE '%/'),
    price varchar(20) NOT NULL CHECK (price LIKE '_$'),
    code varchar(20) NOT NULL CHECK (code LIKE 'A\\_%')
);

-- Dates and times between others.
CREATE TABLE workers (
    id int AUTO_INCREMENT PRIMARY KEY,
    born_on date NOT NULL CHECK (born_on > '2000-01-01'),
    paid_at datetime NOT NULL CHECK (paid_at BETWEEN '2020-01-01' AND '2020-12-31 12:00'),
    begins time NOT NULL CHECK (begins >= '08:00' AND begins < '18:00')
);

-- Characters that the catalogue shows as question marks.
CREATE TABLE moods (
    id int AUTO_INCREMENT PRIMARY KEY,
    face enum('😀', 'x') NOT NULL,
    faces set('😀', 'x') NOT NULL
) CHARACTER SET utf8mb4;

-- Texts of several groups.
CREATE TABLE slugs (
    id int AUTO_INCREMENT PRIMARY KEY,
    slug varchar(40) NOT NULL UNIQUE CHECK (slug REGEXP '^[a-z0-9]+(-[a-z0-9]+)*$'),
    version varchar(20) NOT NULL CHECK (version RLIKE '^[0-9]+\\.[0-9]+(\\.[0-9]+)?$'),
    colour varchar(7) NOT NULL CHECK (colour REGEXP '^#(?:[0-9a-f]{3}|[0-9a-f]{6})$'),
    mail varchar(80) NOT NULL CHECK (mail REGEXP '^[\\w.+-]+@\\S+\\.\\S+$')
);

-- Booleans by themselves.
CREATE TABLE wishes (
    id int AUTO_INCREMENT PRIMARY KEY,
    by_post boolean NOT NULL,
    by_mail boolean NOT NULL,
    agreed boolean NOT NULL,
    refused boolean NOT NULL,
    reason varchar(30),
    CHECK (by_post OR by_mail), CHECK (agreed), CHECK (NOT refused), CHECK (NOT by_mail OR reason IS NOT NULL)
);

-- A kind that decides what else is there.
CREATE TABLE vouchers (
    id int AUTO_INCREMENT PRIMARY KEY,
    kind varchar(10) NOT NULL CHECK (kind IN ('percent', 'fixed', 'gift')),
    state varchar(10) NOT NULL,
    percent int,
    amount decimal(8, 2),
    CHECK ((kind = 'fixed' AND amount IS NOT NULL AND percent IS NULL) OR (kind = 'percent' AND percent IS NOT NULL AND amount IS NULL)),
    CHECK (kind IN ('percent', 'gift') OR state = 'open')
);

-- A state and what is known of it, both or neither.
CREATE TABLE offers (
    id int AUTO_INCREMENT PRIMARY KEY,
    stage enum('draft', 'approved', 'voided') NOT NULL DEFAULT 'draft',
    paid tinyint(1) NOT NULL,
    approved_at datetime,
    voided_at datetime,
    reason varchar(20),
    paid_at date,
    act varchar(10) NOT NULL CHECK (act IN ('special', 'common')),
    share varchar(10) NOT NULL CHECK (share IN ('half', 'two thirds', 'unanimously')),
    paper varchar(20),
    card varchar(20),
    CHECK ((stage = 'approved') = (approved_at IS NOT NULL)),
    CHECK ((stage = 'voided') = (voided_at IS NOT NULL AND reason IS NOT NULL)),
    CHECK (paid = (paid_at IS NOT NULL)),
    CHECK ((act = 'special') = (share = 'two thirds')),
    CHECK ((paper IS NOT NULL) + (card IS NOT NULL) = 1)
);
