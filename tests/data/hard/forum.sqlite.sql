-- A forum: many keys to one table, tables that refer to each other and to
-- themselves, two pivots between the same tables, columns that look polymorphic.

create table users (
    id integer primary key, name text not null, created_at datetime default current_timestamp
);
create table forums (
    id integer primary key, parent_id integer references forums(id), name text not null,
    last_post_id integer references posts(id), last_poster_id integer references users(id)
);
create table topics (
    id integer primary key, forum_id integer not null references forums(id),
    user_id integer not null references users(id),
    closed_by_user_id integer references users(id), first_post_id integer references posts(id),
    last_post_id integer references posts(id), moved_to_id integer references topics(id),
    title text not null, views integer not null default 0, created_at datetime,
    updated_at datetime
);
create table posts (
    id integer primary key, topic_id integer not null references topics(id),
    user_id integer references users(id), editor_id integer references users(id),
    reply_to_id integer references posts(id), quoted_post_id integer references posts(id),
    body text not null, created_at datetime, updated_at datetime, deleted_at datetime
);
create table post_likes (
    post_id integer not null references posts, user_id integer not null references users,
    created_at datetime, primary key (post_id, user_id)
);
create table post_user (
    post_id integer not null references posts, user_id integer not null references users,
    primary key (post_id, user_id)
);
create table bookmarks (
    user_id integer not null references users, topic_id integer not null references topics,
    note text, primary key (user_id, topic_id)
);
create table topic_user (
    topic_id integer not null references topics, user_id integer not null references users,
    last_read_at datetime, unique(topic_id, user_id)
);
create table friends (
    user_id integer not null references users, friend_id integer not null references users,
    primary key (user_id, friend_id)
);
create table blocks (
    blocker_id integer not null references users, blocked_id integer not null references users,
    reason text, primary key (blocker_id, blocked_id)
);
create table messages (
    id integer primary key, sender_id integer not null references users,
    recipient_id integer not null references users, parent_id integer references messages,
    read_at datetime, body text
);
create table comments (
    id integer primary key, commentable_type text not null, commentable_id integer not null,
    user_id integer references users, body text
);
create index c_i on comments (commentable_type, commentable_id);
create table tags (id integer primary key, name text not null unique);
create table taggables (
    tag_id integer not null references tags, taggable_id integer not null,
    taggable_type text not null, primary key (tag_id, taggable_id, taggable_type)
);
create table polls (
    id integer primary key, topic_id integer not null unique references topics,
    question text not null
);
create table poll_options (
    id integer primary key, poll_id integer not null references polls, label text not null,
    unique (poll_id, label)
);
create table poll_votes (
    poll_option_id integer not null references poll_options,
    user_id integer not null references users, poll_id integer not null references polls,
    voted_at datetime, primary key (poll_id, user_id)
);
create table group_members (
    id integer primary key autoincrement, group_id integer not null references groups,
    user_id integer not null references users, created_at datetime, updated_at datetime,
    unique(group_id, user_id)
);
create table groups (id integer primary key, name text, owner_id integer not null references users);
create table notifications (
    id char(36) primary key not null, type text not null, notifiable_type text not null,
    notifiable_id integer not null, data text not null, read_at datetime, created_at datetime,
    updated_at datetime
);
