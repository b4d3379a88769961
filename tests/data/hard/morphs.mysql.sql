-- What Laravel's morphs(), nullableMorphs() and uuidMorphs() make, and what is like them.
create table posts (id bigint unsigned primary key auto_increment, title varchar(80) not null);
create table videos (id bigint unsigned primary key auto_increment, title varchar(80) not null);
create table documents (id char(36) primary key not null, title varchar(80) not null);
create table comments (
    id bigint unsigned primary key auto_increment,
    commentable_type varchar(255) not null, commentable_id bigint unsigned not null,
    body varchar(80) not null
);
create index comments_commentable_type_commentable_id_index on comments (commentable_type, commentable_id);
create table images (
    id bigint unsigned primary key auto_increment,
    imageable_type varchar(255), imageable_id bigint unsigned,
    unique (imageable_type, imageable_id)
);
create table notes (
    id bigint unsigned primary key auto_increment,
    subject_type varchar(255) not null, subject_id char(36) not null
);
create index notes_subject_type_subject_id_index on notes (subject_type, subject_id);
-- An account is of a type, and may be anybody's.
create table accounts (
    id bigint unsigned primary key auto_increment, user_type varchar(20) not null, user_id bigint unsigned
);
