-- +goose up
-- +goose ENVSUB ON
-- +goose StatementBegn
SELECT 1; -- +goose Down
-- +goose NO TRANSACTION
-- +goose
