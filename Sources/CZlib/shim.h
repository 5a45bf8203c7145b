#ifndef CZLIB_SHIM_H
#define CZLIB_SHIM_H

// zlib then says that it only reads its input.
#define ZLIB_CONST
#include <zlib.h>

// What begins a stream is a macro, which Swift does not import. A window of 32 KiB, and 16 for gzip's frame (RFC 1952).
static inline int czlib_begin_gzip(z_stream *stream) {
    return deflateInit2(stream, Z_BEST_COMPRESSION, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY);
}
static inline int czlib_begin_gunzip(z_stream *stream) { return inflateInit2(stream, MAX_WBITS + 16); }

#endif
