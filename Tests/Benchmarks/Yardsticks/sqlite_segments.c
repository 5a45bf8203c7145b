/*
 * How long SQLite takes to keep as many bytes as a document has, as so many blocks, in rows of 256 with their hashes
 * beside them: the least that a commit of a chain can cost by it.
 *
 *     sqlite_segments DOCUMENT BLOCKS PATH|:memory:
 *
 * Prints the seconds of one transaction, which is on disk at its end, as JSON. A log takes it first, as in a node's
 * database; moving it from there is not counted.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BLOCKS = 256, HASH = 32 };

static void check(int result, sqlite3 *database, const char *what) {
    if (result == SQLITE_OK || result == SQLITE_DONE || result == SQLITE_ROW) return;
    fprintf(stderr, "%s: %s\n", what, sqlite3_errmsg(database));
    exit(1);
}

static void run(sqlite3 *database, const char *statement) {
    check(sqlite3_exec(database, statement, NULL, NULL, NULL), database, statement);
}

static char *read_all(const char *path, size_t *length) {
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
        perror(path);
        exit(1);
    }
    *length = (size_t)ftell(file);
    rewind(file);
    char *bytes = malloc(*length + 1);
    if (bytes == NULL || fread(bytes, 1, *length, file) != *length) {
        perror(path);
        exit(1);
    }
    fclose(file);
    return bytes;
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

int main(int count, char **arguments) {
    if (count != 4) {
        fprintf(stderr, "usage: %s DOCUMENT BLOCKS PATH|:memory:\n", arguments[0]);
        return 2;
    }
    size_t length;
    char *document = read_all(arguments[1], &length);
    size_t blocks = (size_t)strtoul(arguments[2], NULL, 10);
    const char *path = arguments[3];
    if (blocks == 0 || blocks > length) {
        fprintf(stderr, "%zu blocks have no %zu bytes\n", blocks, length);
        return 2;
    }
    unsigned char *hashes = calloc(blocks, HASH);
    if (hashes == NULL) return 1;
    // What they are doesn't matter, as long as they are not all alike.
    for (size_t index = 0; index < blocks * HASH; index++) hashes[index] = (unsigned char)(index * 2654435761u >> 13);

    if (strcmp(path, ":memory:") != 0) unlink(path);
    sqlite3 *database;
    check(sqlite3_open(path, &database), database, "open");
    run(database, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0");
    run(database, "CREATE TABLE segment (height INTEGER PRIMARY KEY, hashes BLOB NOT NULL, texts BLOB NOT NULL)");

    double start = now();
    run(database, "BEGIN IMMEDIATE");
    sqlite3_stmt *insert;
    check(sqlite3_prepare_v2(database, "INSERT INTO segment VALUES (?, ?, ?)", -1, &insert, NULL), database, "insert");
    for (size_t first = 0; first < blocks; first += BLOCKS) {
        size_t last = first + BLOCKS < blocks ? first + BLOCKS : blocks;
        // Every block counts as one of the mean length.
        size_t begin = (size_t)((double)length / (double)blocks * (double)first);
        size_t end = last == blocks ? length : (size_t)((double)length / (double)blocks * (double)last);
        sqlite3_bind_int64(insert, 1, (sqlite3_int64)first + 1);
        sqlite3_bind_blob64(insert, 2, hashes + first * HASH, (last - first) * HASH, SQLITE_STATIC);
        sqlite3_bind_blob64(insert, 3, document + begin, end - begin, SQLITE_STATIC);
        check(sqlite3_step(insert), database, "insert");
        check(sqlite3_reset(insert), database, "insert");
    }
    sqlite3_finalize(insert);
    run(database, "COMMIT");
    double seconds = now() - start;

    check(sqlite3_close(database), database, "close");
    if (strcmp(path, ":memory:") != 0) unlink(path);
    printf("{\"blocks\": %zu, \"bytes\": %zu, \"seconds\": %.6f}\n", blocks, length, seconds);
    free(hashes);
    free(document);
    return 0;
}
