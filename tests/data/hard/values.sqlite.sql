-- Values: defaults, checks, timestamps in every form, tables without required columns.

create table dates_plain (
    id integer primary key, a date, b datetime not null,
    c timestamp not null default current_timestamp, created_at datetime not null,
    updated_at datetime not null, deleted_at datetime
);
create table int_times (id integer primary key, created_at integer, updated_at integer, v text);
create table int_times2 (
    id integer primary key, created_at bigint not null, updated_at bigint not null, at int
);
create table int_times3 (id integer primary key, created_at int, updated_at int, born date);
create table created_only (id integer primary key, created_at datetime not null, v text);
create table updated_only (id integer primary key, updated_at datetime, v text);
create table text_times (id integer primary key, created_at text, updated_at text, v int);
create table date_times_d (id integer primary key, created_at date, updated_at date, v int);
create table del_int (id integer primary key, deleted_at int, v int);
create table del_nn (
    id integer primary key, deleted_at datetime not null default '1970-01-01 00:00:00', v int
);
create table del_bool (
    id integer primary key, deleted boolean not null default 0, is_deleted tinyint(1)
);
create table del_date (id integer primary key, deleted_at date);
create table strict_t (
    id integer primary key, i int, r real, t text not null default 'q', a any
) strict;
create table strict_wr (k text primary key, v any) strict, without rowid;
create table nothing_required (a int, b text);
create table only_id (id integer primary key);
create table only_id_auto (id integer primary key autoincrement);
create table only_fk (id integer primary key, only_id_id int references only_id);
create table keyless_fk (only_id_id int references only_id, v text);
create table keyless_nn (only_id_id int not null references only_id, v text not null);
create table all_default (
    id integer primary key, a int not null default 1, b text not null default 'x'
);
create table odd_pk (a integer primary key, b int);
create table pk_int (id int primary key, v text);
create table pk_bigint (id bigint primary key not null, v text);
create table pk_text_null (id text primary key, v text);
create table checks_0 (id integer primary key, a text check (a in ('x','y')));
create table checks_1 (id integer primary key, b text check(b IN('x' , 'y')));
create table checks_2 (id integer primary key, c text check ("c" in ('x')));
create table checks_3 (id integer primary key, d text not null check ([d] in ('1','2')));
create table checks_4 (id integer primary key, e int check (e in (1,2,3)));
create table checks_8 (id integer primary key, k text check (k = 'a' or k = 'b'));
create table checks_9 (id integer primary key, l text check (l in ('a','b') and length(l) < 2));
create table checks_10 (
    id integer primary key, o varchar(5) check (o in ('a', 'b', 'toolongvalue'))
);
create table checks_11 (id integer primary key, q text collate nocase check (q in ('a','b')));
create table checks_12 (id integer primary key, r text check (r in ('é','ü','日本')));
create table checks_13 (id integer primary key, s text check (s in ('')));
create table checks_14 (id integer primary key, t text check (`t` in ('on','off')));
create table checks_15 (
    id integer primary key, u char(1) not null default 'Y' check (u in ('Y','N'))
);
create table checks_16 (id integer primary key, v int check (v in (1,2)));
create table checks_19 (id integer primary key, m text, constraint mm check (m in ('m1','m2')));
create table checks_20 (id integer primary key, n text, check (n in ('n1','n2')));
create table checks_23 (id integer primary key, cc text check (cc = 'only'));
create table checks_24 (id integer primary key, dd text check (lower(dd) in ('a','b')));
create table checks_25 (id integer primary key, ee text check (ee not in ('a','b')));
create table checks_30 (
    id integer primary key,
    jj text constraint c1 not null constraint c2 check (jj in ('u','v')) default 'u'
);
create table checks_32 (id integer primary key, ll boolean not null check (ll in (0,1)));
create table defaults_ (
    id integer primary key, i1 int not null default 5, i2 int not null default -5,
    i3 int not null default +5, i5 int not null default (5), i6 int not null default (1+1),
    f1 real not null default 1.5, f2 real not null default 1e3, f3 float not null default .5,
    f4 double not null default -0.0, f5 real not null default 5,
    d1 decimal(8,2) not null default 1, d2 decimal(8,2) not null default '1.5',
    d3 decimal(8,3) not null default -1.255, d4 numeric not null default 7,
    b1 boolean not null default true, b2 boolean not null default FALSE,
    b3 boolean not null default 1, b4 boolean not null default '0',
    b5 tinyint(1) not null default 1, s1 text not null default 'x', s2 text not null default '',
    s4 text not null default 'it''s', s5 varchar(10) not null default 5,
    s6 text not null default NULL, s7 text not null default 'NULL',
    s8 text not null default 'CURRENT_TIMESTAMP', s9 text not null default x'6162',
    j1 json not null default '{}', j2 json not null default '{"a":[1,2]}',
    j3 json not null default '[]', t1 datetime not null default current_timestamp,
    t2 datetime not null default '2020-01-01 00:00:00', t3 date not null default '2020-02-29',
    t4 date not null default current_date, t5 time not null default '12:34:56',
    t6 time not null default current_time, t7 datetime not null default (datetime('now')),
    t8 int not null default (strftime('%s','now')),
    e1 text not null default 'a' check (e1 in ('a','b')),
    e2 text not null default 'z' check (e2 in ('a','b','z')),
    big1 bigint not null default 9223372036854775807,
    big2 integer not null default -9223372036854775808, blob1 blob not null default x'00ff',
    blob2 blob not null default 'txt',
    u1 uuid not null default '00000000-0000-0000-0000-000000000000',
    nl text not null default 'line break', uni text not null default 'é😀',
    dol text not null default '$x {$y}', bs text not null default 'a\b\\c',
    num_as_text text not null default '007', int_text int not null default '42',
    r2 real not null default '2.5', dec_e decimal(10,2) not null default 1e2
);
