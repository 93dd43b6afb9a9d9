// Builds the table of one instruction set: the templates once for float and once for double.
// Given: VARIANT, VECTOR_BYTES, MASKED (0, 256 or 512: which masked loads exist), ROWS_v (most rows of a register tile
// that is v vectors wide).
#pragma clang fp contract(off)

#define JOIN3(a, b, c) a##_##b##_##c
#define JOIN3_EXPANDED(a, b, c) JOIN3(a, b, c)
#define JOIN2(a, b) a##b
#define JOIN2_EXPANDED(a, b) JOIN2(a, b)
#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

#define SCALAR_IS_DOUBLE 0
#define R float
#define UINT uint32_t
#define SINT int32_t
#define T(name) JOIN2_EXPANDED(name, _f32)
#include "vector.inc.h"
#include "elementwise.inc.h"
#include "product.inc.h"
#include "cells.inc.h"
#include "undefine.inc.h"

#define SCALAR_IS_DOUBLE 1
#define R double
#define UINT uint64_t
#define SINT int64_t
#define T(name) JOIN2_EXPANDED(name, _f64)
#include "vector.inc.h"
#include "elementwise.inc.h"
#include "product.inc.h"
#include "cells.inc.h"
#include "undefine.inc.h"

#define TABLE_F32(type, name, parameters, arguments) .name##_f32 = name##_f32,
#define TABLE_F64(type, name, parameters, arguments) .name##_f64 = name##_f64,
const ft_table JOIN3_EXPANDED(ft, table, VARIANT) = {FT_FUNCTIONS(TABLE_F32, float) FT_FUNCTIONS(TABLE_F64, double)};
