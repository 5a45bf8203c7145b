#include "CResources.h"

#define TEXT_OF(value) #value
#define TEXT(value) TEXT_OF(value)

// Package.swift defines it where the build's environment has it.
#ifndef FORGECHAIN_COMMIT
#define FORGECHAIN_COMMIT
#endif

const char *build_commit(void) { return TEXT(FORGECHAIN_COMMIT); }
