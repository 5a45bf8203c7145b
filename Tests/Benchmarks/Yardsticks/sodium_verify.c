// libsodium's verification of Ed25519 signatures and nothing else: a yardstick for validating signed payments.
//
//     cc -O2 -o sodium_verify sodium_verify.c -lsodium -pthread && ./sodium_verify THREADS COUNT BYTES
//
// Prints one JSON object: seconds for so many threads together to verify COUNT signatures of messages of BYTES.

#include <pthread.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { keys = 64, most_threads = 64, signatures = 1024 };

static unsigned char public_keys[keys][crypto_sign_PUBLICKEYBYTES];
static unsigned char signature[signatures][crypto_sign_BYTES];
static unsigned char *messages;
static unsigned long long bytes;

struct part {
    pthread_t thread;
    long count;
};

static void expect(bool condition, const char *what) {
    if (!condition) {
        fprintf(stderr, "sodium_verify: %s\n", what);
        exit(1);
    }
}

static void sign_all(void) {
    static unsigned char secret[keys][crypto_sign_SECRETKEYBYTES];
    for (int key = 0; key < keys; key++) {
        crypto_sign_keypair(public_keys[key], secret[key]);
    }
    messages = malloc(signatures * bytes);
    expect(messages != NULL, "no memory");
    randombytes_buf(messages, signatures * bytes);
    for (int number = 0; number < signatures; number++) {
        crypto_sign_detached(signature[number], NULL, messages + number * bytes, bytes, secret[number % keys]);
    }
}

static void *verify(void *argument) {
    const struct part *part = argument;
    for (long number = 0; number < part->count; number++) {
        const int which = (int)(number % signatures);
        const unsigned char *message = messages + which * bytes;
        const int result = crypto_sign_verify_detached(signature[which], message, bytes, public_keys[which % keys]);
        expect(result == 0, "a signature does not hold");
    }
    return NULL;
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int main(int argument_count, char **arguments) {
    expect(argument_count == 4, "THREADS COUNT BYTES");
    const long threads = atol(arguments[1]), count = atol(arguments[2]);
    bytes = strtoull(arguments[3], NULL, 10);
    expect(threads > 0 && threads <= most_threads && count >= threads && bytes > 0, "THREADS COUNT BYTES");
    expect(sodium_init() >= 0, "libsodium does not start");
    sign_all();

    struct part parts[most_threads];
    const double start = now();
    for (long index = 0; index < threads; index++) {
        parts[index].count = count / threads + (index < count % threads);
        expect(pthread_create(&parts[index].thread, NULL, verify, &parts[index]) == 0, "no thread");
    }
    for (long index = 0; index < threads; index++) {
        expect(pthread_join(parts[index].thread, NULL) == 0, "a thread does not end");
    }
    printf("{\"seconds\": %.6f}\n", now() - start);
    free(messages);
    return 0;
}
