#if defined(__x86_64__)
  #include <immintrin.h>
  #include <math.h>
  #include <stdint.h>
  #include <string.h>

  #include "CForetellKernels.h"
  #include "ahead.h"
  #include "tables.h"

  #define VARIANT avx2
  #define VECTOR_BYTES 32
  #define ROWS_1 6
  #define ROWS_2 6
  #define ROWS_3 4
  #define ROWS_4 3
  #define MASKED 256
  #define DOT_UNIT 0
  #pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
  #include "variant.inc.h"
  #pragma clang attribute pop
#endif
