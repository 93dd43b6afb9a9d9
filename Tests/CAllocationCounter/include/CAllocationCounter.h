// Counts allocations of the whole process: malloc and its kin are replaced by counting ones that call glibc's.
#pragma once
#include <stdint.h>

// Allocations so far, of all threads.
int64_t ft_allocations(void);
