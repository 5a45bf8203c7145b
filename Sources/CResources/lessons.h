// The part of the page that shows lessons, with their texts.

#ifndef LESSONS_H
#define LESSONS_H

#include "CResources.h"

extern const struct resource lesson_resources[];
extern const size_t lesson_resource_count;

#endif
