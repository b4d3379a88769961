-- What grew over years: numbers in TINYINT(1), keys with defaults that no row has,
-- keys of several columns with a number among them, tables without conventions.

SET foreign_key_checks = 0;

-- MySQL's boolean as a small number: the key, what refers to it, and a default that says so.
CREATE TABLE levels (
    id tinyint(1) NOT NULL AUTO_INCREMENT PRIMARY KEY,
    steps tinyint(1) NOT NULL DEFAULT 2,
    shift tinyint(1) NOT NULL DEFAULT -1,
    is_open tinyint(1) NOT NULL DEFAULT 1
);

CREATE TABLE alarms (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    level_id tinyint(1) NOT NULL,
    next_level tinyint(1),
    FOREIGN KEY (level_id) REFERENCES levels (id),
    FOREIGN KEY (next_level) REFERENCES levels (id)
);

-- A number that only the pair of keys makes a key, as Magento's.
CREATE TABLE catalog_categories (
    entity_id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    parent_id int unsigned NOT NULL DEFAULT 0,
    path varchar(40) NOT NULL
);

CREATE TABLE catalog_products (
    entity_id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    sku varchar(64) NOT NULL UNIQUE
);

CREATE TABLE catalog_category_product (
    entity_id int NOT NULL AUTO_INCREMENT,
    category_id int unsigned NOT NULL DEFAULT 0,
    product_id int unsigned NOT NULL DEFAULT 0,
    position int NOT NULL DEFAULT 0,
    PRIMARY KEY (entity_id, category_id, product_id),
    UNIQUE KEY (category_id, product_id),
    FOREIGN KEY (category_id) REFERENCES catalog_categories (entity_id),
    FOREIGN KEY (product_id) REFERENCES catalog_products (entity_id)
);

-- Keys that say what they are: no suffix, the name of the other table.
CREATE TABLE role (
    role varchar(50) NOT NULL DEFAULT '' PRIMARY KEY,
    uuid char(38) NOT NULL UNIQUE
);

CREATE TABLE role_role (
    parent_role varchar(50) NOT NULL DEFAULT '',
    child_role varchar(50) NOT NULL DEFAULT '',
    PRIMARY KEY (parent_role, child_role),
    FOREIGN KEY (parent_role) REFERENCES role (role),
    FOREIGN KEY (child_role) REFERENCES role (role)
);

CREATE TABLE `user` (
    uid bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    user varchar(20) NOT NULL,
    `userId` int,
    parent bigint unsigned,
    created int unsigned NOT NULL DEFAULT 0,
    FOREIGN KEY (parent) REFERENCES `user` (uid)
);

CREATE TABLE session_log (
    id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    uid bigint unsigned NOT NULL,
    user bigint unsigned,
    `userId` bigint unsigned,
    FOREIGN KEY (uid) REFERENCES `user` (uid),
    FOREIGN KEY (user) REFERENCES `user` (uid),
    FOREIGN KEY (`userId`) REFERENCES `user` (uid)
);

CREATE TABLE net_hosts (
    ip inet6 NOT NULL PRIMARY KEY,
    mac char(17) NOT NULL
);

CREATE TABLE net_leases (
    id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    ip inet6 NOT NULL,
    at datetime(3) NOT NULL,
    FOREIGN KEY (ip) REFERENCES net_hosts (ip)
);

-- A number that the database makes, but not alone a key: of partitions, of branches.
CREATE TABLE invoices (
    branch char(3) NOT NULL,
    no int NOT NULL AUTO_INCREMENT,
    total decimal(10, 2) NOT NULL DEFAULT 0,
    PRIMARY KEY (branch, no),
    KEY (no)
);

CREATE TABLE invoice_notes (
    id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    branch char(3) NOT NULL,
    no int NOT NULL,
    note text NOT NULL,
    FOREIGN KEY (branch, no) REFERENCES invoices (branch, no)
);

CREATE TABLE measures (
    id bigint unsigned NOT NULL AUTO_INCREMENT,
    taken_on date NOT NULL,
    value double NOT NULL,
    PRIMARY KEY (id, taken_on)
) PARTITION BY RANGE COLUMNS (taken_on) (PARTITION old VALUES LESS THAN ('2020-01-01'), PARTITION rest VALUES LESS THAN (MAXVALUE));

-- A key that the server makes, and tells nobody.
CREATE TABLE vouchers (
    id uuid NOT NULL DEFAULT uuid() PRIMARY KEY,
    amount decimal(8, 2) NOT NULL
);

CREATE TABLE voucher_marks (
    code char(36) NOT NULL DEFAULT (UUID()) PRIMARY KEY,
    voucher_id uuid NOT NULL,
    note varchar(20) NOT NULL,
    FOREIGN KEY (voucher_id) REFERENCES vouchers (id)
);

-- A number that is unique, and nobody has called it the primary key.
CREATE TABLE tickets (
    no bigint unsigned NOT NULL AUTO_INCREMENT UNIQUE,
    subject varchar(40) NOT NULL
);

CREATE TABLE ticket_lines (
    id int NOT NULL AUTO_INCREMENT,
    ticket_no bigint unsigned NOT NULL,
    line varchar(40) NOT NULL,
    UNIQUE KEY line (ticket_no, line),
    UNIQUE KEY id (id),
    FOREIGN KEY (ticket_no) REFERENCES tickets (no)
);

-- Numbers that the server fills up with zeros, and gives as text.
CREATE TABLE meters (
    id bigint(12) unsigned zerofill NOT NULL AUTO_INCREMENT PRIMARY KEY,
    street int(6) zerofill NOT NULL,
    reading bigint unsigned zerofill NOT NULL,
    price decimal(8, 2) zerofill NOT NULL,
    share float(8, 2) zerofill NOT NULL,
    is_open tinyint(1) unsigned zerofill NOT NULL
);

CREATE TABLE meter_notes (
    id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    meter_id bigint(12) unsigned zerofill NOT NULL,
    old_meter bigint(12) unsigned zerofill,
    note varchar(20) NOT NULL UNIQUE,
    FOREIGN KEY (meter_id) REFERENCES meters (id),
    FOREIGN KEY (old_meter) REFERENCES meters (id)
);

-- Keys that a default makes: of a sequence, which the catalogue names with its database, of bytes, of another column.
CREATE SEQUENCE `odd numbers`;
CREATE TABLE parcels (
    id bigint NOT NULL DEFAULT nextval(`odd numbers`) PRIMARY KEY,
    weight decimal(8, 3) NOT NULL
);

CREATE TABLE parcel_marks (
    id binary(16) NOT NULL DEFAULT (unhex(replace(uuid(), '-', ''))) PRIMARY KEY,
    parcel_id bigint NOT NULL,
    mark varchar(20) NOT NULL,
    FOREIGN KEY (parcel_id) REFERENCES parcels (id)
);

CREATE TABLE parcel_places (
    place varchar(60) NOT NULL DEFAULT (concat(shelf, '-', rand())) PRIMARY KEY,
    shelf varchar(20) NOT NULL
);

-- Bytes for a key: as many as the server would make of less, and none of a text's.
CREATE TABLE digests (
    digest binary(32) NOT NULL PRIMARY KEY,
    label varchar(20) NOT NULL
);

CREATE TABLE digest_parts (
    digest binary(32) NOT NULL,
    part varbinary(40) NOT NULL,
    label varchar(20) NOT NULL,
    PRIMARY KEY (digest, part),
    FOREIGN KEY (digest) REFERENCES digests (digest)
);
