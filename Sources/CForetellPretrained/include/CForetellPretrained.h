#ifndef FORETELL_PRETRAINED_H
#define FORETELL_PRETRAINED_H

#include <stddef.h>
#include <stdint.h>

/// Number of bytes of the file with the pre-trained networks.
size_t foretell_pretrained_count(void);

/// The eight bytes of the file from `8 * place` on, the first one lowest; zero behind the end.
uint64_t foretell_pretrained_word(size_t place);

#endif
