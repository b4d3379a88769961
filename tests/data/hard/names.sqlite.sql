-- Names of PHP's, Laravel's, Eloquent's and SQL's own, irregular plurals, prefixes.

create table models (id integer primary key, name text not null, model_id int references models);
create table collections (
    id integer primary key, model_id int not null references models, "items" text, "count" int,
    "first" text
);
create table carbons (id integer primary key, created_at datetime, updated_at datetime);
create table pivots (
    collection_id int not null references collections,
    carbon_id int not null references carbons, extra text,
    primary key (collection_id, carbon_id)
);
create table builders (
    id integer primary key, pivot_id int, "query" text, "connection" text, "attributes" text,
    "relations" json, "exists" boolean not null default 0, "timestamps" datetime,
    "original" text, "casts" text, "fillable" text, "guarded" text, "hidden" text, "table" text,
    "key" text, "incrementing" int, "perPage" int, "wasRecentlyCreated" int, "changes" text,
    "touches" text, "appends" text, "dates" text
);
create table strs (id ulid primary key not null, order_id int references orders);
create table orders (
    id integer primary key, status text not null default 'new' check (status in ('new','done')),
    str_id ulid references strs(id), save_id int references saves(id),
    delete_id int references deletes(id), user_id int references users,
    relation_id int references orders, get_key_id int references orders,
    fresh_id int references orders, where_id int references orders,
    toArray int references orders, "load" int references orders
);
create table saves (id integer primary key, v text);
create table deletes (id integer primary key, v text);
create table users (id integer primary key, name text not null);
create table attributes (
    id integer primary key, attribute_id int references attributes, "name_attribute" text,
    "get_name_attribute" text
);
create table casts (id integer primary key, v text not null default 'x');
create table factories (
    id integer primary key, v text not null, model_id int not null references models
);
create table has_factories (id integer primary key);
create table soft_deletes (id integer primary key, deleted_at datetime);
create table has_uuids (id uuid primary key not null);
create table has_ulids (id ulid primary key not null);
create table belongs_to_manies (id integer primary key, order_id int references orders);
create table has_ones (id integer primary key, order_id int unique references orders);
create table logic_exceptions (a int, b text);
create table exceptions (a int, b int not null, primary key (a, b));
create table enums (id integer primary key, "type" text not null check ("type" in ('a','b')));
create table enum_types (id integer primary key, "x" text check (x in ('enum','class','default')));
create table classes (
    id integer primary key, teacher_id int references users, parent int references classes
);
create table interfaces (id integer primary key, class_id int references classes);
create table matches (
    id integer primary key, home_id int not null references users,
    away_id int not null references users, winner_id int references users
);
create table readonlies (id integer primary key, list_id int references lists);
create table lists (
    id integer primary key, abstract_id int references abstracts,
    final_id int references finals, static_id int references lists,
    self_id int references lists, parent_id int references lists
);
create table abstracts (id integer primary key, v int);
create table finals (id integer primary key, v int);
create table strings (id integer primary key, int_id int references ints);
create table ints (id integer primary key, float_id int references floats);
create table floats (
    id integer primary key, mixed_id int references mixeds, void_id int references voids,
    never_id int references nevers
);
create table mixeds (id integer primary key, v int);
create table voids (id integer primary key, v int);
create table nevers (id integer primary key, v int);
create table objects (id integer primary key, iterable_id int references iterables);
create table iterables (id integer primary key, v int);
create table exceptions_log (
    id integer primary key, exception_a int, exception_b int,
    foreign key (exception_a, exception_b) references exceptions
);
create table closures (id integer primary key, stringable text, date date, date_time datetime);
create table date_times (id integer primary key, at datetime);
create table notifiables (id integer primary key, password text, remember_token text);
create table authenticatables (id integer primary key, password text, remember_token text);
create table app (id integer primary key, v text);
create table illuminates (id integer primary key, v text);
create table databases (id integer primary key, v text);
create table fakes (id integer primary key, v text not null);
create table backed_enums (
    id integer primary key, v text not null default 'y' check (v in ('y','n'))
);
create table user_factories (id integer primary key, user_id int not null references users);
create table order_status (id integer primary key, v int);
create table order_statuses (id integer primary key, order_status_id int references order_status);
create table tblKunde (
    lngKundeID integer primary key, strName nvarchar(50) not null, strVorname nvarchar(50),
    dtmGeburt date, blnAktiv bit not null default 1, curSaldo money, memNotiz memo,
    lngBetreuerID int references tblMitarbeiter(lngMitarbeiterID),
    fkLand char(2) references tblLand(strIso)
);
create table tblMitarbeiter (
    lngMitarbeiterID integer primary key, strKuerzel varchar(5) not null unique,
    lngChefID int references TBLMITARBEITER(LNGMITARBEITERID)
);
create table tblLand (strIso char(2) not null primary key, strName varchar(80) not null);
create table tblAuftrag (
    lngAuftragNr integer primary key, lngKundeID int not null references tblkunde,
    strKuerzelVon varchar(5) references tblMitarbeiter(strKuerzel), dtmDatum smalldatetime,
    [order] int, [group] varchar(10), [select] text default 'a''b',
    [Default] int not null default (-1), [key] text not null default 'dq',
    [index] int default +5, [table] text, [from] text, [where] text, [values] text
);
create table tblAuftrag_Artikel (
    lngAuftragNr int not null references tblAuftrag,
    strArtikelNr varchar(20) not null references tblArtikel, intMenge int not null default 1,
    primary key (lngAuftragNr, strArtikelNr)
);
create table tblArtikel (
    strArtikelNr varchar(20) not null primary key, strBez varchar(100),
    dblPreis double not null default 0.0, binBild image, xmlDaten xml
);
create table "ADRESSE" (
    KUNDE_ID INTEGER NOT NULL REFERENCES tblKunde(lngKundeID),
    ADR_TYP CHAR(1) NOT NULL CHECK (ADR_TYP IN ('R', 'L', 'P')), STRASSE VARCHAR(60),
    PLZ VARCHAR(10), ORT VARCHAR(60), CONSTRAINT PK_ADRESSE PRIMARY KEY (KUNDE_ID, ADR_TYP)
);
create table "MITARBEITER_PROJEKT" (
    "MITARBEITER_ID" INT NOT NULL, "PROJEKT_ID" INT NOT NULL,
    CONSTRAINT "FK1" FOREIGN KEY ("MITARBEITER_ID") REFERENCES "tblMitarbeiter" ("lngMitarbeiterID"),
    CONSTRAINT "FK2" FOREIGN KEY ("PROJEKT_ID") REFERENCES "PROJEKT" ("PROJEKT_ID"),
    PRIMARY KEY ("MITARBEITER_ID", "PROJEKT_ID")
);
create table "PROJEKT" (
    "PROJEKT_ID" INTEGER PRIMARY KEY, "LEITER_ID" INT REFERENCES "tblMitarbeiter", "START" DATE,
    "ENDE" DATE, "BUDGET" NUMBER(12,2),
    "STATUS" CHAR(1) DEFAULT 'O' NOT NULL CHECK ("STATUS" IN ('O','C'))
);

-- Words of PHPDoc's, and a list of values that is longer than a line.
CREATE TABLE scalars (
    id integer PRIMARY KEY,
    month text NOT NULL CHECK (month IN (
        'january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november'
    ))
);
CREATE TABLE resources (
    id integer PRIMARY KEY,
    scalar_id integer NOT NULL REFERENCES scalars (id)
);
