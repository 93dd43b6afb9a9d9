// The loops of a forward step: over blocks of rows (one, unless factors are rounded), blocks of units and tiles of rows.
// `state` holds the factors of the recurrent weights, rows `ld` apart. FETCH adds the memory that a tile's rows will
// write; FINISH computes the step's results from the pre-activations `acc` of `rows` rows, the first of which is `m`.

// With short rows everything stays in the cache, and prefetching would only cost time.
INLINE int T(is_wide)(int64_t H) { return H * (int64_t)sizeof(R) >= 256; }

// One gate at a time. A tile has `vectors` vectors of units; FINISH handles those from j on, n in all.
#define SINGLE_STEP(state, ld, FETCH, FINISH)                                                                          \
  V acc[24];                                                                                                           \
  R scratch[FACTOR_WORDS] __attribute__((aligned(64)));                                                                \
  const T(extents) e = T(extents_of)(B, I, H, state, ld);                                                              \
  const int isWide = T(is_wide)(H) && B >= 4; /* a row or two would wait for the fetching instead */                   \
  for (int64_t b = 0, block; (block = T(next_rows)(B - b, e.stride)) > 0; b += block) {                                \
    const R *panel = packed;                                                                                           \
    const R *factors = T(forward_factors)(block, H, &e, x + b * I, (state) + b * (ld), ld, scratch);                   \
    for (int64_t j = 0, n, rows; j < H; j += n) {                                                                      \
      int64_t vectors = T(next_part)(T(ceiling)(H - j, LANES), 4), width = vectors * LANES;                            \
      n = T(smaller)(H - j, width);                                                                                    \
      int64_t most = T(most_rows)(vectors);                                                                            \
      for (int64_t m = b; m < b + block; m += rows) {                                                                  \
        rows = T(next_part)(b + block - m, most);                                                                      \
        ft_ahead ahead;                                                                                                \
        if (isWide) {                                                                                                  \
          ahead = ahead_none(x);                                                                                       \
          FETCH                                                                                                        \
        }                                                                                                              \
        T(rnn_tiles)[vectors - 1][rows - 1](&e, panel, x + m * I, factors + (m - b) * e.stride,                        \
                                            isWide ? &ahead : NULL, acc);                                              \
        FINISH                                                                                                         \
      }                                                                                                                \
      panel += width * (1 + T(forward_depth)(I, H));                                                                   \
    }                                                                                                                  \
  }

// All `gates` of a vector of units side by side, with `sums` pre-activations; FINISH(n) handles the n units from u on.
// FINISH gets the tiles of up to GROUP_ROWS rows at once: a gate is a long chain of operations that wait for each other
// and end in a division, and only the gates of many rows together keep the processor busy.
#define GROUP_ROWS 24
#define GATED_STEP(tiles, gates, sums, state, ld, FETCH, FINISH)                                                       \
  V acc[GROUP_ROWS * sums];                                                                                            \
  R scratch[FACTOR_WORDS] __attribute__((aligned(64)));                                                                \
  const T(extents) e = T(extents_of)(B, I, H, state, ld);                                                              \
  const int isWide = T(is_wide)(H) && B >= 4; /* a row or two would wait for the fetching instead */                   \
  for (int64_t b = 0, block; (block = T(next_rows)(B - b, e.stride)) > 0; b += block) {                                \
    const R *panel = packed;                                                                                           \
    const R *factors = T(forward_factors)(block, H, &e, x + b * I, (state) + b * (ld), ld, scratch);                   \
    for (int64_t u = 0, rows; u < H; u += LANES) {                                                                     \
      for (int64_t m = b; m < b + block; m += rows) {                                                                  \
        rows = T(next_part)(b + block - m, GROUP_ROWS);                                                                \
        int64_t at = m * (ld) + u;                                                                                     \
        for (int64_t first = m, part; first < m + rows; first += part) {                                               \
          part = T(next_part)(m + rows - first, ROWS_4);                                                               \
          ft_ahead ahead;                                                                                              \
          if (isWide) {                                                                                                \
            ahead = ahead_none(x);                                                                                     \
            FETCH(first, part)                                                                                         \
          }                                                                                                            \
          T(tiles)[part - 1](&e, panel, x + first * I, factors + (first - b) * e.stride, isWide ? &ahead : NULL,       \
                             acc + (first - m) * sums);                                                                \
        }                                                                                                              \
        if (H - u >= LANES)                                                                                            \
          FINISH(LANES);                                                                                               \
        else                                                                                                           \
          FINISH(H - u);                                                                                               \
      }                                                                                                                \
      panel += LANES * (sums + gates * T(forward_depth)(I, H));                                                        \
    }                                                                                                                  \
  }
#define FETCH_ROWS(from, count) ahead_add(&ahead, (uintptr_t)(from), count, H * (int64_t)sizeof(R));
