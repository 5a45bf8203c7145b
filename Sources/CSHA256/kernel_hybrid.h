// What the two halves of the hybrid kernel share: the places of a batch's parts in memory, in bytes.

#pragma once

#define HYBRID_STATES 6144
#define HYBRID_INITIAL_STATE 6240
#define HYBRID_HEADS 6272
