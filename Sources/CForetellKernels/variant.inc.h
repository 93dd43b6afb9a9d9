// Builds the tables of one instruction set: the templates for float, for double, and for float with bfloat16 factors in
// words. The including file defines VARIANT, VECTOR_BYTES, MASKED (0, 256 or 512: which masked loads exist), ROWS_v
// (the largest number of rows of a register tile that is v vectors wide) and DOT_UNIT (1 if the instruction set has
// bfloat16 products; then only the table for words is built).
#pragma clang fp contract(off)

#define JOIN3(a, b, c) a##_##b##_##c
#define JOIN3_EXPANDED(a, b, c) JOIN3(a, b, c)
#define JOIN2(a, b) a##b
#define JOIN2_EXPANDED(a, b) JOIN2(a, b)
#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

#if !DOT_UNIT
#define SCALAR_IS_DOUBLE 0
#define WORDS 0
#define R float
#define UINT uint32_t
#define SINT int32_t
#define T(name) JOIN2_EXPANDED(name, _f32)
#include "vector.inc.h"
#include "elementwise.inc.h"
#include "product.inc.h"
#include "layout.inc.h"
#include "loops.inc.h"
#include "cells.inc.h"
#include "slstm.inc.h"
#include "undefine.inc.h"

#define SCALAR_IS_DOUBLE 1
#define WORDS 0
#define R double
#define UINT uint64_t
#define SINT int64_t
#define T(name) JOIN2_EXPANDED(name, _f64)
#include "vector.inc.h"
#include "elementwise.inc.h"
#include "product.inc.h"
#include "layout.inc.h"
#include "loops.inc.h"
#include "cells.inc.h"
#include "slstm.inc.h"
#include "undefine.inc.h"

#define TABLE_F32(type, name, parameters, arguments) .name##_f32 = name##_f32,
#define TABLE_F64(type, name, parameters, arguments) .name##_f64 = name##_f64,
const ft_table JOIN3_EXPANDED(ft, table, VARIANT) = {FT_FUNCTIONS(TABLE_F32, float, float) FT_FUNCTIONS(TABLE_F64, double, double)};
#endif

#define SCALAR_IS_DOUBLE 0
#define WORDS 1
#define R float
#define UINT uint32_t
#define SINT int32_t
#define T(name) JOIN2_EXPANDED(name, _bf16)
#include "vector.inc.h"
#include "product.inc.h"
#include "layout.inc.h"
#include "loops.inc.h"
#include "cells.inc.h"
#include "slstm.inc.h"
#include "undefine.inc.h"

#define TABLE_BF16(type, name, parameters, arguments) .name##_bf16 = name##_bf16,
const ft_word_table JOIN3_EXPANDED(ft, word_table, VARIANT) = {FT_WORD_FUNCTIONS(TABLE_BF16, float, float)};
