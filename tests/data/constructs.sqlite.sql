-- constructs.sqlite.sql - every construct that a model can have, once at least.
-- Each section says what it is there for.  Rows come from the tests.

-- 1. Keys: conventional, of another name, string, uuid, ulid, char(36), char(26).

CREATE TABLE users (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    name varchar(255) NOT NULL,
    email varchar(255) NOT NULL UNIQUE,
    email_verified_at datetime,
    password varchar(255) NOT NULL,
    two_factor_secret text,
    two_factor_recovery_codes text,
    api_token varchar(80),
    client_secret varchar(80),
    remember_token varchar(100),
    created_at datetime,
    updated_at datetime
);

CREATE TABLE warehouses (
    warehouse_no integer PRIMARY KEY NOT NULL,
    label varchar(40) NOT NULL
);

CREATE TABLE countries (
    iso char(2) PRIMARY KEY NOT NULL,
    name varchar(60) NOT NULL
) WITHOUT ROWID;

CREATE TABLE languages (
    tag varchar(12) NOT NULL DEFAULT 'und' PRIMARY KEY,
    name varchar(60) NOT NULL
);

CREATE TABLE documents (
    id uuid PRIMARY KEY NOT NULL,
    title varchar(120) NOT NULL,
    country_iso char(2) REFERENCES countries (iso)
);

CREATE TABLE devices (
    uuid char(36) NOT NULL PRIMARY KEY,
    name varchar(40) NOT NULL
);

CREATE TABLE shipments (
    id ulid PRIMARY KEY NOT NULL,
    warehouse_no integer NOT NULL REFERENCES warehouses,
    device_uuid char(36) REFERENCES devices (uuid)
);

CREATE TABLE tokens (
    ulid char(26) NOT NULL PRIMARY KEY,
    shipment_id ulid NOT NULL REFERENCES shipments (id)
);

CREATE TABLE machine_ids (
    id binary(16) PRIMARY KEY NOT NULL,
    host varchar(40) NOT NULL
);

-- An INT key is no alias of rowid: nothing fills it.
CREATE TABLE sensors (
    id int PRIMARY KEY NOT NULL,
    unit varchar(10) NOT NULL
);

CREATE TABLE readings (
    id integer PRIMARY KEY,
    sensor_id int NOT NULL REFERENCES sensors (id),
    value real NOT NULL
) STRICT;

-- 2. Composite keys and no key at all.

CREATE TABLE line_items (
    a int NOT NULL,
    b int NOT NULL,
    v int,
    PRIMARY KEY (a, b)
);

CREATE TABLE seat_plans (
    hall varchar(20) NOT NULL,
    row_no int NOT NULL,
    seat_no int NOT NULL,
    country_iso char(2) NOT NULL REFERENCES countries (iso),
    taken boolean NOT NULL DEFAULT false,
    updated_at datetime,
    PRIMARY KEY (hall, row_no, seat_no)
) WITHOUT ROWID;

-- Nothing but its key.
CREATE TABLE grid_points (
    x int NOT NULL,
    y int NOT NULL,
    PRIMARY KEY (x, y)
);

CREATE TABLE log_lines (
    level int NOT NULL,
    line text NOT NULL
);

-- No primary key, but a relation.
CREATE TABLE audit_entries (
    user_id integer REFERENCES users (id),
    message text NOT NULL,
    created_at datetime
);

-- Composite foreign key; its first column is also a key of its own.
CREATE TABLE tenants (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    name varchar(40) NOT NULL
);

CREATE TABLE projects (
    tenant_id integer NOT NULL REFERENCES tenants (id),
    number int NOT NULL,
    title varchar(80) NOT NULL,
    PRIMARY KEY (tenant_id, number)
);

CREATE TABLE milestones (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    tenant_id integer NOT NULL REFERENCES tenants (id),
    project_number int NOT NULL,
    due_on date,
    FOREIGN KEY (tenant_id, project_number) REFERENCES projects (tenant_id, number)
);

-- 3. Foreign keys: to a unique key, without target columns, several to one
-- table, audit columns, no suffix, camel case, a name of another table.

CREATE TABLE currencies (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    code char(3) NOT NULL UNIQUE,
    number int UNIQUE
);

CREATE TABLE accounts (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    user_id integer NOT NULL REFERENCES users,
    currency_code char(3) NOT NULL REFERENCES currencies (code),
    fallback_currency integer REFERENCES currencies (number),
    balance decimal(14, 4) NOT NULL DEFAULT 0
);

CREATE TABLE purchase_requests (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    user_id integer NOT NULL REFERENCES users (id),
    approved_by_id integer REFERENCES users (id),
    buyer_id integer REFERENCES users (id),
    created_by integer REFERENCES users (id),
    updated_by integer REFERENCES users (id),
    deleted_by integer REFERENCES users (id),
    note text,
    created_at datetime,
    updated_at datetime,
    deleted_at datetime
);

CREATE TABLE torrents (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    info_hash varchar(40) NOT NULL UNIQUE
);

-- A column without a suffix, and one beside the text that its relation would be called.
CREATE TABLE peers (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    torrent integer NOT NULL REFERENCES torrents (id),
    owner integer REFERENCES users (id),
    agent_id integer REFERENCES users (id),
    agent varchar(60),
    sales_rep_id integer REFERENCES users (id),
    sales_rep varchar(60)
);

-- The inverse's name is a column of the parent.
CREATE TABLE channels (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    messages int NOT NULL DEFAULT 0
);

CREATE TABLE messages (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    channel_id integer NOT NULL REFERENCES channels (id),
    body text NOT NULL
);

-- Names under the parent's: ticket_comments -> comments, unless that is taken.
CREATE TABLE tickets (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    subject varchar(120) NOT NULL
);

CREATE TABLE ticket_comments (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    ticket_id integer NOT NULL REFERENCES tickets (id),
    body text NOT NULL
);

CREATE TABLE ticket_files (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    ticket_id integer NOT NULL REFERENCES tickets (id),
    path varchar(200) NOT NULL
);

CREATE TABLE files (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    ticket_id integer REFERENCES tickets (id),
    path varchar(200) NOT NULL
);

-- Self references: a tree, a chain, a column without suffix, two at once.
CREATE TABLE categories (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    parent_id integer REFERENCES categories (id),
    name varchar(60) NOT NULL
);

CREATE TABLE revisions (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    previous_id integer UNIQUE REFERENCES revisions (id),
    text text NOT NULL
);

CREATE TABLE pages (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    parent_id integer REFERENCES pages (id),
    translation_of integer REFERENCES pages (id),
    title varchar(60) NOT NULL
);

-- A self reference that must not be null.
CREATE TABLE nodes (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    root_id integer NOT NULL REFERENCES nodes (id)
);

CREATE TABLE Employee (
    EmployeeId integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    LastName nvarchar(20) NOT NULL,
    ReportsTo integer REFERENCES Employee (EmployeeId),
    BirthDate datetime
);

CREATE TABLE Artist (
    ArtistId integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    Name nvarchar(120)
);

CREATE TABLE MediaType (
    mediaTypeID integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    Name nvarchar(120)
);

CREATE TABLE Track (
    TrackId integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    ArtistId integer NOT NULL REFERENCES Artist (ArtistId),
    mediaTypeID integer NOT NULL REFERENCES mediatype (MEDIATYPEID),
    UnitPrice numeric(10, 2) NOT NULL
);

-- Two tables that need each other; the nullable key breaks the circle.
CREATE TABLE departments (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    head_id integer REFERENCES workers (id),
    name varchar(40) NOT NULL
);

CREATE TABLE workers (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    department_id integer NOT NULL REFERENCES departments (id),
    name varchar(40) NOT NULL
);

-- Two that need each other at once.
CREATE TABLE shops (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    manager_id integer NOT NULL REFERENCES clerks (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE clerks (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    shop_id integer NOT NULL REFERENCES shops (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE clerk_badges (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    clerk_id integer NOT NULL REFERENCES clerks (id)
);

-- 4. One to one: a unique key, a shared primary key, a key of that; a partial
-- unique index makes none.

CREATE TABLE profiles (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    user_id integer NOT NULL UNIQUE REFERENCES users (id) ON DELETE CASCADE,
    bio text
);

CREATE TABLE passports (
    number varchar(20) PRIMARY KEY NOT NULL,
    user_id integer UNIQUE REFERENCES users (id) ON DELETE SET NULL
);

CREATE TABLE vehicles (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    plate varchar(12) NOT NULL
);

CREATE TABLE trucks (
    vehicle_id integer PRIMARY KEY NOT NULL REFERENCES vehicles (id),
    payload_kg int NOT NULL
);

CREATE TABLE truck_cranes (
    truck_id int PRIMARY KEY NOT NULL REFERENCES trucks (vehicle_id),
    lift_kg int NOT NULL
);

CREATE TABLE subscriptions (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    user_id integer NOT NULL REFERENCES users (id),
    ended_at datetime
);
CREATE UNIQUE INDEX subscriptions_one_running ON subscriptions (user_id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX vehicles_plate ON vehicles (upper(plate));

-- 5. Pivots.

CREATE TABLE posts (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    user_id integer NOT NULL REFERENCES users (id),
    title varchar(120) NOT NULL,
    created_at datetime,
    updated_at datetime,
    deleted_at datetime
);

CREATE TABLE tags (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    name varchar(40) NOT NULL UNIQUE
);

-- Pure, with the pair as its key.
CREATE TABLE post_tag (
    post_id integer NOT NULL REFERENCES posts (id),
    tag_id integer NOT NULL REFERENCES tags (id),
    PRIMARY KEY (post_id, tag_id)
);

-- Pure, with an id and timestamps.
CREATE TABLE category_post (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    category_id integer NOT NULL REFERENCES categories (id),
    post_id integer NOT NULL REFERENCES posts (id),
    created_at datetime,
    updated_at datetime,
    UNIQUE (category_id, post_id)
);

-- Pure, without any key.
CREATE TABLE category_tag (
    category_id integer NOT NULL REFERENCES categories (id),
    tag_id integer NOT NULL REFERENCES tags (id)
);

-- Keys that are neither called id nor integers, to columns that are no primary keys.
CREATE TABLE country_currency (
    country char(2) NOT NULL REFERENCES countries (iso),
    currency char(3) NOT NULL REFERENCES currencies (code),
    PRIMARY KEY (country, currency)
);

-- Payload, the pair is the key.
CREATE TABLE products (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    name varchar(50) NOT NULL
);

CREATE TABLE orders (
    id uuid PRIMARY KEY NOT NULL,
    number varchar(20) NOT NULL UNIQUE
);

CREATE TABLE order_product (
    order_id uuid NOT NULL REFERENCES orders (id),
    product_id integer NOT NULL REFERENCES products (id),
    quantity int NOT NULL DEFAULT 1,
    unit_price decimal(12, 2) NOT NULL,
    state varchar NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'packed', 'sent')),
    options json,
    created_at timestamp,
    updated_at timestamp,
    PRIMARY KEY (order_id, product_id)
);

-- Payload without timestamps, the pair only unique.
CREATE TABLE product_tag (
    product_id integer NOT NULL REFERENCES products (id),
    tag_id integer NOT NULL REFERENCES tags (id),
    weight real NOT NULL DEFAULT 0.5,
    UNIQUE (product_id, tag_id)
);

-- Payload and an id of its own.
CREATE TABLE memberships (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    user_id integer NOT NULL REFERENCES users (id),
    tenant_id integer NOT NULL REFERENCES tenants (id),
    role varchar(20) NOT NULL DEFAULT 'member',
    created_at datetime,
    updated_at datetime,
    UNIQUE (user_id, tenant_id)
);

-- Two keys and payload, but the pair is not unique: no pivot.
CREATE TABLE visits (
    user_id integer NOT NULL REFERENCES users (id),
    page_id integer NOT NULL REFERENCES pages (id),
    seconds int NOT NULL
);

-- The key is the pair and a number: two columns of it do not make a row.
CREATE TABLE exam_attempts (
    user_id integer NOT NULL REFERENCES users (id),
    page_id integer NOT NULL REFERENCES pages (id),
    attempt int NOT NULL,
    score int,
    PRIMARY KEY (user_id, page_id, attempt)
);

-- Of a table with itself, pure and with payload.
CREATE TABLE followers (
    follower_id integer NOT NULL REFERENCES users (id),
    followed_id integer NOT NULL REFERENCES users (id),
    PRIMARY KEY (follower_id, followed_id),
    CHECK (follower_id <> followed_id)
);

CREATE TABLE product_bundles (
    bundle_id integer NOT NULL REFERENCES products (id),
    part_id integer NOT NULL REFERENCES products (id),
    pieces int NOT NULL DEFAULT 1,
    PRIMARY KEY (bundle_id, part_id)
);

-- Two between the same tables.
CREATE TABLE post_user (
    post_id integer NOT NULL REFERENCES posts (id),
    user_id integer NOT NULL REFERENCES users (id),
    PRIMARY KEY (post_id, user_id)
);

CREATE TABLE post_likes (
    post_id integer NOT NULL REFERENCES posts (id),
    user_id integer NOT NULL REFERENCES users (id),
    created_at datetime,
    updated_at datetime,
    PRIMARY KEY (post_id, user_id)
);

-- Three keys: no pivot.
CREATE TABLE assignments (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    user_id integer NOT NULL REFERENCES users (id),
    ticket_id integer NOT NULL REFERENCES tickets (id),
    department_id integer NOT NULL REFERENCES departments (id)
);

-- Pure by its columns, but another table refers to it.
CREATE TABLE enrolments (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    user_id integer NOT NULL REFERENCES users (id),
    page_id integer NOT NULL REFERENCES pages (id),
    UNIQUE (user_id, page_id)
);

CREATE TABLE certificates (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    enrolment_id integer NOT NULL UNIQUE REFERENCES enrolments (id),
    issued_on date NOT NULL
);

-- 6. Types, defaults, generated columns, enums.

CREATE TABLE samples (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    small_number smallint NOT NULL DEFAULT -7,
    big_number bigint unsigned NOT NULL DEFAULT 0,
    year_made year,
    flag boolean NOT NULL DEFAULT true,
    tiny tinyint(1) NOT NULL DEFAULT 0,
    tiny_number tinyint,
    price decimal(10, 2) NOT NULL DEFAULT 9.90,
    rate decimal(5, 4) DEFAULT 0.5,
    whole decimal(8, 0) NOT NULL DEFAULT 3,
    loose numeric,
    ratio real NOT NULL DEFAULT 1.5,
    weight double precision,
    short_code char(4) NOT NULL DEFAULT 'abcd',
    label varchar(40) NOT NULL DEFAULT 'it''s "$x" \n {y}',
    empty varchar(40) NOT NULL DEFAULT '',
    long_text text,
    born_on date,
    started_on date NOT NULL DEFAULT '2020-02-29',
    opens_at time,
    seen_at datetime NOT NULL DEFAULT CURRENT_TIMESTAMP,
    sent_at timestamp,
    settings json NOT NULL DEFAULT '{}',
    extra jsonb,
    picture blob,
    raw binary(8),
    place point,
    untyped,
    computed int DEFAULT (1 + 1),
    "nothing" varchar(10) DEFAULT NULL,
    full_name text GENERATED ALWAYS AS (label || ' ' || short_code) STORED,
    price_with_tax decimal(10, 2) GENERATED ALWAYS AS (price * 1.19) VIRTUAL
);

CREATE TABLE articles (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    status varchar(20) NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'in-review', 'published', '2nd-edition', '')),
    previous_status varchar(20) CHECK (previous_status IN ('draft', 'in-review', 'published', '2nd-edition', '')),
    kind text NOT NULL CHECK (kind IN ('class', 'interface', 'Class', 'a b', 'a_b', 'über', 'it''s', '$x', 'a\b')),
    priority int NOT NULL DEFAULT 2 CHECK (priority IN (1, 2, 3)),
    stars int CHECK (stars >= 1 AND stars <= 5),
    length_cm real CHECK (length_cm > 0)
);

-- Sub-seconds, in some columns and not in others.
CREATE TABLE events (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    happened_at datetime(6) NOT NULL,
    noticed_at datetime,
    closed_at timestamp(3),
    created_at timestamp(6),
    updated_at timestamp(6),
    deleted_at timestamp(6)
);

-- Seconds since 1970.
CREATE TABLE sync_runs (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    name varchar(20) NOT NULL,
    created_at integer,
    updated_at integer
);

-- One date format cannot serve both; a date is no timestamp.
CREATE TABLE imports (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    read_at datetime,
    created_at integer,
    updated_at integer
);

CREATE TABLE diary_entries (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    created_at date NOT NULL,
    deleted_at integer
);

CREATE TABLE page_views (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    path varchar(200) NOT NULL,
    created_at datetime
);

CREATE TABLE counters (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    hits int NOT NULL DEFAULT 0,
    updated_at datetime
);

-- deleted_at that is no moment of deletion: never null.
CREATE TABLE tombstones (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    name varchar(40) NOT NULL,
    deleted_at datetime NOT NULL
);

-- A soft-deleted row can have a composite key too.
CREATE TABLE price_lists (
    region char(2) NOT NULL,
    year_no int NOT NULL,
    factor decimal(4, 2) NOT NULL,
    created_at datetime,
    updated_at datetime,
    deleted_at datetime,
    PRIMARY KEY (region, year_no)
);

-- 7. Names: reserved words, members of Eloquent, imports, spaces, digits,
-- unicode, irregular plurals, case.

CREATE TABLE classes (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    list_id integer REFERENCES lists (id),
    name varchar(20) NOT NULL
);

CREATE TABLE lists (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    class_id integer REFERENCES classes (id)
);

CREATE TABLE strings (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    enum_id integer REFERENCES enums (id)
);

CREATE TABLE enums (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    final varchar(10)
);

-- Classes that would hide an import.
CREATE TABLE models (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    made_on date
);

CREATE TABLE collections (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    model_id integer NOT NULL REFERENCES models (id),
    collected_at datetime
);

CREATE TABLE carbons (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    collection_id integer NOT NULL REFERENCES collections (id),
    dated_on date
);

CREATE TABLE has_many (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    carbon_id integer NOT NULL REFERENCES carbons (id)
);

CREATE TABLE factories (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    town varchar(40) NOT NULL
);

-- Columns called like members of Model and of the query builder.
CREATE TABLE traps (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    "exists" int,
    "table" varchar(20),
    "query" varchar(20),
    "connection" varchar(20),
    "attributes" varchar(20),
    "relations" varchar(20),
    "timestamps" int,
    "incrementing" int,
    "original" varchar(20),
    "fillable" varchar(20),
    "hidden" varchar(20),
    "casts" varchar(20),
    "save" varchar(20),
    "delete" varchar(20),
    "class" varchar(20),
    "key" varchar(20),
    "pivot" varchar(20)
);

-- Relations that would be called like them.
CREATE TABLE snares (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    save_id integer REFERENCES traps (id),
    query_id integer REFERENCES traps (id),
    table_id integer REFERENCES traps (id),
    connection_id integer REFERENCES traps (id),
    attributes_id integer REFERENCES traps (id),
    exists_id integer REFERENCES traps (id),
    push_id integer REFERENCES traps (id),
    with_id integer REFERENCES traps (id),
    where_id integer REFERENCES traps (id),
    first_id integer REFERENCES traps (id),
    casts_id integer REFERENCES traps (id),
    class_id integer REFERENCES classes (id),
    "2nd_id" integer REFERENCES traps (id)
);

-- The inverse would be called like a member of Model.
CREATE TABLE relations (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    trap_id integer NOT NULL REFERENCES traps (id)
);

CREATE TABLE "Order Details" (
    "Order No" integer PRIMARY KEY NOT NULL,
    "unit price" decimal(8, 2) NOT NULL,
    "50% off" boolean NOT NULL DEFAULT 0,
    "a'b" varchar(20),
    "back\slash" varchar(20),
    "$dollar" varchar(20),
    "quote""d" varchar(20),
    "end*/" varchar(20) NOT NULL DEFAULT '?> */',
    "?>" varchar(20)
);

CREATE TABLE "2fa_codes" (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    "6_digits" varchar(6) NOT NULL
);

CREATE TABLE "straße" (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    "größe" int NOT NULL,
    "länge_id" integer REFERENCES "längen" (id)
);

CREATE TABLE "längen" (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    "日本" varchar(20)
);

CREATE TABLE person (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    name varchar(40) NOT NULL
);

CREATE TABLE children (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    person_id integer NOT NULL REFERENCES person (id)
);

CREATE TABLE analyses (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    status_id integer REFERENCES statuses (id)
);

CREATE TABLE statuses (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    name varchar(20) NOT NULL
);

CREATE TABLE news (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    text text NOT NULL
);

CREATE TABLE UserAddress (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    userId integer NOT NULL REFERENCES users (id),
    streetName varchar(80) NOT NULL
);

-- Two tables that want one class name.
CREATE TABLE "blog-post" (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    title varchar(40)
);

CREATE TABLE blog_posts (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    title varchar(40)
);

-- Names that look like prefixes of others.
CREATE TABLE wp_users (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    login varchar(40) NOT NULL
);

CREATE TABLE wp_user_meta (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    user_id integer NOT NULL REFERENCES wp_users (id),
    meta_key varchar(40) NOT NULL
);

-- 8. Views, Laravel's own tables, tables that are no tables.

CREATE VIEW active_users AS SELECT id, name, email FROM users WHERE email_verified_at IS NOT NULL;

CREATE TABLE migrations (id integer PRIMARY KEY, migration varchar NOT NULL, batch integer NOT NULL);
CREATE TABLE cache ("key" varchar PRIMARY KEY NOT NULL, value text NOT NULL, expiration integer NOT NULL);
CREATE TABLE cache_locks ("key" varchar PRIMARY KEY NOT NULL, owner varchar NOT NULL, expiration integer NOT NULL);
CREATE TABLE jobs (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL, queue varchar NOT NULL, payload text NOT NULL,
    attempts integer NOT NULL, reserved_at integer, available_at integer NOT NULL, created_at integer NOT NULL
);
CREATE TABLE failed_jobs (id integer PRIMARY KEY AUTOINCREMENT NOT NULL, uuid varchar NOT NULL, payload text NOT NULL);
CREATE TABLE sessions (
    id varchar PRIMARY KEY NOT NULL, user_id integer REFERENCES users (id), payload text NOT NULL, last_activity integer NOT NULL
);
CREATE TABLE password_reset_tokens (email varchar PRIMARY KEY NOT NULL, token varchar NOT NULL, created_at datetime);
CREATE TABLE telescope_entries (sequence integer PRIMARY KEY AUTOINCREMENT NOT NULL, uuid char(36) NOT NULL);

CREATE VIRTUAL TABLE article_index USING fts5 (body);
