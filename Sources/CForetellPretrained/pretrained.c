#include "CForetellPretrained.h"

// The file is part of the program, so that a program that was copied elsewhere still has it.
#pragma clang diagnostic ignored "-Wc23-extensions"
static const unsigned char bytes[] = {
#embed "networks.safetensors"
};

size_t foretell_pretrained_count(void) { return sizeof bytes; }

uint64_t foretell_pretrained_word(size_t place) {
  uint64_t word = 0;
  for (size_t number = 0; number < 8; number++) {
    size_t index = 8 * place + number;
    if (place < sizeof bytes / 8 + 1 && index < sizeof bytes) word |= (uint64_t)bytes[index] << (8 * number);
  }
  return word;
}
