// Chooses the instruction set once and forwards every public function to the chosen table.
#define _GNU_SOURCE  // sched_getaffinity
#include "CForetellKernels.h"

#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "tables.h"

#if defined(__x86_64__)
  #include <xmmintrin.h>
#endif

static const ft_table *const tables[] = {
    &ft_table_portable,
#if defined(__x86_64__)
    &ft_table_avx2,
    &ft_table_avx512,
#endif
};
static const ft_word_table *const word_tables[] = {
    &ft_word_table_portable,
#if defined(__x86_64__)
    &ft_word_table_avx2,
    &ft_word_table_avx512,
    &ft_word_table_avx512bf16,
#endif
};
static const char *const names[] = {"portable", "avx2", "avx512"};
static _Atomic(int) chosen = -1;

static int best_isa(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512bw"))
    return 2;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return 1;
#endif
  return 0;
}

static int choose(void) {
  int best = best_isa(), isa = best;
  const char *wish = getenv("FORETELL_ISA");
  for (int i = 0; wish && i <= best; i++)
    if (strcmp(wish, names[i]) == 0) isa = i;
  chosen = isa;  // every thread that gets here at once finds the same answer
  return isa;
}

int ft_isa(void) {
  int isa = __c11_atomic_load(&chosen, __ATOMIC_RELAXED);
  return __builtin_expect(isa >= 0, 1) ? isa : choose();
}
const char *ft_isa_name(void) { return names[ft_isa()]; }
int ft_isa_force(int isa) {
  if (isa >= 0 && isa <= best_isa()) chosen = isa;
  return ft_isa();
}

static _Atomic(int) is_unit_off = 0;

int ft_bfloat16_unit(void) {
#if defined(__x86_64__)
  return ft_isa() == 2 && !is_unit_off && __builtin_cpu_supports("avx512bf16");
#else
  return 0;
#endif
}
void ft_bfloat16_unit_allow(int allowed) { is_unit_off = !allowed; }
static int word_isa(void) { return ft_isa() + ft_bfloat16_unit(); }

#if defined(__x86_64__)
uint32_t ft_flush_denormals_begin(void) {
  uint32_t saved = _mm_getcsr();
  _mm_setcsr(saved | 0x8040);  // FTZ, DAZ
  return saved;
}
void ft_flush_denormals_end(uint32_t saved) { _mm_setcsr(saved); }
#elif defined(__aarch64__)
uint32_t ft_flush_denormals_begin(void) {
  uint64_t saved;
  __asm__ volatile("mrs %0, fpcr" : "=r"(saved));
  __asm__ volatile("msr fpcr, %0" : : "r"(saved | (1u << 24)));  // FZ
  return (uint32_t)saved;
}
void ft_flush_denormals_end(uint32_t saved) { __asm__ volatile("msr fpcr, %0" : : "r"((uint64_t)saved)); }
#else
uint32_t ft_flush_denormals_begin(void) { return 0; }
void ft_flush_denormals_end(uint32_t saved) { (void)saved; }
#endif

int ft_processors(void) {
#if defined(__linux__)
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof(set), &set) == 0) return CPU_COUNT(&set) > 1 ? CPU_COUNT(&set) : 1;
#endif
  return 1;
}

// Packed weights begin with the number of the instruction set that packed them (plus WORD_TABLES with bfloat16
// factors), so that they are always read by the same one, even if a test has forced another since.
#define WORD_TABLES 8
#define HEADER(R) (64 / (int64_t)sizeof(R))

#define PLAIN(type, name, parameters, arguments, S) \
  type ft_##name##_##S parameters { return tables[ft_isa()]->name##_##S arguments; }
#define COUNT(type, name, parameters, arguments, S, R) \
  type ft_##name##_##S parameters { return HEADER(R) + tables[ft_isa()]->name##_##S arguments; }
#define PACK(type, name, parameters, arguments, S, R) \
  type ft_##name##_##S parameters {                   \
    int isa = ft_isa();                               \
    packed[0] = (R)isa;                               \
    packed += HEADER(R);                              \
    tables[isa]->name##_##S arguments;                \
  }
#define STEP(type, name, parameters, arguments, S, R) \
  type ft_##name##_##S parameters {                   \
    int isa = (int)packed[0];                         \
    packed += HEADER(R);                              \
    STEP_##S(name, arguments)                         \
  }
#define STEP_f64(name, arguments) tables[isa]->name##_f64 arguments;
#define STEP_f32(name, arguments)                          \
  if (isa < WORD_TABLES) {                                 \
    tables[isa]->name##_f32 arguments;                     \
  } else {                                                 \
    uint32_t mode = ft_flush_denormals_begin();            \
    word_tables[isa - WORD_TABLES]->name##_bf16 arguments; \
    ft_flush_denormals_end(mode);                          \
  }

#define PLAIN_F32(type, name, parameters, arguments) PLAIN(type, name, parameters, arguments, f32)
#define COUNT_F32(type, name, parameters, arguments) COUNT(type, name, parameters, arguments, f32, float)
#define PACK_F32(type, name, parameters, arguments) PACK(type, name, parameters, arguments, f32, float)
#define STEP_F32(type, name, parameters, arguments) STEP(type, name, parameters, arguments, f32, float)
FT_PLAIN_FUNCTIONS(PLAIN_F32, float, double)
FT_COUNT_FUNCTIONS(COUNT_F32, float, double)
FT_PACK_FUNCTIONS(PACK_F32, float, double)
FT_STEP_FUNCTIONS(STEP_F32, float, double)

#define PLAIN_F64(type, name, parameters, arguments) PLAIN(type, name, parameters, arguments, f64)
#define COUNT_F64(type, name, parameters, arguments) COUNT(type, name, parameters, arguments, f64, double)
#define PACK_F64(type, name, parameters, arguments) PACK(type, name, parameters, arguments, f64, double)
#define STEP_F64(type, name, parameters, arguments) STEP(type, name, parameters, arguments, f64, double)
FT_PLAIN_FUNCTIONS(PLAIN_F64, double, double)
FT_COUNT_FUNCTIONS(COUNT_F64, double, double)
FT_PACK_FUNCTIONS(PACK_F64, double, double)
FT_STEP_FUNCTIONS(STEP_F64, double, double)

#define WORD_COUNT(type, name, parameters, arguments) \
  type ft_##name##_bf16 parameters { return HEADER(float) + word_tables[word_isa()]->name##_bf16 arguments; }
#define WORD_PACK(type, name, parameters, arguments) \
  type ft_##name##_bf16 parameters {                 \
    int isa = word_isa();                            \
    packed[0] = (float)(WORD_TABLES + isa);          \
    packed += HEADER(float);                         \
    word_tables[isa]->name##_bf16 arguments;         \
  }
#define WORD_PRODUCT(type, name, parameters, arguments) \
  type ft_##name##_bf16 parameters {                    \
    uint32_t mode = ft_flush_denormals_begin();         \
    word_tables[word_isa()]->name##_bf16 arguments;     \
    ft_flush_denormals_end(mode);                       \
  }
FT_COUNT_FUNCTIONS(WORD_COUNT, float, double)
FT_PACK_FUNCTIONS(WORD_PACK, float, double)
FT_PRODUCT_FUNCTIONS(WORD_PRODUCT, float, double)
