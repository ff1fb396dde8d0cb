DROP INDEX ix_customers_name;
