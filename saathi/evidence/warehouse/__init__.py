"""Facts from PostgreSQL in Parquet files of immutable snapshots, read by DuckDB in named steps."""
