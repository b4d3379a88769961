-- What MySQL has otherwise than MariaDB; 8.0.30 or later.
CREATE TABLE things (
    id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name varchar(50) NOT NULL DEFAULT 'it''s',
    token char(36) NOT NULL DEFAULT (uuid()),
    amount int DEFAULT (1 + 2),
    flag tinyint(1) NOT NULL DEFAULT 1,
    small tinyint unsigned,
    padded int(5) zerofill,
    at datetime(3) DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
    day date DEFAULT (curdate()),
    doc json DEFAULT (json_array()),
    settings json NOT NULL DEFAULT ('{"a": "é"}'),
    body text DEFAULT ('wörd'),
    hidden int INVISIBLE DEFAULT 3,
    point point NOT NULL SRID 0,
    KEY lowered ((lower(name))),
    KEY mixed (amount, (abs(amount))),
    UNIQUE doubled ((small * 2)),
    KEY down (amount DESC),
    KEY unseen (small) INVISIBLE,
    KEY parts ((CAST(doc->'$[*]' AS UNSIGNED ARRAY))),
    FULLTEXT words (name),
    SPATIAL KEY places (point),
    KEY beginning (body(10)),
    CONSTRAINT positive CHECK (amount > 0),
    CONSTRAINT ignored CHECK (amount < 100) NOT ENFORCED
) COMMENT 'it''s ☃';
CREATE TABLE words (
    id int NOT NULL PRIMARY KEY,
    state varchar(20) NOT NULL,
    `größe` varchar(20),
    CHECK (state IN ('a', 'b''c', 'é', '😀', 'd\\e')),
    CHECK (`größe` IN ('ß', 'x'))
);
CREATE TABLE latin1 (
    state enum('é', 'ü') DEFAULT 'ü',
    code varchar(9) DEFAULT 'é',
    CHECK (code IN ('é', 'ü'))
) CHARACTER SET latin1;
CREATE TABLE bytes (
    id binary(16) NOT NULL PRIMARY KEY,
    short varbinary(16) NOT NULL DEFAULT 'ab',
    cut varbinary(4) NOT NULL DEFAULT x'ff00',
    zero binary(2) DEFAULT x'0000',
    none varbinary(3) DEFAULT '',
    bits bit(8) DEFAULT b'101',
    digits varchar(9) DEFAULT '0x41'
);
CREATE TABLE computed (
    id int NOT NULL PRIMARY KEY,
    a int,
    twice int GENERATED ALWAYS AS (a * 2) VIRTUAL,
    text varchar(30) GENERATED ALWAYS AS (concat('é', a)) STORED,
    things_id bigint unsigned,
    other_id bigint unsigned,
    KEY (twice),
    CONSTRAINT first FOREIGN KEY (things_id) REFERENCES things (id) ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT second FOREIGN KEY (other_id) REFERENCES things (id) ON DELETE RESTRICT
);
CREATE TABLE maps (
    id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    capital point NOT NULL SRID 4326,
    border polygon NOT NULL SRID 3857,
    `the river` linestring SRID 0,
    anything geometry NOT NULL,
    SPATIAL KEY (capital)
);
CREATE TABLE parts (id int, at date NOT NULL, PRIMARY KEY (id, at))
    PARTITION BY RANGE (year(at)) (PARTITION p0 VALUES LESS THAN (2020), PARTITION p1 VALUES LESS THAN MAXVALUE);
SET sql_generate_invisible_primary_key = 1;
CREATE TABLE gipk (a int);
SET sql_generate_invisible_primary_key = 0;
CREATE VIEW some AS SELECT id, name, amount FROM things;
