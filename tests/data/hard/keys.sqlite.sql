-- Keys of every kind: UUIDs, ULIDs, text, decimals, dates, enums; unique columns that
-- are referred to; composite ones with and without a rowid.

create table accounts (
    id uuid primary key not null, name text not null, parent_id uuid references accounts(id),
    owner_uuid char(36) references members(uuid)
);
create table members (
    uuid char(36) primary key not null, account_id uuid not null references accounts(id),
    email text not null unique, joined_at datetime not null default current_timestamp,
    created_at datetime, updated_at datetime
);
create table projects (
    id char(26) not null primary key, account_id uuid not null references accounts,
    slug varchar(64) not null unique, title text not null default '', archived_at datetime
);
create table project_member (
    project_id char(26) not null references projects,
    member_uuid char(36) not null references members(uuid),
    role text not null default 'viewer' check (role in ('viewer','editor','owner')),
    primary key (project_id, member_uuid)
);
create table project_star (
    id uuid primary key not null, project_id char(26) not null references projects,
    member_uuid char(36) not null references members, created_at datetime, updated_at datetime,
    unique(project_id, member_uuid)
);
create table tokens (
    token varchar(64) primary key not null, member_uuid char(36) not null references members,
    abilities json, expires_at integer, last_used_at datetime
);
create table slugs (
    slug varchar(64) primary key not null references projects(slug),
    hits bigint not null default 0
);
create table events (
    id ulid primary key not null, subject_id uuid not null, subject_type varchar(30) not null,
    payload jsonb not null default '[]', created_at integer not null,
    updated_at integer not null
);
create table locale (code text primary key not null, name text);
create table translations (
    locale_code text not null references locale(code),
    project_slug text not null references projects(slug), value text,
    primary key (locale_code, project_slug)
);
create table locale_project (
    locale text not null references locale, project text not null references projects(slug),
    primary key(locale, project)
);
create table dec_keys (
    id decimal(10,2) primary key not null, v text, up decimal(10,2) references dec_keys
);
create table currencies (
    code char(3) primary key not null, name text not null, decimals int not null default 2
);
create table rates (
    from_code char(3) not null references currencies(code),
    to_code char(3) not null references currencies(code), day date not null,
    rate decimal(18,8) not null, primary key (from_code, to_code, day)
);
create table airlines (
    iata char(2) not null unique, icao char(3) not null unique, name text not null
);
create table planes (
    tail varchar(8) primary key not null, airline char(2) references airlines(iata),
    airline_icao char(3) references airlines(icao)
);
create table seats (
    plane_tail varchar(8) not null references planes(tail), row int not null,
    letter char(1) not null,
    class text not null default 'economy' check (class in ('economy','business')),
    primary key (plane_tail, row, letter)
) without rowid;
create table countries (
    id integer primary key, iso2 char(2) not null unique, iso3 char(3) not null unique
);
create table cities (
    id integer primary key, country_iso2 char(2) not null references countries(iso2),
    country_iso3 char(3) references countries(iso3), twin_city_id int references cities,
    unique (country_iso2, id)
);
create table visits (
    city_id int not null references cities, traveller text not null,
    visited_on date not null default current_date, primary key (city_id, traveller, visited_on)
);
create table country_currency (
    country_iso2 char(2) not null references countries(iso2),
    currency_code char(3) not null references currencies, since date, until date,
    primary key (country_iso2, currency_code)
);
create table prices (
    sku text not null references articles(sku) on update cascade, amount decimal(9,2) not null,
    valid_from datetime not null, primary key (sku, valid_from)
);
create table settings (key text primary key, value text);
create table kv (
    key text not null, scope text not null default 'global', value json,
    primary key (key, scope)
) without rowid;
create table logs (
    at datetime not null default current_timestamp, level text not null default 'info',
    message text not null
);
create table counters (name text not null unique, n int not null default 0);
create table sequences (
    id integer primary key, name text not null unique, "value" int not null default 1,
    "increment" int not null default 1
);
create table decp (id decimal(10,2) primary key not null, v text);
create table decc (
    id integer primary key, decp_id decimal(10,0) not null references decp,
    dd int references decp
);
create table comp_enum (
    kind text not null check (kind in ('p','q','r')), n int not null, active boolean not null,
    on_day date not null, v text, primary key (kind, n)
);
create table comp_date (
    on_day date not null, at datetime not null, flag boolean not null,
    amount decimal(8,2) not null, js json not null, v text,
    primary key (on_day, at, flag, amount, js)
);
create table dt_key (
    at datetime primary key not null, v text, created_at datetime, updated_at datetime
);
create table ts_key (
    created_at datetime not null, updated_at datetime not null, v text, primary key (created_at)
);
create table uq_bool (
    id integer primary key, flag boolean not null default 0, uf float not null,
    day date not null unique, unique (flag, uf)
);
create table ref_day (id integer primary key, day date references uq_bool(day));
create table enum_int (
    id integer primary key, p tinyint not null default 2 check (p in (1,2,3)),
    q int check (q between 1 and 5), r int not null check (r > 0),
    u text not null check (u <> '')
);
create table sittings (
    id text primary key default (lower(hex(randomblob(16)))), payload text not null
);
create table sitting_marks (
    id integer primary key, sitting_id text not null references sittings, mark text not null
);
create table receipts (
    number text primary key not null default ('R-''' || hex(randomblob(8)) || '\\'),
    paid decimal(8,2) not null
);
create table articles (id integer primary key, sku text not null unique collate nocase);
create table kinds (code text primary key not null, name text);
