// One table of functions per instruction set, generated from KernelList.h.
#pragma once
#include "CForetellKernels.h"

#define FT_MEMBER_F32(type, name, parameters, arguments) type(*name##_f32) parameters;
#define FT_MEMBER_F64(type, name, parameters, arguments) type(*name##_f64) parameters;
typedef struct {
  FT_FUNCTIONS(FT_MEMBER_F32, float, float)
  FT_FUNCTIONS(FT_MEMBER_F64, double, double)
} ft_table;
#define FT_MEMBER_BF16(type, name, parameters, arguments) type(*name##_bf16) parameters;
typedef struct {
  FT_WORD_FUNCTIONS(FT_MEMBER_BF16, float, float)
} ft_word_table;

extern const ft_table ft_table_portable;
extern const ft_word_table ft_word_table_portable;
#if defined(__x86_64__)
extern const ft_table ft_table_avx2;
extern const ft_word_table ft_word_table_avx2;
extern const ft_table ft_table_avx512;
extern const ft_word_table ft_word_table_avx512;
extern const ft_word_table ft_word_table_avx512bf16;
#endif
