"""A node's data directory, inspected and changed from outside while no node runs."""

import contextlib
import shutil
import sqlite3
import tempfile
from pathlib import Path

#: The database in a node's directory.
DATABASE = "forgechain.sqlite"


def contents(directory: Path) -> dict[str, list[tuple]]:
    """The rows of every table, texts as bytes, read from a copy so that nothing in the directory changes."""
    with tempfile.TemporaryDirectory() as copy:
        for file in directory.glob(f"{DATABASE}*"):
            shutil.copy(file, copy)
        with contextlib.closing(sqlite3.connect(Path(copy) / DATABASE)) as database:
            tables = [
                name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            ]
            database.text_factory = bytes
            return {name: database.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables}


def edit(directory: Path, sql: str = "", *values) -> Path:
    """Change the database, which is all in its one file afterwards; returns that file."""
    path = directory / DATABASE
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as database:
        changed = database.execute(sql, values).rowcount if sql else 1
        assert changed != 0, f"{sql} changes nothing"
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert not path.with_name(f"{DATABASE}-wal").exists()
    return path


def make_old(directory: Path) -> Path:
    """Give the database the tables of the version before segments; returns its file."""
    path = directory / DATABASE
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.executescript(
            """
            CREATE TEMPORARY TABLE old AS SELECT * FROM block;
            BEGIN;
            DROP VIEW block;
            DROP TABLE segment;
            DROP TABLE tail;
            CREATE TABLE block (height INTEGER PRIMARY KEY NOT NULL, hash TEXT NOT NULL, text TEXT NOT NULL);
            INSERT INTO block SELECT * FROM old ORDER BY height;
            CREATE UNIQUE INDEX block_hash ON block (hash);
            DELETE FROM parameter WHERE name = 'indexed';
            DELETE FROM grdb_migrations WHERE identifier IN ('blocks in segments', 'histories that follow');
            COMMIT;
            VACUUM;
            """
        )
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert not path.with_name(f"{DATABASE}-wal").exists()
    return path
