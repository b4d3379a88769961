-- constructs.mysql.sql - every construct of MySQL's and MariaDB's that a model
-- can have, once at least.  Each section says what it is there for.

-- 1. Keys: auto-increment, of another name, string, uuid, ulid, binary, unsigned.

CREATE TABLE users (
    id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name varchar(255) NOT NULL,
    email varchar(255) NOT NULL UNIQUE,
    email_verified_at timestamp NULL,
    password varchar(255) NOT NULL,
    remember_token varchar(100),
    created_at timestamp NULL,
    updated_at timestamp NULL
);

CREATE TABLE warehouses (
    warehouse_no smallint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    label varchar(40) NOT NULL
);

CREATE TABLE countries (
    iso char(2) NOT NULL PRIMARY KEY,
    name varchar(60) NOT NULL COMMENT 'In English, */ with ''quotes'' and a \\'
) COMMENT 'ISO 3166; // not all';

CREATE TABLE documents (
    id uuid NOT NULL PRIMARY KEY,
    title varchar(120) NOT NULL,
    country_iso char(2),
    FOREIGN KEY (country_iso) REFERENCES countries (iso) ON UPDATE CASCADE ON DELETE SET NULL
);

CREATE TABLE devices (
    uuid char(36) NOT NULL PRIMARY KEY,
    name varchar(40) NOT NULL
);

CREATE TABLE tokens (
    ulid char(26) NOT NULL PRIMARY KEY,
    device_uuid char(36) NOT NULL,
    FOREIGN KEY (device_uuid) REFERENCES devices (uuid)
);

CREATE TABLE machine_ids (
    id binary(16) NOT NULL PRIMARY KEY,
    host varchar(40) NOT NULL
);

CREATE TABLE counters (
    id bigint unsigned NOT NULL PRIMARY KEY,
    hits bigint unsigned NOT NULL DEFAULT 0
);

-- 2. Composite keys and no key at all.

CREATE TABLE seat_plans (
    hall varchar(20) NOT NULL,
    row_no int NOT NULL,
    seat_no int NOT NULL,
    country_iso char(2) NOT NULL,
    taken boolean NOT NULL DEFAULT false,
    updated_at datetime,
    PRIMARY KEY (hall, row_no, seat_no),
    FOREIGN KEY (country_iso) REFERENCES countries (iso)
);

CREATE TABLE log_lines (
    level tinyint unsigned NOT NULL,
    line text NOT NULL
);

CREATE TABLE audit_entries (
    user_id bigint unsigned,
    message text NOT NULL,
    created_at datetime,
    FOREIGN KEY (user_id) REFERENCES users (id)
);

CREATE TABLE tenants (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name varchar(40) NOT NULL
);

CREATE TABLE projects (
    tenant_id int unsigned NOT NULL,
    number int NOT NULL,
    title varchar(80) NOT NULL,
    PRIMARY KEY (tenant_id, number),
    FOREIGN KEY (tenant_id) REFERENCES tenants (id)
);

CREATE TABLE milestones (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    tenant_id int unsigned NOT NULL,
    project_number int NOT NULL,
    due_on date,
    FOREIGN KEY (tenant_id) REFERENCES tenants (id),
    FOREIGN KEY (tenant_id, project_number) REFERENCES projects (tenant_id, number)
);

-- 3. Foreign keys: to a unique key, several to one table, audit columns, a self
-- reference, a circle.

CREATE TABLE currencies (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    code char(3) NOT NULL UNIQUE
);

CREATE TABLE accounts (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    user_id bigint unsigned NOT NULL,
    approved_by_id bigint unsigned,
    created_by bigint unsigned,
    parent_id int unsigned,
    currency_code char(3) NOT NULL,
    balance decimal(14, 4) NOT NULL DEFAULT 0,
    FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    FOREIGN KEY (approved_by_id) REFERENCES users (id),
    FOREIGN KEY (created_by) REFERENCES users (id),
    FOREIGN KEY (parent_id) REFERENCES accounts (id),
    FOREIGN KEY (currency_code) REFERENCES currencies (code) ON UPDATE CASCADE ON DELETE NO ACTION
);

SET foreign_key_checks = 0;

CREATE TABLE departments (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    head_id int unsigned,
    name varchar(40) NOT NULL,
    FOREIGN KEY (head_id) REFERENCES workers (id)
);

CREATE TABLE workers (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    department_id int unsigned NOT NULL,
    name varchar(40) NOT NULL,
    FOREIGN KEY (department_id) REFERENCES departments (id)
);

SET foreign_key_checks = 1;

-- One to one; a key over the beginning of a column makes none.
CREATE TABLE profiles (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    user_id bigint unsigned NOT NULL UNIQUE,
    bio text,
    FOREIGN KEY (user_id) REFERENCES users (id)
);

CREATE TABLE visits (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    device_uuid char(36) NOT NULL,
    agent varchar(60) NOT NULL,
    UNIQUE KEY beginning (agent(8)),
    KEY device_uuid (device_uuid),
    FOREIGN KEY (device_uuid) REFERENCES devices (uuid)
);

-- 4. Pivots: pure, with payload, with an id of its own.

CREATE TABLE tags (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name varchar(40) NOT NULL UNIQUE
);

CREATE TABLE tag_user (
    tag_id int unsigned NOT NULL,
    user_id bigint unsigned NOT NULL,
    PRIMARY KEY (tag_id, user_id),
    FOREIGN KEY (tag_id) REFERENCES tags (id),
    FOREIGN KEY (user_id) REFERENCES users (id)
);

CREATE TABLE document_tag (
    document_id uuid NOT NULL,
    tag_id int unsigned NOT NULL,
    weight double NOT NULL DEFAULT 0.5,
    state enum('open', 'packed', 'sent') NOT NULL DEFAULT 'open',
    options json,
    created_at timestamp NULL,
    updated_at timestamp NULL,
    PRIMARY KEY (document_id, tag_id),
    FOREIGN KEY (document_id) REFERENCES documents (id),
    FOREIGN KEY (tag_id) REFERENCES tags (id)
);

CREATE TABLE memberships (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    user_id bigint unsigned NOT NULL,
    tenant_id int unsigned NOT NULL,
    role varchar(20) NOT NULL DEFAULT 'member',
    created_at datetime,
    updated_at datetime,
    UNIQUE (user_id, tenant_id),
    FOREIGN KEY (user_id) REFERENCES users (id),
    FOREIGN KEY (tenant_id) REFERENCES tenants (id)
);

-- 5. Types, each required and not.

CREATE TABLE numbers (
    id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    flag tinyint(1) NOT NULL DEFAULT 1,
    maybe_flag tinyint(1),
    tiny tinyint NOT NULL DEFAULT -5,
    tiny_unsigned tinyint unsigned NOT NULL,
    small smallint NOT NULL,
    medium mediumint unsigned NOT NULL,
    normal int NOT NULL DEFAULT 0,
    zero_filled int unsigned zerofill NOT NULL DEFAULT 7,
    big bigint NOT NULL,
    huge bigint unsigned,
    huge_unsigned bigint unsigned NOT NULL DEFAULT 18446744073709551615,
    one_bit bit(1) NOT NULL DEFAULT b'1',
    three_bits bit(3) NOT NULL DEFAULT b'101',
    more_bits bit(12) NOT NULL,
    price decimal(10, 2) NOT NULL DEFAULT -1.50,
    rate decimal(6, 5) unsigned,
    whole decimal(10, 0) NOT NULL DEFAULT 3,
    single float NOT NULL DEFAULT 1.5,
    doubled double NOT NULL DEFAULT 0.1,
    scaled float(7, 2) unsigned,
    born year NOT NULL DEFAULT 2000,
    founded year
);

CREATE TABLE texts (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    code char(5) NOT NULL,
    label varchar(40) NOT NULL DEFAULT 'it''s "a" \\ $label {$x}',
    empty_default varchar(20) NOT NULL DEFAULT '',
    null_word varchar(20) NOT NULL DEFAULT 'NULL',
    latin varchar(30) CHARACTER SET latin1 NOT NULL DEFAULT 'é',
    binary_text varchar(30) COLLATE utf8mb4_bin NOT NULL,
    tiny tinytext NOT NULL,
    body text NOT NULL DEFAULT 'none',
    story longtext,
    hash binary(20) NOT NULL,
    bytes varbinary(30) NOT NULL,
    picture mediumblob,
    meta json NOT NULL DEFAULT '[]',
    maybe_meta json,
    address inet6 NOT NULL,
    old_address inet4,
    reference uuid,
    nickname varchar(30) UNIQUE DEFAULT 'none',
    FULLTEXT KEY (body)
);

CREATE TABLE times (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    day date NOT NULL DEFAULT '2020-02-29',
    clock time NOT NULL DEFAULT '12:34:56',
    moment datetime NOT NULL DEFAULT '2020-01-02 03:04:05',
    stamped timestamp NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp(),
    expires_on date NOT NULL DEFAULT (curdate() + INTERVAL 1 DAY),
    created_at timestamp NULL,
    updated_at timestamp NULL,
    deleted_at timestamp NULL
);

CREATE TABLE precise_times (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    moment datetime(6) NOT NULL,
    maybe timestamp(6) NULL,
    created_at timestamp(6) NULL,
    updated_at timestamp(6) NULL
);

CREATE TABLE integer_times (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name varchar(20) NOT NULL,
    created_at int unsigned,
    updated_at int unsigned
);

CREATE TABLE places (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    at point NOT NULL,
    shape geometry NOT NULL,
    way linestring NOT NULL,
    area polygon,
    SPATIAL KEY (at)
);

-- 6. Values: enums, sets, checks; generated columns.

CREATE TABLE choices (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    status enum('draft', 'on-hold', 'it''s', 'a\\b', '', '1', 'class') NOT NULL DEFAULT 'it''s',
    size enum('S', 'M', 'L'),
    flags set('read', 'write', 'run') NOT NULL DEFAULT 'read,run',
    maybe_flags set('a', 'b'),
    phase varchar(20) NOT NULL DEFAULT 'new' CHECK (phase IN ('new', 'old')),
    priority int NOT NULL DEFAULT 2 CHECK (priority IN (1, 2, 3)),
    step varchar(10) CHECK (step IS NULL OR step IN ('x', 'y'))
);

CREATE TABLE order_lines (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    quantity int NOT NULL DEFAULT 1,
    price decimal(8, 2) NOT NULL,
    total decimal(10, 2) GENERATED ALWAYS AS (quantity * price) STORED,
    label varchar(40) AS (concat(quantity, ' pieces')) VIRTUAL,
    KEY backwards (quantity DESC)
);

-- 7. Special tables.

CREATE TABLE parts (
    id int unsigned NOT NULL,
    name varchar(20) NOT NULL,
    PRIMARY KEY (id)
) PARTITION BY HASH (id) PARTITIONS 3;

CREATE TABLE versions (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name varchar(20) NOT NULL
) WITH SYSTEM VERSIONING;

CREATE SEQUENCE numbering;

CREATE VIEW account_owners AS
    SELECT a.id, a.balance, u.name, coalesce(u.email, '') AS email FROM accounts a JOIN users u ON u.id = a.user_id;

CREATE VIEW choice_counts AS
    SELECT status, count(*) AS choices FROM choices GROUP BY status;
