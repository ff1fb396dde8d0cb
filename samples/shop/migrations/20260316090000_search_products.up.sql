CREATE VIRTUAL TABLE product_search USING fts5 (
    title, description,
    content = 'products', content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2'
);

INSERT INTO product_search (product_search) VALUES ('rebuild');

CREATE TRIGGER products_search_insert AFTER INSERT ON products
BEGIN
    INSERT INTO product_search (rowid, title, description) VALUES (NEW.id, NEW.title, NEW.description);
END;

CREATE TRIGGER products_search_delete AFTER DELETE ON products
BEGIN
    INSERT INTO product_search (product_search, rowid, title, description)
    VALUES ('delete', OLD.id, OLD.title, OLD.description);
END;

CREATE TRIGGER products_search_update AFTER UPDATE OF id, title, description ON products
BEGIN
    INSERT INTO product_search (product_search, rowid, title, description)
    VALUES ('delete', OLD.id, OLD.title, OLD.description);
    INSERT INTO product_search (rowid, title, description) VALUES (NEW.id, NEW.title, NEW.description);
END;
