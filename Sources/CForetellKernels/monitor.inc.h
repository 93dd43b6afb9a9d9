// Included once per scalar type with R, F(name), BITS (the unsigned integer of R's size) and the bit patterns
// SMALLEST_NORMAL and INFINITE defined. The counts of the gradient monitor.

// Compared as bit patterns: with denormals-are-zero, a comparison of numbers would take denormals for zero.
void F(ft_count_unusual)(int64_t n, const R *x, int64_t counts[3]) {
  int64_t zero = 0, denormal = 0, infinite = 0;
  for (int64_t from = 0; from < n; from += 4096) {
    int64_t end = from + 4096 < n ? from + 4096 : n;
    BITS z = 0, d = 0, f = 0;  // counters as wide as the values, so that the loop has one width
    for (int64_t i = from; i < end; i++) {
      BITS bits;
      memcpy(&bits, x + i, sizeof bits);
      bits &= (BITS)~(BITS)0 >> 1;
      z += bits == 0;
      d += bits < SMALLEST_NORMAL;
      f += bits >= INFINITE;
    }
    zero += (int64_t)z;
    denormal += (int64_t)(d - z);
    infinite += (int64_t)f;
  }
  counts[0] += zero;
  counts[1] += denormal;
  counts[2] += infinite;
}

void F(ft_count_outside)(int64_t rows, int64_t columns, int64_t stride, const R *x, double least, double most,
                         int64_t counts[2]) {
  const R low = (R)least, high = (R)most;
  int64_t below = 0, above = 0;
  for (int64_t r = 0; r < rows; r++, x += stride) {
    BITS b = 0, a = 0;
    for (int64_t j = 0; j < columns; j++) {
      b += x[j] < low;
      a += x[j] > high;
    }
    below += (int64_t)b;
    above += (int64_t)a;
  }
  counts[0] += below;
  counts[1] += above;
}

void F(ft_column_maximum)(int64_t rows, int64_t columns, const R *x, R *y) {
  for (int64_t r = 0; r < rows; r++, x += columns)
    for (int64_t j = 0; j < columns; j++) y[j] = x[j] > y[j] ? x[j] : y[j];
}
