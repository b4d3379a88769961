-- schema.sqlite.sql for another server.
CREATE TABLE members (
    id bigint unsigned AUTO_INCREMENT PRIMARY KEY,
    label varchar(50) NOT NULL
);

CREATE TABLE units (
    id bigint unsigned AUTO_INCREMENT PRIMARY KEY,
    symbol char(3) NOT NULL UNIQUE
);

CREATE TABLE invoices (
    id char(36) PRIMARY KEY,
    reference varchar(20) NOT NULL UNIQUE,
    buyer_id bigint unsigned NOT NULL,
    field_agent_id bigint unsigned,
    origin_id char(36),
    unit_symbol char(3) NOT NULL,
    phase enum('draft', 'paid', 'on-hold', 'cancelled') NOT NULL DEFAULT 'draft',
    amount decimal(12, 2) NOT NULL DEFAULT 0,
    duty decimal(5, 4),
    is_sample tinyint(1) NOT NULL DEFAULT 0,
    extra json,
    due_on date,
    issued_at timestamp(6) NULL,
    amount_with_duty decimal(12, 2) GENERATED ALWAYS AS (amount * (1 + coalesce(duty, 0))) STORED,
    created_at timestamp(6) NULL,
    updated_at timestamp(6) NULL,
    deleted_at timestamp(6) NULL,
    FOREIGN KEY (buyer_id) REFERENCES members (id),
    FOREIGN KEY (field_agent_id) REFERENCES members (id),
    FOREIGN KEY (origin_id) REFERENCES invoices (id),
    FOREIGN KEY (unit_symbol) REFERENCES units (symbol)
);

CREATE TABLE articles (
    id bigint unsigned AUTO_INCREMENT PRIMARY KEY,
    label varchar(50) NOT NULL
);

CREATE TABLE article_invoice (
    invoice_id char(36) NOT NULL,
    article_id bigint unsigned NOT NULL,
    pieces int NOT NULL DEFAULT 1,
    price_each decimal(12, 2) NOT NULL,
    created_at timestamp NULL,
    updated_at timestamp NULL,
    PRIMARY KEY (invoice_id, article_id),
    FOREIGN KEY (invoice_id) REFERENCES invoices (id),
    FOREIGN KEY (article_id) REFERENCES articles (id)
);

CREATE TABLE ledger_rows (
    year_no int NOT NULL,
    row_no int NOT NULL,
    note int,
    PRIMARY KEY (year_no, row_no)
);

CREATE TABLE trace_notes (
    rank int NOT NULL,
    remark text NOT NULL
);
