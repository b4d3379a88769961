-- The golden schema with every table and column renamed, but those whose names
-- mean something to Eloquent.  The PHP files beside it are written by hand.
CREATE TABLE members (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    label varchar(50) NOT NULL
);

CREATE TABLE units (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    symbol char(3) NOT NULL UNIQUE
);

CREATE TABLE invoices (
    id uuid PRIMARY KEY NOT NULL,
    reference varchar(20) NOT NULL UNIQUE,
    buyer_id integer NOT NULL REFERENCES members (id),
    field_agent_id integer REFERENCES members (id),
    origin_id uuid REFERENCES invoices (id),
    unit_symbol char(3) NOT NULL REFERENCES units (symbol),
    phase varchar CHECK (phase IN ('draft', 'paid', 'on-hold', 'cancelled')) NOT NULL DEFAULT 'draft',
    amount decimal(12, 2) NOT NULL DEFAULT 0,
    duty decimal(5, 4),
    is_sample boolean NOT NULL DEFAULT false,
    extra json,
    due_on date,
    issued_at timestamp(6),
    amount_with_duty decimal(12, 2) GENERATED ALWAYS AS (amount * (1 + coalesce(duty, 0))) STORED,
    created_at timestamp(6),
    updated_at timestamp(6),
    deleted_at timestamp(6)
);

CREATE TABLE articles (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    label varchar(50) NOT NULL
);

CREATE TABLE article_invoice (
    invoice_id uuid NOT NULL REFERENCES invoices (id),
    article_id integer NOT NULL REFERENCES articles (id),
    pieces int NOT NULL DEFAULT 1,
    price_each decimal(12, 2) NOT NULL,
    created_at timestamp,
    updated_at timestamp,
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
