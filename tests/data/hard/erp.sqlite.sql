-- A business: tenants, composite keys, generated columns, audit columns, pivots of
-- a table with itself and with payload, keys shared with a parent.

create table tenants (
    id integer primary key autoincrement, name varchar(80) not null,
    plan text not null default 'free' check (plan in ('free','pro','enterprise')),
    settings json not null default '{}', created_at timestamp, updated_at timestamp,
    deleted_at timestamp
);
create table companies (
    tenant_id integer not null references tenants(id), id integer not null,
    name varchar(120) not null, vat_no varchar(20) unique, primary key (tenant_id, id)
);
create table warehouses (
    id integer primary key, tenant_id integer not null references tenants(id),
    company_id integer not null, code char(4) not null, lat float, lng double precision,
    active boolean not null default 1,
    foreign key (tenant_id, company_id) references companies(tenant_id, id),
    unique (tenant_id, code)
);
create table items (
    id integer primary key, sku varchar(30) not null unique, title varchar(200) not null,
    weight decimal(8,3), price decimal(12,2) not null default 0,
    tax_rate numeric(5,4) not null default 0.2, unit varchar(5) not null default 'pcs',
    discontinued tinyint(1) not null default 0,
    price_with_tax numeric generated always as (price * (1 + tax_rate)) virtual,
    search text generated always as (lower(title)) stored, created_at datetime,
    updated_at datetime
);
create table stock_levels (
    warehouse_id integer not null references warehouses(id) on delete cascade,
    item_id integer not null references items(id), quantity integer not null default 0,
    reserved integer not null default 0, updated_at datetime,
    primary key (warehouse_id, item_id)
) without rowid;
create table stock_moves (
    id integer primary key, item_id integer not null references items,
    from_warehouse_id integer references warehouses,
    to_warehouse_id integer references warehouses, quantity numeric(14,4) not null,
    reason varchar(20) not null check (reason = 'sale' or reason = 'return' or reason = 'adjust'),
    happened_at datetime not null default current_timestamp,
    created_by integer references users(id), approved_by integer references users(id)
);
create table users (
    id integer primary key, tenant_id integer references tenants, email varchar(190) not null,
    password varchar(255) not null, remember_token varchar(100), email_verified_at timestamp,
    manager_id integer references users(id), api_token char(64) unique, two_factor_secret text,
    is_admin boolean not null default false, last_login_ip varchar(45),
    unique (tenant_id, email)
);
create table suppliers (
    id integer primary key, name text not null, rating tinyint check (rating between 1 and 5),
    status text not null default 'ACTIVE' check (status in ('ACTIVE', 'INACTIVE', 'BLOCKED'))
);
create table item_supplier (
    item_id integer not null references items,
    supplier_id integer not null references suppliers, supplier_sku varchar(40),
    cost decimal(10,4), currency char(3) not null default 'EUR',
    is_preferred boolean not null default 0, created_at datetime, updated_at datetime,
    primary key (item_id, supplier_id)
);
create table bills_of_material (
    parent_id integer not null references items(id),
    component_id integer not null references items(id),
    quantity decimal(10,3) not null default 1, primary key (parent_id, component_id)
);
create table related_items (
    item_id integer not null references items,
    related_item_id integer not null references items, unique (item_id, related_item_id)
);
create table substitutes (
    item_id integer not null references items, substitute_id integer not null references items,
    primary key (item_id, substitute_id)
);
create table purchase_orders (
    id integer primary key, number varchar(20) not null unique,
    supplier_id integer not null references suppliers, ordered_on date not null,
    expected_on date, total decimal(14,2) not null default '0.00', notes text,
    status varchar(10) not null default 'draft' check (status in ('draft','sent','received','cancelled')),
    meta json, version integer not null default 1, deleted_at datetime, created_at datetime,
    updated_at datetime
);
create table purchase_order_lines (
    purchase_order_id integer not null references purchase_orders on delete cascade,
    line_no smallint not null, item_id integer not null references items,
    qty decimal(10,3) not null, price decimal(12,4) not null,
    discount real not null default 0.0, primary key (purchase_order_id, line_no)
);
create table receipts (
    id integer primary key, purchase_order_id integer not null, line_no integer not null,
    received_qty decimal(10,3) not null, received_at datetime(3) not null,
    foreign key (purchase_order_id, line_no) references purchase_order_lines
);
create table employees (
    user_id integer primary key references users(id), badge varchar(10) unique,
    hired_on date not null, salary decimal(10,2)
);
create table employee_contracts (
    user_id integer primary key references employees(user_id), signed_at datetime
);
