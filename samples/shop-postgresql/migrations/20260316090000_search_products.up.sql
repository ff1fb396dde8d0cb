ALTER TABLE products ADD COLUMN search tsvector
    GENERATED ALWAYS AS (setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', description), 'B')) STORED;

CREATE INDEX ix_products_search ON products USING gin (search);
