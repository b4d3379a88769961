-- Tables of at most two rows.
CREATE TABLE sides (id int AUTO_INCREMENT PRIMARY KEY, is_left boolean NOT NULL UNIQUE);
CREATE TABLE signs (id int AUTO_INCREMENT PRIMARY KEY, is_plus boolean NOT NULL UNIQUE);
