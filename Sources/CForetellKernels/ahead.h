// Prefetching for a product: while it computes, it fetches into the cache, one line at a time, what the next step will
// read.
#pragma once
#include <stdint.h>

#define AHEAD_REGIONS 4
#define AHEAD_LINE 64

typedef struct {
  uintptr_t at;
  int64_t lines, stride;
  int regions, region;
  struct {
    uintptr_t start;
    int64_t lines, stride;
  } list[AHEAD_REGIONS];
} ft_ahead;

// Nothing to fetch yet; `near` is any address that is already in the cache.
static inline ft_ahead ahead_none(const void *near) {
  return (ft_ahead){.at = (uintptr_t)near, .lines = INT64_MAX, .stride = 0};
}
// Adds `lines` cache lines from `start` on, `stride` bytes apart.
static inline void ahead_add(ft_ahead *ahead, uintptr_t start, int64_t lines, int64_t stride) {
  if (lines <= 0) return;
  ahead->list[ahead->regions].start = start;
  ahead->list[ahead->regions].lines = lines;
  ahead->list[ahead->regions++].stride = stride;
  ahead->lines = 1;
}
static inline __attribute__((always_inline)) void ahead_fetch(ft_ahead *ahead) {
  __builtin_prefetch((const void *)ahead->at);
  ahead->at += (uintptr_t)ahead->stride;
  if (__builtin_expect(--ahead->lines == 0, 0)) {
    if (ahead->region < ahead->regions) {
      ahead->at = ahead->list[ahead->region].start;
      ahead->lines = ahead->list[ahead->region].lines;
      ahead->stride = ahead->list[ahead->region++].stride;
    } else {
      ahead->lines = INT64_MAX;
      ahead->stride = 0;
    }
  }
}

// Neighbouring columns of a matrix, or rows of weights: the first one and their number.
typedef struct {
  int64_t first, count;
} ft_range;
