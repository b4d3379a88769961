-- Tables between two others, and what only looks like one.

create table users (id integer primary key, name text not null);
create table roles (id integer primary key, name text not null);
create table permissions (id integer primary key, name text not null);
create table teams (
    id integer primary key, name text not null, owner_id int not null references users
);
create table role_user (
    role_id int not null references roles, user_id int not null references users,
    primary key (role_id, user_id)
);
create table user_role_requests (
    user_id int not null references users, role_id int not null references roles,
    created_at datetime, updated_at datetime
);
create table role_user_team (
    role_id int not null references roles, user_id int not null references users,
    team_id int not null references teams, primary key (role_id, user_id, team_id)
);
create table permission_role (
    id integer primary key autoincrement, permission_id int not null references permissions,
    role_id int not null references roles,
    granted_at datetime not null default current_timestamp, granted_by int,
    unique (permission_id, role_id)
);
create table permission_user (
    permission_id int not null references permissions, user_id int not null references users,
    granted_by int references users, primary key (permission_id, user_id)
);
create table team_user (
    team_id int not null references teams, user_id int not null references users,
    role text not null default 'member' check (role in ('member','admin')), joined_on date,
    settings json, active boolean not null default 1, score decimal(6,2) not null default 0,
    created_at datetime, updated_at datetime, primary key (team_id, user_id)
);
create table team_user_notes (
    id integer primary key, team_id int not null, user_id int not null, note text,
    foreign key (team_id, user_id) references team_user(team_id, user_id)
);
create table follows (
    follower_id int not null references users, followed_id int not null references users,
    created_at datetime, primary key (follower_id, followed_id)
);
create table friendships (
    id integer primary key, user_id int not null references users,
    friend_id int not null references users,
    status text not null default 'pending' check (status in ('pending','accepted')),
    unique(user_id, friend_id)
);
create table user_user (
    user_id int not null references users, other_user_id int not null references users,
    unique (user_id, other_user_id)
);
create table mentors (
    mentor_id int not null references users, mentee_id int not null references users,
    since date, primary key (mentor_id, mentee_id)
);
create table a_b (a_id int references a, b_id int references b);
create table a (id integer primary key, v text);
create table b (id integer primary key, v text);
create table a_b_c (
    a_id int not null references a, b_id int not null references b,
    c_id int not null references c
);
create table c (id integer primary key, v text);
create table soft_pivot (
    a_id int not null references a, c_id int not null references c, deleted_at datetime,
    primary key (a_id, c_id)
);
create table json_pivot (
    b_id int not null references b, c_id int not null references c, data json not null,
    "pivot" text, "parent" int, primary key (b_id, c_id)
);
create table dup_pivot (
    x_id int not null references a, y_id int not null references b,
    weight int not null default 1, unique(x_id, y_id)
);
create table gen_pivot (
    a_id int not null references a, c_id int not null references c, w int not null default 1,
    w2 int generated always as (w*2), primary key (a_id, c_id)
);
create table null_pivot (a_id int references a, c_id int references c, w int, unique (a_id, c_id));
create table int_ts_pivot (
    a_id int not null references a, c_id int not null references c, created_at int,
    updated_at int, primary key (a_id, c_id)
);
create table only_created (
    a_id int not null references a, b_id int not null references b,
    created_at datetime not null default current_timestamp, primary key (a_id, b_id)
);
create table uuid_pivot (
    id char(36) not null primary key, a_id int not null references a,
    b_id int not null references b
);
create table uuid_pivot2 (
    id char(36) not null primary key, a_id int not null references a,
    b_id int not null references b, w int
);
create table text_id_pivot (
    code varchar(10) not null primary key, a_id int not null references a,
    b_id int not null references b
);
create table text_pk_pivot (
    code varchar(10) primary key, a_id int not null references a,
    b_id int not null references b, z int, unique (a_id, b_id)
);
create table self_ref_pivot (
    id integer primary key, a_id int not null references a,
    parent_id int references self_ref_pivot
);
create table audit_pivot (
    a_id int not null references a, b_id int not null references b,
    created_by int not null references users, primary key(a_id,b_id)
);
create table ab_children (
    id integer primary key, a_b_code varchar(10) not null references text_id_pivot(code)
);
create table notes (id integer primary key, created_at datetime not null);
create table a_note (
    a_id int not null references a, note_id int not null references notes, weight int,
    created_at datetime not null default current_timestamp, primary key (a_id, note_id)
);
create table b_note (
    b_id int not null references b, note_id int not null references notes, created_at datetime,
    updated_at datetime, primary key (b_id, note_id)
);
create table team_note (
    id integer primary key, team_id int not null references teams, note_id int not null references notes,
    remark text not null, created_at datetime, unique (team_id, note_id)
);
create table role_note (
    role_id int not null references roles, note_id int not null references notes,
    remark text not null, created_at datetime, primary key (role_id, note_id)
);
create table role_note_lines (
    id integer primary key, role_id int, note_id int,
    foreign key (role_id, note_id) references role_note
);
create table days (
    id integer primary key, pivot decimal(9,2) not null, support decimal(9,2)
);
create table day_note (
    day_id int not null references days, note_id int not null references notes, weight int,
    primary key (day_id, note_id)
);
create table day_role (day_id int not null references days, role_id int not null references roles);
