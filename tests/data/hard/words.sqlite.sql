-- Words that mean something to a formatter, to PHPDoc or to SQLite: what is
-- generated is named and written so that they go on meaning the table's.

create table resources (
    id integer primary key,
    parent_id integer references resources (id),
    name varchar(40) not null
);

create table doubles (id integer primary key, resource_id integer not null references resources (id));

create table booleans (id integer primary key, double_id integer references doubles (id));

create table boolean_resource (
    boolean_id integer not null references booleans (id),
    resource_id integer not null references resources (id),
    "position" integer not null default 0,
    primary key (boolean_id, resource_id)
);

-- No property of PHP's has such a name, and none is documented.
create table "order lines" (
    "line no" integer primary key,
    "ordered at" datetime
);

-- JSON in the schema itself.
create table documents (
    id integer primary key,
    body json not null default '{}',
    title text generated always as (json_extract(body, '$.title')) virtual,
    pages integer generated always as (json_extract(body, '$.pages')) stored,
    check (json_type(body) = 'object' or json_type(body) = 'array')
);
create index documents_author on documents (json_extract(body, '$.author'));

-- Bytes in a key of two columns.
create table chunks (
    digest binary(32) not null,
    part integer not null,
    body blob not null,
    primary key (digest, part)
);

-- Columns called as methods that traits bring: a model reads them as columns.
create table gadgets (
    id integer primary key,
    factory integer not null references resources (id),
    trashed boolean,
    restored integer not null default 0,
    deleted_at datetime
);
