// What is compiled into the program beside code: files (the page for browsers, the description of the API), and where
// it is from.
//
// Files are embedded here because the Swift compiler takes ten seconds for as many bytes.

#ifndef CRESOURCES_H
#define CRESOURCES_H

#include <stddef.h>

/// A file, which lives as long as the program.
struct resource {
    const char *name;
    const unsigned char *bytes;
    size_t count;
};

/// The file with this name, without a folder; NULL if there is none.
const struct resource *resource_named(const char *name);

/// The commit of the source that this was built from, as `make` and `packaging/build` give it; empty where nobody did.
const char *build_commit(void);

#endif
