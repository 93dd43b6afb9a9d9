// Counts allocations: malloc and its kin are replaced by counting ones that call glibc's.
#pragma once
#include <stdint.h>

// Allocations of the calling thread so far.
int64_t ft_allocations(void);
