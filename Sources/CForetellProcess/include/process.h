// What Swift can't tell, or not everywhere, about how a process was started.
#ifndef FORETELL_PROCESS_H
#define FORETELL_PROCESS_H

#include <stdbool.h>

// The number of command-line arguments, the program's name included; 0 when they are unknown.
int foretell_argument_count(void);

// The argument at `place`, counted from 0; null when there is none. The memory is never freed.
const char *foretell_argument(int place);

// Whether a signal is ignored, because a parent such as nohup asked for it.
bool foretell_ignores_signal(int number);

#endif
