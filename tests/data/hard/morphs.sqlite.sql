-- What Laravel's morphs(), nullableMorphs() and uuidMorphs() make, and what is like them.
create table posts (id integer primary key autoincrement not null, title varchar(80) not null);
create table videos (id integer primary key autoincrement not null, title varchar(80) not null);
create table documents (id uuid primary key not null, title varchar(80) not null);
create table comments (
    id integer primary key autoincrement not null,
    commentable_type varchar(255) not null, commentable_id integer not null,
    body varchar(80) not null
);
create index comments_commentable_type_commentable_id_index on comments (commentable_type, commentable_id);
create table images (
    id integer primary key autoincrement not null,
    imageable_type varchar(255), imageable_id integer,
    unique (imageable_type, imageable_id)
);
create table notes (
    id integer primary key autoincrement not null,
    subject_type varchar(255) not null, subject_id uuid not null
);
create index notes_subject_type_subject_id_index on notes (subject_type, subject_id);
-- An account is of a type, and may be anybody's.
create table accounts (
    id integer primary key autoincrement not null, user_type varchar(20) not null, user_id integer
);
