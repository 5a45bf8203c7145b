// Files that are compiled into the program: the page for browsers, and the description of the API.
//
// They are embedded here because the Swift compiler takes ten seconds for as many bytes.

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

/// The file at a place from 0 on; NULL behind the last one.
const struct resource *resource_at(size_t place);

#endif
