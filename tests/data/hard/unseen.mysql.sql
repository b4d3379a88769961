-- Columns that SELECT * leaves out, and what depends on them.

CREATE TABLE people (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name varchar(30) NOT NULL,
    rank int NOT NULL DEFAULT 3 INVISIBLE,
    secret varchar(20) INVISIBLE,
    created_at timestamp NULL INVISIBLE,
    updated_at timestamp NULL INVISIBLE
);

-- As MySQL makes a key that nobody has asked for.
CREATE TABLE marks (
    my_row_id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY INVISIBLE,
    person_id int unsigned NOT NULL,
    mark varchar(20) NOT NULL,
    FOREIGN KEY (person_id) REFERENCES people (id)
);
CREATE TABLE teams (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    chief_id int unsigned INVISIBLE,
    name varchar(30) NOT NULL,
    FOREIGN KEY (chief_id) REFERENCES people (id)
);
CREATE TABLE person_team (
    my_row_id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY INVISIBLE,
    person_id int unsigned NOT NULL,
    team_id int unsigned NOT NULL,
    FOREIGN KEY (person_id) REFERENCES people (id),
    FOREIGN KEY (team_id) REFERENCES teams (id)
);

-- A row's key ends in the moment that it is valid until, which queries do not see.
CREATE TABLE rates (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    code char(3) NOT NULL UNIQUE,
    rate decimal(8, 4) NOT NULL,
    valid_from timestamp(6) GENERATED ALWAYS AS ROW START,
    valid_to timestamp(6) GENERATED ALWAYS AS ROW END,
    PERIOD FOR SYSTEM_TIME (valid_from, valid_to)
) WITH SYSTEM VERSIONING;
CREATE TABLE conversions (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    rate_id int unsigned NOT NULL UNIQUE,
    amount decimal(8, 2) NOT NULL,
    FOREIGN KEY (rate_id) REFERENCES rates (id)
) WITH SYSTEM VERSIONING;
