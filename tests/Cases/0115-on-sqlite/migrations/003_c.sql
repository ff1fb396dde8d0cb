vacuum;
pragma journal_mode = wal;
