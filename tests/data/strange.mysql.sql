-- strange.mysql.sql - what the catalogue of MariaDB says in its own way.

create table other (a int, b int, primary key (b, a), unique (a));
create table t (
 id bigint unsigned auto_increment primary key,
 ti tinyint(1) not null default 0, ti4 tinyint, b1 bit(1) not null default b'1', b8 bit(8) default b'101',
 su smallint unsigned zerofill, mi mediumint, i int(11) default -5, 
 e enum('a','it''s','back\\slash','com,ma','new
line','') not null default 'it''s',
 s set('x','y') not null default 'x,y',
 y year default 2020, j json, d decimal(10,2) not null default 1.50, d0 decimal, f float unsigned default 1.5, db double default 1e10, f2 float(7,3),
 dt datetime(6), ts timestamp not null default current_timestamp on update current_timestamp, ts2 timestamp(3) null default current_timestamp(3), tm time, tm3 time(3), da date default '2020-01-02',
 c36 char(36), u uuid, i4 inet4, i6 inet6, b16 binary(16), vb varbinary(20) default 'ab', bl blob, tt tinytext default 'x\\y''z"', lt longtext comment 'it''s
 a "comment" \\',
 g geometry, p point not null, ls linestring, mp multipolygon,
 gv int as (i + 1) virtual, gs varchar(50) as (concat('a', e)) stored,
 inv int invisible default 3,
 vn varchar(10) default null, vnn varchar(10) not null, ve varchar(10) default '', vx varchar(40) default (uuid()), vq varchar(20) default 'NULL', vl varchar(20) character set latin1 default 'é', 
 st varchar(10) check (st in ('a','b')),
 num int check (num in (1,2,3)), exi int default (1+2), ct time default (curtime()),
 vv varchar(50) collate utf8mb4_bin default 'x' , n national varchar(5), bo boolean, dd date default (current_date), 
 constraint chk_named check (num > 0 and st <> 'it''s \\ ok'),
 key pre (vn(3)), unique upre (vnn(4)), unique u2 (ve, vnn), fulltext ft (tt), spatial sp (p), key de (i desc), key ig (mi) ignored
) comment 'table ''comment''';
create table child (id int primary key, a int, b int, o int, constraint fk1 foreign key (b, a) references other (b, a) on update cascade on delete set null, foreign key (o) references other (a));
create view v as select id, vn from t; create table gone (x int); create view bad as select * from gone; drop table gone; create view vv as select 1 as one;
create sequence sq; create table sv (x int) with system versioning; create table part (id int, x int) partition by hash(id) partitions 3;
create view v2 as select count(*) n, coalesce(vn,'') w from t group by 2;
create table nocols_key (x int unique not null);
create table period (x int, a date, b date, period for life (a, b));
create table versioned (x int primary key, s timestamp(6) generated always as row start, e timestamp(6) generated always as row end,
 period for system_time (s, e)) with system versioning;
create table hashed (body text, unique (body));
create table many_checks (a varchar(10) check (a in ('x')), b varchar(10) check (b in ('x', null, 'y')), c int check (c between 1 and 3),
 d text check (json_valid(d)), e longtext check (json_valid(e) and e <> '[]'), f varchar(10) collate utf8mb4_bin check (f in ('A', 'a')),
 g enum('p', 'q') check (g in ('p')), constraint both_columns check (a in ('x') or b in ('y')));
create table bits (a bit(1) default b'0', b bit(64) default b'1111111111111111111111111111111111111111111111111111111111111111');
