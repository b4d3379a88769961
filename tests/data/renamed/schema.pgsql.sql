-- schema.sqlite.sql for another server.
CREATE TYPE invoice_phase AS ENUM ('draft', 'paid', 'on-hold', 'cancelled');

CREATE TABLE members (
    id bigserial PRIMARY KEY,
    label varchar(50) NOT NULL
);

CREATE TABLE units (
    id bigserial PRIMARY KEY,
    symbol char(3) NOT NULL UNIQUE
);

CREATE TABLE invoices (
    id uuid PRIMARY KEY,
    reference varchar(20) NOT NULL UNIQUE,
    buyer_id bigint NOT NULL REFERENCES members (id),
    field_agent_id bigint REFERENCES members (id),
    origin_id uuid REFERENCES invoices (id),
    unit_symbol char(3) NOT NULL REFERENCES units (symbol),
    phase invoice_phase NOT NULL DEFAULT 'draft',
    amount numeric(12, 2) NOT NULL DEFAULT 0,
    duty numeric(5, 4),
    is_sample boolean NOT NULL DEFAULT false,
    extra jsonb,
    due_on date,
    issued_at timestamp(6),
    amount_with_duty numeric(12, 2) GENERATED ALWAYS AS (amount * (1 + coalesce(duty, 0))) STORED,
    created_at timestamp(6),
    updated_at timestamp(6),
    deleted_at timestamp(6)
);

CREATE TABLE articles (
    id bigserial PRIMARY KEY,
    label varchar(50) NOT NULL
);

CREATE TABLE article_invoice (
    invoice_id uuid NOT NULL REFERENCES invoices (id),
    article_id bigint NOT NULL REFERENCES articles (id),
    pieces int NOT NULL DEFAULT 1,
    price_each numeric(12, 2) NOT NULL,
    created_at timestamp(0),
    updated_at timestamp(0),
    PRIMARY KEY (invoice_id, article_id)
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
