-- What Laravel's morphs(), nullableMorphs() and uuidMorphs() make, and what is like them.
create table posts (id bigserial primary key, title varchar(80) not null);
create table videos (id bigserial primary key, title varchar(80) not null);
create table documents (id uuid primary key not null, title varchar(80) not null);
create table comments (
    id bigserial primary key,
    commentable_type varchar(255) not null, commentable_id bigint not null,
    body varchar(80) not null
);
create index comments_commentable_type_commentable_id_index on comments (commentable_type, commentable_id);
create table images (
    id bigserial primary key,
    imageable_type varchar(255), imageable_id bigint,
    unique (imageable_type, imageable_id)
);
create table notes (
    id bigserial primary key,
    subject_type varchar(255) not null, subject_id uuid not null
);
create index notes_subject_type_subject_id_index on notes (subject_type, subject_id);
-- An account is of a type, and may be anybody's.
create table accounts (
    id bigserial primary key, user_type varchar(20) not null, user_id bigint
);
