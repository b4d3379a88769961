-- Bytes, which PHP gets as a stream, where other tables have a key.

CREATE TABLE digests (
    digest bytea PRIMARY KEY,
    name text NOT NULL
);

CREATE TABLE files (
    id serial PRIMARY KEY,
    digest bytea NOT NULL REFERENCES digests,
    path text NOT NULL
);

CREATE TABLE chunks (
    digest bytea NOT NULL,
    no integer NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (digest, no)
);

CREATE TABLE tags (id serial PRIMARY KEY, name text NOT NULL);
CREATE TABLE file_tag (
    file_id integer NOT NULL REFERENCES files,
    tag_id integer NOT NULL REFERENCES tags,
    signature bytea,
    PRIMARY KEY (file_id, tag_id)
);
