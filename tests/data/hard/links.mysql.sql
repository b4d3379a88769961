-- Tables between two others whose rows have an id that the database makes, and times that Laravel's Pivot would cut.

CREATE TABLE teams (
    id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name text NOT NULL
);
CREATE TABLE users (
    id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name text NOT NULL,
    created_at timestamp(6) NULL,
    updated_at timestamp(6) NULL
);
CREATE TABLE team_user (
    id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    team_id int NOT NULL,
    user_id int NOT NULL,
    role varchar(20) NOT NULL DEFAULT 'x',
    created_at timestamp(6) NULL,
    updated_at timestamp(6) NULL,
    UNIQUE (team_id, user_id),
    FOREIGN KEY (team_id) REFERENCES teams (id),
    FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE TABLE team_member (
    id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
    team_id int NOT NULL,
    user_id int NOT NULL,
    created_at timestamp(6) NULL,
    updated_at timestamp(6) NULL,
    FOREIGN KEY (team_id) REFERENCES teams (id),
    FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE TABLE team_guest (
    id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
    team_id int NOT NULL,
    user_id int NOT NULL,
    created_at bigint,
    updated_at bigint,
    FOREIGN KEY (team_id) REFERENCES teams (id),
    FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE TABLE team_visit (
    id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    team_id int NOT NULL,
    user_id int NOT NULL,
    note text,
    created_at bigint,
    updated_at bigint,
    UNIQUE (team_id, user_id),
    FOREIGN KEY (team_id) REFERENCES teams (id),
    FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE TABLE one_sided (
    id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    updated_at timestamp NULL
);
CREATE TABLE one_sided_user (
    one_sided_id int NOT NULL,
    user_id int NOT NULL,
    created_at timestamp NULL,
    updated_at timestamp NULL,
    PRIMARY KEY (one_sided_id, user_id),
    FOREIGN KEY (one_sided_id) REFERENCES one_sided (id),
    FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE TABLE one_sided_team (
    one_sided_id int NOT NULL,
    team_id int NOT NULL,
    note text,
    created_at timestamp NULL,
    updated_at timestamp NULL,
    PRIMARY KEY (one_sided_id, team_id),
    FOREIGN KEY (one_sided_id) REFERENCES one_sided (id),
    FOREIGN KEY (team_id) REFERENCES teams (id)
);

-- Keys of digits with zeros in front.
CREATE TABLE meters (id int(8) unsigned zerofill NOT NULL AUTO_INCREMENT PRIMARY KEY, street varchar(20) NOT NULL);
CREATE TABLE owners (id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(20) NOT NULL);
CREATE TABLE meter_owner (
    meter_id int(8) unsigned zerofill NOT NULL,
    owner_id int unsigned NOT NULL,
    PRIMARY KEY (meter_id, owner_id),
    FOREIGN KEY (meter_id) REFERENCES meters (id),
    FOREIGN KEY (owner_id) REFERENCES owners (id)
);
CREATE TABLE meter_reader (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    meter_id int(8) unsigned zerofill NOT NULL,
    owner_id int unsigned NOT NULL,
    FOREIGN KEY (meter_id) REFERENCES meters (id),
    FOREIGN KEY (owner_id) REFERENCES owners (id)
);
CREATE TABLE team_badge (
    id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    team_id int NOT NULL,
    user_id int NOT NULL,
    colours json NOT NULL DEFAULT ('{}'),
    created_at timestamp(6) NULL,
    updated_at timestamp(6) NULL,
    deleted_at timestamp(6) NULL,
    UNIQUE (team_id, user_id),
    FOREIGN KEY (team_id) REFERENCES teams (id),
    FOREIGN KEY (user_id) REFERENCES users (id)
);
